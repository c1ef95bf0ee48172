"""Two measures that rank every authority alike are one result; two that nearly do are two."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.observations import KEY, make_observations
from analysis.data.one_result import FEWEST, counted_once, one_result
from analysis.data.ranking import rank_areas
from analysis.data.store import prepared_england

AREAS = standing(load_areas(), 2017)["code"].tolist()


def ranks(values: dict[str, np.ndarray]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"measure": measure, "value": own, "area": AREAS[: len(own)]})
        for measure, own in values.items()
    ]
    about = {
        "pupil_group": "all",
        "year": 2017,
        "area_type": "la",
        "decimals": 1,
        "source": "made",
        "locator": "",
    }
    return rank_areas(make_observations(pd.concat(parts, ignore_index=True).assign(**about), "made"))


def test_a_measure_and_its_complement_are_one_result_with_their_ties():
    absence = np.round(np.random.default_rng(1).normal(5, 0.4, 150), 1)
    table = ranks({"absence_primary": absence, "attendance_primary": np.round(100 - absence, 1)})
    assert set(one_result(table)) == {"absence_primary"}
    other = absence.copy()
    other[7] += 5
    table = ranks({"absence_primary": absence, "attendance_primary": np.round(100 - other, 1)})
    assert sorted(set(one_result(table))) == ["absence_primary", "attendance_primary"]


@pytest.mark.parametrize(("n", "one"), [(FEWEST - 1, False), (FEWEST, True)])
def test_the_same_order_of_few_may_be_chance(n, one):
    values = np.arange(n, dtype=float)
    found = one_result(ranks({"ks2_rwm_expected": values, "ks2_reading_expected": values * 2}))
    assert (found.nunique() == 1) is one


@pytest.mark.national
@pytest.mark.parametrize("year", [2017, 2024])
def test_of_the_real_measures_those_are_one_result_that_have_the_same_table_of_ranks(national_home, year):
    england = prepared_england("")
    own = england.ranks_in(year)
    keys = own[KEY].drop_duplicates()
    kept = counted_once(keys, england, year)
    tables = own.groupby(KEY).apply(
        lambda rows: frozenset(zip(rows["area"], rows["rank"], strict=True)), include_groups=False
    )
    large = tables[tables.map(len) >= FEWEST]
    distinct = large.groupby(level="pupil_group").nunique().sum()
    assert len(kept) == distinct + (tables.map(len) < FEWEST).sum()
