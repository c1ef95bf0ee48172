"""Funnel plots of shares with limits that allow for overdispersion (Spiegelhalter 2005).

Shares are compared on the arcsine scale, y = asin(√(k/n)), where the standard error is 1/(2√n) whatever the share is. The
distances from the mean of all are winsorised, and what they are too large for chance becomes an additive random effect: a
variance τ² between areas, which does not shrink as cohorts grow. Nothing below 1 is made of it: chance alone is the least.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

#: The share of areas at each end whose distance is pulled in before overdispersion is measured.
WINSORISED = 0.10
#: The limits of a funnel: about 1 in 20 and 1 in 500 of areas that do not differ lie outside.
LIMITS = (0.95, 0.998)


class Funnel(NamedTuple):
    """A funnel of n areas.

    ``target``: the share of all pupils of all areas; ``phi``: the mean squared winsorised distance, 1 if there is nothing but
    chance; ``tau2``: the variance between areas on the arcsine scale; ``z``: each area's distance in standard errors of
    chance and overdispersion together; ``z_chance``: of chance alone.
    """

    target: float
    phi: float
    tau2: float
    z: np.ndarray
    z_chance: np.ndarray


def winsorised(distances, share=WINSORISED) -> np.ndarray:
    """The distances, those beyond the ``share`` and 1 - ``share`` quantiles pulled in to them."""
    z = np.asarray(distances, dtype=float)
    return np.clip(z, *np.quantile(z, [share, 1 - share]))


def overdispersion(distances, share=WINSORISED) -> float:
    """Spiegelhalter's φ: the mean square of the winsorised distances."""
    return float((winsorised(distances, share) ** 2).mean())


def additive_variance(phi: float, standard_errors) -> float:
    """τ² by moments from φ (DerSimonian and Laird 1986), 0 where n·φ is at most n - 1."""
    w = np.asarray(standard_errors, dtype=float) ** -2
    excess = w.size * phi - (w.size - 1)
    return float(np.clip(excess / (w.sum() - (w**2).sum() / w.sum()), 0, None))


def funnel(numerators, denominators) -> Funnel:
    """The funnel of areas' shares.

    Parameters
    ----------
    numerators, denominators : array-like of n ints
        At least two areas, each with at least one pupil.

    Raises
    ------
    ValueError
        For fewer than two areas, or counts that cannot be.
    """
    k, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    if k.shape != n.shape or k.ndim != 1 or k.size < 2 or not ((n >= 1) & (k >= 0) & (k <= n)).all():
        raise ValueError("at least two areas are needed, each numerator between 0 and its denominator")
    target = k.sum() / n.sum()
    error = 1 / (2 * np.sqrt(n))
    distance = np.arcsin(np.sqrt(k / n)) - np.arcsin(np.sqrt(target))
    phi = overdispersion(distance / error)
    tau2 = additive_variance(phi, error)
    return Funnel(float(target), phi, tau2, distance / np.sqrt(error**2 + tau2), distance / error)


def limits(target: float, tau2: float, denominators, level: float) -> np.ndarray:
    """Lower and upper limit of the share for cohorts of these sizes: an array of n rows, two columns."""
    n = np.asarray(denominators, dtype=float)
    half = norm.isf((1 - level) / 2) * np.sqrt(1 / (4 * n) + tau2)
    centre = np.arcsin(np.sqrt(target))
    ends = np.column_stack([centre - half, centre + half])
    return np.sin(np.clip(ends, 0, np.pi / 2)) ** 2
