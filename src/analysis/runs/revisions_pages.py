"""What makes revisions, in a process that is warmed up: both days prepared and read, the notebook, the page, the record."""

import platform
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

from analysis import __version__
from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.data.england import England
from analysis.data.inputs import of_report
from analysis.data.store import hold, prepared_england
from analysis.output.data_file import DataFile
from analysis.output.page import written
from analysis.output.workbook import write_workbook
from analysis.report.claims.files import read_file
from analysis.report.contents import open_last
from analysis.report.revisions import sentences
from analysis.report.revisions.columns import Revisions
from analysis.report.revisions.local import Last
from analysis.report.revisions.revisions import SIDES, Compared, by_series, compared
from analysis.runs import freshness, place, record, swap
from analysis.runs.page import make_page
from analysis.runs.ready import prepared_as_at
from analysis.runs.warm import warm

NOTEBOOK = "80_revisions.ipynb"
TITLE = "Revisions"


def make_ready(
    released_from: str,
    released_to: str,
    area: str = "",
    year: int = 0,
    claims: str = "",
    tell: Callable[[dict], None] = lambda _: None,
) -> None:
    """Prepare both days if needed, read and compare them; what is wrong with the question is told before the rest."""
    if claims:
        read_file(claims)
    for day in (released_from, released_to):
        _ = prepared_as_at(day, tell).national
    if warm.available():
        for day in (released_from, released_to):
            hold(day)
    tell({"step": "Comparing the releases"})
    last = opened(released_from, released_to, area, year, claims)[1]
    if last:
        tell({"step": "Setting the two reports side by side"})
        _ = last.targets, last.gaps, last.sentences, last.claims_changed


def opened(
    released_from: str, released_to: str, area: str = "", year: int = 0, claims: str = ""
) -> tuple[Compared, Last | None]:
    """The comparison, and with an area that of its two reports: computed once in a process and those forked from it."""
    before, after = prepared_england(released_from), prepared_england(released_to)
    found = after.once(compared, before)
    return found, open_last(area, found, year, claims)


def write_revisions(
    released_from: str,
    released_to: str,
    area: str = "",
    year: int = 0,
    claims: str = "",
    force: bool = False,
    tell: Callable[[dict], None] = lambda _: None,
) -> dict:
    """Make the folder, aside and then in place: ``folder``, ``outcome``, ``headlines``."""
    found, last = opened(released_from, released_to, area, year, claims)
    days = (released_from, released_to)
    target = paths.reports() / place.revisions_named(*days, last.after.area.slug if last else "")
    made_from = provenance(found, last, days, claims)
    headlines = told(found, last)
    with swap.locked(
        target, waiting=lambda: tell({"waiting": f"another run is making {paths.shown(target)}"})
    ):
        swap.clear(target)
        if not force and current(target, made_from, claims):
            return {"folder": str(target), "outcome": "current", "headlines": headlines}
        with swap.scratch(target) as scratch:
            folder = scratch / "report"
            for part in ("data", "notebooks"):
                (folder / part).mkdir(parents=True)
            tell({"pages": 1, "formats": 0})
            asked: dict = dict(zip(("released_from", "released_to"), days, strict=True))
            asked |= {"area": area, "year": year, "claims": claims}
            # the largest file that is made: written while the page is, of the same rows as the page has
            with ThreadPoolExecutor(1) as beside:
                rows = DataFile(found.of(last.after.area.code if last else ""), Revisions)
                written_beside = beside.submit(rows.write, folder / "data")
                made = make_page(NOTEBOOK, asked, context(found, last, made_from), str(folder))
                written_beside.result()
            tell({"page": TITLE})
            if "failed" in made:
                raise InputError(
                    "\n".join([made["failed"]["where"], *made["failed"]["details"]]), file=NOTEBOOK
                )
            shutil.rmtree(folder / "notebooks")
            tell({"step": "Writing the workbook"})
            write_workbook(
                folder / "tables.xlsx", {TITLE: made["tables"]}, heading(found, last), [status(found)]
            )
            releases = {side: getattr(found, side).release for side in SIDES}
            rest = {"releases": releases, "pages": {"index.html": "made"}, "headlines": headlines}
            rest |= {"area": record.about(last.after.area)} if last else {}
            record.write_full(folder, made_from, rest)
            swap.put(folder, target)
    return {"folder": str(target), "outcome": "made", "headlines": headlines}


