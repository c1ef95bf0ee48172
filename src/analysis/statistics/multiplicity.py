"""How many of many comparisons would stand out by chance, and how many independent ones they are worth."""

import numpy as np


def stand_out_by_chance(comparisons: int, level: float) -> float:
    """How many of so many comparisons would stand out if nothing did, at a level such as 0.05: their product.

    Dependence between them does not change the mean, but makes it more or less of them at a time.
    """
    if comparisons < 0 or not 0 <= level <= 1:
        raise ValueError(f"comparisons are at least 0 and a level is from 0 to 1; got {comparisons}, {level}")
    return comparisons * level


def effective_number(correlations) -> float:
    """How many independent series as much is known from as from correlated ones (Galwey 2009).

    m = (Σ √λ)² / Σ λ over the eigenvalues λ of the correlation matrix, negative ones taken as 0.

    Parameters
    ----------
    correlations : array of k x k floats
        Symmetric, ones in the diagonal. Correlations over different areas may leave small negative eigenvalues.

    Returns
    -------
    float
        From 1, all alike, to k, all independent.

    References
    ----------
    Galwey, N. W. (2009). A new measure of the effective number of tests, a practical tool for comparing families of
    non-independent significance tests. Genetic Epidemiology 33(7), 559-568. doi:10.1002/gepi.20408

    Examples
    --------
    >>> round(effective_number([[1, 0], [0, 1]]), 2), round(effective_number([[1, 1], [1, 1]]), 2)
    (2.0, 1.0)
    """
    matrix = np.asarray(correlations, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.allclose(matrix, matrix.T):
        raise ValueError("correlations must be a symmetric square matrix")
    found = np.clip(np.linalg.eigvalsh(matrix), 0, None)
    return float(np.sqrt(found).sum() ** 2 / found.sum())
