"""Slips that printed ranks show, beside their values, each other and the national distribution."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.areas import COUNTED_AMONG, ENGLAND
from analysis.data.cut_points import PLACES
from analysis.data.ranking import last_place
from analysis.report.checks.slips.papers import RANKS, Papers, finding, shown

#: Places that LAs ranked then and not published today, and revised figures, may account for.
SLACK_PLACES = 3
#: Shares of the authorities, in per cent, within which and beyond which a value must be on its side of England's.
BEST, WORST = 10, 75


def printed_ranks(papers: Papers) -> pd.DataFrame:
    """Every printed rank."""
    return papers.figures[papers.figures["kind"].isin(RANKS) & papers.figures["value"].notna()]


def one_rank(papers: Papers) -> list[dict]:
    """A difference to England ranked otherwise than its level: England's is the same for all, so the order is the same."""
    ranks = printed_ranks(papers)
    key = ["measure", "pupil_group", "year", "area"]
    levels = ranks[ranks["kind"] == "rank"].drop_duplicates(key).set_index(key)
    found = []
    for row in ranks[ranks["kind"] == "gap_rank"].itertuples():
        place = (row.measure, row.pupil_group, row.year, row.area)
        if place in levels.index and levels.loc[place, "value"] != row.value:
            level = levels.loc[place]
            reason = (
                f"a difference to England puts the authorities in the same order as the level, which is ranked "
                f"{level['printed']} on line {level['line']}"
            )
            found.append(finding("one_rank", row, level["printed"], reason))
    return found


def wrong_side(papers: Papers) -> list[dict]:
    """A place among the best with a value worse than England's, or among the worst with a better one."""
    found = []
    for row in printed_ranks(papers).itertuples():
        key = (row.measure, row.pupil_group, row.year)
        own, england = papers.level.get((*key, row.area)), papers.level.get((*key, ENGLAND))
        if own is None or england is None or row.polarity not in ("high", "low"):
            continue
        ahead = (own.value - england.value) * (1 if row.polarity == "high" else -1)
        best, worst = last_place(BEST, COUNTED_AMONG), last_place(WORST, COUNTED_AMONG)
        if not (ahead < 0 and row.value <= best) and not (ahead > 0 and row.value > worst):
            continue
        side = "worse" if ahead < 0 else "better"
        reason = f"the value, {shown(own.printed)} (line {own.line}), is {side} than England's, {shown(england.printed)}"
        consistent = f"a place beyond {ordinal(best)}" if ahead < 0 else f"{ordinal(worst)} or above"
        found.append(finding("wrong_side", row, consistent, reason))
    return found


def unlikely_place(papers: Papers) -> list[dict]:
    """A place that the printed value does not have among the national values."""
    return [found for row in printed_ranks(papers).itertuples() if (found := misfit(row, papers)) is not None]


def misfit(row, papers: Papers) -> dict | None:
    own = papers.level.get((row.measure, row.pupil_group, row.year, row.area))
    cuts = papers.cuts
    cut = cuts[
        (cuts["measure"] == row.measure)
        & (cuts["pupil_group"] == row.pupil_group)
        & (cuts["year"] == row.year)
    ]
    if own is None or cut.empty or row.polarity not in ("high", "low"):
        return None
    cut, sign = cut.iloc[0], 1 if row.polarity == "high" else -1
    first, last = 1, int(cut["n"])
    for place in PLACES:
        ahead = sign * (own.value - cut[f"rank_{place}"])
        if ahead + own.half < -1e-9:
            first = max(first, place + 1)
        elif ahead - own.half >= -1e-9:
            last = min(last, place)
    if first - SLACK_PLACES <= row.value <= last + SLACK_PLACES:
        return None
    span = f"{ordinal(first)} to {ordinal(last)}"
    reason = f"a value of {shown(own.printed)} (line {own.line}) would be {span} of {cut['n']} by the national cut-points"
    return finding("unlikely_place", row, span, reason)
