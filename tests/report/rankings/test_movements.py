"""Movements: the back-test names what the reports name, and what one year alone shows is named nowhere."""

import sys

import pandas as pd
import pytest

from analysis.data.store import prepared_england
from analysis.report.contents import open_report
from analysis.report.rankings.movements import looked_at, moved
from places import REPO

pytestmark = pytest.mark.national


@pytest.fixture(scope="module")
def backtest():
    sys.path.insert(0, str(REPO / "benchmarks"))
    import backtest

    yield backtest
    sys.path.remove(str(REPO / "benchmarks"))


@pytest.mark.parametrize(("area", "year"), [("Hounslow", 2024), ("Rutland", 2022), ("Barnet", 2019)])
def test_the_back_test_names_what_the_report_names(national_home, backtest, area, year):
    report = open_report(area, year)
    england = report.england
    told = {
        "movements": backtest.new_movements(england, year),
        "strengths": backtest.new_levels(england, year, "top"),
        "development": backtest.new_levels(england, year, "low"),
    }
    for kind, rows in told.items():
        own = rows[rows["area"] == report.area.code]
        there = [(each.measure, each.pupil_group) for each in report.findings[kind]]
        assert list(own[["measure", "pupil_group"]].itertuples(index=False, name=None)) == there, kind


def test_at_most_a_tenth_are_expected_to_be_noise(national_home):
    """Benjamini and Hochberg by hand, for every LA; and each year's figure lies beyond the years before."""
    england = prepared_england()
    rows = england.once(looked_at, 2024)
    for _, own in rows.groupby("area"):
        chances = own["chance"].sort_values().to_numpy()
        passed = [i for i, chance in enumerate(chances, start=1) if chance <= 0.1 * i / len(chances)]
        assert own["beyond"].sum() == (max(passed) if passed else 0)
    named = england.once(moved, 2024)
    assert 0 < len(named) < rows["beyond"].sum() and (named["least"] >= 1).all()
    up = named["departure"] > 0
    for year in ("now", "last"):
        risen = pd.Series(named["rank_before"] > named[f"rank_{year}"])
        assert (risen == up).all()
