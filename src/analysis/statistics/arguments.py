"""What the statistics of cohorts are given: a number that cannot be one is refused, never guessed at."""

import math
import operator


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


def share_of_one(value: float, name: str) -> float:
    if not 0 <= finite(value, name) <= 1:
        raise ValueError(f"{name} must be a share from 0 to 1, such as 0.61 for 61%, but got {value!r}")
    return float(value)
