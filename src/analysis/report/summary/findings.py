"""Strengths, areas for development and movements of one local authority, picked by stated rules.

The rules stand in ``RULES`` and on the page. A finding is a row of results with a sentence made from it, so that it
cannot disagree with the table it links to. Nothing is called a strength, or a weakness, on a cohort that cannot show
it (``analysis.report.rankings.nameable``), nor on a rank that ties or missing figures leave open.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.basics.numbers import as_printed
from analysis.catalogue.families import family
from analysis.catalogue.measures import PHASES, of_all_pupils
from analysis.data.open_places import least_moved, lies_in
from analysis.output.citations import slug
from analysis.report.checks.evidence import Key
from analysis.report.claims.national import National
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.cells import provisional
from analysis.report.rankings.nameable import (
    SMALL,
    can_be_named,
    change_can_show,
    differs_from_england,
    showable,
)
from analysis.report.rankings.sentences import (
    against,
    best_first,
    better,
    left_out,
    lowest_first,
    moved,
    name,
    of_ranked,
    shown,
)

STRENGTH_SHARE, PLACES_MOVED, MOST, MOST_UNKNOWN, PER_PHASE = 10, 15, 6, 3, 2
UNKNOWN_NUMBER = "how many they are is not published, so it may be chance"
UNCOUNTED = "is not published, so chance is not ruled out."
RULES = {
    "Strength": f"every place that the rank may stand for, ties and authorities without a published figure included, lies in the top {STRENGTH_SHARE}%, and the figure is better than England's; the nearest the top come first, a shared place counted as the last of those that share it",
    "Area for development": "every such place lies in the bottom half, the figure is worse than England's, and the furthest down come first, a shared place counted as the first of those that share it",
    "Movement": f'a rank {PLACES_MOVED} places or more from the year before\'s, up or down, and another value, with no break in the series between; the largest come first. Counted are the fewest places that shared places and authorities without a published figure allow: "at least" says that the two ranks lie further apart',
    "Number of pupils": "where it is published, its 95% interval must exclude England's figure (for a movement: its interval must exclude no change, and chance must make so large a difference, of as many as there are of small cohorts, at most once in twenty). A movement of a group whose number is not published is named with that caution; figures of all pupils whose number is not published have one after the list",
    "Left out": f"{left_out()} (a cohort is small with fewer than {SMALL}; of kinds of destination, more of one is less of another); movements of groups to or from 0, which can stand for a group without pupils; City of London and Isles of Scilly, which have few pupils altogether. Groups and small cohorts are left out of strengths and areas for development, not of movements",
    "At most": f"{MOST} of each, {PER_PHASE} of a phase, so that no phase crowds out the others, and one of measures that say nearly the same or of which one is a part of another; as movements also {MOST_UNKNOWN} of groups whose number is not published, picked apart from the others",
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
    ranks, levels = Ranks(report), showable(rows, report)
    shown_to_differ = [differs_from_england(row) for row in levels.itertuples()]
    levels = levels[pd.Series(shown_to_differ, index=levels.index, dtype=bool)]
    best, lowest = best_first(levels).itertuples(), lowest_first(levels).itertuples()
    strong = [row for row in best if row.better > 0 and _lies_in(row, 0, STRENGTH_SHARE)]
    weak = [row for row in lowest if row.better < 0 and _lies_in(row, 50, 100)]
    moves = _movements(table, ranks)
    return {
        "strengths": [_finding("strength", row, _level_text(row)) for row in _spread(strong)],
        "development": [_finding("development", row, _level_text(row)) for row in _spread(weak)],
        "movements": [
            _finding(
                "movement", row, f"{name(row)}: {moved(row, report.year, ranks.least_moved(row))}{caution}"
            )
            for row, caution in moves
        ],
    }


def _movements(table, ranks: "Ranks") -> list[tuple]:
    """The ranks that moved furthest, the largest move first, each with its caution.

    Groups whose number is not published are picked apart from the others, so that they neither crowd them out nor are
    left out.
    """
    report = ranks.report
    rows = table[table["places_moved"].ge(PLACES_MOVED).fillna(False).astype(bool)]
    rows = rows.assign(whole=of_all_pupils(rows), least=list(map(ranks.least_moved, rows.itertuples())))
    rows = rows[rows["least"] >= PLACES_MOVED].sort_values("least", ascending=False, kind="stable")
    told, unknown = [], []
    change = report.largest_change
    for row in rows.itertuples():
        if not can_be_named(row, report) or not _has_moved(row):
            continue
        shown_by_number = change_can_show(row, report, change.among if change else 1)
        if shown_by_number or (shown_by_number is None and row.whole):
            told.append(row)
        elif shown_by_number is None and 0 not in (row.value, row.previous_value):
            unknown.append(row)
    found = [(row, "") for row in _spread(told)]
    found += [(row, f"; {UNKNOWN_NUMBER}") for row in _spread(unknown, MOST_UNKNOWN)]
    return sorted(found, key=lambda pair: -pair[0].least)


class Ranks:
    """The places that a rank may stand for; a rank that is only printed stands for itself."""

    def __init__(self, report: IndicatorsChapter):
        self.report, self.national = report, National(report)

    def open(self, row, year: int, rank) -> tuple[int, int]:
        key = Key("rank", row.measure, row.pupil_group, year, self.report.area.code)
        today = self.national.find(key) if row.basis == "recomputed" else None
        return (int(rank), int(rank)) if today is None else today.open_places(int(rank))[:2]

    def least_moved(self, row) -> int:
        """The fewest places between the rank and the year before's, whichever they stand for."""
        year = self.report.year
        return least_moved(self.open(row, year, row.rank), self.open(row, year - 1, row.previous_rank))


def _lies_in(row, start: int, end: int) -> bool:
    """Whether every place that ties and authorities without a figure leave open lies in a part of the ranking."""
    n, missing = int(row.band_n), 0 if pd.isna(row.not_published) else int(row.not_published)
    return lies_in(int(row.open_first), int(row.open_last), n, start, end, n + missing)


def _has_moved(row) -> bool:
    """Whether the value changed as it is shown."""
    return as_printed(row.value, row.decimals) != as_printed(row.previous_value, row.decimals)


def _spread(rows, most: int = MOST) -> list:
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
    return f"How many are counted in {'some of ' if unknown < len(findings) else ''}{these} {UNCOUNTED}"


def _level_text(row) -> str:
    return f"{name(row)}: {shown(row, row.value)}{provisional(row)}, {against(row)}; {of_ranked(row)}"
