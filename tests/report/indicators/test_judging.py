"""A target is met, nearly met or not met: the rules at their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.indicators.judging import STATUSES, Case, amount, cohort_note, reason, status
from analysis.report.indicators.targets import load_rules


def case(
    kind="number", polarity="high", unit="percent", decimals=1, result=50.0, threshold=50.0, **other
) -> Case:
    return Case(load_rules()[kind], polarity, unit, decimals, result, threshold, "the target", **other)


@pytest.mark.parametrize(
    ("rank", "expected"), [(1, "met"), (15, "met"), (16, "nearly met"), (20, "nearly met"), (21, "not met")]
)
def test_a_share_of_authorities_at_its_edges(rank, expected):
    assert status(case("top_share", rank=rank, last=15, n=152)) == expected


@pytest.mark.parametrize(
    ("polarity", "result", "expected"),
    [
        ("high", 95.5, "met"), ("high", 96.0, "met"), ("high", 95.4, "nearly met"), ("high", 95.0, "nearly met"),
        ("high", 94.9, "not met"),
        ("low", 95.5, "met"), ("low", 95.0, "met"), ("low", 96.0, "nearly met"), ("low", 96.1, "not met"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["number", "comparator"])
def test_a_figure_at_its_edges(kind, polarity, result, expected):
    assert status(case(kind, polarity, result=result, threshold=95.5)) == expected


def test_the_tolerance_is_that_of_the_unit():
    assert status(case(unit="score", decimals=2, result=0.40, threshold=0.45)) == "nearly met"
    assert status(case(unit="score", decimals=2, result=0.40, threshold=0.46)) == "not met"
    assert status(case(unit="score", decimals=1, result=46.0, threshold=46.5)) == "nearly met"
    assert status(case(unit="rate", decimals=2, polarity="low", result=0.11, threshold=0.05)) == "not met"


def test_noise_of_floating_point_decides_nothing():
    assert status(case(result=0.1 + 0.2, threshold=0.3)) == "met"
    assert status(case(result=95.5 - 0.5, threshold=95.5)) == "nearly met"


@pytest.mark.parametrize("kind", ["number", "comparator", "top_share"])
def test_what_is_missing_cannot_be_judged(kind):
    missing = float("nan")
    assert status(case(kind, result=missing)) == "cannot be judged" or kind == "top_share"
    assert (
        status(case(kind, threshold=missing, result=missing, rank=None, last=15, n=152)) == "cannot be judged"
    )
    assert reason(case(kind, threshold=missing, result=missing)) == ""


values = st.floats(-50, 50).map(lambda value: round(value, 2))


@given(values, values, values, st.sampled_from(["high", "low"]))
def test_a_better_result_is_never_judged_worse(one, two, target, polarity):
    better, worse = (max(one, two), min(one, two)) if polarity == "high" else (min(one, two), max(one, two))
    order = list(STATUSES)
    judged = [
        order.index(status(case(polarity=polarity, result=each, threshold=target)))
        for each in (better, worse)
    ]
    assert judged[0] <= judged[1]


@given(values, values)
def test_polarity_is_a_mirror(result, target):
    low = case(polarity="low", result=-result, threshold=-target)
    assert status(low) == status(case(result=result, threshold=target))


@given(st.integers(1, 152), st.integers(1, 152), st.integers(1, 100))
def test_a_better_rank_is_never_judged_worse(one, two, last):
    order = list(STATUSES)
    judged = [
        order.index(status(case("top_share", rank=rank, last=last, n=152))) for rank in sorted((one, two))
    ]
    assert judged == sorted(judged)


def test_the_reason_says_on_which_side_of_the_target_a_result_lies():
    assert reason(case(result=55.0, threshold=55.0)) == "55.0% is level with the target"
    assert reason(case(result=56.5, threshold=55.0)) == "56.5% is 1.5 points better than the target"
    worse = reason(case(polarity="low", result=56.5, threshold=55.0))
    assert worse.startswith("56.5% is 1.5 points worse than the target, more than the")


def test_a_difference_is_shown_with_as_many_decimals_as_it_takes():
    assert amount(0.04, case(decimals=0)) == "0.04 points"
    assert amount(3, case(decimals=0)) == "3 points"
    assert amount(-1, case(decimals=0)) == "1 point" and amount(1, case(decimals=1)) == "1.0 points"
    assert amount(0.5, case(unit="score")) == "0.5"


def test_an_interval_that_does_not_reach_the_target_says_so():
    assert "does not reach 60.0%" in cohort_note(case(threshold=60.0), None, (10.0, 20.0))
    assert cohort_note(case(), None, None) == ""
    met = cohort_note(case(result=55.0, threshold=50.0), None, (40.0, 70.0))
    assert met.endswith("which holds 50.0%: chance alone could make the difference")
    unknown = cohort_note(case(threshold=float("nan")), None, (10.0, 20.0))
    assert unknown == "the 95% interval is 10.0% to 20.0%"


def test_places_that_straddle_a_target_are_named():
    from analysis.report.checks.evidence import Reading
    from analysis.report.indicators.notes import places_note

    met = case("top_share", rank=14, last=15, n=152)
    tied = Reading(14.0, 0, "14th", "", last=16)
    text = (
        "14th to 16th share one published value: by the 14th place the target is met, by the 16th nearly met"
    )
    assert places_note(met, tied) == text
    missing = Reading(15.0, 0, "15th", "", last=15, unpublished=("Poole",))
    assert places_note(case("top_share", rank=15, last=15, n=152), missing).startswith(
        "1 with such pupils has no"
    )
    assert (
        places_note(case("top_share", rank=60, last=15, n=152), Reading(60.0, 0, "60th", "", last=70)) == ""
    )
