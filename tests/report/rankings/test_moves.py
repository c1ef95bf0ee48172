"""Ranks with a few pupils moved: the ladder of all values, or of cut-points."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.rankings.moves import Ladder, moved_shares


@given(
    values=st.lists(st.integers(0, 30), min_size=2, max_size=40),
    own=st.integers(0, 39),
    moved=st.integers(0, 30),
    high=st.booleans(),
    step=st.integers(1, 9),
)
def test_a_ladder_agrees_with_counting_and_cut_points_with_the_ladder(values, own, moved, high, step):
    own = own % len(values)
    ordered = sorted(values, reverse=high)
    places = np.arange(1, len(values) + 1)
    whole = Ladder(places, np.array(ordered, dtype=float), values[own], len(values), high, 0)
    others = values[:own] + values[own + 1 :]
    expected = 1 + sum(other > moved if high else other < moved for other in others)
    assert whole.ranks(moved) == (expected, expected)
    kept = sorted({1, *range(1, len(values) + 1, step), len(values)})
    sparse = replace(
        whole, places=np.array(kept), values=np.array([float(ordered[place - 1]) for place in kept])
    )
    low, high_end = sparse.ranks(moved)
    assert 1 <= low <= expected <= high_end <= len(values)


@given(n=st.integers(1, 300), share=st.floats(0, 1), pupils=st.integers(1, 3))
def test_pupils_are_moved_only_as_far_as_the_cohort_goes(n, share, pupils):
    k = round(share * n)
    low, high = moved_shares(k, n, pupils)
    assert 0 <= low <= 100 * k / n <= high <= 100
    assert low == pytest.approx(100 * max(k - pupils, 0) / n)
