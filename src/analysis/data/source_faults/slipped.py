"""Figures that stand in the row of the local authority before or after their own."""

import numpy as np

from analysis.data.source_faults.chance import longest_run, needed
from analysis.data.source_faults.found import Finding
from analysis.data.source_faults.grid import SAME, Grid, aligned

FEWEST = 20
#: A lead of the log-likelihood that chance gives once in many thousand releases; rows are compared both ways.
LEAD = 15.0
#: A run follows the years beside with at least this part of the correlation that is usual for the series.
FOLLOWS = 0.6
#: A squared difference beyond this many standard deviations counts no more: a small LA may be anywhere.
CAP = 2.5
#: Of a column that changed in so small a part, what changed was single figures.
SINGLE = 0.05


def neighbours_row(grid: Grid, before: Grid | None) -> list[Finding]:
    """A run of figures that are those of the row above or below: of the release before, or of the years beside."""
    findings = _since(grid, before) if before is not None else []
    known = {finding.row for finding in findings}
    return findings + [finding for finding in _against_years(grid) if finding.row not in known]


def _since(grid: Grid, before: Grid) -> list[Finding]:
    old, findings = before.figures(aligned(grid, before)), []
    changed = (np.abs(grid.la - old) > SAME).sum(axis=1)
    for row in np.flatnonzero(changed > 0):
        new, was = grid.la[row], old[row]
        places = np.flatnonzero(np.isfinite(new) & np.isfinite(was))
        if len(places) < FEWEST:
            continue
        for step, where in ((1, "above"), (-1, "below")):
            hit = _moved(new[places], was[places], step)
            if hit.any():
                la = np.zeros(len(new), dtype=bool)
                la[places[hit]] = True
                why = f"{int(hit.sum())} figures are those that the row {where} had in the release of {before.release[:10]}."
                findings.append(Finding("neighbours_row", grid, int(row), why, la, instead=was))
                break
    return findings


def _moved(new: np.ndarray, was: np.ndarray, step: int) -> np.ndarray:
    """Which figures have changed to what the neighbour had, if they are more than chance makes equal."""
    beside = np.roll(was, step)
    changed = np.abs(new - was) > SAME
    equal = changed & (np.abs(new - beside) < SAME)
    equal[0 if step == 1 else -1] = False
    chance = (np.abs(was[1:] - was[:-1]) < SAME).mean()
    # a run goes on over a figure that is by chance its neighbour's anyway
    same_anyway = ~changed & (np.abs(was - beside) < SAME)
    start, length = longest_run(equal | same_anyway)
    run = np.zeros(len(new), dtype=bool)
    run[start : start + length] = True
    if (run & equal).sum() >= max(needed(chance, len(new) * 2000.0), 3):
        return run & equal
    single = changed.sum() <= max(SINGLE * len(new), 1) and equal.sum() == changed.sum()
    return equal if single and chance ** equal.sum() < 1e-3 else np.zeros(len(new), dtype=bool)


def _against_years(grid: Grid) -> list[Finding]:
    """By likelihood: rows that fit the years beside far better if each figure is moved by a row."""
    findings, usual, series = [], _usual_correlations(grid), grid.keys["series"].to_numpy()
    for row in np.flatnonzero(grid.counts >= FEWEST):
        rho = usual.get(int(series[row]), 0.0)
        beside = grid.la[_beside(series, row)]
        places = np.flatnonzero(np.isfinite(grid.la[row]) & np.isfinite(beside).all(axis=0))
        if rho < 0.3 or not len(beside) or len(places) < FEWEST:
            continue
        figures, references = (
            _standard(grid.la[row][places]),
            [_standard(other) for other in beside[:, places]],
        )
        run, length, step = _best_slip(figures, _standard(np.mean(references, axis=0)), rho)
        if length and _fits(figures, references, slice(run, run + length), step, rho):
            la = np.zeros(grid.la.shape[1], dtype=bool)
            la[places[run : run + length]] = True
            where = "above" if step == 1 else "below"
            why = f"{length} figures fit what the row {where} has in the years beside, and not their own."
            findings.append(Finding("neighbours_row", grid, int(row), why, la))
    return findings


def _beside(series: np.ndarray, row: int) -> list[int]:
    """The three nearest years of a series; of two beside a year that has slipped one alone would say that it has itself."""
    near = [row + step for step in (-1, 1, -2, 2, -3, 3) if 0 <= row + step < len(series)]
    return [other for other in near if series[other] == series[row]][:3]


def _fits(figures: np.ndarray, references: list[np.ndarray], run: slice, step: int, rho: float) -> bool:
    """Whether a run follows the moved figures as closely as a series usually does, of every year better than its own.

    In a year that follows no other (2021 does not) neither fits, and one is bound to fit a little less badly.
    """
    z = np.clip(figures[run], -3, 3)
    pairs = []
    for reference in references:
        own, moved = (np.clip(values[run], -3, 3) for values in (reference, np.roll(reference, step)))
        pairs.append((_correlation(z, moved), _correlation(z, own)))
    moved_best = max(with_moved for with_moved, _ in pairs)
    return moved_best > FOLLOWS * rho and all(
        with_moved - with_own > rho / 4 for with_moved, with_own in pairs
    )


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    deviation = x.std() * y.std()
    return ((x * y).mean() - x.mean() * y.mean()) / deviation if deviation > 1e-9 else 0.0


def _standard(figures: np.ndarray) -> np.ndarray:
    middle = np.median(figures)
    spread = 1.4826 * np.median(np.abs(figures - middle))
    return (figures - middle) / (spread if spread > 1e-9 else np.inf)


def _usual_correlations(grid: Grid) -> dict[int, float]:
    """How closely a year of each series follows the year before, in the years that do so best: one may have slipped."""
    series, found = grid.keys["series"].to_numpy(), dict[int, list[float]]()
    for row in 1 + np.flatnonzero((series[1:] == series[:-1]) & (grid.counts[1:] >= FEWEST)):
        a, b = grid.la[row], grid.la[row - 1]
        both = np.isfinite(a) & np.isfinite(b)
        if both.sum() >= FEWEST:
            x, y = (np.clip(_standard(values[both]), -3, 3) for values in (a, b))
            found.setdefault(int(series[row]), []).append(_correlation(x, y))
    return {series: float(np.max(values)) for series, values in found.items()}


def _best_slip(z: np.ndarray, reference: np.ndarray, rho: float) -> tuple[int, int, int]:
    """Where moving by a row leads most, for how long and which way; length 0 if it leads by too little."""
    variance = max(1 - rho**2, 0.02)
    own = np.minimum((z - rho * reference) ** 2 / variance, CAP**2)
    best = (0.0, 0, 0, 1)
    for step in (1, -1):
        moved = np.minimum((z - rho * np.roll(reference, step)) ** 2 / variance, CAP**2)
        lead = (own - moved) / 2
        lead[0 if step == 1 else -1] = 0
        # the stretch with the greatest sum
        sums = np.concatenate([[0.0], np.cumsum(lead)])
        lows = np.minimum.accumulate(sums)
        end = int((sums - lows).argmax())
        start = int(sums[: end + 1].argmin())
        best = max(best, (float(sums[end] - sums[start]), start, end - start, step))
    gain, start, length, step = best
    return (start, length, step) if gain > LEAD and length >= 5 else (0, 0, step)
