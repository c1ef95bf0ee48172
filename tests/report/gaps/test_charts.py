"""Charts of gaps say what is compared, and name no other local authority."""

import re

import pytest

from analysis.catalogue.measures import load_measures
from analysis.report.contents import open_report
from analysis.report.gaps.charts import gap_strip, group_chart, level_chart
from analysis.report.gaps.trends import DRAWN, gap_trend


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year", "title"),
    [
        ("Newham", 2017, "disadvantaged pupils do better in Newham than nationally in 4 of 4 results"),
        ("Kent", 2024, "disadvantaged pupils do better in Kent than nationally in 2 of 16 results"),
    ],
)  # fmt: skip
def test_the_titles_of_charts_name_what_is_compared(national_home, name, year, title):
    data = open_report(name, year)
    table = data.gaps
    trend = gap_trend(data.gap_history, data)
    assert trend.title.startswith(f"Against other pupils in England, {title}")
    assert f"Within {name}" in trend.data.frame.columns
    assert f"gaps to other pupils in England, {name} is in the better half" in gap_strip(table, data).title
    behind = {
        chart.title for chart in (level_chart(table, data), group_chart(table, "ks2_rwm_expected", data))
    }
    assert all(re.search(r"points behind .* in England$", message) for message in behind)


@pytest.mark.national
def test_a_group_that_is_ahead_has_not_the_widest_gap(national_home):
    city = open_report("City of London", 2019)
    message = level_chart(city.gaps, city).title
    assert re.match(r"(None of the \d+ gaps|The one gap) shown of .*: ", message)
    assert "1 percentage point ahead of" in message


@pytest.mark.national
def test_the_strip_shows_no_other_authority(kent):
    table = kent.gaps
    chart = gap_strip(table, kent)
    assert list(chart.data.frame.columns) == [
        *("Gap", "Kent", "Rank", "England's own gap", "Lowest LA", "10%", "25%", "Median LA", "75%", "90%"),
        "Highest LA",
    ]
    assert "Kent" in chart.alt and len(chart.data.frame) < 20


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year", "of_pupils", "of_groups"),
    [
        ("Rutland", 2024, "Of the 6 gaps shown of pupils eligible for free school meals and", "Of the 8"),
        ("City of London", 2024, "The one gap shown of pupils eligible for free school meals: ", None),
    ],
)  # fmt: skip
def test_a_chart_of_gaps_says_of_which_gaps_its_title_holds(national_home, name, year, of_pupils, of_groups):
    """Neither chart has all gaps: the City has 5 that are behind, and Rutland wider ones in both."""
    data = open_report(name, year)
    table = data.gaps
    shown = (level_chart(table, data), group_chart(table, "ks2_rwm_expected", data))
    assert shown[0].title.startswith(of_pupils)
    assert "None is behind" not in shown[0].title
    assert of_groups is None or shown[1].title.startswith(
        f"{of_groups} gaps shown in “Key stage 2 reading, writing and maths (expected standard)”, this is"
    )


@pytest.mark.national
def test_years_are_drawn_beside_englands_own_and_cut_at_breaks(kent):
    """By the observations alone: every gap of the two groups since 2016, and England's."""
    others = {"disadvantaged": "not_disadvantaged", "fsm": "not_fsm"}
    values = kent.observations.set_index(["measure", "pupil_group", "year", "area"])["value"]
    for group, measures in DRAWN.items():
        chart = gap_trend(kent.gap_history, kent, group)
        shown = chart.data.frame
        assert chart.svg.count("<svg") == shown["Measure"].nunique() <= len(measures)
        titles = {load_measures().loc[measure, "short_title"]: measure for measure in measures}
        assert (
            set(shown["Year"].astype(int)) >= {2016, 2019, 2023} and shown["Year"].astype(int).min() == 2016
        )
        for row in shown.to_dict("records"):
            measure, year = titles[row["Measure"]], int(row["Year"])
            rest = values[measure, others[group], year, "E92000001"]
            for column, area in (
                ("Kent, to other pupils in England", kent.area.code),
                ("England's own gap", "E92000001"),
            ):
                printed = float(row[column].replace("−", "-"))
                assert printed == pytest.approx(
                    values[measure, group, year, area] - rest, abs=0.051 if "." in row[column] else 0.51
                )
