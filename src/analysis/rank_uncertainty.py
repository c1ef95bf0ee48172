"""What a rank can show: its range under rounding, and confidence sets for ranks from standard errors.

Ranks follow DfE's rule in the Local Authority Interactive Tool: 1 is best by polarity, ties share the best
place, a missing value has no rank and does not count. In what follows x are the estimates, s their standard
errors, p how many are not missing, and sd_jk = sqrt(s_j² + s_k²): estimates are independent.
"""

import math
import operator

import numpy as np
import pandas as pd
from scipy.stats import norm

#: Up to this many estimates the stepdown is exact; beyond, one step from the extremes of groups.
EXACT_UP_TO = 1_000
#: Estimates whose standard errors lie within this ratio form a group.
GROUP_RATIO = 1.05


def rank_confidence_sets(
    estimates,
    standard_errors,
    coverage=0.95,
    simultaneous=False,
    higher_is_better=True,
    draws=10_000,
    seed=0,
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
    areas equal in estimate and standard error share one c. More than ``EXACT_UP_TO`` estimates get c from
    one step, and from the extremes of groups of similar standard errors: at most ``GROUP_RATIO`` times that
    of the first step, so the sets are wider, never narrower. Time grows with p² up to the limit and
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
    draws, seed = operator.index(draws), operator.index(seed)
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
    half = norm.isf((1 - coverage ** (1 / max(1, x.size))) / 2) * s
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


def _critical_values(x, s, simultaneous, draws, seed, tail) -> np.ndarray:
    """The c of each estimate, at the end of the stepdown."""
    variance, exact = s**2, x.size <= EXACT_UP_TO
    with np.errstate(divide="ignore"):  # estimates without error are a group of their own
        group = np.unique(np.floor(np.log(s) / math.log(GROUP_RATIO)), return_inverse=True)[1]
    least = np.array([variance[group == g].min() for g in range(group.max(initial=-1) + 1)])
    high, low = np.full((least.size, draws), -np.inf), np.full((least.size, draws), np.inf)
    rows = np.empty((draws, x.size if exact else 0))  # the steps look at few draws: keep each together
    for j, error in enumerate(_errors(s, draws, seed)):
        np.maximum(high[group[j]], error, out=high[group[j]])
        np.minimum(low[group[j]], error, out=low[group[j]])
        if exact:
            rows[:, j] = error

    if simultaneous:
        bound = np.zeros(draws)
        for own, own_variance in zip(low, least, strict=True):
            np.maximum(bound, _bound(high, low, least, own, own_variance), out=bound)
        if exact:
            bound = _stepdown(bound, tail, rows, x[:, None] - x, _sd(variance[:, None], variance))
        return np.full(x.size, _largest(bound, tail))

    c = np.empty(x.size)
    for j, error in enumerate(_errors(s, draws, seed)):
        if j and x[j] == x[j - 1] and s[j] == s[j - 1]:
            c[j] = c[j - 1]
            continue
        bound = _bound(high, low, least, error, variance[j])
        if exact:
            lead = np.stack([x - x[j], x[j] - x])
            bound = _stepdown(bound, tail, rows, lead, _sd(variance, variance[j]), error)
        c[j] = _largest(bound, tail)
    return c


def _largest(statistic, tail):
    return np.partition(statistic, -tail)[-tail]


def _bound(high, low, least, error, variance):
    """For each draw no less than the largest standardised difference, from the extremes of the groups."""
    weight, bound = 1 / _sd(least, variance)[:, None], np.empty(error.size)
    for start in range(0, error.size, 512):
        part = slice(start, start + 512)
        difference = np.maximum(high[:, part] - error[part], error[part] - low[:, part])
        difference *= weight
        bound[part] = difference.max(0)
    return bound


def _stepdown(bound, tail, rows, lead, sd, error=None):
    """The statistic in the last step, exact in the draws that decide its ``tail``-th largest, a bound elsewhere.

    Dropping pairs only lowers the statistic: what one step computes is the next step's bound, and only
    draws whose bound is among the largest need a second look.
    """
    found, weight = 0, np.broadcast_to(1 / sd, lead.shape)

    def compute(draws):
        blocks = draws.size * rows.shape[1] // 2**15 + 1  # small enough for the processor's cache
        for block in np.array_split(draws, blocks):
            own = None if error is None else error[block]
            bound[block] = _statistic(rows[block], weight, own)

    first = min(bound.size, tail + tail // 4)
    while True:
        top = np.argpartition(bound, -first)[-first:]
        compute(top)
        possible = bound > np.partition(bound[top], -tail)[-tail]
        possible[top] = False
        compute(np.flatnonzero(possible))
        rejected = lead > _largest(bound, tail) * sd
        if np.count_nonzero(rejected) == found:
            return bound
        found, weight = np.count_nonzero(rejected), np.where(rejected, 0, 1 / sd)


def _statistic(rows, weight, error=None):
    """Largest weighted difference in each draw: from one estimate's error, or among all estimates.

    ``weight`` is 1/sd where the pair is tested: above and below for one estimate (2 × p), or k ahead of j in
    row k and column j for all (p × p). It is 0 where the pair is dropped, which keeps the statistic from
    falling below 0: an estimate behind is never significantly ahead.
    """
    if error is not None:
        return _two_sided(rows - error[:, None], *weight)
    statistic = np.zeros(len(rows))
    for j in range(rows.shape[1] - 1):
        later = slice(j + 1, None)
        pairs = _two_sided(rows[:, later] - rows[:, [j]], weight[later, j], weight[j, later])
        np.maximum(statistic, pairs, out=statistic)
    return statistic


def _two_sided(difference, above, below):
    return np.maximum((difference * above).max(1), -(difference * below).min(1))


def _counted(x, s, c):
    """Ends of the sets: how many are significantly better, and worse, than each."""
    sets = np.empty((2, x.size), dtype=int)
    for j in range(x.size):
        lead, margin = x - x[j], c[j] * _sd(s**2, s[j] ** 2)
        sets[:, j] = 1 + np.count_nonzero(lead > margin), x.size - np.count_nonzero(-lead > margin)
    return sets
