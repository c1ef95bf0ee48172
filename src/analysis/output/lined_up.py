"""Decimal points of a column under each other: blanks for the digits that a number does not have."""

import re
from collections.abc import Iterable

#: A number without sign of unit or order, whose decimal point is lined up with others.
PLAIN = re.compile(r"[−–-]?\d[\d,]*(\.\d+)?")
#: Blanks as wide as a digit and as a decimal point.
DIGIT, POINT = "\u2007", "\u2008"


def most_decimals(texts: Iterable[str]) -> int:
    """The most decimals of the plain numbers of a column."""
    return max((_decimals(text) for text in texts if PLAIN.fullmatch(text)), default=0)


def blanks(text: str, most: int) -> str:
    """What follows a number of a column whose numbers have up to ``most`` decimals.

    Examples
    --------
    >>> blanks("9.6", 2) == DIGIT, blanks("12", 2) == POINT + DIGIT + DIGIT, blanks("5.5%", 2)
    (True, True, '')
    """
    if not most or not PLAIN.fullmatch(text):
        return ""
    own = _decimals(text)
    return POINT * (own == 0) + DIGIT * (most - own)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
