"""Shares of small cohorts: results that carry their counts, intervals, differences and change tests.

A result is a census of its cohort; its interval treats it as one draw of what the schools could produce, as
DfE reads its own progress intervals. Shares run from 0 to 1; percentages and points from 0 to 100.
"""

import math
import operator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.basics.numbers import as_printed
from analysis.catalogue.observations import SYMBOLS
from analysis.statistics.arguments import pupil_count


@dataclass(frozen=True)
class Interval:
    """Two limits in the unit of the estimate they belong to; ``percent`` is the same limits times 100."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    @property
    def percent(self) -> "Interval":
        return Interval(100 * self.low, 100 * self.high)


@dataclass(frozen=True)
class Proportion:
    """A share of a cohort that carries its counts. Made by `proportion`."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float:
        return self.numerator / self.denominator

    @property
    def percent(self) -> float:
        return 100 * self.numerator / self.denominator

    @property
    def one_pupil_points(self) -> float:
        """Percentage points by which one pupil more or fewer moves the share."""
        return 100 / self.denominator

    def rounded(self, decimals: int = 0) -> float:
        """The percentage as a page prints it: half away from zero, worked out from the counts."""
        return as_printed(Fraction(100 * self.numerator, self.denominator), operator.index(decimals))

    def confidence_interval(self, level: float = 0.95, method: str = "wilson") -> Interval:
        """The interval of the share.

        Parameters
        ----------
        level : float, optional
            Confidence level, between 0 and 1.
        method : {"wilson", "exact"}, optional
            Wilson's score interval [1]_, or the wider, exact one of Clopper and Pearson [2]_.

        Returns
        -------
        Interval
            Shares. The lower limit is exactly 0 when nobody reached the standard, the upper 1 when all did.

        Raises
        ------
        ValueError
            If ``level`` is not between 0 and 1, or ``method`` is another.

        References
        ----------
        .. [1] Wilson (1927), Journal of the American Statistical Association 22:209-212. Compared with six
               others in Newcombe (1998), Statistics in Medicine 17:857-872.
        .. [2] Clopper and Pearson (1934), Biometrika 26:404-413.

        Examples
        --------
        >>> interval = proportion(81, 263).confidence_interval()
        >>> round(interval.low, 4), round(interval.high, 4)
        (0.2553, 0.3662)
        """
        low, high = interval_limits(np.array(self.numerator), self.denominator, level, method)
        return Interval(float(low), float(high))


def proportion(numerator: int, denominator: int) -> Proportion:
    """A share of a cohort, from the numbers of pupils.

    Parameters
    ----------
    numerator : int
        Pupils who reached the standard.
    denominator : int
        Pupils in the cohort, 1 or more.

    Returns
    -------
    Proportion

    Raises
    ------
    ValueError
        If a count is not a whole number (missing, suppressed or a float) or is negative, if there are no
        pupils, or if more reached the standard than there are.

    Examples
    --------
    >>> ehc_plan = proportion(11, 135)
    >>> ehc_plan.rounded(), round(ehc_plan.one_pupil_points, 2)
    (8.0, 0.74)
    """
    denominator = pupil_count(denominator, "denominator", least=1)
    numerator = pupil_count(numerator, "numerator")
    if numerator > denominator:
        raise ValueError(f"numerator must not exceed the denominator, {denominator}, but got {numerator}")
    return Proportion(numerator, denominator)


def at_least_one(chance: float, number: int) -> float:
    """How often at least one of ``number`` independent results is as unlikely: what picking the largest does to the odds.

    Examples
    --------
    >>> round(at_least_one(0.03, 6), 2), at_least_one(0.03, 1)
    (0.17, 0.03)
    """
    return chance if number < 2 else 1 - (1 - chance) ** number


def chance_of_share(share: Proportion, published: float, rounding: float = 0.0) -> float:
    """How often a cohort of this size lies at least as far from a published percentage, if it is no different underneath.

    The exact two-sided binomial test, against the nearest that the published percentage may be.

    Examples
    --------
    >>> round(chance_of_share(proportion(10, 41), 40), 3), chance_of_share(proportion(21, 49), 42.6, rounding=0.5)
    (0.054, 1.0)
    """
    nearest = float(np.clip(share.percent, published - rounding, published + rounding))
    if math.isclose(nearest, share.percent):
        return 1.0
    return float(stats.binomtest(share.numerator, share.denominator, nearest / 100).pvalue)


def chance_of_score(score: float, interval: Interval, published: float, rounding: float = 0.0) -> float:
    """The same for a mean score and its 95% interval, by the normal distribution.

    Examples
    --------
    >>> round(chance_of_score(-1.96, Interval(-3.92, 0), 0), 3)
    0.05
    """
    nearest = float(np.clip(score, published - rounding, published + rounding))
    return float(2 * special.ndtr(-abs(score - nearest) / ((interval.high - interval.low) / 2 / 1.96)))


def no_interval_reason(numerator=None, denominator=None, status: str = "ok", see: str = "") -> str:
    """Why a percentage has no interval, for the cell where one would stand; empty if it can have one.

    Parameters
    ----------
    numerator, denominator : int, optional
        The published counts; None, NaN or NA where there are none.
    status : str, optional
        The observation's: ``ok`` or the published symbol.
    see : str, optional
        The data set that does publish the numbers of pupils.

    Examples
    --------
    >>> no_interval_reason()
    'no interval, because the source does not publish the number of pupils'
    >>> no_interval_reason(status="c")
    'no interval, because the figure is marked [c]: suppressed to protect confidentiality'
    >>> no_interval_reason(11, 135)
    ''
    """
    if status == "missing":
        reason = "the figure is not published"
    elif status != "ok":
        reason = f"the figure is marked [{status}]: {SYMBOLS[status]}"
    elif pd.isna(denominator):
        reason = "the source does not publish the number of pupils" + (f"; {see} does" if see else "")
    elif denominator == 0:
        reason = "there were no pupils in the group"
    elif pd.isna(numerator):
        reason = "the source does not publish how many pupils reached the standard" + (
            f"; {see} does" if see else ""
        )
    else:
        return ""
    return f"no interval, because {reason}"


def normal_quantile(level: float) -> float:
    """The standard normal deviate of a two-sided confidence level.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, such as 0.95 for 95%, but got {level!r}")
    return float(special.ndtri((1 + level) / 2))


def interval_limits(counts: np.ndarray, n: int, level: float, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limits for every count; at no pupils and at all pupils exactly 0 and 1."""
    z, tail = normal_quantile(level), (1 - level) / 2
    if method == "wilson":
        middle, spread = 2 * counts + z**2, z * np.sqrt(z**2 + 4 * counts * (1 - counts / n))
        low, high = (middle - spread) / (2 * (n + z**2)), (middle + spread) / (2 * (n + z**2))
    elif method == "exact":
        low = special.betaincinv(np.maximum(counts, 1), n - counts + 1, tail)
        high = special.betaincinv(counts + 1, np.maximum(n - counts, 1), 1 - tail)
    else:
        raise ValueError(f"method must be 'wilson' or 'exact', but got {method!r}")
    return np.where(counts == 0, 0.0, low), np.where(counts == n, 1.0, high)
