"""What a rank can show: its range under rounding, and confidence sets for ranks from standard errors.

Ranks follow DfE's rule in the Local Authority Interactive Tool: 1 is best by polarity, ties share the best
place, a missing value has no rank and does not count. In what follows x are the estimates, s their standard
errors, p how many are not missing, and sd_jk = sqrt(s_j² + s_k²): estimates are independent.
"""

import operator

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.statistics.rank_simulation import simulated_sets


def rank_confidence_sets(
    estimates,
    standard_errors,
    coverage=0.95,
    simultaneous=False,
    higher_is_better=True,
    draws=10_000,
    seed=0,
    wanted=None,
) -> pd.DataFrame:
    """Confidence sets for ranks by stepwise tests of the differences [1]_.

    k is significantly better than j when it leads by more than c·sd_jk. The set of j runs from
    1 + (number significantly better) to p − (number significantly worse). c is the ``coverage`` quantile of
    the largest (Z_j − Z_k)/sd_jk among the pairs tested, Z normal with standard deviations s, and never
    below 0. Stepdown: pairs found significant are dropped and c is computed from the rest, until none is found.

    Parameters
    ----------
    estimates, standard_errors : array-like of n floats
        Independent estimates and their standard errors, in one unit and order. Zero is certainty: between
        two such estimates equal values tie, unequal ones are in order.
    coverage : float
        Between 0 and 1: of each set or, if ``simultaneous``, of all sets at once.
    simultaneous : bool
        False: each set tests the 2(p − 1) pairs of its own area. True: one c for all ordered pairs.
    higher_is_better : bool
        The polarity of the measure.
    draws, seed : int
        How many draws of Z, at least 100 and 1/(1 − ``coverage``), and the seed of their generator.
    wanted : array-like of n bools, optional
        The areas whose sets are wanted: the same as if all were, sooner. Those of others are missing, unless
        ``simultaneous``, which gives all. Every area has its rank.

    Returns
    -------
    DataFrame of n rows, columns rank, lower, upper (Int64)
        In the index of ``estimates``, missing where the estimate is.

    Raises
    ------
    ValueError
        For a standard error that is negative, or missing where the estimate is not, and for arguments out
        of range.

    Notes
    -----
    The same seed gives the same sets in any order of the rows: draws belong to places in the ranking, and
    areas equal in estimate and standard error share one c. More than ``rank_simulation.EXACT_UP_TO`` estimates
    get c from one step, and from the extremes of groups of similar standard errors: at most ``GROUP_RATIO``
    times that of the first step, so the sets are wider, never narrower. Time grows with p² up to the limit and
    nearly with p beyond; memory with ``draws`` times p up to the limit, then with ``draws`` times the groups.

    References
    ----------
    .. [1] Mogstad, M., Romano, J. P., Shaikh, A. M. and Wilhelm, D. (2024). Inference for Ranks with
       Applications to Mobility across Neighbourhoods and Academic Achievement across Countries. Review of
       Economic Studies 91(1), 476-518. doi:10.1093/restud/rdad006

    Examples
    --------
    >>> rank_confidence_sets([71.0, 68.0, 64.0, None], [0.5, 2.0, 0.5, None])
       rank  lower  upper
    0     1      1      2
    1     2      1      3
    2     3      2      3
    3  <NA>   <NA>   <NA>
    """
    index, present, x, s = _checked(estimates, standard_errors, coverage, higher_is_better)
    chosen = None if wanted is None else _chosen(wanted, index)[present]
    return _table(index, present, x, *simulated_sets(x, s, coverage, simultaneous, draws, seed, chosen))


def best_set(
    estimates, standard_errors, size, coverage=0.95, higher_is_better=True, draws=10_000, seed=0
) -> np.ndarray:
    """Which areas cannot be ruled out of the best ``size``: the projection set of [1]_ for the τ-best.

    With probability ``coverage`` it contains every area whose true rank is ``size`` or better. It holds the
    areas whose simultaneous lower end is at most ``size``. That end needs only the tests "k is better than
    j", but over all j these already are all ordered pairs: the end, the other arguments and the errors are
    those of ``rank_confidence_sets(..., simultaneous=True)``.

    Parameters
    ----------
    size : int
        How many best places: 15 for the top 10% of 152.

    Returns
    -------
    array of n bool
        False where the estimate is missing.

    References
    ----------
    .. [1] Mogstad, Romano, Shaikh and Wilhelm (2024), as in ``rank_confidence_sets``.

    Examples
    --------
    >>> best_set([71.0, 68.0, 64.0, None], [0.5, 2.0, 0.5, None], size=1)
    array([ True,  True, False, False])
    """
    if operator.index(size) < 1:
        raise ValueError(f"size must be at least 1; got {size}")
    sets = rank_confidence_sets(estimates, standard_errors, coverage, True, higher_is_better, draws, seed)
    return (sets["lower"] <= size).to_numpy(bool, na_value=False)


