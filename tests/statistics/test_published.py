"""What a published figure, rounded, may stand for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.published import differs_from, published_rounding
from analysis.statistics.shares import proportion
from analysis.statistics.verdicts import verdict
from draws import proportions


@given(proportions(), st.integers(0, 100))
def test_a_share_differs_from_a_printed_percentage_only_if_from_all_it_may_be(share, printed):
    low, high = stats.binomtest(share.numerator, share.denominator).proportion_ci(method="wilson")
    assume(min(abs(100 * end - printed - half) for end in (low, high) for half in (-0.5, 0.5)) > 1e-6)
    apart = 100 * low > printed + 0.5 or 100 * high < printed - 0.5
    assert differs_from(share, printed, 0) == apart
    judged = verdict(
        share.value, share.confidence_interval(), printed / 100, "above", share.denominator, rounding=0.005
    )
    assert (judged.key in ("supports", "contradicts")) == apart


def test_a_figure_that_the_file_holds_unrounded_is_as_exact_as_it_is():
    assert published_rounding(24.256, 1) == 0 and published_rounding(24.3, 1) == pytest.approx(0.05)
    low = proportion(21, 49).confidence_interval()
    reason = verdict(21 / 49, low, 0.30, "above", 49, rounding=0.005).reason
    assert "42.9% is above 30% (England)" in reason and "comes within the rounding of 30%" in reason
