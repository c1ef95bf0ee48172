"""How much the ranks on the page are worth, in a word each, and what the words mean."""

import pandas as pd

from analysis.data.panel import SERIES
from analysis.data.reliability import Reliability, reliability
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.reliability import FAIR, FEWEST_PAIRS, LEAST, NOT_KNOWN, POOR, STEADY

LEGEND = (
    "How steady ranks are says what the ranks of all local authorities on a measure did from one year to the next, in the years up to this one. "
    f"A rank is {STEADY} where the two years' order is nearly the same (a correlation of {LEAST[STEADY]} or more): most places are next year's too, give or take a few. "
    f"It is {FAIR} where much of the order stays ({LEAST[FAIR]} or more): it tells the top from the bottom, not a place from the next ten or fifteen. "
    f"It is {POOR} below that: next year's order is largely another, and nothing is named best, lowest, a strength, an area for development or a movement by it. "
    f"It is {NOT_KNOWN} where fewer than {'two' if FEWEST_PAIRS == 2 else FEWEST_PAIRS} pairs of years can be compared. "
    "Steady ranks are not the same as good ones, and a place is no steadier for being at the top."
)


def worth(report: RankingsChapter) -> pd.DataFrame:
    """What is known of the ranks of each measure and pupil group on the page, in its order: reliability.csv."""
    order = report.rankings[SERIES].drop_duplicates()
    known = report.england.once(reliability, report.year)
    if known.empty:
        return Reliability.empty()
    return order.merge(known, on=SERIES)[Reliability.names()]
