"""Figures where there can be none: years without tests, local authorities that were not there."""

import numpy as np

from analysis.data.source_faults.bounds import existing
from analysis.data.source_faults.found import Finding, every
from analysis.data.source_faults.grid import Grid

_PANDEMIC = (2020, 2021)
#: Years in which nothing was assessed: by the beginning of a measure's id, the longest that fits.
NO_FIGURES = {
    "eyfs_": _PANDEMIC,
    "phonics_": _PANDEMIC,
    "ks1_": (*_PANDEMIC, 2024, 2025, 2026),  # no longer required
    "ks2_": _PANDEMIC,
    "ks2_reading_progress": (*_PANDEMIC, 2024, 2025),  # those pupils were not assessed at key stage 1
    "ks2_writing_progress": (*_PANDEMIC, 2024, 2025),
    "ks2_maths_progress": (*_PANDEMIC, 2024, 2025),
    "ks4_progress8": (*_PANDEMIC, 2025, 2026),  # those pupils were not tested at key stage 2
    "absence_": (2020,),  # no figures were published of a year in which schools closed
    "persistent_absence": (2020,),
    "severe_absence": (2020,),
    "attendance_": (2020,),
}


def year_without_tests(grid: Grid, before: Grid | None) -> list[Finding]:
    """Figures of a year in which nothing was assessed or collected."""
    findings = []
    for row, (measure, year, series) in enumerate(
        zip(grid.keys["measure"], grid.keys["year"], grid.keys["series"], strict=True)
    ):
        if year not in years_without(measure):
            continue
        why = f"Nothing was published of {year}: there were no tests or no collection that year."
        for beside in (year - 1, year + 1, year + 2):
            if beside not in years_without(measure) and (series, beside) not in grid.row_of:
                why += (
                    f" The series has no figures of {beside}, which these may be."
                    if _others(grid, measure, beside)
                    else ""
                )
        others = tuple(grid.regions[np.isfinite(grid.region[row])])
        findings.append(Finding("year_without_tests", grid, row, why, every(grid, row), others))
    return findings


def years_without(measure: str) -> tuple[int, ...]:
    """The years in which there can be no figure of a measure.

    Examples
    --------
    >>> years_without("ks4_progress8"), years_without("ks4_attainment8")
    ((2020, 2021, 2025, 2026), ())
    """
    fitting = [beginning for beginning in NO_FIGURES if measure.startswith(beginning)]
    return NO_FIGURES[max(fitting, key=len)] if fitting else ()


def _others(grid: Grid, measure: str, year: int) -> bool:
    """Whether other groups have figures of the measure in a year."""
    return bool(((grid.keys["measure"] == measure) & (grid.keys["year"] == year)).any())


def zero_for_none(grid: Grid, before: Grid | None) -> list[Finding]:
    """A zero of LAs that did not exist in the year, on a series in which hardly another has one."""
    zero = grid.la == 0
    gone = zero & ~existing(grid)
    findings = []
    for rows in grid.keys.groupby("series").indices.values():
        if not gone[rows].any():
            continue
        closed = gone[rows].any(axis=0)
        if (zero[rows] & ~closed).any():
            continue
        for row in rows[zero[rows].any(axis=1)]:
            n = int(zero[row].sum())
            why = f"{n} of {grid.counts[row]} local authorities have 0. Zeros of this series are only those of authorities that had closed or not yet opened in some year of it."
            findings.append(Finding("zero_for_none", grid, int(row), why, zero[row]))
    return findings
