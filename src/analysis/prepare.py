"""Raw to processed: verify every raw file, read it, validate, and write data/processed.

The only writer of that folder. Files are written aside and moved into place, ``prepared.json`` last, so
that a run that is cut off leaves the earlier data in use or is done again.
"""

import json
from pathlib import Path

import pandas as pd

from analysis import paths
from analysis.areas import load_areas
from analysis.measures import PUPIL_GROUPS, load_measures
from analysis.observations import KEY, write_observations
from analysis.sources import barnet
from analysis.sources.manifest import Source, find, load_manifest, sha256, verify

RECORD = "prepared.json"
#: The modules, besides those of ``sources``, that decide what is read.
READERS = ("prepare", "observations", "validation", "measures", "areas")
#: Committed tables that shape what is prepared, besides the files of the manifest.
CATALOGUE = ("manifest.toml", "measures.csv", "areas.csv")


def inputs() -> dict[str, str]:
    """SHA-256 of every raw file that is at hand, and of the catalogue, by path."""
    sources = [find(source) for source in load_manifest().values()]
    files = [path for path in sources if path] + [paths.raw() / name for name in CATALOGUE]
    return {paths.shown(path): sha256(path) for path in files if path.is_file()}


def readers() -> dict[str, str]:
    """SHA-256 of the code that decides what is read."""
    package = Path(__file__).parent
    modules = [package / f"{name}.py" for name in READERS] + sorted((package / "sources").glob("*.py"))
    return {path.relative_to(package).as_posix(): sha256(path) for path in modules}


def is_current() -> bool:
    """Whether data/processed holds what ``prepare`` would write now."""
    try:
        record = json.loads((paths.processed() / RECORD).read_text(encoding="utf-8"))
        outputs = {name: sha256(paths.processed() / name) for name in record["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return record == {"inputs": inputs(), "readers": readers(), "outputs": outputs}


def prepare() -> dict:
    """Write data/processed and return the validation report (also ``validation.json``).

    Raises
    ------
    InputError
        If a raw file is missing, changed or does not fit; nothing is written then.
    """
    manifest, measures, areas = load_manifest(), load_measures(), load_areas()
    present = [s for s in manifest.values() if s.committed or find(s)]
    for source in present:
        verify(source)
    editions = [read_edition(source, measures) for source in present if source.reader == "edition"]
    observations = pd.concat([part for part, _ in editions], ignore_index=True)
    tables = {"observations": observations.sort_values(KEY, ignore_index=True), "areas": areas}
    for name in ("tables", "figures", "indicators", "cohorts"):
        tables[f"printed_{name}"] = pd.concat([printed[name] for _, printed in editions], ignore_index=True)
    report = validation(observations, tables, [s for s in manifest.values() if s not in present])
    _write(tables, report)
    return report


def read_edition(source: Source, measures: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """A transcribed report: its values as observations, and its tables as printed, marked with its source."""
    edition = barnet.read_edition(verify(source).parent, list(measures.index), list(PUPIL_GROUPS))
    printed = {name: table.assign(edition=source.id) for name, table in vars(edition).items()}
    return barnet.to_observations(edition.figures, source.id, source.status), printed


def validation(observations: pd.DataFrame, tables: dict[str, pd.DataFrame], absent: list[Source]) -> dict:
    """What was read: rows by source, measures, years, areas, and values that are not there and why."""
    by_source = [
        {
            "source": source,
            "observations": len(rows),
            "measures": int(rows["measure"].nunique()),
            "years": f"{rows['year'].min()} to {rows['year'].max()}",
            "areas": int(rows["area"].nunique()),
            "without_value": {
                k: int(n) for k, n in rows["status"].value_counts().sort_index().items() if k != "ok"
            },
        }
        for source, rows in observations.groupby("source")
    ]
    return {
        "sources": by_source,
        "tables": {name: len(table) for name, table in tables.items()},
        "not_present": [{"source": source.id, "title": source.title} for source in absent],
    }


def _write(tables: dict[str, pd.DataFrame], report: dict) -> None:
    folder = paths.processed()
    folder.mkdir(parents=True, exist_ok=True)
    aside = {folder / f"{name}.parquet": table for name, table in tables.items()}
    for file, table in aside.items():
        write_observations(table, _aside(file))
    (folder / "validation.json.new").write_text(json.dumps(report, indent=1), encoding="utf-8")
    files = [*aside, folder / "validation.json"]
    (folder / RECORD).unlink(missing_ok=True)
    for file in files:
        _aside(file).replace(file)
    record = {"inputs": inputs(), "readers": readers(), "outputs": {file.name: sha256(file) for file in files}}
    (folder / f"{RECORD}.new").write_text(json.dumps(record, indent=1), encoding="utf-8")
    (folder / f"{RECORD}.new").replace(folder / RECORD)


def _aside(file: Path) -> Path:
    return file.with_name(file.name + ".new")
