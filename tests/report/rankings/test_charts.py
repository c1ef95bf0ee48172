"""What the charts of ranks say in words."""

import re

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.catalogue.measures import PHASES, of_all_pupils
from analysis.report.contents import open_report
from analysis.report.rankings.charts import first_and_last_rank, rank_histories, rank_profile, value_trends


def test_the_ends_of_a_history_are_whole_years_and_places():
    history = pd.DataFrame(
        {"year": [2015, 2016, 2017, 2018], "rank": [None, 12.0, 9.0, None], "value": [1, 2, 3.5, 4]}
    )
    assert first_and_last_rank(history) == "12th in 2016, 9th in 2017"


@pytest.fixture(scope="module", params=[("Barnet", 2025), ("Rutland", 2024)], ids="{0[0]} {0[1]}".format)
def report(request, national_home):
    return open_report(*request.param)


def drawings(chart) -> list[str]:
    return re.findall(r"<svg .*?</svg>", chart.svg)


@pytest.mark.national
def test_the_best_and_lowest_rank_of_each_phase_are_named(report):
    """By the table alone: the lowest place of each phase, and the best with a shared place counted as its last."""
    table = report.rankings
    whole = table[table["rank"].notna() & of_all_pupils(table)]
    shown = drawings(rank_profile(table, report))
    assert len(shown) == table.loc[table["rank"].notna(), "phase"].nunique()
    for phase, rows in whole.groupby("phase"):
        (drawing,) = [svg for svg in shown if f'aria-label="{PHASES[phase]}: ' in svg]
        text = " ".join(re.findall(r">([^<>]+)</text>", drawing))
        last = rows["tie_last"].fillna(rows["rank"])
        for row in (rows.loc[last.idxmin()], rows.loc[rows["rank"].idxmax()]):
            assert f", {ordinal(int(row['rank']))}" in text, [phase, text]


@pytest.mark.national
def test_where_ranks_rest_on_single_children_no_dot_is_named(national_home):
    city = open_report("City of London", 2024)
    text = " ".join(re.findall(r">([^<>]+)</text>", rank_profile(city.rankings, city).svg))
    assert not any(name in text for name in city.rankings["short_title"] if len(name) > 12)


@pytest.mark.national
def test_the_title_of_the_histories_counts_what_they_draw(report):
    """Measures whose rank lies in one half of the ranking in all years: counted from the ranks, ties aside."""
    table = report.rankings[report.rankings["rank"].notna()]
    chart = rank_histories(table, report)
    found = re.match(
        r"(\d+|None) of (\d+) headline measures rank in the (top|bottom) half .*? drawn(?:, and (\d+) more may)?",
        chart.title,
    )
    headline = table[table["headline"] & table["pupil_group"].eq("all")]
    ranks = report.ranks[
        report.ranks["measure"].isin(headline["measure"]) & report.ranks["pupil_group"].eq("all")
    ]
    ranks = ranks[(ranks["year"] <= report.year) & ranks["rank"].notna()]
    ranks = ranks[ranks.groupby("measure")["year"].transform("size") > 1]
    in_top = ranks["rank"] * 2 <= ranks["n_ranked"]
    inside = in_top if found[3] == "top" else ~in_top
    always = inside.groupby(ranks["measure"]).all()
    assert int(found[2]) == len(always) == len(drawings(chart))
    assert int(found[1].replace("None", "0")) + int(found[4] or 0) == always.sum()
    # each drawing says where its line begins and ends, and ends in the rank of the year
    for row in headline.itertuples():
        (drawing,) = [svg for svg in drawings(chart) if f'aria-label="{row.short_title}: ' in svg]
        assert f">{ordinal(int(row.rank))}</text>" in drawing


@pytest.mark.national
def test_the_ends_of_trends_are_named_with_their_figures(report):
    for drawing in drawings(value_trends(report.rankings, report)):
        text = " ".join(re.findall(r">([^<>]+)</text>", drawing))
        assert re.search(rf"{report.area.name} [\d.]+", text) and re.search(r"England [\d.]+", text)
        assert "aria-label" in drawing and f"in {report.year}" in drawing
