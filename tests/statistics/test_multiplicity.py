"""Chance among many, and the effective number of correlated series."""

import numpy as np
import pytest

from analysis.statistics.multiplicity import effective_number, stand_out_by_chance


def test_the_mean_number_by_chance_is_the_product_and_never_less_than_that():
    assert stand_out_by_chance(40, 0.05) == pytest.approx(2)
    assert stand_out_by_chance(3, 0.05) == pytest.approx(0.15)
    assert stand_out_by_chance(0, 0.05) == 0
    for wrong in [(-1, 0.05), (3, 1.5)]:
        with pytest.raises(ValueError, match="at least 0"):
            stand_out_by_chance(*wrong)


def test_the_effective_number_is_galweys():
    # (sum of roots)^2 / sum of the eigenvalues, as R's poolr computes meff(method = "galwey"); those of an equicorrelated
    # matrix are known: 1 + (k - 1) r once, 1 - r the other k - 1 times
    for k, r in ((10, 0.0), (10, 0.5), (23, 0.8), (4, 1.0)):
        matrix = np.full((k, k), r) + (1 - r) * np.eye(k)
        roots = np.sqrt(1 + (k - 1) * r) + (k - 1) * np.sqrt(1 - r)
        assert effective_number(matrix) == pytest.approx(roots**2 / k)
    assert effective_number(np.eye(7)) == pytest.approx(7)
    assert effective_number(np.ones((7, 7))) == pytest.approx(1)


def test_two_families_count_as_their_sum_of_roots_and_negative_eigenvalues_as_none():
    one = np.ones((3, 3))
    assert effective_number(np.block([[one, 0 * one], [0 * one, one]])) == pytest.approx(2)
    impossible = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    assert np.linalg.eigvalsh(impossible).min() < 0
    assert 1 <= effective_number(impossible) <= 3


@pytest.mark.parametrize("matrix", [[1, 2], [[1, 0.5]], [[1, 0.5], [0.4, 1]]])
def test_what_is_no_matrix_of_correlations_is_refused(matrix):
    with pytest.raises(ValueError, match="symmetric"):
        effective_number(matrix)
