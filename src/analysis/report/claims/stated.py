"""What a claim states, in a few words, for the column beside what the figures say."""

from dataclasses import replace

from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.measures import group_phrase
from analysis.report.claims.cases import Case
from analysis.report.claims.kinds import AT_BEST, LEAST
from analysis.report.claims.running import run_of


def stated(row, case: Case) -> str:
    """The claim's own figure or relation: "98th", "above England", "just outside the top quartile", "up by 9"."""
    number = case.value.text if case.value is not None else ""
    number += f" ({case.beside.text})" if case.beside is not None else ""
    word = case.word.word if case.word is not None else ""
    if case.word is not None and case.word.rule == "none":
        return word
    if case.kind in ("rank_band", "rank_value", "comparison", "change") and case.against not in (
        "",
        LEAST,
        AT_BEST,
    ):
        joint = ", " if run_of(case)[0] is not None else " among "
        return f"{stated(row, replace(case, against=''))}{joint}{case.against}"
    if case.kind == "rank_value" and word:
        return f"{number} {word}"
    if case.is_pace:
        by = f", by {number}" if number else ""
        return f"{word} {_other(case)} since {case.year2}{by}"
    if case.kind == "rank_band":
        band = f"the {row.band}" if row.band else "among local authorities"
        by = f", by {number}" if number else ""
        return f"{word or 'in'} {band}{by}" if word != "strength" else word
    if case.kind == "comparison":
        return f"{word} {_other(case) if case.other_key else number}"
    if case.kind == "change":
        gap = f"gap to {_area(case, case.comparator)} " if case.is_gap and case.comparator else ""
        return f"{gap}{word} since {case.year2}" + (f" by {number}" if number else "")
    if case.kind == "band_edge":
        return f"{row.band} ends at {number}"
    if case.word is not None and case.word.rule == "only" and not case.year2:
        return f"{word} {_area(case, case.comparator or ENGLAND)}"
    if case.kind in ("target_met", "superlative", "cohort_size", "sensitivity", "mark"):
        return word
    if case.kind == "target_is":
        return row.band or (_area(case, case.comparator) if case.comparator else number)
    if case.kind == "arithmetic" and case.against:
        return f"{number}, {case.against}"
    if case.kind == "count" and row.band:
        return f"{word or number} in the {row.band}"
    return number or word


def _other(case: Case) -> str:
    if case.is_gap:
        return f"the gap of {_area(case, case.comparator)}" if case.comparator else ""
    who = group_phrase(case.comparison_group) if case.comparison_group else ""
    where = _area(case, case.comparator) if case.comparator else ""
    return " in ".join(filter(None, [who, where]))


def _area(case: Case, code: str) -> str:
    if code == ENGLAND:
        return "England"
    return "statistical neighbours" if code.startswith("neighbours:") else area_name(code)
