"""Slopes over years: against R's test for trend, statsmodels' weighted regression, and years in which nothing changed."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.change_words import SHOWN, share_variance, standing_of
from analysis.statistics.trend import FEWEST_POINTS, common_slope, runs_of, years_running

SIZES = (20, 25, 50, 100, 300, 1000, 5000)
DRAWS = 2000
ROOM = 3 * (0.05 * 0.95 / DRAWS) ** 0.5
#: Figures of 2016 to 2019 and of 2022 to 2025, as key stage 2 has them.
GAP = np.array([1, 1, 1, 1, 0, 0, 1, 1, 1, 1], dtype=bool)


def test_the_chi_squared_test_for_trend_of_rs_manual():
    """``prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82))``, data of Fleiss: X-squared = 8.2249, p = 0.004132."""
    part, whole = np.array([83, 90, 129, 70]), np.array([86, 93, 136, 82])
    pooled = part.sum() / whole.sum()
    variance = pooled * (1 - pooled) / whole
    found = common_slope([1, 2, 3, 4], [part / whole], [variance], fewest=4)
    square = (found.slope / found.error) ** 2 * found.scatter
    assert square[0] == pytest.approx(8.2249, abs=5e-5)
    assert stats.chi2.sf(square[0], 1) == pytest.approx(0.004132, abs=5e-7)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([np.ones(10, dtype=bool), GAP]))
def test_statsmodels_weighted_regression_with_a_level_for_each_run(seed, there):
    draw = np.random.default_rng(seed)
    years, variance = np.arange(10), draw.uniform(0.5, 4, 10)
    values = draw.normal(0, 2, 10) + draw.normal() * years
    found = common_slope(years, [np.where(there, values, np.nan)], [variance])
    runs = runs_of([there])[0][there]
    levels = [(runs == run).astype(float) for run in np.unique(runs)]
    model = sm.WLS(values[there], np.column_stack([years[there], *levels]), 1 / variance[there])
    fit = model.fit(cov_type="fixed scale")
    scatter = max(1.0, (model.fit().resid ** 2 / variance[there]).sum() / fit.df_resid)
    assert found.slope[0] == pytest.approx(fit.params[0], abs=1e-9)
    assert found.scatter[0] == pytest.approx(scatter)
    assert found.error[0] == pytest.approx(fit.bse[0] * scatter**0.5)
    assert found.chance[0] == pytest.approx(
        2 * stats.norm.sf(abs(fit.params[0]) / (fit.bse[0] * scatter**0.5))
    )


@pytest.mark.parametrize("pupils", SIZES)
@pytest.mark.parametrize("share", [0.05, 0.35, 0.65, 0.95])
@pytest.mark.parametrize("there", [np.ones(5, dtype=bool), GAP], ids=["5 years", "8 years and a gap"])
def test_where_nothing_changed_a_firm_word_comes_up_at_most_once_in_twenty(pupils, share, there):
    draw = np.random.default_rng(pupils)
    printed = np.round(100 * draw.binomial(pupils, share, (DRAWS, len(there))) / pupils)
    values = np.where(there, printed, np.nan)
    found = common_slope(range(len(there)), values, share_variance(values, pupils) + 0.5**2 / 3)
    span = found.points - 1
    firm = [
        standing_of(change, 1.0, error) == SHOWN
        for change, error in zip(found.slope * span, found.error * span, strict=True)
    ]
    assert np.mean(firm) <= 0.05 + ROOM


def test_a_steady_rise_is_found_and_a_jump_over_missing_years_is_none():
    draw = np.random.default_rng(3)
    rise = np.where(GAP, 1.0 * np.arange(10) + draw.normal(0, 1, (500, 10)), np.nan)
    jump = np.where(GAP, 8.0 * (np.arange(10) > 4) + draw.normal(0, 1, (500, 10)), np.nan)
    found = [common_slope(range(10), values, np.ones((500, 10))) for values in (rise, jump)]
    assert (found[0].chance < 0.05).mean() > 0.8
    assert (found[1].chance < 0.05).mean() <= 0.05 + 3 * (0.05 * 0.95 / 500) ** 0.5


def test_years_that_lie_off_the_line_make_the_error_larger_and_never_smaller():
    line = np.arange(8.0)
    bent = line + np.tile([6.0, -6.0], 4)
    found = common_slope(range(8), [line, bent], np.ones((2, 8)))
    assert found.scatter[0] == 1 and found.scatter[1] > 30
    assert found.error[1] > 5 * found.error[0]


def test_too_few_points_tell_nothing():
    values = np.full((3, 10), np.nan)
    values[0, -4:] = range(4)  # four years running
    values[1, [0, 1, 2, 3, 8, 9]] = range(6)  # two up to now
    values[2, :6] = range(6)  # none now
    found = common_slope(range(10), values, np.ones((3, 10)))
    assert np.isnan(found.slope).all() and np.isnan(found.chance).all()
    assert found.points.tolist() == [4, 6, 6] and found.recent.tolist() == [4, 2, 0]
    assert FEWEST_POINTS == 5


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=9))
def test_years_running_are_counted_back_from_the_last(steps):
    count = 0
    for step in reversed(steps):
        if not steps[-1] or step != steps[-1]:
            break
        count += step
    assert years_running([steps])[0] == count
