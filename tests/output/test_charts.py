"""What must hold for every drawing, whatever the figures: legible, told apart without colour, the same each time."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from analysis.output.charts import chart as charts
from analysis.output.charts import frame
from analysis.output.charts.labels import spread
from analysis.output.charts.profile import TOUCH, stacked
from analysis.output.charts.rows import halves, lay_rows
from analysis.output.charts.strip import EDGE
from analysis.output.charts.trends import near_bands, rank_range, series_line
from analysis.output.page import with_one_sheet
from analysis.output.table import Table

BODY_TEXT, MARK = 4.5, 3.0
NAMES = {"value": "Anyshire", "neighbours": "Neighbours", "england": "England"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_on_white(colour: str) -> float:
    return 1.05 / (luminance(colour) + 0.05)


@pytest.mark.parametrize("colour", [frame.BLUE, frame.DARK_ORANGE, frame.INK, frame.GREY])
def test_colours_of_text_can_be_read_on_white(colour):
    assert contrast_on_white(colour) >= BODY_TEXT


@pytest.mark.parametrize("colour", [frame.ORANGE, EDGE, "#8A9195", "#7088A0", "#868E93"])
def test_colours_of_marks_can_be_seen_on_white(colour):
    assert contrast_on_white(colour) >= MARK


@given(st.lists(st.integers(1, 153), min_size=1, max_size=60))
def test_no_dot_of_a_stack_hides_another(ranks):
    levels = stacked(pd.Series(ranks))
    for level in set(levels):
        side_by_side = sorted(rank for rank, own in zip(ranks, levels, strict=True) if own == level)
        assert all(b - a >= TOUCH for a, b in pairwise(side_by_side))
    assert set(levels) == set(range(max(levels) + 1)), "a level is left empty"


@given(st.lists(st.text("abc ", max_size=120), min_size=1, max_size=12), st.integers(8, 90))
def test_names_and_marks_of_rows_keep_apart(names, room):
    rows = lay_rows(names, room=room)
    for i, (name, place) in enumerate(zip(rows.names, rows.places, strict=True)):
        foot_of_name = rows.tops[i] + 12 * len(name.split("\n"))
        assert foot_of_name < place
        assert place < (rows.tops[i + 1] if i + 1 < len(names) else rows.height)


def years(values: list[float], segments: list[int]) -> pd.DataFrame:
    rows = pd.DataFrame({"year": range(2016, 2016 + len(values)), "value": values, "segment": segments})
    return rows.assign(
        neighbours=rows["value"] - 1,
        england=rows["value"] - 2,
        rank=3,
        n_ranked=152,
        text="7",
        unit="Points",
        value_text="7",
        england_text="5",
    )


@pytest.mark.parametrize(
    ("years_of", "segments", "pieces"),
    [
        ([2016, 2017, 2018], [0, 0, 0], [[2016, 2017, 2018]]),
        # no tests were taken in two years; then the series breaks
        ([2018, 2019, 2022, 2023], [0, 0, 0, 1], [[2018, 2019], [2022], [2023]]),
        ([2019, 2022], [0, 1], [[2019], [2022]]),
        ([], [], []),
    ],
)
def test_a_line_is_cut_where_years_have_no_figures(years_of, segments, pieces):
    axes = Figure().subplots()
    table = pd.DataFrame({"year": years_of, "value": [50.0] * len(years_of), "segment": segments})
    series_line(axes, table, "value", "value")
    assert [line.get_xdata().tolist() for line in axes.lines] == pieces


LEVELS = pd.DataFrame(
    {
        "label": ["A measure with a name so long that it is written in more than one line of the chart", "B"],
        "value": [74.0, 75.0],
        "comparison_value": [75.0, 74.0],
        "lower": [60.0, 70.0],
        "upper": [80.0, 80.0],
        "cohort": ["3 of 4", "6 of 8"],
    }
)
PANELS = {"A measure": years([5, 6, 7, 8], [0, 0, 1, 1])}
BANDS = {"A measure": {"top 10%": 15, "top 20%": 30, "top half": 76}}
NOTHING = Table("No table", pd.DataFrame())
DRAWN = {
    "dumbbell": lambda: charts.dumbbell_chart(LEVELS, ("one", "other"), "Per cent", "T", "Alt", str),
    "interval": lambda: charts.interval_chart(LEVELS, "Per cent", "T", "Alt"),
    "history": lambda: charts.history_chart(PANELS, BANDS, {"A measure": "3rd"}, "T", "Alt"),
    "trend": lambda: charts.trend_chart(PANELS, NAMES, "T", "Alt", NOTHING),
    "profile": lambda: charts.profile_chart(
        pd.DataFrame(
            {
                "row": "Phase",
                "rank": [1, 1, 2, 90],
                "whole": [True, False, True, True],
                "name": ["A measure, 1st", "", "", "Another, 90th"],
            }
        ),
        ["Phase"], 152, {"top 10%": 15, "top half": 76}, "T", "Alt",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_fits_a_phone_and_is_the_same_each_time(name):
    svg = DRAWN[name]().svg
    assert svg == DRAWN[name]().svg
    widths = {float(width) for width in re.findall(r'viewBox="0 0 ([\d.]+)', svg)}
    sizes = {float(size) for size in re.findall(r"font:? ?(?:-size: ?)?(\d[\d.]*)px", svg)}
    # 320 pixels less the margins of the page
    assert sizes and min(sizes) * 288 / max(widths) >= 9, sizes
    assert len(widths) == 1, "small drawings beside each other are of one scale"
    assert round(widths.pop()) in {round(inches * 72) for inches in (frame.WIDTH, frame.NARROW)}


@pytest.mark.parametrize("name", DRAWN)
def test_each_drawing_says_what_it_shows_and_has_its_own_names(name):
    svg = DRAWN[name]().svg
    drawings = re.findall(r"<svg [^>]*>", svg)
    assert all(re.search(r'role="img" aria-label="[^"]{15,}"', drawing) for drawing in drawings)
    names = re.findall(r' id="([^"]+)"', svg)
    assert len(names) == len(set(names))


def history_of(values: list[float], segments: list[int]) -> str:
    return charts.history_chart(
        {"A": years(values, segments)}, {"A": {"top 10%": 15}}, {"A": "3rd"}, "T", "Alt"
    ).svg


def test_lines_are_cut_where_a_series_breaks():
    whole, broken = history_of([5, 6, 7, 8], [0, 0, 0, 0]), history_of([5, 6, 7, 8], [0, 0, 1, 1])
    assert broken.count("stroke-dasharray") == whole.count("stroke-dasharray") + 1


def test_few_points_do_not_look_like_many():
    svg = charts.dumbbell_chart(LEVELS, ("one", "other"), "Per cent", "T", "Alt", str).svg
    ticks = [float(text) for text in re.findall(r">(\d+)</text>", svg)]
    assert max(ticks) - min(ticks) >= 15


@given(
    st.lists(st.tuples(st.floats(0, 100), st.integers(1, 3)), min_size=1, max_size=6),
)
def test_no_label_at_the_end_of_a_line_lies_over_another(labels):
    """Labels of one to three lines keep apart, in the order in which their lines end, within the drawing."""
    wanted, heights = [place for place, _ in labels], [12.0 * lines for _, lines in labels]
    low, high = 0.0, 300.0
    middles = spread(wanted, heights, low, high)
    order = sorted(range(len(labels)), key=lambda i: middles[i])
    assert [wanted[i] for i in order] == sorted(wanted)
    for a, b in pairwise(order):
        assert middles[b] - middles[a] >= (heights[a] + heights[b]) / 2 - 1e-9
    assert all(low <= middle - height / 2 + 1e-9 for middle, height in zip(middles, heights, strict=True))
    assert all(middle + height / 2 <= high + 1e-9 for middle, height in zip(middles, heights, strict=True))


@pytest.mark.parametrize(
    ("ranks", "drawn"),
    [
        ([3, 9], {"top 10%": 15}),
        ([3, 40], {"top 10%": 15, "top 20%": 30}),
        ([60, 90], {"top half": 76}),
        # nothing ends near the last places, and a line far off would squash them
        ([140, 150], {}),
    ],
)
def test_an_axis_of_ranks_has_the_bands_that_end_near_them(ranks, drawn):
    assert near_bands(pd.Series(ranks), BANDS["A measure"]) == drawn


@given(st.lists(st.integers(1, 152), min_size=1, max_size=12))
def test_an_axis_of_ranks_covers_them_and_no_few_places(ranks):
    low, high = rank_range(ranks, 152)
    assert 1 <= low <= min(ranks) and max(ranks) <= high <= 152
    assert high - low >= 20
    assert high - low <= max(20, max(ranks) - min(ranks))


@given(st.integers(1, 40))
def test_rows_in_two_drawings_are_all_there_in_their_order(n):
    parts = halves(pd.DataFrame({"row": range(n)}))
    assert pd.concat(parts)["row"].tolist() == list(range(n))
    assert len(parts) == (1 if n <= 5 else 2) and len(parts[0]) - len(parts[-1]) in (0, 1)


def test_a_page_names_each_style_of_its_drawings_once():
    drawn = [
        f'<svg id="{name}"><style>svg .sAAAA{{fill:none}}svg .s{own}{{fill:red}}</style><path class="sAAAA"/></svg>'
        for name, own in (("a", "BBBB"), ("b", "CCCC"))
    ]
    page = with_one_sheet(f"<head><style>p{{}}</style></head>{''.join(drawn)}")
    sheet = "svg .sAAAA{fill:none}svg .sBBBB{fill:red}svg .sCCCC{fill:red}"
    assert page.count("<style") == 2 and f'<style class="drawings">{sheet}</style>\n</head>' in page
    assert '<svg id="a"><path class="sAAAA"/></svg><svg id="b"><path class="sAAAA"/></svg>' in page
    assert with_one_sheet("<head></head>") == "<head></head>"
