"""The page that lists all reports in a folder, by local authority and year."""

import json
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analysis.basics.numbers import academic_year
from analysis.output.page import TEMPLATE, stylesheet, written
from analysis.runs.place import FEWER


@dataclass(frozen=True)
class ListedReport:
    """One report as its ``run.json`` describes it.

    ``national``: not only from a transcribed report; ``fewer``: beside another of the same, which rests on more. ``as_at`` is the day
    that its figures were public on (1 October 2025); empty if it has the newest. ``provisional`` says how many of its figures
    are (16 of 147 provisional); empty if none is known to be.
    """

    area: str
    year: int
    folder: str
    national: bool
    fewer: bool
    as_at: str = ""
    provisional: str = ""

    @property
    def academic_year(self) -> str:
        return academic_year(self.year)


@dataclass(frozen=True)
class ListedRevisions:
    """Revisions as their ``run.json`` describes them: of an LA or all, between which days."""

    area: str
    days: str
    folder: str


def write_index(folder: Path) -> Path:
    """Write ``index.html`` of a folder of reports; the page is replaced in one step.

    Parameters
    ----------
    folder : Path
        Holds a folder for each report, with its ``run.json``.

    Returns
    -------
    Path
        The page.
    """
    reports, unreadable = find_reports(folder)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    page = environment.get_template("reports.html.j2").render(
        style=stylesheet(),
        areas=[(area, list(rows)) for area, rows in groupby(reports, key=lambda report: report.area)],
        count=len(reports),
        letters=sorted({report.area[0] for report in reports}),
        revisions=find_revisions(folder),
        unreadable=unreadable,
    )
    target = folder / "index.html"
    # several reports can end at the same time: nobody reads half a page
    with tempfile.NamedTemporaryFile(
        "w", dir=folder, prefix=".index-", delete=False, encoding="utf-8"
    ) as file:
        file.write(page.strip() + "\n")
    Path(file.name).chmod(0o644)
    Path(file.name).replace(target)
    return target


def find_reports(folder: Path) -> tuple[list[ListedReport], list[str]]:
    """The reports by local authority, newest first, and the names of folders whose record cannot be read."""
    reports, unreadable = [], []
    for file in sorted(folder.glob("[!.]*/run.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            asked = record["parameters"]
            if "released_from" in asked:  # listed by find_revisions
                continue
            national = any(not source["edition"] for source in record["sources"])
            name, fewer = file.parent.name, file.parent.name.endswith(FEWER)
            as_at = written(str(asked["as_at"])) if asked.get("as_at") else ""
            about = (name, national, fewer, as_at, _provisional(record))
            reports.append(ListedReport(str(asked["area"]), int(asked["year"]), *about))
        except FileNotFoundError:  # a report that is being replaced at this moment
            continue
        except (ValueError, KeyError, TypeError, AttributeError):
            unreadable.append(file.parent.name)
    return sorted(reports, key=lambda report: (report.area, -report.year)), unreadable


def _provisional(record: dict) -> str:
    """How many figures of a report are provisional; empty if none is, or its record does not say."""
    counts = record.get("publication", {})
    number = int(counts.get("provisional", 0))
    return f"{number} of {int(counts['figures'])} provisional" if number else ""


def find_revisions(folder: Path) -> list[ListedRevisions]:
    """The revisions in a folder of reports, the latest days first, those of all local authorities before those of one."""
    found = []
    for file in sorted(folder.glob("[!.]*/run.json"), reverse=True):
        try:
            asked = json.loads(file.read_text(encoding="utf-8"))["parameters"]
            days = [str(asked[name]) for name in ("released_to", "released_from")]
            told = " to ".join(map(written, reversed(days)))
            area = str(asked.get("area", ""))
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):  # a report, or what find_reports cannot read either
            continue
        found.append((days, area, ListedRevisions(area or "All local authorities", told, file.parent.name)))
    found.sort(key=lambda row: row[1])
    return [row[2] for row in sorted(found, key=lambda row: row[0], reverse=True)]
