"""The releases of DfE's interactive tool: each read once and written as a Parquet file of its own, and read back.

``data/processed/lait/<id>.parquet`` holds the observations of a release, ``<id>.json`` beside it what was read and what was
not understood. The record of the prepared data vouches for both, and says what they were made of.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import pandas as pd
import pyarrow.dataset as ds

from analysis.basics import paths
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import contradictions, load_codes, read_dictionary
from analysis.catalogue.lait_updates import NO_UPDATES, read_updates
from analysis.catalogue.manifest import sha256
from analysis.catalogue.measures import load_measures
from analysis.catalogue.not_understood import NotUnderstood, as_table
from analysis.catalogue.observations import load_observations, write_observations
from analysis.catalogue.releases_held import DICTIONARY_SOURCE, Held, verified
from analysis.data.checks import ENOUGH, check_plausible, out_of_bounds
from analysis.data.inputs import MOVES, STATUSES
from analysis.data.readers import LAIT_READERS, readers
from analysis.data.source_rows import source_rows
from analysis.sources.lait import read_lait
from analysis.sources.lait_counts import COLUMNS as COUNTED
from analysis.sources.lait_counts import read_counts

FOLDER = "lait"
#: How the name of the file ends that says what looks wrong in a release (``analysis.data.release_faults``).
FAULTS = ".faults.json"
#: And with the counts that sizes of cohorts are worked out from (``analysis.sources.lait_counts``).
COUNTS = ".counts.csv"
#: The tables that shape what is read of a release.
TABLES = ("lait_codes.csv", "areas.csv", "measures.csv")


@dataclass(frozen=True, eq=False)
class ReadRelease:
    """A release that has been read: its observations, a table of what was not understood, and counts of children."""

    held: Held
    observations: pd.DataFrame
    not_understood: pd.DataFrame
    counts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=COUNTED))

    @property
    def validation(self) -> dict:
        """What was read, as ``validation_report`` has it."""
        figures = self.observations[self.observations["value"].notna()]
        (row,) = source_rows(self.observations) or [{}]
        return {
            "release": self.held.id,
            "source": row,
            "newest_year": int(figures["year"].max()) if len(figures) else 0,
            "not_understood": self.not_understood.to_dict("records"),
            "updates": updates(self.held).to_dict("records"),
        }


def observations_of(release_id: str) -> pd.DataFrame:
    """The observations of a release that is prepared: columns and types of ``Observations``, sorted by its key.

    Parameters
    ----------
    release_id : str
        Such as 2025-12-22_1f369c8.

    Raises
    ------
    InputError
        If the release is not prepared, or its file cannot be read.
    """
    return load_observations(paths.release_file(release_id))


def counts_of(release_id: str) -> pd.DataFrame:
    """The counts of children of a release that is prepared, as ``read_counts`` returns them; empty if there are none."""
    types = dict(zip(COUNTED, ("str", "int64", "str", "float64"), strict=True))
    file = paths.release_file(release_id, COUNTS)
    if not (release_id and file.is_file()):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
    return pd.read_csv(file, dtype=types)


def updates(held: Held) -> pd.DataFrame:
    """When the dictionary of a release says that measures were and will be updated, as ``read_updates`` has it."""
    return read_updates(held.dictionary, load_codes()) if held.dictionary else NO_UPDATES.copy()


def updates_of(release_id: str) -> pd.DataFrame:
    """The same of a release that is prepared; empty if that is not known."""
    try:
        rows = json.loads(paths.release_file(release_id, ".json").read_text(encoding="utf-8"))["updates"]
    except (OSError, ValueError, KeyError, TypeError):
        rows = []
    return pd.DataFrame(rows, columns=[*NO_UPDATES]).astype(NO_UPDATES.dtypes)


def prepared_dataset(release_ids: Iterable[str] | None = None) -> ds.Dataset:
    """The prepared releases as one pyarrow dataset, of all or of some; ``__filename`` tells of which a row is."""
    files = sorted((paths.processed() / FOLDER).glob("*.parquet"))
    wanted = None if release_ids is None else {*release_ids}
    chosen = [str(file) for file in files if wanted is None or file.stem in wanted]
    return ds.dataset(chosen, format="parquet")


def made_of(held: Held) -> str:
    """One hash of all that decides what is read of a release: its files, the tables that map them, the readers."""
    files = [sha256(path) for path in held.files()]
    tables = [sha256(paths.raw() / name) for name in TABLES]
    return _one(repr([held.id, held.borrowed, files, tables]), _readers())


@cache
def _readers() -> str:
    return repr(sorted(readers(LAIT_READERS).items()))


def _one(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def is_prepared(record: dict, held: Held) -> bool:
    """Whether the record vouches for files of the release as they are and as they would be made now."""
    try:
        entry = record["releases"][held.id]
        files = {name: sha256(paths.processed() / name) for name in entry["outputs"]}
        return bool(files) and entry["made_of"] == made_of(held) and entry["outputs"] == files
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def read_release(held: Held, transcribed: pd.DataFrame) -> ReadRelease:
    """Read a release and check that its figures can be.

    Parameters
    ----------
    held : Held
    transcribed : DataFrame
        Observations of the transcribed reports, most of whose figures the release must have.

    Raises
    ------
    InputError
        If a file is not that of the list or cannot be read, or its figures cannot be as a whole.
    """
    verified(held)
    measures, codes = load_measures(), load_codes()
    observations, table = read_lait(held.data, held.dictionary, codes, names_of(load_areas()))
    found = [NotUnderstood(*row) for row in table.itertuples(index=False, name=None)]
    found = [*_of_dictionary(held, codes, measures), *found]
    observations, beyond = _within_bounds(observations, measures)
    both = pd.concat([transcribed, observations], ignore_index=True)
    check_plausible(both, measures, {*transcribed["source"]})
    counts = read_counts(held.data, names_of(load_areas()))
    return ReadRelease(held, observations, as_table([*found, *beyond]), counts)


def names_of(areas: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Every name and variant to the code and type of its area."""
    return {
        name: (area.code, area.area_type)
        for area in areas.itertuples()
        for name in [area.name, *filter(None, area.other_names.split(";"))]
    }


