"""Cohort statistics against oracles that are not ours: published tables, scipy, statsmodels, DfE's intervals."""

import csv
import doctest
import math
import os
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.basics.errors import InputError
from analysis.report.cohorts import progress
from analysis.report.cohorts.progress import load_sigmas, no_sigma_reason, progress_interval
from analysis.statistics import possible_counts as granularity_module
from analysis.statistics import published, verdicts
from analysis.statistics import shares as cohorts
from analysis.statistics.possible_counts import granularity, possible_counts, possible_denominators
from analysis.statistics.published import differs_from, published_rounding
from analysis.statistics.shares import (
    Interval,
    Proportion,
    chance_of_difference,
    difference,
    no_interval_reason,
    proportion,
)
from analysis.statistics.verdicts import detectable_difference, power, times_in_ten, verdict


@st.composite
def proportions(draw, largest=400):
    n = draw(st.integers(1, largest))
    return proportion(draw(st.integers(0, n)), n)


@pytest.mark.parametrize("module", [cohorts, granularity_module, verdicts, progress, published])
def test_every_docstring_example_runs(module):
    results = doctest.testmod(module)
    assert results.failed == 0
    assert results.attempted >= 3


# Proportions


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


# Differences


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


@given(proportions(), st.integers(0, 100))
def test_a_share_differs_from_a_printed_percentage_only_if_from_all_it_may_be(share, printed):
    low, high = stats.binomtest(share.numerator, share.denominator).proportion_ci(method="wilson")
    assume(min(abs(100 * end - printed - half) for end in (low, high) for half in (-0.5, 0.5)) > 1e-6)
    apart = 100 * low > printed + 0.5 or 100 * high < printed - 0.5
    assert differs_from(share, printed, 0) == apart
    judged = verdict(
        share.value, share.confidence_interval(), printed / 100, "above", share.denominator, rounding=0.005
    )
    assert (judged.key in ("supports", "contradicts")) == apart


def test_a_figure_that_the_file_holds_unrounded_is_as_exact_as_it_is():
    assert published_rounding(24.256, 1) == 0 and published_rounding(24.3, 1) == pytest.approx(0.05)
    low = proportion(21, 49).confidence_interval()
    reason = verdict(21 / 49, low, 0.30, "above", 49, rounding=0.005).reason
    assert "42.9% is above 30% (England)" in reason and "comes within the rounding of 30%" in reason


# Granularity


def test_the_committee_papers():
    wrong = granularity("77%", 0, 43, 53)
    assert not wrong.possible
    assert wrong.implied_numerators == (41,)
    assert wrong.nearest_percent == 81
    right = granularity("94.3%", 1, 50, 53)
    assert right.possible
    assert right.implied_numerators == (50,)
    assert right.nearest_percent == 94.3
    assert possible_counts("8", 0, 135) == [11]
    assert possible_counts("10%", 0, 135) == [13, 14]
    assert possible_denominators("45.5", 1, 60) == [11, 22, 33, 44, 55]


@settings(deadline=None)
@given(proportions(300), st.integers(0, 2))
def test_every_true_count_passes_and_no_false_one_is_implied(share, decimals):
    # Decimal's own rounding is the oracle; the share is printed to 60 places before it is rounded.
    exact = Decimal(100 * share.numerator) / Decimal(share.denominator)
    text = str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
    found = granularity(text, decimals, share.numerator, share.denominator)
    assert found.possible
    assert found.nearest_percent == float(text)
    printed = [proportion(k, share.denominator).rounded(decimals) for k in range(share.denominator + 1)]
    assert possible_counts(text, decimals, share.denominator) == [
        k for k, shown in enumerate(printed) if shown == float(text)
    ]
    assert share.denominator in possible_denominators(text, decimals, share.denominator)


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(1, 60))
def test_an_impossible_percentage_names_the_nearest(tenths, n):
    text = f"{tenths / 10:.1f}"
    found = granularity(text, 1, denominator=n)
    possible = [proportion(k, n).rounded(1) for k in range(n + 1)]
    assert found.possible == (float(text) in possible)
    # Nearness is decided before rounding, so a tie may differ by the last digit.
    assert (
        abs(found.nearest_percent - float(text)) <= min(abs(p - float(text)) for p in possible) + 0.1 + 1e-9
    )
    assert (f"no whole number of {n} pupils" in found.reason) != found.possible


