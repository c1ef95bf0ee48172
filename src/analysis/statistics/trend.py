"""Whether a figure has kept moving one way for years: one slope through all of its years, weighted by what each is worth.

Fingertips, the public health tool of England, tests the last five points of a series without a break (its technical guidance,
"Trend markers"); here five is the least, and the points are all that there are. Years without a figure between comparable ones are no break of the
definition, yet nobody saw what happened in them: the runs of years on both sides share a slope, and each has a level of its
own, so that a jump over the years that are missing is no trend.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats

#: Fewer points than this tell no trend.
FEWEST_POINTS = 5
#: Fewer points than this, up to the last year, tell nothing of now.
FEWEST_RECENT = 3


class Trend(NamedTuple):
    """Arrays with an element for each row: ``slope`` a year and its standard error ``error``, ``scatter`` about the line by
    what chance makes it (a mean square, no less than 1, that ``error`` allows for), ``points``, ``recent`` (points of the
    last run) and ``chance``, two-sided. Slope, error and chance are missing where points are too few."""

    slope: np.ndarray
    error: np.ndarray
    scatter: np.ndarray
    points: np.ndarray
    recent: np.ndarray
    chance: np.ndarray


def runs_of(there) -> np.ndarray:
    """The number of the run of neighbouring years that each year belongs to, by row; a year that is not there counts to the one before.

    Examples
    --------
    >>> runs_of([[True, True, False, False, True, True]]).tolist()
    [[0, 0, 0, 0, 1, 1]]
    """
    there = np.asarray(there, dtype=bool)
    starts = there[:, 1:] & ~there[:, :-1] & (np.cumsum(there, axis=1)[:, :-1] > 0)
    return np.column_stack([np.zeros(len(there), dtype=int), np.cumsum(starts, axis=1)])


def common_slope(years, values, variances, fewest: int = FEWEST_POINTS) -> Trend:
    """The slope that all runs of neighbouring years of a row share, by least squares weighted by 1/variance.

    Parameters
    ----------
    years : array of k
        Whole numbers that follow each other.
    values, variances : arrays of n x k
        Figures and the variance that chance gives each; missing where there is none.
    fewest : int, optional
        Points that a slope is told from.

    Returns
    -------
    Trend
        With x and y less their weighted means in each run: slope Σwxy/Σwx², error √(scatter/Σwx²), scatter
        max(1, Σw(y − slope·x)²/(points − runs − 1)), chance 2·Φ(−|slope|/error).

    Notes
    -----
    The variances are known, so that the normal distribution serves; the scatter makes the error larger where years lie
    farther from a line than chance puts them, and never smaller (Birge's ratio [1]_). Of counts and one pooled share it is
    the chi-squared test for trend of Cochran and Armitage [2]_.

    References
    ----------
    .. [1] Birge (1932), Physical Review 40:207-227.
    .. [2] Armitage (1955), Biometrics 11:375-386.

    Examples
    --------
    >>> found = common_slope([1, 2, 3, 4, 5], [[1.0, 2, 3, 4, 5]], np.ones((1, 5)))
    >>> found.slope.round(3).tolist(), found.error.round(3).tolist(), found.chance.round(4).tolist()
    ([1.0], [0.316], [0.0016])
    """
    values, variances = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    there = np.isfinite(values) & np.isfinite(variances) & (variances > 0)
    weights = np.where(there, 1 / np.where(there, variances, 1.0), 0.0)
    y = np.where(there, values, 0.0)
    x = np.broadcast_to(np.asarray(years, dtype=float), y.shape)
    runs = runs_of(there)
    x_free, y_free = np.zeros_like(y), np.zeros_like(y)
    number = np.zeros(len(y), dtype=int)
    for run in range(int(runs.max(initial=0)) + 1):
        own = there & (runs == run)
        weight = np.where(own, weights, 0.0)
        total = weight.sum(axis=1, keepdims=True)
        safe = np.where(total > 0, total, 1.0)
        x_free = np.where(own, x - (weight * x).sum(axis=1, keepdims=True) / safe, x_free)
        y_free = np.where(own, y - (weight * y).sum(axis=1, keepdims=True) / safe, y_free)
        number += own.any(axis=1)
    points = there.sum(axis=1)
    recent = (there & (runs == runs[:, -1:])).sum(axis=1) if y.shape[1] else points
    recent = np.where(there[:, -1], recent, 0) if y.shape[1] else recent
    square = (weights * x_free**2).sum(axis=1)
    freedom = points - number - 1
    told = (points >= fewest) & (recent >= FEWEST_RECENT) & (freedom > 0) & (square > 0)
    square = np.where(told, square, np.nan)
    slope = (weights * x_free * y_free).sum(axis=1) / square
    left = (weights * (y_free - slope[:, None] * x_free) ** 2).sum(axis=1)
    scatter = np.maximum(1.0, left / np.where(told, freedom, np.nan))
    error = np.sqrt(scatter / square)
    return Trend(slope, error, scatter, points, recent, 2 * stats.norm.sf(np.abs(slope) / error))


def years_running(better) -> np.ndarray:
    """How many steps in a row, up to the last, went the same way: above 0 if each was for the better, below if for the worse.

    Parameters
    ----------
    better : array of n x k
        1, -1 or 0 (neither, or not known), a column for each step from one year to the next.

    Examples
    --------
    >>> years_running([[1, -1, 1, 1], [1, 1, 1, 0], [1, -1, -1, -1]]).tolist()
    [2, 0, -3]
    """
    better = np.asarray(better, dtype=int)
    same = np.cumprod(better[:, ::-1] == better[:, -1:], axis=1).sum(axis=1)
    return same * better[:, -1]
