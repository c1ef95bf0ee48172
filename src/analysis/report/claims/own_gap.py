"""A gap within one area: of its disadvantaged pupils to its own others, and what is known of both levels."""

from math import isnan

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
    squares = []
    for level in {*levels(case.key()), *levels(case.other_key)}:
        errors = case.report.england.once(errors_of, level.measure, level.pupil_group, level.area)
        squares.append(errors[level.year].spread ** 2 if level.year in errors else float("nan"))
    spread = sum(squares) ** 0.5
    standing = standing_of(abs(own.value) - abs(other.value), rounding, spread)
    if standing == SHOWN:
        return ""
    if standing == CANNOT_TELL:
        return f"rounding alone can part the two gaps by up to {in_points(rounding)}"
    if isnan(spread):
        return "the numbers of pupils are not known, so that chance may part the two gaps"
    return f"chance in the pupils parts two such gaps by {in_points(spread)} (one standard deviation)"
