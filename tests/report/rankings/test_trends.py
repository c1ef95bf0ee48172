"""Trends: worked out again by pandas and statsmodels for whole LAs, and read back from their sentences."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.catalogue.measures import load_measures
from analysis.data.figure_errors import figure_errors
from analysis.data.panel import panel
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.data.row_sizes import row_sizes
from analysis.data.store import prepared_england
from analysis.data.usual_moves import noise_of
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.contents import open_report
from analysis.report.rankings.columns import Rankings
from analysis.report.rankings.trend_sentences import many_trends, trends_of, trends_said
from analysis.report.rankings.trends import GAINING, LOSING, NONE, SHORT, trends_of_all

pytestmark = pytest.mark.national
SERIES = ["measure", "pupil_group"]


def by_hand(england, measure: str, group: str, area: str, year: int) -> tuple[float, int]:
    """Chance and number of years of one trend, from the ranked figures alone."""
    breaks = [each for each in load_measures().loc[measure, "break_after"] if each < year]
    rows = england.ranks
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == group) & (rows["year"] <= year)]
    rows = rows[rows["year"] > max(breaks, default=0)]
    rows = rows[~rows["area"].isin(CITY_AND_SCILLY)]
    less = rows["value"] - rows.groupby("year")["value"].transform("median")
    own = rows.assign(less=less)[rows["area"] == area].sort_values("year")
    errors = england.once(figure_errors)
    errors = errors[
        (errors["measure"] == measure) & (errors["pupil_group"] == group) & (errors["area"] == area)
    ]
    spread = own["year"].map(errors.set_index("year")["spread"]).to_numpy(dtype=float)
    known = england.once(panel, year)
    at = (known.keys[[*SERIES, "area"]] == [measure, group, area]).all(axis=1).to_numpy()
    usual = noise_of(known, year, england.once(row_sizes, year))[at][0]
    error = np.fmax(spread, usual)
    years = own["year"].to_numpy()
    run = np.cumsum(np.diff(years, prepend=years[0] - 1) > 1)
    levels = pd.get_dummies(run).to_numpy(dtype=float)
    model = sm.WLS(own["less"].to_numpy(), np.column_stack([years - years[0], levels]), 1 / error**2)
    fit = model.fit(cov_type="fixed scale")
    scatter = max(1.0, (model.fit().resid ** 2 / error**2).sum() / fit.df_resid)
    return 2 * stats.norm.sf(abs(fit.params[0]) / fit.bse[0] / scatter**0.5), len(own)


@pytest.fixture(scope="module")
def england(national_home):
    return prepared_england()


@pytest.mark.parametrize(
    ("measure", "group"),
    [
        ("ks2_rwm_expected", "all"),
        ("phonics_year1_expected", "fsm"),
        ("neet_16_17", "all"),
        ("ks4_ebacc_entries", "all"),
    ],
)
def test_a_trend_is_that_of_statsmodels(england, measure, group):
    found = england.once(trends_of_all, 2025)
    found = found[(found["measure"] == measure) & (found["pupil_group"] == group) & found["trend_p"].notna()]
    assert len(found) > 100
    for row in found.sort_values("trend_p").iloc[::40].itertuples():
        chance, years = by_hand(england, measure, group, row.area, 2025)
        assert row.trend_p == pytest.approx(chance) and row.trend_years == years


def test_at_most_a_tenth_of_an_authoritys_are_expected_to_be_chance(england):
    """Benjamini and Hochberg by hand, over the figures of which a trend could be told."""
    rows = england.once(trends_of_all, 2025)
    told = rows[rows["trend"].isin([GAINING, LOSING, NONE])]
    named = rows[rows["trend"].isin([GAINING, LOSING])]
    assert 0 < len(named) < 0.15 * len(told)
    for area, own in named.groupby("area"):
        chances = np.sort(told.loc[told["area"] == area, "trend_p"])
        passed = [chance for i, chance in enumerate(chances, 1) if chance <= 0.1 * i / len(chances)]
        assert own["trend_p"].max() <= max(passed)


def test_breaks_and_gaps(england):
    rows = england.once(trends_of_all, 2025).set_index([*SERIES, "area"])
    kent = "E10000016"
    # Attainment 8 has broken after 2022: three years; key stage 2 after 2017, with no figures in 2020 and 2021
    assert rows.loc[("ks4_attainment8", "all", kent), "trend"] == SHORT
    whole = rows.loc[("ks2_rwm_expected", "all", kent)]
    assert (whole["trend_from"], whole["trend_years"]) == (2018, 6) and whole["trend"] != SHORT
    assert rows.loc[rows["trend"] == SHORT, "trend_p"].isna().all()


def test_years_running_are_steps_of_the_published_ranks(england):
    rows = england.once(trends_of_all, 2025)
    rows = rows[rows["trend_running"].notna()]
    assert (rows["trend_running"] >= 3).any() and rows["trend"].isin([GAINING, LOSING]).all()
    ranks = england.ranks.set_index([*SERIES, "area", "year"])[["tie_first", "tie_last"]].astype(float)
    for row in rows[rows["trend_running"] >= 3].itertuples():
        for year in range(2025 - row.trend_running + 1, 2026):
            now, before = (
                ranks.loc[(row.measure, row.pupil_group, row.area, each)] for each in (year, year - 1)
            )
            better, worse = (now, before) if row.trend == GAINING else (before, now)
            assert better["tie_last"] < worse["tie_first"]


@pytest.mark.parametrize(
    ("area", "year"), [("Barnet", 2025), ("Hounslow", 2025), ("Kent", 2025), ("Rutland", 2024)]
)
def test_what_is_said_holds(national_home, area, year):
    report = open_report(area, year)
    rows, said = trends_of(report), trends_said(report)
    assert len(said) == max(1, len(rows)) and many_trends(report)
    if rows.empty:
        assert said[0].startswith("No figure has gained or lost ground")
        return
    checked = check_sentences(report, [(text, "") for text in said])
    assert len(checked) >= 5 * len(rows) and set(checked["verdict"]) == {"holds"}
    turned = [(text.replace(GAINING, "?").replace(LOSING, GAINING).replace("?", LOSING), "") for text in said]
    assert "contradicted" in set(check_sentences(report, turned)["verdict"])


def test_where_no_series_is_long_enough_the_page_says_so(national_home):
    report = open_report("Barnet", 2017)
    assert trends_said(report) == ["No trend can be told."]
    assert many_trends(report)[0].startswith("All ranked figures have too few years for a trend. It needs 5 ")
    assert list(Rankings.names())[-5:] == ["trend", "trend_from", "trend_years", "trend_p", "trend_running"]
