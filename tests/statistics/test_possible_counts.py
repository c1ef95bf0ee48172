"""Percentages that no whole number of pupils makes, against rounding by Decimal."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.possible_counts import granularity, possible_counts, possible_denominators
from analysis.statistics.shares import proportion
from draws import proportions


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
