"""What is usual from one year to the next, and whether a level that has held for two years is more than that.

A figure is its level and the noise of a year. A jump of one year is as likely the noise of either year as a new level, and
goes back more often than not. What two years running show, against all years known before them, is a movement.
"""

import numpy as np
from scipy import optimize, special, stats
from scipy.stats import false_discovery_control

#: Classes of size of equal numbers of LAs that the usual change is taken from.
CLASSES = 3
#: The quantile of changes beside the median that gives their scale: a few large ones must not make it small.
OUTER = 0.9
#: A year's noise has more large values than a normal distribution: Student's t with so many degrees of freedom.
FREEDOM = 8
_NODES, _WEIGHTS = special.roots_hermitenorm(40)


def usual_scale(changes) -> float:
    """The standard deviation that normal changes of this size would have: the larger by their median and by their outer tenth.

    Examples
    --------
    >>> round(usual_scale([-1, 1, -1, 1, 1, -1, 1, 1, -1, 1]), 3), round(usual_scale([0, 0, 0, 0, 0, 0, 0, 0, 5, 5]), 3)
    (1.483, 3.04)
    """
    size = np.abs(np.asarray(changes, dtype=float))
    middle = np.median(size) / stats.norm.ppf(0.75)
    return float(max(middle, np.quantile(size, OUTER) / stats.norm.ppf((1 + OUTER) / 2)))


def variance_by_size(changes, sizes) -> tuple[float, float]:
    """How the variance of changes depends on the number of pupils: a + b/size, neither below 0.

    The scale is taken in ``CLASSES`` classes of size with equal numbers of changes, and a line is laid through them.

    Parameters
    ----------
    changes, sizes : arrays of one length
        Changes from one year to the next, and the pupils of the LA of each, all known and above 0.

    Examples
    --------
    >>> sizes = np.repeat([100.0, 400.0, 1600.0], 1000)
    >>> changes = np.random.default_rng(1).normal(0, 30 / np.sqrt(sizes))
    >>> a, b = variance_by_size(changes, sizes)
    >>> round(b / 900, 1), a < 0.1
    (1.0, True)
    """
    changes, sizes = np.asarray(changes, dtype=float), np.asarray(sizes, dtype=float)
    parts = np.array_split(np.argsort(sizes, kind="stable"), CLASSES)
    inverse = np.array([np.mean(1 / sizes[part]) for part in parts])
    found = np.array([usual_scale(changes[part]) ** 2 for part in parts])
    unit = np.mean(1 / sizes)
    (a, b), _ = optimize.nnls(np.column_stack([np.ones(CLASSES), inverse / unit]), found)
    return float(a), float(b / unit)


def chance_held(departure, noise, earlier):
    """How often noise alone puts two years running so far beyond the years before, on either side.

    Parameters
    ----------
    departure : array of float
        How far the nearer of the two years is from the mean of the years before; 0 where they are on both sides of it,
        which is no departure at all (1 is returned).
    noise : array of float
        The standard deviation of a year's noise about its level.
    earlier : array of int
        How many years the mean is of.

    Returns
    -------
    array of float
        ∫ φ(u) [1 − T((departure/noise − u/√earlier)·s)]² du, twice: T is Student's t with ``FREEDOM`` degrees, scaled to
        variance 1 (s), and u the error of the mean, which both years share.

    Examples
    --------
    >>> chance_held(np.array([0.0, 2.0, 3.0]), np.ones(3), np.array([3, 3, 3])).round(4).tolist()
    [1.0, 0.0077, 0.0003]
    """
    far = np.asarray(departure, dtype=float) / np.asarray(noise, dtype=float)
    shared = _NODES / np.sqrt(np.asarray(earlier, dtype=float))[..., None]
    scale = np.sqrt(FREEDOM / (FREEDOM - 2))
    each = stats.t.sf((far[..., None] - shared) * scale, FREEDOM)
    both = 2 * (each**2 @ _WEIGHTS) / np.sqrt(2 * np.pi)
    return np.where(far > 0, both, 1.0)


def beyond_chance(chances, share: float) -> np.ndarray:
    """Which of the departures that were looked at are named: Benjamini and Hochberg's rule, at a share of false ones.

    Examples
    --------
    >>> beyond_chance([0.001, 0.03, 0.04, 0.5], 0.1).tolist(), beyond_chance([], 0.1).tolist()
    ([True, True, True, False], [])
    """
    chances = np.asarray(chances, dtype=float)
    return false_discovery_control(chances, method="bh") <= share if len(chances) else np.zeros(0, dtype=bool)
