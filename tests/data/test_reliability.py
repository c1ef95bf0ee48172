"""How steady ranks are on the national file: the known figures, an independent computation, and nothing from the future."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.measures import load_measures
from analysis.data.expected_places import expected_places
from analysis.data.panel import panel
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.data.reliability import Reliability, reliability
from analysis.data.store import prepared_england
from analysis.report.rankings.movements import moved

SERIES = ["measure", "pupil_group"]
pytestmark = pytest.mark.national


@pytest.fixture
def england(national_home):
    return prepared_england()


def test_ranks_are_as_steady_as_is_known(england):
    rows = england.once(reliability, 2025)
    Reliability.require(rows)
    found = rows[rows["pupil_group"] == "all"].set_index("measure")["correlation"]
    known = {
        "ks4_attainment8": 0.97,
        "ks2_rwm_expected": 0.92,
        "phonics_year1_expected": 0.85,
        "absence_primary": 0.82,
    }
    assert {measure: float(found[measure]) for measure in known} == pytest.approx(known, abs=0.006)
    chinese = rows[rows["pupil_group"] == "chinese"]
    assert set(chinese["word"]) == {"poor"} and chinese["correlation"].mean() == pytest.approx(0.2, abs=0.03)


@pytest.mark.parametrize("measure", ["phonics_year1_expected", "ks4_progress8"])
def test_an_independent_computation_agrees(england, measure):
    """Plain pandas, by the pair of years."""
    rows = england.ranks
    rows = rows[
        (rows["measure"] == measure) & (rows["pupil_group"] == "all") & ~rows["area"].isin(CITY_AND_SCILLY)
    ]
    there = {year: set(standing(load_areas(), year)["code"]) for year in range(2016, 2026)}
    correlations, moves, stayed = [], [], []
    for year in range(2017, 2026):
        now, before = (
            rows[(rows["year"] == each) & rows["area"].isin(there[each])]
            .set_index("area")[["rank", "n_ranked"]]
            .astype(float)
            for each in (year, year - 1)
        )
        both = now.join(before, how="inner", suffixes=("_now", "_before"))
        if len(both) < 20 or year - 1 in load_measures().loc[measure, "break_after"]:
            continue
        correlations.append(both["rank_now"].corr(both["rank_before"], method="spearman"))
        moves.append((both["rank_now"] - both["rank_before"]).abs())
        top = both[both["rank_before"] <= both["n_ranked_before"] // 10]
        stayed.append(top["rank_now"] <= top["n_ranked_now"] // 10)
    (row,) = (
        england.once(reliability, 2025).query("measure == @measure and pupil_group == 'all'").itertuples()
    )
    assert row.pairs == len(correlations) and row.correlation == pytest.approx(np.mean(correlations))
    assert row.typical_move == pd.concat(moves).median()
    assert row.places_15 == pytest.approx((pd.concat(moves) >= 15).mean())
    assert row.stay_top_10 == pytest.approx(pd.concat(stayed).mean())


def test_nothing_is_known_of_the_future(england):
    """What a report on 2018 says is the same when the years after it are not there at all."""
    national = england.national
    then = type(england)(
        national[national["year"] <= 2018],
        england.neighbours,
        england.counted_in,
        england.printed,
        england.inputs,
    )
    pd.testing.assert_frame_equal(then.once(reliability, 2018), england.once(reliability, 2018))
    assert max(england.once(panel, 2018).years) == 2018
    assert len(england.once(moved, 2018)) and england.once(moved, 2017).empty


def test_what_is_likely_comes_true_as_often_as_is_said(england):
    """Of the chances given in 2022, what the ranks of 2023 did."""
    chances = england.once(expected_places, 2022).reset_index()
    following = england.ranks_in(2023)[[*SERIES, "area", "rank", "n_ranked"]]
    rows = chances[chances["pupil_group"] == "all"].merge(following, on=[*SERIES, "area"])
    breaks = load_measures()["break_after"]
    rows = rows[[2022 not in breaks[measure] for measure in rows["measure"]]]
    low = rows["rank"] > rows["n_ranked"] // 2
    for least in (0.2, 0.5, 0.8):
        own = rows["stays_low"].between(least, least + 0.15)
        assert low[own].mean() == pytest.approx(rows.loc[own, "stays_low"].mean(), abs=0.08)
