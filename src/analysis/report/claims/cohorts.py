"""The pupils behind a claim, and whether their number, or the ties of a rank, lets a claim that holds be shown."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.numbers import as_printed, format_value, half_away, ordinal
from analysis.basics.phrases import counted
from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import group_phrase
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims import superlatives, targets
from analysis.report.claims.bands import band_holds, certainly_in, part_of
from analysis.report.claims.cases import Case
from analysis.report.claims.changes import change_open, is_softer
from analysis.report.claims.kinds import AT_BEST
from analysis.report.claims.national import National, national_rank
from analysis.report.claims.rank_changes import most_changed_open, rank_change_open
from analysis.statistics.differences import difference
from analysis.statistics.published import published_rounding
from analysis.statistics.shares import Interval, Proportion, proportion
from analysis.statistics.verdicts import verdict


class Cohort(NamedTuple):
    """A group: how many of it reached the standard (None where that is not known), and how many it has."""

    part: int | None
    whole: int


def cohorts_of(case: Case) -> list[Cohort]:
    """The cohorts that a claim names, this year's first: "c071", "135", "11 of 135" or "11 of 135; 14 of 140".

    Raises
    ------
    InputError
        If the text is neither, or the report has no such cohort.
    """
    return [_cohort(part.strip(), case) for part in case.cohort.split(";")] if case.cohort else []


def _cohort(text: str, case: Case) -> Cohort:
    if found := re.fullmatch(r"(?:(\d+) of )?(\d+)", text):
        part, whole = found[1], int(found[2])
        if whole and int(part or 0) <= whole:
            return Cohort(None if part is None else int(part), whole)
    edition = case.report.paper
    known = edition.cohorts.set_index("id") if edition is not None else pd.DataFrame()
    if text not in known.index:
        raise InputError(
            f"'{text}' is not a cohort.", column="cohort",
            expected="a number of pupils (135), a part of it (11 of 135), or the id of a cohort in the report's cohorts.csv",
        )  # fmt: skip
    row = known.loc[text]
    if pd.notna(row["denominator"]):
        return Cohort(None if pd.isna(row["numerator"]) else int(row["numerator"]), int(row["denominator"]))
    if pd.notna(row["numerator"]):
        return Cohort(None, int(row["numerator"]))
    # a percentage of a group that is not stated: the largest that it may be of, which favours the claim
    related = known.loc[row["related"].split()]
    related = related[(related["pupil_group"] == row["pupil_group"]) & (related["year"] == row["year"])]
    sizes = pd.concat([related["numerator"], related["denominator"]]).dropna()
    if sizes.empty:
        raise InputError(f"The number of pupils behind cohort '{text}' is not known.", column="cohort")
    return Cohort(None, int(sizes.max()))


def share_of(cohort: Cohort, reading: Reading) -> Proportion:
    """The cohort's share; where the count is not stated, the whole number of pupils nearest the percentage."""
    part = cohort.part
    if part is None:
        part = int(half_away(reading.value * cohort.whole / 100, 0))
    return proportion(int(np.clip(part, 0, cohort.whole)), cohort.whole)


def not_shown(case: Case, view: View, national: National | None) -> str:
    """Why a claim that holds as printed cannot be shown: the cohort's interval, or what a rank leaves open.

    Parameters
    ----------
    case : Case
    view : View
        The figures that the claim holds by.
    national : National, optional
        For ties, LAs without a figure, and the distribution.

    Returns
    -------
    str
        Empty if nothing speaks against it, or if nothing is known that could.
    """
    if case.kind == "rank_band" and case.against == AT_BEST:
        return ""
    if case.kind == "rank_band":
        return _rank_open(case, view, national)
    if case.kind == "count" and case.against == "ranks" and case.band is not None:
        return _count_open(case, view)
    if case.kind == "target_met":
        return targets.met_is_open(case, view, national)
    if case.kind == "superlative":
        missing = superlatives.unpublished(case, view)
        return missing or most_changed_open(case, national) or _nearest_open(case, view)
    if case.kind == "comparison" and case.the_word.rule in ("side", "significant"):
        return _difference_open(case, view)
    if case.kind == "change" and case.the_word.rule == "move" and not is_softer(case.the_word.word):
        if case.figure == "own_gap" or (case.is_gap and (case.value is None or not case.comparison_group)):
            return change_open(case, view)
        open_ = _change_open(case, view, national)
        return open_ if open_ or case.cohort else change_open(case, view)
    return ""


