"""Year-to-year dispersion against its definition in plain Python, and simulation with and without suppressed counts."""

import math

import numpy as np
import pytest

from analysis.statistics.dispersion import FEWEST_PAIRS, year_to_year


def simulated(generator, least=0, spread=0.0, areas=4000):
    """Pairs of cohorts of the same share, those with a count below ``least`` left out."""
    n, m = generator.integers(10, 60, (2, areas))
    share = np.clip(generator.normal(0.36, 0.06, areas), 0.05, 0.95)
    k = generator.binomial(n, np.clip(share + generator.normal(0, spread, areas), 0.01, 0.99))
    i = generator.binomial(m, np.clip(share + generator.normal(0, spread, areas), 0.01, 0.99))
    kept = (k >= least) & (i >= least)
    return k[kept], n[kept], i[kept], m[kept]


def test_it_is_its_definition():
    generator = np.random.default_rng(1)
    k, n, i, m = simulated(generator, areas=40)
    steps = np.repeat(["a", "b"], 20)
    total = 0.0
    for step in ("a", "b"):
        at = [j for j in range(40) if steps[j] == step]
        mean = sum(k[j] for j in at) / sum(n[j] for j in at) - sum(i[j] for j in at) / sum(m[j] for j in at)
        for j in at:
            q = (k[j] + i[j]) / (n[j] + m[j])
            total += (k[j] / n[j] - i[j] / m[j] - mean) ** 2 / (q * (1 - q) * (1 / n[j] + 1 / m[j]))
    found = year_to_year(k, n, i, m, steps)
    assert found.pairs == 40 and found.dispersion == pytest.approx(math.sqrt(total / 38))
    assert found.as_published == pytest.approx(1)


def test_draws_have_a_dispersion_of_1():
    found = year_to_year(*simulated(np.random.default_rng(2)), np.zeros(4000))
    assert found.dispersion == pytest.approx(1, abs=0.03)


def test_what_suppressed_counts_leave_of_chance_is_found():
    """Simulated: with counts of fewer than 6 left out draws seem to vary less than they do, the more the smaller cohorts are."""
    generator = np.random.default_rng(3)
    found = []
    for largest in (30, 60, 400):
        n, m = generator.integers(10, largest, (2, 6000))
        k, i = generator.binomial(n, 0.36), generator.binomial(m, 0.36)
        kept = (k >= 6) & (i >= 6)
        found.append(year_to_year(k[kept], n[kept], i[kept], m[kept], np.zeros(kept.sum()), least=6))
    for one in found:
        assert one.as_published == pytest.approx(one.dispersion, abs=0.02)
    assert found[0].as_published < found[1].as_published < found[2].as_published
    assert found[2].as_published == pytest.approx(1, abs=0.02)


def test_cohorts_that_vary_more_than_draws_are_found_to():
    k, n, i, m = simulated(np.random.default_rng(4), spread=0.08)
    assert year_to_year(k, n, i, m, np.zeros(k.size)).dispersion > 1.15


def test_a_change_of_all_is_taken_out():
    generator = np.random.default_rng(5)
    n, m = generator.integers(200, 400, (2, 500))
    k, i = generator.binomial(n, 0.5), generator.binomial(m, 0.3)
    assert year_to_year(k, n, i, m, np.zeros(500)).dispersion == pytest.approx(1, abs=0.12)


def test_few_pairs_say_nothing_and_what_has_no_variance_is_no_pair():
    few = FEWEST_PAIRS - 1
    found = year_to_year([3] * few, [6] * few, [2] * few, [6] * few, [0] * few)
    assert found.pairs == few and math.isnan(found.dispersion)
    assert year_to_year([0] * 50, [6] * 50, [0] * 50, [6] * 50, [0] * 50).pairs == 0
