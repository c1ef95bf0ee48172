"""Numbers as they are rounded, compared and printed: one rule for pages, sentences, charts and data files."""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import floor, isfinite

import numpy as np
import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.read_csv import decimals, number

_EXACT = Context(prec=400)
#: Units, and what follows a number in each.
UNITS = {"percent": "%", "score": "", "points": " points", "rate": " per 100 pupils", "count": ""}


#: Values that differ only beyond this decimal are one value: spreadsheets store 93.3 as 93.30000000000001.
STORED_DECIMALS = 9


def half_away(value: float | Decimal | Fraction, decimals: int) -> Decimal:
    """A number rounded half away from zero, as people and DfE's tool round.

    A float is taken as its shortest decimal form, so that 1.005 rounds to 1.01 although the nearest double lies below
    it; a Decimal or a Fraction as it is.

    Raises
    ------
    decimal.InvalidOperation
        If the number is not finite.

    Examples
    --------
    >>> half_away(1.005, 2), half_away(-0.5, 0), half_away(Fraction(1100, 135), 1)
    (Decimal('1.01'), Decimal('-1'), Decimal('8.1'))
    """
    if isinstance(value, Fraction):
        units = floor(abs(value) * 10 ** int(decimals) + Fraction(1, 2))
        return Decimal(units if value > 0 else -units).scaleb(-int(decimals), _EXACT)
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP, _EXACT)


def as_printed(value: float | Fraction | None, decimals: int) -> float:
    """The number that a page prints, to compare it with others as they are printed; NaN for a missing one.

    Examples
    --------
    >>> as_printed(69.5, 0) == as_printed(70.4, 0) == 70, as_printed(-0.004, 2)
    (True, 0.0)
    """
    if value is None or pd.isna(value) or not isfinite(value):
        return float("nan")
    return float(half_away(value, decimals)) + 0.0  # zero has no sign


def rounded(values, decimals):
    """``as_printed`` for arrays and Series; to ``STORED_DECIMALS`` where no decimals are given.

    Examples
    --------
    >>> rounded(np.array([2.5, -2.5, 1.005]), np.array([0, 0, 2])).tolist()
    [3.0, -3.0, 1.01]
    """
    places = decimals.fillna(STORED_DECIMALS) if isinstance(decimals, pd.Series) else decimals
    numbers, places = np.broadcast_arrays(np.asarray(values, dtype=float), np.asarray(places, dtype=float))
    scale = 10.0**places
    units = np.abs(numbers) * scale
    found = np.array(np.sign(numbers) * np.floor(units + 0.5) / scale + 0.0)
    # next to a half the double does not tell the side, but its shortest decimal form does
    near = np.abs(units % 1 - 0.5) <= 1e-6 + 1e-15 * units
    found[near] = [as_printed(*pair) for pair in zip(numbers[near], places[near], strict=True)]
    return pd.Series(found, values.index) if isinstance(values, pd.Series) else found


def stored(value: float) -> float:
    """A number without what computing in binary leaves behind: 0.5, not 0.49999999999999284."""
    return round(value, STORED_DECIMALS)


def format_value(
    value: float | Fraction | None,
    unit: str,
    decimals: int,
    *,
    with_unit: bool = False,
    true_minus: bool = False,
) -> str:
    """A number as it is printed.

    Parameters
    ----------
    value : float, Fraction or None
        The number in the measure's unit, which ``half_away`` rounds.
    unit : {"percent", "score", "points", "rate", "count"}
        Counts get thousands separators.
    decimals : int
        Digits after the point, trailing zeros kept.
    with_unit : bool
        Append the unit: "70%", "31.3 points".
    true_minus : bool
        Print the minus sign U+2212, for people.

    Returns
    -------
    str
        Empty for a missing or infinite value. Zero has no sign.

    Examples
    --------
    >>> format_value(69.5, "percent", 0, with_unit=True), format_value(-0.045, "score", 2)
    ('70%', '-0.05')
    >>> format_value(-0.004, "score", 2), format_value(1, "points", 0, with_unit=True)
    ('0.00', '1 point')
    """
    if unit not in UNITS:
        raise InputError(f"'{unit}' is not a unit.", expected=f"one of {', '.join(UNITS)}")
    suffix = UNITS[unit]
    if value is None or pd.isna(value) or not isfinite(value):
        return ""
    found = half_away(value, decimals)
    text = f"{abs(found) if found.is_zero() else found:{',' if unit == 'count' else ''}.{decimals}f}"
    suffix = suffix.removesuffix("s") if text.lstrip("-") == "1" else suffix
    return (text.replace("-", "−") if true_minus else text) + (suffix if with_unit else "")


def ordinal(rank: int | float, tied: bool = False) -> str:
    """A rank as people write it; "=" marks a shared place.

    Examples
    --------
    >>> ordinal(16), ordinal(2), ordinal(113), ordinal(21, tied=True)
    ('16th', '2nd', '113th', '21st=')
    """
    rank = int(rank)
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}{'=' if tied else ''}"


def academic_year(year: int) -> str:
    """2017 as "2016/17".

    Examples
    --------
    >>> academic_year(2017), academic_year(2000)
    ('2016/17', '1999/00')
    """
    return f"{year - 1}/{year % 100:02d}"


@dataclass(frozen=True)
class Number:
    """A number as a claim states it: "98th", "4.3%", "-0.04", "1/3"; of "6th of 11" 6 is the number and 11 ``among``."""

    text: str
    value: float = field(init=False)
    decimals: int = field(init=False)
    among: int | None = field(init=False)

    def __post_init__(self):
        plain = self.text.strip().replace("−", "-")
        whole = re.fullmatch(r"(\d+(?:st|nd|rd|th)) (?:out )?of (\d+)", plain)
        object.__setattr__(self, "among", int(whole[2]) if whole else None)
        plain = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", whole[1] if whole else plain)
        part = re.fullmatch(r"(\d+)/([1-9]\d*)", plain)
        object.__setattr__(self, "value", int(part[1]) / int(part[2]) if part else number(plain))
        object.__setattr__(self, "decimals", 0 if part else decimals(plain))

    @property
    def signed(self) -> bool:
        return self.text.strip()[:1] in "+-−"

    @property
    def percent(self) -> bool:
        return self.text.strip().endswith("%")

    @property
    def fraction(self) -> bool:
        return "/" in self.text
