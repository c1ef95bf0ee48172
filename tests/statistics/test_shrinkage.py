"""Shrinkage against published data and numbers, a search by brute force, another library, and simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.statistics.shrinkage import (
    BetaFit,
    between_variance,
    cochran_q,
    fit_beta_binomial,
    i_squared,
    shrunken_means,
    shrunken_shares,
    spread_of_means,
    spread_of_shares,
)
from bcg import BCG

#: Boys in 6,115 families of 12 children in Saxony: Geissler 1889, as Lindsey and Altham (1998, Applied Statistics 47) print it.
BOYS = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]
#: Hits of 18 players in their first 45 times at bat in 1970: Efron and Morris (1975, JASA 70; 1977, Scientific American 236).
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


@pytest.fixture(scope="module")
def bcg():
    """Log relative risks and their standard errors, as metafor's escalc(measure = "RR") makes them."""
    a, b, c, d = np.array(BCG, dtype=float).T
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    return effect, np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def test_the_beta_binomial_is_that_of_the_saxon_families():
    # Wikipedia, "Beta-binomial distribution": 34.09558 and 31.5715 by maximum likelihood, log-likelihood -12492.9
    boys = np.repeat(np.arange(13), BOYS)
    fit = fit_beta_binomial(boys, np.full(boys.size, 12))
    a, b = fit.mean * fit.size, (1 - fit.mean) * fit.size
    assert a == pytest.approx(34.09558, rel=3e-4) and b == pytest.approx(31.5715, rel=3e-4)
    ours = stats.betabinom.logpmf(boys, 12, a, b).sum()
    assert round(ours, 1) == -12492.9
    # the printed estimates are rounded on the way: ours are likelier
    assert ours >= stats.betabinom.logpmf(boys, 12, 34.09558, 31.5715).sum()


def test_no_beta_distribution_on_a_grid_is_likelier():
    generator = np.random.default_rng(4)
    n = generator.integers(8, 200, 90)
    k = generator.binomial(n, generator.beta(6, 14, 90))
    fit = fit_beta_binomial(k, n)
    best = stats.betabinom.logpmf(k, n, fit.mean * fit.size, (1 - fit.mean) * fit.size).sum()
    for mean in np.linspace(0.1, 0.6, 41):
        sizes = np.geomspace(2, 2000, 60)
        found = stats.betabinom.logpmf(k[:, None], n[:, None], mean * sizes, (1 - mean) * sizes).sum(axis=0)
        assert (found <= best + 1e-9).all()


@pytest.mark.parametrize(("method", "tau2", "share"), [("DL", 0.3088, 92.12), ("REML", 0.3132, 92.22)])
def test_the_variance_between_trials_is_that_of_metafor(bcg, method, tau2, share):
    found = between_variance(*bcg, method)
    assert round(found, 4) == tau2
    assert round(100 * i_squared(found, bcg[1]), 2) == share
    assert round(cochran_q(*bcg), 4) == 152.2330  # metafor's QE


def test_the_variance_between_trials_is_that_of_statsmodels(bcg):
    theirs = combine_effects(bcg[0], bcg[1] ** 2, method_re="dl")
    assert between_variance(*bcg, "DL") == pytest.approx(theirs.tau2, rel=1e-9)


def test_batting_averages_shrink_as_efron_and_morris_shrank_them():
    # z = 0.265 + 0.212 (y - 0.265), Scientific American 1977; 0.212 is 1 - (k - 3) s^2 / sum of squares, by James and Stein
    y = np.array(HITS) / 45
    mean = y.mean()
    variance = mean * (1 - mean) / 45
    keep = 1 - (y.size - 3) * variance / ((y - mean) ** 2).sum()
    assert round(mean, 3) == 0.265 and round(keep, 3) == 0.212
    found = shrunken_means(y, np.full(y.size, np.sqrt(variance)), mean, variance * keep / (1 - keep))
    assert found[:, 0] == pytest.approx(0.265 + 0.212 * (y - 0.265), abs=6e-4)


def test_a_share_is_drawn_to_the_mean_and_its_range_is_that_of_the_beta_distribution():
    fit = BetaFit(0.3, 40)
    (few, many) = shrunken_shares([0, 0], [5, 500], fit)
    assert few[0] == pytest.approx(12 / 45) and many[0] == pytest.approx(12 / 540)
    assert list(few[1:]) == pytest.approx(list(stats.beta(12, 33).ppf([0.05, 0.95])))
    assert shrunken_shares([0, 5], [5, 5], BetaFit(0.3, np.inf)).tolist() == [[0.3] * 3] * 2


def test_where_no_area_differs_hardly_any_ranking_orders_areas():
    """Simulated: cohorts of one and the same share, as small as those of looked-after children."""
    generator = np.random.default_rng(11)
    n = generator.integers(10, 60, 100)
    found = [spread_of_shares(generator.binomial(n, 0.36), n) for _ in range(300)]
    assert np.mean([spread.chance <= 0.05 for spread in found]) < 0.09
    assert np.mean([spread.between == 0 for spread in found]) > 0.4
    assert np.mean([spread.rankability for spread in found]) < 0.06


def test_where_areas_differ_the_variance_between_them_is_found():
    """Simulated: a standard deviation of 6.5 points between areas, as of children in need."""
    generator = np.random.default_rng(12)
    n = generator.integers(20, 200, 140)
    sizes = BetaFit(0.31, 0.31 * 0.69 / 0.065**2 - 1)
    found = []
    for _ in range(100):
        true = generator.beta(sizes.mean * sizes.size, (1 - sizes.mean) * sizes.size, n.size)
        found.append(spread_of_shares(generator.binomial(n, true), n))
    assert np.mean([np.sqrt(spread.between) for spread in found]) == pytest.approx(0.065, abs=0.003)
    assert all(spread.chance < 0.05 for spread in found)


def test_the_spread_of_means_has_rankability_by_its_definition(bcg):
    spread = spread_of_means(*bcg, "DL")
    assert spread.rankability == pytest.approx(spread.between / (spread.between + np.median(bcg[1]) ** 2))
    assert spread.chance == pytest.approx(stats.chi2.sf(152.2330, 12), rel=1e-3)
    same = spread_of_means([1.0, 1.0, 1.0], [1, 1, 1])
    assert same.between == 0 and same.rankability == 0 and same.chance == pytest.approx(1)


def test_shares_that_are_all_0_or_all_1_have_no_order():
    for k in ([0, 0, 0], [5, 6, 7]):
        spread = spread_of_shares(k, [5, 6, 7])
        assert (spread.between, spread.rankability, spread.chance) == (0, 0, 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_beta_binomial([1], [2]), "at least two areas"),
        (lambda: fit_beta_binomial([3, 1], [2, 2]), "between 0 and its denominator"),
        (lambda: fit_beta_binomial([0, 1], [0, 2]), "at least 1"),
        (lambda: between_variance([1, 2], [0, 1]), "above 0"),
        (lambda: between_variance([1], [1]), "at least two areas"),
        (lambda: between_variance([1, 2], [1, 1], "ML"), "REML"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
