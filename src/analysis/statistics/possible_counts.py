"""Can a printed percentage be a whole number of pupils? (The GRIM check, in exact fractions.)"""

import math
import operator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from analysis.basics.numbers import format_value, half_away
from analysis.statistics.arguments import pupil_count
from analysis.statistics.shares import proportion


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
    printed, half = _as_fraction(percent, decimals), Fraction(1, 2 * 10 ** operator.index(decimals))
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
    n, printed = pupil_count(denominator, "denominator", least=1), _as_fraction(percent, decimals)
    nearest = int(half_away(printed * n / 100, 0)) if numerator is None else numerator
    share, counts = proportion(nearest, n), tuple(possible_counts(percent, decimals, n))
    claimed, found = (
        format_value(value, "percent", decimals, with_unit=True)
        for value in (printed, share.rounded(decimals))
    )
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


def _as_fraction(percent: str | float, decimals: int) -> Fraction:
    try:
        printed = Decimal(str(percent).strip().removesuffix("%"))
        usable = 0 <= printed <= 100 and printed == half_away(printed, operator.index(decimals))
    except InvalidOperation:
        usable = False
    if not usable:
        raise ValueError(
            f"percent must be from 0 to 100 with at most {decimals} decimals, but got {percent!r}"
        )
    return Fraction(printed)