@pytest.mark.parametrize(
    "arguments, reason",
    [
        ({"percent": "8%", "decimals": 0, "denominator": 135}, "11 of 135 is 8%"),
        ({"percent": 10, "decimals": 0, "denominator": 135}, "13 or 14 of 135 is 10%"),
        ({"percent": 10, "decimals": 0, "numerator": 14, "denominator": 135}, "14 of 135 is 10%"),
        (
            {"percent": 45.5, "decimals": 1, "numerator": 5, "denominator": 12},
            "5 of 12 is 41.7%, not 45.5%; no whole number of 12 is 45.5%",
        ),
    ],
)
def test_granularity_says_why(arguments, reason):
    assert granularity(**arguments).reason == reason


@pytest.mark.parametrize("percent", ["101", "-1", "45.55", "c", "", "nan", "inf", None, 45.55])
def test_a_percentage_that_cannot_be_printed_is_refused(percent):
    with pytest.raises(ValueError, match="percent must be from 0 to 100 with at most 1 decimals, but got"):
        possible_counts(percent, 1, 20)


def test_granularity_needs_a_cohort_and_a_count_within_it():
    with pytest.raises(ValueError, match="denominator must be a whole number of pupils, but got None"):
        granularity("45.5", 1, 5)
    with pytest.raises(ValueError, match="numerator must not exceed the denominator, 11, but got 12"):
        granularity("45.5", 1, 12, 11)


# Power


def test_power_by_hand():
    # Of 10 pupils against one half, Wilson's interval excludes 0.5 for 0, 1, 9 and 10 only.
    assert power(10, 0.5, 0) == pytest.approx(22 / 1024)
    assert power(10, 0.5, 40) == pytest.approx(0.9**10 + 10 * 0.9**9 * 0.1 + 0.1**10 + 10 * 0.1**9 * 0.9)
    assert power(10, 0.5, 50) == 1
    assert power(1, 0.5, 50) == 0


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 100), st.integers(-100, 100), st.sampled_from(["wilson", "exact"]))
def test_power_is_the_sum_over_scipys_intervals(n, baseline, points, method):
    assume(0 <= baseline + points <= 100)
    chance = 0.0
    for k in range(n + 1):
        interval = stats.binomtest(k, n).proportion_ci(0.95, method)
        # scipy's limits at the ends of the scale are a hair off 0 and 1; ours are exact.
        low, high = (0 if k == 0 else interval.low), (1 if k == n else interval.high)
        if not low <= baseline / 100 <= high:
            chance += stats.binom.pmf(k, n, (baseline + points) / 100)
    assert power(n, baseline / 100, points, method=method) == pytest.approx(chance, abs=1e-9)


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_exact_rule_keeps_its_promise_on_false_alarms(n, baseline):
    assert power(n, baseline, 0, method="exact") <= 0.05 + 1e-9


@settings(deadline=None)
@given(st.integers(30, 500), st.integers(15, 85))
def test_power_grows_from_about_a_false_alarm_to_certainty(n, baseline):
    chances = [power(n, baseline / 100, points) for points in range(101 - baseline)]
    assert 0.02 < chances[0] < 0.08
    assert max(chances) <= 1 + 1e-12
    # A lower tail that thins faster than the upper fills may cost a little near 0.
    assert all(later >= earlier - 0.02 for earlier, later in pairwise(chances))
    assert chances[-1] == pytest.approx(1)


