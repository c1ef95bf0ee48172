"""Sizes of cohorts: counted where that is published, and how far the approximate ones are off where both are known."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import ENGLAND
from analysis.data.birth_cohorts import birth_cohorts, context, counted_once
from analysis.data.cohort_sizes import COLUMNS, OTHER_YEAR_ERROR, SAME, about, cohort_sizes, way_of
from analysis.data.group_shares import ERROR, national_ratios, published_shares
from analysis.data.store import prepared_england

#: Nobody calls a cohort of the City or of Scilly anything but small.
TINY = 100


@pytest.fixture(scope="module")
def england(national_home):
    return prepared_england()


@pytest.fixture(scope="module")
def sizes(england):
    return england.once(cohort_sizes)


def off(guess, truth):
    """How far guesses are off: root mean square of the logarithm of guess over truth."""
    ratio = np.log((guess / truth).replace([np.inf, -np.inf, 0], np.nan).dropna())
    return float(np.sqrt((ratio**2).mean()))


def test_one_row_for_each_figure_of_which_a_size_can_be_said(england, sizes):
    assert list(sizes) == COLUMNS
    assert not sizes.duplicated(["measure", "pupil_group", "year", "area"]).any()
    assert (sizes["pupils"] > 0).all() and (sizes["error"] >= 0).all() and sizes["error"].notna().all()
    assert (sizes["error"] == 0).eq(sizes["counted"]).all()
    published = england.published
    key = ["measure", "pupil_group", "year", "area"]
    counts = published[published["denominator"].notna()].set_index(key)["denominator"].astype(float)
    counted = sizes[sizes["counted"]].set_index(key)["pupils"]
    assert (counted == counts.reindex(counted.index)).all() and set(sizes[sizes["counted"]]["source"]) == {
        SAME
    }


@pytest.mark.parametrize(
    ("measure", "group", "least"),
    [
        ("eyfs_gld", "all", 0.99),
        ("eyfs_gld", "fsm", 0.98),
        ("phonics_year1_expected", "all", 0.98),
        ("ks1_reading_expected", "all", 0.98),
        ("ks2_rwm_expected", "all", 0.99),
        ("ks2_rwm_expected", "disadvantaged", 0.97),
        ("ks2_rwm_expected", "not_disadvantaged", 0.97),
        ("ks2_rwm_expected", "sen_support", 0.97),
        ("ks2_rwm_expected", "ehc_plan", 0.97),
        ("ks2_rwm_expected", "looked_after", 0.95),
        ("ks2_rwm_expected", "in_need", 0.95),
        ("ks4_attainment8", "all", 0.99),
        ("ks4_attainment8", "disadvantaged", 0.97),
        ("ks5_three_a_grades", "all", 0.98),
    ],
)
def test_sizes_of_all_las_and_years(england, sizes, measure, group, least):
    rows = england.published
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == group) & (rows["area_type"] == "la")]
    rows = rows[rows["value"].notna() & rows["year"].between(2016, 2025)]
    own = sizes[(sizes["measure"] == measure) & (sizes["pupil_group"] == group)]
    assert len(rows) and len(rows.merge(own, on=["year", "area"])) / len(rows) >= least


def test_children_of_three_and_four_are_as_many_as_leave_reception(england):
    """The year groups' trend rests on that: 152 LAs, true counts of 2022."""
    table = england.once(context)["three_and_four_year_olds"].unstack("year")
    truth = counted_once(england, "ees-early-years")
    truth = truth[truth >= TINY]
    assert len(truth) > 140 and off(table[2022] / 2, truth) < 0.08


def test_one_year_group_says_how_large_another_is(england):
    """16- and 17-year-olds from children of 5: the error of 0.15 that key stage 4 is given includes schools across borders."""
    young, old = counted_once(england, "ees-early-years"), counted_once(england, "ees-neet") / 2
    assert off(young[young >= TINY], old) < 0.10
    assert way_of("ks4_attainment8").error >= 0.15
    cohorts = england.once(birth_cohorts)
    assert off(cohorts[2022].reindex(young.index), young) < 1e-9


@pytest.mark.parametrize("group", ["fsm", "sen_support", "ehc_plan"])
def test_shares_of_a_level_give_the_size_of_a_group_of_it(england, group):
    """As elsewhere, without the LA's own count: from its share of primary pupils and England's. True counts of 2022."""
    truth, everybody = (counted_once(england, "ees-early-years", name) for name in (group, "all"))
    share = england.once(published_shares)[f"{group}/primary"].xs(2022, level="year")
    usual = truth.sum() / everybody.sum() / share[ENGLAND]
    guess = usual * share * everybody
    truth = truth[truth >= 10]
    assert len(truth) > 140 and off(guess.reindex(truth.index), truth) <= ERROR[group]


def test_disadvantaged_pupils_are_in_line_with_pupil_premium(england, sizes):
    """Not a true count of the year group: the premium is of twelve year groups, and of children of the armed forces too."""
    rows = sizes[(sizes["measure"] == "ks2_rwm_expected") & (sizes["pupil_group"] == "disadvantaged")]
    rows = rows[rows["year"] >= 2022].set_index(["area", "year"])["pupils"]
    premium = england.once(context)["pupil_premium"].reindex(rows.index) / 12
    ratio = np.log(rows / premium).dropna()
    assert len(ratio) > 400 and 1.4826 * (ratio - ratio.median()).abs().median() < ERROR["disadvantaged"]


def test_national_ratios_are_those_that_published_results_imply(england):
    """For one of them by hand: England's disadvantaged pupils at the end of key stage 2, of whom 30% are, DfE says."""
    ratio = england.once(national_ratios)["ks2", "disadvantaged"]
    share = england.once(published_shares)["disadvantaged/primary"].xs(ENGLAND, level="area")
    assert 0.28 < ratio * share[2022] < 0.33
    assert all(0.4 < each < 1.5 for each in england.once(national_ratios).values())


@pytest.mark.parametrize("group", [*OTHER_YEAR_ERROR])
def test_other_years_give_the_size_of_a_group_in_one(sizes, group):
    rows = sizes[sizes["counted"] & (sizes["pupil_group"] == group)]
    for measure in ("ks2_rwm_expected", "ks4_attainment8"):
        wide = rows[rows["measure"] == measure].pivot(index="area", columns="year", values="pupils")
        guesses = pd.concat([wide.drop(columns=year).median(axis=1) for year in wide])
        truth = pd.concat([wide[year] for year in wide])
        both = guesses.notna() & truth.notna()
        assert both.sum() > 200
        assert (
            off(guesses[both].reset_index(drop=True), truth[both].reset_index(drop=True))
            <= OTHER_YEAR_ERROR[group]
        )


def test_what_is_approximate_is_told_by_two_digits():
    assert (
        about(287.3, 0.05) == "about 290"
        and about(4123, 0.1) == "about 4,100"
        and about(95, 0.1) == "about 95"
    )
    assert about(19.9, 0.1) == "fewer than about 20" and about(3, 0.1) == about(19, 0.1)
    assert about(57, 0) == "57"


def test_some_measures_have_no_size():
    for measure in ("schools_good_primary", "ks5_aps_tech", "absence_special", "sen_tribunal_appeals"):
        assert way_of(measure) is None
    assert way_of("absence_overall").ages == way_of("persistent_absence").ages
    assert way_of("absence_primary").ages == (1, 2, 3, 4, 5, 6)
