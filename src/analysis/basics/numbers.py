"""Numbers as they are rounded, compared and printed: one rule for pages, sentences, charts and data files."""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite

import numpy as np
import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.read_csv import decimals, number

#: Units, and what follows a number in each.
UNITS = {"percent": "%", "score": "", "points": " points", "rate": " per 100 pupils", "count": ""}


def format_value(
    value: float | None, unit: str, decimals: int, *, with_unit: bool = False, true_minus: bool = False
) -> str:
    """A number as it is printed: rounded half away from zero, as people and DfE's tool round.

    Parameters
    ----------
    value : float or None
        The number in the measure's unit. Rounding starts from its shortest decimal form, so 1.005 rounds
        to 1.01 although the nearest double lies below it.
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
    exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP, Context(prec=400))
    text = f"{abs(rounded) if rounded.is_zero() else rounded:{',' if unit == 'count' else ''}.{decimals}f}"
    suffix = suffix.removesuffix("s") if text.lstrip("-") == "1" else suffix
    return (text.replace("-", "−") if true_minus else text) + (suffix if with_unit else "")


#: Values that differ only beyond this decimal are one value: spreadsheets store 93.3 as 93.30000000000001.
STORED_DECIMALS = 9


def rounded(values: pd.Series, decimals: pd.Series) -> pd.Series:
    """Values as they are printed: half away from zero, as people round, not to even."""
    return half_away(values, decimals.fillna(STORED_DECIMALS).astype(float))


def half_away(values, decimals):
    """``rounded`` for numbers or arrays.

    Examples
    --------
    >>> half_away(np.array([2.5, -2.5, 3.14]), 0).tolist(), float(half_away(0.25, 1))
    ([3.0, -3.0, 3.0], 0.3)
    """
    scale = 10.0**decimals
    return np.sign(values) * np.floor(np.abs(values) * scale + 0.5 + 1e-9) / scale


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
    """A number as a claim states it: "98th", "4.3%", "-0.04", "1/3"."""

    text: str
    value: float = field(init=False)
    decimals: int = field(init=False)

    def __post_init__(self):
        plain = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", self.text.strip().replace("−", "-"))
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
