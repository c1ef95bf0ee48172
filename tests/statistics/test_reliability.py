"""What ranks are worth, and movements that have held: against scipy, simulation and a computation by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.statistics.reliability import (
    chance_above,
    next_score,
    normal_scores,
    rank_correlation,
    steadiness,
)
from analysis.statistics.usual_moves import FREEDOM, beyond_chance, chance_held, usual_scale, variance_by_size


def test_the_correlation_of_ranks_is_that_of_scipy_and_of_pandas():
    draw = np.random.default_rng(1)
    for _ in range(20):
        before = draw.integers(1, 40, size=60).astype(float)
        after = before + draw.integers(-20, 20, size=60)
        found = rank_correlation(before, after)
        assert found == pytest.approx(stats.spearmanr(before, after).statistic)
        assert found == pytest.approx(pd.Series(before).corr(pd.Series(after), method="spearman"))


def test_words_change_at_their_limits_as_printed():
    found = [steadiness(value, 2) for value in (0.896, 0.894, 0.696, 0.694, -0.3, np.nan)]
    assert found == ["steady", "fair", "fair", "poor", "poor", "not known"]
    assert steadiness(0.99, 1) == "not known"


def test_normal_scores_are_symmetric_and_in_order():
    place = np.arange(1, 153)
    scores = normal_scores(place, place, np.full(152, 152))
    assert (np.diff(scores) < 0).all() and scores.sum() == pytest.approx(0, abs=1e-9)
    # 15 of 152 lie above the score of the best tenth
    assert (scores > stats.norm.isf(0.1)).sum() == 15


def test_what_follows_is_predicted_as_it_was_made():
    draw = np.random.default_rng(2)
    history = draw.normal(size=(5000, 2))
    following = history @ [0.6, 0.3] + draw.normal(0, 0.2, 5000)
    terms, left = next_score(history, following)
    assert terms == pytest.approx([0.6, 0.3], abs=0.02) and left.std() == pytest.approx(0.2, abs=0.01)
    # of those with so large a chance as many come true
    chance = chance_above(history @ terms, 0.2, 0.5)
    for low in (0.2, 0.5, 0.8):
        own = (chance > low) & (chance < low + 0.15)
        assert (following[own] > 0.5).mean() == pytest.approx(chance[own].mean(), abs=0.05)


def test_variance_by_size_finds_both_parts():
    draw = np.random.default_rng(3)
    sizes = draw.uniform(100, 5000, 30_000)
    changes = draw.normal(0, np.sqrt(1.5 + 900 / sizes))
    a, b = variance_by_size(changes, sizes)
    assert a == pytest.approx(1.5, rel=0.1) and b == pytest.approx(900, rel=0.1)
    assert usual_scale(draw.normal(0, 3, 100_000)) == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize("earlier", [1, 2, 4])
def test_the_chance_of_two_years_running_is_that_of_simulated_years(earlier):
    """Simulated: levels that never move, with noise that has Student's tails."""
    draw = np.random.default_rng(4)
    runs = 400_000
    noise = stats.t.rvs(FREEDOM, size=(runs, 2), random_state=draw) / np.sqrt(FREEDOM / (FREEDOM - 2))
    base = draw.normal(0, 1 / np.sqrt(earlier), runs)
    both = noise - base[:, None]
    held = np.where(both.min(axis=1) * both.max(axis=1) > 0, np.abs(both).min(axis=1), 0.0)
    for departure in (0.5, 1.0, 2.0):
        expected = (held >= departure).mean()
        found = chance_held(np.array([departure]), np.ones(1), np.array([earlier])).item()
        assert found == pytest.approx(expected, rel=0.05)


def test_the_false_discovery_rate_is_that_of_the_paper():
    """Benjamini and Hochberg 1995, section 3.2: of 15 comparisons their rule at 0.05 rejects the first four, Bonferroni's three."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    assert beyond_chance(chances, 0.05).sum() == 4
    by_hand = max(i for i, p in enumerate(chances, start=1) if p <= 0.05 * i / 15)
    assert by_hand == 4
