"""Whether a change that a claim names firmly is more than rounding and chance make: by the rule of the pages."""

import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.data.cohort_sizes import about
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims.cases import Case
from analysis.report.claims.figure_spread import errors_of
from analysis.report.claims.own_gap import counted, levels
from analysis.report.gaps.change_sentences import is_firm
from analysis.report.gaps.changes import AS_PUBLISHED, POSSIBLE, RARE
from analysis.report.gaps.chapter import BEFORE_PANDEMIC
from analysis.statistics.change_words import CANNOT_TELL, SELDOM, SHOWN, SOFTER, standing_of
from analysis.statistics.published import in_points, published_rounding


def is_softer(word: str) -> bool:
    """Whether a word says no more than that figures are larger or smaller as they are published."""
    return word in SOFTER.values()


def change_open(case: Case, view: View) -> str:
    """Why a change of a level or a gap that holds as printed may be rounding's or chance's; empty if it is neither's.

    A claim with a number states what is published, and is judged by that. A gap of the report's LA since the year before, or
    since 2019, is judged as the page of gaps does; any other by the standard errors of both years (``data.figure_errors``), which are
    not known where no number of pupils is.
    """
    if case.unit == "rank" or case.value is not None:
        return ""
    if case.figure == "gap" and (row := _on_the_page(case)) is not None:
        return "" if is_firm(row) else row.verdict_reason
    now, before = view.figure(case.key()), view.figure(case.key(year=case.year2))
    if now is None or before is None:
        return ""
    rounding = _rounding(now, case) + _rounding(before, case)
    found_by_level = [
        case.report.england.once(errors_of, level.measure, level.pupil_group, level.area)
        for level in levels(case.key())
    ]
    years = [errors.get(year) for errors in found_by_level for year in (case.year, case.year2)]
    known = [error for error in years if error is not None]
    spread = sum(error.spread**2 for error in known) ** 0.5 if len(known) == len(years) else float("nan")
    uncounted = case.figure == "gap" and not (now.counts and before.counts)
    if case.figure == "own_gap":
        uncounted = not all(counted(case.key(year=year), view) for year in (case.the_year, case.year2))
    found = standing_of(now.value - before.value, rounding, spread, of_gap=uncounted)
    if found == SHOWN:
        return ""
    if found == CANNOT_TELL:
        return f"rounding alone can produce a change of up to {in_points(rounding)}"
    if len(known) < len(years):
        return AS_PUBLISHED
    fewest = min(known, key=lambda error: error.pupils)
    return f"with {about(fewest.pupils, fewest.error)} pupils {RARE if found == SELDOM else POSSIBLE}"


def _rounding(reading: Reading, case: Case) -> float:
    """How far rounding can have moved a figure; of a gap, both of its levels."""
    half = 0.0 if reading.counts else float(published_rounding(reading.value, reading.decimals))
    return 2 * half if case.is_gap else half


def _on_the_page(case: Case):
    """The row of gaps.csv that a claim is about; None if it is of another year or area."""
    report = case.report
    if (case.area, case.year) != (report.area.code, report.year):
        return None
    if case.year2 not in (report.year - 1, BEFORE_PANDEMIC):
        return None
    if case.comparator not in ("", ENGLAND):
        return None
    rows = report.gaps if case.year2 == report.year - 1 else report.gaps_since_pandemic
    rows = rows[
        (rows["year"] == case.year)
        & (rows["comparator"] == "national_other")
        & (rows["measure"] == case.measure)
    ]
    rows = rows[
        (rows["pupil_group"] == case.pupil_group) & (rows["comparison_group"] == case.comparison_group)
    ]
    return next((row for row in rows.itertuples() if pd.notna(row.change)), None)
