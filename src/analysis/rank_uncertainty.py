"""What a rank can show: its range under rounding, and confidence sets for ranks from standard errors.

Ranks follow DfE's rule in the Local Authority Interactive Tool: 1 is best by polarity, ties share the best
place, a missing value has no rank and does not count. In code and formulas: x estimates, s standard errors,
p the number of estimates that are not missing, j and k two of them.
"""

import functools
import math
import operator

import numpy as np
import pandas as pd
from scipy.stats import norm

#: Up to this many estimates every pair is tested as it is; beyond, the pairs of as many cells of estimates.
EXACT_UP_TO = 1_000
#: Groups of similar standard errors whose extremes bound the statistic of a draw from above.
GROUPS = 48


def rank_confidence_sets(
    estimates,
    standard_errors,
    coverage=0.95,
    simultaneous=False,
    higher_is_better=True,
    draws=10_000,
    seed=0,
) -> pd.DataFrame:
    """Confidence sets for ranks by stepwise tests of all differences [1]_.

    With sd_jk = sqrt(s_j² + s_k²), k is significantly better than j when it leads by more than c·sd_jk. The
    set of j runs from 1 + (number significantly better) to p − (number significantly worse). c is the
    ``coverage`` quantile, never below zero, of the largest (Z_j − Z_k)/sd_jk among the pairs tested, Z
    independent normal with standard deviations s. Stepdown: the pairs found significant are dropped, c is
    computed from the rest, until no more are found.

    Parameters
    ----------
    estimates, standard_errors : array-like of n floats
        Independent estimates and their standard errors, in the same unit and order. A standard error of
        zero is certainty: between two such estimates equal values tie and unequal ones are in order.
    coverage : float
        Above 0 and below 1: of each set or, if ``simultaneous``, of all sets at once.
    simultaneous : bool
        False: each set holds for its own area (2(p − 1) pairs). True: all sets hold together (all pairs).
    higher_is_better : bool
        The polarity of the measure.
    draws, seed : int
        How many draws of Z, at least 100 and 1/(1 − ``coverage``), and where their generator starts.

    Returns
    -------
    DataFrame of n rows, columns rank, lower, upper (Int64)
        In the index of ``estimates``; missing where the estimate is.

    Raises
    ------
    ValueError
        For a standard error that is negative, or missing where the estimate is not, and for arguments out of
        range.

    Notes
    -----
    The same seed gives the same sets, whatever the order of the rows: the draws belong to the places in the
    ranking, and areas equal in estimate and standard error share one set.

    Above ``EXACT_UP_TO`` estimates the draws are kept for about that many cells of similar estimates and
    standard errors. A pair of cells is tested as its widest pair with the smallest standard errors and
    dropped when all its pairs are: the sets are at least as wide as without cells, never narrower. Time
    grows with p² up to the limit and with p beyond; memory with ``draws`` times p, at most the limit.

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
    draws = operator.index(draws)
    needed = max(100, math.ceil(round(1 / (1 - coverage), 9)))
    if draws < needed:
        raise ValueError(f"draws must be at least {needed:,} for coverage {coverage}; got {draws}")
    place = np.lexsort((s, -x))
    x, s = x[place], s[place]
    # The quantile is an order statistic: the share `coverage` of the draws lies at or below it.
    tail = draws - math.ceil(round(coverage * draws, 9)) + 1
    sets = _counted(x, s, _critical_values(x, s, simultaneous, draws, seed, tail))
    return _table(index, present, x[np.argsort(place)], *sets[:, np.argsort(place)])


def best_set(
    estimates, standard_errors, size, coverage=0.95, higher_is_better=True, draws=10_000, seed=0
) -> np.ndarray:
    """Which areas cannot be ruled out of the best ``size``: the projection set of [1]_ for the τ-best.

    With probability ``coverage`` the set contains every area whose true rank is ``size`` or better. It holds
    the areas whose simultaneous lower bound is at most ``size``. A bound below needs one-sided tests only
    ("k is better than j"), but for all areas at once these already are all ordered pairs: c, and so the
    bound, is that of ``rank_confidence_sets(..., simultaneous=True)``, whose other arguments and errors
    these are too.

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
    .. [1] Mogstad, Romano, Shaikh and Wilhelm (2024), the section on the τ-best. doi:10.1093/restud/rdad006

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
    half = norm.isf((1 - coverage ** (1 / max(1, x.size))) / 2) * s
    return _table(index, present, x, *_apart(x - half, x + half))


