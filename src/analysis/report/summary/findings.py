"""Strengths, areas for development and movements of one local authority, picked by stated rules.

The rules stand in ``RULES`` and on the page. A finding is a row of results with a sentence made from it, so that it
cannot disagree with the table it links to. Nothing is called a strength, or a weakness, on a cohort that cannot show
it (``analysis.report.rankings.nameable``), on a rank that ties or missing figures leave open, or on one that, by what ranks
did before, may well be another next year; and nothing a movement that has not held.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.basics.numbers import half_away
from analysis.catalogue.families import family
from analysis.catalogue.measures import PHASES
from analysis.data.expected_places import expected_places
from analysis.data.open_places import lies_in
from analysis.data.panel import SERIES
from analysis.output.citations import slug
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.cells import provisional
from analysis.report.rankings.movement_sentences import (
    UNKNOWN_NUMBER,
    held_for_two_years,
    movements_of,
    of_unknown,
)
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.nameable import SMALL, differs_from_england, showable
from analysis.report.rankings.sentences import (
    against,
    best_first,
    better,
    left_out,
    lowest_first,
    name,
    of_ranked,
    shown,
)

STRENGTH_SHARE, MOST, PER_PHASE = 10, 6, 2
#: The least chance that a rank that is named is in its band next year too.
LIKELY = 0.8
UNCOUNTED = "is not published, so chance is not ruled out."
RULES = {
    "Strength": f"The rank lies in the top {STRENGTH_SHARE}%, whatever shared places and authorities without a figure leave open. The figure is better than England's. The rank is likely to hold. The nearest the top come first, and a shared place counts as the last of those that share it.",
    "To watch": "The rank lies in the bottom half, whatever shared places and authorities without a figure leave open. The figure is worse than England's. The rank is likely to hold. The lowest come first, and a shared place counts as the first of those that share it.",
    "Likely to hold": f"The chance of being in the top {STRENGTH_SHARE}%, or in the bottom half, next year too is {int(half_away(100 * LIKELY, 0))}% or more. It is worked out from the ranks of all authorities in the years up to the report's. The level of several years counts for more than the last, and small authorities vary more than large ones. Where too few years are known, nothing is named.",
    "Rise or fall that lasted": f"The figures of this year and of the year before both lie on one side of those of the up to four years before them. They do so by more than the yearly noise of that figure in authorities of that size. So do the ranks, whichever places they may stand for. The series has no break in between. Of all figures of the authority, rises and falls alike, so many are named that one in {int(half_away(1 / FALSE_SHARE, 0))} at most is expected to be noise (Benjamini and Hochberg). The nearer of the two places is named. A jump of one year is not named, as most go back.",
    "Number of pupils": "Where it is published, its 95% interval must leave out England's figure. Where it is not, a rise or fall of a group says so. Of figures of all pupils, a note after the list says so.",
    "Left out": f"Never named as a strength or to watch are {left_out()}. A cohort is small with fewer than {SMALL} pupils. More of one kind of destination is less of another. The rankings page says which ranks are poor guides. Rises and falls to or from 0 are left out too, as 0 can stand for a group without pupils. So are City of London and Isles of Scilly, which have few pupils altogether. Groups and small cohorts may be named for a rise or fall.",
    "At most": f"{MOST} of each, and {PER_PHASE} of a phase, so that no phase crowds out the others. Of measures that say nearly the same, or of which one is a part of another, one is named.",
}


@dataclass(frozen=True)
class Finding:
    """One finding: its kind, the result behind it and the sentence that says it."""

    kind: str
    measure: str
    pupil_group: str
    text: str
    link: str
    table: str
    #: Whether its number of pupils is not published, and its own text does not say so.
    uncounted: bool

    def __str__(self) -> str:
        return f"{self.text}. [{self.table}]({self.link})"


def findings(report: IndicatorsChapter) -> dict[str, list[Finding]]:
    """The findings of each kind, most telling first: ``strengths``, ``development``, ``movements``."""
    table = report.rankings
    rows = table[table["rank"].notna() & table["england"].notna()]
    rows = rows.assign(
        better=[better(row) for row in rows.itertuples()],
    )
    levels = showable(rows, report)
    shown_to_differ = [differs_from_england(row) for row in levels.itertuples()]
    levels = levels[pd.Series(shown_to_differ, index=levels.index, dtype=bool)]
    levels = with_chances(levels, report)
    best, lowest = best_first(levels).itertuples(), lowest_first(levels).itertuples()
    strong = [row for row in best if is_strength(row) and _lies_in(row, 0, STRENGTH_SHARE)]
    weak = [row for row in lowest if is_weakness(row) and _lies_in(row, 50, 100)]
    moves = movements_of(report).itertuples()
    return {
        "strengths": [_finding("strength", row, _level_text(row)) for row in spread(strong)],
        "development": [_finding("development", row, _level_text(row)) for row in spread(weak)],
        "movements": [
            _finding("movement", row, f"{name(row)}: {held_for_two_years(row)}{of_unknown(row, report)}")
            for row in spread(moves)
        ],
    }


def with_chances(rows: pd.DataFrame, report: IndicatorsChapter) -> pd.DataFrame:
    """Rows of results with ``stays_top`` and ``stays_low`` (``analysis.data.expected_places``), missing where not known."""
    if not report.england.is_ranked:
        return rows.assign(stays_top=float("nan"), stays_low=float("nan"))
    chances = report.england.once(expected_places, report.year)
    return rows.join(chances, on=[*SERIES, "area"])


def is_strength(row) -> bool:
    """Whether a figure is better than England's and its rank likely to be in the best tenth next year too."""
    return row.better > 0 and row.stays_top >= LIKELY


def is_weakness(row) -> bool:
    """Whether a figure is worse than England's and its rank likely to be in the lower half next year too."""
    return row.better < 0 and row.stays_low >= LIKELY


def _lies_in(row, start: int, end: int) -> bool:
    """Whether every place that ties and authorities without a figure leave open lies in a part of the ranking."""
    n, missing = int(row.band_n), 0 if pd.isna(row.not_published) else int(row.not_published)
    return lies_in(int(row.open_first), int(row.open_last), n, start, end, n + missing)


def spread(rows, most: int = MOST) -> list:
    """The first few rows, no phase more than twice, and none that says nearly the same as one before."""
    chosen: list = []
    for row in rows:
        phase = sum(other.phase == row.phase for other in chosen)
        if phase < PER_PHASE and family(row.measure) not in {family(other.measure) for other in chosen}:
            chosen.append(row)
        if len(chosen) == most:
            break
    return chosen


def _finding(kind: str, row, text: str) -> Finding:
    phase = PHASES[row.phase]
    return Finding(
        kind,
        row.measure,
        row.pupil_group,
        text,
        f"rankings.html#{slug(phase)}",
        f"{phase} tables",
        uncounted=bool(pd.isna(row.numerator)) and UNKNOWN_NUMBER not in text,
    )


def caution_of(findings: list[Finding]) -> str:
    """What is said once after a list of which figures are of an unknown number of pupils; empty if none is."""
    unknown = sum(finding.uncounted for finding in findings)
    if not unknown:
        return ""
    these = "this figure" if len(findings) == 1 else "these figures"
    return f"The number of pupils behind {'some of ' if unknown < len(findings) else ''}{these} {UNCOUNTED}"


def _level_text(row) -> str:
    return f"{name(row)}: {shown(row, row.value)}{provisional(row)}, {against(row)}; {of_ranked(row)}"
