"""Estimates on the page of small cohorts: tables against plain pandas, words, and nothing that gives a count away."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.measures import load_measures
from analysis.data.year_to_year import year_to_year_moves
from analysis.report.cohorts.estimate_sentences import (
    NO_ESTIMATE,
    dispersion_sentences,
    estimate_sentences,
    funnel_sentences,
    pooled_sentences,
)
from analysis.report.cohorts.estimate_tables import (
    dispersion_table,
    estimates_table,
    funnel_charts,
    pooled_table,
)
from analysis.report.cohorts.estimate_words import chance_in_words, estimate_in_words
from analysis.report.cohorts.pooled import LEFT_OUT
from analysis.report.cohorts.rank_set_tables import rank_set_table
from analysis.report.cohorts.sentences import NO_PLACE, cohort_sentences
from analysis.report.cohorts.tables import cohort_tables
from analysis.report.rankings.multiplicity import many_ranks
from analysis.report.rankings.tables import phase_tables

KEY = ["measure", "pupil_group"]


@pytest.fixture(scope="module")
def kent(there):
    return there("Kent", 2025)


def counts(report, first, last):
    rows = report.england.published
    rows = rows[rows["year"].between(first, last) & (rows["area_type"] == "la") & rows["value"].notna()]
    return rows[rows["numerator"].notna() & rows["denominator"].gt(0)]


# tables


@pytest.mark.national
def test_shrunken_ranks_have_an_estimate_or_a_reason(kent):
    table = kent.shrunken_ranks.set_index(KEY)
    made = table[table["reason"] == ""]
    assert (made["orders"] == "yes").all() and (table.loc[table["orders"] == "no", "estimate"].isna()).all()
    estimates = ["estimate", "lower", "upper", "expected_rank", "rank_low", "rank_high", "chance_best_25"]
    assert made[estimates].notna().all(axis=None) and table.drop(made.index)[estimates].isna().all(axis=None)
    assert (made["rank_low"] <= made["expected_rank"].round()).all()
    assert (made["expected_rank"].round() <= made["rank_high"]).all() and (
        made["rank_high"] <= made["published"]
    ).all()
    assert (made["published"] >= 0.75 * made["with_pupils"]).all()
    means = made.join(counts(kent, 2025, 2025).groupby(KEY)[["numerator", "denominator"]].sum())
    overall = 100 * (means["numerator"] / means["denominator"]).astype(float)
    # an estimate lies between the figure and about the mean of all: on its side of a point within a few points of it
    towards = (made["estimate"] - made["value"]) * (overall - made["value"])
    assert (towards[(overall - made["value"]).abs() > 3] >= 0).all()


@pytest.mark.national
def test_pooled_figures_are_sums_of_three_published_years(kent):
    rows = counts(kent, 2023, 2025)
    years = rows.groupby([*KEY, "area"])["year"].nunique()
    sums = rows.groupby([*KEY, "area"])[["numerator", "denominator"]].sum()
    for row in kent.pooled.itertuples():
        own = (row.measure, row.pupil_group, kent.area.code)
        whole = years.loc[own[:2]].loc[lambda found: found == 3].index
        assert row.n_ranked == len(whole) and row.left_out == len(years.loc[own[:2]]) - len(whole)
        if kent.area.code not in whole:
            assert row.reason == LEFT_OUT and pd.isna(row.pooled) and pd.isna(row.numerator)
            continue
        assert (row.numerator, row.denominator) == tuple(sums.loc[own])
        assert row.pooled == pytest.approx(100 * row.numerator / row.denominator)
        assert row.lower < row.pooled < row.upper
        if pd.notna(row.rank):
            found = sums.loc[own[:2]].loc[whole]
            share = (found["numerator"] / found["denominator"]).astype(float)
            better = share > share[kent.area.code]
            assert row.rank == better.sum() + 1 and row.rank_low <= row.rank_high <= row.n_ranked
    about = load_measures()
    assert set(about.loc[kent.pooled["measure"], "phase"]) <= {"early_years", "ks1", "ks2", "ks4", "ks5"}


@pytest.mark.national
def test_nothing_is_pooled_across_a_break_or_the_years_without_tests(there):
    assert not there("Kent", 2019).pooled["measure"].str.startswith("ks2").any()
    for year in (2022, 2023, 2024):
        pooled = there("Kent", year).pooled
        breaks = load_measures().loc[pooled["measure"], "break_after"]
        assert not any(year - 3 < last < year for own in breaks for last in own)
        assert (year < 2024) == (not pooled["measure"].str.startswith("ks2").any())


@pytest.mark.national
def test_a_suppressed_year_cannot_be_had_by_subtraction(there):
    """Where one of three years is suppressed no sum of the three is given, for any local authority."""
    report = there("Rutland", 2025)
    rows = counts(report, 2023, 2025)
    known = set(rows[[*KEY, "area", "year"]].itertuples(index=False, name=None))
    for name in ("Rutland", "Hounslow", "Kent"):
        own = there(name, 2025)
        for row in own.pooled[own.pooled["pooled"].notna()].itertuples():
            assert all((row.measure, row.pupil_group, row.area, year) in known for year in (2023, 2024, 2025))


@pytest.mark.national
def test_estimates_do_not_depend_on_a_suppressed_number(there):
    """Give each suppressed cell one number, then another: every table and sentence stays the same."""
    kent = there("Kent", 2025)
    found = []
    for secret in (1, 5):
        rows = kent.england.observations.copy()
        hidden = (rows["status"] == "c") & rows["numerator"].isna() & rows["denominator"].notna()
        assert hidden.any()
        rows.loc[hidden, "numerator"] = secret
        known = replace(kent, england=replace(kent.england, observations=rows))
        moves = known.england.once(year_to_year_moves, 2025)
        found.append([table.to_csv() for table in (known.shrunken_ranks, known.pooled, known.funnels, moves)])
    assert found[0] == found[1]


@pytest.mark.national
def test_a_funnel_is_that_of_plain_numpy(kent):
    rows = counts(kent, 2025, 2025)
    rows = rows[(rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "in_need")]
    k, n = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    target, s = k.sum() / n.sum(), 1 / (2 * np.sqrt(n))
    z = (np.arcsin(np.sqrt(k / n)) - np.arcsin(np.sqrt(target))) / s
    phi = (np.clip(z, np.quantile(z, 0.1), np.quantile(z, 0.9)) ** 2).mean()
    w = 1 / s**2
    tau2 = (z.size * phi - (z.size - 1)) / (w.sum() - (w**2).sum() / w.sum())
    row = kent.funnels.set_index(KEY).loc[("ks2_rwm_expected", "in_need")]
    assert (row["areas"], row["target"], row["phi"], row["tau2"]) == pytest.approx(
        (140, 100 * target, phi, tau2)
    )
    ends = (
        np.sin(np.arcsin(np.sqrt(target)) + np.array([-1, 1]) * 1.959964 * np.sqrt(1 / (4 * 351) + tau2)) ** 2
    )
    assert (row["lower_95"], row["upper_95"]) == pytest.approx(tuple(100 * ends), rel=1e-5)
    assert row["outside"] == "none" and row["expected_outside_95"] == pytest.approx(7)


# words


@pytest.mark.national
def test_the_set_comes_first_and_the_estimate_beside_it(kent):
    said = " ".join(estimate_sentences(kent.shrunken_ranks, kent))
    assert (
        "children in need: chance leaves the rank open from 6th to 140th of 140 (95% set). An estimate that uses all local "
        "authorities puts it between 75th and 128th (90% range). The chance that it is among the best quarter is below 1 in 100."
    ) in said
    assert "This year's figures do not order authorities on 12 measures of 43" in said
    assert "about 2 of the 43 would seem to have an order" in said


@pytest.mark.national
def test_a_ranking_without_order_is_printed_nowhere(kent):
    """Looked-after children, reading, writing and mathematics, 2025: 27% of 51, whose place says nothing."""
    tables = [*cohort_tables(kent.cohorts, kent), rank_set_table(kent.rank_sets, kent)]
    rankings = kent.rankings[kent.rankings["pupil_group"] == "looked_after"]
    tables += phase_tables(rankings[rankings["phase"] == "ks2"], kent)
    told = 0
    for table in tables:
        names = table.frame.iloc[:, 0].astype(str)
        rows = table.frame[names.str.contains("Reading, writing and maths, expected")]
        if "Pupils" in table.frame and table.frame["Pupils"].eq("Looked-after children").any():
            rows = rows[rows["Pupils"] == "Looked-after children"]
        if "child protection" in table.caption or "in need" in table.caption:
            continue
        for row in rows.to_dict("records"):
            assert str(row["Rank"]) == "no order"
            assert not any(isinstance(cell, str) and cell.startswith("top") for cell in row.values())
        without = (table.frame.astype(str) == "no order").any(axis=None)
        assert any(note.startswith("No order: ") for note in table.notes) == without
        told += without
    assert told >= 3, "of cohorts, of rank sets and of ranks"
    own = [
        text for text in cohort_sentences(kent.cohorts) if "Key stage 2" in text and ", looked-after" in text
    ]
    assert own and all(NO_PLACE in text and "rank" not in text for text in own)
    assert "On 12 measures this year's figures do not order local authorities" in " ".join(
        many_ranks(kent.rankings, kent)
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"),
    [
        ("Barnet", 2017),
        ("Barnet", 2022),
        ("Rutland", 2024),
        ("City of London", 2025),
        ("Isles of Scilly", 2018),
    ],
)
def test_every_part_can_be_made(there, area, year):
    report = there(area, year)
    shrunken, pooled, funnels = report.shrunken_ranks, report.pooled, report.funnels
    moves = report.england.once(year_to_year_moves, year)
    said = [
        *estimate_sentences(shrunken, report), *pooled_sentences(pooled, report), *funnel_sentences(funnels),
        *dispersion_sentences(moves, list(shrunken["pupil_group"].unique())), *many_ranks(report.rankings, report),
    ]  # fmt: skip
    made = [estimates_table(shrunken, report)] if shrunken["reason"].eq("").any() else []
    made += [pooled_table(pooled, report)] if len(pooled) else []
    made += [dispersion_table(moves)] if len(moves) else []
    charts = funnel_charts(funnels, report)
    text = " ".join(
        [*said, *(table.to_html() for table in made), *(chart.alt + chart.data.to_html() for chart in charts)]
    )
    assert not {"nan", "<NA>", "NaT", "nan%"} & set(text.replace("<", " <").replace(">", "> ").split())
    assert (NO_ESTIMATE in said) == (year < 2019)


def test_without_national_data_nothing_is_estimated(offline):
    assert offline.shrunken_ranks.empty and offline.pooled.empty and offline.funnels.empty
    assert estimate_sentences(offline.shrunken_ranks, offline) == [NO_ESTIMATE]
    assert many_ranks(offline.rankings, offline) == []


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0, "below 1 in 100"),
        (0.0099, "below 1 in 100"),
        (0.01, "about 1 in 100"),
        (0.5, "about 50 in 100"),
        (0.995, "above 99 in 100"),
    ],
)
def test_a_chance_is_said_no_finer_than_it_is_known(chance, words):
    assert chance_in_words(chance) == words


def test_an_estimate_says_that_it_is_one_and_nothing_without_one():
    assert estimate_in_words(pd.NA, pd.NA, np.nan) == ""
    said = estimate_in_words(3, 3, 0.7)
    assert said.startswith("An estimate that uses all local authorities puts it at 3rd") and said.endswith(
        "about 70 in 100"
    )


def test_moves_further_than_draws_are_said_to_make_intervals_short():
    moves = pd.DataFrame(
        {
            "phase": ["ks2", "attendance"], "pupil_group": ["in_need", "in_need"], "measures": [6, 8], "pairs": [2559, 2743],
            "dispersion": [1.02, 1.17], "as_published": [0.99, np.nan],
        }
    )  # fmt: skip
    said = dispersion_sentences(moves, ["in_need"])
    assert "1.02 times as far as two draws would, in 2,559 pairs of years of 6 measures" in said[1]
    assert "(school attendance). There intervals, sets of places" in said[-1]
    assert "too short" not in " ".join(dispersion_sentences(moves[:1], ["in_need"]))
    assert len(dispersion_sentences(moves, ["looked_after"])) == 1
