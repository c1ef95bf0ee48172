"""What a report says of itself: inputs, sources and status on every page and in the workbook, and ``run.json``."""

import hashlib
import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from analysis import __version__
from analysis.basics import paths
from analysis.catalogue.manifest import load_manifest, sha256
from analysis.data.inputs import of_report, own_inputs
from analysis.data.store import prepared_england
from analysis.report.contents import Page, Report
from analysis.runs import freshness, place


def inputs() -> dict[str, str]:
    """What the data were prepared from and what an analyst added, by hash."""
    return prepared_england().inputs | own_inputs()


def provenance(report: Report, claims: str = "") -> dict:
    """What the report is made from: parameters, inputs by hash, and the sources that figures come from."""
    used = report.figures["source"].unique()
    record = {
        "parameters": {"area": report.area.name, "year": report.year},
        "inputs": of_report(inputs(), report_name(report)),
        "sources": [asdict(source) for source in load_manifest().values() if source.id in used],
    }
    if claims:
        record["claims"] = {"file": Path(claims).name, "sha256": freshness.claims_hash(claims)}
    return record


def run_hash(record: dict) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def status(report: Report) -> str:
    """What the figures rest on, shown at the top of every page."""
    told = "National data published by the Department for Education"
    if report.paper and report.england.is_ranked:
        told += ", beside the figures of the committee report"
    elif report.paper:
        told = "Figures as printed in the committee report; the national data are not at hand, so ranks are not recomputed"
    if absent := lacking(report):
        told += (
            f". This report rests on fewer sources than the one in the folder {report_name(report)}: {len(absent)} of "
            f"its {'files is' if len(absent) == 1 else 'files are'} not at hand"
        )
    return told


def report_name(report: Report) -> str:
    return f"{report.area.slug}-{report.year}"


def lacking(report: Report) -> list[str]:
    """Titles of the files that the report in the folder of its own rests on and this one does not."""
    return [source.title for source in place.lacking(paths.reports() / report_name(report))]


def page_context(page: Page, absent: dict[Page, str], report: Report, record: dict) -> dict:
    """What a page's template shows around it; ``absent`` says of every page why it is absent, or nothing."""
    return {
        "area": report.area.name,
        "academic_year": report.question.academic_year,
        "status": status(report),
        "title": page.title,
        "file": page.file,
        "notebook": page.notebook,
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
        *sources,
    ]


def write_record(
    folder: Path, record: dict, absent: dict[Page, str], report: Report, headlines: list[str]
) -> None:
    states = {page.file: f"absent: {why}" if why else "made" for page, why in absent.items()}
    about = {key: getattr(report.area, key) for key in ("name", "code", "slug", "la_number")}
    full = record | {
        "area": about,
        "hash": run_hash(record),
        "pages": states,
        "headlines": headlines,
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
