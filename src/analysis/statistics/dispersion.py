"""Do cohorts vary from year to year as draws would? The evidence for intervals that treat a cohort as one draw."""

from typing import NamedTuple

import numpy as np
from scipy.stats import binom

#: Pairs of years of an area: fewer say nothing of a dispersion.
FEWEST_PAIRS = 30
#: Simulations of what suppression leaves of chance, and halvings to find a share.
REPEATS, HALVINGS = 10, 25


class Dispersion(NamedTuple):
    """How far shares move from one year to the next, measured in what chance would move them.

    ``pairs``: of years of an area; ``dispersion``: the spread of the moves over that of two draws, both as standard
    deviations, 1 where there is nothing but chance, and missing for fewer than ``FEWEST_PAIRS``; ``as_published``: what it
    would be by chance alone where counts below ``least`` are not published, which is less than 1.
    """

    pairs: int
    dispersion: float
    as_published: float


def year_to_year(
    numerators, denominators, earlier_numerators, earlier_denominators, steps, least=0
) -> Dispersion:
    """The dispersion of moves between two years.

    Parameters
    ----------
    numerators, denominators, earlier_numerators, earlier_denominators : array-like of n ints
        A pair of years of an area each, with at least one pupil in both.
    steps : array-like of n
        Pairs of one measure and year, the mean move of which (that of England) is taken out.
    least : int
        Counts below this are not published, so that no pair has one.

    Notes
    -----
    The variance of a move is q(1 - q)(1/n + 1/m), q the share of both years together. ``as_published`` is simulated with a
    fixed seed: counts that are known to be at least ``least``, with one share for all areas of a step.
    """
    k, n, i, m = (
        np.asarray(part, dtype=float)
        for part in (numerators, denominators, earlier_numerators, earlier_denominators)
    )
    of = np.unique(np.asarray(steps), return_inverse=True)[1]
    known = (k + i > 0) & (k + i < n + m)
    k, n, i, m, of = (part[known] for part in (k, n, i, m, of))
    if k.size < FEWEST_PAIRS:
        return Dispersion(int(k.size), np.nan, np.nan)
    by_chance = _by_chance(k, n, i, m, of, least) if least > 0 else 1.0
    return Dispersion(int(k.size), float(np.sqrt(_mean_square(k, n, i, m, of))), by_chance)


def _mean_square(k, n, i, m, of) -> float:
    """The mean squared move, the mean move of its step taken out, over the variance of two draws."""
    now, before, whole, then = (np.bincount(of, weights=part) for part in (k, i, n, m))
    with np.errstate(invalid="ignore"):
        mean = (now / whole - before / then)[of]
    share = (k + i) / (n + m)
    moved = (share > 0) & (share < 1)
    variance = (share * (1 - share) * (1 / n + 1 / m))[moved]
    groups = np.unique(of).size
    free = k.size / (k.size - groups) if k.size > groups else np.nan
    return float(((k / n - i / m - mean)[moved] ** 2 / variance).sum() / k.size * free)


def _by_chance(k, n, i, m, of, least: int) -> float:
    """The dispersion of simulated binomial counts that are known to be ``least`` or more, one share for all areas of a step."""
    generator = np.random.default_rng(0)
    shares = [_share(counts, sizes, of, least)[of] for counts, sizes in ((k, n), (i, m))]
    found = []
    for _ in range(REPEATS):
        drawn = [_drawn(sizes, share, least, generator) for sizes, share in zip((n, m), shares, strict=True)]
        found.append(_mean_square(drawn[0], n, drawn[1], m, of))
    return float(np.sqrt(np.mean(found)))


def _share(counts: np.ndarray, sizes: np.ndarray, of: np.ndarray, least: int) -> np.ndarray:
    """Of each step the share of which counts that are known to be ``least`` or more would have this sum, by halving."""
    low, high = np.zeros(of.max() + 1), np.ones(of.max() + 1)
    wanted = np.bincount(of, weights=counts)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        share = middle[of]
        # of counts X: E[X | X >= t] is n p P(Y >= t - 1) / P(X >= t), Y binomial of n - 1
        chance = binom.sf(least - 1, sizes, share)
        mean = sizes * share * binom.sf(least - 2, sizes - 1, share) / np.where(chance > 0, chance, 1)
        mean = np.where(chance > 0, mean, least)
        above = np.bincount(of, weights=mean) > wanted
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _drawn(sizes: np.ndarray, share: np.ndarray, least: int, generator) -> np.ndarray:
    """Binomial counts that are known to be ``least`` or more."""
    hidden = binom.cdf(least - 1, sizes, share)
    at = hidden + (1 - hidden) * generator.uniform(size=sizes.size)
    return np.clip(binom.ppf(at, sizes, share), least, sizes)
