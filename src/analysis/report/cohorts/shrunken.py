"""What all local authorities together say of one's figures and ranks: estimates, beside the places that chance leaves open."""

import math

import pandas as pd

from analysis.catalogue.observations import KEY, select
from analysis.data.ordering import ESTIMATES, ORDERS, Ordering, orderings
from analysis.report.cohorts.estimate_columns import ShrunkenRanks
from analysis.report.rankings.chapter import RankingsChapter

#: Why there is no estimate of a figure.
NO_ORDER = "this year's figures do not order local authorities: they differ no more than chance makes them"
SUPPRESSED = (
    "no estimate, because only {published} of {with_pupils} local authorities with such pupils have a published figure, and "
    "small numbers are the ones that are suppressed"
)


def shrunken_ranks(report: RankingsChapter) -> pd.DataFrame:
    """The LA's figures with numbers of pupils, each with an empirical-Bayes estimate of the figure and of its rank.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        The columns of ``ShrunkenRanks``: a row for each measure and group of the year on which the LA is ranked and of
        which numbers of pupils, or intervals of scores, are published for at least `analysis.data.ordering.FEWEST_AREAS`
        LAs. Ranks run among those with a published figure. Where figures do not order LAs, or too few are published,
        there is no estimate and ``reason`` says why. No suppressed count is used or can be worked out.
    """
    found = report.england.once(orderings, report.year)
    own = select(report.england.published, area=report.area.code, year=report.year)
    own = own[own["value"].notna() & own["denominator"].gt(0)]
    rows = own[pd.MultiIndex.from_frame(own[KEY[:2]]).isin(pd.MultiIndex.from_tuples(found or [("", "")]))]
    if rows.empty:
        return ShrunkenRanks.empty()
    rows = rows.rename(columns={"denominator": "pupils"}).drop(columns=["lower", "upper"])
    parts = [_of(found[row.measure, row.pupil_group], report.area.code) for row in rows.itertuples()]
    table = rows.assign(**pd.DataFrame(parts, index=rows.index)).assign(area_name=report.area.name)
    table = table.assign(**report.england.publication_of(table))
    order = report.rankings.reset_index().set_index(KEY[:2])["index"]
    table = table.assign(place=table.join(order, on=KEY[:2])["index"]).sort_values("place", kind="stable")
    return table.reset_index(drop=True)[ShrunkenRanks.names()].astype(ShrunkenRanks.types())


def _of(ordering: Ordering, area: str) -> dict:
    """The estimate of an LA, or why there is none."""
    about = {
        "published": len(ordering.areas),
        "with_pupils": ordering.with_pupils,
        "rankability": ordering.spread.rankability,
        "chance": ordering.spread.chance,
        "orders": ORDERS[ordering.orders],
    }
    if estimate := ordering.estimate(area):
        return about | estimate | {"reason": ""}
    reason = NO_ORDER if ordering.orders is False else SUPPRESSED.format(**about)
    return about | dict.fromkeys(ESTIMATES, math.nan) | {"reason": reason}
