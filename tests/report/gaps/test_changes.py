"""Changes of gaps: verdicts by their rule, and intervals against statsmodels."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.report.gaps.change_sentences import verdict_words
from analysis.report.gaps.changes import AS_PUBLISHED, POSSIBLE, RARE, rounding, with_changes
from analysis.report.gaps.intervals import gap_interval, square_and_add
from analysis.statistics.change_words import SOFTER
from analysis.statistics.differences import difference
from analysis.statistics.shares import proportion
from gaps_made import BARNET, few, level, share


def two_years(before: float, now: float, **given) -> dict:
    """The row of the second of two years, with published levels that make the two gaps."""
    rows = [
        {
            **{"measure": "m", "pupil_group": "fsm", "comparator": "national_other", "area": BARNET},
            **{"year": year, "gap": gap, "lower": np.nan, "upper": np.nan, "rank": 5, "tie_last": 5},
            **{"value": 50.0 + gap, "comparison_value": 50.0, "decimals": 0, "comparison_decimals": 0},
            **{"numerator": pd.NA, "denominator": pd.NA, "comparison_numerator": pd.NA},
            **{"comparison_denominator": pd.NA, "doubtful": False, "polarity": "high", "unit": "percent"},
            **{"break_after": (), "gap_decimals": 0, "origin": 0, "publication_status": "not stated"},
            **{"comparison_group": "not_fsm", "spread": np.nan, "comparison_spread": np.nan},
            **{"size": np.nan, "size_error": np.nan},
        }
        | given
        for year, gap in ((2016, before), (2017, now))
    ]
    for name, pair in given.items():
        if isinstance(pair, list):
            rows[0][name], rows[1][name] = pair
    return with_changes(pd.DataFrame(rows)).iloc[1]


@pytest.mark.parametrize(
    ("before", "now", "polarity", "verdict", "words"),
    [
        (-15, -12, "high", "narrowed", "narrowed"),
        (-12, -15, "high", "widened", "widened"),
        (-15, -13, "high", "cannot tell", "cannot tell"),  # four roundings of half a point can make 2 points
        (-15, -15, "high", "cannot tell", "cannot tell"),
        (4, 7, "high", "widened", "lead widened"),
        (7, 4, "high", "narrowed", "lead narrowed"),
        (-2, 5, "high", "changed side", "changed side, now ahead"),
        (2, -5, "high", "changed side", "changed side, now behind"),
        (-4, 4, "high", "changed side", "changed side, now ahead"),
        (4, 7, "low", "widened", "widened"),  # more absence than others, and more so
        (7, 4, "low", "narrowed", "narrowed"),
        (-7, -3, "low", "narrowed", "lead narrowed"),
        (-3, 2, "low", "changed side", "changed side, now behind"),
    ],
)
def test_verdicts_follow_the_rule(before, now, polarity, verdict, words):
    sign = 1 if polarity == "high" else -1
    side = "ahead" if sign * now > 0 else "behind"
    unknown = two_years(before, now, polarity=polarity)
    unknown["side"] = side
    told = two_years(before, now, polarity=polarity, spread=0.2, size=4123.0, size_error=0.1)
    told["side"] = side
    if verdict == "cannot tell":
        reason = "rounding alone can produce a change of up to 2 points"
        for row in (unknown, told):
            assert (row["verdict"], verdict_words(row), row["verdict_reason"]) == (verdict, verdict, reason)
        return
    ends = {"lower": [before - 0.1, now - 0.1], "upper": [before + 0.1, now + 0.1]}
    counted = two_years(before, now, polarity=polarity, spread=0.2, **ends)
    counted["side"] = side
    assert counted["verdict"] == verdict and verdict_words(counted) == words
    assert told["verdict_reason"] == f"with about 4,100 pupils {RARE}"
    assert unknown["verdict_reason"] == AS_PUBLISHED
    softer = words.replace("narrowed", "smaller").replace("widened", "larger")
    for row in (unknown, told):
        assert row["verdict"] == SOFTER[verdict] and verdict_words(row) == f"{softer}, as published"


def test_a_change_that_so_many_pupils_can_make_by_chance_is_said_as_published():
    """Rutland 2024 is like this: 19 to 13 points, about 60 pupils, a standard error of 8 points a year."""
    row = two_years(-19, -13, spread=8.0, size=[61.0, 58.0], size_error=0.14)
    assert row["verdict"] == "smaller as published"
    assert row["verdict_reason"] == "with about 58 pupils chance alone could make as large a change"
    few = two_years(-60, 3, spread=21.0, size=7.0, size_error=0.3)
    assert few["verdict"] == "changed side as published" and "fewer than about 20" in few["verdict_reason"]
    # 4 points, less 2 of rounding: 2.15 standard errors of both years are needed
    for spread, reason in ((0.65, RARE), (0.66, POSSIBLE)):
        told = two_years(-19, -15, spread=spread, size=99.0, size_error=0.1)
        assert (told["verdict"], told["verdict_reason"]) == (
            "smaller as published",
            f"with about 99 pupils {reason}",
        )


def test_other_pupils_of_the_las_own_can_differ_by_chance_too():
    given = {"spread": 0.5, "size": 900.0, "size_error": 0.1, "comparison_spread": 3.0}
    own = {"comparator": "own_other"}
    for more, reason in (({}, RARE), (own, POSSIBLE), (own | {"comparison_group": "all"}, RARE)):
        assert two_years(-19, -15, **given | more)["verdict_reason"] == f"with about 900 pupils {reason}"


@few
@given(st.integers(-60, 60), st.integers(-60, 60), st.sampled_from(["high", "low"]))
def test_a_verdict_is_turned_round_with_time(before, now, polarity):
    forth, back = (
        two_years(*gaps_, polarity=polarity)["verdict"] for gaps_ in ((before, now), (now, before))
    )
    opposite = {"smaller as published": "larger as published", "larger as published": "smaller as published"}
    assert back == opposite.get(forth, forth)
    assert (forth == "changed side as published") == (before * now < 0 and abs(now - before) > 2)
    assert (forth == "cannot tell") == (abs(now - before) <= 2 + 1e-9)


def test_a_change_never_crosses_a_break():
    row = two_years(-15, -5, break_after=(2016,), lower=[-18, -8], upper=[-12, -2])
    assert row["verdict"] == "" and pd.isna(row["change"]) and pd.isna(row["change_lower"])
    assert row["verdict_reason"] == "not compared: the series has a break after 2016"
    assert pd.isna(row["previous_gap"]) and pd.isna(row["previous_rank"])


def test_a_nought_that_may_stand_for_no_pupils_gives_no_verdict():
    assert two_years(-71, -20, doubtful=[True, False])["verdict"] == "cannot tell"


def test_a_committee_report_is_not_compared_with_the_national_file():
    row = two_years(-30, -20, origin=[0, 2])
    assert row["verdict"] == "cannot tell" and "from different sources" in row["verdict_reason"]


def test_an_interval_of_the_change_that_leaves_out_nothing_shows_none():
    row = two_years(-20, -10, lower=[-30, -20], upper=[-10, 0], decimals=9, comparison_decimals=9)
    assert (row["change_lower"], row["change_upper"]) == pytest.approx((10 - 200**0.5, 10 + 200**0.5))
    assert row["verdict"] == "smaller as published" and "includes no change" in row["verdict_reason"]
    limits = {"lower": [-30, -15], "upper": [-10, 5], "decimals": 9, "comparison_decimals": 9}
    sure = two_years(-20, -5, **limits, spread=2.0)
    assert sure["verdict"] == "narrowed" and "0.9 to 29.1" in sure["verdict_reason"]
    # the same interval without a word on how years differ is no more known, but less
    alone = two_years(-20, -5, **limits)
    assert alone["verdict"] == "smaller as published" and "besides is not known" in alone["verdict_reason"]
    score = two_years(-20, -5, **limits, spread=2.0, unit="score")
    assert score["verdict"] == "smaller as published" and "went the other way" in score["verdict_reason"]
    usual = two_years(
        -20, -5, lower=[-30, -15], upper=[-10, 5], decimals=9, comparison_decimals=9, spread=5.0
    )
    assert usual["verdict"] == "smaller as published" and "years differ by more" in usual["verdict_reason"]


def test_the_rounding_of_levels_without_numbers_can_undo_a_verdict():
    bounds = {"lower": [-30, -15], "upper": [-10, 5]}
    coarse = two_years(-20, -5, decimals=9, comparison_decimals=0, **bounds)
    assert coarse["verdict"] == "smaller as published"
    # all limits are widened by what rounding can have moved them: half a point of England's in each year
    assert (coarse["change_lower"], coarse["lower"], coarse["upper"]) == pytest.approx(
        (15 - 200**0.5 - 1, -15.5, 5.5), abs=1e-6
    )


@few
@given(share, share, st.floats(20, 90), st.floats(20, 90))
def test_with_a_fixed_comparison_the_change_is_newcombes_moved(first, second, then, now):
    rows = [level(value=100 * k / n, numerator=k, denominator=n, comparison_value=c)
            for (k, n), c in ((first, then), (second, now))]  # fmt: skip
    limits = [gap_interval(row)[:2] for row in rows]
    low, high = square_and_add(rows[1].gap, limits[1], rows[0].gap, limits[0])
    expected = difference(proportion(*second), proportion(*first)).interval.percent
    assert (low, high) == pytest.approx((expected.low - now + then, expected.high - now + then), abs=1e-9)


def test_a_level_that_is_its_numbers_is_not_rounded():
    row = {"unit": "percent", "value": 1100 / 135, "decimals": 0, "numerator": 11, "denominator": 135}
    row |= {"comparison_value": 71.0, "comparison_decimals": 0, "comparison_numerator": pd.NA}
    table = pd.DataFrame(
        [row | {"comparison_denominator": pd.NA}, row | {"value": 8.0, "comparison_denominator": pd.NA}]
    )
    assert rounding(table).tolist() == [0.5, 1.0]


@pytest.mark.national
def test_intervals_and_changes_agree_with_statsmodels_on_dfes_file(kent):
    history = kent.gap_history.query("comparator == 'national_other'")
    history = history[history["measure"].str.startswith("ks2_")]  # England's are printed as whole numbers
    counted = history[history["numerator"].notna() & (history["unit"] == "percent") & history["gap"].notna()]
    assert len(counted) == 54
    keys = ["measure", "pupil_group"]
    before = counted.assign(year=counted["year"] + 1)
    pairs = counted.merge(before, on=[*keys, "year"], suffixes=("", "_0"))
    pairs = pairs[pairs["change"].notna()]
    assert len(pairs) == 18
    for row in pairs.itertuples():
        low, high = confint_proportions_2indep(
            row.numerator, row.denominator, row.numerator_0, row.denominator_0, method="newcomb"
        )
        moved = row.comparison_value - row.comparison_value_0
        # England's percentages are whole numbers, each half a point away at the most
        assert (row.change_lower, row.change_upper) == pytest.approx(
            (100 * low - moved - 1, 100 * high - moved + 1), abs=1e-6
        )
        assert row.lower <= row.gap <= row.upper
        clear = row.change_lower > 0 or row.change_upper < 0
        assert clear or row.verdict in ("cannot tell", *SOFTER.values())
        if "includes no change" in row.verdict_reason:
            assert not clear
