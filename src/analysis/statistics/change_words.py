"""What may be said of a change between two years: firmly, as published only, or nothing.

One rule for gaps and for levels, on pages and in claims. A change is shown if it is larger than rounding and chance can
make it: by the 95% interval from published numbers of pupils, or by a standard error from approximate ones. What rounding
cannot make but chance can is said "as published", and so is what is of an unknown number of pupils, and a gap's change that
only approximate numbers, or only a published interval, would show: most such changes went back.
"""

from math import isnan

import numpy as np

SHOWN, SELDOM, AS_PUBLISHED, CANNOT_TELL = "shown", "seldom by chance", "as published", "cannot tell"
#: Standard errors that a change must exceed. 1.96 would do for large cohorts; shares of few pupils move in steps, and with
#: this many a change that is none is called one at most once in twenty at every size from 20 pupils and every share.
DEVIATE = 2.15
#: Firm word -> what is said where chance may have made the change, or it is not known.
SOFTER = {
    "narrowed": "smaller as published",
    "widened": "larger as published",
    "changed side": "changed side as published",
    "increased": "higher as published",
    "decreased": "lower as published",
    "improved": "better as published",
    "declined": "worse as published",
}
#: Floating-point noise in a difference of printed figures.
NOISE = 1e-9


def standing_of(
    change: float,
    rounding: float,
    spread: float,
    interval: tuple[float, float] | None = None,
    of_gap: bool = False,
    counted: bool = True,
) -> str:
    """What can be said of a change.

    Parameters
    ----------
    change : float
        The change as published, in any unit.
    rounding : float
        How far rounding of the figures can have moved it, at most.
    spread : float
        Its standard error, from numbers of pupils that are known or approximate; NaN if nothing is known of them.
    interval : (float, float), optional
        Its published 95% interval, or that from published numbers of pupils, widened by rounding. Then that decides, and the
        standard error only where it asks for more: years of a measure can differ by more than the chance in the pupils.
    of_gap : bool
        Of a gap, more than half of the changes that a standard error alone, or an interval alone, would show went the other
        way the year after, however large they were (docs/evidence/sizes-and-change.md): they are `SELDOM` made by chance,
        and not shown. It takes both, and `counted`.
    counted : bool
        Whether the interval is from published numbers of pupils, and not only published itself, as those of scores are.

    Returns
    -------
    str
        `SHOWN`, `SELDOM`, `AS_PUBLISHED` or `CANNOT_TELL`.

    Examples
    --------
    >>> standing_of(-6, 1, 2.1), standing_of(-6, 1, 8.7), standing_of(-6, 1, float("nan")), standing_of(-1, 1, 0.1)
    ('shown', 'as published', 'as published', 'cannot tell')
    >>> standing_of(-6, 1, 2.1, interval=(-12.5, 0.3)), standing_of(-6, 1, 2.1, of_gap=True)
    ('as published', 'seldom by chance')
    """
    size = abs(change) - rounding
    if isnan(change) or size <= NOISE:
        return CANNOT_TELL
    if interval is not None and interval[0] <= NOISE and interval[1] >= -NOISE:
        return AS_PUBLISHED
    known = not isnan(spread)
    if interval is None and not known:
        return AS_PUBLISHED
    if known and size <= DEVIATE * spread:
        return AS_PUBLISHED
    return SELDOM if of_gap and (interval is None or not known or not counted) else SHOWN


def share_variance(percent, pupils, error=0.0):
    """The variance of a published percentage that chance makes, in square points, of numbers of pupils with an error.

    Parameters
    ----------
    percent : float or array
        From 0 to 100; what lies beyond is taken as the end.
    pupils : float or array
        Their number, or an approximate one.
    error : float or array, optional
        How far that may be off, one standard deviation as a share of it. Fewer pupils make more chance: with an error of
        0.3, the variance is that of so many pupils less 30%, divided by 1.3.

    Notes
    -----
    Two pupils who reached the standard and two who did not are added, after Agresti and Coull [1]_: the share of few pupils
    that is 0% or 100% by chance would have no variance. Between two years the variances add up, which is Agresti and
    Caffo's interval of a difference, with two pupils more a year [2]_.

    References
    ----------
    .. [1] Agresti and Coull (1998), The American Statistician 52:119-126.
    .. [2] Agresti and Caffo (2000), The American Statistician 54:280-288.

    Examples
    --------
    >>> round(float(share_variance(50, 100)) ** 0.5, 1), round(float(share_variance(50, 100, 0.3)) ** 0.5, 1)
    (5.0, 5.7)
    """
    fewer = pupils / (1 + error)
    share = (np.clip(percent, 0, 100) / 100 * fewer + 2) / (fewer + 4)
    return 1e4 * share * (1 - share) / fewer