def joint_rank_region(estimates, standard_errors, coverage=0.95, higher_is_better=True) -> pd.DataFrame:
    """Joint confidence region for all ranks from separate intervals [1]_: no simulation, wider sets.

    Each of the p estimates gets a normal interval at level coverage^(1/p), so that all hold together. The
    rank of j lies from 1 + (number of intervals wholly better) to p − (number wholly worse); intervals that
    touch are not apart. Arguments, missing values and errors as in ``rank_confidence_sets``.

    References
    ----------
    .. [1] Klein, M., Wright, T. and Wieczorek, J. (2020). A joint confidence region for an overall ranking
       of populations. Journal of the Royal Statistical Society C 69(3), 589-606. doi:10.1111/rssc.12402

    Examples
    --------
    >>> joint_rank_region([71.0, 68.0, 64.0], [0.5, 2.0, 0.5])
       rank  lower  upper
    0     1      1      2
    1     2      1      3
    2     3      2      3
    """
    index, present, x, s = _checked(estimates, standard_errors, coverage, higher_is_better)
    if not x.size:
        return _table(index, present, x, x, x)
    half = norm.isf((1 - coverage ** (1 / x.size)) / 2) * s
    return _table(index, present, x, *_apart(x - half, x + half))


def rounding_rank_range(values, decimals, higher_is_better=True) -> pd.DataFrame:
    """The ranks that are possible when values are known only as published, rounded.

    A true value lies within half a unit of the last place of its published value. The range runs from
    1 + (number certainly better) to n − (number certainly worse). Equal values may be in either order;
    different values with the same decimals are in order, since rounding never swaps two values.

    Parameters
    ----------
    values : array-like of n floats
        As published: a value with more decimals than stated is an error.
    decimals : int or array-like of n ints
        The printed precision; -1 for tens.
    higher_is_better : bool
        The polarity of the measure.

    Returns
    -------
    DataFrame of n rows, columns rank, lower, upper (Int64)
        In the index of ``values``, missing where the value is.

    Raises
    ------
    ValueError
        For decimals that are not whole numbers or do not fit their value.

    Examples
    --------
    71 is above 69.8 whatever was rounded off; 70, which may be 69.5, is not.

    >>> rounding_rank_range([71, 70, 69.8], decimals=[0, 0, 1])
       rank  lower  upper
    0     1      1      1
    1     2      2      3
    2     3      2      3
    """
    published = _numbers("values", values)
    if np.ndim(decimals) == 0:
        decimals = pd.Series(decimals, published.index)
    decimals = _numbers("decimals", decimals, published)
    present = published.notna().to_numpy()
    value, places = published[present], decimals[present]
    _require(places == places.round(), places, "decimals must be a whole number for every value")
    units = (value * 10.0**places).round()
    fits = np.isclose(units, value * 10.0**places, rtol=1e-9, atol=1e-6)
    _require(fits, value, "values must be rounded to the decimals stated")
    # In whole quarters of the smallest unit, where no rounding error can make or break a tie. The upper end
    # is one quarter short, so that neighbouring values are apart although their intervals touch.
    quarters = 4 * 10.0 ** (places.max() - places).to_numpy()
    x = _oriented(units, higher_is_better) * quarters
    return _table(published.index, present, x, *_apart(x - quarters / 2, x + quarters / 2 - 1))


def _require(holds, values: pd.Series, rule: str) -> None:
    """Name the first value that breaks the rule."""
    if not np.all(holds):
        i = int(np.argmin(np.asarray(holds)))
        raise ValueError(f"{rule}; got {values.iloc[i]} at index {values.index[i]!r}")


def _numbers(name: str, values, like: pd.Series | None = None) -> pd.Series:
    """The values as floats, NaN where missing; as long as ``like`` and, if labelled, in the same order."""
    series = pd.Series(values).convert_dtypes()
    if like is not None:
        if len(series) != len(like):
            raise ValueError(f"{name} must have one row for each of {len(like)}; got {len(series)}")
        if isinstance(values, pd.Series) and not values.index.equals(like.index):
            raise ValueError(f"{name} must have the same index as the values they belong to")
        series.index = like.index
    text = series.map(lambda value: isinstance(value, str))
    _require(~text.astype(bool), series, f"{name} must be numbers, missing where there is none")
    numbers = series.astype("Float64").astype(float)
    _require(~np.isinf(numbers), numbers, f"{name} must be finite")
    return numbers


def _chosen(wanted, index) -> np.ndarray:
    chosen = np.asarray(wanted)
    if chosen.dtype != bool or chosen.shape != (len(index),):
        raise ValueError(f"wanted must be True or False for each of {len(index)}; got {wanted!r}")
    return chosen


def _oriented(values, higher_is_better) -> np.ndarray:
    return np.asarray(values, dtype=float) * (1 if higher_is_better else -1)


def _checked(estimates, standard_errors, coverage, higher_is_better):
    """Index, mask of what is not missing, and its estimates (turned so that higher is better) and errors."""
    if not 0 < coverage < 1:
        raise ValueError(f"coverage must be above 0 and below 1; got {coverage}")
    estimates = _numbers("estimates", estimates)
    standard_errors = _numbers("standard_errors", standard_errors, estimates)
    present = estimates.notna().to_numpy()
    s = standard_errors[present]
    _require(s >= 0, s, "standard_errors must be zero or more wherever there is an estimate")
    return estimates.index, present, _oriented(estimates[present], higher_is_better), s.to_numpy()


def _apart(low, high):
    """1 + how many lie wholly above each, and p − how many wholly below, by sorting the ends."""
    above = low.size - np.searchsorted(np.sort(low), high, side="right")
    return 1 + above, low.size - np.searchsorted(np.sort(high), low, side="left")


def _table(index, present, x, lower, upper) -> pd.DataFrame:
    table = np.full((len(index), 3), np.nan)
    table[present] = np.column_stack([_apart(x, x)[0], lower, upper])
    return pd.DataFrame(table, index=index, columns=["rank", "lower", "upper"]).astype("Int64")
