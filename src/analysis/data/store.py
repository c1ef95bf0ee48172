"""What ``standards prepare`` wrote: all of data/processed, read once in a process for each time that it was written."""

import json
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import sha256
from analysis.catalogue.observations import load_observations
from analysis.data.england import England

PRINTED_TABLES = ("tables", "figures", "indicators", "cohorts")
RECORD = "prepared.json"
REMEDY = "Run: standards prepare"
#: What is read from the folder; a record that does not vouch for all of it is no record.
WRITTEN = {
    *("observations.parquet", "areas.parquet", "neighbours.parquet", "counted_in.parquet", "validation.json"),
    *(f"printed_{name}.parquet" for name in PRINTED_TABLES),
}

#: What this process and those forked from it go by, whatever is prepared meanwhile (``hold``), by folder.
_held: dict[Path, England] = {}


@lru_cache(maxsize=2)
def _read(folder: Path, record: str) -> England:
    printed = {name: pd.read_parquet(folder / f"printed_{name}.parquet") for name in PRINTED_TABLES}
    neighbours, counted_in = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("neighbours", "counted_in")
    )
    observations = load_observations(folder / "observations.parquet")
    return England(observations, neighbours, counted_in, printed, json.loads(record)["inputs"])


def prepared_england() -> England:
    """All of data/processed as it is now, read anew only if it was prepared anew.

    Raises
    ------
    InputError
        If nothing has been prepared, or a file of it is not the one that was written.
    """
    folder = paths.processed()
    return _held.get(folder) or _read(folder, verify_processed(folder))


def hold() -> None:
    """From now on, here and in forked processes, the data are those of now: all pages of a report are made of the same."""
    _held.pop(paths.processed(), None)
    _held[paths.processed()] = prepared_england()


def verify_processed(folder: Path) -> str:
    """Compare every file with the hash that was recorded when it was written.

    A flipped bit in a Parquet file can turn one figure into another without an error, so that what can be
    read is not yet what was written.

    Returns
    -------
    str
        The record, which is another one for other data.

    Raises
    ------
    InputError
        If nothing has been prepared, or a file is missing or is not the one that was written.
    """
    record = folder / RECORD
    try:
        text = record.read_text(encoding="utf-8")
        inputs, outputs = (dict(json.loads(text)[name]) for name in ("inputs", "outputs"))
    except FileNotFoundError:
        raise InputError(
            "The data have not been prepared yet.", file=paths.shown(record), remedy=REMEDY
        ) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        problem = f"The record of the prepared data cannot be read: {error}."
        raise InputError(problem, file=paths.shown(record), remedy=REMEDY) from None
    for name, expected in outputs.items():
        file = folder / Path(name).name
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
    return text


def validation_report() -> dict:
    """What ``standards prepare`` read and found."""
    verify_processed(paths.processed())
    return json.loads((paths.processed() / "validation.json").read_text(encoding="utf-8"))
