"""The text of a data file: what pandas writes, cell for cell, in less time."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.observations import Observations
from analysis.data.prepare import prepare
from analysis.data.prepared_releases import observations_of
from analysis.output.csv_text import csv_text
from places import NATIONAL, make_home

RELEASE = "2025-12-22_1f369c8"
TEXTS = ["plain", "a, b", 'say "so"', "two\nlines", "", "-0.5", "  edges ", "Ynys Môn", "plain"]
NUMBERS = [0.0, -0.0, 1e-05, 1e16, 0.1 + 0.2, float("nan"), float("inf"), 5e-324, 100.0]


def made() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "text": pd.Series(TEXTS, dtype="str"),
            "missing": pd.Series(["a", None] * 4 + ["a"], dtype="str"),
            "number": NUMBERS,
            "whole": pd.array([1, None, 3, 3, -3, 0, 2**40, None, 1], dtype="Int64"),
            "small": pd.array([1, None, 3, 3, -3, 0, 2, None, 1], dtype="Int8"),
            "count": np.arange(9),
            "yes": [True, False] * 4 + [True],
            "maybe": pd.array([True, None, False] * 3, dtype="boolean"),
            "mixed": pd.Series([1, True, 1.0, "1", None, "", "x,y", False, 0], dtype=object),
        }
    )


def test_every_kind_of_cell_is_as_pandas_writes_it():
    frame = made()
    assert csv_text(frame) == frame.to_csv(index=False, lineterminator="\n")
    for name in frame:  # of one column too, where a missing cell is an empty line in quotes
        assert csv_text(frame[[name]]) == frame[[name]].to_csv(index=False, lineterminator="\n")
    odd = frame.rename(columns={"text": "a,b", "number": 'say "so"'})
    assert csv_text(odd) == odd.to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_a_table_of_few_rows(rows):
    frame = made().head(rows)
    assert csv_text(frame) == frame.to_csv(index=False, lineterminator="\n")


def test_an_index_of_any_kind_is_left_out():
    frame = made().set_axis([7] * 9).iloc[::-1]
    assert csv_text(frame) == frame.to_csv(index=False, lineterminator="\n")


@pytest.mark.national
def test_a_whole_release_is_the_same_text(national, tmp_path, monkeypatch):
    """Some 400,000 real rows, every column that an observation has."""
    national(f"lait_releases/{RELEASE}/bds_long_0.parquet")
    make_home(tmp_path / "home", monkeypatch)
    monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
    prepare("2025-12-23")
    rows = observations_of(RELEASE)
    assert len(rows) > 300_000 and list(rows) == Observations.names()
    assert csv_text(rows) == rows.to_csv(index=False, lineterminator="\n")
