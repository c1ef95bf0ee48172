"""Printed ranks against recomputed ones: none unexplained, every reason found by rule, and rules that can fail."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.data.cut_points import COLUMNS, PLACES, cut_points, load_cut_points
from analysis.report.contents import open_report
from analysis.report.rankings.as_printed import OUTCOMES, reconciliation

pytestmark = pytest.mark.national


@pytest.fixture(scope="module")
def barnet(national_home):
    return open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def rows(barnet):
    return reconciliation(barnet)


def test_every_printed_rank_is_reconciled(barnet, rows):
    printed = barnet.paper.figures.query("kind in ['rank', 'gap_rank'] and value.notna()")
    assert len(rows) == len(printed) == 117
    assert set(rows["outcome"]) <= set(OUTCOMES)
    assert (rows["outcome"] == "unexplained").sum() == 0
    assert (rows["outcome"] == "exact").sum() >= 36
    assert (rows.loc[rows["outcome"] != "exact", "reason"] != "").all()


def test_an_exact_or_tied_place_is_what_it_says(rows):
    exact = rows[rows["outcome"] == "exact"]
    assert (exact["printed_rank"] == exact["recomputed_rank"]).all()
    tied = rows[rows["outcome"] == "within_ties"]
    assert ((tied["tie_first"] <= tied["printed_rank"]) & (tied["printed_rank"] <= tied["tie_last"])).all()
    assert (tied["printed_rank"] != tied["recomputed_rank"]).all()


def test_small_authorities_are_found_as_the_reason(rows):
    (row,) = rows[(rows["measure"] == "ks2_gps_higher")].itertuples()
    assert row.outcome == "explained"
    assert "City of London" in row.reason and "Isles of Scilly" in row.reason


def test_the_copied_row_of_ranks_is_found(rows):
    copied = rows[(rows["table"] == "t20")]
    assert len(copied) == 3 and copied["reason"].str.contains("copied").all()


def changed(barnet, measure: str, rank: int):
    """The data with another printed rank."""
    figures = barnet.paper.figures.copy()
    place = (figures["measure"] == measure) & (figures["kind"] == "rank") & (figures["pupil_group"] == "all")
    figures.loc[place, "value"] = float(rank)
    return replace(barnet, paper=replace(barnet.paper, figures=figures))


def test_a_wrong_printed_rank_stays_unexplained(barnet):
    rows = reconciliation(changed(barnet, "ks4_attainment8", 40))
    (outcome,) = set(
        rows.loc[
            (rows["measure"] == "ks4_attainment8") & (rows["title"] == "Average Attainment 8 score"),
            "outcome",
        ]
    )
    assert outcome == "unexplained"


def test_without_national_data_nothing_is_reconciled(barnet):
    assert reconciliation(
        replace(barnet, england=replace(barnet.england, observations=barnet.england.observations.iloc[:0]))
    ).empty


def test_committed_cut_points_are_what_the_national_file_gives(barnet):
    computed = cut_points(barnet.england.ranks, barnet.paper.figures, 2017).reset_index(drop=True)
    pd.testing.assert_frame_equal(load_cut_points()[COLUMNS], computed, check_dtype=False)
    assert len(computed) > 60


def test_cut_points_agree_with_sorted_values(barnet):
    row = load_cut_points().set_index(["measure", "pupil_group"]).loc[("absence_primary", "all")]
    values = sorted(
        barnet.england.ranks.query("measure == 'absence_primary' and pupil_group == 'all' and year == 2017")[
            "value"
        ]
    )
    assert [row[f"rank_{place}"] for place in PLACES] == [round(values[place - 1], 4) for place in PLACES]
    assert row["last"] == round(values[-1], 4) and row["n"] == len(values)


def test_the_page_shows_the_recomputed_rank_beside_the_printed_one(barnet):
    (row,) = barnet.rankings.query("measure == 'ks2_rwm_expected' and pupil_group == 'all'").itertuples()
    assert (row.rank, row.tie_last, row.n_ranked, row.printed_rank, row.worst_rank) == (14, 16, 150, 16, 16)
    assert row.basis == "recomputed" and row.band_n == 150
