"""Raw to processed: verify every raw file, read it, validate, and write data/processed.

The only writer of that folder. The other sources are written once, each release of DfE's interactive tool as a file of its
own. Files are written aside and moved into place, ``prepared.json`` last, so that a run that is cut off leaves the earlier
data in use or is done again.
"""

import json
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.processes import in_processes
from analysis.catalogue.areas import load_areas
from analysis.catalogue.ees_mapping_files import mapping_called
from analysis.catalogue.manifest import Source, find, load_manifest, neighbour_models, sha256, verify
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import OBSERVATION_KEY, load_observations, write_observations
from analysis.catalogue.releases_held import Held, at_hand, in_use, release_in_use
from analysis.data.checks import check_plausible
from analysis.data.inputs import base_inputs
from analysis.data.prepared_record import forget, vouch, write_record
from analysis.data.prepared_releases import (
    ReadRelease,
    clear_others,
    is_prepared,
    read_release,
    write_release,
)
from analysis.data.rank_movements import are_counted, count_moves
from analysis.data.readers import readers
from analysis.data.release_faults import look_at, looked_at
from analysis.data.release_statuses import changes_of, compare, compared
from analysis.data.source_rows import source_rows
from analysis.data.store import PRINTED_TABLES, RECORD, read_record, validation_report
from analysis.sources import neighbours, papers
from analysis.sources.ees import counted_in, read_ees
from analysis.sources.ks2_sizes import read_sizes


def is_current(as_at: str = "") -> bool:
    """Whether data/processed holds what ``prepare`` would write now for a report as at a day, or of the newest release."""
    record, held = read_record(paths.processed()), in_use(as_at)
    if not _base_is_current(record):
        return False
    if held and not (is_prepared(record, held) and compared(record, held)):
        return False
    return bool(as_at) or record.get("release") == (held.id if held else "")


