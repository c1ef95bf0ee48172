"""The place that an area's true figure may have among those of all areas, after their figures are seen.

Expected ranks (Laird and Louis 1989; Lin and others 2006) without simulation. At each of ``NODES`` values of the area's own
true figure, equally likely, every other area is better with a known chance; how many are is a sum of independent events,
taken as normal with their mean and variance. The mean is exact but for the nodes.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import betainc, betaincinv, ndtr, ndtri

from analysis.statistics.shrinkage import BetaFit, beta_of, normal_of

#: Values of an area's own true figure at which the others are looked at.
NODES = 50
#: Below this a number of better areas is known: half a place away there is nothing.
CERTAIN = 1e-3


class ExpectedRank(NamedTuple):
    """``expected``: the mean of the rank, 1 the best; ``low, high``: the ends of its range; ``best``: chances of places."""

    expected: float
    low: int
    high: int
    best: tuple[float, ...]


def expected_rank_of_share(
    numerators, denominators, fit: BetaFit, own: int, places=(), higher_is_better=True, level=0.90
) -> ExpectedRank:
    """The rank of one area's true share.

    Parameters
    ----------
    numerators, denominators : array-like of n ints
    fit : BetaFit
        With a finite ``size``: where areas do not differ, there are no ranks.
    own : int
        Which of the n areas.
    places : sequence of int
        The last of the best places of which the chance is wanted: 15 for the best tenth of 152.
    higher_is_better : bool
    level : float
        Of the range.

    Raises
    ------
    ValueError
        For a fit without variance between areas, or counts that cannot be.
    """
    if np.isinf(fit.size):
        raise ValueError("areas that do not differ have no ranks")
    a, b = beta_of(numerators, denominators, fit)
    at = betaincinv(a[own], b[own], _quantiles())
    others = np.arange(a.size) != own
    below = betainc(a[others][None, :], b[others][None, :], at[:, None])
    return _rank(1 - below if higher_is_better else below, places, level)


def expected_rank_of_mean(
    estimates,
    standard_errors,
    mean: float,
    between: float,
    own: int,
    places=(),
    higher_is_better=True,
    level=0.90,
) -> ExpectedRank:
    """The rank of one area's true mean; ``between`` is above 0, otherwise as ``expected_rank_of_share``."""
    if between <= 0:
        raise ValueError("areas that do not differ have no ranks")
    centre, error = normal_of(estimates, standard_errors, mean, between)
    at = centre[own] + error[own] * ndtri(_quantiles())
    others = np.arange(centre.size) != own
    below = ndtr((at[:, None] - centre[others][None, :]) / error[others][None, :])
    return _rank(1 - below if higher_is_better else below, places, level)


def _quantiles() -> np.ndarray:
    return (np.arange(NODES) + 0.5) / NODES


def _rank(better: np.ndarray, places, level: float) -> ExpectedRank:
    """From the chance that each other area is better, at each node."""
    mean = better.sum(axis=1)
    error = np.sqrt((better * (1 - better)).sum(axis=1)).clip(CERTAIN)
    ranks = np.arange(1, better.shape[1] + 2)
    # at most rank - 1 are better, counted to the half between whole numbers
    at_most = ndtr((ranks[None, :] - 0.5 - mean[:, None]) / error[:, None]).mean(axis=0)
    at_most[-1] = 1.0
    tail = (1 - level) / 2
    low, high = (int(ranks[np.argmax(at_most >= end)]) for end in (tail, 1 - tail))
    best = tuple(float(at_most[place - 1]) if place else 0.0 for place in places)
    return ExpectedRank(float(1 + mean.mean()), low, high, best)
