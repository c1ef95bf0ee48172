"""Intervals of progress scores: those that DfE publishes, to the digit."""

import csv
import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.basics.errors import InputError
from analysis.report.cohorts.progress import load_sigmas, no_sigma_reason, progress_interval
from places import REPO

SUBJECTS = {"ks2_reading_progress": "read", "ks2_writing_progress": "writta", "ks2_maths_progress": "mat"}
# Values that the project's methods note gives, to three decimals.
NOTED = {
    ("ks4_progress8", 2019): 1.283,
    ("ks4_progress8", 2022): 1.408,
    ("ks4_progress8", 2023): 1.414,
    ("ks4_progress8", 2024): 1.416,
    ("ks2_reading_progress", 2019): 6.174,
    ("ks2_writing_progress", 2019): 5.694,
    ("ks2_maths_progress", 2019): 5.390,
    ("ks2_reading_progress", 2022): 6.289,
    ("ks2_writing_progress", 2022): 6.039,
    ("ks2_maths_progress", 2022): 5.852,
    ("ks2_reading_progress", 2023): 6.289,
    ("ks2_writing_progress", 2023): 6.049,
    ("ks2_maths_progress", 2023): 5.914,
}


@pytest.fixture(scope="module")
def published(national) -> pd.DataFrame:
    """Every interval that DfE's file prints for a local authority, as text, with the sum and count behind it."""
    table = pd.read_csv(national("ees/ks2_la.csv"), dtype=str, encoding="utf-8-sig", keep_default_na=False)
    table = table[table["geographic_level"] == "Local authority"]
    parts = []
    for measure, subject in SUBJECTS.items():
        part = pd.DataFrame(
            {
                "measure": measure,
                "year": 2000 + table["time_period"].str[-2:].astype(int),
                "n": table[f"t_{subject}_progress_eligible_pupils"],
                "sum": table[f"t_{subject}_progress_score"],
                "low": table[f"avg_{subject}_progress_score_lower_CI"],
                "high": table[f"avg_{subject}_progress_score_upper_CI"],
            }
        )
        # k is a limit that rounds to zero.
        parts.append(
            part[part["low"].str.fullmatch(r"-?[\d.]+|k") & part["high"].str.fullmatch(r"-?[\d.]+|k")]
        )
    return pd.concat(parts, ignore_index=True)


def printed(value: float) -> str:
    text = str(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "k" if float(text) == 0 else text


def as_printed(text: str) -> str:
    return "k" if text == "k" or float(text) == 0 else f"{float(text):.2f}"


@pytest.mark.national
def test_every_published_progress_interval_is_reproduced_to_the_digit(published):
    sigmas = load_sigmas()
    different = []
    for row in published.itertuples():
        n = int(row.n)
        interval = progress_interval(float(row.sum) / n, n, sigmas[row.measure, row.year])
        if (printed(interval.low), printed(interval.high)) != (as_printed(row.low), as_printed(row.high)):
            different.append(row)
    assert different == []
    # The count guards against a filter that drops what does not fit.
    assert len(published) == 3719
    assert published.groupby("year").size().to_dict() == {2019: 1221, 2022: 1257, 2023: 1241}


@pytest.mark.national
def test_the_sigmas_are_those_behind_the_published_intervals(published):
    sigmas = load_sigmas()
    numbers = published.replace({"k": "0"}).astype({"n": float, "low": float, "high": float})
    groups = numbers.groupby(["measure", "year"])
    assert set(groups.groups) == {key for key in sigmas if key[0].startswith("ks2")}
    for key, group in groups:
        # Half widths regressed through the origin on 1.96 / sqrt(n); the slope is the standard deviation.
        multiple, half = 1.96 / np.sqrt(group["n"]), (group["high"] - group["low"]) / 2
        slope = (multiple * half).sum() / (multiple**2).sum()
        error = math.sqrt(((half - slope * multiple) ** 2).sum() / (len(group) - 1) / (multiple**2).sum())
        assert abs(slope - sigmas[key]) < 4 * error
        assert error < 0.001


def test_the_sigmas_are_those_of_the_methods_note():
    sigmas = load_sigmas()
    assert set(sigmas) == set(NOTED)
    for key, noted in NOTED.items():
        assert sigmas[key] == pytest.approx(noted, abs=0.00051)
    assert sigmas.get(("ks4_progress8", 2017)) is None


def test_the_interval_is_dfes_multiple():
    interval = progress_interval(0.3, 100, 1.416)
    assert (interval.low, interval.high) == pytest.approx((0.3 - 0.196 * 1.416, 0.3 + 0.196 * 1.416))
    wider = progress_interval(0.3, 100, 1.416, level=0.99)
    assert (wider.low, wider.high) == pytest.approx(stats.norm.interval(0.99, loc=0.3, scale=0.1416))


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((0.3, 0, 1.283), "n must be 1 or more, but got 0"),
        ((0.3, 10.5, 1.283), "n must be a whole number of pupils, but got 10.5"),
        ((float("nan"), 10, 1.283), "score must be a number, but got nan"),
        ((0.3, 10, 0), "sigma must be above 0, but got 0"),
        ((0.3, 10, -1.0), "sigma must be above 0, but got -1.0"),
        ((0.3, 10, float("nan")), "sigma must be a number, but got nan"),
        ((0.3, 10, None), "sigma must be a number, but got None"),
        ((None, 10, 1.283), "score must be a number, but got None"),
    ],
)
def test_progress_needs_a_score_pupils_and_a_sigma(arguments, message):
    with pytest.raises(ValueError, match=message):
        progress_interval(*arguments)


@pytest.mark.parametrize(
    "measure, year, words",
    [
        ("ks4_progress8", 2017, "standard deviation of all pupils' scores in 2016/17 is not available"),
        ("ks4_progress8", 2025, "key stage 2 assessments were cancelled"),
        ("ks2_maths_progress", 2024, "key stage 1 assessments were cancelled"),
        ("ks4_progress8", 2021, "year's assessments were cancelled"),
        ("another_measure", 2000, "standard deviation of all pupils' scores in 1999/00 is not available"),
    ],
)
def test_a_year_without_a_sigma_says_why(measure, year, words):
    assert no_sigma_reason(measure, year).startswith("no interval, because ")
    assert words in no_sigma_reason(measure, year)
    assert (measure, year) not in load_sigmas()


def test_every_sigma_has_a_source():
    with (REPO / "data" / "raw" / "progress_sigmas.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(NOTED)
    for row in rows:
        assert f"{int(row['year']) - 1}/{row['year'][2:]}" in row["source"]


@pytest.mark.parametrize(
    "text, row",
    [
        ("measure,year,sigma\n", 1),
        ("", 1),
        ("measure,year,sigma,source\nks4_progress8,2019,abc,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,-1,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,nan,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2018/19,1.2,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,1.283,\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,1.283,DfE\nks4_progress8,2019,1.3,DfE\n", 3),
    ],
)
def test_a_damaged_table_of_sigmas_names_the_row(tmp_path, text, row):
    file = tmp_path / "sigmas.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_sigmas(file)
    assert error.value.row == row
    assert error.value.file == "sigmas.csv"


def test_a_missing_table_of_sigmas_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match=r"Is the path right"):
        load_sigmas(tmp_path / "none.csv")
