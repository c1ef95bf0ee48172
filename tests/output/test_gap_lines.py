"""Drawings of gaps over the years: no line across a break or a year without figures, and labels that do not cover each other."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.output.charts import frame
from analysis.output.charts.gap_lines import gap_lines, pieces
from analysis.output.table import Table

NAMES = {"value": "Barnet's gap to other pupils in England", "england": "England's own gap"}


def panel(years, segments, value, england) -> pd.DataFrame:
    table = pd.DataFrame({"year": years, "segment": segments, "value": value, "england": england})
    return table.assign(
        value_text=[f"v{number:g}" for number in value], england_text=[f"e{number:g}" for number in england]
    )


PANELS = {
    "Key stage 2 (points)": panel(
        [2018, 2019, 2022, 2023], [0, 0, 0, 0], [-9.0, -8, -11, -12], [-20.0, -21, -23, -23]
    ),
    "Attainment 8 (points)": panel(
        [2018, 2019, 2020, 2021], [0, 0, 1, 1], [-5.0, -4, -4, -4], [-5.0, -4, -4, -4]
    ),
}


def drawn(panels=PANELS):
    return gap_lines(
        panels,
        NAMES,
        "T",
        "The gap of pupils, said at some length so that it can be heard.",
        Table("No table", pd.DataFrame()),
    )


@pytest.mark.parametrize(
    ("years", "segments", "runs"),
    [
        ([2016, 2017, 2018], [0, 0, 0], [[2016, 2017, 2018]]),
        ([2016, 2017, 2018], [0, 1, 1], [[2016], [2017, 2018]]),
        ([2018, 2019, 2022, 2023], [0, 0, 0, 0], [[2018, 2019], [2022, 2023]]),
        ([], [], []),
    ],
)
def test_a_line_joins_only_years_that_follow_each_other_and_may_be_compared(years, segments, runs):
    assert pieces(years, segments) == runs


def test_there_is_a_drawing_for_each_measure_that_fits_a_phone_and_is_the_same_each_time():
    chart = drawn()
    assert chart.svg == drawn().svg
    drawings = BeautifulSoup(chart.svg, "html.parser").find_all("svg")
    assert len(drawings) == len(PANELS) and len({svg["id"] for svg in drawings}) == len(PANELS)
    for svg, name in zip(drawings, PANELS, strict=True):
        assert svg["role"] == "img" and svg["aria-label"].startswith(f"{name}. The gap")
        width = float(re.search(r'viewbox="0 0 ([\d.]+)', str(svg).lower())[1])
        assert width == pytest.approx(frame.WIDTH * 72, abs=1)


def test_missing_years_are_shaded_and_breaks_are_dashed():
    first, second = (str(svg) for svg in BeautifulSoup(drawn().svg, "html.parser").find_all("svg"))
    assert "no" in re.findall(r">(no)<", first) and not re.findall(r">(no)<", second)
    assert "stroke-dasharray" not in first and "stroke-dasharray" in second


def test_labels_of_ends_at_the_same_height_stand_apart():
    second = BeautifulSoup(drawn().svg, "html.parser").find_all("svg")[1]
    heights = [
        float(re.search(r'(?:translate\([\d.-]+ |y=")([\d.-]+)', str(text))[1])
        for text in second.find_all("text")
        if text.get_text() in ("Barnet v-4", "England e-4")
    ]
    assert len(heights) == 2 and abs(heights[0] - heights[1]) >= frame.TYPE
