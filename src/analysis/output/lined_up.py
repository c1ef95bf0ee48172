"""Decimal points of a column under each other: room at the right for the digits that a number does not have."""

import re
from collections.abc import Iterable

#: A number without sign of unit or order, whose decimal point is lined up with others.
PLAIN = re.compile(r"[−–-]?\d[\d,]*(\.\d+)?")


def most_decimals(texts: Iterable[str]) -> int:
    """The most decimals of the plain numbers of a column."""
    return max((_decimals(text) for text in texts if PLAIN.fullmatch(text)), default=0)


def room(text: str, most: int) -> str:
    """The class of a cell that leaves room for the digits it lacks; nothing is written that a copied number would carry.

    A point is half as wide as a digit: b15 is the room of a point and a digit, b20 that of two digits.

    Examples
    --------
    >>> room("9.6", 2), room("12", 2), room("1.25", 2), room("5.5%", 2)
    ('b10', 'b25', '', '')
    """
    if not most or not PLAIN.fullmatch(text) or not (lacks := most - _decimals(text)):
        return ""
    return f"b{lacks}{0 if _decimals(text) else 5}"


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])
