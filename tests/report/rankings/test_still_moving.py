"""What a page says of how far ranks may still move: figures that are provisional, and earlier years of them."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.report.contents import open_report
from analysis.report.rankings import still_moving
from analysis.report.rankings.columns import RankMovements
from analysis.report.rankings.side_tables import movements_table


def season(measure: str, year: int, far: int, further: int, **other) -> dict:
    row = {
        **dict.fromkeys(["release_first", "release_last"], "2024-11-15_09c1940"),
        **{"pupil_group": "all", "called_first": "published", "called_last": "published", "is_oldest": True},
        **{
            "both": 151,
            "changed": 90,
            "ranked": 150,
            "moved": 120,
            "within_ties": 100,
            "largest": 30,
            "bands": 20,
        },
    }
    return row | {"measure": measure, "year": year, "moved_5": far, "moved_10": further} | other


@pytest.fixture
def made(national_home):
    """A report of 2025 with earlier years that were made, on figures of key stage 2 that are called provisional."""

    def make(*seasons: dict, provisional: tuple[str, ...] = ("ks2_rwm_expected", "ks2_rwm_higher")):
        report = open_report("Barnet", 2025)
        moves = pd.DataFrame(list(seasons), columns=RankMovements.names()[:17])
        report = replace(report, england=replace(report.england, moves=moves))
        table = report.rankings
        called = table["measure"].isin(provisional) & (table["pupil_group"] == "all")
        table["publication_status"] = (
            table["publication_status"].mask(called, "provisional").where(called, "revised")
        )
        return report

    return make


def test_the_last_two_times(made):
    report = made(
        season("ks2_rwm_expected", 2023, 60, 15),
        season("ks2_rwm_expected", 2024, 30, 0),
        season("ks2_rwm_expected", 2025, 150, 150),
        season("ks4_attainment8", 2024, 1, 0),
    )
    moves = still_moving.moved_before(report)
    RankMovements.require(moves)
    assert moves["year"].tolist() == [2023, 2024, 2024]  # not what became of this year
    assert moves["provisional"].tolist() == [True, True, False]
    first, compared, last, left_out = still_moving.told(moves, report)
    assert first == (
        "Key stage 2, all pupils: the last 2 times figures were revised (2022/23 and 2023/24), 90 of 300 ranks (30%) moved 5 places or more "
        "and 15 (5%) 10 or more. The furthest moved 30 places, and 40 came into another band. Of the 240 ranks that moved at all, 200 did so within ties. That is known of 1 of 2 measures with "
        "provisional figures, and of 2 years only."
    )
    assert "first release at hand" in compared and "of 15 November 2024" in compared
    assert (last, left_out) == (still_moving.NO_FORECAST, still_moving.NOT_OF_GROUPS)
    table = movements_table(still_moving.of_provisional(moves)).frame
    assert table["Year"].tolist() == ["2022/23", "2023/24"]
    assert table["First figures"].tolist() == ["15 November 2024 or before"] * 2


def test_one_year_in_which_hardly_a_rank_moved(made):
    report = made(season("ks2_rwm_higher", 2024, 1, 0, largest=5, bands=0))
    (first, *_) = still_moving.told(still_moving.moved_before(report), report)
    assert "the last time figures were revised (2023/24), 1 of 150 ranks (under 1%) moved" in first
    assert "none 10 or more" in first and "none came into another band" in first
    assert first.endswith("and of one year only.")


def test_a_phase_of_which_no_earlier_year_is_known_is_named(made):
    provisional = ("ks2_rwm_higher", "ks4_attainment8", "phonics_year1_expected")
    report = made(season("ks2_rwm_higher", 2024, 1, 0), provisional=provisional)
    said = still_moving.told(still_moving.moved_before(report), report)
    assert len(said) == 5
    assert said[1].endswith(
        "and Key stage 4: no two releases at hand show an earlier year before and after it was revised."
    )


def test_without_an_earlier_year_and_without_provisional_figures(made):
    report = made(season("ks4_attainment8", 2024, 1, 0))
    (only,) = still_moving.told(still_moving.moved_before(report), report)
    assert only.startswith("2 figures of this year are provisional. No earlier year of all pupils is known")
    report = made(season("ks2_rwm_higher", 2024, 1, 0), provisional=())
    assert still_moving.told(still_moving.moved_before(report), report) == [still_moving.NONE_PROVISIONAL]
    report = made()
    assert still_moving.moved_before(report).empty
