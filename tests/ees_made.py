"""Made files of Explore Education Statistics (``tests/made/ees``), and files that differ from them in a cell."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.catalogue.ees_mapping_files import load_mapping
from analysis.sources.ees import read_data_set

FOLDER = Path(__file__).parent / "made" / "ees"


def made(name: str) -> list[dict[str, str]]:
    """The rows of a made file, ``made("phonics")``: column -> cell."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(file: Path, header: list[str], rows: list[dict], *, bom=True) -> Path:
    """A file as DfE writes it, of those columns; a column that is not in the rows has no figure."""
    with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="z", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return file


# the tests' own mapping and file, for what does not depend on the data set

OWN_FILE = FOLDER / "own.toml"
OWN = OWN_FILE.read_text(encoding="utf-8")
OWN_ROWS = made("own")
HEADER = list(OWN_ROWS[0])
FIGURES = ("pupils", "reached", "percent", "score", "low", "high")
PLACE = ("geographic_level", "region_code", "region_name", "old_la_code", "new_la_code", "la_name")
BARNET, CAMDEN, OUTER, ENGLAND = ({column: row[column] for column in PLACE} for row in OWN_ROWS)


def at(level: str, **names: str) -> dict[str, str]:
    """The cells of a place that only these columns name."""
    return dict.fromkeys(PLACE, "") | {"geographic_level": level} | names


def cells(*figures: str, **changes: str) -> dict[str, str]:
    """Barnet's row of ``own.csv``, but for the first figures (of ``FIGURES``) and the cells that are given."""
    return OWN_ROWS[0] | dict(zip(FIGURES, figures, strict=False)) | changes


@pytest.fixture(scope="session")
def own_mapping():
    return load_mapping(OWN_FILE)


@pytest.fixture
def read_own(tmp_path, own_mapping):
    """Reads a file of these rows with the tests' own mapping."""

    def reader(*rows, header=HEADER, mapping=own_mapping, **options):
        file = write(tmp_path / "made.csv", header, list(rows))
        return read_data_set(file, mapping, source="made", **options)

    return reader


# what was read


def of(observations, **conditions):
    """The one observation for which the conditions hold."""
    for name, value in ({"source": "made", "measure": "ks2_rwm_expected"} | conditions).items():
        observations = observations[observations[name] == value]
    assert len(observations) == 1
    return observations.iloc[0]


def none(value) -> float | None:
    return None if pd.isna(value) else float(value)
