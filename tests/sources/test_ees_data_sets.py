"""Each data set of Explore Education Statistics that has a mapping is recognised and read, on a made file of it."""

import pandas as pd
import pytest

from analysis.catalogue.ees_mapping_files import load_mappings, mapping_for
from analysis.catalogue.observations import Observations
from analysis.sources.ees import read_data_set, read_ees
from ees_made import made, none, of, write

FIGURES = ("value", "numerator", "denominator", "lower", "upper")
EXPECTED = made("expected")
MAPPING_OF = {row["file"]: row["mapping"] for row in EXPECTED}


@pytest.mark.parametrize("file", MAPPING_OF)
def test_each_data_set_is_recognised_and_read(tmp_path, file):
    rows, expected = made(file), [row for row in EXPECTED if row["file"] == file]
    reading = read_data_set(write(tmp_path / "made.csv", list(rows[0]), rows), source="made")
    assert reading.mapping == MAPPING_OF[file]
    assert list(reading.observations) == Observations.names()
    assert set(reading.observations["pupil_group"]) == {row["pupil_group"] for row in expected}
    for row in expected:
        got = of(reading.observations, measure=row["measure"], pupil_group=row["pupil_group"])
        figures = [pytest.approx(float(row[name])) if row[name] else None for name in FIGURES]
        assert [none(got[name]) for name in FIGURES] == figures
        assert (got["area"], got["year"], got["status"]) == ("E09000003", 2024, "ok")
    # what a row does not have is not applicable, and no figure is anything else
    others = reading.observations[reading.observations["status"] != "ok"]
    assert set(others["status"]) <= {"z"} and others["value"].isna().all()


@pytest.mark.parametrize("file", MAPPING_OF)
def test_exactly_one_mapping_fits_each_header(file):
    header, mappings = list(made(file)[0]), load_mappings()
    assert mapping_for(header, mappings).id == MAPPING_OF[file]
    assert mapping_for([column.upper() for column in header], mappings).id == MAPPING_OF[file]


def test_every_mapping_is_tried():
    assert set(MAPPING_OF.values()) == set(load_mappings())


def test_two_vintages_feed_one_series(tmp_path):
    parts = []
    for name, year in (("ks4-characteristics-2024", "202324"), ("ks4-characteristics", "202425")):
        row = made(name)[0] | {"time_period": year}
        file = write(tmp_path / f"{year}.csv", list(row), [row])
        parts.append(read_ees(file, source=f"made-{year}"))
    series = pd.concat(parts).query("measure == 'ks4_attainment8' and value.notna()")
    assert dict(zip(series["year"], series["value"], strict=True)) == {2024: 56.9, 2025: 57.2}
