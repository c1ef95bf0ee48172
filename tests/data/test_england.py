"""What is kept for all local authorities is the same whichever it is computed from, and is what plain sets give."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.catalogue.areas import find_area, load_areas
from analysis.data.england import distribution_in, missing_in, ranks_in, unranked_in
from analysis.data.question import load
from analysis.report.claims.national import places, published
from analysis.report.cohorts.rank_sets import sets_of_all
from analysis.report.cohorts.small import counted_cohorts
from analysis.report.gaps.ranks import gap_distribution


@pytest.fixture
def two(national_home, monkeypatch):
    """Two local authorities, one of them with a transcribed report, that share nothing that was kept."""
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    return [replace(load(area, 2017), for_all=None) for area in ("Barnet", "Kent")]


@pytest.mark.parametrize(
    "compute",
    [
        lambda data: ranks_in(data, 2017),
        lambda data: distribution_in(data, 2017, None),
        lambda data: unranked_in(data, 2017),
        lambda data: gap_distribution(data, 2017),
        lambda data: pd.concat(sets_of_all(data, 2025)),
        lambda data: counted_cohorts(replace(data, area=find_area("Kent"), year=2023)),
    ],
)
def test_what_is_kept_for_all_is_the_same_from_any_local_authority(two, compute):
    first, second = map(compute, two)
    assert len(first)
    pd.testing.assert_frame_equal(first, second, check_exact=True)


@pytest.mark.parametrize("year", [2016, 2019])
def test_missing_are_those_of_the_year_that_have_been_ranked_in_another(two, year):
    found = missing_in(two[0], year)
    assert found == missing_in(two[1], year)
    ranks, areas = two[0].ranks, load_areas()
    opened, closed = (
        dict(zip(areas["code"], areas[name].dt.year, strict=True)) for name in ("opened", "closed")
    )
    own = ranks[ranks["year"] == year]
    for key in (
        own[["measure", "pupil_group"]].drop_duplicates().sample(40, random_state=1).itertuples(index=False)
    ):
        same = ranks[(ranks["measure"] == key.measure) & (ranks["pupil_group"] == key.pupil_group)]
        there = set(same.loc[same["year"] == year, "area"])
        ever = {code for code in same["area"] if not (opened[code] > year or closed[code] <= year)}
        assert found.get(tuple(key), ()) == tuple(find_area(code).name for code in sorted(ever - there))


def test_the_figures_and_places_of_an_area_are_those_of_the_tables(two):
    for data in two:
        sample = data.ranks[data.ranks["area"] == data.area.code].sample(60, random_state=1)
        found = places(data, data.area.code)
        for row in sample.itertuples():
            place = found[row.measure, row.pupil_group, row.year]
            assert (place.rank, place.tie_last, place.n_ranked) == (row.rank, row.tie_last, row.n_ranked)
            assert published(data, data.area.code)[row.measure, row.pupil_group, row.year].value == row.value
