"""What ``standards prepare`` wrote: all of data/processed, read once in a process for each time that it was written."""

import json
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest, neighbour_models, sha256
from analysis.catalogue.observations import OBSERVATION_KEY, load_observations
from analysis.catalogue.releases_held import release_as_at
from analysis.data.england import England
from analysis.data.inputs import found_inputs, is_of_lait, public_inputs
from analysis.data.prepared_releases import FAULTS, observations_of, updates_of
from analysis.data.rank_movements import moves_of
from analysis.data.release_statuses import read_statuses

PRINTED_TABLES = ("tables", "figures", "indicators", "cohorts")
RECORD = "prepared.json"
REMEDY = "Run: standards prepare"
#: What is read from the folder; a record that does not vouch for all of it is no record.
WRITTEN = {
    *("observations.parquet", "areas.parquet", "neighbours.parquet", "counted_in.parquet"),
    *("sizes.parquet", "validation.json"),
    *(f"printed_{name}.parquet" for name in PRINTED_TABLES),
}

#: What this process and those forked from it go by, whatever is prepared meanwhile (``hold``), by folder and day.
_held: dict[tuple[Path, str], England] = {}


@lru_cache(maxsize=3)
def _read(folder: Path, record: str, as_at: str) -> England:
    about = json.loads(record)
    printed = {name: pd.read_parquet(folder / f"printed_{name}.parquet") for name in PRINTED_TABLES}
    neighbours, counted_in, sizes = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("neighbours", "counted_in", "sizes")
    )
    observations = load_observations(folder / "observations.parquet")
    if as_at:
        later = {source.id for source in load_manifest().values() if not source.public_by(as_at)}
        models = [year for year, source in neighbour_models().items() if source.id not in later]
        observations = observations[~observations["source"].str.removesuffix("-printed").isin(later)]
        neighbours = neighbours[neighbours["vintage"].isin(models)]
        if later & {source.id for source in load_manifest().values() if source.reader == "sizes"}:
            sizes = sizes.iloc[:0]
    if about["release"]:
        release = observations_of(about["release"])
        observations = pd.concat([observations, release], ignore_index=True).sort_values(
            OBSERVATION_KEY, ignore_index=True
        )
    inputs = public_inputs(about["inputs"], as_at)
    if not (release_id := about["release"]):
        return England(observations, neighbours, counted_in, printed, inputs, as_at=as_at, sizes=sizes)
    # what other releases say of the figures is part of what a report is made from
    inputs |= found_inputs(release_id, about["outputs"])
    known = moves_of(release_id), read_statuses(release_id), updates_of(release_id)
    return England(observations, neighbours, counted_in, printed, inputs, release_id, as_at, *known, sizes)


def prepared_england(as_at: str = "") -> England:
    """All of data/processed as it is now, read anew only if it was prepared anew.

    Parameters
    ----------
    as_at : str
        A day such as 2025-10-01: with the release of the interactive tool that was in use then, and without sources that
        were not public yet. Without one, with the newest release.

    Raises
    ------
    InputError
        If nothing has been prepared, or not the release of the day, or a file is not the one that was written.
    """
    folder = paths.processed()
    if england := _held.get((folder, as_at)):
        return england
    return _read(folder, verify_processed(folder, release_as_at(as_at).id if as_at else ""), as_at)


def is_known(day: str, as_at: str = "") -> bool:
    """Whether it can be said what was public at the end of a day on which something was written.

    Parameters
    ----------
    day : str
        Such as 2025-12-05; empty if it is not known. It cannot be said of one before the first release, nor of one whose
        release is not at hand: another would not be what was public.
    as_at : str
        The day of the report that asks: of a later day it knows nothing.
    """
    if not day or (as_at and day > as_at):
        return False
    try:
        release_as_at(day)
    except InputError:
        return False
    return True


def england_on(day: str, as_at: str = "") -> England | None:
    """All that was public at the end of a day on which something was written; None if it is not known (``is_known``).

    Raises
    ------
    InputError
        If the release of the day is at hand, and is not prepared or is not the one that was written.
    """
    return prepared_england(day) if is_known(day, as_at) else None


def hold(as_at: str = "") -> None:
    """From now on, here and in forked processes, the data are those of now: all pages of a report are made of the same."""
    key = (paths.processed(), as_at)
    _held.pop(key, None)
    _held[key] = prepared_england(as_at)