def current(target: Path, made_from: dict, claims: str) -> bool:
    """Whether what is there was made from the same, by the same code."""
    same = freshness.read_record(target).get("hash") == record.run_hash(made_from)
    return same and not freshness.otherwise_stale(target, claims)


def provenance(found: Compared, last: Last | None, days: tuple[str, str], claims: str) -> dict:
    """What it is made from: parameters, the inputs of both days by hash, and the sources that figures come from."""
    parameters: dict = {"released_from": days[0], "released_to": days[1]}
    name = place.revisions_named(*days)
    if last:
        parameters |= {"area": last.after.area.name, "year": last.after.year}
        name = place.named(last.after.area.slug, last.after.year)
    inputs = {path: hashed for day in days for path, hashed in record.inputs(day).items()}
    made_from = {
        "parameters": parameters,
        "inputs": of_report(inputs, name),
        "sources": [source for england in (found.before, found.after) for source in sources(england, last)],
    }
    made_from["sources"] = [*{source["id"]: source for source in made_from["sources"]}.values()]
    if claims:
        made_from["claims"] = {"file": Path(claims).name, "sha256": freshness.claims_hash(claims)}
    return made_from


def sources(england: England, last: Last | None) -> list[dict]:
    """The sources of one day's figures, the interactive tool's under the day of its release."""
    used = {*england.national["source"].unique()} if last is None else set()
    if last:
        report = last.before if last.before.england is england else last.after
        used = {*report.figures["source"].unique()}
    named = [
        replace(source, id=f"{name}-{england.release[:10]}") if name == "lait" else source
        for name, source in record.described(england.release).items()
        if name in used
    ]
    return [asdict(source) for source in named]


def status(found: Compared) -> str:
    """What the figures rest on, at the top of the page."""
    days = [written(england.release[:10]) for england in (found.before, found.after)]
    return (
        "National data published by the Department for Education: the interactive tool's figures as released on "
        f"{days[0]} beside those released on {days[1]}"
    )


def heading(found: Compared, last: Last | None) -> str:
    whom = last.after.area.name if last else "all local authorities"
    return f"{TITLE} of figures on {whom}, {_between(found)}"


def _between(found: Compared) -> str:
    return " to ".join(written(england.release[:10]) for england in (found.before, found.after))


def told(found: Compared, last: Last | None) -> list[str]:
    """What the command prints."""
    if last is None:
        rows, who = found.revised, "of local authorities"
        lines = [sentences.figures_changed(found, rows, who), sentences.ranks_moved(rows, who)]
        return lines + sentences.foremost(by_series(found), 1)
    rows, who = found.of(last.after.area.code), f"of {last.after.area.name}"
    lines = [sentences.figures_changed(found, rows, who), sentences.ranks_moved(rows, who)]
    return [*lines, sentences.headlines_changed(last), sentences.sentences_changed(last)]


def context(found: Compared, last: Last | None, made_from: dict) -> dict:
    """What the template shows around the page."""
    return {
        "area": last.after.area.name if last else "All local authorities",
        "academic_year": f"{last.after.question.academic_year} revised" if last else "revised",
        "status": status(found),
        "title": TITLE,
        "file": "index.html",
        "notebook": NOTEBOOK,
        "pages": [{"file": "index.html", "title": TITLE}],
        "absent": [],
        "sources": made_from["sources"],
        "lacking": [],
        "version": __version__,
        "run_hash": record.run_hash(made_from),
        "without_papers": True,
        "own_claims": "claims" in made_from,
        "python": platform.python_version(),
        "packages": freshness.packages(),
        "revisions": True,
    }
