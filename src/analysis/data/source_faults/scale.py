"""Figures in another scale than those beside them: shares for percentages, a lost or added decimal place."""

import numpy as np

from analysis.data.source_faults.found import Finding, every
from analysis.data.source_faults.grid import Grid, aligned

#: Powers of ten that a slip of scale multiplies by, as logarithms.
STEPS = (-3, -2, -1, 1, 2, 3)
#: A change of scale is looked for from here: six times as much; the most that a median changed in a year is 4.3 times.
JUMP = np.log10(6)
#: LAs that a median must be of.
ENOUGH = 10
#: Where no more figures of a row changed, even 2 to 20 is no chance.
FEW = 2
#: Other years that a single LA's figure must have to be compared with.
YEARS = 3
#: A single LA's figures keep to its other years this closely before one that does not looks like a slip of scale.
STEADY = 0.06
#: And all but a few other LAs keep to theirs this closely.
STRAY = 0.1


def change_of_scale(grid: Grid, before: Grid | None) -> list[Finding]:
    """A year, or a local authority's figure, that is ten or a hundred times what it was, or a part of it."""
    findings = _years(grid) + _areas(grid)
    if before is not None:
        findings += _since(grid, before, {finding.row for finding in findings if finding.la.sum() > 1})
    return findings


def _logarithms(grid: Grid) -> np.ndarray:
    """Of LAs' figures; NaN for none, for those not above 0 and for all of a measure that may be below 0."""
    signed = {
        measure for measure, rows in grid.keys.groupby("measure").indices.items() if (grid.la[rows] < 0).any()
    }
    usable = (grid.la > 0) & ~grid.keys["measure"].isin(signed).to_numpy()[:, None]
    return np.log10(np.where(usable, grid.la, np.nan), where=usable, out=np.full(grid.la.shape, np.nan))


def _medians(logarithms: np.ndarray) -> np.ndarray:
    enough = np.isfinite(logarithms).sum(axis=1) >= ENOUGH
    medians = np.full(len(logarithms), np.nan)
    medians[enough] = np.nanmedian(logarithms[enough], axis=1)
    return medians


def _years(grid: Grid) -> list[Finding]:
    """Years whose median is another power of ten than that of the series."""
    medians, findings = _medians(_logarithms(grid)), []
    for rows in grid.keys.groupby("series").indices.values():
        known = rows[np.isfinite(medians[rows])]
        if len(known) < 2:
            continue
        usual = np.median(medians[known])
        for place, row in enumerate(known):
            beside = [medians[other] for other in known[max(place - 1, 0) : place + 2] if other != row]
            odd = abs(medians[row] - usual)
            if odd > JUMP and max(abs(medians[row] - other) for other in beside) > JUMP:
                findings.append(_year(grid, row, medians[row], usual))
            elif len(known) == 2 and abs(medians[known[0]] - medians[known[1]]) > JUMP:
                findings.append(_year(grid, row, medians[row], beside[0]))
            elif odd > JUMP and findings and findings[-1].row == row - 1:
                findings.append(_year(grid, row, medians[row], usual))
    return findings


def _year(grid: Grid, row: int, median: float, usual: float) -> Finding:
    why = (
        f"Half of the local authorities have less than {10**median:.3g}, and in other years {10**usual:.3g}."
    )
    return Finding("change_of_scale", grid, int(row), why, every(grid, row))


def _areas(grid: Grid) -> list[Finding]:
    """Single figures that are a tenth or ten times what the LA has in every other year, the change of all set aside."""
    logarithms = _logarithms(grid)
    level = logarithms - _medians(logarithms)[:, None]
    odd = np.zeros(level.shape, dtype=bool)
    for rows in grid.keys.groupby("series").indices.values():
        known = rows[np.isfinite(level[rows]).sum(axis=1) >= ENOUGH]
        for row in known if len(known) > YEARS else ():
            others = level[known[known != row]]
            enough = np.isfinite(others).sum(axis=0) >= YEARS
            middle, low, high = (np.full(level.shape[1], np.nan) for _ in range(3))
            middle[enough] = np.nanmedian(others[:, enough], axis=0)
            low[enough], high[enough] = (
                np.nanmin(others[:, enough], axis=0),
                np.nanmax(others[:, enough], axis=0),
            )
            off = np.abs(level[row] - middle)
            step = np.abs(off - np.round(off)) < STEADY
            steady = (high - middle < STEADY) & (middle - low < STEADY)
            # where other LAs stray as well, one that strays by just a power of ten does so by chance
            stray = np.isfinite(off) & ~((off > JUMP) & step)
            if stray.any() and np.quantile(off[stray], 0.98) < STRAY:
                odd[row] = (off > JUMP) & step & steady
    findings = []
    for row in np.flatnonzero(odd.any(axis=1)):
        why = f"{int(odd[row].sum())} of {grid.counts[row]} local authorities have a tenth or ten times their figure of every other year."
        findings.append(Finding("change_of_scale", grid, int(row), why, odd[row]))
    return findings


def _since(grid: Grid, before: Grid, known: set[int]) -> list[Finding]:
    """Figures that are ten or a hundred times those of the release before, to the last digit."""
    old = before.figures(aligned(grid, before))
    both = np.isfinite(old) & np.isfinite(grid.la) & (old != 0) & (old * grid.la > 0)
    ratio = np.divide(grid.la, old, where=both, out=np.ones_like(old))
    step = np.zeros(old.shape, dtype=bool)
    for power in STEPS:
        step |= both & (np.abs(ratio / 10.0**power - 1) < 1e-4)
    # 1 to 10 may be chance; a figure of two digits that is kept to the last of them is not
    digits = np.abs(old * 1000 - np.round(old * 1000, -3)) > 1e-6
    few = (np.isfinite(old) & (grid.la != old)).sum(axis=1) <= FEW
    telling = step & (digits | (np.abs(old) >= 11) | ((step.sum(axis=1) >= 3) | few)[:, None])
    findings = []
    for row in np.flatnonzero(telling.any(axis=1)):
        if row not in known:
            why = (
                f"{int(step[row].sum())} of {grid.counts[row]} figures are those of the release of {before.release[:10]} "
                "times or through ten, a hundred or a thousand."
            )
            findings.append(Finding("change_of_scale", grid, int(row), why, step[row], instead=old[row]))
    return findings
