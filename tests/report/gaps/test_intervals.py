"""Intervals of gaps against statsmodels and Newcombe, on made and on DfE's numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.report.gaps.intervals import (
    BOTH,
    COUNTS,
    ENGLAND_FIXED,
    PUBLISHED,
    gap_interval,
    publications,
    square_and_add,
    with_named_cohorts,
)
from analysis.sources.ees import counted_in
from analysis.statistics.differences import difference
from analysis.statistics.shares import proportion
from gaps_made import few, level, share


@few
@given(share, share)
def test_the_interval_contains_the_gap_and_is_newcombes(first, second):
    value, other = 100 * first[0] / first[1], 100 * second[0] / second[1]
    row = level(
        value=value,
        numerator=first[0],
        denominator=first[1],
        comparison_value=other,
        comparison_numerator=second[0],
        comparison_denominator=second[1],
    )
    low, high, basis, reason = gap_interval(row)
    assert (basis, reason) == (BOTH, "")
    assert low - 1e-9 <= row.gap <= high + 1e-9
    expected = confint_proportions_2indep(first[0], first[1], second[0], second[1], method="newcomb")
    assert (low / 100, high / 100) == pytest.approx(expected, abs=1e-9)


@few
@given(share, share)
def test_squaring_and_adding_wilson_intervals_is_newcombes(first, second):
    one, two = proportion(*first), proportion(*second)
    limits = [(i.low, i.high) for i in (one.confidence_interval(), two.confidence_interval())]
    found = square_and_add(one.value, limits[0], two.value, limits[1])
    expected = difference(one, two).interval
    assert found == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_newcombes_worked_example():
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, (a), method 10
    row = level(
        **{"value": 80.0, "numerator": 56, "denominator": 70, "comparison_value": 60.0},
        **{"comparison_numerator": 48, "comparison_denominator": 80},
    )
    assert gap_interval(row)[:2] == pytest.approx((5.24, 33.39), abs=0.005)


def test_a_gap_of_scores_takes_the_intervals_that_dfe_publishes():
    scores = {"unit": "score", "value": -0.1, "lower": -0.4, "upper": 0.2, "comparison_value": 0.4}
    low, high, basis, reason = gap_interval(level(**scores))
    assert (low, high) == pytest.approx((-0.8, -0.2))
    assert (basis, reason) == (f"{PUBLISHED}, {ENGLAND_FIXED}", "")
    own = scores | {"comparator": "own_other", "comparison_group": "not_disadvantaged"}
    # limits 0.3 and 0.4 from two independent means are 0.5 from their difference
    both = own | {"comparison_lower": 0.0, "comparison_upper": 0.8}
    low, high, basis, reason = gap_interval(level(**both))
    assert (low, high, basis, reason) == (
        pytest.approx(-1.0),
        pytest.approx(0.0),
        "DfE's intervals of both",
        "",
    )
    low, high, basis, reason = gap_interval(level(**own))
    assert np.isnan([low, high]).all() and basis == ""
    assert reason == "no interval, because the source publishes none for the comparison"


def test_a_figure_of_england_without_numbers_is_fixed():
    low, high, basis, _ = gap_interval(level())
    own = proportion(11, 135).confidence_interval().percent
    assert (low, high) == pytest.approx((own.low - 71, own.high - 71))
    assert basis == f"{COUNTS}, England's figure taken as fixed but for its rounding"


def test_all_pupils_of_the_authority_are_fixed_since_the_group_is_among_them():
    numbers = {"comparison_numerator": 2000, "comparison_denominator": 4000, "comparison_value": 50.0}
    whole = level(comparator="own_other", comparison_group="all", **numbers)
    assert gap_interval(whole)[2] == f"{COUNTS}, the figure of all pupils taken as fixed but for its rounding"
    assert gap_interval(level(comparator="own_other", **numbers))[2] == BOTH


def test_a_published_interval_of_a_score_is_moved_by_the_comparison():
    row = level(unit="score", value=-1.2, lower=-3.0, upper=0.6, comparison_value=0.03, denominator=14)
    assert gap_interval(row)[:3] == (
        -3.03,
        0.57,
        "DfE's interval of the group, England's figure taken as fixed but for its rounding",
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"numerator": pd.NA, "denominator": pd.NA},
            "does not publish the number of pupils; “Key stage 2 attain",
        ),
        ({"numerator": pd.NA}, "does not publish how many pupils reached the standard"),
        ({"denominator": 0, "numerator": 0}, "there were no pupils in the group"),
        ({"comparator": "own_other"}, "does not publish the number of pupils of the comparison"),
        ({"unit": "score"}, "the source publishes none for this score"),
        (
            {"unit": "score", "interval_in": "“Key stage 2”"},
            "publishes none for this score; “Key stage 2” does",
        ),
        ({"value": np.nan, "status": "c", "denominator": 9}, "marked [c]: suppressed"),
        ({"comparison_value": np.nan, "comparison_status": "x"}, "marked [x]: not available"),
        ({"value": np.nan, "status": "missing"}, "the figure is not published"),
    ],
)
def test_where_there_is_no_interval_the_reason_is_given(given, reason):
    low, high, basis, said = gap_interval(level(**given))
    assert np.isnan([low, high]).all() and basis == ""
    assert said.startswith("no interval, because") and reason in said


@pytest.mark.parametrize(
    ("numerator", "message"),
    [(11.5, "whole number"), (136, "must not exceed the denominator"), (-1, "must be 0 or more")],
)
def test_counts_that_cannot_be_are_refused(numerator, message):
    with pytest.raises(ValueError, match=message):
        gap_interval(level(numerator=numerator))


def test_only_a_publication_that_has_the_numbers_is_named():
    counts, intervals = (publications(counted_in(), column) for column in ("numerator", "interval"))
    assert counts["ks2_rwm_expected", "looked_after"].startswith("“Outcomes for children in need")
    assert counts["care_leavers_eet", "looked_after"].startswith("“Children looked after in England")
    assert ("ks4_ebacc_aps", "all") not in counts and ("ks4_attainment8", "all") not in counts
    assert ("ks2_reading_progress", "disadvantaged") in intervals.index.difference(counts.index)


def test_the_pupils_that_the_papers_name_make_an_interval(offline):
    row = offline.gaps.query("pupil_group == 'ehc_plan' and measure == 'ks2_rwm_expected'")
    same = row[row["comparator"] == "national_same"].iloc[0]
    own = proportion(11, 135).confidence_interval().percent
    # both percentages are printed as whole numbers, half a point away at the most
    assert same[["lower", "upper"]].tolist() == pytest.approx([own.low - 9, own.high - 7])
    assert (same["denominator"], same["pupils"]) == (135, 0)
    # no other size is taken from the papers: of the looked-after several are possible
    known = with_named_cohorts(offline.observations, offline)
    added = known["denominator"].notna() & offline.observations["denominator"].isna()
    assert known.loc[added, ["pupil_group", "numerator", "denominator"]].values.tolist() == [
        ["ehc_plan", 11, 135]
    ]


@pytest.mark.parametrize(
    ("percentage", "percent", "pupils", "numerator"),
    [
        ("8%", 8.0, 135, 11),  # as the papers print it
        ("8%", 8.0, 533, None),  # 40 to 45 of 533
        ("9%", 9.0, 135, None),  # not the figure that is published
        ("8%", 8.0, 40, None),  # 3 pupils, which DfE would suppress
    ],
)
def test_a_count_is_worked_out_only_if_it_is_the_one_that_prints_so(
    offline, percentage, percent, pupils, numerator
):
    cohorts = offline.paper.cohorts
    named = cohorts["measure"].eq("ks2_rwm_expected") & cohorts["pupil_group"].eq("ehc_plan")
    rows = cohorts[named & cohorts["year"].eq(2017) & cohorts["denominator"].notna()].head(1)
    rows = rows.assign(percentage=percentage, percent=percent, denominator=pupils)
    known = with_named_cohorts(
        offline.observations, replace(offline, paper=replace(offline.paper, cohorts=rows))
    )
    added = known.loc[known["denominator"].notna() & offline.observations["denominator"].isna(), "numerator"]
    assert added.tolist() == ([] if numerator is None else [numerator])


@pytest.mark.national
def test_the_gap_of_two_counted_groups_agrees_with_statsmodels_on_dfes_file(kent):
    rows = kent.observations.query("measure == 'ks2_reading_expected' and year == 2023 and area_type == 'la'")
    wide = (
        rows[rows["numerator"].notna()]
        .pivot(index="area", columns="pupil_group", values=["numerator", "denominator"])
        .dropna()
    )
    assert len(wide) > 60
    for row in wide.itertuples(index=False, name=None):
        numbers = dict(zip(wide.columns, map(int, row), strict=True))
        counts = [
            numbers[part, group]
            for group in ("looked_after", "in_need")
            for part in ("numerator", "denominator")
        ]
        made = level(
            **{"value": 100 * counts[0] / counts[1], "numerator": counts[0], "denominator": counts[1]},
            **{"comparison_value": 100 * counts[2] / counts[3], "comparison_numerator": counts[2]},
            comparison_denominator=counts[3],
        )
        expected = confint_proportions_2indep(*counts, method="newcomb")
        assert gap_interval(made)[:2] == pytest.approx([100 * limit for limit in expected], abs=1e-6)
