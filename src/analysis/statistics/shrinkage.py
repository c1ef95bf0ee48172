"""Empirical Bayes: what all areas together say of one area's figure, and how far figures order areas.

Two models. Counts k of n: beta-binomial, fitted by marginal likelihood (Griffiths 1973). Means x with standard errors s:
normal-normal, the variance between areas by restricted maximum likelihood or by DerSimonian and Laird (1986). Both assume
that areas are exchangeable, and that n or s has nothing to do with how well an area does. The results are estimates: they
lean on all other areas, the more so the less is known of one.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar, root
from scipy.special import betaincinv, betaln, digamma, expit, logit
from scipy.stats import chi2, norm

#: An intra-class correlation below this is none: the likelihood is flat there, and draws would order what does not differ.
LEAST_RHO = 1e-5


class Spread(NamedTuple):
    """How much areas differ beyond chance.

    ``mean``: of the areas' true figures; ``between``: their variance, 0 where chance explains all; ``rankability``: the
    share of the variance between areas in that and the median sampling variance (van Houwelingen, Brand and Louis; Lingsma
    and others 2010), from 0 to 1; ``chance``: how often figures would differ as much if no area truly did (Cochran's Q).
    Units are those of the figures, of shares 1.
    """

    mean: float
    between: float
    rankability: float
    chance: float


class BetaFit(NamedTuple):
    """A beta distribution of true shares; ``size`` = alpha + beta is infinite where chance explains all differences."""

    mean: float
    size: float

    @property
    def between(self) -> float:
        return 0.0 if np.isinf(self.size) else self.mean * (1 - self.mean) / (self.size + 1)


def fit_beta_binomial(numerators, denominators) -> BetaFit:
    """The beta distribution of true shares under which the counts are likeliest, by marginal likelihood.

    Parameters
    ----------
    numerators, denominators : array-like of n ints
        At least two areas, each with at least one pupil.

    Returns
    -------
    BetaFit

    Raises
    ------
    ValueError
        For fewer than two areas, or counts that cannot be.
    """
    k, n = _counts(numerators, denominators)
    overall = k.sum() / n.sum()
    if overall in (0, 1):
        return BetaFit(float(overall), float("inf"))
    cases, times = np.unique(np.column_stack([k, n]), axis=0, return_counts=True)
    part, whole = cases.T

    def minus_log_likelihood(at) -> tuple[float, np.ndarray]:
        """With its slope; the second parameter is the logit of rho, so that alpha + beta = exp(-at[1])."""
        mean, size = expit(at[0]), np.exp(-at[1])
        a, b = mean * size, (1 - mean) * size
        value = times @ (betaln(part + a, whole - part + b) - betaln(a, b))
        both = digamma(size) - digamma(whole + size)
        by_a = times @ (digamma(part + a) - digamma(a) + both)
        by_b = times @ (digamma(whole - part + b) - digamma(b) + both)
        slope = np.array([(by_a - by_b) * mean * (1 - mean) * size, -(a * by_a + b * by_b)])
        return -float(value), -slope

    least = float(logit(LEAST_RHO))
    none = BetaFit(float(overall), float("inf"))
    if (
        minus_log_likelihood([logit(overall), least])[1][1] >= 0
    ):  # more variance would make the counts no likelier
        return none
    start = [logit(overall), float(logit(_rho_by_moments(k, n)))]
    found = root(lambda at: minus_log_likelihood(at)[1], start)
    at = found.x
    if not found.success or at[1] < least:
        at = minimize(minus_log_likelihood, start, jac=True, bounds=[(-12, 12), (least, 8)]).x
    return none if at[1] <= least else BetaFit(float(expit(at[0])), float(np.exp(-at[1])))


def _rho_by_moments(k: np.ndarray, n: np.ndarray) -> float:
    """The intra-class correlation by moments (Kleinman 1973), within what a search can begin at."""
    share, total = k.sum() / n.sum(), n.sum()
    squares, areas = (n * (k / n - share) ** 2).sum(), k.size
    between = squares - (areas - 1) * share * (1 - share)
    parts = total - (n**2).sum() / total - (areas - 1)
    return float(np.clip(between / (share * (1 - share) * parts), 1e-3, 0.9)) if parts > 0 else 0.02


def between_variance(estimates, standard_errors, method="REML") -> float:
    """The variance of the true figures of areas, from their estimates and standard errors; never below 0.

    Parameters
    ----------
    estimates, standard_errors : array-like of n floats
        At least two, errors above 0.
    method : str
        ``"REML"`` (restricted maximum likelihood) or ``"DL"`` (DerSimonian and Laird 1986, by moments).

    Raises
    ------
    ValueError
        For fewer than two estimates, an error that is not above 0, or another method.
    """
    x, s = _means(estimates, standard_errors)
    if method == "DL":
        w = s**-2
        excess = cochran_q(x, s) - (x.size - 1)
        return float(np.clip(excess / (w.sum() - (w**2).sum() / w.sum()), 0, None))
    if method != "REML":
        raise ValueError(f"method must be 'REML' or 'DL'; got {method!r}")

    def minus_log_likelihood(between: float) -> float:
        w = 1 / (s**2 + between)
        mean = w @ x / w.sum()
        return 0.5 * float(-np.log(w).sum() + np.log(w.sum()) + w @ (x - mean) ** 2)

    top = float(x.var()) * 4 + 1e-12
    found = minimize_scalar(
        minus_log_likelihood, bounds=(0, top), method="bounded", options={"xatol": top * 1e-9}
    )
    return float(found.x) if found.fun < minus_log_likelihood(0) and found.x > top * 1e-6 else 0.0


def cochran_q(estimates, standard_errors) -> float:
    """Cochran's Q: the squared distances from the weighted mean, in units of the squared standard errors."""
    x, s = _means(estimates, standard_errors)
    w = s**-2
    return float(w @ (x - w @ x / w.sum()) ** 2)


def i_squared(between: float, standard_errors) -> float:
    """I²: the share of variance between areas in all variance, by the typical variance of Higgins and Thompson (2002)."""
    w = np.asarray(standard_errors, dtype=float) ** -2
    typical = (w.size - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum())
    return float(between / (between + typical))


def spread_of_shares(numerators, denominators, fit: BetaFit | None = None) -> Spread:
    """How much areas' shares differ beyond chance; arguments and errors as in ``fit_beta_binomial``."""
    k, n = _counts(numerators, denominators)
    fit = fit or fit_beta_binomial(k, n)
    overall = k.sum() / n.sum()
    if overall in (0, 1):
        return Spread(float(overall), 0.0, 0.0, 1.0)
    # Pearson's chi-squared of the areas by reached or not is Cochran's Q with one share for all
    q = float(((k - n * overall) ** 2 / (n * overall * (1 - overall))).sum())
    within = (fit.mean * (1 - fit.mean) - fit.between) / np.median(n)
    return Spread(fit.mean, fit.between, fit.between / (fit.between + within), float(chi2.sf(q, k.size - 1)))


def spread_of_means(estimates, standard_errors, method="REML") -> Spread:
    """How much areas' means differ beyond chance; arguments and errors as in ``between_variance``."""
    x, s = _means(estimates, standard_errors)
    between = between_variance(x, s, method)
    w = 1 / (s**2 + between)
    rankability = between / (between + float(np.median(s)) ** 2)
    return Spread(float(w @ x / w.sum()), between, rankability, float(chi2.sf(cochran_q(x, s), x.size - 1)))


def shrunken_shares(numerators, denominators, fit: BetaFit, level=0.90) -> np.ndarray:
    """Posterior mean, lower and upper end of each area's true share: an array of n rows, three columns.

    The fit is taken as known, so the ends are a little too close (Laird and Louis 1989).
    """
    k, n = _counts(numerators, denominators)
    if np.isinf(fit.size):
        return np.full((k.size, 3), fit.mean)
    a, b = beta_of(k, n, fit)
    tail = (1 - level) / 2
    return np.column_stack([a / (a + b), betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)])


