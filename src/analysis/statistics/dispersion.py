"""Do cohorts vary from year to year as draws would? The evidence for intervals that treat a cohort as one draw."""

from typing import NamedTuple

import numpy as np
from scipy.stats import binom

#: Pairs of years of an area: fewer say nothing of a dispersion.
FEWEST_PAIRS = 30


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
    The variance of a move is q(1 - q)(1/n + 1/m), q the share of both years together. ``as_published`` is exact for
    binomial counts that are known to be at least ``least``, at the area's share of both years.
    """
    k, n, i, m = (
        np.asarray(part, dtype=float)
        for part in (numerators, denominators, earlier_numerators, earlier_denominators)
    )
    of = np.unique(np.asarray(steps), return_inverse=True)[1]
    share = (k + i) / (n + m)
    known = (share > 0) & (share < 1)
    k, n, i, m, of, share = (part[known] for part in (k, n, i, m, of, share))
    if k.size < FEWEST_PAIRS:
        return Dispersion(int(k.size), np.nan, np.nan)
    now, before, whole, then = (np.bincount(of, weights=part) for part in (k, i, n, m))
    with np.errstate(invalid="ignore"):
        mean = (now / whole - before / then)[of]
    variance = share * (1 - share) * (1 / n + 1 / m)
    groups = int(np.unique(of).size)
    free = k.size / (k.size - groups) if k.size > groups else np.nan
    squares = (k / n - i / m - mean) ** 2 / variance
    cut = (_variance_from(share, n, least) / n**2 + _variance_from(share, m, least) / m**2) / variance
    return Dispersion(int(k.size), float(np.sqrt(squares.mean() * free)), float(np.sqrt(cut.mean())))


def _variance_from(share: np.ndarray, n: np.ndarray, least: int) -> np.ndarray:
    """The variance of binomial counts that are known to be ``least`` or more."""
    if least <= 0:
        return n * share * (1 - share)
    counts = np.arange(least, int(n.max()) + 1)
    chance = binom.pmf(counts[None, :], n[:, None], share[:, None])
    total = chance.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = chance @ counts / total
        return np.nan_to_num(chance @ counts**2 / total - mean**2)
