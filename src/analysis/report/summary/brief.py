"""The report on one side of A4: what a councillor takes into the meeting. Every sentence stands in the summary too."""

from dataclasses import replace

import pandas as pd

from analysis.catalogue.observations import select
from analysis.data.publication_status import REVISED
from analysis.output.first_screen import FirstScreen
from analysis.report.gaps.sentences import HEADLINES
from analysis.report.rankings.headline_results import headline_results, title
from analysis.report.rankings.headline_sentences import OF_ALL, STATUSES, ranked_headlines
from analysis.report.summary.chapter import SummaryChapter
from analysis.report.summary.findings import Finding, caution_of
from analysis.report.summary.first_screen import results_table
from analysis.report.summary.where_from import where_from

#: So many strengths, and as many results to watch.
MOST = 3
#: The largest change that chance can make, and what small cohorts can show; single cohorts are on their own page.
CAUTIONS = 2


def brief_table(report: SummaryChapter) -> FirstScreen:
    """The title of the report and its table of headline results, which the workbook has from the summary."""
    return FirstScreen(title(report), {}, replace(results_table(report), sheet=False))


def brief(report: SummaryChapter) -> dict[str, list[str]]:
    """The sentences of the brief, by section: ``strengths``, ``watch``, ``gaps``, ``compared``,
    ``cautions``, ``provisional``, ``sources``.

    They are the first of the summary's own, without its links. To watch are ranks that have fallen and stayed down, then the
    areas for development, then the lowest headline places.
    """
    told, found = report.summary, report.findings
    return {
        "strengths": _named(found["strengths"][:MOST]) or told["strengths"][:1],
        "watch": [*(_named(_watched(found)) or told["development"][:1]), *told["lowest"]],
        "gaps": told["gaps"],
        "compared": told["compared"],
        "cautions": told["cautions"][:CAUTIONS],
        # the header counts all figures of the year; one that was revised is no longer provisional
        "provisional": [
            text for text in told["provisional"] if not text.startswith((OF_ALL, STATUSES[REVISED]))
        ],
        "sources": where_from(rests_on(report), report),
    }


def rests_on(report: SummaryChapter) -> pd.DataFrame:
    """The published figures that the brief's sentences and table are made from, of the LA and those beside it: ``source, value``.

    Gaps and changes rest on the year before too; the verdicts on small cohorts are counted over all of them.
    """
    named = [*report.findings["strengths"][:MOST], *_watched(report.findings)]
    gaps = report.gaps
    gaps = gaps[gaps["measure"].isin(HEADLINES) & (gaps["pupil_group"] == "disadvantaged")]
    change = report.largest_change
    series = {
        *((found.measure, found.pupil_group) for found in named),
        *((change.measure, change.pupil_group) for change in [change] if change is not None),
        *gaps[["measure", "comparison_group"]].itertuples(index=False, name=None),
    }
    for rows in (headline_results(report), ranked_headlines(report), gaps, report.cohorts):
        series |= {*rows[["measure", "pupil_group"]].itertuples(index=False, name=None)}
    rows = select(report.figures, year=[report.year - 1, report.year])
    rows = rows[pd.MultiIndex.from_frame(rows[["measure", "pupil_group"]]).isin(series)]
    # numbers of pupils can be of another source than the figure: a committee's papers print them
    counts = report.cohorts[["source"]].assign(value=1.0)
    return pd.concat([rows[["source", "value"]], counts], ignore_index=True)


def _watched(found: dict[str, list[Finding]]) -> list[Finding]:
    falls = [finding for finding in found["movements"] if ": down " in finding.text]
    return (falls + found["development"])[: MOST - 1]


def _named(found: list[Finding]) -> list[str]:
    """Findings without the links that follow them, and the caution that belongs to them."""
    return [text for text in [*(f"{finding.text}." for finding in found), caution_of(found)] if text]
