"""Figures of several years together: "an average of 71% over three years", "12 points behind in total since 2022"."""

import re
from collections.abc import Callable
from dataclasses import replace

from analysis.basics.errors import InputError
from analysis.basics.numbers import as_printed, format_value, stored
from analysis.basics.phrases import joined
from analysis.catalogue.measures import load_measures
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.files import parse_year

EXPECTED = "sum of, or average of, and years: average of 2023; 2024; 2025, or sum of 2022 to 2025"


def over_years(rule: Callable[[Case, View], Outcome | None]) -> Callable[[Case, View], Outcome | None]:
    """The rule for arithmetic, also for the sum or the average of years: of a figure, or of its distance to another.

    The average of years is of their figures, each counted alike: the number of pupils of each year is not in it.
    """

    def judge(case: Case, view: View) -> Outcome | None:
        if not case.against:
            return rule(case, view)
        what, years = _asked(case)
        if broken := next((year for year in _breaks(case) if years[0] <= year < years[-1]), None):
            return Outcome(None, "", f"the series breaks after {broken}", "all years by one definition")
        found = [_of_year(case, view, year) for year in years]
        if absent := [year for year, pair in zip(years, found, strict=True) if pair is None]:
            if len(absent) == len(years):
                return None
            return Outcome(None, needs=f"the figures of {joined([str(year) for year in absent])}")
        parts = [pair for pair in found if pair is not None]
        share = 1 if what in ("sum", "total") else len(parts)
        total = stored(sum(value for value, _, _ in parts) / share)
        stated = case.the_number
        number = total if stated.signed else abs(total)
        decimals = max(reading.decimals for _, _, reading in parts) + (share > 1)
        shown = f"{', '.join(text for _, text, _ in parts)}: {format_value(total, 'score', decimals)}"
        if as_printed(stored(number), stated.decimals) == stated.value:
            return Outcome(True, shown)
        each = sum(0.5 * 10.0**-reading.decimals for _, _, reading in parts)
        each *= 2 if case.other_key is not None or case.is_gap else 1
        if abs(number - stated.value) < each / share + 0.5 * 10.0**-stated.decimals - 1e-9:
            return Outcome(None, shown, "possible only with digits that are not printed")
        return Outcome(False, shown, f"{stated.text} is not what these figures make")

    return judge


def _asked(case: Case) -> tuple[str, list[int]]:
    what, _, rest = case.against.casefold().removeprefix("the ").partition(" of ")
    try:
        ends = [parse_year(text) for text in re.split(r"\s+to\s+", rest.strip())] if " to " in rest else []
        years = (
            list(range(ends[0], ends[1] + 1))
            if ends
            else [parse_year(text) for text in re.split("[;,]", rest)]
        )
    except InputError:
        years = []
    if what not in ("sum", "total", "average", "mean") or len(years) < 2 or years != sorted(set(years)):
        raise InputError(
            f"'{case.against}' is no sum and no average of years.", column="against", expected=EXPECTED
        )
    return what, years


def _breaks(case: Case) -> tuple[int, ...]:
    return tuple(load_measures().loc[case.measure, "break_after"])


def _of_year(case: Case, view: View, year: int) -> tuple[float, str, Reading] | None:
    """The figure of a year, or its distance to the one that it is compared with."""
    own = view.figure(case.key(year=year))
    if own is None:
        return None
    if case.other_key is None:
        return own.value, own.text, own
    other = view.figure(replace(case.other_key, year=year))
    return None if other is None else (own.value - other.value, f"{own.text} less {other.text}", own)
