"""Rank sets against hand cases, published constants, a plain-Python copy of the definition, and simulation."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from analysis.statistics import rank_simulation
from analysis.statistics.rank_confidence import (
    best_set,
    joint_rank_region,
    rank_confidence_sets,
    rounding_rank_range,
)

BOTH = pytest.mark.parametrize("simultaneous", [False, True])


def ends(table):
    return list(zip(table["lower"], table["upper"], strict=True))


# Hand cases and limits


@BOTH
def test_two_areas_part_at_the_normal_quantile(simultaneous):
    # With two areas c is the 95% quantile of |N(0, 1)|, 1.96; sd of the difference is 5 (3-4-5).
    assert ends(rank_confidence_sets([10.2, 0], [3, 4], simultaneous=simultaneous)) == [(1, 1), (2, 2)]
    assert ends(rank_confidence_sets([9.4, 0], [3, 4], simultaneous=simultaneous)) == [(1, 2), (1, 2)]


@BOTH
def test_groups_far_apart_keep_their_places(simultaneous):
    # 100 and 99 cannot be told apart, nor 50 and 49; the pairs are 50 standard errors from each other.
    sets = rank_confidence_sets([99, 50, 100, 49], [1, 1, 1, 1], simultaneous=simultaneous)
    assert sets["rank"].tolist() == [2, 3, 1, 4]
    assert ends(sets) == [(1, 2), (3, 4), (1, 2), (3, 4)]


@BOTH
def test_huge_errors_allow_every_rank_and_tiny_errors_one(simultaneous):
    values = np.arange(12.0)
    wide = rank_confidence_sets(values, np.full(12, 1e4), simultaneous=simultaneous)
    sharp = rank_confidence_sets(values, np.full(12, 1e-4), simultaneous=simultaneous)
    assert ends(wide) == [(1, 12)] * 12
    assert ends(sharp) == [(rank, rank) for rank in sharp["rank"]] == [(12 - i, 12 - i) for i in range(12)]


@BOTH
def test_without_error_equal_values_tie_and_unequal_ones_are_certain(simultaneous):
    sets = rank_confidence_sets([70, 70, 69.9, 71], [0, 0, 0, 0], simultaneous=simultaneous)
    assert sets["rank"].tolist() == [2, 2, 4, 1]
    assert ends(sets) == [(2, 3), (2, 3), (4, 4), (1, 1)]


@BOTH
def test_one_area_with_error_among_certain_ones(simultaneous):
    # Only the second has an error, 5: all its differences share it, so c is 1.96, which is 9.8 points.
    sets = rank_confidence_sets([69, 60, 59.9, 51], [0, 5, 0, 0], simultaneous=simultaneous)
    assert ends(sets) == [(1, 2), (1, 4), (2, 3), (3, 4)]


@BOTH
def test_low_coverage_never_puts_the_lower_above(simultaneous):
    # In the second step only one direction is left, and a fifth of its draws lie below -0.84.
    sets = rank_confidence_sets([0.3, 0], [math.sqrt(0.5)] * 2, 0.2, simultaneous)
    assert ends(sets) == [(1, 1), (2, 2)]


def test_missing_estimates_have_no_rank_and_do_not_count():
    values = pd.Series([71, None, 68, 64], index=["a", "b", "c", "d"])
    sets = rank_confidence_sets(values, pd.Series([1, None, 1, 1], index=values.index))
    assert sets.index.equals(values.index)
    assert sets.loc["b"].isna().all()
    assert sets.drop("b").equals(rank_confidence_sets(values.drop("b"), np.ones(3)))
    assert joint_rank_region(values, np.ones(4)).loc["b"].isna().all()
    assert rounding_rank_range(values, 0)["upper"].tolist() == [1, pd.NA, 2, 3]
    assert best_set(values, np.ones(4), 4).tolist() == [True, False, True, True]


@pytest.mark.parametrize("function", [rank_confidence_sets, joint_rank_region])
def test_none_and_one(function):
    assert function([], []).empty
    assert function([None, np.nan], [1, None]).isna().all(axis=None)
    assert function([70, None], [3, None]).iloc[0].tolist() == [1, 1, 1]
    assert rank_confidence_sets([70], [3], simultaneous=True).iloc[0].tolist() == [1, 1, 1]
    assert best_set([], [], 1).tolist() == []
    assert rounding_rank_range([], 0).empty
    assert rounding_rank_range([None, 70], [None, 0]).iloc[1].tolist() == [1, 1, 1]


def test_joint_region_by_hand():
    # Three intervals at 0.95^(1/3) = 98.3%: 2.3877 standard errors to each side, so 4.775 apart is apart.
    assert ends(joint_rank_region([10, 5.3, 5.1], [1, 1, 1])) == [(1, 2), (1, 3), (2, 3)]
    assert ends(joint_rank_region([10, 5.2, 5.1], [1, 1, 1])) == [(1, 1), (2, 3), (2, 3)]


# Critical values against published constants


def caught(c, level, draws=10_000):
    """The true probability below a simulated quantile is that of a uniform order statistic: beta."""
    k = math.ceil(level * draws)
    return stats.beta.ppf(1e-4, k, draws + 1 - k) < c < stats.beta.isf(1e-4, k, draws + 1 - k)


@pytest.mark.parametrize("p", [3, 10, 60])
def test_simultaneous_critical_value_is_that_of_the_studentized_range(p):
    c = rank_simulation.critical_values(np.zeros(p), np.full(p, 2.0), True, 10_000, 0, 501)[0]
    assert caught(stats.studentized_range.cdf(c * math.sqrt(2), p, np.inf), 0.95)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_marginal_critical_value_is_that_of_the_normal_integral(level):
    # Given Z_j = z the differences are independent: P(all |Z_k - z| < c sd_jk) is a product of normals.
    x, s = np.arange(8.0), np.array([1, 1, 2, 3, 4, 6, 6, 20.0]) * 1000  # errors too large for any stepdown
    for j, c in enumerate(
        rank_simulation.critical_values(x, s, False, 10_000, 1, 10_001 - round(level * 10_000))
    ):
        others = np.delete(s, j)
        reach = c * np.hypot(others, s[j])

        def density(e, j=j, others=others, reach=reach):
            z = e * s[j]
            return stats.norm.pdf(e) * np.prod(
                stats.norm.cdf((z + reach) / others) - stats.norm.cdf((z - reach) / others)
            )

        assert caught(integrate.quad(density, -8, 8)[0], level)


# The definition in plain Python, on the same draws


def by_definition(x, s, coverage, simultaneous, draws, seed):
    """Sets and critical values for estimates in order, best first, by loops over draws and pairs."""
    p = len(x)
    generator = np.random.default_rng(seed)
    z = [[scale * e for e in generator.standard_normal(draws)] for scale in s]
    sd = {(j, k): math.sqrt(s[j] ** 2 + s[k] ** 2) for j in range(p) for k in range(p) if j != k}
    pairs = list(sd)
    families = [pairs] if simultaneous else [[pair for pair in pairs if j in pair] for j in range(p)]
    sets, critical = [], []
    for j in range(p):
        family = families[0 if simultaneous else j]
        rejected = set()
        while True:
            tested = [pair for pair in family if pair not in rejected and sd[pair] > 0]
            largest = sorted(
                max(((z[a][draw] - z[b][draw]) / sd[a, b] for a, b in tested), default=0)
                for draw in range(draws)
            )
            c = max(0, largest[math.ceil(round(coverage * draws, 9)) - 1])
            now = {(a, b) for a, b in family if x[a] - x[b] > c * sd[a, b]}
            if now == rejected:
                break
            rejected = now
        sets.append((1 + sum(b == j for _, b in rejected), p - sum(a == j for a, _ in rejected)))
        critical.append(c)
    return sets, critical


@BOTH
@pytest.mark.parametrize("coverage", [0.3, 0.8, 0.95])
@pytest.mark.parametrize("case", range(4))
def test_agrees_with_the_definition(case, coverage, simultaneous):
    generator = np.random.default_rng(case)
    s = generator.uniform(0.2, 3, 7) * (generator.random(7) > 0.15 * case)
    x = np.sort(generator.normal(0, 1 + 3 * case, 7))[::-1]
    sets, critical = by_definition(x.tolist(), s.tolist(), coverage, simultaneous, 120, 5)
    assert ends(rank_confidence_sets(x, s, coverage, simultaneous, draws=120, seed=5)) == sets
    tail = 121 - round(coverage * 120)
    found = rank_simulation.critical_values(x, s, simultaneous, 120, 5, tail)
    assert found == pytest.approx(critical, rel=1e-12)


@pytest.mark.parametrize(("simultaneous", "lead"), [(False, 2.65), (True, 3.15)])
def test_stepdown_parts_two_areas_that_one_step_does_not(simultaneous, lead, monkeypatch):
    # Eleven areas: c is 2.73 (marginal) or 3.25 in one step. All but one pair are far apart; tested against
    # one direction each, they leave 2.52 or 3.07.
    x, s = np.r_[np.arange(9) * -100.0, -800 - lead, -1000], np.full(11, math.sqrt(0.5))
    stepped = rank_confidence_sets(x, s, simultaneous=simultaneous)
    monkeypatch.setattr(rank_simulation, "EXACT_UP_TO", 0)  # one step only
    single = rank_confidence_sets(x, s, simultaneous=simultaneous)
    assert ends(stepped)[8:10] == [(9, 9), (10, 10)]
    assert ends(single)[8:10] == [(9, 10), (9, 10)]


# Coverage at the stated level, by simulation


def at_least(successes, trials, level, draws):
    """No fewer than binomial chance (1 in 10,000) allows when c comes from so many draws."""
    return successes >= stats.binom.ppf(1e-4, trials, math.ceil(level * draws) / (draws + 1))


@BOTH
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_coverage_when_all_are_equal_is_the_stated_level(simultaneous, level):
    # The least favourable case: a set other than 1..p is an error, and the level holds exactly.
    generator, trials, draws, p = np.random.default_rng(11), 400, 400, 6
    s = np.array([1, 1, 2, 2, 3, 5.0])
    whole = 0
    for trial in range(trials):
        sets = rank_confidence_sets(generator.normal(0, s), s, level, simultaneous, draws=draws, seed=trial)
        full = (sets["lower"] == 1) & (sets["upper"] == p)
        whole += full.all() if simultaneous else full[3]
    expected = math.ceil(level * draws) / (draws + 1)
    assert stats.binom.ppf(1e-4, trials, expected) <= whole <= stats.binom.isf(1e-4, trials, expected)


def test_coverage_of_all_four_methods_with_true_differences_and_ties():
    generator, trials, draws, level = np.random.default_rng(12), 300, 400, 0.9
    truth = np.array([8, 6, 6, 5, 4, 4, 4, 2, 1, 0.0])
    rank = stats.rankdata(-truth, "min")
    s = np.array([0.5, 1, 0.5, 1, 0.5, 2, 1, 0.5, 1, 0.5])
    covered = np.zeros(10, dtype=int)
    together = region = best = 0
    for trial in range(trials):
        x = generator.normal(truth, s)
        marginal = rank_confidence_sets(x, s, level, draws=draws, seed=trial)
        all_sets = rank_confidence_sets(x, s, level, True, draws=draws, seed=trial)
        klein = joint_rank_region(x, s, level)
        covered += ((marginal["lower"] <= rank) & (rank <= marginal["upper"])).to_numpy(int)
        together += ((all_sets["lower"] <= rank) & (rank <= all_sets["upper"])).all()
        region += ((klein["lower"] <= rank) & (rank <= klein["upper"])).all()
        best += best_set(x, s, 3, level, draws=draws, seed=trial)[rank <= 3].all()
    assert all(at_least(successes, trials, level, draws) for successes in [*covered, together, region, best])


# Properties

quarters = st.integers(-40, 40).map(lambda n: n / 4)
areas = st.lists(st.tuples(quarters, st.integers(0, 12).map(lambda n: n / 4)), min_size=1, max_size=12)
few = settings(max_examples=40, deadline=None)


def sets_of(rows, **options):
    x, s = np.array(rows).T
    return rank_confidence_sets(x, s, draws=200, **options)


@few
@given(areas, st.booleans())
def test_rank_is_the_competition_rank_and_lies_within_its_set(rows, simultaneous):
    x, s = np.array(rows).T
    for table in (
        sets_of(rows, simultaneous=simultaneous),
        joint_rank_region(x, s),
        rounding_rank_range(x, 2),
    ):
        assert table["rank"].tolist() == stats.rankdata(-x, "min").tolist()
        assert (table["lower"] >= 1).all()
        assert (table["lower"] <= table["rank"]).all()
        assert (table["rank"] <= table["upper"]).all()
        assert (table["upper"] <= len(rows)).all()


@few
@given(areas, st.booleans(), st.integers(-100, 100), st.sampled_from([2.0**-40, 2, 1024]), st.randoms())
def test_sets_follow_the_values_through_polarity_shift_scale_and_order(
    rows, simultaneous, shift, scale, random
):
    x, s = np.array(rows).T
    expected = sets_of(rows, simultaneous=simultaneous)
    turned = sets_of(np.c_[-x, s], simultaneous=simultaneous, higher_is_better=False)
    moved = sets_of(np.c_[scale * (x + shift), scale * s], simultaneous=simultaneous)
    order = random.sample(range(len(rows)), len(rows))
    shuffled = sets_of([rows[i] for i in order], simultaneous=simultaneous)
    assert turned.equals(expected)
    assert moved.equals(expected)
    assert shuffled.equals(expected.iloc[order].reset_index(drop=True))
    assert joint_rank_region(-x, s, higher_is_better=False).equals(joint_rank_region(x, s))
    assert rounding_rank_range(-x, 2, higher_is_better=False).equals(rounding_rank_range(x, 2))


@few
@given(areas)
def test_the_last_by_polarity_mirrors_the_first(rows):
    # Reversing the polarity turns the places round: what was lower is p + 1 - upper. Draws belong to the
    # places, so that only errors of one size (and c the same for all) mirror exactly.
    x = np.array(rows)[:, 0]
    up, down = rounding_rank_range(x, 2), rounding_rank_range(x, 2, higher_is_better=False)
    assert (down["lower"] == len(x) + 1 - up["upper"]).all()
    up, down = (
        joint_rank_region(*np.array(rows).T),
        joint_rank_region(*np.array(rows).T, higher_is_better=False),
    )
    assert (down["lower"] == len(x) + 1 - up["upper"]).all()


def contains(outer, inner):
    return (outer["lower"] <= inner["lower"]).all() and (inner["upper"] <= outer["upper"]).all()


@few
@given(areas)
def test_wider_with_coverage_and_when_all_hold_together(rows):
    marginal, together = sets_of(rows), sets_of(rows, simultaneous=True)
    assert contains(together, marginal)
    assert contains(marginal, sets_of(rows, coverage=0.7))
    assert contains(together, sets_of(rows, coverage=0.7, simultaneous=True))
    x, s = np.array(rows).T
    assert contains(joint_rank_region(x, s), joint_rank_region(x, s, 0.7))


@few
@given(areas, st.booleans())
def test_many_areas_get_sets_no_narrower_than_few(rows, simultaneous):
    exact = sets_of(rows, simultaneous=simultaneous)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rank_simulation, "EXACT_UP_TO", 0)
        assert contains(sets_of(rows, simultaneous=simultaneous), exact)
        assert contains(sets_of(rows, simultaneous=True), sets_of(rows))


def test_many_areas_cost_at_most_the_group_ratio(monkeypatch):
    s = np.random.default_rng(3).lognormal(0, 0.6, 80)
    arguments = np.zeros(80), s, False, 2000, 0, 101  # equal estimates: nothing to step down
    exact = rank_simulation.critical_values(*arguments)
    monkeypatch.setattr(rank_simulation, "EXACT_UP_TO", 0)
    bounded = rank_simulation.critical_values(*arguments)
    assert (bounded >= exact).all()
    assert (bounded <= rank_simulation.GROUP_RATIO * exact * (1 + 1e-12)).all()


@few
@given(areas, st.integers(1, 14))
def test_best_set_grows_with_size_and_holds_who_is_certainly_there(rows, size):
    x, s = np.array(rows).T
    inside = best_set(x, s, size, draws=200)
    together = sets_of(rows, simultaneous=True)
    assert inside[together["rank"].to_numpy(int) <= size].all()
    assert inside[together["upper"].to_numpy(int) <= size].all()
    assert (best_set(x, s, size + 1, draws=200) >= inside).all()
    assert inside.all() or size < len(rows)


def test_same_seed_same_sets_and_twins_share_them():
    generator = np.random.default_rng(4)
    x, s = np.repeat(generator.normal(0, 2, 40), 2), np.repeat(generator.uniform(0.2, 1, 40), 2)
    sets = rank_confidence_sets(x, s, draws=500, seed=3)
    assert sets.equals(rank_confidence_sets(x, s, draws=500, seed=3))
    assert sets[::2].reset_index(drop=True).equals(sets[1::2].reset_index(drop=True))
    assert not sets.equals(rank_confidence_sets(x, s, draws=500, seed=4))


@given(
    st.lists(
        st.tuples(st.integers(-3, 3), st.sampled_from([0.5, 1.0]), st.booleans()), min_size=1, max_size=25
    )
)
@settings(max_examples=40, deadline=None)
def test_the_sets_of_a_few_are_those_of_all_also_among_twins(rows):
    x, s, wanted = (np.array(column) for column in zip(*rows, strict=True))
    every = rank_confidence_sets(x, s, draws=200)
    few = rank_confidence_sets(x, s, draws=200, wanted=wanted)
    assert few[wanted].equals(every[wanted]) and few["rank"].equals(every["rank"])
    alone = ~wanted & ~np.array([any(wanted & (x == a) & (s == b)) for a, b in zip(x, s, strict=True)])
    assert few.loc[alone, ["lower", "upper"]].isna().all(axis=None)


# Rounding


@pytest.mark.parametrize(
    ("values", "decimals", "expected"),
    [
        ([71, 70, 70, 64], 0, [(1, 1), (2, 3), (2, 3), (4, 4)]),
        ([0.3, 0.1 + 0.2, 0.4], 1, [(2, 3), (2, 3), (1, 1)]),
        ([70, 69.6, 70.4, 70.6], [0, 1, 1, 1], [(2, 4), (3, 4), (2, 3), (1, 1)]),
        ([120, 118], [-1, 0], [(1, 2), (1, 2)]),
        ([120, 114], [-1, 0], [(1, 1), (2, 2)]),
    ],
)
def test_rounding_by_hand(values, decimals, expected):
    table = rounding_rank_range(values, decimals)
    assert ends(table) == expected
    assert table["rank"].tolist() == stats.rankdata(-np.round(values, 6), "min").tolist()


printed = st.lists(st.tuples(st.integers(-300, 300), st.integers(0, 2)), min_size=1, max_size=15)


@few
@given(printed, st.data())
def test_every_rank_of_the_range_is_possible_and_no_other(rows, data):
    unit = [Fraction(1, 10**decimals) for _, decimals in rows]
    value = [whole * u for (whole, _), u in zip(rows, unit, strict=True)]
    low, high = ([v + side * u / 2 for v, u in zip(value, unit, strict=True)] for side in (-1, 1))
    table = rounding_rank_range([float(v) for v in value], [decimals for _, decimals in rows])
    nearly = Fraction(1, 10**6)  # just inside the upper end, which the interval does not reach
    for j in range(len(rows)):
        best = 1 + sum(low[k] > high[j] - nearly for k in range(len(rows)) if k != j)
        worst = 1 + sum(high[k] - nearly > low[j] for k in range(len(rows)) if k != j)
        assert tuple(table.loc[j, ["lower", "upper"]]) == (best, worst)
    shares = data.draw(st.lists(st.integers(0, 99), min_size=len(rows), max_size=len(rows)))
    true = np.array([float(a + (b - a) * n / 100) for a, b, n in zip(low, high, shares, strict=True)])
    rank = stats.rankdata(-true, "min")
    assert ((table["lower"] <= rank) & (rank <= table["upper"])).all()


# Bad input


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], [1, -0.5]), "standard_errors must be zero or more.*got -0.5 at index 1"),
        (([1, 2], [1, None]), "standard_errors must be zero or more.*got nan at index 1"),
        (([1, 2, 3], [1, 2]), "standard_errors must have one row for each of 3; got 2"),
        (([1, "c"], [1, 1]), "estimates must be numbers.*got c at index 1"),
        (([1, np.inf], [1, 1]), "estimates must be finite; got inf at index 1"),
        (([1, 2], [np.inf, 1]), "standard_errors must be finite; got inf at index 0"),
        ((pd.Series([1, 2]), pd.Series([1, 1], index=[1, 0])), "standard_errors must have the same index"),
        (([1, 2], [1, 1], 0), "coverage must be above 0 and below 1; got 0"),
        (([1, 2], [1, 1], 95), "coverage must be above 0 and below 1; got 95"),
    ],
)
@pytest.mark.parametrize("function", [rank_confidence_sets, joint_rank_region])
def test_errors_name_argument_rule_value_and_place(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rank_confidence_sets([1], [1], draws=99), "draws must be at least 100 .*; got 99"),
        (
            lambda: rank_confidence_sets([1], [1], 0.999, draws=500),
            "at least 1,000 for coverage 0.999; got 500",
        ),
        (
            lambda: rank_confidence_sets([1, 2], [1, 1], wanted=[1, 0]),
            "wanted must be True or False for each of 2",
        ),
        (lambda: best_set([1], [1], 0), "size must be at least 1; got 0"),
        (lambda: rounding_rank_range([70.4], 0), "values must be rounded to the decimals stated; got 70.4"),
        (
            lambda: rounding_rank_range([70, 71], [0, None]),
            "decimals must be a whole number.*got nan at index 1",
        ),
        (lambda: rounding_rank_range([70], 0.5), "decimals must be a whole number.*got 0.5 at index 0"),
    ],
)
def test_errors_of_the_other_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
