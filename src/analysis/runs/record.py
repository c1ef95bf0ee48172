"""What a report says of itself: inputs, sources and status on every page and in the workbook, and ``run.json``."""

import hashlib
import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from analysis import __version__
from analysis.basics import paths
from analysis.catalogue.area_names import Area
from analysis.catalogue.manifest import Source, load_manifest, sha256
from analysis.catalogue.releases_held import at_hand
from analysis.data.inputs import of_report, own_inputs
from analysis.data.publication_status import PROVISIONAL
from analysis.data.store import prepared_england
from analysis.output.page import USUAL, written
from analysis.report.contents import Page, Report
from analysis.report.rankings.publication import published
from analysis.report.rankings.publication_sentences import due_in_short, published_sentence
from analysis.runs import freshness, place
from analysis.runs.place import named


def inputs(as_at: str = "") -> dict[str, str]:
    """What the data of a day, or of now, were prepared from and what an analyst added, by hash."""
    return prepared_england(as_at).inputs | own_inputs()


def provenance(report: Report, claims: str = "", written: str = "") -> dict:
    """What the report is made from: parameters, inputs by hash, and the sources that figures come from."""
    used, as_at = report.figures["source"].unique(), report.question.as_at
    asked = {"area": report.area.name, "year": report.year}
    record = {
        "parameters": asked | ({"as_at": as_at} if as_at else {}),
        "inputs": of_report(inputs(as_at), report_name(report)),
        "sources": [
            asdict(source) for source in described(report.england.release).values() if source.id in used
        ],
    }
    if claims:
        of_file = {"file": Path(claims).name, "sha256": freshness.claims_hash(claims)}
        record["claims"] = of_file | ({"written": written} if written else {})
    return record


def described(release: str) -> dict[str, Source]:
    """The manifest's sources by id, that of the interactive tool as the release with this id is, if it is at hand."""
    entries = {held.entry.id: held.entry for held in at_hand() if held.id == release}
    return load_manifest() | entries


def run_hash(record: dict) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def status(report: Report) -> str:
    """What the figures rest on, shown at the top of every page."""
    told = USUAL
    if report.paper and report.england.is_ranked:
        told += ", beside the figures of the committee report"
    elif report.paper:
        told = "Figures as printed in the committee report; the national data are not at hand, so ranks are not recomputed"
    if as_at := report.question.as_at:
        told += f". As at {written(as_at)}: no figure published later is in it"
        if (report.rankings["publication_basis"].str.startswith("later release")).any():
            told += "; that a later release changed a figure is why some are marked (p)"
        if report.england.release:
            told += f"; the interactive tool's figures are those released on {written(report.england.release[:10])}"
    if absent := lacking(report):
        told += (
            f". This report rests on fewer sources than the one in the folder {report_name(report)}: {len(absent)} of "
            f"its {'files is' if len(absent) == 1 else 'files are'} not at hand"
        )
    return told


def report_name(report: Report) -> str:
    return named(report.area.slug, report.year, report.question.as_at)


def lacking(report: Report) -> list[str]:
    """Titles of the files that the report in the folder of its own rests on and this one does not."""
    return [source.title for source in place.lacking(paths.reports() / report_name(report))]


def page_context(page: Page, absent: dict[Page, str], report: Report, record: dict) -> dict:
    """What a page's template shows around it; ``absent`` says of every page why it is absent, or nothing."""
    return {
        "area": report.area.name,
        "academic_year": report.question.academic_year,
        "status": status(report),
        "published": published_sentence(report),
        "due": due_in_short(report),
        "title": page.title,
        "file": page.file,
        "notebook": page.notebook,
        "template": page.template,
        "pages": [{"file": page.file, "title": page.title} for page, why in absent.items() if not why],
        "absent": [(page.title, why) for page, why in absent.items() if why],
        "sources": record["sources"],
        "lacking": lacking(report),
        "version": __version__,
        "run_hash": run_hash(record),
        "without_papers": report.paper is None,
        "own_claims": "claims" in record,
        "python": platform.python_version(),
        "packages": freshness.packages(),
    }


def cover(report: Report, record: dict) -> tuple[str, list[str]]:
    sources = [
        f"{source['title']} ({source['publisher']}). {source['licence']}." for source in record["sources"]
    ]
    return f"Education standards in {report.area.name}, {report.question.academic_year}", [
        status(report),
        published_sentence(report),
        *sources,
    ]


def write_record(
    folder: Path, record: dict, absent: dict[Page, str], report: Report, headlines: list[str]
) -> None:
    states = {page.file: f"absent: {why}" if why else "made" for page, why in absent.items()}
    release = {"release": report.england.release} if report.england.release else {}
    counts = published(report)
    publication = {"figures": counts.figures, "provisional": counts.counts[PROVISIONAL]}
    told = {"area": about(report.area), **release, "publication": publication}
    write_full(folder, record, told | {"pages": states, "headlines": headlines})


def about(area: Area) -> dict:
    """The local authority by its names and numbers."""
    return {key: getattr(area, key) for key in ("name", "code", "slug", "la_number")}


def write_full(folder: Path, record: dict, told: dict) -> None:
    """Write ``run.json``: what it was made from (``record``), what else is ``told``, what made it, and its files."""
    full = record | {
        **told,
        "hash": run_hash(record),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "python": platform.python_version(),
        "packages": freshness.packages(),
        "code": freshness.code_hash(),
        "files": {
            path.relative_to(folder).as_posix(): sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    text = json.dumps(full, indent=1, ensure_ascii=False) + "\n"
    (folder / "run.json").write_text(text, encoding="utf-8")
