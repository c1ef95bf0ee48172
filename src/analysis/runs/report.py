"""What makes a report, in processes that are warmed up: prepare, execute the notebooks, render, swap into place.

A process is forked from the warm parent for each report; it loads what the report's pages share, and one is forked
from that for each page. Where processes are not forked, the same functions run one after the other.
"""

import gc
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from functools import cache
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.data.store import prepared_england
from analysis.data.year_to_year import year_to_year_moves
from analysis.output.formats.files import to_docx, to_pdf
from analysis.output.workbook import write_workbook
from analysis.report.cohorts.funnels import funnels_of_all
from analysis.report.cohorts.pooled import pooled_of_all
from analysis.report.cohorts.rank_sets import sets_of_all
from analysis.report.contents import PAGES, Page, Report, open_report
from analysis.report.gaps.ranks import gap_distribution
from analysis.report.rankings.all_measures import all_measures
from analysis.report.rankings.multiplicity import independent_measures
from analysis.report.summary.headlines import headlines
from analysis.runs import freshness, place, swap
from analysis.runs.index import write_index
from analysis.runs.page import failure, make_page, warm_template
from analysis.runs.record import cover, inputs, page_context, provenance, report_name, write_record
from analysis.runs.warm import warm

WRITERS = {"docx": to_docx, "pdf": to_pdf}
#: Results that several pages of a report rest on, computed before processes are forked, which find them there.
SHARED = {
    "Working out ranks": "rankings",
    "Working out gaps": "gaps",
    "Working out small cohorts": "cohorts",
    "Looking for what stands out": "findings",
    "Finding the sources": "references",
}


def warm_up() -> None:
    """What all reports have in common, beyond the data: the template."""
    warm_template()
    settle()


@cache
def rehearse(year: int, as_at: str = "") -> None:
    """Compute what a report of this year, as at this day, needs, so that what it has in common with others of the year is kept.

    Done once, in the parent that the others are forked from, for the first area that has a rank.
    """
    england = prepared_england(as_at)
    ranks = england.ranks_in(year)
    first = open_report(ranks["area"].iloc[0], year, as_at)
    for result in SHARED.values():
        getattr(first, result)
    england.once(gap_distribution, year)
    england.once(sets_of_all, year)
    for of_all in (pooled_of_all, funnels_of_all, year_to_year_moves, independent_measures):
        england.once(of_all, year)
    settle()


def settle() -> None:
    """What is here stays: collectors of the children need not look at it, and so leave its memory shared."""
    gc.collect()
    gc.freeze()


def write_report(
    area: str,
    year: int,
    formats: Sequence[str] | None = None,
    claims: str = "",
    as_at: str = "",
    written: str = "",
    force: bool = False,
    jobs: int = 1,
    tell: Callable[[dict], None] = lambda _: None,
) -> dict:
    """Make one report, in a process that is warmed up: ``folder``, ``outcome`` (made or current), ``headlines``.

    Without ``formats``, those that the report has are made again. ``claims`` is the path of a user's own file.
    ``as_at`` is the day whose figures are wanted, in place of the newest, and ``written`` that of the claims.
    """
    before, contents = prepared_england(as_at), open_report(area, year, as_at)
    target = place.folder_of(report_name(contents))
    busy = {"waiting": f"another run is making {paths.shown(target)}"}
    with swap.locked(target, waiting=lambda: tell(busy)):
        swap.clear(target)
        if not force and not freshness.stale_because(target, inputs(as_at), claims, formats or (), written):
            known = freshness.read_record(target).get("headlines", [])
            return {"folder": str(target), "outcome": "current", "headlines": known}
        record = provenance(contents, claims, written)
        for words, result in SHARED.items():
            tell({"step": words})
            getattr(contents, result)
        tell({"step": "Writing headlines"})
        found = headlines(contents)
        absent = {page: page.absent_because(contents, claims) for page in PAGES}
        with swap.scratch(target) as scratch:
            folder = scratch / "report"
            for part in ("data", "notebooks"):
                (folder / part).mkdir(parents=True)
            wanted = freshness.formats_there(target) if formats is None else formats
            tell({"pages": sum(not why for why in absent.values()), "formats": len(wanted)})
            given = {"claims": claims, **({"written": written} if written else {})} if claims else {}
            results = make_pages(tell, absent, contents, record, folder, given, jobs)
            if prepared_england(as_at) is not before:
                problem = "The data were prepared anew while this report was being made."
                raise InputError(problem, remedy="Make it again; the previous report is unchanged.")
            failed = target.with_name(f"{target.name}-failed")
            if any("failed" in result for result in results.values()):
                _keep_failed(folder, failed, results)
            shutil.rmtree(folder / "notebooks")
            # the symbols have a worksheet of their own: without notes above it the head of the flat sheet can stay in sight
            tables = {"All pages": [all_measures(contents).to_resource() | {"notes": []}]}
            tables |= {page.title: result["tables"] for page, result in results.items() if result["tables"]}
            tell({"step": "Writing the workbook"})
            write_workbook(folder / "tables.xlsx", tables, *cover(contents, record))
            write_formats(folder, wanted, tell, asked=formats is not None)
            write_record(folder, record, absent, contents, found)
            swap.put(folder, target)
            shutil.rmtree(failed, ignore_errors=True)
    return {"folder": str(target), "outcome": "made", "headlines": found}