@settings(deadline=None)
@given(
    st.integers(1, 300),
    st.integers(0, 100),
    st.sampled_from([0.5, 0.8, 0.9]),
    st.sampled_from(["above", "below"]),
)
def test_the_detectable_difference_is_the_first_that_has_the_power(n, baseline, wanted, direction):
    sign, room = (1, 100 - baseline) if direction == "above" else (-1, baseline)
    enough = [d for d in range(1, room + 1) if power(n, baseline / 100, sign * d) >= wanted]
    found = detectable_difference(n, baseline / 100, wanted, direction=direction)
    assert found == (enough[0] if enough else None)


@settings(deadline=None)
@given(st.integers(50, 4000), st.integers(20, 80))
def test_the_detectable_difference_is_near_the_textbook_formula(n, baseline):
    # Fleiss, Statistical Methods for Rates and Proportions: a normal approximation of the one-sample test.
    p, found = baseline / 100, detectable_difference(n, baseline / 100)
    assume(found is not None)

    def chance(points):
        q = min(p + points / 100, 1 - 1e-9)
        z = (points / 100 - 1.959964 * math.sqrt(p * (1 - p) / n)) / math.sqrt(q * (1 - q) / n)
        return stats.norm.cdf(z)

    assert chance(found + 2.5) > 0.8 > chance(found - 2.5)


@pytest.mark.parametrize(
    "baseline, points", [(61, 10), (0.95, 10), (0.05, -10), (float("nan"), 1), (0.5, float("nan"))]
)
def test_power_stays_on_the_scale(baseline, points):
    with pytest.raises(ValueError, match=r"must be a (share from 0 to 1|number)"):
        power(100, baseline, points)


def test_power_reaches_the_end_of_the_scale_in_spite_of_floating_point():
    assert power(50, 0.7, 30) == pytest.approx(1)
    assert power(50, 0.3, -30) == pytest.approx(1)


@pytest.mark.parametrize(
    "chance, words",
    [(0, "hardly ever"), (0.14, "about once in ten"), (0.5, "about 5 times in ten"), (0.96, "nearly always")],
)
def test_chances_in_words(chance, words):
    assert times_in_ten(chance) == words


# Verdicts


def judged(k, n, england, direction, **options):
    share = proportion(k, n)
    return verdict(share.value, share.confidence_interval(), england, direction, n, **options)


@pytest.mark.parametrize(
    "k, n, england, direction, wording, reason",
    [
        (
            95,
            135,
            0.61,
            "above",
            "supports the statement",
            "70.4% is above 61.0% (England), and so is its whole interval, 62.2% to 77.4%",
        ),
        (
            95,
            135,
            0.61,
            "below",
            "contradicts it",
            "70.4% is above 61.0% (England), and so is its whole interval, 62.2% to 77.4%",
        ),
        (
            88,
            135,
            0.61,
            "above",
            "consistent with it but cannot show it",
            "65.2% is above 61.0% (England), but its interval, 56.8% to 72.7%, reaches across",
        ),
        (
            88,
            135,
            0.61,
            "below",
            "too small to say",
            "65.2% is above 61.0% (England), but its interval, 56.8% to 72.7%, reaches across",
        ),
        (
            14,
            27,
            0.61,
            "below",
            "too small to say",
            "51.9% is below 61.0% (England), but its interval, 34.0% to 69.3%, reaches across, and 27 pupils are "
            "fewer than 30",
        ),
        (
            39,
            57,
            0.61,
            "above",
            "too small to say",
            "68.4% is above 61.0% (England), but its interval, 55.5% to 79.0%, reaches across, and with 57 pupils "
            "a true difference of 10 points would be seen about 4 times in ten, less than an even chance",
        ),
        (
            0,
            8,
            0.61,
            "below",
            "supports the statement",
            "0.0% is below 61.0% (England), and so is its whole interval, 0.0% to 32.4%",
        ),
        (
            5,
            10,
            0.5,
            "above",
            "too small to say",
            "50.0% is level with 50.0% (England), but its interval, 23.7% to 76.3%, reaches across, and 10 pupils "
            "are fewer than 30",
        ),
    ],
)
def test_verdicts_on_shares(k, n, england, direction, wording, reason):
    found = judged(k, n, england, direction)
    assert (found.wording, found.reason) == (wording, reason)


