"""Which departures are named, against statsmodels."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.statistics.usual_moves import beyond_chance


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=60), st.sampled_from([0.05, 0.1, 0.2]))
def test_those_that_benjamini_and_hochberg_name(chances, share):
    assert np.array_equal(beyond_chance(chances, share), multipletests(chances, share, "fdr_bh")[0])
