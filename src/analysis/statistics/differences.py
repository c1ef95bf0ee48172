"""Two shares compared: their difference with its interval, and how often chance makes as large a one."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.statistics.arguments import share_of_one
from analysis.statistics.shares import Interval, Proportion, normal_quantile


@dataclass(frozen=True)
class Difference:
    """First share minus second, with both. Made by `difference`."""

    first: Proportion
    second: Proportion | float
    level: float = 0.95

    @property
    def value(self) -> float:
        return self.first.value - (self.second.value if isinstance(self.second, Proportion) else self.second)

    @property
    def points(self) -> float:
        return 100 * self.value

    @property
    def interval(self) -> Interval:
        """Limits of the difference of shares; ``interval.percent`` has them in percentage points."""
        one, p = self.first.confidence_interval(self.level), self.first.value
        if not isinstance(self.second, Proportion):
            return Interval(one.low - self.second, one.high - self.second)
        two, q = self.second.confidence_interval(self.level), self.second.value
        return Interval(
            p - q - math.hypot(p - one.low, two.high - q), p - q + math.hypot(one.high - p, q - two.low)
        )

    @property
    def excludes_zero(self) -> bool:
        return 0 not in self.interval


def difference(first: Proportion, second: Proportion | float, level: float = 0.95) -> Difference:
    """The difference of two shares, with Newcombe's hybrid score interval (his method 10) [1]_.

    With p and q the shares and (l, u) and (m, v) their Wilson limits, the limits of d = p - q are
    d - sqrt((p - l)^2 + (v - q)^2) and d + sqrt((u - p)^2 + (q - m)^2). A fixed comparator, such as England's
    share, does not vary: m = v = q, which leaves l - q and u - q.

    Parameters
    ----------
    first : Proportion
    second : Proportion or float
        Another cohort, or a fixed share from 0 to 1.
    level : float, optional
        Confidence level, between 0 and 1.

    Returns
    -------
    Difference

    Raises
    ------
    ValueError
        If ``first`` has no counts, or a fixed ``second`` or ``level`` is not between 0 and 1.

    References
    ----------
    .. [1] Newcombe (1998), Statistics in Medicine 17:873-890.

    Examples
    --------
    >>> from analysis.statistics.shares import proportion
    >>> change = difference(proportion(11, 135), proportion(14, 135))
    >>> round(change.points, 1), round(change.interval.percent.low, 1), round(change.interval.percent.high, 1)
    (-2.2, -9.4, 4.9)
    >>> change.excludes_zero
    False
    """
    if not isinstance(first, Proportion):
        raise ValueError(f"first must be a proportion with its counts, but got {first!r}")
    normal_quantile(level)
    return Difference(
        first, second if isinstance(second, Proportion) else share_of_one(second, "second"), level
    )


def chance_of_difference(first: Proportion, second: Proportion) -> float:
    """How often two cohorts of these sizes differ by at least as much as these do, if nothing differs underneath.

    The sum of the binomial probabilities of all pairs of counts whose shares are as far apart or further, on either
    side, when both cohorts have the share of the two together [1]_, [2]_.

    References
    ----------
    .. [1] Liddell (1978), The Statistician 27:295-304, for the difference of two shares.
    .. [2] Storer and Kim (1990), Journal of the American Statistical Association 85:146-155, on how well it keeps its level.

    Examples
    --------
    >>> from analysis.statistics.shares import proportion
    >>> round(chance_of_difference(proportion(7, 12), proportion(22, 25)), 3)
    0.044
    """
    (a, n), (b, m) = ((cohort.numerator, cohort.denominator) for cohort in (first, second))
    # in whole numbers, where no rounding error can make or break an equal difference
    apart = abs(a * m - b * n)
    if apart == 0:
        return 1.0
    counts, share = np.arange(n + 1), (a + b) / (n + m)
    below, above = (counts * m - apart) // n, -((-counts * m - apart) // n)
    other = stats.binom.cdf(below, m, share) + stats.binom.sf(above - 1, m, share)
    return float(np.clip(stats.binom.pmf(counts, n, share) @ other, 0, 1))
