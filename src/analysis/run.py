"""One report from start to end: validate, prepare, execute the notebooks, render, swap into place."""

import hashlib
import json
import logging
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis import __version__, paths
from analysis.check import code_hash
from analysis.data import Data, load
from analysis.errors import InputError
from analysis.formats import to_docx, to_pdf
from analysis.pages import PAGES, Page
from analysis.prepare import RECORD, is_current, prepare
from analysis.render import render
from analysis.report_index import write_index
from analysis.sources.download import fetch
from analysis.sources.manifest import find, load_manifest, sha256
from analysis.tables import TABLE_MIME
from analysis.workbook import write_workbook

FETCH_SECONDS = 10
WRITERS = {"docx": to_docx, "pdf": to_pdf}
PACKAGES = (
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
    "pandera",
    "gptables",
)


def make_report(
    area: str, year: int, progress: Callable = iter, formats: Sequence[str] = (), claims: Path | None = None
) -> Path:
    """Make ``reports/<area>-<year>/`` and return it.

    The report is made in a folder of its own and takes the place of the previous one only when every
    page is done.

    Parameters
    ----------
    area, year
        As ``analysis.data.load`` takes them; checked before any kernel starts.
    progress : callable
        Wraps the sequence of pages, such as tqdm.
    formats : sequence of str
        Beside the pages, ``docx`` and ``pdf``: the whole report in one file.
    claims : Path, optional
        A user's own statements to check, in place of those of the transcribed report.

    Raises
    ------
    InputError
        If an input is not usable, or a notebook fails (names page, cell and error).
    """
    if claims is not None:
        if not claims.is_file():
            raise InputError(
                "There is no such file of claims.",
                file=str(claims),
                expected="a CSV file as docs/claims.md describes it",
            )
        os.environ["STANDARDS_CLAIMS"] = str(claims.resolve())  # kernels inherit it
    fetch_national()
    if not is_current():
        prepare()
    data = load(area, year)
    target = paths.reports() / f"{data.area.slug}-{year}"
    pages = [page for page in PAGES if not page.absent_because(data)]
    paths.reports().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=paths.reports()) as scratch:
        report, work = Path(scratch) / "report", Path(scratch) / "notebooks"
        (report / "data").mkdir(parents=True)
        work.mkdir()
        record = provenance(data)
        tables = {}
        for page in progress(pages):
            notebook = execute(page, data, work)
            html = render(notebook, _context(page, pages, data, record))
            (report / page.file).write_text(html, encoding="utf-8")
            tables[page.title] = [
                output[TABLE_MIME] for output, _ in _outputs(notebook) if TABLE_MIME in output
            ]
            _write_data(notebook, report / "data")
        write_workbook(report / "tables.xlsx", {k: v for k, v in tables.items() if v}, *_cover(data, record))
        for name in formats:
            WRITERS[name](report)
        _write_record(report / "run.json", record, pages, data)
        _swap(report, target)
    write_index(paths.reports())
    return target


def fetch_national() -> None:
    """Try, for ten seconds, to download the national files that are not at hand; without them the report says so."""
    absent = [
        source.id for source in load_manifest().values() if source.reader == "lait" and not find(source)
    ]
    if not absent or os.environ.get("STANDARDS_OFFLINE"):
        return
    wanted = [
        source.id
        for source in load_manifest().values()
        if not source.committed and source.path.startswith("lait/")
    ]
    with suppress(InputError):
        fetch(wanted, progress=False, timeout=FETCH_SECONDS)


def execute(page: Page, data: Data, folder: Path) -> nbformat.NotebookNode:
    """Run a page's notebook with papermill; the executed copy is written to ``folder``."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    output = folder / page.notebook
    try:
        return papermill.execute_notebook(
            paths.notebooks() / page.notebook,
            output,
            parameters={"area": data.area.name, "year": data.year},
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=paths.notebooks(),
            # sockets in the file system: nothing listens on the network
            config=Config({"KernelManager": {"transport": "ipc"}}),
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        kept = paths.reports() / f"{data.area.slug}-{data.year}-failed"
        kept.mkdir(exist_ok=True)
        shutil.copy(output, kept)
        raise InputError(
            f"The page '{page.title}' could not be made: cell {error.exec_count} of {page.notebook} failed.\n"
            f"  {error.ename}: {error.evalue}",
            file=f"notebooks/{page.notebook}",
            remedy=f"The executed notebook, with the full error, is {paths.shown(kept / page.notebook)}; "
            "the previous report is unchanged.",
        ) from None


def _outputs(notebook: nbformat.NotebookNode) -> list[tuple[dict, dict]]:
    """Data and metadata of every displayed object, in order."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [(output.data, output.metadata) for output in outputs if "data" in output]


def _write_data(notebook: nbformat.NotebookNode, folder: Path) -> None:
    for output, metadata in _outputs(notebook):
        if "text/csv" in output:
            name = metadata["text/csv"]["name"]
            (folder / name).write_text(output["text/csv"], encoding="utf-8", newline="")


def provenance(data: Data) -> dict:
    """What the report is made from: inputs by hash, and the hash of all of them."""
    inputs = json.loads((paths.processed() / RECORD).read_text(encoding="utf-8"))["inputs"]
    used = data.of_area()["source"].unique()
    return {
        "parameters": {"area": data.area.name, "year": data.year},
        "inputs": inputs,
        "sources": [asdict(source) for source in load_manifest().values() if source.id in used],
    }


def run_hash(record: dict) -> str:
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]


def status(data: Data) -> str:
    """One line on what the figures rest on, shown at the top of every page."""
    if data.edition is None:
        return "National data published by the Department for Education"
    if data.national:
        return "National data published by the Department for Education, beside the figures of the committee report"
    return "Figures as printed in the committee report; the national data are not at hand, so ranks are not recomputed"


def _context(page: Page, pages: list[Page], data: Data, record: dict) -> dict:
    return {
        "area": data.area.name,
        "academic_year": data.academic_year,
        "status": status(data),
        "title": page.title,
        "file": page.file,
        "notebook": page.notebook,
        "pages": pages,
        "absent": [(page.title, why) for page in PAGES if (why := page.absent_because(data))],
        "sources": record["sources"],
        "version": __version__,
        "run_hash": run_hash(record),
    }


def _cover(data: Data, record: dict) -> tuple[str, list[str]]:
    sources = [
        f"{source['title']} ({source['publisher']}). {source['licence']}." for source in record["sources"]
    ]
    return f"Education standards in {data.area.name}, {data.academic_year}", [status(data), *sources]


def _write_record(file: Path, record: dict, pages: list[Page], data: Data) -> None:
    states = {
        page.file: "made" if page in pages else f"absent: {page.absent_because(data)}" for page in PAGES
    }
    full = record | {
        "hash": run_hash(record),
        "pages": states,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "code": code_hash(),
        "files": {
            path.relative_to(file.parent).as_posix(): sha256(path)
            for path in sorted(file.parent.rglob("*"))
            if path.is_file()
        },
    }
    file.write_text(json.dumps(full, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _swap(report: Path, target: Path) -> None:
    """Put the finished report where the previous one is; that one stays whole until the last step."""
    previous = target.with_name(f".{target.name}-previous")
    if previous.exists():
        shutil.rmtree(previous)
    if target.exists():
        target.rename(previous)
    report.rename(target)
    if previous.exists():
        shutil.rmtree(previous)
