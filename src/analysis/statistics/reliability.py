"""How much a rank is worth: what ranks do from one year to the next.

The correlation of two years' ranks is the reliability of one of them as a guide to the other. The limits of the words are
those that Nunnally (1978) gives for reliability: 0.7 where groups are compared, 0.9 where a decision rests on one.
"""

import numpy as np
from scipy import stats

#: The least correlation for each word, best first.
STEADY, FAIR, POOR, NOT_KNOWN = "steady", "fair", "poor", "not known"
LEAST = {STEADY: 0.9, FAIR: 0.7, POOR: -1.0}
#: Fewer pairs of years say too little; fewer LAs in both years give no pair.
FEWEST_PAIRS, FEWEST_IN_BOTH = 2, 20


def steadiness(correlation: float, pairs: int) -> str:
    """The word for ranks whose year-to-year correlation is so high, over so many pairs of years.

    Examples
    --------
    >>> steadiness(0.97, 4), steadiness(0.85, 6), steadiness(0.19, 6), steadiness(0.97, 1)
    ('steady', 'fair', 'poor', 'not known')
    """
    if pairs < FEWEST_PAIRS or not np.isfinite(correlation):
        return NOT_KNOWN
    # as it is printed: what is shown as 0.90 is 0.90
    return next(word for word, least in LEAST.items() if round(float(correlation), 2) >= least)


def rank_correlation(before, after) -> float:
    """Spearman's correlation of the same LAs' ranks in two years, ties at their mean place.

    Examples
    --------
    >>> round(rank_correlation([1, 2, 3, 4, 5], [2, 1, 3, 4, 5]), 3), rank_correlation([1, 1, 1], [1, 2, 3])
    (0.9, nan)
    """
    ranks = [stats.rankdata(np.asarray(values, dtype=float)) for values in (before, after)]
    if min(np.ptp(each) for each in ranks) == 0:
        return float("nan")
    return float(np.corrcoef(*ranks)[0, 1])


def normal_scores(first, last, ranked):
    """Ranks as the values that a normal distribution would have at their places: the best highest, the middle 0.

    Ties are at their mean place; place i of n is at the quantile (i − ½)/n.

    Examples
    --------
    >>> normal_scores(np.array([1, 2, 4]), np.array([1, 3, 4]), np.array([4, 4, 4])).round(2).tolist()
    [1.15, 0.0, -1.15]
    """
    return stats.norm.isf(((first + last) / 2 - 0.5) / ranked)


def next_score(history: np.ndarray, following: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How a year's score follows from the years before: least squares through the origin, the mean of all scores.

    Parameters
    ----------
    history : array of shape (pairs, terms)
        The scores that are known: of the year, of the year before, the mean of those before that; as many as there are.
    following : array of shape (pairs,)
        The score a year later.

    Returns
    -------
    tuple
        The coefficients, and what they leave of each score.

    Examples
    --------
    >>> terms, left = next_score(np.array([[1.0], [2.0], [-1.0]]), np.array([0.9, 1.8, -0.9]))
    >>> terms.round(2).tolist(), bool(np.abs(left).max() < 1e-9)
    ([0.9], True)
    """
    terms = np.linalg.lstsq(history, following, rcond=None)[0]
    return terms, following - history @ terms


def chance_above(score, error, limit: float):
    """The chance that next year's score is above a limit, by a normal distribution about the expected one.

    Examples
    --------
    >>> round(float(chance_above(1.5, 0.25, 1.2816)), 2), float(chance_above(0.0, 0.3, 0.0))
    (0.81, 0.5)
    """
    return stats.norm.sf((limit - np.asarray(score)) / np.asarray(error))
