"""What a cohort's figure shows about a statement, by rule and in words, and how much it could have shown."""

import math
from dataclasses import dataclass

from analysis.basics.numbers import format_value, half_away, stored
from analysis.statistics.arguments import finite, pupil_count, share_of_one
from analysis.statistics.power import power, room_left, sign_of
from analysis.statistics.published import in_points, lies_outside
from analysis.statistics.shares import Interval, at_least_one

VERDICTS = {
    "supports": "supports the statement",
    "consistent": "consistent with it but cannot show it",
    "too_small": "too small to say",
    "contradicts": "contradicts it",
}
#: Rule 3 of `verdict`: fewer pupils than this, or a smaller chance of seeing a difference of so many points.
SMALL_COHORT, NOTABLE_POINTS, FAIR_CHANCE = 30, 10, 0.5
_UNITS = {
    "share": (100, 1, "%"),
    "points": (100, 1, " points"),
    "score": (1, 2, ""),
}  # scale, decimals, suffix


def times_in_ten(chance: float) -> str:
    """A probability in words: "with n pupils a true difference of d points would be seen about 3 times in ten".

    Examples
    --------
    >>> [times_in_ten(chance) for chance in (0.02, 0.1, 0.25, 0.99)]
    ['hardly ever', 'about once in ten', 'about 3 times in ten', 'nearly always']
    """
    times = int(half_away(stored(10 * chance), 0))
    words = {0: "hardly ever", 1: "about once in ten", 10: "nearly always"}
    return words.get(times, f"about {times} times in ten")


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
    rounding: float = 0.0,
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
    as fixed; a published one may lie anywhere within its ``rounding``, and all of that counts.

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
    rounding : float, optional
        How far the comparator may lie from its value, in the same unit (`granularity.published_rounding`).

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If a figure is missing, the interval does not hold the estimate, or an option is another.

    Examples
    --------
    >>> from analysis.statistics.shares import proportion
    >>> ehc_plan = proportion(11, 135)
    >>> found = verdict(ehc_plan.value, ehc_plan.confidence_interval(), 0.10, "below", n=135)
    >>> found.wording
    'consistent with it but cannot show it'
    >>> found.reason
    '8.1% is below 10.0% (England), but its interval, 4.6% to 14.0%, reaches across'
    """
    sign, n = sign_of(direction), pupil_count(n, "n", least=1)
    if unit not in _UNITS:
        raise ValueError(f"unit must be one of {', '.join(_UNITS)}, but got {unit!r}")
    comparator = (
        share_of_one(comparator, "comparator") if unit == "share" else finite(comparator, "comparator")
    )
    if finite(estimate, "estimate") not in interval:
        raise ValueError(
            f"interval must hold the estimate, in the same unit, but got {interval} for {estimate!r}"
        )
    ahead = sign * (estimate - comparator)
    side = "level with" if ahead == 0 else "above" if estimate > comparator else "below"
    compared = _shown(comparator, unit, rounding)
    found = f"{_shown(estimate, unit)} is {side} {compared} ({name})"
    span = f"{_shown(interval.low, unit).removesuffix(' points')} to {_shown(interval.high, unit)}"
    if lies_outside(comparator, interval, rounding):
        reason = f"{found}, and so is its whole interval, {span}"
        return Verdict("supports" if ahead > 0 else "contradicts", reason)
    across = "reaches across" if comparator in interval else f"comes within the rounding of {compared}"
    reason = f"{found}, but its interval, {span}, {across}"
    if n < SMALL_COHORT:
        return Verdict("too_small", f"{reason}, and {n} pupils are fewer than {SMALL_COHORT}")
    if unit == "share":
        points = min(NOTABLE_POINTS, room_left(comparator, sign))
        chance = power(n, comparator, sign * points, level, rounding=rounding)
        if chance < FAIR_CHANCE:
            seen = f"would be seen {times_in_ten(chance)}, less than an even chance"
            return Verdict(
                "too_small", f"{reason}, and with {n} pupils a true difference of {in_points(points)} {seen}"
            )
    return Verdict("consistent" if ahead > 0 else "too_small", reason)


def _shown(value: float, unit: str, rounding: float = 0.0) -> str:
    """A figure as a reason prints it; one that was published rounded with no more digits than that."""
    scale, decimals, suffix = _UNITS[unit]
    if rounding:
        decimals = round(-math.log10(2 * scale * rounding))
    return format_value(stored(scale * value), "score", decimals) + suffix


#: A cohort of fewer pupils is small: a true difference of 10 points is seen 7 times in ten or less often.
SMALL = 150


#: A difference that chance makes more often than this is no exception (95%, as the intervals).
EXCEPTIONAL = 0.05


def is_exceptional(chance: float, among: int = 1) -> bool:
    """Whether a difference that chance makes so often is shown, where it is one of so many that were looked at.

    Examples
    --------
    >>> is_exceptional(0.03), is_exceptional(0.03, among=7), is_exceptional(0.0001, among=40)
    (True, False, True)
    """
    return at_least_one(chance, among) <= EXCEPTIONAL