def _of_dictionary(held: Held, codes: pd.DataFrame, measures: pd.DataFrame) -> list[NotUnderstood]:
    """What is to be known of the dictionary as a whole: whose it is, and where it says the opposite of the catalogue."""
    if held.dictionary is None:
        return [
            NotUnderstood(
                "dictionary", "none", 0, held.id, "read without: decimals and academic years unknown"
            )
        ]
    found = contradictions(read_dictionary(held.dictionary)[0], codes, measures)
    known = held.release.dictionary_sha256
    if held.borrowed:
        done = f"read with that of the release {held.borrowed}"
        found.append(NotUnderstood("dictionary", "none", 0, "there is none that can be read", done))
    elif held.of_manifest and held.listed and known and sha256(held.dictionary) != known:
        done = f"read all the same; of the day: SHA-256 {known[:12]}…"
        found.append(NotUnderstood("dictionary", DICTIONARY_SOURCE, 0, "it is that of another release", done))
    return found


def _within_bounds(
    observations: pd.DataFrame, measures: pd.DataFrame
) -> tuple[pd.DataFrame, list[NotUnderstood]]:
    """The observations less percentages that none can be, such as -1000 or a region's figure that was added twice.

    Where there are ``ENOUGH`` of them in one year of a series they stay, for the check to refuse the file.
    """
    bad = out_of_bounds(observations, measures)
    rows = observations[bad]
    several = rows.groupby(["measure", "pupil_group", "year"])["value"].transform("size") >= ENOUGH
    if rows.empty or several.any():
        return observations, []
    found = [
        NotUnderstood(
            "percentage",
            str(measure),
            len(own),
            f"{first['locator']}: {first['pupil_group']}, {first['year']}, {first['area']}: {first['value']:g}",
            "left out: no percentage can be so",
        )
        for measure, own in rows.groupby("measure")
        for first in [own.iloc[0]]
    ]
    return observations[~bad].reset_index(drop=True), found


def write_release(read: ReadRelease) -> dict:
    """Write a release, aside and then in place; what the record says of it."""
    folder = paths.processed() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files = [paths.release_file(read.held.id, kind) for kind in (".parquet", ".json", COUNTS)]
    parquet, about, counts = files
    aside = {file: paths.aside(file) for file in files}
    for file in aside.values():
        file.unlink(missing_ok=True)  # what a killed run left; a link is not written through
    try:
        write_observations(read.observations, aside[parquet])
        aside[about].write_text(json.dumps(read.validation, indent=1), encoding="utf-8")
        read.counts.to_csv(aside[counts], index=False)
    except OSError:
        for file in aside.values():
            file.unlink(missing_ok=True)
        raise
    for file, written in aside.items():
        written.replace(file)
    return {
        "made_of": made_of(read.held),
        "inputs": read.held.inputs(),
        "outputs": {f"{FOLDER}/{file.name}": sha256(file) for file in aside},
    }


def write_beside(release_id: str, suffix: str, text: str) -> dict[str, str]:
    """Write what was found of a release beside its observations, aside and then in place: its SHA-256 by its path."""
    file = paths.release_file(release_id, suffix)
    aside = paths.aside(file)
    aside.unlink(missing_ok=True)
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)
    return {file.relative_to(paths.processed()).as_posix(): sha256(file)}


def clear_others(record: dict) -> None:
    """Remove files of releases that the record does not vouch for: what a killed run left."""
    suffixes = (".parquet", ".json", COUNTS, FAULTS, MOVES, STATUSES)
    kept = {f"{FOLDER}/{name}{suffix}" for name in record["releases"] for suffix in suffixes}
    for file in (paths.processed() / FOLDER).glob("*"):
        if f"{FOLDER}/{file.name}" not in kept:
            file.unlink(missing_ok=True)