def _base_is_current(record: dict) -> bool:
    """Whether all but the releases is what would be written now."""
    try:
        outputs = {name: sha256(paths.processed() / name) for name in record["outputs"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    expected = {"inputs": base_inputs(), "readers": readers(), "outputs": outputs}
    return bool(outputs) and expected == {name: record.get(name) for name in expected}


def prepare(as_at: str = "", all_releases: bool = False) -> dict:
    """Write data/processed and return the validation report (also ``validation.json``, and ``lait/<id>.json``).

    What is there already and was made of the same files by the same readers is left as it is.

    Parameters
    ----------
    as_at : str
        A day such as 2025-10-01: with the release that was in use then. Without one, with the newest at hand.
    all_releases : bool
        With every release at hand.

    Raises
    ------
    InputError
        If a raw file is missing, changed or does not fit; nothing is written then. Of several releases those that
        can be read are written, and each of the others is named.
    """
    held = in_use(as_at)
    present = {
        source.id: verify(source) for source in load_manifest().values() if source.committed or find(source)
    }
    record = read_record(paths.processed())
    base = None if _base_is_current(record) else read_base(present)
    file = paths.processed() / "observations.parquet"
    observations = base[0]["observations"] if base else load_observations(file)
    editions = {source.id for source in load_manifest().values() if source.edition}
    transcribed = observations[observations["source"].isin(editions)]
    read = read_release(held, transcribed) if held and not is_prepared(record, held) else None
    if base:
        _write(*base)
    if read:
        _write_release(read)
    _complete()
    for is_known, find_out in ((looked_at, look_at), (are_counted, count_moves)):
        if held and not is_known(now := read_record(paths.processed()), held):
            vouch(held, find_out(held, now["releases"][held.id]))
    others = [each for each in at_hand() if each != held] if all_releases else []
    refused = _prepare_others(others, transcribed)
    _compare()
    if refused:
        problem = f"{len(refused)} of DfE's releases cannot be read:\n" + "\n".join(refused)
        raise InputError(problem, remedy="The others are prepared. Mend these, or move their folders away.")
    return validation_report(as_at)


def _prepare_others(others: list[Held], transcribed: pd.DataFrame) -> list[str]:
    """Prepare further releases, two at a time: those that cannot be read, each with why."""
    record, refused = read_record(paths.processed()), []
    left = [held for held in others if not is_prepared(record, held)]
    forget(left)
    written = in_processes(_read_and_write, [(held, transcribed) for held in left])
    for held, done in zip(left, written, strict=True):
        if isinstance(done, str):
            refused.append(f"{held.id}: {done}")
        else:
            vouch(held, done)
    return refused


def _read_and_write(held: Held, transcribed: pd.DataFrame) -> dict | str:
    """What the record says of a release that was written, or why it cannot be read."""
    try:
        return write_release(read_release(held, transcribed))
    except InputError as error:
        return str(error)


def read_base(present: dict[str, Path]) -> tuple[dict[str, pd.DataFrame], dict]:
    """All that is prepared but for the releases of the interactive tool: tables by name, and the validation report.

    ``present`` are the verified files at hand, by the id of their source.
    """
    manifest, measures, areas = load_manifest(), load_measures(), load_areas()
    national = [manifest[name] for name in present if manifest[name].reader == "ees"]
    editions = [
        read_edition(manifest[name], measures) for name in present if manifest[name].reader == "edition"
    ]
    _require_readers(manifest)
    parts = [part for part, _ in editions] + [read_national(source) for source in national]
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
    tables["sizes"] = read_sizes([file for name, file in present.items() if manifest[name].reader == "sizes"])
    for name in PRINTED_TABLES:
        tables[f"printed_{name}"] = pd.concat([printed[name] for _, printed in editions], ignore_index=True)
    absent = [source for source in manifest.values() if source.id not in present]
    return tables, validation(observations, tables, absent)


def _require_readers(manifest: dict[str, Source]) -> None:
    for source in manifest.values():
        if source.reader not in ("", "lait", "ees", "edition", "neighbours", "sizes"):
            raise InputError(
                f"No reader is called '{source.reader}'.",
                file="data/raw/manifest.toml",
                expected="lait, ees, neighbours, sizes or edition",
            )


def read_edition(source: Source, measures: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """A transcribed report: its values as observations, and its tables as printed, marked with its source."""
    paper = papers.read_paper(verify(source).parent, list(measures.index), list(PUPIL_GROUPS))
    printed = {name: getattr(paper, name).assign(edition=source.id) for name in PRINTED_TABLES}
    return papers.to_observations(paper.figures, source.id, source.status), printed


def read_national(source: Source) -> pd.DataFrame:
    """A publisher's file as observations."""
    mapping = mapping_called(source.mapping) if source.mapping else None
    return read_ees(verify(source), mapping, source=source.id, release=source.status)


def read_neighbours(present: dict[str, Path]) -> pd.DataFrame:
    """Statistical neighbours of every model at hand, the newest first; empty if there is none."""
    models = {year: present[source.id] for year, source in neighbour_models().items() if source.id in present}
    tables = [neighbours.load_neighbours(year, file) for year, file in models.items()]
    columns = ["area", "neighbour", "position", "closeness", "vintage"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def validation(observations: pd.DataFrame, tables: dict[str, pd.DataFrame], absent: list[Source]) -> dict:
    """What was read: rows by source, measures, years, areas, and values that are not there and why."""
    return {
        "sources": source_rows(observations),
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
            write_observations(table, paths.aside(file))
        paths.aside(files[-1]).write_text(json.dumps(report, indent=1), encoding="utf-8")
    except OSError:
        _clear(files)
        raise
    releases = read_record(folder).get("releases", {})
    (folder / RECORD).unlink(missing_ok=True)
    for file in files:
        paths.aside(file).replace(file)
    outputs = {file.name: sha256(file) for file in files}
    about = {"inputs": base_inputs(), "readers": readers(), "outputs": outputs}
    write_record(about | {"release": _in_use(), "releases": releases})


def _write_release(read: ReadRelease) -> None:
    forget([read.held])
    vouch(read.held, write_release(read))


def _compare() -> None:
    """Compare every release that is prepared with those at hand: what a new one changed makes earlier figures provisional."""
    record, held = read_record(paths.processed()), at_hand()
    left = [each for each in held if each.id in record["releases"] and not compared(record, each)]
    if left:
        changes = changes_of(held)
    for each in left:
        record["releases"][each.id] = compare(each, changes, record["releases"][each.id])
        write_record(record)


def _complete() -> None:
    """Say which release is in use, whether its files are there yet or not, and clear away what no record vouches for."""
    record = read_record(paths.processed())
    clear_others(record)
    if record["release"] != _in_use():
        write_record(record | {"release": _in_use()})


def _in_use() -> str:
    held = release_in_use()
    return held.id if held else ""


def _clear(files: list[Path]) -> None:
    """Remove what was written aside by a run that did not end; a link that lies there is not written through."""
    for file in files:
        paths.aside(file).unlink(missing_ok=True)
