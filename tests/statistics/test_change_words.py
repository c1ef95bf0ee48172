"""Words of change where nothing changed: simulated and exact, that the firm ones come up at most once in twenty."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.change_words import (
    AS_PUBLISHED,
    CANNOT_TELL,
    DEVIATE,
    SELDOM,
    SHOWN,
    share_variance,
    standing_of,
)
from analysis.statistics.shares import interval_limits

SIZES = (20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000)
SHARES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.9, 0.98)
#: Simulated pairs of years, and how far the share of firm words may be above one in twenty by chance in them.
DRAWS = 4000
ROOM = 3 * (0.05 * 0.95 / DRAWS) ** 0.5


def firm(before, now, sizes, error, decimals):
    """What the rule says of arrays of percentages: as ``standing_of`` of each, for many at a time."""
    rounding = 2 * 0.5 * 10.0**-decimals
    spread = np.sqrt(share_variance(before, sizes, error) + share_variance(now, sizes, error))
    return np.abs(now - before) - rounding > DEVIATE * spread


@pytest.mark.parametrize("decimals", [0, 1])
@pytest.mark.parametrize("error", [0.05, 0.15, 0.3])
def test_simulated_no_change_and_approximate_sizes(error, decimals):
    """Binomial draws, rounded as published; the true size differs from the approximate one by its stated error."""
    draws = np.random.default_rng(17)
    for size in SIZES:
        for share in SHARES:
            # an approximate size is off in the same direction in both years
            true = np.maximum(np.round(size * np.exp(draws.normal(0, error, DRAWS))), 1).astype(int)
            before, now = (np.round(100 * draws.binomial(true, share) / true, decimals) for _ in range(2))
            assert firm(before, now, size, error, decimals).mean() <= 0.05 + ROOM, (size, share)


@pytest.mark.parametrize("size", range(20, 121))
def test_no_change_and_known_sizes_exactly(size):
    """The probability of a firm word, summed over all pairs of counts: with the standard error alone, and with Newcombe's."""
    counts = np.arange(size + 1)
    percent = 100 * counts / size
    spread = np.sqrt(np.add.outer(*2 * [share_variance(percent, size)]))
    beyond = np.abs(np.subtract.outer(percent, percent)) > DEVIATE * spread
    low, high = interval_limits(counts, size, 0.95, "wilson")
    part = counts / size
    lower = part[None] - part[:, None] - np.hypot(part[None] - low[None], high[:, None] - part[:, None])
    newcombe = (lower > 0) | (lower.T > 0)
    for share in np.linspace(0.02, 0.5, 25):
        weight = stats.binom.pmf(counts, size, share)
        assert weight @ (beyond & newcombe) @ weight <= weight @ beyond @ weight + 1e-12 <= 0.05


@pytest.mark.parametrize("size", [500, 2000, 5000])
def test_simulated_no_change_and_large_known_sizes(size):
    draws = np.random.default_rng(18)
    for share in SHARES:
        for decimals in (0, 1):
            before, now = (
                np.round(100 * draws.binomial(size, share, DRAWS) / size, decimals) for _ in range(2)
            )
            assert firm(before, now, size, 0.0, decimals).mean() <= 0.05 + ROOM, share


def test_a_true_change_is_seen():
    """Or the rule could say nothing, ever: 10 points in groups of 1,000 pupils, simulated."""
    draws = np.random.default_rng(19)
    before, now = (np.round(100 * draws.binomial(1000, share, DRAWS) / 1000) for share in (0.5, 0.6))
    assert firm(before, now, 1000, 0.08, 0).mean() > 0.9


def test_the_rule_for_one_change_is_that_for_many():
    draws = np.random.default_rng(20)
    for before, now in draws.integers(0, 101, (200, 2)):
        spread = float(np.hypot(*np.sqrt(share_variance(np.array([before, now]), 60.0, 0.1))))
        said = standing_of(float(now - before), 1.0, spread)
        assert (said == SHOWN) == bool(firm(float(before), float(now), 60.0, 0.1, 0))


def test_the_less_is_known_the_softer_the_word():
    assert standing_of(-12, 1, 2.0) == SHOWN
    assert standing_of(-12, 1, float("nan")) == AS_PUBLISHED
    assert standing_of(-12, 1, 2.0, interval=(-25, 1)) == AS_PUBLISHED
    assert standing_of(-12, 1, 9.0, interval=(-20, -4)) == AS_PUBLISHED
    assert standing_of(-12, 1, float("nan"), interval=(-20, -4)) == SHOWN
    assert standing_of(-12, 1, float("nan"), interval=(-20, -4), of_gap=True) == SELDOM
    assert standing_of(-12, 1, 2.0, interval=(-20, -4), of_gap=True) == SHOWN
    assert standing_of(-12, 1, 2.0, interval=(-20, -4), of_gap=True, counted=False) == SELDOM
    assert standing_of(-1, 1, 0.0) == standing_of(float("nan"), 1, 1.0) == CANNOT_TELL


def test_variance_of_a_share_grows_with_the_error_of_the_size_and_never_is_nought():
    assert share_variance(0, 20) > 0 and share_variance(100, 5000) > 0
    assert share_variance(50, 100, 0.3) > share_variance(50, 100, 0.1) > share_variance(50, 100)
    assert share_variance(140, 100) == share_variance(100, 100)
    # Agresti and Coull's share: 12 of 24 instead of 10 of 20
    assert share_variance(50, 20) == pytest.approx(1e4 * 0.5 * 0.5 / 20)
    assert share_variance(10, 20) == pytest.approx(1e4 * (4 / 24) * (20 / 24) / 20)