def read_record(folder: Path) -> dict:
    """The record of the prepared data, as it stands; empty if there is none that can be read."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    known = isinstance(record, dict) and isinstance(record.get("releases"), dict) and "release" in record
    return record if known else {}


def verify_processed(folder: Path, release: str = "") -> str:
    """Compare every file with the hash that was recorded when it was written, also those of one release.

    A flipped bit in a Parquet file can turn one figure into another without an error, so that what can be
    read is not yet what was written.

    Parameters
    ----------
    folder : Path
    release : str
        The id of the release; the one in use when the data were prepared if not given.

    Returns
    -------
    str
        What the record says of these files, ``inputs``, ``outputs`` and ``release``: another text for other data.

    Raises
    ------
    InputError
        If nothing has been prepared, or a file is missing or is not the one that was written.
    """
    record = folder / RECORD
    try:
        text = record.read_text(encoding="utf-8")
        whole = json.loads(text)
        inputs, outputs = (dict(whole[name]) for name in ("inputs", "outputs"))
        release = release or whole["release"]
        entry = whole["releases"].get(release) if release else {"inputs": {}, "outputs": {}}
        of_release = entry and (dict(entry["inputs"]), dict(entry["outputs"]))
    except FileNotFoundError:
        raise InputError(
            "The data have not been prepared yet.", file=paths.shown(record), remedy=REMEDY
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"The record of the prepared data cannot be read: {error}."
        raise InputError(problem, file=paths.shown(record), remedy=REMEDY) from None
    if of_release is None:
        problem = f"The release {release} of DfE's interactive tool has not been prepared yet."
        remedy = REMEDY if release == whole["release"] else f"{REMEDY} --as-at {release[:10]}"
        raise InputError(problem, file=paths.shown(record), remedy=remedy)
    for name, expected in (outputs | of_release[1]).items():
        file = folder.joinpath(*name.split("/")[-2:])
        try:
            found = sha256(file)
        except OSError as error:
            problem = f"A file of the prepared data cannot be read: {error.strerror}."
            raise InputError(problem, file=paths.shown(file), remedy=REMEDY) from None
        if found != expected:
            problem = "The prepared data have changed since they were written."
            raise InputError(problem, file=paths.shown(file), remedy=REMEDY)
    if not inputs:
        raise InputError(
            "The record of the prepared data names no inputs.", file=paths.shown(record), remedy=REMEDY
        )
    if absent := sorted(WRITTEN - outputs.keys()):
        problem = f"The record of the prepared data does not name {', '.join(absent)}."
        raise InputError(problem, file=paths.shown(record), remedy=REMEDY)
    known = {"inputs": inputs | of_release[0], "outputs": outputs | of_release[1], "release": release}
    return json.dumps(known)


def validation_report(as_at: str = "") -> dict:
    """What ``standards prepare`` read and found, of the sources that a report as at a day rests on, or one of now.

    Returns
    -------
    dict
        ``sources``, ``tables`` and ``not_present``; of the release of the interactive tool ``release`` (its id) and
        ``not_understood`` (a list of rows ``kind, name, rows, example, done``) and ``source_faults`` (what looks wrong in
        it, ``analysis.data.source_faults``), all empty without one.
    """
    folder = paths.processed()
    about = json.loads(verify_processed(folder, release_as_at(as_at).id if as_at else ""))
    report = json.loads((folder / "validation.json").read_text(encoding="utf-8"))
    later = {source.id for source in load_manifest().values() if not source.public_by(as_at)}
    rows = [row for row in report["sources"] if row["source"].removesuffix("-printed") not in later]
    found: dict = {"release": about["release"], "not_understood": [], "source_faults": []}
    if about["release"]:
        of_release = json.loads(paths.release_file(about["release"], ".json").read_text(encoding="utf-8"))
        rows += [of_release["source"]] if of_release["source"] else []
        report["tables"]["observations"] += of_release["source"].get("observations", 0)
        found["not_understood"] = of_release["not_understood"]
        if (faults := paths.release_file(about["release"], FAULTS)).exists():
            found["source_faults"] = json.loads(faults.read_text(encoding="utf-8"))
        lait = {source.id for source in load_manifest().values() if is_of_lait(source)}
        report["not_present"] = [row for row in report["not_present"] if row["source"] not in lait]
    return report | found | {"sources": sorted(rows, key=lambda row: row["source"])}