def test_the_room_left_on_the_scale_limits_the_difference_asked_for():
    # Below 8% there are no 10 points: all 8 are asked for, which 135 pupils would show.
    assert judged(8, 135, 0.08, "below").key == "consistent"
    # Above 97% only 3 points are left, and 60 of 60 would still not show them.
    found = judged(59, 60, 0.97, "above")
    assert found.key == "too_small"
    assert found.reason.endswith(
        "with 60 pupils a true difference of 3 points would be seen hardly ever, less than an even chance"
    )


def test_verdicts_on_changes_and_scores():
    fall = difference(proportion(11, 135), proportion(14, 135))
    found = verdict(fall.value, fall.interval, 0, "below", 135, unit="points", name="no change")
    assert found.wording == "consistent with it but cannot show it"
    assert found.reason == (
        "-2.2 points is below 0.0 points (no change), but its interval, -9.4 to 4.9 points, reaches across"
    )
    interval = progress_interval(-1.19, 57, 1.283)
    found = verdict(-1.19, interval, -0.02, "below", 57, unit="score", name="England")
    assert found.wording == "supports the statement"
    assert found.reason == "-1.19 is below -0.02 (England), and so is its whole interval, -1.52 to -0.86"


@given(proportions(), st.integers(0, 100), st.sampled_from(["above", "below"]))
def test_verdicts_follow_the_rule(share, england, direction):
    comparator, interval, n = england / 100, share.confidence_interval(), share.denominator
    found = verdict(share.value, interval, comparator, direction, n)
    claimed = interval.low > comparator if direction == "above" else interval.high < comparator
    other = interval.high < comparator if direction == "above" else interval.low > comparator
    assert (found.key == "supports") == claimed
    assert (found.key == "contradicts") == other
    if not claimed and not other:
        ahead = share.value > comparator if direction == "above" else share.value < comparator
        room = min(10, 100 - england if direction == "above" else england)
        able = n >= 30 and power(n, comparator, room if direction == "above" else -room) >= 0.5
        assert found.key == ("consistent" if ahead and able else "too_small")
    opposite = verdict(share.value, interval, comparator, "below" if direction == "above" else "above", n)
    assert {found.key, opposite.key} != {"supports"}
    assert (found.key == "supports") == (opposite.key == "contradicts")


def test_the_thresholds_of_a_small_cohort():
    score = {
        "estimate": 0.2,
        "interval": Interval(-0.3, 0.7),
        "comparator": 0,
        "direction": "above",
        "unit": "score",
    }
    assert verdict(**score, n=29).key == "too_small"
    assert verdict(**score, n=30).key == "consistent"
    # 82 pupils would see 71% against 61% 4.8 times in ten, 88 pupils 5.05 times.
    assert power(82, 0.61, 10) < 0.5 < power(88, 0.61, 10) < 0.51
    assert judged(52, 82, 0.61, "above").key == "too_small"
    assert judged(56, 88, 0.61, "above").key == "consistent"


def test_an_interval_that_touches_the_comparator_shows_nothing():
    assert verdict(0.7, Interval(0.6, 0.8), 0.6, "above", 500).key == "consistent"
    assert verdict(0.7, Interval(0.6001, 0.8), 0.6, "above", 500).key == "supports"


@pytest.mark.parametrize(
    "change, message",
    [
        ({"direction": "better"}, "direction must be 'above' or 'below', but got 'better'"),
        ({"comparator": 61}, "comparator must be a share from 0 to 1"),
        ({"comparator": float("nan"), "unit": "score"}, "comparator must be a number, but got nan"),
        ({"estimate": 70}, "interval must hold the estimate, in the same unit"),
        ({"estimate": float("nan")}, "estimate must be a number, but got nan"),
        ({"comparator": pd.NA}, "comparator must be a number, but got <NA>"),
        ({"unit": "percent"}, "unit must be one of share, points, score, but got 'percent'"),
        ({"n": 0}, "n must be 1 or more, but got 0"),
    ],
)
def test_verdicts_refuse_what_they_cannot_judge(change, message):
    arguments = {
        "estimate": 0.7,
        "interval": Interval(0.6, 0.8),
        "comparator": 0.61,
        "direction": "above",
        "n": 135,
    }
    with pytest.raises(ValueError, match=message):
        verdict(**(arguments | change))


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


