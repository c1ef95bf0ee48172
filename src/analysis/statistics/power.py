"""What a cohort of a size can show: how often a true difference would be seen, and which."""

import math

import numpy as np
from scipy import stats

from analysis.statistics.arguments import pupil_count, share_of_one
from analysis.statistics.shares import interval_limits

#: How often a change must be seen for a cohort to be said to be able to show it.
SEEN = 0.8
_SIGNS = {"above": 1, "below": -1}


def power(
    n: int,
    baseline: float,
    difference_points: float,
    level: float = 0.95,
    method: str = "wilson",
    rounding: float = 0.0,
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
    rounding : float, optional
        How far the baseline may lie from its value, as a share: all of that must be outside the interval.

    Returns
    -------
    float
        A probability; `verdicts.times_in_ten` says it in words.

    Raises
    ------
    ValueError
        If the baseline, or the baseline plus the difference, is not from 0 to 1.

    Examples
    --------
    >>> round(power(135, 0.10, -2), 1), round(power(135, 0.10, 10), 1)
    (0.1, 0.9)
    """
    n, baseline = pupil_count(n, "n", least=1), share_of_one(baseline, "baseline")
    shown = _outcomes_shown(n, baseline, level, method, rounding)
    # Rounded, because 0.9 + 10/100 must not count as more than 1, nor what `room_left` leaves as less than 0.
    true = share_of_one(round(baseline + difference_points / 100, 10), "baseline + difference_points / 100")
    return float(stats.binom.pmf(shown, n, true).sum())


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
    sign = sign_of(direction)
    shown = _outcomes_shown(pupil_count(n, "n", least=1), share_of_one(baseline, "baseline"), level, "wilson")
    for points in range(1, math.floor(room_left(baseline, sign)) + 1):
        if stats.binom.pmf(shown, n, round(baseline + sign * points / 100, 12)).sum() >= power:
            return points
    return None


def room_left(share: float, sign: int) -> float:
    """Points between a share and the end of the scale, without the noise of floating point."""
    return round(100 * (1 - share if sign > 0 else share), 9)


def _outcomes_shown(n: int, baseline: float, level: float, method: str, rounding: float = 0.0) -> np.ndarray:
    """The counts out of n whose interval excludes the baseline, wherever its rounding leaves it."""
    counts = np.arange(n + 1)
    low, high = interval_limits(counts, n, level, method)
    return counts[(baseline + rounding < low) | (baseline - rounding > high)]


def detectable_change(
    n_before: int, n_now: int, baseline: float, direction: str, power: float = SEEN
) -> int | None:
    """The smallest true change between two cohorts, in whole points, that is seen with the given power.

    Seen is a change whose Newcombe interval excludes 0. Exact: the sum of the probabilities of all pairs of
    counts that show one.

    Parameters
    ----------
    n_before, n_now : int
        Pupils in the two cohorts.
    baseline : float
        The true share of the first, from 0 to 1.
    direction : {"above", "below"}
    power : float, optional

    Returns
    -------
    int or None
        None if the scale ends before a change large enough.

    Examples
    --------
    >>> detectable_change(135, 135, 0.10, "below"), detectable_change(135, 135, 0.10, "above")
    (8, 13)
    >>> detectable_change(14, 14, 0.10, "below") is None
    True
    """
    before, now = np.arange(n_before + 1), np.arange(n_now + 1)
    (low, high), (start, end) = (
        interval_limits(k, n, 0.95, "wilson") for k, n in ((before, n_before), (now, n_now))
    )
    p, q = (before / n_before)[:, None], (now / n_now)[None, :]
    lower = q - p - np.hypot(q - start[None, :], high[:, None] - p)
    upper = q - p + np.hypot(end[None, :] - q, p - low[:, None])
    weight = stats.binom.pmf(before, n_before, baseline) @ ((lower > 0) | (upper < 0))
    sign = 1 if direction == "above" else -1
    room = round(100 * (1 - baseline if sign > 0 else baseline), 9)
    for points in range(1, int(room) + 1):
        if weight @ stats.binom.pmf(now, n_now, round(baseline + sign * points / 100, 12)) >= power:
            return points
    return None


def sign_of(direction: str) -> int:
    if direction not in _SIGNS:
        raise ValueError(f"direction must be 'above' or 'below', but got {direction!r}")
    return _SIGNS[direction]