def rounding_rank_range(values, decimals, higher_is_better=True) -> pd.DataFrame:
    """The ranks that are possible when the values are known only as published, rounded.

    A true value lies within half a unit of the last place of its published value. The range runs from
    1 + (number certainly better) to n − (number certainly worse). Of two different values with the same
    decimals the order is certain: rounding may make values equal but never swaps them.

    Parameters
    ----------
    values : array-like of n floats
        As published. A value with more decimals than stated is an error: it is not the rounded value.
    decimals : int or array-like of n ints
        The printed precision; -1 for tens.
    higher_is_better : bool
        The polarity of the measure.

    Returns
    -------
    DataFrame of n rows, columns rank, lower, upper (Int64)
        In the index of ``values``; missing where the value is.

    Raises
    ------
    ValueError
        For decimals that are not whole numbers, or do not fit their value.

    Examples
    --------
    Two areas at 70% share 2nd place; either may be 2nd or 3rd behind 71%. One decimal more settles nothing
    between 69.8 and a 70 that may be 69.5, but all between 69.8 and 71:

    >>> rounding_rank_range([71, 70, 70, 64], decimals=0)
       rank  lower  upper
    0     1      1      1
    1     2      2      3
    2     2      2      3
    3     4      4      4
    >>> rounding_rank_range([71, 70, 69.8], decimals=[0, 0, 1])["upper"].tolist()
    [1, 3, 3]
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
    # Ends in whole quarters of the smallest unit, where no rounding error can make or break a tie. The upper
    # end is one quarter short, so that neighbouring values are apart although their intervals touch.
    scale = 10.0 ** (places.max() - places).to_numpy()
    units = _oriented(units, higher_is_better)
    ends = _apart((4 * units - 2) * scale, (4 * units + 2) * scale - 1)
    return _table(published.index, present, _oriented(value, higher_is_better), *ends)


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
            raise ValueError(f"{name} must have the index of the estimates, in the same order")
        series.index = like.index
    text = series.map(lambda value: isinstance(value, str))
    _require(~text.astype(bool), series, f"{name} must be numbers, missing where there is none")
    numbers = series.astype("Float64").astype(float)
    _require(~np.isinf(numbers), numbers, f"{name} must be finite")
    return numbers


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


def _errors(s, draws, seed):
    """Draws of the error of each estimate in turn: never all in memory, and the same when repeated."""
    generator = np.random.default_rng(seed)
    for scale in s:
        yield scale * generator.standard_normal(draws)


def _sd(variance, other):
    # Between two certain estimates a negligible sd in place of 0 keeps the order of unequal values certain.
    return np.sqrt(np.maximum(variance + other, 1e-200))


def _critical_values(x, s, simultaneous, draws, seed, tail):
    """The c at which the stepdown of each estimate, or of all together, ends."""
    if x.size < 2:
        return np.zeros(x.size)
    variance = s**2
    by_error = np.argsort(s, kind="stable")
    certain = np.count_nonzero(s == 0)
    groups = [by_error[:certain], *np.array_split(by_error[certain:], GROUPS)]
    groups = [group for group in groups if group.size]
    least = np.array([variance[group].min() for group in groups])
    group_of = np.empty(x.size, dtype=int)
    for g, group in enumerate(groups):
        group_of[group] = g
    high, low = np.full((len(groups), draws), -np.inf), np.full((len(groups), draws), np.inf)
    exact = x.size <= EXACT_UP_TO
    rows = np.empty((draws, x.size)) if exact else None
    for j, error in enumerate(_errors(s, draws, seed)):
        g = group_of[j]
        np.maximum(high[g], error, out=high[g])
        np.minimum(low[g], error, out=low[g])
        if exact:
            rows[:, j] = error

    def bound(error, variance):
        return _bound(high, low, 1 / _sd(least, variance)[:, None], error)

    if simultaneous:
        total = functools.reduce(np.maximum, map(bound, low, least))
        statistic = functools.partial(_largest_of_all, rows)
        lead, sd = x[:, None] - x, _sd(variance[:, None], variance)
        return np.full(x.size, _last_critical(total, tail, statistic, lead, sd))
    c = np.empty(x.size)
    for j, error in enumerate(_errors(s, draws, seed)):
        if j and x[j] == x[j - 1] and s[j] == s[j - 1]:
            c[j] = c[j - 1]
            continue
        lead = np.stack([x - x[j], x[j] - x])
        c[j] = _last_critical(
            bound(error, variance[j]),
            tail,
            functools.partial(_largest_of_one, rows, error),
            lead,
            _sd(variance, variance[j]),
        )
    return c


def _bound(high, low, weight, error):
    """For each draw no less than the largest difference from ``error``, from the extremes of the groups."""
    bound = np.empty(error.size)
    for start in range(0, error.size, 1024):
        part = slice(start, start + 1024)
        above = (high[:, part] - error[part]) * weight
        below = (error[part] - low[:, part]) * weight
        bound[part] = np.maximum(above.max(0), below.max(0))
    return bound


def _two_sided(difference, above, below):
    return np.maximum((difference * above).max(1), -(difference * below).min(1))


def _largest_of_one(rows, error, weight, draw):
    return _two_sided(rows[draw] - error[draw, None], weight[0], weight[1])


def _largest_of_all(rows, weight, draw):
    z = rows[draw]
    after = (
        _two_sided(z[:, j + 1 :] - z[:, [j]], weight[j + 1 :, j], weight[j, j + 1 :])
        for j in range(z.shape[1] - 1)
    )
    return functools.reduce(np.maximum, after)


def _last_critical(bound, tail, statistic, lead, sd):
    weight, found = np.broadcast_to(1 / sd, lead.shape), 0
    while True:
        c = _critical(bound, tail, functools.partial(statistic, weight))
        rejected = lead > c * sd
        if np.count_nonzero(rejected) == found:
            return c
        found = np.count_nonzero(rejected)
        weight = np.where(rejected, 0, 1 / sd)


def _critical(bound, tail, statistic):
    """The ``tail``-th largest statistic, computed only for the draws that can be among so many.

    ``bound`` is at or above the statistic in every draw and takes its value wherever it is computed.
    Dropping pairs only lowers the statistic, so that one step's values are the next step's bound.
    """

    def compute(which):
        for block in np.array_split(which, which.size // 128 + 1):
            bound[block] = statistic(block)

    first = np.argpartition(bound, -min(bound.size, tail + tail // 4))[-min(bound.size, tail + tail // 4) :]
    compute(first)
    possible = bound > np.partition(bound[first], -tail)[-tail]
    possible[first] = False
    if possible.any():
        compute(np.flatnonzero(possible))
    return max(0.0, np.partition(bound, -tail)[-tail])


def _counted(x, s, c):
    """Ends of the sets: how many are significantly better and worse than each."""
    sets = np.empty((2, x.size), dtype=int)
    for j in range(x.size):
        lead, margin = x - x[j], c[j] * _sd(s**2, s[j] ** 2)
        sets[:, j] = 1 + np.count_nonzero(lead > margin), x.size - np.count_nonzero(-lead > margin)
    return sets
