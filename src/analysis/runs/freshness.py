"""Is a report what these inputs, parameters and this code would make now? Told from hashes, without heavy imports.

The one place that knows what a report depends on: raw files and catalogue, the notebooks, the package with its
template, and the versions of the packages that compute and write.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import sha256
from analysis.data.inputs import of_report
from analysis.output.citations import NOT_PUBLISHED
from analysis.runs import place

#: The whole report in one file, beside the pages, if asked for.
FORMATS = ("docx", "pdf")
#: Packages whose version a report records and depends on.
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


def code_hash() -> str:
    """One hash of all that makes a report: package, template and notebooks."""
    return _code_hash(paths.notebooks())


@cache
def _code_hash(notebooks: Path) -> str:
    package = Path(__file__).parents[1]
    parts = {
        package: [*package.rglob("*.py"), *package.joinpath("output", "template").iterdir()],
        notebooks: notebooks.glob("*.ipynb"),
    }
    # names within each part: the hash is the same wherever package and notebooks are
    names = [(file.relative_to(folder).as_posix(), file) for folder in parts for file in parts[folder]]
    whole = hashlib.sha256()
    for name, file in sorted(names):
        if file.is_file():
            whole.update(name.encode() + sha256(file).encode())
    return whole.hexdigest()


@cache
def packages() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES}


def claims_hash(claims: str | Path | None = None) -> str:
    """The hash of a user's own file of claims; empty without any.

    Raises
    ------
    InputError
        If there is no such file.
    """
    if not claims:
        return ""
    if not Path(claims).is_file():
        problem, expected = "There is no such file of claims.", "a CSV file as docs/claims.md describes it"
        raise InputError(problem, file=str(claims), expected=expected)
    return sha256(Path(claims))


def read_record(report: Path) -> dict:
    """What ``run.json`` says of a report; empty if it cannot be read."""
    try:
        record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def stale_because(
    report: Path,
    now: dict[str, str],
    claims: str | Path | None = None,
    formats: Sequence[str] = (),
    written: str = "",
) -> str:
    """Why the report is not what would be made now; empty if it is up to date.

    Parameters
    ----------
    report : Path
        Its folder, named after area and year.
    now : dict
        All inputs as they are now, from ``inputs()``, as at the day of the report.
    claims : path, optional
        The file of claims that was asked for.
    formats : sequence of str
        ``docx`` and ``pdf``, if they were asked for beside the pages.
    written : str
        The day on which the claims were written, if it was given.
    """
    record = read_record(report)
    if not record:
        return "it has not been made"
    if record.get("inputs") != of_report(now, place.name_of(report)):
        return "an input has changed"
    return otherwise_stale(report, claims, formats, written)


def otherwise_stale(
    report: Path, claims: str | Path | None = None, formats: Sequence[str] = (), written: str = ""
) -> str:
    """``stale_because`` of all but the inputs: claims, code, packages, the files of the report."""
    record = read_record(report)
    of_claims = record.get("claims", {})
    if of_claims.get("sha256", "") != claims_hash(claims):
        return "the claims have changed"
    if of_claims.get("written", "") != written:
        return "the claims are of another day"
    if record.get("code") != code_hash():
        return "the code has changed"
    if record.get("packages") != packages():
        return "a package has another version"
    files = record.get("files") or {}
    if not {f"report.{name}" for name in formats} <= files.keys():
        return "a format is not there"
    if not files or any(not is_kept(report / name, expected) for name, expected in files.items()):
        return "a file of it has changed"
    return ""


def is_kept(file: Path, expected: str) -> bool:
    """Whether a file of a report is the one that was made; ``observations.csv`` may be absent."""
    if not file.exists():
        return file.name == NOT_PUBLISHED
    return file.is_file() and sha256(file) == expected


def formats_there(report: Path) -> list[str]:
    """Those of ``FORMATS`` that a report has: making it anew makes them anew, unless told otherwise."""
    return [name for name in FORMATS if (report / f"report.{name}").exists()]


def find_report(area: str, year: int, as_at: str = "") -> Path | None:
    """The report on an area, asked for by name, GSS code or number as its record has it; None if not found.

    ``as_at`` is the day as at which it was asked for, if any.

    Where the sources at hand are fewer than those of the report, it is the one beside it.
    A usual variant of a name is not known here: that takes the table of areas.
    """
    wanted = _plain(area)
    for report in sorted(paths.reports().glob(place.named("*", year, as_at))):
        about = read_record(report).get("area") or {}
        if wanted in {_plain(about.get(key)) for key in ("name", "code", "slug", "la_number")} - {""}:
            return place.folder_of(report.name)
    return None


def _plain(text) -> str:
    return "".join(filter(str.isalnum, str(text or "").casefold()))
