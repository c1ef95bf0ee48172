"""The contents of a report: all that its pages show, and which notebook each page is made from."""

from dataclasses import dataclass
from functools import lru_cache

from analysis.basics.errors import InputError
from analysis.catalogue.existing import find_authority
from analysis.data.england import England
from analysis.data.local_figures import figures_of_all, paper_of
from analysis.data.question import Question, ask
from analysis.data.store import prepared_england
from analysis.report.claims.check import claims_file
from analysis.report.indicators.indicators import absent_because
from analysis.report.revisions.local import Last, newest_year
from analysis.report.revisions.revisions import Compared
from analysis.report.summary.chapter import SummaryChapter


class Report(SummaryChapter):
    """All that the pages of a report on one local authority and year show, each result computed once.

    It grows chapter by chapter in the order of import: ``rankings``, ``cohorts``, ``gaps``, ``doubtful``,
    ``indicators``, ``findings``, ``summary``; below them are ``question``, ``england`` and ``paper``.
    """


def open_report(area: str, year: int, as_at: str = "") -> Report:
    """The report on one LA and year, with nothing computed yet.

    Parameters
    ----------
    area : str
        Name, GSS code or LA number.
    year : int
        The calendar year in which the academic year ends: 2017 for 2016/17.
    as_at : str
        A day such as 2025-10-01: with the figures that were public then. Without one, with the newest at hand.

    Raises
    ------
    InputError
        For a question that cannot be asked (``analysis.data.question.ask``), or data that are not prepared.
    """
    england = prepared_england(as_at)
    return _opened(england, ask(area, year, england))


@lru_cache(maxsize=2)
def _opened(england: England, question: Question) -> Report:
    figures = figures_of_all(england, question)
    return Report(question, england, paper_of(england, question), figures)


@lru_cache(maxsize=2)
def open_last(area: str, found: Compared, year: int = 0, claims: str = "") -> Last | None:
    """The earlier and the later report on one LA, for what of the earlier is no longer true; None without an area.

    Parameters
    ----------
    area : str
        Name, GSS code or LA number.
    found : Compared
        The two states of England, each as at its day.
    year : int
        The year of both reports; the newest of which both releases have figures if not given.
    claims : str
        A user's own file of claims.

    Raises
    ------
    InputError
        As ``open_report``, or if the two releases have no year in common.
    """
    if not area:
        return None
    known = find_authority(area, year or int(found.after.national["year"].max()))
    if not (chosen := newest_year(found, known.code, year)):
        raise InputError(
            f"The two releases have no year in common with figures for {known.name}.",
            remedy="Choose other days.",
        )
    before, after = (open_report(area, chosen, england.as_at) for england in (found.before, found.after))
    return Last(before, after, found, claims)


@dataclass(frozen=True)
class Page:
    """A notebook and the page it becomes.

    ``needs`` says what a page cannot be made without: ``claims`` to check, or ``targets`` to judge by. ``template`` is a
    file of ``analysis/output/template``.
    """

    notebook: str
    file: str
    title: str
    needs: str = ""
    template: str = "index.html.j2"

    def absent_because(self, report: Report, claims: str = "") -> str:
        """Why the page has no meaning for this LA and year; empty if it has. ``claims`` is a user's own file of them."""
        if self.needs == "claims" and claims_file(report, claims) is None:
            return f"no statements on {report.area.name} in {report.question.academic_year} have been entered"
        return absent_because(report) if self.needs == "targets" else ""


PAGES = (
    Page("90_summary.ipynb", "index.html", "Summary"),
    Page("91_brief.ipynb", "brief.html", "Brief", template="brief.html.j2"),
    Page("10_rankings.ipynb", "rankings.html", "Rankings"),
    Page("20_attainment_gaps.ipynb", "attainment-gaps.html", "Attainment gaps"),
    Page("30_small_cohorts.ipynb", "small-cohorts.html", "Small cohorts"),
    Page(
        "40_performance_indicators.ipynb", "performance-indicators.html", "Performance indicators", "targets"
    ),
    Page("50_claims.ipynb", "claims.html", "Claims", "claims"),
    Page("60_methods.ipynb", "methods.html", "Methods"),
    Page("00_data_checks.ipynb", "data-checks.html", "Data checks"),
)
