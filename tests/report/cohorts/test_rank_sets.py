"""What ranks can show: sets of ranks, and what rounding leaves open."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.basics.numbers import rounded
from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.report.cohorts import rank_sets
from analysis.report.cohorts.rank_set_sentences import rank_set_sentences
from analysis.report.cohorts.rank_set_tables import rank_set_charts, rank_set_table
from analysis.report.cohorts.rank_sets import rounding_ranges, share_errors
from analysis.report.rankings.moves import printed_precision
from analysis.statistics.rank_confidence import (
    best_set,
    joint_rank_region,
    rank_confidence_sets,
    rounding_rank_range,
)


@given(n=st.integers(1, 400), share=st.floats(0, 1))
def test_no_standard_error_is_zero_and_both_ends_are_alike(n, share):
    k = round(share * n)
    (error,), (mirror,) = share_errors([k], [n]), share_errors([n - k], [n])
    assert error > 0 and error == pytest.approx(mirror)
    assert error <= 50 / np.sqrt(n + 2) + 1e-9


@pytest.fixture(scope="module")
def sets(there):
    data = there("Barnet", 2025)
    return data, data.rank_sets


@pytest.mark.national
def test_rank_sets_are_those_of_all_local_authorities(sets):
    data, table = sets
    own = table[table["area"] == data.area.code]
    of_stage_2 = own["measure"].str.startswith("ks2_")
    assert of_stage_2.sum() == 10 and set(table["area"]) <= {data.area.code, *data.question.neighbours}
    key = ("ks2_gps_expected", "in_need")
    rows = data.observations[(data.observations["area_type"] == "la") & (data.observations["year"] == 2025)]
    rows = rows[(rows["measure"] == key[0]) & (rows["pupil_group"] == key[1]) & rows["value"].notna()]
    values = (100 * rows["numerator"].astype(float) / rows["denominator"].astype(float)).set_axis(
        rows["area"]
    )
    errors = pd.Series(share_errors(rows["numerator"], rows["denominator"]), index=rows["area"])
    alone, joint = rank_confidence_sets(values, errors), joint_rank_region(values, errors)
    every = rank_confidence_sets(values, errors, simultaneous=True)
    best = pd.Series(best_set(values, errors, len(values) // 10), index=values.index)
    for row in table[(table["measure"] == key[0]) & (table["pupil_group"] == key[1])].itertuples():
        assert [row.lower, row.upper] == alone.loc[row.area, ["lower", "upper"]].tolist()
        assert [row.lower_all, row.upper_all] == every.loc[row.area, ["lower", "upper"]].tolist()
        assert [row.lower_joint, row.upper_joint] == joint.loc[row.area, ["lower", "upper"]].tolist()
        assert (row.among_best != "ruled out") == best[row.area]
        assert row.best == len(values) // 10 and row.n_ranked == len(values)


@pytest.mark.national
def test_rank_sets_hold_the_rank_and_widen_when_all_must_hold(sets):
    _, table = sets
    assert (table["lower_all"] <= table["lower"]).all() and (table["lower"] <= table["rank"]).all()
    assert (table["rank"] <= table["upper"]).all() and (table["upper"] <= table["upper_all"]).all()
    assert (table["upper_all"] <= table["n_ranked"]).all() and (table["standard_error"] > 0).all()


@pytest.mark.national
def test_sets_that_are_known_of_all_are_those_computed_for_one(there, sets, monkeypatch):
    data = there("Barnet", 2025)
    data = replace(data, england=replace(data.england))
    data.england.once(rank_sets.sets_of_all, 2025)
    monkeypatch.setattr(rank_sets, "rank_confidence_sets", None)  # nothing is left to compute
    assert data.rank_sets.equals(sets[1])


def test_among_the_best_is_shown_open_or_ruled_out():
    row = pd.Series({"best": 15, "lower_all": 1, "upper_all": 15})
    assert rank_sets.among_best(row) == "shown"
    assert rank_sets.among_best(row.replace(15, 16).mask(row.index == "best", 15)) == "cannot be ruled out"
    assert rank_sets.among_best(pd.Series({"best": 15, "lower_all": 16, "upper_all": 90})) == "ruled out"
    assert rank_sets.among_best(pd.Series({"best": 0, "lower_all": 1, "upper_all": 1})) == ""


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2017), ("Kent", 2023), ("Isles of Scilly", 2018)])
def test_rounding_leaves_the_places_that_the_printed_values_leave(there, area, year):
    data = there(area, year)
    ranges = rounding_ranges(data).set_index(KEY)
    ranks = data.england.ranks_in(year)
    own = ranks[ranks["area"] == data.area.code].set_index(KEY)
    assert set(ranges.index) == set(own.index)
    known = data.observations[
        (data.observations["area"] == data.area.code) & (data.observations["year"] == year)
    ]
    known = known.set_index(KEY)["decimals"]
    for key, values in ranks.groupby(KEY):
        if key not in ranges.index:
            continue
        places = printed_precision(values["value"], int(known[key]))
        places = 9 if places is None else places
        printed = rounded(values["value"], pd.Series(places, index=values.index)).set_axis(values["area"])
        high = load_measures().loc[key[0], "polarity"] == "high"
        found = rounding_rank_range(printed, places, high).loc[data.area.code]
        assert ranges.loc[key, ["rank", "lower", "upper"]].tolist() == found.tolist()


@pytest.mark.national
def test_rank_charts_show_the_area_and_its_neighbours_only(sets):
    data, table = sets
    charts = rank_set_charts(table, data)
    assert charts and all("Barnet" in chart.alt and len(chart.svg) < 40_000 for chart in charts)
    names = {str(name) for chart in charts for name in chart.data.frame["Local authority"]}
    assert names <= {data.area.name, *map(area_name, data.question.neighbours)}
    shown = rank_set_table(table, data).frame
    own = table.loc[table["area"] == data.area.code, KEY[:2]]
    without = int((data.rankings.merge(own, on=KEY[:2])["orders"] == "no").sum())
    count = len(own) - without
    told = shown["Among the best"].map(str).str.contains("cannot be ruled out")
    assert len(shown) == count + without and told.sum() == count >= 10 and without > 0
    assert (shown["Rank"].map(str) == "no order").sum() == without
    assert (
        f"Of {count} ranks with numbers of pupils, this is shown for none, cannot be ruled out for {count} and is ruled out for none."
        in " ".join(rank_set_sentences(table, data))
    )
