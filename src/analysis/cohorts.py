"""What a small cohort can show: shares with their counts, intervals, differences, power, and a verdict in words.

A result is a census of its cohort; its interval treats it as one draw of what the schools could produce, as
DfE reads its own progress intervals. Shares run from 0 to 1; percentages and points from 0 to 100.
"""

import math
import operator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.observations import SYMBOLS

VERDICTS = {
    "supports": "supports the statement",
    "consistent": "consistent with it but cannot show it",
    "too_small": "too small to say",
    "contradicts": "contradicts it",
}
#: Rule 3 of `verdict`: fewer pupils than this, or a smaller chance of seeing a difference of so many points.
SMALL_COHORT, NOTABLE_POINTS, FAIR_CHANCE = 30, 10, 0.5
_SIGNS = {"above": 1, "below": -1}
_UNITS = {
    "share": (100, 1, "%"),
    "points": (100, 1, " points"),
    "score": (1, 2, ""),
}  # scale, decimals, suffix


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
        scale = 10 ** operator.index(decimals)
        return math.floor(Fraction(100 * scale * self.numerator, self.denominator) + Fraction(1, 2)) / scale

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
        low, high = _limits(np.array(self.numerator), self.denominator, level, method)
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
    >>> change = difference(proportion(11, 135), proportion(14, 135))
    >>> round(change.points, 1), round(change.interval.percent.low, 1), round(change.interval.percent.high, 1)
    (-2.2, -9.4, 4.9)
    >>> change.excludes_zero
    False
    """
    if not isinstance(first, Proportion):
        raise ValueError(f"first must be a proportion with its counts, but got {first!r}")
    normal_quantile(level)
    return Difference(first, second if isinstance(second, Proportion) else _share(second, "second"), level)


def change_test(first: Proportion, second: Proportion) -> float:
    """The two-sided p-value of Fisher's exact test that two cohorts had the same chance.

    Examples
    --------
    The lady tasting tea: of 4 cups with milk first she named 3, of the 4 others 1.

    >>> round(change_test(proportion(3, 4), proportion(1, 4)), 4)
    0.4857
    """
    table = [[cohort.numerator, cohort.denominator - cohort.numerator] for cohort in (first, second)]
    return float(stats.fisher_exact(table).pvalue)


def possible_counts(percent: str | float, decimals: int, denominator: int) -> list[int]:
    """The numbers of pupils that a printed percentage of a cohort can stand for.

    Parameters
    ----------
    percent : str or float
        As printed, from 0 to 100; text may end in ``%``.
    decimals : int
        Decimals printed; the last is rounded half away from zero.
    denominator : int
        Pupils in the cohort, 1 or more.

    Returns
    -------
    list of int
        Empty if no whole number of pupils prints so.

    Raises
    ------
    ValueError
        If the percentage is not a number from 0 to 100 with at most ``decimals`` decimals.

    Examples
    --------
    >>> possible_counts("8%", 0, 135), possible_counts(77, 0, 53), possible_counts("45.5", 1, 12)
    ([11], [41], [])
    """
    n = pupil_count(denominator, "denominator", least=1)
    # k prints so from half a last digit below the percentage up to, but not including, half a digit above.
    printed, half = _printed(percent, decimals), Fraction(1, 2 * 10 ** operator.index(decimals))
    first, end = (math.ceil(edge * n / 100) for edge in (printed - half, printed + half))
    return list(range(max(first, 0), min(end, n + 1)))


def possible_denominators(percent: str | float, decimals: int, max_n: int) -> list[int]:
    """The cohort sizes up to ``max_n`` of which a whole number of pupils prints as the percentage.

    Parameters and errors are those of `possible_counts`.

    Examples
    --------
    >>> possible_denominators("45.5", 1, max_n=40)
    [11, 22, 33]
    """
    return [n for n in range(1, pupil_count(max_n, "max_n", 1) + 1) if possible_counts(percent, decimals, n)]


@dataclass(frozen=True)
class Granularity:
    """Whether a printed percentage can come from its cohort. Made by `granularity`.

    ``implied_numerators`` are the counts that print as the percentage. ``nearest_percent`` is what the stated
    count prints as; without one, what the nearest count prints as.
    """

    possible: bool
    implied_numerators: tuple[int, ...]
    nearest_percent: float
    reason: str


def granularity(
    percent: str | float, decimals: int, numerator: int | None = None, denominator: int | None = None
) -> Granularity:
    """Check that a printed percentage is a whole number of pupils, and the stated one (the GRIM test) [1]_.

    Parameters
    ----------
    percent, decimals :
        As in `possible_counts`.
    numerator : int, optional
        The count printed beside the percentage.
    denominator : int
        Pupils in the cohort, 1 or more. If the source does not state it, use `possible_denominators`.

    Returns
    -------
    Granularity

    Raises
    ------
    ValueError
        As in `possible_counts` and `proportion`.

    References
    ----------
    .. [1] Brown and Heathers (2017), Social Psychological and Personality Science 8:363-369.

    Examples
    --------
    >>> granularity("77%", 0, 43, 53).reason
    '43 of 53 is 81%, not 77%; 77% would be 41'
    >>> granularity("94.3%", 1, 50, 53).possible
    True
    >>> granularity("45.5%", 1, denominator=12).reason
    'no whole number of 12 pupils is 45.5%; the nearest is 5, 41.7%'
    """
    n, printed = pupil_count(denominator, "denominator", least=1), _printed(percent, decimals)
    nearest = math.floor(printed * n / 100 + Fraction(1, 2)) if numerator is None else numerator
    share, counts = proportion(nearest, n), tuple(possible_counts(percent, decimals, n))
    claimed, found = f"{float(printed):.{decimals}f}%", f"{share.rounded(decimals):.{decimals}f}%"
    implied = " or ".join(map(str, counts))
    possible = bool(counts) if numerator is None else numerator in counts
    if possible:
        reason = f"{implied if numerator is None else numerator} of {n} is {claimed}"
    elif numerator is None:
        reason = f"no whole number of {n} pupils is {claimed}; the nearest is {nearest}, {found}"
    else:
        meant = f"{claimed} would be {implied}" if counts else f"no whole number of {n} is {claimed}"
        reason = f"{numerator} of {n} is {found}, not {claimed}; {meant}"
    return Granularity(possible, counts, share.rounded(decimals), reason)


def power(
    n: int, baseline: float, difference_points: float, level: float = 0.95, method: str = "wilson"
) -> float:
    """The chance that a cohort's interval excludes the baseline when the true share differs from it by so much.

    Exact: the sum of the binomial probabilities of all outcomes whose interval excludes the baseline, on either
    side. It does not rise smoothly with ``n``, because pupils are whole.

    Parameters
    ----------
    n : int
        Pupils in the cohort, 1 or more.
    baseline : float
        The share compared with, from 0 to 1, such as England's.
    difference_points : float
        True difference in percentage points, negative if below. 0 gives the chance of a false alarm.
    level, method : optional
        Of the interval, as in `Proportion.confidence_interval`.

    Returns
    -------
    float
        A probability; `times_in_ten` says it in words.

    Raises
    ------
    ValueError
        If the baseline, or the baseline plus the difference, is not from 0 to 1.

    Examples
    --------
    >>> times_in_ten(power(135, 0.10, -2)), times_in_ten(power(135, 0.10, 10))
    ('about once in ten', 'about 9 times in ten')
    """
    shown = _outcomes_shown(pupil_count(n, "n", least=1), _share(baseline, "baseline"), level, method)
    # Rounded, because 0.9 + 10/100 must not count as more than 1.
    true = _share(round(baseline + difference_points / 100, 12), "baseline + difference_points / 100")
    return float(stats.binom.pmf(shown, n, true).sum())


def times_in_ten(chance: float) -> str:
    """A probability in words: "with n pupils a true difference of d points would be seen about 3 times in ten".

    Examples
    --------
    >>> [times_in_ten(chance) for chance in (0.02, 0.1, 0.3, 0.99)]
    ['hardly ever', 'about once in ten', 'about 3 times in ten', 'nearly always']
    """
    times = round(10 * chance)
    words = {0: "hardly ever", 1: "about once in ten", 10: "nearly always"}
    return words.get(times, f"about {times} times in ten")


def detectable_difference(
    n: int, baseline: float, power: float = 0.8, level: float = 0.95, direction: str = "above"
) -> int | None:
    """The smallest true difference, in whole percentage points, that a cohort shows with the given power.

    Parameters
    ----------
    n, baseline, level :
        As in `power`; the interval is Wilson's.
    power : float, optional
        The chance with which the difference must be seen.
    direction : {"above", "below"}, optional
        The side of the baseline; an answer below it is positive too.

    Returns
    -------
    int or None
        None if the scale ends before a difference large enough.

    Examples
    --------
    >>> detectable_difference(135, 0.10), detectable_difference(135, 0.10, direction="below")
    (8, 7)
    >>> detectable_difference(14, 0.95) is None
    True
    """
    sign = _sign(direction)
    shown = _outcomes_shown(pupil_count(n, "n", least=1), _share(baseline, "baseline"), level, "wilson")
    for points in range(1, math.floor(_room(baseline, sign)) + 1):
        if stats.binom.pmf(shown, n, round(baseline + sign * points / 100, 12)).sum() >= power:
            return points
    return None


@dataclass(frozen=True)
class Verdict:
    """What a figure shows about a statement: a key of ``VERDICTS``, and why. Made by `verdict`."""

    key: str
    reason: str

    @property
    def wording(self) -> str:
        return VERDICTS[self.key]


def verdict(
    estimate: float,
    interval: Interval,
    comparator: float,
    direction: str,
    n: int,
    unit: str = "share",
    name: str = "England",
    level: float = 0.95,
) -> Verdict:
    """What a cohort's figure shows about the statement that it is above, or below, a comparator.

    The first rule that applies decides:

    1. *supports*: the whole interval is on the side that the statement claims.
    2. *contradicts*: the whole interval is on the other side.
    3. *too small*, the cohort: there are fewer than 30 pupils; or, for a share, a true difference of 10 points
       on the claimed side (or as many as the scale has room for) would be seen fewer than 5 times in ten.
    4. *too small*, the difference: the figure is not on the claimed side, but so near the comparator that the
       interval reaches across.
    5. *consistent*: the figure is on the claimed side, and the interval reaches across the comparator.

    An interval is already as wide as a small cohort makes it, so what it shows (1, 2) counts at any size. Where
    it shows nothing, a cohort without a fair chance of showing even 10 points is no evidence either way, and
    "consistent" would flatter it (3); below 30, one pupil is worth more than 3 points. The comparator is taken
    as fixed, and as exact as it is given.

    Parameters
    ----------
    estimate, interval, comparator :
        The figure, its interval, and what it is compared with, in one unit; 0 is the comparator of a change.
    direction : {"above", "below"}
        The statement: the figure is above, or below, the comparator.
    n : int
        Pupils in the cohort; of two cohorts, the smaller.
    unit : {"share", "points", "score"}, optional
        A share from 0 to 1; a difference of two shares, printed in points; a progress or other score.
    name : str, optional
        What the comparator is, for the reason.
    level : float, optional
        Of the interval, for rule 3.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If a figure is missing, the interval does not hold the estimate, or an option is another.

    Examples
    --------
    >>> ehc_plan = proportion(11, 135)
    >>> found = verdict(ehc_plan.value, ehc_plan.confidence_interval(), 0.10, "below", n=135)
    >>> found.wording
    'consistent with it but cannot show it'
    >>> found.reason
    '8.1% is below 10.0% (England), but its interval, 4.6% to 14.0%, reaches across'
    """
    sign, n = _sign(direction), pupil_count(n, "n", least=1)
    if unit not in _UNITS:
        raise ValueError(f"unit must be one of {', '.join(_UNITS)}, but got {unit!r}")
    comparator = _share(comparator, "comparator") if unit == "share" else finite(comparator, "comparator")
    if finite(estimate, "estimate") not in interval:
        raise ValueError(
            f"interval must hold the estimate, in the same unit, but got {interval} for {estimate!r}"
        )
    ahead = sign * (estimate - comparator)
    side = "level with" if ahead == 0 else "above" if estimate > comparator else "below"
    found = f"{_shown(estimate, unit)} is {side} {_shown(comparator, unit)} ({name})"
    span = f"{_shown(interval.low, unit).removesuffix(' points')} to {_shown(interval.high, unit)}"
    if comparator not in interval:
        reason = f"{found}, and so is its whole interval, {span}"
        return Verdict("supports" if ahead > 0 else "contradicts", reason)
    reason = f"{found}, but its interval, {span}, reaches across"
    if n < SMALL_COHORT:
        return Verdict("too_small", f"{reason}, and {n} pupils are fewer than {SMALL_COHORT}")
    if unit == "share":
        points = min(NOTABLE_POINTS, _room(comparator, sign))
        chance = power(n, comparator, sign * points, level)
        if chance < FAIR_CHANCE:
            seen = f"would be seen {times_in_ten(chance)}, less than an even chance"
            return Verdict(
                "too_small", f"{reason}, and with {n} pupils a true difference of {points:.3g} points {seen}"
            )
    return Verdict("consistent" if ahead > 0 else "too_small", reason)


def no_interval_reason(numerator=None, denominator=None, status: str = "ok", see: str = "") -> str | None:
    """Why a percentage has no interval, for the cell where one would stand; None if it can have one.

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
    >>> no_interval_reason(11, 135) is None
    True
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
        return None
    return f"no interval, because {reason}"