def beta_of(numerators, denominators, fit: BetaFit) -> tuple[np.ndarray, np.ndarray]:
    """The two parameters of the beta distribution that each area's true share has after its counts are seen."""
    k, n = _counts(numerators, denominators)
    return k + fit.mean * fit.size, n - k + (1 - fit.mean) * fit.size


def shrunken_means(estimates, standard_errors, mean: float, between: float, level=0.90) -> np.ndarray:
    """Posterior mean, lower and upper end of each area's true mean, as ``shrunken_shares`` gives them."""
    centre, error = normal_of(estimates, standard_errors, mean, between)
    half = norm.isf((1 - level) / 2) * error
    return np.column_stack([centre, centre - half, centre + half])


def normal_of(estimates, standard_errors, mean: float, between: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the normal distribution of each area's true mean after its estimate is seen."""
    x, s = _means(estimates, standard_errors)
    keep = between / (between + s**2)
    return mean + keep * (x - mean), np.sqrt(keep) * s


def _counts(numerators, denominators) -> tuple[np.ndarray, np.ndarray]:
    k, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    if k.shape != n.shape or k.ndim != 1 or k.size < 2:
        raise ValueError("at least two areas are needed, each with numerator and denominator")
    if not (np.isfinite(k).all() and np.isfinite(n).all() and (n >= 1).all() and ((k >= 0) & (k <= n)).all()):
        raise ValueError("each numerator must be between 0 and its denominator, which is at least 1")
    return k, n


def _means(estimates, standard_errors) -> tuple[np.ndarray, np.ndarray]:
    x, s = np.asarray(estimates, dtype=float), np.asarray(standard_errors, dtype=float)
    if x.shape != s.shape or x.ndim != 1 or x.size < 2:
        raise ValueError("at least two areas are needed, each with estimate and standard error")
    if not (np.isfinite(x).all() and np.isfinite(s).all() and (s > 0).all()):
        raise ValueError("estimates must be numbers, and standard errors above 0")
    return x, s