def _rank_open(case: Case, view: View, national: National | None) -> str:
    if national is None or (own := view.find(case.key())) is None:
        return ""
    today, n = national.find(case.key()), view.counted_among(own)

    def holds_at(*ranks: int) -> bool:
        return all(band_holds(case.word_or_in, rank, case.band, n).holds for rank in ranks)

    if today is not None:
        first, last, why = today.open_places(int(own.value))
        # where those without a figure stood above, there would be more places too
        certain = holds_at(min(first, n), min(last, n))
        if certain and case.word_or_in.least is None:
            most = n if view.n else n + len(today.unpublished)
            certain = part_of(case).certain(first, last, n, most)
        if not certain:
            return f"the rank may be anything from {ordinal(first)} to {ordinal(last)}: {why}"
    cohorts, level = cohorts_of(case), view.find(case.key(kind="value"))
    if not cohorts or level is None or case.unit_of_level != "percent":
        return ""
    limits = share_of(cohorts[0], level).confidence_interval().percent
    places = [national_rank(national, case, value) for value in (limits.low, limits.high)]
    ranks = [place for place in places if place is not None]
    if holds_at(*ranks):
        return ""
    return f"{_anything(cohorts[0].whole, limits)}, which would rank {ordinal(min(ranks))} to {ordinal(max(ranks))}"


def _count_open(case: Case, view: View) -> str:
    """How many of the ranks counted in a band are there by one place that they may stand for, and not by another."""
    part, n = case.the_band, case.year or case.report.year
    ranks = [
        rank
        for rank in view.ranks(n, case.area)
        if band_holds("in", int(rank.value), part, view.counted_among(rank)).holds
    ]
    open_ = sum(not certainly_in(part, view, rank) for rank in ranks)
    if not open_:
        return ""
    return f"{open_} of {counted(len(ranks), 'rank')} in the {part.name} may stand for places outside it"


def _difference_open(case: Case, view: View) -> str:
    own, other = view.figure(case.key()), view.figure(case.other_key) if case.other_key else None
    if own is None:
        return ""
    cohorts = cohorts_of(case) or ([Cohort(*own.counts)] if own.counts else [])
    if not cohorts or case.unit != "percent":
        return ""
    compared = other.value if other is not None else case.the_number.value
    share = share_of(cohorts[0], own)
    if share.rounded(own.decimals) != own.value and cohorts[0].part is not None:
        return f"{share.numerator} of {counted(share.denominator, 'pupil')} are {_percent(share.percent, 1)}, which is not the figure {own.text}"
    direction = "above" if own.value > compared else "below"
    judged = verdict(
        share.value,
        share.confidence_interval(),
        compared / 100,
        direction,
        n=share.denominator,
        name=_name(case),
        rounding=published_rounding(compared, other.decimals) / 100 if other is not None else 0.0,
    )
    return "" if judged.key == "supports" else judged.reason


def _nearest_open(case: Case, view: View) -> str:
    """Why a percentage of few pupils cannot be told from the next: the pupils' 95% interval holds that one too."""
    own, other = view.figure(case.key()), superlatives.nearest(case, view)
    wanted = case.figure == "value" and case.the_word.rule == "extreme" and not case.year2
    if not wanted or own is None or own.counts is None or other is None or case.unit != "percent":
        return ""
    share, (name, value) = proportion(*own.counts), other
    limits = share.confidence_interval().percent
    if not limits.low <= value <= limits.high:
        return ""
    return f"{_anything(share.denominator, limits)}, and {name} is at {value:g}%"


def _anything(pupils: int, limits: Interval) -> str:
    ends = f"{_percent(limits.low)} to {_percent(limits.high)}"
    return f"with {counted(pupils, 'pupil')} the figure could be anything from {ends}"


def _percent(value: float, decimals: int = 0) -> str:
    return format_value(value, "percent", decimals, with_unit=True)


def _name(case: Case) -> str:
    """What a share is compared with, for the reason."""
    if case.other_key is None:
        return "as stated"
    return group_phrase(case.comparison_group) if case.comparison_group else area_name(case.comparator)


def _change_open(case: Case, view: View, national: National | None) -> str:
    if case.unit == "rank" and (open_ := rank_change_open(case, national)):
        return open_
    now, before = view.find(case.key(kind="value")), view.find(case.key(kind="value", year=case.year2))
    if now is None or before is None or case.unit_of_level != "percent":
        return ""
    cohorts = cohorts_of(case) or [Cohort(*reading.counts) for reading in (now, before) if reading.counts]
    if not cohorts:
        return ""
    if (
        len(cohorts) == 1
        and now.counts
        and before.counts
        and cohorts[0] in (Cohort(None, now.counts[1]), now.counts)
    ):
        cohorts = [Cohort(*now.counts), Cohort(*before.counts)]
    note = "" if len(cohorts) > 1 else ", taking the year before to have had as many"
    if note and before.counts and cohorts[0] == Cohort(*before.counts) and not cohorts_of(case):
        # the numbers of the earlier year alone: its part is none of this year's
        note = ", taking this year to have as many as the year before"
        cohorts = [Cohort(None, cohorts[0].whole), cohorts[0]]
    first, second = (
        share_of(cohorts[0], now),
        share_of(cohorts[1] if len(cohorts) > 1 else Cohort(None, cohorts[0].whole), before),
    )
    moved = difference(first, second)
    if moved.excludes_zero:
        return ""
    low, high = (
        ("+" if as_printed(end, 0) > 0 else "") + format_value(end, "points", 0, true_minus=True)
        for end in (moved.interval.percent.low, moved.interval.percent.high)
    )
    return f"with {counted(first.denominator, 'pupil')}{note}, the change could be anything from {low} to {high} points"
