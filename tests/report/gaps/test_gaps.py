"""Gaps: signs, ranks, intervals, changes and verdicts; against other computations, on made and on national data."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.catalogue.vague_words import word_holds
from analysis.data.question import ENGLAND, load
from analysis.report.gaps.as_printed import printed_gap_ranks, printed_gaps
from analysis.report.gaps.changes import AS_PUBLISHED, rounding, with_changes
from analysis.report.gaps.charts import gap_strip, gap_trend, group_chart, level_chart
from analysis.report.gaps.gaps import COLUMNS, attainment_gaps, gap_history
from analysis.report.gaps.intervals import (
    BOTH,
    COUNTS,
    ENGLAND_FIXED,
    PUBLISHED,
    gap_interval,
    publications,
    square_and_add,
    with_named_cohorts,
)
from analysis.report.gaps.levels import COMPARATORS, PAIRS, gaps
from analysis.report.gaps.ranks import gap_ranks
from analysis.report.gaps.sentences import (
    certainty,
    change_sentence,
    gap_agreement,
    gap_sentence,
    gap_sentences,
    gap_slips,
    headline_gaps,
    rank_agreement,
    verdict_counts,
    verdict_words,
)
from analysis.report.gaps.tables import PAIR_TABLES, change_table, pair_table
from analysis.sources.ees import counted_in
from analysis.statistics.shares import difference, proportion

CONTRACT = [
    *("measure", "pupil_group", "comparison_group", "comparator", "year", "area", "area_name", "value"),
    *("comparison_value", "gap", "lower", "upper", "pupils", "rank", "n_ranked", "previous_gap", "change"),
]
BARNET = "E09000003"
levels = st.floats(0, 100, allow_nan=False)
#: Tables are slow to make, and slower on a busy machine.
few = settings(max_examples=30, deadline=None)
share = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def observed(*rows, measure="ks2_rwm_expected", year=2017) -> pd.DataFrame:
    """Observations from ``(pupil_group, area, value)``."""
    table = pd.DataFrame(rows, columns=["pupil_group", "area", "value"])
    return table.assign(measure=measure, year=year)


def level(**given):
    """One gap as ``gap_interval`` reads it: 11 of 135 pupils against 71% in England, unless told otherwise."""
    row = {
        **{"measure": "ks2_rwm_expected", "pupil_group": "ehc_plan", "comparison_group": "no_sen"},
        **{"comparator": "national_other", "unit": "percent", "status": "ok", "comparison_status": "ok"},
        **{"value": 100 * 11 / 135, "numerator": 11, "denominator": 135, "comparison_value": 71.0},
        **{"comparison_numerator": pd.NA, "comparison_denominator": pd.NA, "lower": np.nan, "upper": np.nan},
        **{"comparison_lower": np.nan, "comparison_upper": np.nan},
        **{"counts_in": "“Key stage 2 attainment”", "interval_in": ""},
    } | given
    return SimpleNamespace(**{"gap": row["value"] - row["comparison_value"]} | row)


def two_years(before: float, now: float, **given) -> dict:
    """The row of the second of two years, with published levels that make the two gaps."""
    rows = [
        {
            **{"measure": "m", "pupil_group": "fsm", "comparator": "national_other", "area": BARNET},
            **{"year": year, "gap": gap, "lower": np.nan, "upper": np.nan, "rank": 5, "tie_last": 5},
            **{"value": 50.0 + gap, "comparison_value": 50.0, "decimals": 0, "comparison_decimals": 0},
            **{"numerator": pd.NA, "denominator": pd.NA, "comparison_numerator": pd.NA},
            **{"comparison_denominator": pd.NA, "doubtful": False, "polarity": "high", "unit": "percent"},
            **{"break_after": (), "gap_decimals": 0, "origin": 0},
        }
        | given
        for year, gap in ((2016, before), (2017, now))
    ]
    for name, pair in given.items():
        if isinstance(pair, list):
            rows[0][name], rows[1][name] = pair
    return with_changes(pd.DataFrame(rows)).iloc[1]


# ---- gaps -------------------------------------------------------------------------------------------------


@few
@given(levels, st.sampled_from(sorted(PAIRS)))
def test_a_gap_against_itself_is_nothing(value, group):
    table = observed((group, ENGLAND, value), (PAIRS[group], ENGLAND, value))
    for comparator in COMPARATORS:
        assert gaps(table, comparator)["gap"].tolist() == [0]


@few
@given(levels, levels)
def test_own_others_as_good_as_englands_make_one_gap(group, others):
    table = observed(
        ("fsm", BARNET, group),
        ("not_fsm", BARNET, others),
        ("not_fsm", ENGLAND, others),
        ("fsm", ENGLAND, 40.0),
    )
    own, national = (
        gaps(table, name).query("area == @BARNET")["gap"].item() for name in ("own_other", "national_other")
    )
    assert own == national == pytest.approx(group - others, abs=1e-8)


def test_fsm_and_disadvantaged_are_never_mixed():
    table = observed(("fsm", BARNET, 51.0), ("not_disadvantaged", ENGLAND, 68.0))
    assert gaps(table, "national_other").empty


def test_a_missing_level_makes_no_gap():
    table = observed(("fsm", BARNET, np.nan), ("not_fsm", ENGLAND, 65.0))
    assert gaps(table, "national_other")["gap"].isna().tolist() == [True]


def test_a_difference_of_printed_figures_has_no_noise():
    table = observed(("looked_after", BARNET, 5.5), ("all", ENGLAND, 4.65))
    assert gaps(table, "national_other")["gap"].tolist() == [0.85]


def test_an_unknown_comparator_and_a_doubled_figure_are_refused():
    table = observed(("fsm", BARNET, 51.0), ("fsm", BARNET, 52.0))
    with pytest.raises(
        ValueError, match="comparator must be one of national_other, own_other, national_same"
    ):
        gaps(table, "london")
    with pytest.raises(ValueError, match="ks2_rwm_expected fsm 2017 E09000003 has two"):
        gaps(table, "own_other")


# ---- ranks ------------------------------------------------------------------------------------------------


@few
@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.booleans())
def test_ranks_of_gaps_are_competition_ranks_least_behind_first(values, high):
    measure = "ks2_rwm_expected" if high else "persistent_absence"
    areas = [f"E0900{i:04d}" for i in range(len(values))]
    ranks = observed(
        *[("looked_after", a, float(v)) for a, v in zip(areas, values, strict=True)], measure=measure
    )
    england = observed(("all", ENGLAND, 6.0), measure=measure)
    data = SimpleNamespace(ranks=ranks, observations=england)
    found = gap_ranks(data, "national_other", (2017,)).set_index("area")["rank"].reindex(areas)
    worth = -np.array(values) if high else np.array(values)
    assert found.tolist() == rankdata(worth, method="min").tolist()


# ---- intervals --------------------------------------------------------------------------------------------


@few
@given(share, share)
def test_the_interval_contains_the_gap_and_is_newcombes(first, second):
    value, other = 100 * first[0] / first[1], 100 * second[0] / second[1]
    row = level(
        value=value,
        numerator=first[0],
        denominator=first[1],
        comparison_value=other,
        comparison_numerator=second[0],
        comparison_denominator=second[1],
    )
    low, high, basis, reason = gap_interval(row)
    assert (basis, reason) == (BOTH, "")
    assert low - 1e-9 <= row.gap <= high + 1e-9
    expected = confint_proportions_2indep(first[0], first[1], second[0], second[1], method="newcomb")
    assert (low / 100, high / 100) == pytest.approx(expected, abs=1e-9)


@few
@given(share, share)
def test_squaring_and_adding_wilson_intervals_is_newcombes(first, second):
    one, two = proportion(*first), proportion(*second)
    limits = [(i.low, i.high) for i in (one.confidence_interval(), two.confidence_interval())]
    found = square_and_add(one.value, limits[0], two.value, limits[1])
    expected = difference(one, two).interval
    assert found == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_newcombes_worked_example():
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, (a), method 10
    row = level(
        **{"value": 80.0, "numerator": 56, "denominator": 70, "comparison_value": 60.0},
        **{"comparison_numerator": 48, "comparison_denominator": 80},
    )
    assert gap_interval(row)[:2] == pytest.approx((5.24, 33.39), abs=0.005)


def test_a_gap_of_scores_takes_the_intervals_that_dfe_publishes():
    scores = {"unit": "score", "value": -0.1, "lower": -0.4, "upper": 0.2, "comparison_value": 0.4}
    low, high, basis, reason = gap_interval(level(**scores))
    assert (low, high) == pytest.approx((-0.8, -0.2))
    assert (basis, reason) == (f"{PUBLISHED}, {ENGLAND_FIXED}", "")
    own = scores | {"comparator": "own_other", "comparison_group": "not_disadvantaged"}
    # limits 0.3 and 0.4 from two independent means are 0.5 from their difference
    both = own | {"comparison_lower": 0.0, "comparison_upper": 0.8}
    low, high, basis, reason = gap_interval(level(**both))
    assert (low, high, basis, reason) == (
        pytest.approx(-1.0),
        pytest.approx(0.0),
        "DfE's intervals of both",
        "",
    )
    low, high, basis, reason = gap_interval(level(**own))
    assert np.isnan([low, high]).all() and basis == ""
    assert reason == "no interval, because the source publishes none for the comparison"


def test_a_figure_of_england_without_numbers_is_fixed():
    low, high, basis, _ = gap_interval(level())
    own = proportion(11, 135).confidence_interval().percent
    assert (low, high) == pytest.approx((own.low - 71, own.high - 71))
    assert basis == f"{COUNTS}, England's figure taken as fixed but for its rounding"


def test_all_pupils_of_the_authority_are_fixed_since_the_group_is_among_them():
    numbers = {"comparison_numerator": 2000, "comparison_denominator": 4000, "comparison_value": 50.0}
    whole = level(comparator="own_other", comparison_group="all", **numbers)
    assert gap_interval(whole)[2] == f"{COUNTS}, the figure of all pupils taken as fixed but for its rounding"
    assert gap_interval(level(comparator="own_other", **numbers))[2] == BOTH


def test_a_published_interval_of_a_score_is_moved_by_the_comparison():
    row = level(unit="score", value=-1.2, lower=-3.0, upper=0.6, comparison_value=0.03, denominator=14)
    assert gap_interval(row)[:3] == (
        -3.03,
        0.57,
        "DfE's interval of the group, England's figure taken as fixed but for its rounding",
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"numerator": pd.NA, "denominator": pd.NA},
            "does not publish the number of pupils; “Key stage 2 attain",
        ),
        ({"numerator": pd.NA}, "does not publish how many pupils reached the standard"),
        ({"denominator": 0, "numerator": 0}, "there were no pupils in the group"),
        ({"comparator": "own_other"}, "does not publish the number of pupils of the comparison"),
        ({"unit": "score"}, "the source publishes none for this score"),
        (
            {"unit": "score", "interval_in": "“Key stage 2”"},
            "publishes none for this score; “Key stage 2” does",
        ),
        ({"value": np.nan, "status": "c", "denominator": 9}, "marked [c]: suppressed"),
        ({"comparison_value": np.nan, "comparison_status": "x"}, "marked [x]: not available"),
        ({"value": np.nan, "status": "missing"}, "the figure is not published"),
    ],
)
def test_where_there_is_no_interval_the_reason_is_given(given, reason):
    low, high, basis, said = gap_interval(level(**given))
    assert np.isnan([low, high]).all() and basis == ""
    assert said.startswith("no interval, because") and reason in said


@pytest.mark.parametrize(
    ("numerator", "message"),
    [(11.5, "whole number"), (136, "must not exceed the denominator"), (-1, "must be 0 or more")],
)
def test_counts_that_cannot_be_are_refused(numerator, message):
    with pytest.raises(ValueError, match=message):
        gap_interval(level(numerator=numerator))


def test_only_a_publication_that_has_the_numbers_is_named():
    counts, intervals = (publications(counted_in(), column) for column in ("numerator", "interval"))
    assert counts["ks2_rwm_expected", "looked_after"].startswith("“Outcomes for children in need")
    assert ("care_leavers_eet", "looked_after") not in counts
    assert ("ks2_reading_progress", "disadvantaged") in intervals.index.difference(counts.index)


# ---- changes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "polarity", "verdict", "words"),
    [
        (-15, -12, "high", "narrowed", "narrowed"),
        (-12, -15, "high", "widened", "widened"),
        (-15, -13, "high", "cannot tell", "cannot tell"),  # four roundings of half a point can make 2 points
        (-15, -15, "high", "cannot tell", "cannot tell"),
        (4, 7, "high", "widened", "lead widened"),
        (7, 4, "high", "narrowed", "lead narrowed"),
        (-2, 5, "high", "changed side", "changed side, now ahead"),
        (2, -5, "high", "changed side", "changed side, now behind"),
        (-4, 4, "high", "changed side", "changed side, now ahead"),
        (4, 7, "low", "widened", "widened"),  # more absence than others, and more so
        (7, 4, "low", "narrowed", "narrowed"),
        (-7, -3, "low", "narrowed", "lead narrowed"),
        (-3, 2, "low", "changed side", "changed side, now behind"),
    ],
)
def test_verdicts_follow_the_rule(before, now, polarity, verdict, words):
    row = two_years(before, now, polarity=polarity)
    sign = 1 if polarity == "high" else -1
    row["side"] = "ahead" if sign * now > 0 else "behind"
    assert row["verdict"] == verdict
    assert verdict_words(row) == (words if verdict == "cannot tell" else f"{words}, as published")
    assert row["verdict_reason"] == (
        AS_PUBLISHED if verdict != "cannot tell" else "rounding alone can produce a change of up to 2 points"
    )


@few
@given(st.integers(-60, 60), st.integers(-60, 60), st.sampled_from(["high", "low"]))
def test_a_verdict_is_turned_round_with_time(before, now, polarity):
    forth, back = (
        two_years(*gaps_, polarity=polarity)["verdict"] for gaps_ in ((before, now), (now, before))
    )
    opposite = {"narrowed": "widened", "widened": "narrowed"}
    assert back == opposite.get(forth, forth)
    assert (forth == "changed side") == (before * now < 0 and abs(now - before) > 2)
    assert (forth == "cannot tell") == (abs(now - before) <= 2 + 1e-9)


def test_a_change_never_crosses_a_break():
    row = two_years(-15, -5, break_after=(2016,), lower=[-18, -8], upper=[-12, -2])
    assert row["verdict"] == "" and pd.isna(row["change"]) and pd.isna(row["change_lower"])
    assert row["verdict_reason"] == "not compared: the series has a break after 2016"
    assert pd.isna(row["previous_gap"]) and pd.isna(row["previous_rank"])


def test_a_nought_that_may_stand_for_no_pupils_gives_no_verdict():
    assert two_years(-71, -20, doubtful=[True, False])["verdict"] == "cannot tell"


def test_a_committee_report_is_not_compared_with_the_national_file():
    row = two_years(-30, -20, origin=[0, 2])
    assert row["verdict"] == "cannot tell" and "from different sources" in row["verdict_reason"]


def test_an_interval_of_the_change_that_leaves_out_nothing_cannot_tell():
    row = two_years(-20, -10, lower=[-30, -20], upper=[-10, 0], decimals=9, comparison_decimals=9)
    assert (row["change_lower"], row["change_upper"]) == pytest.approx((10 - 200**0.5, 10 + 200**0.5))
    assert row["verdict"] == "cannot tell" and "includes no change" in row["verdict_reason"]
    sure = two_years(-20, -5, lower=[-30, -15], upper=[-10, 5], decimals=9, comparison_decimals=9)
    assert sure["verdict"] == "narrowed" and "0.9 to 29.1" in sure["verdict_reason"]


def test_the_rounding_of_levels_without_numbers_can_undo_a_verdict():
    bounds = {"lower": [-30, -15], "upper": [-10, 5]}
    coarse = two_years(-20, -5, decimals=9, comparison_decimals=0, **bounds)
    assert coarse["verdict"] == "cannot tell"
    # all limits are widened by what rounding can have moved them: half a point of England's in each year
    assert (coarse["change_lower"], coarse["lower"], coarse["upper"]) == pytest.approx(
        (15 - 200**0.5 - 1, -15.5, 5.5), abs=1e-6
    )


@few
@given(share, share, st.floats(20, 90), st.floats(20, 90))
def test_with_a_fixed_comparison_the_change_is_newcombes_moved(first, second, then, now):
    rows = [level(value=100 * k / n, numerator=k, denominator=n, comparison_value=c)
            for (k, n), c in ((first, then), (second, now))]  # fmt: skip
    limits = [gap_interval(row)[:2] for row in rows]
    low, high = square_and_add(rows[1].gap, limits[1], rows[0].gap, limits[0])
    expected = difference(proportion(*second), proportion(*first)).interval.percent
    assert (low, high) == pytest.approx((expected.low - now + then, expected.high - now + then), abs=1e-9)


def test_a_level_that_is_its_numbers_is_not_rounded():
    row = {"unit": "percent", "value": 1100 / 135, "decimals": 0, "numerator": 11, "denominator": 135}
    row |= {"comparison_value": 71.0, "comparison_decimals": 0, "comparison_numerator": pd.NA}
    table = pd.DataFrame(
        [row | {"comparison_denominator": pd.NA}, row | {"value": 8.0, "comparison_denominator": pd.NA}]
    )
    assert rounding(table).tolist() == [0.5, 1.0]


# ---- sentences --------------------------------------------------------------------------------------------


def sentence_row(**given):
    return SimpleNamespace(
        **{
            **{"title": "T", "gap": -13.0, "previous_gap": -15.0, "gap_decimals": 0, "unit": "percent"},
            **{"side": "behind", "polarity": "high", "comparison_group": "not_disadvantaged"},
            **{"comparator": "national_other", "area_name": "Barnet", "doubtful": False, "value": 55.0},
            **{"status": "ok", "comparison_status": "ok", "verdict": "", "verdict_reason": ""},
        }
        | given
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "T: 13 percentage points behind other pupils in England; the year before they were 15 percentage points behind."),
        ({"gap": 0.04, "previous_gap": -0.3, "side": "level"}, "T: level with other pupils in England; the year before they were level."),
        ({"gap": 4.0, "side": "ahead", "previous_gap": np.nan}, "T: 4 percentage points ahead of other pupils in England."),
        ({"gap": 2.1, "gap_decimals": 1, "polarity": "low", "previous_gap": -1.0, "comparison_group": "all"},
         "T: 2.1 percentage points worse than all pupils in England; the year before they were 1.0 percentage points better."),
        ({"gap": -1.0, "side": "ahead", "polarity": "low", "previous_gap": np.nan}, "T: 1 percentage point better than other pupils in England."),
        ({"gap": np.nan, "value": np.nan, "status": "c"}, "T: no gap, because a figure is not there (suppressed to protect confidentiality)."),
    ],
)  # fmt: skip
def test_sentences_are_right_whichever_direction_is_good(given, said):
    assert gap_sentence(sentence_row(**given)) == said


def test_change_sentences():
    reason = "rounding alone can produce a change of up to 2 points"
    row = sentence_row(verdict="cannot tell", verdict_reason=reason)
    assert change_sentence(row) == (
        f"The year before they were 15 percentage points behind; we cannot tell whether the gap has changed, because {reason}."
    )
    row = sentence_row(
        verdict="changed side", gap=1.0, previous_gap=-4.0, side="ahead", verdict_reason=AS_PUBLISHED
    )
    assert change_sentence(row) == (
        "Since the year before they went from 4 percentage points behind to 1 percentage point ahead of other pupils in "
        f"England: {AS_PUBLISHED}."
    )
    row = sentence_row(
        verdict="widened", gap=7.0, previous_gap=4.0, side="ahead", verdict_reason=AS_PUBLISHED
    )
    assert (
        "the lead over other pupils in England has widened from 4 percentage points to 7"
        in change_sentence(row)
    )
    row = sentence_row(verdict="narrowed", verdict_reason=AS_PUBLISHED)
    assert change_sentence(row).endswith(
        f"narrowed from 15 percentage points to 13 percentage points: {AS_PUBLISHED}."
    )
    row = sentence_row(verdict_reason="not compared: the series has a break after 2016")
    assert change_sentence(row) == "Not compared with the year before: the series has a break after 2016."


# ---- without national data --------------------------------------------------------------------------------


@pytest.fixture
def offline(home):
    from analysis.data.prepare import prepare

    prepare()
    return load("Barnet", 2017)


def test_without_national_data_ranks_are_as_printed(offline):
    table = attainment_gaps(offline)
    assert list(table.columns[: len(CONTRACT)]) == CONTRACT and list(table.columns) == COLUMNS
    main = table.query("comparator == 'national_other' and pupil_group == 'disadvantaged'").set_index(
        "measure"
    )
    assert main.loc[
        "ks2_rwm_expected", ["gap", "previous_gap", "rank", "n_ranked", "rank_basis"]
    ].tolist() == [*(-13.0, -15.0, 20, 152, "printed")]
    assert main.loc["ks4_attainment8", ["gap", "rank"]].tolist() == [-6.0, 10]
    assert "as the committee report prints it" in headline_gaps(table)[0]
    assert gap_strip(table, offline) is None
    assert level_chart(table, offline) is not None and gap_trend(gap_history(offline), offline) is not None


def test_printed_differences_that_do_not_follow_are_found(offline):
    printed = printed_gaps(offline)
    wrong = printed[~printed["agrees"]]
    assert list(zip(wrong["line"], wrong["printed"], strict=True)) == [
        *((1366, "-6.3"), (1576, "-20.0%"), (1576, "-10%"), (1588, "-6.3"))
    ]
    assert wrong["recomputed"].round(1).tolist() == [-12.6, -15.0, 0.0, -12.6]
    assert wrong.loc[wrong["printed"] == "-10%", "reason"].item() == (
        "58 for disadvantaged pupils in London, as printed on line 1171, does give it"
    )
    assert gap_agreement(printed).endswith("and 19 agree.") and len(gap_slips(printed)) == 4
    ranks = printed_gap_ranks(offline, attainment_gaps(offline))
    assert set(ranks["outcome"]) == {"cannot be checked"} and "cannot be recomputed" in rank_agreement(ranks)


def test_the_pupils_that_the_papers_name_make_an_interval(offline):
    row = attainment_gaps(offline).query("pupil_group == 'ehc_plan' and measure == 'ks2_rwm_expected'")
    same = row[row["comparator"] == "national_same"].iloc[0]
    own = proportion(11, 135).confidence_interval().percent
    # both percentages are printed as whole numbers, half a point away at the most
    assert same[["lower", "upper"]].tolist() == pytest.approx([own.low - 9, own.high - 7])
    assert (same["denominator"], same["pupils"]) == (135, 0)
    # no other size is taken from the papers: of the looked-after several are possible
    known = with_named_cohorts(offline.observations, offline)
    added = known["denominator"].notna() & offline.observations["denominator"].isna()
    assert known.loc[added, ["pupil_group", "numerator", "denominator"]].values.tolist() == [
        ["ehc_plan", 11, 135]
    ]


@pytest.mark.parametrize(
    ("percentage", "percent", "pupils", "numerator"),
    [
        ("8%", 8.0, 135, 11),  # as the papers print it
        ("8%", 8.0, 533, None),  # 40 to 45 of 533
        ("9%", 9.0, 135, None),  # not the figure that is published
        ("8%", 8.0, 40, None),  # 3 pupils, which DfE would suppress
    ],
)
def test_a_count_is_worked_out_only_if_it_is_the_one_that_prints_so(
    offline, percentage, percent, pupils, numerator
):
    cohorts = offline.edition.cohorts
    named = cohorts["measure"].eq("ks2_rwm_expected") & cohorts["pupil_group"].eq("ehc_plan")
    rows = cohorts[named & cohorts["year"].eq(2017) & cohorts["denominator"].notna()].head(1)
    rows = rows.assign(percentage=percentage, percent=percent, denominator=pupils)
    known = with_named_cohorts(
        offline.observations, replace(offline, edition=replace(offline.edition, cohorts=rows))
    )
    added = known.loc[known["denominator"].notna() & offline.observations["denominator"].isna(), "numerator"]
    assert added.tolist() == ([] if numerator is None else [numerator])


# ---- national data ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def barnet(national_home):
    return load("Barnet", 2017)


@pytest.fixture(scope="module")
def kent(national_home):
    return load("Kent", 2023)


@pytest.mark.national
def test_the_printed_differences_of_2017_are_reproduced(barnet):
    table = attainment_gaps(barnet)
    main = table.query("comparator == 'national_other' and pupil_group == 'disadvantaged'").set_index(
        "measure"
    )
    expected = {"ks2_rwm_expected": (-13, 20), "ks4_attainment8": (-6, 10), "ks4_progress8": (-0.04, 15)}
    for measure, (gap, rank) in expected.items():
        assert main.loc[measure, ["gap", "rank", "rank_basis"]].tolist() == [gap, rank, "recomputed"]
    ranks = printed_gap_ranks(barnet, table)
    assert ranks["outcome"].tolist() == ["the same"] * 5
    assert main.loc["ks2_rwm_expected", "verdict"] == "cannot tell"
    assert main.loc["ks4_attainment8", "verdict_reason"] == "not compared: the series has a break after 2016"
    england = table.query("area == @ENGLAND and pupil_group == 'disadvantaged'").set_index("measure")["gap"]
    assert england[["ks2_rwm_expected", "ks4_attainment8", "ks4_progress8"]].tolist() == [-20, -12.8, -0.51]


@pytest.mark.national
def test_the_slips_are_explained_by_rule(barnet):
    reasons = printed_gaps(barnet).query("not agrees")["reason"].tolist()
    assert (
        reasons[0]
        == reasons[3]
        == (
            "the national file's levels, 47.2 and 53.5, give it; 59.8, printed for pupils who are not disadvantaged in "
            "England, is its figure for pupils who are not disadvantaged in Barnet"
        )
    )
    assert reasons[1].startswith("it equals the difference to other pupils in Barnet itself (46 against 66")


@pytest.mark.national
@pytest.mark.parametrize("name", ["Barnet", "Camden", "Kent", "Leeds", "Cornwall", "Rutland"])
def test_ranks_agree_with_plain_numpy(national_home, name):
    data = load(name, 2018)
    table = (
        attainment_gaps(data)
        .query("area == @data.area.code and rank.notna()")
        .set_index(["measure", "pupil_group", "comparator"])
    )
    la = data.observations.query("year == 2018 and area_type == 'la' and value.notna()")
    # abolished in 2019 and 2023, with back-cast successors: never both
    gone = {
        "E06000028": "E06000058",
        "E06000029": "E06000058",
        "E10000009": "E06000059",
        "E10000006": "E06000063",
        "E10000021": "E06000061",
    }
    keys = [
        ("ks2_rwm_expected", "disadvantaged"),
        ("ks4_attainment8", "fsm"),
        ("persistent_absence", "looked_after"),
    ]
    checked = 0
    for measure, group in keys:
        wide = la[la["measure"] == measure].pivot(index="area", columns="pupil_group", values="value")
        england = data.observations.query(
            "year == 2018 and area == @ENGLAND and measure == @measure"
        ).set_index("pupil_group")["value"]
        for comparator, others in (
            ("national_other", england[PAIRS[group]]),
            ("own_other", wide[PAIRS[group]]),
        ):
            gap = (wide[group] - others).dropna().round(9)
            gap = gap.drop([old for old, new in gone.items() if old in gap.index and new in gap.index])
            if data.area.code not in gap.index:
                continue
            behind = gap.to_numpy() if measure == "persistent_absence" else -gap.to_numpy()
            rank = 1 + int((behind < behind[gap.index.get_loc(data.area.code)]).sum())
            row = table.loc[(measure, group, comparator)]
            assert (row["rank"], row["n_ranked"]) == (rank, len(gap))
            checked += 1
    assert checked >= 4


@pytest.mark.national
def test_intervals_and_changes_agree_with_statsmodels_on_dfes_file(kent):
    history = gap_history(kent).query("comparator == 'national_other'")
    counted = history[history["numerator"].notna() & (history["unit"] == "percent") & history["gap"].notna()]
    assert len(counted) == 54
    keys = ["measure", "pupil_group"]
    before = counted.assign(year=counted["year"] + 1)
    pairs = counted.merge(before, on=[*keys, "year"], suffixes=("", "_0"))
    pairs = pairs[pairs["change"].notna()]
    assert len(pairs) == 18
    for row in pairs.itertuples():
        low, high = confint_proportions_2indep(
            row.numerator, row.denominator, row.numerator_0, row.denominator_0, method="newcomb"
        )
        moved = row.comparison_value - row.comparison_value_0
        # England's percentages are whole numbers, each half a point away at the most
        assert (row.change_lower, row.change_upper) == pytest.approx(
            (100 * low - moved - 1, 100 * high - moved + 1), abs=1e-6
        )
        assert row.lower <= row.gap <= row.upper
        clear = row.change_lower > 0 or row.change_upper < 0
        assert (row.verdict != "cannot tell") == clear


@pytest.mark.national
def test_the_gap_of_two_counted_groups_agrees_with_statsmodels_on_dfes_file(kent):
    rows = kent.observations.query("measure == 'ks2_reading_expected' and year == 2023 and area_type == 'la'")
    wide = (
        rows[rows["numerator"].notna()]
        .pivot(index="area", columns="pupil_group", values=["numerator", "denominator"])
        .dropna()
    )
    assert len(wide) > 60
    for row in wide.itertuples(index=False, name=None):
        numbers = dict(zip(wide.columns, map(int, row), strict=True))
        counts = [
            numbers[part, group]
            for group in ("looked_after", "in_need")
            for part in ("numerator", "denominator")
        ]
        made = level(
            **{"value": 100 * counts[0] / counts[1], "numerator": counts[0], "denominator": counts[1]},
            **{"comparison_value": 100 * counts[2] / counts[3], "comparison_numerator": counts[2]},
            comparison_denominator=counts[3],
        )
        expected = confint_proportions_2indep(*counts, method="newcomb")
        assert gap_interval(made)[:2] == pytest.approx([100 * limit for limit in expected], abs=1e-6)


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year"), [("Rutland", 2019), ("Isles of Scilly", 2018), ("Barnet", 2025), ("Dorset", 2019)]
)
def test_pages_for_authorities_with_little_data(national_home, name, year):
    data = load(name, year)
    table, history = attainment_gaps(data), gap_history(data)
    pd.testing.assert_frame_equal(
        history[history["year"] == year].reset_index(drop=True), table, check_dtype=False
    )
    said = [
        *headline_gaps(table),
        verdict_counts(table),
        *certainty(table),
        *gap_sentences(table, "disadvantaged"),
    ]
    assert not any("nan" in text or "None " in text[5:] for text in said)
    charts = [
        gap_trend(history, data),
        level_chart(table, data),
        gap_strip(table, data),
        group_chart(table, "ks2_rwm_expected", data),
    ]
    assert all(chart is None or len(chart.alt) > 60 for chart in charts)
    for group in PAIR_TABLES:
        pair_table(table, group, data).to_html()
        change_table(table, group, data).to_html()
    if name == "Isles of Scilly":
        assert (
            "can stand for a group without pupils" in headline_gaps(table)[0]
            and "152nd" not in headline_gaps(table)[0]
        )


@pytest.mark.national
def test_nothing_is_worked_out_from_a_suppressed_cohort(national_home):
    hidden = 0
    for name in ("Barnet", "Rutland"):
        history = gap_history(load(name, 2024))
        rows = history[history["gap"].isna()]
        hidden += (rows["status"] == "c").sum()
        assert rows[["lower", "upper", "pupils", "rank", "change", "change_lower"]].isna().all(axis=None)
        assert rows.loc[rows["status"] != "ok", "numerator"].isna().all()
        assert rows["no_interval"].str.startswith("no interval, because").all()
        assert (history["lower"].isna() == (history["no_interval"] != "")).all()
        assert history.loc[history["denominator"].isna(), "pupils"].isna().all()
    assert hidden > 20


@pytest.mark.national
def test_a_gap_that_changed_side_is_the_same_everywhere(national_home):
    """Disadvantaged pupils of Newham at key stage 2: 4 points behind in 2016, 1 ahead in 2017."""
    data = load("Newham", 2017)
    table, history = attainment_gaps(data), gap_history(data)
    said = headline_gaps(table)[0]
    assert (
        "went from 4 percentage points behind to 1 percentage point ahead of other pupils in England" in said
    )
    assert "narrowed" not in said and "widened" not in said
    changes = change_table(table, "Disadvantaged pupils", data).frame.set_index("Measure")
    own = changes.loc["Reading, writing and mathematics combined: expected standard (key stage 2)"]
    assert own["Verdict"].replace("\u00a0", " ") == "changed side, now ahead, as published"
    drawn = gap_trend(history, data).data.frame
    row = drawn[(drawn["Year"] == "2017") & (drawn["Measure"] == "Reading, writing and maths, expected")]
    assert row["Since the year before"].tolist() == ["changed side, now ahead, as published"]
    assert [word_holds(word, 1, -4, "percent").holds for word in ("narrowed", "widened")] == [False, False]


@pytest.mark.national
@pytest.mark.parametrize(
    ("name", "year", "title"),
    [
        ("Newham", 2017, "disadvantaged pupils in Newham do better than disadvantaged pupils nationally in 4 of 4 results"),
        ("Kent", 2024, "disadvantaged pupils in Kent do better than disadvantaged pupils nationally in 2 of 16 results"),
    ],
)  # fmt: skip
def test_the_titles_of_charts_name_what_is_compared(national_home, name, year, title):
    data = load(name, year)
    table = attainment_gaps(data)
    trend = gap_trend(gap_history(data), data)
    assert trend.title.startswith(f"Against other pupils in England, {title}")
    assert f"Within {name}" in trend.data.frame.columns
    assert f"gaps to other pupils in England, {name} is in the better half" in gap_strip(table, data).title
    behind = {
        chart.title for chart in (level_chart(table, data), group_chart(table, "ks2_rwm_expected", data))
    }
    assert all(re.search(r"points behind .* in England$", message) for message in behind)


@pytest.mark.national
def test_a_group_that_is_ahead_has_not_the_widest_gap(national_home):
    city = load("City of London", 2019)
    message = level_chart(attainment_gaps(city), city).title
    assert message.startswith("None is behind; the nearest: ") and "1 percentage point ahead of" in message


@pytest.mark.national
def test_the_strip_shows_no_other_authority(kent):
    table = attainment_gaps(kent)
    chart = gap_strip(table, kent)
    assert list(chart.data.frame.columns) == [
        *("Gap", "Kent", "Rank", "England's own gap", "Lowest LA", "10%", "25%", "Median LA", "75%", "90%"),
        "Highest LA",
    ]
    assert "Kent" in chart.alt and len(chart.data.frame) < 20


@pytest.mark.national
def test_gaps_in_pupils_are_cut_off_towards_nought(kent):
    rows = attainment_gaps(kent).query("pupils.notna() and gap.notna()")
    assert len(rows) > 20
    exact = rows["gap"] * rows["denominator"].astype(float) / 100
    assert (rows["pupils"].abs() <= exact.abs() + 1e-6).all() and ((exact - rows["pupils"]).abs() < 1).all()
    assert (rows["unit"] == "percent").all()
