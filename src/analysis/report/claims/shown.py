"""The rules of single years and sets, and whether what holds by them can be shown: each part of a claim as one of its own."""

from typing import cast

from analysis.report.checks.evidence import View
from analysis.report.claims import cohorts, rank_claims, rules, superlatives
from analysis.report.claims.cases import Case
from analysis.report.claims.change_against_change import pace_open
from analysis.report.claims.national import National
from analysis.report.claims.own_gap import gaps_open
from analysis.report.claims.rank_words import ranks_open
from analysis.report.claims.running import one_by_one
from analysis.report.claims.set_ranks import RANKS, from_an_end, in_set, is_among, seen_among

#: Kinds that may be said of several years, by the rule of one year.
OF_A_YEAR = {
    "rank_value": in_set(from_an_end(rank_claims.rank_value)),
    "rank_band": in_set(rules.rank_band),
    "comparison": in_set(rules.comparison),
    "change": in_set(rank_claims.change),
    "superlative": superlatives.superlative,
}


def not_shown(case: Case, view: View, national: National | None) -> str:
    """Why a claim that holds as printed cannot be shown, as `cohorts.not_shown` says it of one year and all authorities.

    Of several years each in which it holds must be shown.
    """
    for one in one_by_one(case):
        outcome = OF_A_YEAR[one.kind](one, view)
        if outcome is not None and outcome.holds and (open_ := not_shown(one, view, national)):
            return f"in {one.year} {open_}"
    if next(one_by_one(case), None) is not None:
        return ""
    if case.kind in OF_A_YEAR and is_among(case):
        inside, seen = seen_among(case, view)
        # it answers as the national data do
        among = cast(National | None, None if national is None else seen_among(case, national)[1])
        return not_shown(inside, seen, among)
    if case.is_pace:
        return pace_open(case, view)
    if case.kind == "comparison" and case.figure in RANKS:
        return ranks_open(case, national)
    if case.kind == "comparison" and case.the_word.side in ("smaller", "larger"):
        return gaps_open(case, view)
    return cohorts.not_shown(case, view, national)
