"""A gap within one area: of its disadvantaged pupils to its own others, and what is known of both levels."""

from math import isnan

from analysis.catalogue.areas import find_area
from analysis.report.checks.evidence import Key, View
from analysis.report.claims.cases import Case
from analysis.report.claims.figure_spread import errors_of
from analysis.statistics.change_words import CANNOT_TELL, SHOWN, standing_of
from analysis.statistics.published import in_points, published_rounding


def levels(key: Key) -> tuple[Key, ...]:
    """The published figures that chance moves a figure by: of a gap within an area both, of one to England's its own.

    England's figure, of hundreds of thousands of pupils, moves by so little that it counts for nothing beside the other.
    """
    if key.kind == "own_gap":
        return key.levels
    return (key.levels[0],) if key.kind == "gap" else (key,)


def counted(key: Key, view: View) -> bool:
    """Whether the numbers of pupils behind a figure are published."""
    readings = [view.find(level) for level in levels(key)]
    return all(reading is not None and reading.counts is not None for reading in readings)


def size_of(case: Case, value: float) -> float:
    """The number that a claim without a sign is about: a gap within an area is spoken of by its size."""
    signed = case.value is None or case.value.signed
    return value if signed or case.figure != "own_gap" else abs(value)


def gaps_open(case: Case, view: View) -> str:
    """Why it cannot be shown that a gap is narrower or wider than another area's; empty if it is, or it is not about two gaps."""
    own, other = view.figure(case.key()), view.figure(case.other_key) if case.other_key else None
    if own is None or other is None or case.other_key is None or not case.is_gap:
        return ""
    rounding = sum(2 * float(published_rounding(each.value, each.decimals)) for each in (own, other))
    spread = spread_of_two(case.key(), case.other_key, case, (case.the_year,))
    standing = standing_of(abs(own.value) - abs(other.value), rounding, spread)
    return "" if standing == SHOWN else why_open(standing, rounding, spread, "gaps")


def spread_of_two(own: Key, other: Key, case: Case, years: tuple[int, ...]) -> float:
    """One standard deviation of chance in the difference of two figures, or of their changes; NaN where it is not known.

    An area of many authorities, whose number of pupils is not at hand, moves by chance no more than one of them does.
    """
    first, second = _variance(own, case, years), _variance(other, case, years)
    average = other.area.startswith("neighbours:") or find_area(other.area).area_type != "la"
    return (first + (first if isnan(second) and average else second)) ** 0.5


def _variance(key: Key, case: Case, years: tuple[int, ...]) -> float:
    found = 0.0
    for level in levels(key):
        errors = case.report.england.once(errors_of, level.measure, level.pupil_group, level.area)
        found += sum(errors[year].spread ** 2 if year in errors else float("nan") for year in years)
    return found


def why_open(standing: str, rounding: float, spread: float, what: str) -> str:
    """Why the order of two changes, or of two gaps, cannot be shown."""
    if standing == CANNOT_TELL:
        return f"rounding alone can part the two {what} by up to {in_points(rounding)}"
    if isnan(spread):
        return f"the numbers of pupils are not known, so that chance may part the two {what}"
    if spread == float("inf"):
        return f"of so few pupils chance can part the two {what} by as much"
    chance = f"chance in the pupils by {in_points(spread)} (one standard deviation)"
    return f"rounding can part the two {what} by up to {in_points(rounding)}, and {chance}"
