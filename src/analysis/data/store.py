"""What ``standards prepare`` wrote: all of data/processed, read once in a process for each time that it was written."""

import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import editions, sha256
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import load_observations
from analysis.data.preference import one_source
from analysis.data.ranking import rank_areas

EDITION_TABLES = ("tables", "figures", "indicators", "cohorts")
RECORD = "prepared.json"
REMEDY = "Run: standards prepare"
#: What is read from the folder; a record that does not vouch for all of it is no record.
WRITTEN = {
    *("observations.parquet", "areas.parquet", "neighbours.parquet", "counted_in.parquet", "validation.json"),
    *(f"printed_{name}.parquet" for name in EDITION_TABLES),
}

#: What this process and those forked from it go by, whatever is prepared meanwhile (``hold``), by folder.
_held: dict[Path, "Prepared"] = {}


@dataclass(frozen=True, eq=False)
class Prepared:
    """All of data/processed, read once: every area and year. Each is equal to itself only."""

    observations: pd.DataFrame
    neighbours: pd.DataFrame
    #: The data sets of Explore Education Statistics that have numbers of pupils, by measure and pupil group.
    counted_in: pd.DataFrame
    editions: dict[str, pd.DataFrame]
    #: SHA-256 of every file that they were read from, by path.
    inputs: dict[str, str]
    #: Results that are the same for every LA (``once_for_all``).
    kept: dict = field(default_factory=dict)

    @cached_property
    def national(self) -> pd.DataFrame:
        """Observations of national files, those that cover every LA: one row per measure, group, year and area."""
        rows = one_source(self.observations[~self.observations["source"].isin(self.transcribed)])
        # a percentage worked out from counts is unrounded; it is shown with the decimals of its measure
        return rows.assign(decimals=rows["decimals"].fillna(rows["measure"].map(load_measures()["decimals"])))

    @cached_property
    def published(self) -> pd.DataFrame:
        """National observations, what has no value last."""
        return first_published(self.national)

    def figures(self, area: str) -> pd.DataFrame:
        """What a report on an LA reads: national figures, and where there are none those of its own transcribed reports.

        One row per measure, group, year and area. The papers of one LA supply nothing to a report on another.
        """
        own = {source.id for (code, _), source in editions().items() if code == area}
        if not own:
            return self.published
        printed = self.observations[self.observations["source"].isin(own)]
        return first_published(pd.concat([self.national, printed], ignore_index=True))

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The rank of every LA on every measure in every year."""
        return rank_areas(self.national)

    @cached_property
    def transcribed(self) -> set[str]:
        return {source.id for source in editions().values()}


@lru_cache(maxsize=2)
def _read(folder: Path, record: str) -> Prepared:
    printed = {name: pd.read_parquet(folder / f"printed_{name}.parquet") for name in EDITION_TABLES}
    neighbours, counted_in = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("neighbours", "counted_in")
    )
    observations = load_observations(folder / "observations.parquet")
    return Prepared(observations, neighbours, counted_in, printed, json.loads(record)["inputs"])


def prepared_data() -> Prepared:
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
    _held[paths.processed()] = prepared_data()


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


def first_published(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, group, year and area, of rows in order of preference: the first that has a value."""
    missing = observations["value"].isna()
    ordered = pd.concat([observations[~missing], observations[missing]])
    return ordered.drop_duplicates(["measure", "pupil_group", "year", "area"], ignore_index=True)


def validation_report() -> dict:
    """What ``standards prepare`` read and found."""
    verify_processed(paths.processed())
    return json.loads((paths.processed() / "validation.json").read_text(encoding="utf-8"))
