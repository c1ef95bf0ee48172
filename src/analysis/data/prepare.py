"""Raw to processed: verify every raw file, read it, validate, and write data/processed.

The only writer of that folder. Files are written aside and moved into place, ``prepared.json`` last, so
that a run that is cut off leaves the earlier data in use or is done again.
"""

import json
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.catalogue.ees_mapping_files import mapping_called
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.manifest import Source, find, load_manifest, sha256, verify
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import OBSERVATION_KEY, write_observations
from analysis.data.checks import check_plausible
from analysis.data.inputs import prepared_inputs
from analysis.data.source_faults.rules import find_source_faults
from analysis.data.source_faults.summary import as_records, label_faults
from analysis.data.store import PRINTED_TABLES, RECORD
from analysis.sources import lait, lait_labels, neighbours, papers
from analysis.sources.ees import counted_in, read_ees

#: The modules that decide what is read.
READERS = (
    *("basics/*.py", "catalogue/*.py", "sources/*.py"),
    *("data/prepare.py", "data/checks.py", "data/source_faults/*.py"),
)


def readers() -> dict[str, str]:
    """SHA-256 of the code that decides what is read."""
    package = Path(__file__).parents[1]
    modules = [path for pattern in READERS for path in sorted(package.glob(pattern))]
    return {path.relative_to(package).as_posix(): sha256(path) for path in modules}


def is_current() -> bool:
    """Whether data/processed holds what ``prepare`` would write now."""
    try:
        record = json.loads((paths.processed() / RECORD).read_text(encoding="utf-8"))
        outputs = {name: sha256(paths.processed() / name) for name in record["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return record == {"inputs": prepared_inputs(), "readers": readers(), "outputs": outputs}


def prepare() -> dict:
    """Write data/processed and return the validation report (also ``validation.json``).

    Raises
    ------
    InputError
        If a raw file is missing, changed or does not fit; nothing is written then.
    """
    manifest, measures, areas = load_manifest(), load_measures(), load_areas()
    present = {source.id: verify(source) for source in manifest.values() if source.committed or find(source)}
    national = [manifest[name] for name in present if manifest[name].reader in ("lait", "ees")]
    editions = [
        read_edition(manifest[name], measures) for name in present if manifest[name].reader == "edition"
    ]
    parts = [part for part, _ in editions] + [read_national(source, areas) for source in national]
    observations = pd.concat(parts, ignore_index=True).sort_values(OBSERVATION_KEY, ignore_index=True)
    unknown = sorted(set(observations["measure"]) - set(measures.index))
    if unknown:
        raise InputError(
            f"Figures were read of measures that the catalogue does not have: {', '.join(unknown)}.",
            file="data/raw/measures.csv",
            remedy="Add a row for each, or correct the mapping.",
        )
    check_plausible(observations, measures, {source.id for source in manifest.values() if source.edition})
    tables = {"observations": observations, "areas": areas, "neighbours": read_neighbours(present)}
    tables["counted_in"] = counted_in()
    for name in PRINTED_TABLES:
        tables[f"printed_{name}"] = pd.concat([printed[name] for _, printed in editions], ignore_index=True)
    report = validation(
        observations, tables, [source for source in manifest.values() if source.id not in present]
    )
    report["source_faults"] = source_faults(manifest["lait"], areas) if lait.SOURCE in present else []
    _write(tables, report)
    return report


def read_edition(source: Source, measures: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """A transcribed report: its values as observations, and its tables as printed, marked with its source."""
    paper = papers.read_paper(verify(source).parent, list(measures.index), list(PUPIL_GROUPS))
    printed = {name: getattr(paper, name).assign(edition=source.id) for name in PRINTED_TABLES}
    return papers.to_observations(paper.figures, source.id, source.status), printed


def read_national(source: Source, areas: pd.DataFrame) -> pd.DataFrame:
    """A publisher's file as observations."""
    if source.reader == "lait":
        dictionary = verify(load_manifest()["lait-dictionary"])
        return lait.read_lait(verify(source), dictionary, load_codes(), names_of(areas))
    if source.reader == "ees":
        mapping = mapping_called(source.mapping) if source.mapping else None
        return read_ees(verify(source), mapping, source=source.id, release=source.status)
    raise InputError(
        f"No reader is called '{source.reader}'.", file="data/raw/manifest.toml", expected="lait or ees"
    )


def source_faults(source: Source, areas: pd.DataFrame) -> list[dict]:
    """What looks wrong in the interactive tool's file as it stands, before anything of it is corrected."""
    dictionary = verify(load_manifest()["lait-dictionary"])
    raw = lait.read_lait(verify(source), dictionary, load_codes(), names_of(areas), faults=())
    labels = label_faults(lait_labels.labels_without_year(verify(source)), source.id)
    return as_records(pd.concat([find_source_faults({source.id: raw}), labels], ignore_index=True))


def names_of(areas: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Every name and variant to the code and type of its area."""
    return {
        name: (area.code, area.area_type)
        for area in areas.itertuples()
        for name in [area.name, *filter(None, area.other_names.split(";"))]
    }


def read_neighbours(present: dict[str, Path]) -> pd.DataFrame:
    """Statistical neighbours of every vintage at hand; empty if there is none."""
    vintages = [vintage for vintage, source in neighbours.SOURCES.items() if source in present]
    tables = [
        neighbours.load_neighbours(vintage, present[neighbours.SOURCES[vintage]]) for vintage in vintages
    ]
    columns = ["area", "neighbour", "position", "closeness", "vintage"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


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
    written = {folder / f"{name}.parquet": table for name, table in tables.items()}
    files = [*written, folder / "validation.json"]
    _clear([*files, folder / RECORD])
    try:
        for file, table in written.items():
            write_observations(table, _aside(file))
        _aside(files[-1]).write_text(json.dumps(report, indent=1), encoding="utf-8")
    except OSError:
        _clear(files)
        raise
    (folder / RECORD).unlink(missing_ok=True)
    for file in files:
        _aside(file).replace(file)
    record = {
        "inputs": prepared_inputs(),
        "readers": readers(),
        "outputs": {file.name: sha256(file) for file in files},
    }
    (folder / f"{RECORD}.new").write_text(json.dumps(record, indent=1), encoding="utf-8")
    (folder / f"{RECORD}.new").replace(folder / RECORD)


def _clear(files: list[Path]) -> None:
    """Remove what was written aside by a run that did not end; a link that lies there is not written through."""
    for file in files:
        _aside(file).unlink(missing_ok=True)


def _aside(file: Path) -> Path:
    return file.with_name(file.name + ".new")