# Progress scores

SUBJECTS = {"ks2_reading_progress": "read", "ks2_writing_progress": "writta", "ks2_maths_progress": "mat"}
# Values that the project's methods note gives, to three decimals.
NOTED = {
    ("ks4_progress8", 2019): 1.283,
    ("ks4_progress8", 2022): 1.408,
    ("ks4_progress8", 2023): 1.414,
    ("ks4_progress8", 2024): 1.416,
    ("ks2_reading_progress", 2019): 6.174,
    ("ks2_writing_progress", 2019): 5.694,
    ("ks2_maths_progress", 2019): 5.390,
    ("ks2_reading_progress", 2022): 6.289,
    ("ks2_writing_progress", 2022): 6.039,
    ("ks2_maths_progress", 2022): 5.852,
    ("ks2_reading_progress", 2023): 6.289,
    ("ks2_writing_progress", 2023): 6.049,
    ("ks2_maths_progress", 2023): 5.914,
}


def published_intervals() -> pd.DataFrame:
    """Every interval that DfE's file prints for a local authority, as text, with the sum and count behind it."""
    root = Path(__file__).parents[2]
    file = Path(os.environ.get("STANDARDS_RAW") or root / ".." / "shared" / "data") / "ees" / "ks2_la.csv"
    if not file.exists():
        pytest.skip(f"{file} is not there: set STANDARDS_RAW to the folder of the downloaded national files")
    table = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    table = table[table["geographic_level"] == "Local authority"]
    parts = []
    for measure, subject in SUBJECTS.items():
        part = pd.DataFrame(
            {
                "measure": measure,
                "year": 2000 + table["time_period"].str[-2:].astype(int),
                "n": table[f"t_{subject}_progress_eligible_pupils"],
                "sum": table[f"t_{subject}_progress_score"],
                "low": table[f"avg_{subject}_progress_score_lower_CI"],
                "high": table[f"avg_{subject}_progress_score_upper_CI"],
            }
        )
        # k is a limit that rounds to zero.
        parts.append(
            part[part["low"].str.fullmatch(r"-?[\d.]+|k") & part["high"].str.fullmatch(r"-?[\d.]+|k")]
        )
    return pd.concat(parts, ignore_index=True)


