"""Intervals for progress scores, by the Department for Education's (DfE's) own method and standard deviations."""

import math
import re
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import number, read_table
from analysis.statistics.arguments import finite, pupil_count
from analysis.statistics.shares import Interval, normal_quantile

COLUMNS = ["measure", "year", "sigma", "source"]

# Why a year has no progress scores at all. A year that is not here has scores, but we have no sigma for it.
_CANCELLED = "no progress scores were published: the year's assessments were cancelled in the pandemic"
_NO_START = (
    "no progress scores were published: these pupils' key stage {} assessments were cancelled in the pandemic"
)
_NO_SCORES = {
    "ks2": dict.fromkeys((2020, 2021), _CANCELLED) | dict.fromkeys((2024, 2025), _NO_START.format(1)),
    "ks4": dict.fromkeys((2020, 2021), _CANCELLED) | dict.fromkeys((2025, 2026), _NO_START.format(2)),
}


def progress_interval(score: float, n: int, sigma: float, level: float = 0.95) -> Interval:
    """The interval of a mean progress score, as DfE publishes it: score -/+ 1.96 sigma / sqrt(n) [1]_.

    Parameters
    ----------
    score : float
        Mean progress score of the cohort, in the measure's points. The published intervals come from the
        unrounded score: from a score printed to two decimals, expect the last digit to differ.
    n : int
        Pupils with a progress score, 1 or more.
    sigma : float
        Standard deviation of all pupils' scores in England, that measure and year (`load_sigmas`).
    level : float, optional
        Confidence level. DfE's multiplier 1.96 stands for 0.95, the normal quantile for any other level.

    Returns
    -------
    Interval
        In the measure's points.

    Raises
    ------
    ValueError
        If ``n`` is not a whole number above 0, ``sigma`` is not above 0, or ``score`` is missing.

    References
    ----------
    .. [1] DfE, Primary school accountability in 2019: technical guide, Annex A.

    Examples
    --------
    Reading of children in need in County Durham, 2022/23: 88 pupils, published as -3.98, from -5.30 to -2.67.

    >>> interval = progress_interval(-350.6423183 / 88, n=88, sigma=6.2893)
    >>> round(interval.low, 2), round(interval.high, 2)
    (-5.3, -2.67)
    """
    n = pupil_count(n, "n", least=1)
    score = finite(score, "score")
    if finite(sigma, "sigma") <= 0:
        raise ValueError(f"sigma must be above 0, but got {sigma!r}")
    quantile = 1.96 if level == 0.95 else normal_quantile(level)
    half_width = quantile * sigma / math.sqrt(n)
    return Interval(score - half_width, score + half_width)


def load_sigmas(file: Path | None = None) -> dict[tuple[str, int], float]:
    """National standard deviations of pupils' progress scores, by measure and year.

    Parameters
    ----------
    file : Path, optional
        Another table than ``data/raw/progress_sigmas.csv``.

    Returns
    -------
    dict
        ``(measure, year)`` to sigma. A pair that is not there has none; `no_sigma_reason` says why.

    Raises
    ------
    InputError
        If the table is missing or a row of it is not a measure, a year, a number above 0 and a source.

    Examples
    --------
    >>> sigmas = load_sigmas()
    >>> sigmas["ks4_progress8", 2024]
    1.416
    >>> sigmas.get(("ks4_progress8", 2017)) is None
    True
    """
    file = file or paths.raw() / "progress_sigmas.csv"
    sigmas: dict[tuple[str, int], float] = {}
    for place, row in zip((table := read_table(file, COLUMNS)).index, table.itertuples(), strict=True):
        key = (row.measure, int(row.year) if re.fullmatch(r"20\d\d", row.year) else 0)
        value = number(row.sigma)
        if not (row.measure and row.source and key[1] and 0 < value < math.inf and key not in sigmas):
            raise InputError(
                f"'{row.measure},{row.year},{row.sigma}' is not a standard deviation that can be used.",
                file=paths.shown(file),
                row=place,
                expected=f"under {','.join(COLUMNS)} each measure and year once, with a sigma above 0 and where it "
                "comes from",
                remedy="Correct the row.",
            )
        sigmas[key] = value
    return sigmas


def no_sigma_reason(measure: str, year: int) -> str:
    """Why a progress measure has no interval in a year, for a pair that `load_sigmas` does not have.

    Parameters
    ----------
    measure : str
        Catalogue id, such as ``ks4_progress8``.
    year : int
        The calendar year in which the academic year ends.

    Returns
    -------
    str
        A reason that can stand in a table cell.

    Examples
    --------
    >>> no_sigma_reason("ks4_progress8", 2017)
    "no interval, because the standard deviation of all pupils' scores in 2016/17 is not available"
    >>> no_sigma_reason("ks2_reading_progress", 2021)
    "no interval, because no progress scores were published: the year's assessments were cancelled in the pandemic"
    """
    missing = f"the standard deviation of all pupils' scores in {year - 1}/{year % 100:02d} is not available"
    return f"no interval, because {_NO_SCORES.get(measure[:3], {}).get(year, missing)}"
