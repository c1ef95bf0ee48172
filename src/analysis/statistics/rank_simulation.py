"""Confidence sets for ranks by simulation: draws of the errors, critical values and the stepdown.

`analysis.statistics.rank_confidence.rank_confidence_sets` states the method. This is how it is computed in little memory
and without looking at every pair in every draw. x are the estimates, higher is better, and s their standard
errors, none missing; sd_jk = sqrt(s_j² + s_k²).
"""

import math
import operator

import numpy as np

#: Up to this many estimates the stepdown is exact; beyond, one step from the extremes of groups.
EXACT_UP_TO = 1_000
#: Estimates whose standard errors lie within this ratio form a group.
GROUP_RATIO = 1.05


def simulated_sets(x, s, coverage, simultaneous, draws, seed, wanted=None) -> np.ndarray:
    """Lower and upper ends (2 × p) of the sets, in the order of ``x``; arguments as in ``rank_confidence_sets``.

    ``wanted`` (p bools) are those to compute; the ends of others may be NaN.
    """
    draws, seed = operator.index(draws), operator.index(seed)
    needed = max(100, math.ceil(round(1 / (1 - coverage), 9)))
    if draws < needed:
        raise ValueError(f"draws must be at least {needed:,} for coverage {coverage}; got {draws}")
    place = np.lexsort((s, -x))
    x, s = x[place], s[place]
    # The quantile is an order statistic: the share `coverage` of the draws lies at or below it.
    tail = draws - math.ceil(round(coverage * draws, 9)) + 1
    wanted = None if wanted is None else wanted[place]
    sets = _counted(x, s, critical_values(x, s, simultaneous, draws, seed, tail, wanted))
    return sets[:, np.argsort(place)]


def _errors(s, draws, seed):
    """Draws of the error of each estimate in turn: never all in memory, and the same when repeated."""
    generator = np.random.default_rng(seed)
    for scale in s:
        yield scale * generator.standard_normal(draws)


def _sd(variance, other):
    # Between two certain estimates a negligible sd in place of 0 keeps the order of unequal values certain.
    return np.sqrt(np.maximum(variance + other, 1e-200))


def critical_values(x, s, simultaneous, draws, seed, tail, wanted=None) -> np.ndarray:
    """The c of each estimate, at the end of the stepdown; NaN of those that are not wanted."""
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

    c = np.full(x.size, np.nan)
    twin = np.full(x.size, False)
    twin[1:] = (np.diff(x) == 0) & (np.diff(s) == 0)
    # twins share the c of the first of them
    run = np.cumsum(~twin)
    needed = np.isin(run, run if wanted is None else run[wanted])
    for j, error in enumerate(_errors(s, draws, seed)):
        if twin[j]:
            c[j] = c[j - 1]
        if twin[j] or not needed[j]:
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
    sets = np.full((2, x.size), np.nan)
    for j in np.flatnonzero(~np.isnan(c)):
        lead, margin = x - x[j], c[j] * _sd(s**2, s[j] ** 2)
        sets[:, j] = 1 + np.count_nonzero(lead > margin), x.size - np.count_nonzero(-lead > margin)
    return sets
