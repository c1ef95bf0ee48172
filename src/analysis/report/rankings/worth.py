"""How much the ranks on the page are worth, in a word each, and what the words mean."""

import pandas as pd

from analysis.data.panel import SERIES
from analysis.data.reliability import Reliability, reliability
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.reliability import FAIR, FEWEST_PAIRS, LEAST, NOT_KNOWN, POOR, STEADY

LEGEND = (
    "“How steady” is about the ranks of all local authorities on a measure, from one year to the next.",
    f"{STEADY.capitalize()}: the order of two years is nearly the same (a correlation of {LEAST[STEADY]} or more). Most places are next year's too, give or take a few.",
    f"{FAIR.capitalize()}: much of the order stays ({LEAST[FAIR]} or more). It tells the top from the bottom, not a place from the next ten or fifteen.",
    f"{POOR.capitalize()}: next year's order is largely another. Nothing is named by it: no best or lowest rank, no strength, no area for development, no movement.",
    f"{NOT_KNOWN.capitalize()}: fewer than {'two' if FEWEST_PAIRS == 2 else FEWEST_PAIRS} pairs of years can be compared.",
    "A steady rank is not the same as a good one, and a place at the top is no steadier than another.",
)


def worth(report: RankingsChapter) -> pd.DataFrame:
    """What is known of the ranks of each measure and pupil group on the page, in its order: reliability.csv."""
    order = report.rankings[SERIES].drop_duplicates()
    known = report.england.once(reliability, report.year)
    if known.empty:
        return Reliability.empty()
    return order.merge(known, on=SERIES)[Reliability.names()]
