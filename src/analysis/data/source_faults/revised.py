"""Figures that a later release changed in place, though nothing had called them provisional."""

import numpy as np

from analysis.data.source_faults.found import Finding
from analysis.data.source_faults.grid import Grid, aligned, half_digit

#: LAs whose figure must have changed, in number and as a part of those that have one: less is a correction.
FEWEST, PART = 5, 0.05


def unlabelled_provisional(grid: Grid, before: Grid | None) -> list[Finding]:
    """Figures of the release before that this one has otherwise, and that were not labelled provisional."""
    if before is None:
        return []
    rows = aligned(before, grid)
    now = grid.figures(rows)
    both = np.isfinite(now) & np.isfinite(before.la)
    changed = both & (np.abs(now - before.la) > half_digit(before.la, now))
    enough = (changed.sum(axis=1) >= FEWEST) & (changed.sum(axis=1) >= PART * both.sum(axis=1))
    unlabelled = (before.keys["label"] != "provisional").to_numpy()
    findings = []
    for row in np.flatnonzero(enough & unlabelled):
        label = before.keys["label"][row]
        called = "nothing called them provisional" if label == "published" else f"they were called {label}"
        most = np.abs(now - before.la)[row][changed[row]].max()
        why = f"{int(changed[row].sum())} of {int(both[row].sum())} figures are others in the release of {grid.release[:10]}, by up to {most:.3g}, and {called}."
        findings.append(
            Finding(
                "unlabelled_provisional",
                before,
                int(row),
                why,
                changed[row],
                instead=now[row],
                mended_in=grid.release,
            )
        )
    return findings
