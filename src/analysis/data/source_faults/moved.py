"""Figures that stand under one year in a release and under another in the next: a series a year late or early."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.catalogue.measures import load_measures
from analysis.data.source_faults.absent import years_without
from analysis.data.source_faults.found import Finding, every
from analysis.data.source_faults.grid import KEY, Grid, aligned, half_digit

FEWEST = 20
#: Figures that two years of different releases must have in common, and that the same year at most has.
ALIKE, UNLIKE = 0.5, 0.25
#: Figures are alike by chance in less than this part, or the measure has too few different ones to tell.
BY_CHANCE = 0.2


def a_year_out(grid: Grid, before: Grid | None) -> list[Finding]:
    """Years that have the figures of the year before or after in the earlier release.

    The finding is on the release whose years fit worse: to the calendar of tests, and to the years that the other
    series of its phase have. Where both fit alike the earlier release is named, as what stands now was moved there.
    """
    if before is None:
        return []
    findings = []
    for step in (-1, 1):
        moves: dict[int, list[tuple[int, int]]] = {}
        for row, old in moved_rows(grid, before, step):
            moves.setdefault(int(grid.keys["series"][row]), []).append((row, old))
        for rows in moves.values():
            findings += _judged(grid, before, rows, step)
    return findings


def moved_rows(grid: Grid, before: Grid, step: int) -> Iterator[tuple[int, int]]:
    """Rows whose figures the earlier release has ``step`` years later, and the rows where it has them."""
    wanted = grid.keys[KEY].assign(year=grid.keys["year"] + step)
    there = pd.MultiIndex.from_frame(before.keys[KEY]).get_indexer(pd.MultiIndex.from_frame(wanted))
    own = before.figures(aligned(grid, before))
    moved, n = _alike(grid.la, before.figures(there))
    kept, n_kept = _alike(grid.la, own)
    copied, _ = _alike(grid.la, grid.figures(grid.at(step)))
    hits = (n >= FEWEST) & (moved >= ALIKE) & ((kept < UNLIKE) | (n_kept < FEWEST)) & (copied < UNLIKE)
    for row in np.flatnonzero(hits):
        _, counts = np.unique(np.round(grid.la[row][every(grid, row)], 6), return_counts=True)
        if ((counts / counts.sum()) ** 2).sum() < BY_CHANCE:
            yield int(row), int(there[row])


def _alike(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of the figures that both have which are the same, by row, and how many both have."""
    n = (np.isfinite(first) & np.isfinite(second)).sum(axis=1)
    same = np.abs(first - second) < half_digit(first, second)
    return same.sum(axis=1) / np.maximum(n, 1), n


def _judged(grid: Grid, before: Grid, rows: list[tuple[int, int]], step: int) -> list[Finding]:
    series = grid.keys.loc[rows[0][0]]
    newer = _misfit(grid, series) > _misfit(before, before.keys.loc[rows[0][1]])
    at_fault, places = (grid, [row for row, _ in rows]) if newer else (before, [old for _, old in rows])
    other = before if newer else grid
    # in ``grid`` a figure stands ``step`` years before where ``before`` has it
    elsewhere = "later" if (step == 1) == newer else "earlier"
    why = f"The release of {other.release[:10]} has these figures a year {elsewhere}."
    instead = other.figures(aligned(at_fault, other))
    return [
        Finding(
            "a_year_out",
            at_fault,
            row,
            why,
            every(at_fault, row),
            instead=instead[row],
            mended_in="" if newer else grid.release,
        )
        for row in places
    ]


def _misfit(grid: Grid, of: pd.Series) -> int:
    """Years that a series has and should not, or should and has not, going by tests and by the others of its phase."""
    phase = grid.keys["measure"].map(load_measures()["phase"])
    peers = grid.keys[(phase == phase[of.name]) & (grid.keys["series"] != of["series"])]
    share = peers.groupby("year")["series"].nunique() / max(peers["series"].nunique(), 1)
    has = set(grid.keys.loc[grid.keys["series"] == of["series"], "year"])
    without = set(years_without(of["measure"]))
    wanted = {year for year, part in share.items() if part > 0.5 and min(has) < year < max(has)} - without
    alone = {year for year in has if share.get(year, 0.0) < 0.1 and len(share)}
    return 2 * len(has & without) + len(wanted - has) + len(alone)
