"""Figures that stand twice: a copied column, England's figure copied to areas."""

from collections.abc import Iterator

import numpy as np

from analysis.data.source_faults.chance import common_values, equal_block
from analysis.data.source_faults.found import Finding, every
from analysis.data.source_faults.grid import KEY, SAME, Grid, aligned, members

#: Columns of fewer figures are not compared: too few to tell a copy from chance.
FEWEST = 10
#: A column whose figures are to this part another's is its copy; pupils of two groups that are nearly the same have
#: 0.72 in common (disadvantaged, free school meals), scaled scores of two years 0.80.
WHOLE = 0.9
#: Below this part nothing long enough can be in it that a search for runs would find.
LEAST = 0.05


def copied_column(grid: Grid, before: Grid | None) -> list[Finding]:
    """A year that has another year's figures, or a group or measure that has another's of the year."""
    groups, trials, findings = members(grid), float(len(grid.keys)) ** 2, []
    for first, second in _alike(grid):
        a, b = grid.la[first], grid.la[second]
        usable = np.isfinite(a) & np.isfinite(b) & ~(common_values(a) & common_values(b))
        if usable.sum() < FEWEST:
            continue
        equal = np.abs(a - b) < SAME
        block = (
            usable & equal if equal[usable].mean() >= WHOLE else equal_block(equal, usable, groups, trials)
        )
        for row, other in _copies(grid, before, first, second, block):
            why = f"{_what(block, usable)} the same figures as {_named(grid, other, row)}."
            findings.append(Finding("copied_column", grid, row, why, block))
    return findings


def _alike(grid: Grid) -> Iterator[tuple[int, int]]:
    """Pairs of rows of one measure or of one year that have more figures in common than most; the earlier first."""
    seen = set()
    for column in ("measure", "year"):
        for rows in grid.keys.groupby(column).indices.values():
            table = grid.la[rows]
            for place in range(len(rows) - 1):
                same = np.abs(table[place + 1 :] - table[place]) < SAME
                both = (np.isfinite(table[place + 1 :]) & np.isfinite(table[place])).sum(axis=1)
                hits = np.flatnonzero((both >= FEWEST) & (same.sum(axis=1) > LEAST * both))
                seen |= {(int(rows[place]), int(rows[place + 1 + hit])) for hit in hits}
    yield from sorted(seen)


def _copies(
    grid: Grid, before: Grid | None, first: int, second: int, block: np.ndarray | None
) -> list[tuple[int, int]]:
    """Which of two rows is the copy, and of which: of two years the later; the one that is new or has changed."""
    if block is None:
        return []
    both = [(first, second), (second, first)]
    if before is not None:
        old = before.figures(aligned(grid, before)[[first, second]])[:, block]
        kept = (np.abs(grid.la[[first, second]][:, block] - old) < SAME).mean(axis=1) > WHOLE
        if kept[0] != kept[1]:
            return [both[int(kept[0])]]
    series = grid.keys["series"]
    return both[1:] if series[first] == series[second] else both


def copied_england(grid: Grid, before: Grid | None) -> list[Finding]:
    """Areas that have England's figure: all of them, a region's, or those that follow one another in the file."""
    groups, trials, findings = members(grid), 12.0 * len(grid.keys), []
    same = np.abs(grid.la - grid.england[:, None]) < SAME
    for row in np.flatnonzero((grid.counts >= FEWEST) & (same.sum(axis=1) >= 5)):
        usable = every(grid, row)
        whole = same[row][usable].mean() >= WHOLE
        block = usable & same[row] if whole else equal_block(same[row], usable, groups, trials * usable.sum())
        if block is not None:
            why = f"{_what(block, usable)} the figure for England, {grid.england[row]:g}."
            findings.append(Finding("copied_england", grid, int(row), why, block))
    return findings


def _what(block: np.ndarray, usable: np.ndarray) -> str:
    n, of = int(block.sum()), int(usable.sum())
    return f"Every one of {n} local authorities has" if n == of else f"{n} of {of} local authorities have"


def _named(grid: Grid, row: int, beside: int) -> str:
    there, here = grid.keys.loc[row], grid.keys.loc[beside]
    parts = [str(there[column]) for column in KEY if there[column] != here[column]]
    return ", ".join(parts)