def pupil_count(value, name: str, least: int = 0) -> int:
    """The value as an int, or a ValueError that names the argument, the rule and the value.

    Examples
    --------
    >>> pupil_count(11.0, "numerator")
    Traceback (most recent call last):
    ValueError: numerator must be a whole number of pupils, but got 11.0
    """
    # A float that happens to be whole is refused too: it is usually a percentage times a cohort, so a guess.
    try:
        count = operator.index(value)
    except TypeError:
        count = None
    if count is None or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number of pupils, but got {value!r}")
    if count < least:
        raise ValueError(f"{name} must be {least} or more, but got {count}")
    return count


def finite(value, name: str) -> float:
    """The value as a float, or a ValueError if it is missing, infinite or not a number.

    Examples
    --------
    >>> finite(None, "comparator")
    Traceback (most recent call last):
    ValueError: comparator must be a number, but got None
    """
    try:
        usable = math.isfinite(value)
    except TypeError:
        usable = False
    if not usable:
        raise ValueError(f"{name} must be a number, but got {value!r}")
    return float(value)


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


def _share(value: float, name: str) -> float:
    if not 0 <= finite(value, name) <= 1:
        raise ValueError(f"{name} must be a share from 0 to 1, such as 0.61 for 61%, but got {value!r}")
    return float(value)