def write_formats(folder: Path, wanted: Sequence[str], tell: Callable[[dict], None], asked: bool) -> None:
    """The formats that were ``asked`` for, or else those that the report had."""
    for name in wanted:
        tell({"step": f"Writing report.{name}"})
        try:
            WRITERS[name](folder)
        except InputError as error:
            if asked:
                raise
            without = f"The report that is there has a report.{name}. To make it without: --format html"
            raise InputError(f"{error}\n{without}") from None


def make_pages(
    tell: Callable[[dict], None],
    absent: dict[Page, str],
    contents: Report,
    record: dict,
    folder: Path,
    given: dict[str, str],
    jobs: int,
) -> dict[Page, dict]:
    """Make every page that is not ``absent``, ``jobs`` at a time: page to what ``make_page`` returns, in order."""
    pages = [page for page, why in absent.items() if not why]
    about = {"area": contents.area.name, "year": contents.year}
    if contents.question.as_at:
        about["as_at"] = contents.question.as_at
    wanted: dict[Page, dict] = {
        page: {
            "notebook": page.notebook,
            "parameters": about | (given if page.needs == "claims" else {}),
            "context": page_context(page, absent, contents, record),
            "folder": str(folder),
        }
        for page in pages
    }

    def make(page: Page) -> dict:
        try:
            if forks:
                return warm.call("analysis.runs.page:make_page", wanted[page])
            return make_page(**wanted[page])
        except warm.WorkLostError as error:
            return {"failed": failure(error, page.notebook, wanted[page]["parameters"])}
        finally:
            tell({"page": page.title})

    # a parent of their own, forked here and now: what is loaded of the area is theirs too
    forks = warm.available() and warm.ADDRESS in os.environ
    with warm.parent(fork=True) if forks else nullcontext(), ThreadPoolExecutor(jobs if forks else 1) as pool:
        return dict(zip(pages, pool.map(make, pages), strict=True))


def _keep_failed(folder: Path, kept: Path, results: dict[Page, dict]) -> None:
    """Keep the failed notebooks and the pages that could be made aside, and say what failed."""
    failed = {page: result["failed"] for page, result in results.items() if "failed" in result}
    for page in failed:
        with suppress(FileNotFoundError):  # a notebook whose kernel was killed has no executed copy
            (folder / "notebooks" / page.notebook).rename(folder / page.notebook)
    shutil.rmtree(folder / "notebooks")
    found = [
        f"The executed notebook, with the full error, is {paths.shown(kept / page.notebook)}"
        for page in failed
        if (folder / page.notebook).exists()
    ]
    with swap.locked(kept):
        swap.put(folder, kept)
    (page, why), *others = failed.items()
    problem = f"The page '{page.title}' could not be made: {why['where']}."
    made = [page.title for page in results if page not in failed]
    beside = [f"the pages that could be made are in {paths.shown(kept)} ({', '.join(made)})"] if made else []
    raise InputError(
        "\n".join(
            [problem, *(f"  {line}" for line in why["details"])]
            + [f"The page '{page.title}' could not be made either: {why['where']}." for page, why in others]
        ),
        file=f"notebooks/{page.notebook}",
        remedy="; ".join([*found[:1], *beside, "the previous report is unchanged."]),
    )


def list_reports() -> None:
    """Write the page that lists all reports, without those that others have taken the place of."""
    place.clear_superseded()
    write_index(paths.reports())