def printed(value: float) -> str:
    text = str(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "k" if float(text) == 0 else text


def as_printed(text: str) -> str:
    return "k" if text == "k" or float(text) == 0 else f"{float(text):.2f}"


@pytest.mark.national
def test_every_published_progress_interval_is_reproduced_to_the_digit():
    published, sigmas = published_intervals(), load_sigmas()
    different = []
    for row in published.itertuples():
        n = int(row.n)
        interval = progress_interval(float(row.sum) / n, n, sigmas[row.measure, row.year])
        if (printed(interval.low), printed(interval.high)) != (as_printed(row.low), as_printed(row.high)):
            different.append(row)
    assert different == []
    # The count guards against a filter that drops what does not fit.
    assert len(published) == 3719
    assert published.groupby("year").size().to_dict() == {2019: 1221, 2022: 1257, 2023: 1241}


@pytest.mark.national
def test_the_sigmas_are_those_behind_the_published_intervals():
    published, sigmas = published_intervals(), load_sigmas()
    numbers = published.replace({"k": "0"}).astype({"n": float, "low": float, "high": float})
    groups = numbers.groupby(["measure", "year"])
    assert set(groups.groups) == {key for key in sigmas if key[0].startswith("ks2")}
    for key, group in groups:
        # Half widths regressed through the origin on 1.96 / sqrt(n); the slope is the standard deviation.
        multiple, half = 1.96 / np.sqrt(group["n"]), (group["high"] - group["low"]) / 2
        slope = (multiple * half).sum() / (multiple**2).sum()
        error = math.sqrt(((half - slope * multiple) ** 2).sum() / (len(group) - 1) / (multiple**2).sum())
        assert abs(slope - sigmas[key]) < 4 * error
        assert error < 0.001


def test_the_sigmas_are_those_of_the_methods_note():
    sigmas = load_sigmas()
    assert set(sigmas) == set(NOTED)
    for key, noted in NOTED.items():
        assert sigmas[key] == pytest.approx(noted, abs=0.00051)
    assert sigmas.get(("ks4_progress8", 2017)) is None


def test_the_interval_is_dfes_multiple():
    interval = progress_interval(0.3, 100, 1.416)
    assert (interval.low, interval.high) == pytest.approx((0.3 - 0.196 * 1.416, 0.3 + 0.196 * 1.416))
    wider = progress_interval(0.3, 100, 1.416, level=0.99)
    assert (wider.low, wider.high) == pytest.approx(stats.norm.interval(0.99, loc=0.3, scale=0.1416))


@pytest.mark.parametrize(
    "arguments, message",
    [
        ((0.3, 0, 1.283), "n must be 1 or more, but got 0"),
        ((0.3, 10.5, 1.283), "n must be a whole number of pupils, but got 10.5"),
        ((float("nan"), 10, 1.283), "score must be a number, but got nan"),
        ((0.3, 10, 0), "sigma must be above 0, but got 0"),
        ((0.3, 10, -1.0), "sigma must be above 0, but got -1.0"),
        ((0.3, 10, float("nan")), "sigma must be a number, but got nan"),
        ((0.3, 10, None), "sigma must be a number, but got None"),
        ((None, 10, 1.283), "score must be a number, but got None"),
    ],
)
def test_progress_needs_a_score_pupils_and_a_sigma(arguments, message):
    with pytest.raises(ValueError, match=message):
        progress_interval(*arguments)


@pytest.mark.parametrize(
    "measure, year, words",
    [
        ("ks4_progress8", 2017, "standard deviation of all pupils' scores in 2016/17 is not available"),
        ("ks4_progress8", 2025, "key stage 2 assessments were cancelled"),
        ("ks2_maths_progress", 2024, "key stage 1 assessments were cancelled"),
        ("ks4_progress8", 2021, "year's assessments were cancelled"),
        ("another_measure", 2000, "standard deviation of all pupils' scores in 1999/00 is not available"),
    ],
)
def test_a_year_without_a_sigma_says_why(measure, year, words):
    assert no_sigma_reason(measure, year).startswith("no interval, because ")
    assert words in no_sigma_reason(measure, year)
    assert (measure, year) not in load_sigmas()


def test_every_sigma_has_a_source():
    with (Path(__file__).parents[2] / "data" / "raw" / "progress_sigmas.csv").open(
        encoding="utf-8"
    ) as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(NOTED)
    for row in rows:
        assert f"{int(row['year']) - 1}/{row['year'][2:]}" in row["source"]


@pytest.mark.parametrize(
    "text, row",
    [
        ("measure,year,sigma\n", 1),
        ("", 1),
        ("measure,year,sigma,source\nks4_progress8,2019,abc,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,-1,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,nan,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2018/19,1.2,DfE\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,1.283,\n", 2),
        ("measure,year,sigma,source\nks4_progress8,2019,1.283,DfE\nks4_progress8,2019,1.3,DfE\n", 3),
    ],
)
def test_a_damaged_table_of_sigmas_names_the_row(tmp_path, text, row):
    file = tmp_path / "sigmas.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_sigmas(file)
    assert error.value.row == row
    assert error.value.file == "sigmas.csv"


def test_a_missing_table_of_sigmas_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match=r"Is the path right"):
        load_sigmas(tmp_path / "none.csv")