def _sign(direction: str) -> int:
    if direction not in _SIGNS:
        raise ValueError(f"direction must be 'above' or 'below', but got {direction!r}")
    return _SIGNS[direction]


def _room(share: float, sign: int) -> float:
    """Points between a share and the end of the scale, without the noise of floating point."""
    return round(100 * (1 - share if sign > 0 else share), 9)


def _shown(value: float, unit: str) -> str:
    scale, decimals, suffix = _UNITS[unit]
    step = Decimal(1).scaleb(-decimals)
    return f"{Decimal(str(round(scale * value, 9))).quantize(step, ROUND_HALF_UP)}{suffix}"


def _printed(percent: str | float, decimals: int) -> Fraction:
    try:
        printed = Decimal(str(percent).strip().removesuffix("%"))
        usable = 0 <= printed <= 100 and printed == round(printed, operator.index(decimals))
    except InvalidOperation:
        usable = False
    if not usable:
        raise ValueError(
            f"percent must be from 0 to 100 with at most {decimals} decimals, but got {percent!r}"
        )
    return Fraction(printed)


def _limits(counts: np.ndarray, n: int, level: float, method: str) -> tuple[np.ndarray, np.ndarray]:
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


def _outcomes_shown(n: int, baseline: float, level: float, method: str) -> np.ndarray:
    """The counts out of n whose interval excludes the baseline."""
    counts = np.arange(n + 1)
    low, high = _limits(counts, n, level, method)
    return counts[(baseline < low) | (baseline > high)]
