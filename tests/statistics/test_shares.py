"""Shares and differences against oracles that are not ours: published tables, scipy, statsmodels."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.report.cohorts.progress import progress_interval
from analysis.statistics.differences import chance_of_difference, difference
from analysis.statistics.possible_counts import granularity
from analysis.statistics.power import power
from analysis.statistics.shares import Interval, Proportion, no_interval_reason, proportion
from draws import proportions


# Newcombe 1998, Statistics in Medicine 17:857-872, table I: method 3 (Wilson) and method 5 (Clopper-Pearson).
@pytest.mark.parametrize(
    "k, n, wilson, exact",
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_are_those_of_newcombes_table(k, n, wilson, exact):
    for method, limits in (("wilson", wilson), ("exact", exact)):
        interval = proportion(k, n).confidence_interval(method=method)
        assert (round(interval.low, 4), round(interval.high, 4)) == limits


@settings(deadline=None)
@given(proportions(), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]), st.sampled_from(["wilson", "exact"]))
def test_intervals_agree_with_scipy(share, level, method):
    found = share.confidence_interval(level, method)
    expected = stats.binomtest(share.numerator, share.denominator).proportion_ci(level, method)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-10)


@given(proportions(), st.sampled_from(["wilson", "exact"]))
def test_an_interval_holds_its_share_and_mirrors(share, method):
    interval = share.confidence_interval(method=method)
    assert 0 <= interval.low <= share.value <= interval.high <= 1
    assert interval.low < interval.high
    mirrored = proportion(share.denominator - share.numerator, share.denominator).confidence_interval(
        method=method
    )
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((interval.low, interval.high), abs=1e-10)


@given(proportions(200), st.integers(2, 5), st.sampled_from(["wilson", "exact"]))
def test_more_pupils_or_less_confidence_make_an_interval_narrower(share, times, method):
    def width(cohort, level):
        interval = cohort.confidence_interval(level, method)
        return interval.high - interval.low

    larger = proportion(times * share.numerator, times * share.denominator)
    assert width(larger, 0.95) < width(share, 0.95)
    assert width(share, 0.8) < width(share, 0.95)


@pytest.mark.parametrize("method", ["wilson", "exact"])
def test_the_ends_of_the_scale_are_exact(method):
    assert proportion(0, 57).confidence_interval(method=method).low == 0
    assert proportion(57, 57).confidence_interval(method=method).high == 1


def test_what_one_pupil_is_worth():
    ehc_plan = proportion(11, 135)
    assert round(ehc_plan.one_pupil_points, 2) == 0.74
    assert ehc_plan.percent == pytest.approx(8.148148)
    more = proportion(12, 135)
    assert more.percent - ehc_plan.percent == pytest.approx(ehc_plan.one_pupil_points)


@pytest.mark.parametrize(
    "k, n, decimals, shown",
    [
        (1, 8, 0, 13),  # 12.5
        (139, 200, 0, 70),  # 69.5, the example of the methods note
        (1, 80, 1, 1.3),  # 1.25
        (29, 2000, 1, 1.5),  # 1.45, which floating point holds as less
        (1, 40, 0, 3),  # 2.5: half to even would give 2
        (50, 53, 1, 94.3),
    ],
)
def test_rounding_is_half_away_from_zero(k, n, decimals, shown):
    assert proportion(k, n).rounded(decimals) == shown


@pytest.mark.parametrize(
    "numerator, denominator, message",
    [
        (0, 0, "denominator must be 1 or more, but got 0"),
        (3, -5, "denominator must be 1 or more, but got -5"),
        (-1, 135, "numerator must be 0 or more, but got -1"),
        (136, 135, "numerator must not exceed the denominator, 135, but got 136"),
        (10.8, 135, "numerator must be a whole number of pupils, but got 10.8"),
        (12.0, 150, "numerator must be a whole number of pupils, but got 12.0"),
        ("c", 135, "numerator must be a whole number of pupils, but got 'c'"),
        (None, 135, "numerator must be a whole number of pupils, but got None"),
        (True, 135, "numerator must be a whole number of pupils, but got True"),
        (float("nan"), 135, "numerator must be a whole number of pupils, but got nan"),
        (pd.NA, 135, "numerator must be a whole number of pupils, but got <NA>"),
        (11, pd.NA, "denominator must be a whole number of pupils, but got <NA>"),
        (11, 135.5, "denominator must be a whole number of pupils, but got 135.5"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_name(numerator, denominator, message):
    with pytest.raises(ValueError) as error:
        proportion(numerator, denominator)
    assert str(error.value) == message


def test_counts_and_decimals_from_pandas_do_not_overflow():
    row, decimals = pd.Series([11, 135], dtype="Int64"), pd.Series([2], dtype="Int8")[0]
    share = proportion(row[0], row[1])
    assert share == Proportion(11, 135)
    assert type(share.numerator) is int
    # 2 x 10^2 does not fit the Int8 of the observations.
    assert share.rounded(decimals) == 8.15
    assert granularity(8.15, decimals, row[0], row[1]).implied_numerators == (11,)
    assert granularity("8.2", decimals, denominator=np.int16(135)).reason == (
        "no whole number of 135 pupils is 8.20%; the nearest is 11, 8.15%"
    )


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, float("nan")])
def test_a_level_is_a_share(level):
    for use in (
        proportion(1, 2).confidence_interval,
        lambda level: difference(proportion(1, 2), 0.5, level),
        lambda level: power(10, 0.5, 10, level),
        lambda level: progress_interval(0, 10, 1.0, level),
    ):
        with pytest.raises(ValueError, match="level must be between 0 and 1"):
            use(level)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="method must be 'wilson' or 'exact', but got 'wald'"):
        proportion(1, 2).confidence_interval(method="wald")


# Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
@pytest.mark.parametrize(
    "first, second, limits",
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_are_those_of_newcombes_table(first, second, limits):
    found = difference(proportion(*first), proportion(*second))
    assert (round(found.interval.low, 4), round(found.interval.high, 4)) == limits
    assert found.excludes_zero == (limits[0] > 0)


@settings(deadline=None)
@given(proportions(), proportions(), st.sampled_from([0.05, 0.2]))
def test_differences_agree_with_statsmodels(first, second, alpha):
    found = difference(first, second, 1 - alpha).interval
    counts = (first.numerator, first.denominator, second.numerator, second.denominator)
    # method="score" of statsmodels 0.15.0 is wrong for differences (its issue 10269).
    expected = confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=alpha)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-10)


@given(proportions(), proportions())
def test_a_difference_turns_round_and_stays_on_the_scale(first, second):
    found, turned = difference(first, second), difference(second, first)
    assert turned.points == pytest.approx(-found.points)
    assert (turned.interval.low, turned.interval.high) == pytest.approx(
        (-found.interval.high, -found.interval.low)
    )
    assert -1 - 1e-12 <= found.interval.low <= found.value <= found.interval.high <= 1 + 1e-12
    assert (found.first, found.second) == (first, second)


@given(proportions(), st.floats(0, 1))
def test_a_fixed_comparator_only_shifts_the_interval(share, england):
    found, alone = difference(share, england), share.confidence_interval()
    assert found.interval == Interval(alone.low - england, alone.high - england)
    # A huge cohort with the same share is all but fixed.
    national = proportion(round(england * 10**9), 10**9)
    varying = difference(share, national).interval
    assert (varying.low, varying.high) == pytest.approx((found.interval.low, found.interval.high), abs=1e-3)


def test_the_fall_of_the_ehc_plan_pupils_is_not_shown():
    fall = difference(proportion(11, 135), proportion(14, 135))
    assert not fall.excludes_zero
    assert chance_of_difference(fall.first, fall.second) == pytest.approx(0.598, abs=5e-4)
    assert difference(proportion(200, 1000), proportion(300, 1000)).excludes_zero


@pytest.mark.parametrize("second", [61, -0.1, float("nan")])
def test_a_fixed_comparator_is_a_share(second):
    with pytest.raises(ValueError, match=r"second must be a (share from 0 to 1|number)"):
        difference(proportion(1, 2), second)


def test_a_difference_needs_counts():
    with pytest.raises(ValueError, match=r"first must be a proportion with its counts, but got 0\.08"):
        difference(0.08, proportion(1, 2))


@settings(deadline=None)
@given(proportions(60), proportions(60))
def test_the_chance_of_a_difference_is_the_hypergeometric_one_over_all_totals(first, second):
    """However many reached the standard in all, their spread over two equal cohorts is hypergeometric."""
    n, m = first.denominator, second.denominator
    total, observed = n + m, abs(Fraction(first.numerator, n) - Fraction(second.numerator, m))
    share, expected = (first.numerator + second.numerator) / total, 0.0
    for reached in range(total + 1):
        counts = range(max(0, reached - m), min(n, reached) + 1)
        far = [i for i in counts if abs(Fraction(i, n) - Fraction(reached - i, m)) >= observed]
        expected += stats.binom.pmf(reached, total, share) * stats.hypergeom.pmf(far, total, reached, n).sum()
    assert chance_of_difference(first, second) == pytest.approx(expected, abs=1e-9)
    assert chance_of_difference(first, second) == pytest.approx(chance_of_difference(second, first), abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "chance"),
    [
        (
            (7, 12),
            (22, 25),
            0.044,
        ),  # the difference of two shares, as R's twobinom(7, 12, 22, 25) of Wilcox has it
        ((3, 4), (1, 4), 74 / 256),  # the lady tasting tea: both shares a half, and 74 of 256 as far apart
        ((5, 9), (10, 18), 1),
    ],
)
def test_known_chances_of_a_difference(first, second, chance):
    assert chance_of_difference(proportion(*first), proportion(*second)) == pytest.approx(chance, abs=5e-4)


@pytest.mark.parametrize(
    "arguments, reason",
    [
        ({}, "no interval, because the source does not publish the number of pupils"),
        (
            {"numerator": 11, "denominator": pd.NA},
            "no interval, because the source does not publish the number of pupils",
        ),
        (
            {"see": "Key stage 2 attainment by local authority"},
            "no interval, because the source does not publish the number of pupils; "
            "Key stage 2 attainment by local authority does",
        ),
        (
            {"numerator": float("nan"), "denominator": 135},
            "no interval, because the source does not publish how many pupils reached the standard",
        ),
        ({"numerator": 0, "denominator": 0}, "no interval, because there were no pupils in the group"),
        (
            {"denominator": 135, "status": "c"},
            "no interval, because the figure is marked [c]: suppressed to protect confidentiality",
        ),
        ({"status": "missing"}, "no interval, because the figure is not published"),
        ({"numerator": 0, "denominator": 8}, ""),
    ],
)
def test_no_interval_is_never_a_silent_blank(arguments, reason):
    assert no_interval_reason(**arguments) == reason
