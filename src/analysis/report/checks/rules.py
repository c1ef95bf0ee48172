"""Do the tables of a report agree with themselves? Every finding by a rule, none by a list of known slips.

The rules look for redundancy: a figure printed twice, a difference beside its levels, a total beside its parts,
a rank beside its value. They know nothing of one report, so they work on next year's tables.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.measures import load_measures
from analysis.data.cut_points import COLUMNS as CUT_COLUMNS
from analysis.data.cut_points import load_cut_points
from analysis.report.checks.columns import Findings
from analysis.report.checks.slips import copies, levels, pattern, printings, ranks
from analysis.report.checks.slips.papers import Papers, read_papers
from analysis.report.gaps.chapter import GapsChapter

#: What a printed figure is of, and its line.
PLACE = ["kind", "measure", "pupil_group", "year", "area", "line"]


@dataclass(frozen=True)
class Rule:
    """A rule: its name on the page, what it looks for with its threshold, and whether it is of the print only."""

    title: str
    looks_for: str
    form: bool = False


#: The rules in the order of the page; those of the print only come last.
RULES = {
    "printed_twice": Rule(
        "Printed twice, differently",
        "The same figure (measure, pupils, year, area) in two places with different values, after rounding to the coarser of the two. The value printed most often is taken for the right one, and of two the first.",
    ),
    "shortened": Rule(
        "Cut short, not rounded",
        "A second printing that has the first digits of a longer one but is not what it rounds to.",
    ),
    "difference": Rule(
        "A difference that its levels do not give",
        "A printed difference that no printing of its two levels gives, to its last digit.",
    ),
    "sign": Rule(
        "The other way round",
        f"A group ahead of its comparison in one area and behind in all of the {printings.AGREEING_SIGNS} or more others, or the reverse: a lost minus sign, or two figures exchanged.",
    ),
    "total": Rule(
        "A total outside its parts",
        "All pupils above the best or below the worst of the groups that they are made of, by more than rounding. Ethnic groups are looked at in regions and England only: elsewhere pupils of other or unknown groups can weigh more.",
    ),
    "implied_share": Rule(
        "Totals that imply different pupils",
        f"The share of disadvantaged pupils (or of those eligible for free school meals) that a total and its two parts imply, compared over the measures of a phase; each is a range, from rounding, widened by {levels.SLACK} points.",
    ),
    "within": Rule(
        "More at the higher standard",
        "More pupils at a standard than at one that it includes: reading, writing and mathematics combined and each of the three; the higher standard and the expected one.",
    ),
    "complement": Rule("Parts of 100", "Attendance and absence of the same pupils that do not make 100."),
    "impossible": Rule(
        "Impossible figures",
        f"Percentages outside 0 to 100, and places that are not whole numbers from 1 to {levels.MOST_RANKED}.",
    ),
    "out_of_line": Rule(
        "Out of line with every comparator",
        f"A comparator's figure {pattern.TIMES} times as far as usual from the value that the other areas suggest: their figure in that column, and how far apart the two areas are in the other columns (measures of a phase, or years; at least {pattern.LEAST_COLUMNS} columns, {pattern.LEAST_ROWS} areas); and on the other side of an area than in {format_value(100 * pattern.USUALLY, 'percent', 0, with_unit=True)} of these.",
    ),
    "still": Rule(
        "The year before again",
        f"A comparator's percentage that is that of the year before, where all of {pattern.OTHERS} or more other areas moved the same way by {pattern.MOVED} points or more.",
    ),
    "copied": Rule(
        "Figures of another row",
        f"Two indicators on different measures with the same benchmarks ({copies.COPIED_CELLS} or more), or two rows about different things with the same {copies.COPIED_ROW} or more figures.",
    ),
    "copied_ranks": Rule(
        "Ranks of another row",
        f"Two rows of {copies.COPIED_ROW} or more ranks that are the same, place for place, though the values differ.",
    ),
    "one_rank": Rule(
        "A difference ranked otherwise than its level",
        "The rank of a difference to England that is not the rank of the level: England's figure is the same for all authorities.",
    ),
    "wrong_side": Rule(
        "On the wrong side of England",
        f"A place in the best {ranks.BEST}% with a value worse than England's, or in the worst {100 - ranks.WORST}% with a better one.",
    ),
    "unlikely_place": Rule(
        "A place that the value does not have",
        f"A place more than {ranks.SLACK_PLACES} away from those that the printed value can have by the national cut-points of today, given its rounding.",
    ),
    "ordinal": Rule(
        "Endings of ranks", "A rank printed with an ending that does not fit, or with none.", True
    ),
    "form": Rule(
        "Mixed decimals",
        "Figures with other decimals, or with or without a percent sign, than most of their row or column; one finding for each table. Neighbours' averages are compared within their row only; the crowded cells of the indicators' annex are left out.",
        True,
    ),
}
_CHECKS: tuple[Callable[[Papers], list[dict]], ...] = (
    *(printings.repeated, printings.differences, printings.signs, copies.copied),
    *(levels.totals, levels.implied_shares, levels.subsets, levels.complements, levels.impossible),
    *(
        pattern.out_of_line,
        pattern.standing_still,
        copies.copied_ranks,
        ranks.one_rank,
        ranks.wrong_side,
        ranks.unlikely_place,
    ),
    *(printings.ordinals, printings.forms),
)


def findings(edition, measures: pd.DataFrame, cuts: pd.DataFrame | None = None) -> pd.DataFrame:
    """What in a report's tables cannot all be right.

    Parameters
    ----------
    edition : analysis.sources.papers.Edition
        The transcribed report; only its ``figures`` are read.
    measures : DataFrame
        The catalogue, as ``analysis.catalogue.measures.load_measures`` returns it.
    cuts : DataFrame, optional
        National cut-points, as ``analysis.data.cut_points.load_cut_points`` returns them; without them places are not
        compared with the national distribution.

    Returns
    -------
    DataFrame
        The columns of ``Findings``: ``rule`` is a key of ``RULES``; ``printed`` and ``consistent`` are texts, as a page prints them;
        ``measure``, ``pupil_group`` and ``area`` are empty where a finding is about several. In the order of
        ``RULES``, then of the lines. A slip that breaks two rules is there twice.
    """
    papers = read_papers(edition, measures, cuts if cuts is not None else pd.DataFrame(columns=CUT_COLUMNS))
    rows = [found for check in _CHECKS for found in check(papers)]
    table = pd.DataFrame(rows, columns=Findings.names()).astype(Findings.types())
    order = table["rule"].map(list(RULES).index)
    return table.assign(order=order).sort_values(["order", "line"], kind="stable", ignore_index=True)[
        Findings.names()
    ]


def doubtful(report: GapsChapter) -> dict[tuple, str]:
    """The one list of printed figures that a check calls wrong, with the reason: nothing is worked out from them.

    Returns
    -------
    dict
        By ``PLACE``. Another printing of the same figure with the same value is in doubt for the same reason.
        Empty without a transcribed report.
    """
    if report.paper is None:
        return {}
    figures = report.paper.figures
    found: dict[tuple, str] = {}
    for row in findings(report.paper, load_measures(), load_cut_points()).itertuples():
        if RULES[row.rule].form:
            continue
        own = figures[(figures["line"] == row.line) & (figures["kind"] == row.kind)]
        for column in ("measure", "pupil_group", "year", "area"):
            if wanted := getattr(row, column):
                own = own[own[column] == wanted]
        if not row.area:
            own = own[own["area"] != report.area.code] if row.kind == "value" else own
        same = figures.merge(own[[*PLACE[:-1], "value"]].drop_duplicates(), on=[*PLACE[:-1], "value"])
        found |= dict.fromkeys(same[PLACE].itertuples(index=False, name=None), row.reason)
    return found
