"""Whether data/processed is as ``standards prepare`` left it. Looked at before anything is read from it."""

import json
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import sha256

RECORD = "prepared.json"
REMEDY = "Run: standards prepare"
#: What is read from the folder; a record that does not vouch for all of it is no record.
WRITTEN = {
    *("observations.parquet", "areas.parquet", "neighbours.parquet", "validation.json"),
    *(f"printed_{name}.parquet" for name in ("tables", "figures", "indicators", "cohorts")),
}


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
