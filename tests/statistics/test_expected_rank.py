"""Expected ranks against draws of all areas at once, what must add up, and hand cases."""

import numpy as np
import pytest

from analysis.statistics.expected_rank import expected_rank_of_mean, expected_rank_of_share
from analysis.statistics.shrinkage import BetaFit, beta_of, normal_of

FIT = BetaFit(0.31, 48.0)


@pytest.fixture(scope="module")
def counts():
    generator = np.random.default_rng(1)
    n = generator.integers(15, 350, 140)
    return generator.binomial(n, generator.beta(FIT.mean * FIT.size, (1 - FIT.mean) * FIT.size, n.size)), n


def ranks_of_draws(drawn: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1


def test_ranks_of_shares_are_those_of_draws(counts):
    drawn = np.random.default_rng(2).beta(*beta_of(*counts, FIT), size=(20_000, counts[1].size))
    ranks = ranks_of_draws(drawn)
    for own in (0, 17, 53, 101, 139):
        found = expected_rank_of_share(*counts, FIT, own, (14, 35))
        assert found.expected == pytest.approx(ranks[:, own].mean(), abs=0.7)
        assert [found.low, found.high] == pytest.approx(np.quantile(ranks[:, own], [0.05, 0.95]), abs=1.01)
        assert found.best == pytest.approx([(ranks[:, own] <= last).mean() for last in (14, 35)], abs=0.01)


def test_ranks_of_means_are_those_of_draws():
    generator = np.random.default_rng(3)
    s = generator.uniform(0.3, 2, 60)
    x = generator.normal(-1, 1, 60) + generator.normal(0, s)
    centre, error = normal_of(x, s, -1, 1)
    ranks = ranks_of_draws(-generator.normal(centre, error, size=(20_000, 60)))  # low is good
    for own in (0, 30, 59):
        found = expected_rank_of_mean(x, s, -1, 1, own, (6, 15), higher_is_better=False)
        assert found.expected == pytest.approx(ranks[:, own].mean(), abs=0.4)
        assert [found.low, found.high] == pytest.approx(np.quantile(ranks[:, own], [0.05, 0.95]), abs=1.01)
        assert found.best == pytest.approx([(ranks[:, own] <= last).mean() for last in (6, 15)], abs=0.01)


def test_all_places_are_given_once(counts):
    """Whatever is known, the expected ranks add up to 1 + 2 + … + n, and the chances of the best 14 to 14."""
    found = [expected_rank_of_share(*counts, FIT, own, (14,)) for own in range(counts[1].size)]
    n = len(found)
    assert sum(rank.expected for rank in found) == pytest.approx(n * (n + 1) / 2, rel=1e-3)
    assert sum(rank.best[0] for rank in found) == pytest.approx(14, abs=0.15)


def test_areas_of_which_the_same_is_known_have_the_same_place():
    for found in (expected_rank_of_share([10] * 5, [30] * 5, FIT, own) for own in range(5)):
        assert found.expected == pytest.approx(3, abs=1e-9)
        assert (found.low, found.high) == (1, 5)


def test_what_is_far_apart_has_its_place_for_certain():
    x, s = [10.0, 0.0, 5.0], [0.01, 0.01, 0.01]
    places = [expected_rank_of_mean(x, s, 5, 25, own, (1, 0)) for own in range(3)]
    assert [(round(place.expected, 6), place.low, place.high) for place in places] == [
        *((1, 1, 1), (3, 3, 3), (2, 2, 2))
    ]
    assert [place.best for place in places] == [
        (pytest.approx(1), 0),
        (pytest.approx(0), 0),
        (pytest.approx(0), 0),
    ]


def test_areas_that_do_not_differ_have_no_ranks():
    with pytest.raises(ValueError, match="do not differ"):
        expected_rank_of_share([1, 2], [5, 5], BetaFit(0.3, np.inf), 0)
    with pytest.raises(ValueError, match="do not differ"):
        expected_rank_of_mean([1, 2], [1, 1], 1.5, 0, 0)
