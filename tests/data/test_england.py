"""What is kept for all local authorities is the same whichever it is computed from, and is what plain sets give."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.catalogue.areas import find_area
from analysis.report.claims.national import places, published
from analysis.report.cohorts.cohorts import counted_cohorts
from analysis.report.cohorts.rank_sets import sets_of_all
from analysis.report.contents import open_report
from analysis.report.gaps.ranks import gap_distribution


@pytest.fixture
def two(national_home, monkeypatch):
    """Two local authorities, one of them with a transcribed report, that share nothing that was kept."""
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    reports = [open_report(area, 2017) for area in ("Barnet", "Kent")]
    return [replace(report, england=replace(report.england)) for report in reports]


@pytest.mark.parametrize(
    "compute",
    [
        lambda data: data.england.ranks_in(2017),
        lambda data: data.england.distribution(2017, None),
        lambda data: data.england.unranked(2017),
        lambda data: gap_distribution(data.england, 2017),
        lambda data: pd.concat(sets_of_all(data.england, 2025)),
        lambda data: counted_cohorts(
            replace(data, question=replace(data.question, area=find_area("Kent"), year=2023))
        ),
    ],
)
def test_what_is_kept_for_all_is_the_same_from_any_local_authority(two, compute):
    first, second = map(compute, two)
    assert len(first)
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_the_figures_and_places_of_an_area_are_those_of_the_tables(two):
    for data in two:
        sample = data.england.ranks[data.england.ranks["area"] == data.area.code].sample(60, random_state=1)
        found = places(data.england, data.area.code)
        for row in sample.itertuples():
            place = found[row.measure, row.pupil_group, row.year]
            assert (place.rank, place.tie_last, place.n_ranked) == (row.rank, row.tie_last, row.n_ranked)
            assert (
                published(data.england, data.area.code)[row.measure, row.pupil_group, row.year].value
                == row.value
            )
