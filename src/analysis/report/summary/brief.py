"""The report on one side of A4: what a councillor takes into the meeting. Every sentence stands in the summary too."""

from dataclasses import replace

from analysis.output.first_screen import FirstScreen
from analysis.report.rankings.headline_results import headline_results, title
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
    falls = [finding for finding in found["movements"] if ": down " in finding.text]
    watch = (falls + found["development"])[: MOST - 1]
    return {
        "strengths": _named(found["strengths"][:MOST]) or told["strengths"][:1],
        "watch": [*(_named(watch) or told["development"][:1]), *told["lowest"]],
        "gaps": told["gaps"],
        "compared": told["compared"],
        "cautions": told["cautions"][:CAUTIONS],
        "provisional": told["provisional"],
        "sources": where_from(headline_results(report), report),
    }


def _named(found: list[Finding]) -> list[str]:
    """Findings without the links that follow them, and the caution that belongs to them."""
    return [text for text in [*(f"{finding.text}." for finding in found), caution_of(found)] if text]
