"""Funnels against published numbers, R's quantiles, and simulation."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.funnel import additive_variance, funnel, limits, overdispersion, winsorised
from analysis.statistics.shrinkage import cochran_q
from bcg import BCG

#: The groups of FunnelPlotR's tests (tests/testthat/test-classes_methods.R): observed and expected.
OBSERVED, EXPECTED = np.array([100, 150, 180, 80, 120, 225.0]), np.array([108, 112, 165, 95, 100, 220.0])


def test_phi_is_that_of_funnelplotr():
    # its test expects 2.948033 for ratios on the log scale, where truncation leaves all six groups in
    z = np.sqrt(EXPECTED) * np.log(OBSERVED / EXPECTED)
    assert round(overdispersion(z, share=0), 6) == 2.948033


def test_distances_are_drawn_in_to_the_quantiles_of_r():
    # R: quantile(1:11, c(0.1, 0.9)) is 2 and 10
    assert winsorised(np.arange(1, 12)).tolist() == [2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    assert overdispersion([-9, -1, 1, 9], 0.5) == 0


def test_the_additive_variance_is_dersimonian_and_lairds():
    # without winsorising n phi is Cochran's Q: 0.3088 for the BCG trials, as metafor has it
    a, b, c, d = np.array(BCG, dtype=float).T
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    error = np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))
    phi = cochran_q(effect, error) / error.size
    assert round(additive_variance(phi, error), 4) == 0.3088
    assert additive_variance(1.0 - 1 / 12, np.ones(12)) == pytest.approx(0)
    assert additive_variance(0.5, np.ones(12)) == 0


def test_limits_of_chance_alone_are_those_of_the_arcsine():
    (low, high), (lowest, highest) = (limits(0.3, 0, [100], level)[0] for level in (0.95, 0.998))
    assert (low, high) == pytest.approx(
        [np.sin(np.arcsin(np.sqrt(0.3)) + sign * 1.959964 / 20) ** 2 for sign in (-1, 1)]
    )
    assert lowest < low < 0.3 < high < highest
    # near the exact binomial ones
    assert [low, high] == pytest.approx(np.array(stats.binom(100, 0.3).ppf([0.025, 0.975])) / 100, abs=0.01)
    assert limits(0.02, 0.1, [4], 0.998)[0, 0] == 0


def test_a_funnel_of_areas_that_differ_lets_few_of_them_out():
    """Simulated: areas differ by 5 points beyond chance; without overdispersion many lie outside, with it few."""
    generator = np.random.default_rng(5)
    n = generator.integers(40, 4000, 150)
    chance, allowed = [], []
    for _ in range(50):
        true = np.clip(generator.normal(0.3, 0.05, n.size), 0.01, 0.99)
        found = funnel(generator.binomial(n, true), n)
        chance.append(np.mean(np.abs(found.z_chance) > 1.96))
        allowed.append(np.mean(np.abs(found.z) > 1.96))
        assert found.phi > 2 and found.tau2 > 0
    assert np.mean(chance) > 0.5 and 0.04 < np.mean(allowed) < 0.13


def test_a_funnel_of_areas_that_do_not_differ_has_no_overdispersion():
    """Simulated. Drawing in the farthest leaves less than 1 of pure chance, so that a little overdispersion goes unseen."""
    generator = np.random.default_rng(6)
    n = generator.integers(40, 4000, 150)
    found = [funnel(generator.binomial(n, 0.3), n) for _ in range(100)]
    assert np.mean([one.tau2 == 0 for one in found]) > 0.95
    assert np.mean([one.phi for one in found]) == pytest.approx(0.68, abs=0.05)
    assert np.mean([np.abs(one.z) > 1.96 for one in found]) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("counts", [([1], [2]), ([3, 1], [2, 2]), ([0, 1], [0, 2])])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(ValueError, match="at least two areas"):
        funnel(*counts)
