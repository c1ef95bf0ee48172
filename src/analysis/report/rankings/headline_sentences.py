"""Headline results in sentences: beside England, the region and the neighbours, the lowest places, and what is provisional."""

import re

import pandas as pd

from analysis.basics.numbers import as_printed
from analysis.basics.patterns import NUMBER, OF_RANKED, PLACE, RANK
from analysis.basics.phrases import counted
from analysis.data.publication_status import FINAL, NOT_STATED, PROVISIONAL, REVISED
from analysis.report.rankings.cells import provisional, unordered
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.headline_results import RESULTS, headline_results
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.rankings.publication import published
from analysis.report.rankings.publication_sentences import statuses_counted
from analysis.report.rankings.sentences import lowest_first, name, of_ranked

#: What the average of the statistical neighbours is called.
NEIGHBOURS = "the average of its statistical neighbours"
#: So many of the lowest places are named.
LOWEST_NAMED = 3
FEW_PUPILS = "No place is named: with so few pupils it may rest on one child."
NOT_RANKED = "No headline measure is ranked."


def compared_sentences(report: RankingsChapter) -> list[str]:
    """In how many headline results the LA's figure, as printed, is better than England's, the region's and the neighbours'."""
    rows = headline_results(report)
    whom = {"england": "England", "region": report.question.region_name, "neighbours": NEIGHBOURS}
    said = []
    for column, words in whom.items():
        both = rows[rows[column].notna()]
        if len(both):
            n = sum(_better(row, getattr(row, column)) for row in both.itertuples())
            said.append(
                f"{report.area.name} has a better figure than {words} in {n or 'none'} of {counted(len(both), 'headline result')}."
            )
    return said


BETTER = rf" has a better figure than (?P<whom>[^.]*?) in (?P<n>{NUMBER}|none) of (?P<all>{NUMBER}) headline results?(?=\.)"


def _better(row, other: float) -> bool:
    own, theirs = (as_printed(value, row.decimals) for value in (row.value, other))
    return own > theirs if row.polarity == "high" else own < theirs


def lowest_sentence(report: RankingsChapter) -> str:
    """The lowest places of the headline measures of all pupils, unless few pupils decide them."""
    if too_few_pupils(report):
        return FEW_PUPILS
    rows = lowest_first(ranked_headlines(report)).head(LOWEST_NAMED)
    told = "; ".join(f"{of_ranked(row)} for {name(row)}{provisional(row)}" for row in rows.itertuples())
    return f"The lowest places of headline measures: {told}." if told else NOT_RANKED


def ranked_headlines(report: RankingsChapter) -> pd.DataFrame:
    """The rows of rankings.csv that are headline measures of all pupils, where places order authorities."""
    rows = report.rankings
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all") & rows["rank"].notna()]
    return rows[[not unordered(row) for row in rows.itertuples()]]


_ONE = rf"{PLACE}(?: \(shared by \d+\))? of \d+ for [^;]+"
LOWEST = rf"^\s*The lowest places of headline measures: (?P<places>{_ONE}(?:; {_ONE})*)\.$"
ONE_OF_LOWEST = rf"{RANK}{OF_RANKED} for (?P<name>[^;]+)"

#: What is said of the headline results of each publication status.
STATUSES = {
    PROVISIONAL: "Headline results that are provisional, so figure and place may still change",
    REVISED: "Headline results revised since first published",
    FINAL: "Headline results that are final",
    NOT_STATED: "Headline results of which the publisher does not say whether they are provisional",
}
#: Of how many figures the header says the same.
OF_ALL = "All figures of this year: "
ALL_OF_THEM = "all of them"
NONE_KNOWN = "No headline result is known to be provisional."


def provisional_sentences(report: RankingsChapter) -> list[str]:
    """How many figures of the year have each publication status, as in the header, and the headline results of each by name."""
    rows = headline_results(report)
    if rows.empty:
        return ["There is no headline result of this year."]
    told = [f"{OF_ALL}{text}" for text in statuses_counted(published(report))]
    if not (rows["publication_status"] == PROVISIONAL).any():
        told.append(NONE_KNOWN)
    for status, words in STATUSES.items():
        own = [RESULTS[measure] for measure in rows.loc[rows["publication_status"] == status, "measure"]]
        if own:
            told.append(f"{words}: {ALL_OF_THEM if len(own) == len(rows) > 1 else '; '.join(own)}.")
    return told


#: What of it is no figure: names of results have numbers.
BY_STATUS = rf"^\s*(?:{'|'.join(map(re.escape, STATUSES.values()))}): (?:{'|'.join(map(re.escape, [*RESULTS.values(), ALL_OF_THEM]))}|; )+\.$"
