"""Power against scipy's intervals, and verdicts by their rule."""

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.report.cohorts.progress import progress_interval
from analysis.statistics.differences import difference
from analysis.statistics.power import detectable_difference, power
from analysis.statistics.shares import Interval, proportion
from analysis.statistics.verdicts import times_in_ten, verdict
from draws import proportions


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


def test_the_end_of_the_scale_is_reached_without_the_noise_of_floating_point():
    # England's 3.37…% of children with an EHC plan in 2022; a true share of nought never shows, nor can be below nought
    from_end_to_end = power(104, 0.03374908290535583, -3.374908291)
    assert from_end_to_end == power(104, 0.03374908290535583, -100 * 0.03374908290535583)
    with pytest.raises(ValueError, match="must be a share from 0 to 1"):
        power(104, 0.03374908290535583, -3.375)
