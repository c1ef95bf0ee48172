"""What a published figure is compared as: known to half a unit of its last digit, and no better."""

from math import floor, log10

import numpy as np

from analysis.basics.numbers import as_printed
from analysis.statistics.shares import Interval, Proportion


def in_points(number: float) -> str:
    """A number of points in a sentence.

    Examples
    --------
    >>> in_points(1.0), in_points(0.2), in_points(10)
    ('1 point', '0.2 points', '10 points')
    """
    printed = as_printed(number, 2 - floor(log10(abs(number)))) if number else 0
    return f"{printed:g} point{'' if printed == 1 else 's'}"


def published_rounding(value, decimals):
    """How far the true figure may lie from a published one: half a unit of its last digit.

    0 where the file holds finer digits than are printed, as of a percentage worked out from counts. Of one figure, or
    of arrays.

    Examples
    --------
    >>> published_rounding(np.array([30.0, -0.04, 100 * 11 / 27]), np.array([0, 2, 0])).tolist()
    [0.5, 0.005, 0.0]
    """
    units = value * 10.0**decimals
    return np.where(np.abs(units - np.round(units)) > 1e-6, 0.0, 0.5 * 10.0**-decimals)[()]


def lies_outside(published: float, interval: Interval, rounding: float = 0.0) -> bool:
    """Whether a published figure lies outside an interval wherever within its rounding it is.

    Examples
    --------
    >>> lies_outside(30, Interval(30.4, 58.7)), lies_outside(30, Interval(30.4, 58.7), rounding=0.5)
    (True, False)
    """
    return bool(published + rounding < interval.low or published - rounding > interval.high)


def differs_from(share: Proportion, published: float, decimals: int) -> bool:
    """Whether a share is shown to differ from a published percentage: its 95% interval leaves out all it may be.

    Examples
    --------
    >>> from analysis.statistics.shares import proportion
    >>> round(proportion(21, 49).confidence_interval().percent.low, 2)
    30.02
    >>> [differs_from(proportion(21, 49), england, decimals) for england, decimals in ((30, 0), (30.0, 1), (29.9, 1))]
    [False, False, True]
    """
    interval = share.confidence_interval().percent
    return lies_outside(published, interval, published_rounding(published, decimals))
