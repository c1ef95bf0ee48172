"""Small cohorts: none is missing, what few pupils do to a rank, what ranks can show, and nothing suppressed gets out."""

import doctest
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.basics.errors import InputError
from analysis.basics.numbers import rounded
from analysis.data.kept import FOR_ALL
from analysis.data.prepare import prepare
from analysis.data.question import Data, load
from analysis.data.ranking import KEY, rank_areas
from analysis.output.table import TABLE_MIME
from analysis.report.cohorts import change as cohort_change
from analysis.report.cohorts import rank_sets
from analysis.report.cohorts import results as cohort_results
from analysis.report.cohorts.change import detectable_change, largest_change
from analysis.report.cohorts.change_sentences import change_headline, change_sentences
from analysis.report.cohorts.columns import SmallCohorts
from analysis.report.cohorts.named_tables import arithmetic_table, named_table, unmeasured_table
from analysis.report.cohorts.rank_set_tables import (
    rank_set_charts,
    rank_set_table,
    rounding_table,
    without_numbers_table,
)
from analysis.report.cohorts.rank_sets import rounding_ranges, share_errors
from analysis.report.cohorts.results import share_result
from analysis.report.cohorts.sentences import (
    arithmetic_sentence,
    cohort_sentences,
    cohorts_in_words,
    granularity_sentence,
    rank_set_sentences,
    rounding_sentence,
    selection_sentence,
    verdict_sentence,
    without_numbers_sentence,
)
from analysis.report.cohorts.small import arithmetic, named_cohorts, small_cohorts
from analysis.report.cohorts.tables import cohort_chart, cohort_tables, moves_table
from analysis.report.cohorts.uncounted import without_numbers
from analysis.report.rankings import moves as rank_moves
from analysis.report.rankings.moves import MOVES, Ladder, ladders, moved_shares, printed_precision
from analysis.statistics.rank_confidence import (
    best_set,
    joint_rank_region,
    rank_confidence_sets,
    rounding_rank_range,
)
from analysis.statistics.shares import difference, proportion
from analysis.statistics.verdicts import SMALL, VERDICTS

RANKS = [f"rank_{end}{suffix}" for suffix in ("", "_2", "_3") for end in ("low", "high")]
RESULTS = ["value", "lower", "upper", "rank", "n_ranked", "difference", *RANKS]
GROUPS = {
    "CLA 12 months at 31 March": "looked_after",
    "CINO at 31 March": "in_need",
    "CPPO at 31 March": "protection_plan",
}
COLUMN_OF = {
    "ks2_rwm_expected": "rwm",
    "ks2_reading_expected": "read",
    "ks2_writing_expected": "writta",
    "ks2_maths_expected": "mat",
    "ks2_gps_expected": "gps",
    "ks2_science_expected": "scita",
}
AREAS = ("Barnet", "Kent", "Rutland", "Isles of Scilly")
YEARS = range(2016, 2026)


@pytest.fixture(scope="module")
def there(national_home):
    """The national folder, whatever other tests have made the current one."""
    from places import NATIONAL

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_HOME", str(national_home))
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        yield lru_cache(maxsize=3)(lambda area, year: load(area, year))


@pytest.fixture
def offline(home) -> Data:
    """Barnet 2016/17 as a checkout without national data has it."""
    prepare()
    return load("Barnet", 2017)


@pytest.fixture(scope="module")
def file(national) -> pd.DataFrame:
    """DfE's file as text, LA rows only."""
    table = pd.read_csv(national("ees/ks2_la.csv"), dtype=str, encoding="utf-8-sig")
    table = table[table["geographic_level"] == "Local authority"]
    year = table["time_period"].str[:4].astype(int) + 1
    return table.assign(year=year, group=table["social_care_group"].map(GROUPS))


@pytest.mark.parametrize("module", [rank_moves, cohort_results, cohort_change, rank_sets])
def test_examples_run(module):
    found = doctest.testmod(module)
    assert found.attempted and not found.failed


# every cohort has a row


def test_every_cohort_of_the_papers_has_a_row_with_a_verdict_or_a_reason(offline):
    rows = small_cohorts(offline)
    assert set(offline.edition.cohorts["id"]) == set(rows["id"])
    assert list(rows.columns) == SmallCohorts.names()
    assert (rows["verdict"].isin(VERDICTS.values()) | rows["reason"].ne("")).all()
    assert (rows["lower"].notna() | rows["reason"].str.startswith(("no interval", "no whole"))).all()


@pytest.mark.national
@pytest.mark.parametrize("area", ["Barnet", "Kent", "Rutland", "Birmingham", "Cumbria", "Dorset"])
@pytest.mark.parametrize("year", [2019, 2020, 2023, 2025])
def test_every_looked_after_cohort_of_the_file_has_a_row(there, file, area, year):
    try:
        data = there(area, year)
    except InputError:
        pytest.skip(f"{area} has no data of {year}")
    rows = small_cohorts(data)
    theirs = file[(file["new_la_code"] == data.area.code) & (file["year"] == year)]
    if theirs.empty:
        pytest.skip(f"the file has {area} under another code in {year}")
    for published in theirs.itertuples():
        own = rows[rows["pupil_group"] == published.group].set_index("measure")
        for measure, column in COLUMN_OF.items():
            n = getattr(published, f"t_{column}_eligible_pupils")
            k = getattr(published, f"t_{column}_met_expected_standard")
            if n.isdigit() and int(n) >= SMALL:
                assert measure not in own.index
                continue
            row = own.loc[measure]
            assert (row["verdict"] in VERDICTS.values()) or row["reason"]
            assert row["denominator"] == int(n) if n.isdigit() else pd.isna(row["denominator"])
            assert row["numerator"] == int(k) if k.isdigit() else pd.isna(row["numerator"])
            assert pd.notna(row["lower"]) == k.isdigit()
        assert published.group != "looked_after" or len(own) == len(COLUMN_OF) + 3


@pytest.mark.national
def test_the_size_decides_which_cohorts_are_small(there):
    data = there("Kent", 2023)
    assert (small_cohorts(data)["denominator"] < SMALL).all()
    assert "in_need" not in set(small_cohorts(data)["pupil_group"])
    assert "in_need" in set(small_cohorts(data, size=1_000)["pupil_group"])
    assert set(small_cohorts(data, size=56)["pupil_group"]) == {"looked_after"}


# intervals and verdicts


@pytest.mark.national
def test_progress_scores_keep_the_interval_that_dfe_publishes(there, file):
    data = there("Barnet", 2023)
    row = small_cohorts(data).set_index(["measure", "pupil_group"]).loc["ks2_reading_progress", "in_need"]
    theirs = file[
        (file["new_la_code"] == data.area.code) & (file["year"] == 2023) & (file["group"] == "in_need")
    ]
    published = theirs[["avg_read_progress_score_lower_CI", "avg_read_progress_score_upper_CI"]].astype(float)
    assert [row["lower"], row["upper"]] == published.iloc[0].tolist()
    assert row["interval_from"] == "published by DfE"
    assert row["one_pupil_points"] == pytest.approx(6.2893 / row["denominator"], rel=0.01)


@pytest.mark.national
def test_a_progress_score_without_a_published_interval_gets_one_from_sigma_or_a_reason(there):
    data = there("Barnet", 2023)
    bare = replace(data, observations=data.observations.assign(lower=np.nan, upper=np.nan))
    old, new = (small_cohorts(d).query("unit == 'score'") for d in (data, bare))
    assert set(new["interval_from"]) == {"DfE's method"}
    np.testing.assert_allclose(old[["lower", "upper"]], new[["lower", "upper"]], atol=0.011)
    earlier = bare.observations[bare.observations["year"] == 2023].assign(year=2017)
    before = small_cohorts(replace(data, observations=earlier, year=2017)).query("unit == 'score'")
    assert before["lower"].isna().all() and before["reason"].str.contains("standard deviation").all()


@given(n=st.integers(1, 400), share=st.floats(0, 1), england=st.integers(0, 100))
def test_a_result_is_consistent_with_itself(n, share, england):
    k = round(share * n)
    found = share_result(proportion(k, n), england, 0, None)
    assert found["lower"] <= found["value"] <= found["upper"]
    assert found["verdict"] in VERDICTS.values() and found["reason"]
    assert found["verdict"] != VERDICTS["contradicts"]
    low, high = (getattr(proportion(k, n).confidence_interval().percent, end) for end in ("low", "high"))
    apart = low > england + 0.5 or high < england - 0.5
    assert (found["verdict"] == VERDICTS["supports"]) == apart
    assert found["statement"].endswith(f"England's {england}%")
    assert f"with {n} pupils a true difference of" in found["power"]


def test_a_figure_that_prints_as_englands_is_on_neither_side():
    found = share_result(proportion(11, 135), 8, 0, None)
    assert (found["statement"], found["verdict"]) == ("level with England's 8%", "too small to say")
    assert share_result(proportion(12, 135), 8, 0, None)["statement"] == "above England's 8%"


# ranks with a few pupils moved


def naive_rank(rows: pd.DataFrame, area: str, value: float) -> int:
    """The rank after the LA's value is replaced in the observations and everyone is ranked again."""
    changed = rows.assign(value=rows["value"].mask(rows["area"] == area, value))
    ranks = rank_areas(changed)
    return int(ranks.loc[ranks["area"] == area, "rank"].iloc[0])


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2019), ("Kent", 2023), ("Barnet", 2025)])
def test_moved_ranks_agree_with_ranking_everyone_again(there, area, year):
    data = there(area, year)
    rows = small_cohorts(data)
    rows = rows[rows["unit"].eq("percent") & rows["lower"].notna()]
    assert len(rows) > 5
    everyone = data.observations[data.observations["year"] == year]
    for row in rows.itertuples():
        same = everyone["measure"].eq(row.measure) & everyone["pupil_group"].eq(row.pupil_group)
        assert row.rank == naive_rank(everyone[same], data.area.code, row.value)
        for pupils, suffix in zip(MOVES, ("", "_2", "_3"), strict=True):
            ends = [max(row.numerator - pupils, 0), min(row.numerator + pupils, row.denominator)]
            shares = [100 * count / row.denominator for count in ends]
            expected = sorted(naive_rank(everyone[same], data.area.code, share) for share in shares)
            assert [getattr(row, f"rank_low{suffix}"), getattr(row, f"rank_high{suffix}")] == expected


@pytest.mark.national
def test_values_published_rounded_are_compared_rounded(there):
    data = there("Barnet", 2017)
    key = ("ks2_rwm_expected", "ehc_plan")
    ladder = ladders(data, 2017, [key])[key]
    others = data.ranks.query("measure == @key[0] and pupil_group == @key[1] and year == 2017")
    others = others.loc[others["area"] != data.area.code, "value"]
    for count in range(136):
        printed = proportion(count, 135).rounded()
        assert ladder.ranks(100 * count / 135) == (1 + (others > printed).sum(),) * 2
    assert ladder.ranks(100 * 11 / 135) == (60, 60)


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


@pytest.mark.national
def test_more_pupils_moved_leave_more_places_open(there):
    for area in ("Barnet", "Kent"):
        rows = small_cohorts(there(area, 2023)).dropna(subset=["rank_low"])
        assert (rows["rank_low_3"] <= rows["rank_low_2"]).all() and (
            rows["rank_low_2"] <= rows["rank_low"]
        ).all()
        assert (rows["rank_low"] <= rows["rank"]).all() and (rows["rank"] <= rows["rank_high"]).all()
        assert (rows["rank_high"] <= rows["rank_high_2"]).all() and (
            rows["rank_high_3"] <= rows["n_ranked"]
        ).all()


# nothing suppressed gets out


def texts_of(*displays) -> str:
    """All that a page would hold of them: markup, text and the data behind."""
    parts = []
    for display in displays:
        bundle = display._repr_mimebundle_()
        parts += [str(bundle["text/html"]), str(bundle.get(TABLE_MIME, ""))]
    return " ".join(parts)


@pytest.mark.national
@pytest.mark.parametrize("area", AREAS)
def test_a_suppressed_figure_has_no_result_of_any_kind(there, area):
    for year in YEARS:
        # the years of an area share their data; only a transcribed report belongs to one
        data = (
            there(area, year) if (area, year) == ("Barnet", 2017) else replace(there(area, 2023), year=year)
        )
        rows = small_cohorts(data)
        hidden = rows[rows["status"] != "ok"]
        assert hidden[[*RESULTS, "numerator"]].isna().all(axis=None)
        assert hidden[["verdict", "statement", "power", "seen", "possible"]].eq("").all(axis=None)
        assert hidden["reason"].str.startswith("no interval, because").all()
        printed = set() if data.edition is None else set(data.edition.cohorts["numerator"].dropna())
        assert set(rows["numerator"].dropna()) & set(range(1, 6)) <= printed
        keys = set(hidden[KEY[:2]].itertuples(index=False, name=None))
        assert not keys & set(ladders(data, year, list(keys)) if keys else ())
        for table in cohort_tables(rows, data):
            for cells in table.frame.itertuples(index=False):
                measure = str(cells[0])
                if "[c]" in str(cells[2]):
                    assert not any(" of " in str(cell) and "[c]" not in str(cell) for cell in cells[1:]), (
                        measure
                    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Barnet", 2019), ("Barnet", 2023), ("Barnet", 2025), ("Rutland", 2019)]
)
def test_pages_do_not_depend_on_a_suppressed_number(there, area, year):
    """Give each suppressed cell one number, then another: every table, chart and sentence stays the same."""
    data = there(area, year)
    found = []
    for secret in (1, 5):
        rows = data.observations.copy()
        hidden = (rows["status"] == "c") & rows["numerator"].isna() & rows["denominator"].notna()
        rows.loc[hidden, "numerator"] = secret
        known = replace(data, observations=rows)
        cohorts = small_cohorts(known)
        change = largest_change(known, SMALL)
        found.append(
            [
                cohorts.to_csv(),
                texts_of(*cohort_tables(cohorts, known), *filter(None, [cohort_chart(cohorts, known)])),
                *cohort_sentences(cohorts),
                selection_sentence(cohorts),
                *(change_sentences(change) if change else []),
            ]
        )
    assert found[0] == found[1]


@pytest.mark.national
def test_no_rank_is_given_where_the_own_figure_is_not_published(there):
    data = there("Barnet", 2017)
    rows = named_cohorts(data)
    own = rows[rows["id"].eq("c076")]
    assert own["rank_low"].isna().all()
    eight, fourteen = (own[own["denominator"] == n].iloc[0] for n in (8, 14))
    assert pd.isna(eight["numerator"]) and pd.isna(eight["lower"]) and "fewer than 6" in eight["reason"]
    assert fourteen["numerator"] == 7 and fourteen["verdict"] == "too small to say"


# bad input


def with_counts(data, numerator, denominator, **other) -> Data:
    """Barnet with one cohort whose counts are these."""
    rows = data.observations
    row = rows[(rows["area"] == data.area.code) & (rows["year"] == 2017) & rows["value"].notna()]
    row = row[(row["measure"] == "ks2_rwm_expected") & (row["pupil_group"] == "all")].head(1)
    one = row.assign(numerator=numerator, denominator=denominator, **other).astype({"value": float})
    rest = rows.drop(row.index).astype({"numerator": object, "denominator": object})
    return replace(
        data, observations=pd.concat([rest, one.astype({"numerator": object, "denominator": object})])
    )


def test_impossible_counts_are_an_error_that_names_the_cohort(offline):
    for numerator, denominator, words in [
        (11, 10, "must not exceed"),
        (3.5, 10, "whole number"),
        (-1, 10, "0 or more"),
    ]:
        with pytest.raises(InputError, match=words) as error:
            small_cohorts(with_counts(offline, numerator, denominator))
        assert "Reading, writing and mathematics" in str(error.value) and "2017" in str(error.value)


def test_missing_and_empty_cohorts_say_why_there_is_no_interval(offline):
    def reason(*counts, **other) -> str:
        rows = small_cohorts(with_counts(offline, *counts, **other)).query("origin == 'data'")
        assert rows[["lower", "upper", *RANKS]].isna().all(axis=None)
        return rows["reason"].iloc[0]

    assert reason(0, 0) == "no interval, because there were no pupils in the group"
    assert "how many pupils reached the standard" in reason(pd.NA, 14)
    assert "suppressed" in reason(3, 14, status="c", value=np.nan)
    assert "not applicable" in reason(pd.NA, 14, status="z", value=np.nan)
    assert "spread" in reason(pd.NA, 14, measure="ks4_attainment8")


@pytest.mark.parametrize(("area", "year"), [("Barnet", 2025), ("Kent", 2023)])
def test_chance_leaves_more_places_open_than_one_pupil_does(there, area, year):
    rows = small_cohorts(there(area, year)).query("rank_low.notna()")
    assert len(rows) >= 10 and rows["rank_chance_low"].notna().all()
    assert (rows["rank_chance_low"] <= rows["rank_low"]).all()
    said = cohorts_in_words(rows)
    assert said and all("chance leaves the rank open" in text for text in said)
    sets = rank_sets.rank_sets(there(area, year))
    sets = sets[sets["area"] == there(area, year).area.code]
    known = rows.merge(sets, on=["measure", "pupil_group"], suffixes=("", "_set"))
    assert len(known) >= 10 and set(known["chance_from"]) == {"95% set"}
    assert (known["rank_chance_high"] == known["upper_set"]).all()


def test_an_estimate_has_no_interval(offline):
    """99,000 of 387,803 residents, which the papers call approximate."""
    rows = small_cohorts(offline).query("kind == 'estimate'")
    assert len(rows) == 12 and rows["lower"].isna().all() and rows["possible"].eq("").all()
    assert rows["reason"].eq("no interval: an estimate or a rounded number, not a count").all()


# a change of rank in pupils


def test_the_fall_of_ehc_plan_pupils_was_two_or_three_of_135(there):
    change = largest_change(there("Barnet", 2017), SMALL)
    assert (change.measure, change.pupil_group, change.assumed) == ("ks2_rwm_expected", "ehc_plan", True)
    assert (change.before.counts, change.now.counts, change.pupils) == ((13, 14), (11,), (2, 3))
    assert (change.before.rank, change.now.rank) == (21, 60)
    exact = [difference(proportion(11, 135), proportion(k, 135)).interval.percent for k in (13, 14)]
    assert change.interval.low == min(i.low for i in exact) and change.interval.high == max(
        i.high for i in exact
    )
    text = " ".join(change_sentences(change))
    for words in (
        "10% in 2015/16 and 8% in 2016/17, from 21st of 128 to 60th of 140",
        "11 of 135 pupils", "13 or 14", "2 or 3 pupils", "−9.4 to +5.6 points", "between 6 times in ten and 7 times in ten",
        "must be 9 points or more", "43rd to 84th with 1 pupil more or fewer",
    ):  # fmt: skip
        assert words in text
    assert "no more than chance alone can make" in change_headline(change)
    assert moves_table(change).frame["Rank"].map(str).tolist() == [
        "99th", "84th", "84th", "60th", "43rd", "30th", "30th",
    ]  # fmt: skip


def test_without_national_data_the_cut_points_give_ranges(offline, there):
    sparse = largest_change(offline, SMALL).moved()
    assert sparse["rank_low"].notna().all() and (sparse["rank_low"] < sparse["rank_high"]).any()


@pytest.mark.national
def test_ranges_from_cut_points_hold_the_ranks_of_the_whole_file(there, request):
    whole = largest_change(there("Barnet", 2017), SMALL).moved()
    request.getfixturevalue("home")  # the current folder from here on
    prepare()
    sparse = largest_change(load("Barnet", 2017), SMALL).moved()
    assert (sparse["rank_low"] <= whole["rank_low"]).all() and (
        whole["rank_high"] <= sparse["rank_high"]
    ).all()


@pytest.mark.national
def test_elsewhere_the_largest_change_of_a_small_cohort_is_told_as_such(there):
    data = there("Kent", 2023)
    change = largest_change(data, SMALL)
    ranks = data.ranks[data.ranks["area"] == data.area.code]
    both = ranks[ranks["year"] == 2023].merge(ranks[ranks["year"] == 2022], on=KEY[:2])
    counted = small_cohorts(data).query("unit == 'percent' and lower.notna()")[KEY[:2]]
    moved = (both["rank_x"] - both["rank_y"]).abs()[
        both.set_index(KEY[:2]).index.isin(counted.set_index(KEY[:2]).index)
    ]
    assert abs(change.before.rank - change.now.rank) == moved.max()
    assert f"largest of {change.among} changes" in change_sentences(change)[0]
    assert largest_change(there("Isles of Scilly", 2018), SMALL) is None
    assert change_headline(None) == ""


def test_a_change_across_a_break_or_with_a_suppressed_count_is_not_given(there):
    assert cohort_change.cohort_change(there("Kent", 2022), "ks2_rwm_expected", "looked_after") is None
    assert cohort_change._possible("25", 0, 12) == ()
    assert cohort_change._possible("50", 0, 12) == (6,)


@given(before=st.integers(3, 12), now=st.integers(3, 12), baseline=st.floats(0.05, 0.95), down=st.booleans())
def test_the_detectable_change_agrees_with_adding_up_outcomes(before, now, baseline, down):
    from scipy.stats import binom

    def power(points):
        share = baseline + (-points if down else points) / 100
        return sum(
            binom.pmf(a, before, baseline) * binom.pmf(b, now, share)
            for a in range(before + 1)
            for b in range(now + 1)
            if difference(proportion(b, now), proportion(a, before)).excludes_zero
        )

    found = detectable_change(before, now, baseline, "below" if down else "above")
    room = int(100 * (baseline if down else 1 - baseline))
    if found is None:
        assume(room > 0)
        assert power(room) < 0.8 + 1e-9
    else:
        assert power(found) >= 0.8 - 1e-9 and (found == 1 or power(found - 1) < 0.8 + 1e-9)


# what ranks can show


@given(n=st.integers(1, 400), share=st.floats(0, 1))
def test_no_standard_error_is_zero_and_both_ends_are_alike(n, share):
    k = round(share * n)
    (error,), (mirror,) = share_errors([k], [n]), share_errors([n - k], [n])
    assert error > 0 and error == pytest.approx(mirror)
    assert error <= 50 / np.sqrt(n + 2) + 1e-9


@pytest.fixture(scope="module")
def sets(there):
    data = there("Barnet", 2025)
    return data, rank_sets.rank_sets(data)


@pytest.mark.national
def test_rank_sets_are_those_of_all_local_authorities(sets):
    data, table = sets
    own = table[table["area"] == data.area.code]
    assert len(own) == 10 and set(table["area"]) <= {data.area.code, *data.neighbour_codes}
    key = ("ks2_gps_expected", "in_need")
    rows = data.observations[(data.observations["area_type"] == "la") & (data.observations["year"] == 2025)]
    rows = rows[(rows["measure"] == key[0]) & (rows["pupil_group"] == key[1]) & rows["value"].notna()]
    values = (100 * rows["numerator"].astype(float) / rows["denominator"].astype(float)).set_axis(
        rows["area"]
    )
    errors = pd.Series(share_errors(rows["numerator"], rows["denominator"]), index=rows["area"])
    alone, joint = rank_confidence_sets(values, errors), joint_rank_region(values, errors)
    every = rank_confidence_sets(values, errors, simultaneous=True)
    best = pd.Series(best_set(values, errors, len(values) // 10), index=values.index)
    for row in table[(table["measure"] == key[0]) & (table["pupil_group"] == key[1])].itertuples():
        assert [row.lower, row.upper] == alone.loc[row.area, ["lower", "upper"]].tolist()
        assert [row.lower_all, row.upper_all] == every.loc[row.area, ["lower", "upper"]].tolist()
        assert [row.lower_joint, row.upper_joint] == joint.loc[row.area, ["lower", "upper"]].tolist()
        assert (row.among_best != "ruled out") == best[row.area]
        assert row.best == len(values) // 10 and row.n_ranked == len(values)


@pytest.mark.national
def test_rank_sets_hold_the_rank_and_widen_when_all_must_hold(sets):
    _, table = sets
    assert (table["lower_all"] <= table["lower"]).all() and (table["lower"] <= table["rank"]).all()
    assert (table["rank"] <= table["upper"]).all() and (table["upper"] <= table["upper_all"]).all()
    assert (table["upper_all"] <= table["n_ranked"]).all() and (table["standard_error"] > 0).all()


@pytest.mark.national
def test_sets_that_are_known_of_all_are_those_computed_for_one(there, sets, monkeypatch):
    data = replace(there("Barnet", 2025))
    data.kept[FOR_ALL] = {}
    rank_sets.sets_of_all(data, 2025)
    monkeypatch.setattr(rank_sets, "rank_confidence_sets", None)  # nothing is left to compute
    assert rank_sets.rank_sets(data).equals(sets[1])


def test_among_the_best_is_shown_open_or_ruled_out():
    row = pd.Series({"best": 15, "lower_all": 1, "upper_all": 15})
    assert rank_sets._answer(row) == "shown"
    assert rank_sets._answer(row.replace(15, 16).mask(row.index == "best", 15)) == "cannot be ruled out"
    assert rank_sets._answer(pd.Series({"best": 15, "lower_all": 16, "upper_all": 90})) == "ruled out"
    assert rank_sets._answer(pd.Series({"best": 0, "lower_all": 1, "upper_all": 1})) == ""


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2017), ("Kent", 2023), ("Isles of Scilly", 2018)])
def test_rounding_leaves_the_places_that_the_printed_values_leave(there, area, year):
    data = there(area, year)
    ranges = rounding_ranges(data).set_index(KEY)
    ranks = data.ranks[data.ranks["year"] == year]
    own = ranks[ranks["area"] == data.area.code].set_index(KEY)
    assert set(ranges.index) == set(own.index)
    known = data.observations[
        (data.observations["area"] == data.area.code) & (data.observations["year"] == year)
    ]
    known = known.set_index(KEY)["decimals"]
    for key, values in ranks.groupby(KEY):
        if key not in ranges.index:
            continue
        places = printed_precision(values["value"], int(known[key]))
        places = 9 if places is None else places
        printed = rounded(values["value"], pd.Series(places, index=values.index)).set_axis(values["area"])
        high = data.measures.loc[key[0], "polarity"] == "high"
        found = rounding_rank_range(printed, places, high).loc[data.area.code]
        assert ranges.loc[key, ["rank", "lower", "upper"]].tolist() == found.tolist()


# words and pages


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"),
    [("Barnet", 2017), ("Kent", 2023), ("Rutland", 2019), ("Isles of Scilly", 2018), ("Barnet", 2020)],
)
def test_every_part_of_the_page_can_be_made(there, area, year):
    data = there(area, year)
    cohorts, ranges, missing = small_cohorts(data), rounding_ranges(data), without_numbers(data)
    found = rank_sets.rank_sets(data) if year != 2023 else rank_sets.rank_sets(there("Barnet", 2025)).head(0)
    sentences = [
        *cohort_sentences(cohorts), selection_sentence(cohorts), verdict_sentence(cohorts), granularity_sentence(cohorts),
        *rank_set_sentences(found, data), rounding_sentence(ranges), without_numbers_sentence(missing),
    ]  # fmt: skip
    tables = [*cohort_tables(cohorts, data), rounding_table(ranges, data), without_numbers_table(missing)]
    if data.edition is not None:
        measured = cohorts["lower"].notna()
        sums = arithmetic(data.edition.cohorts)
        sentences.append(arithmetic_sentence(sums))
        tables += [
            named_table(cohorts[measured]),
            unmeasured_table(cohorts[~measured]),
            arithmetic_table(sums),
        ]
    text = " ".join([*sentences, texts_of(*tables)])
    assert not {"nan", "<NA>", "NaT", "nan%"} & set(text.split())
    assert len(text) < 200_000


@pytest.mark.national
def test_rank_charts_show_the_area_and_its_neighbours_only(sets):
    data, table = sets
    charts = rank_set_charts(table, data)
    assert charts and all("Barnet" in chart.alt and len(chart.svg) < 40_000 for chart in charts)
    names = {str(name) for chart in charts for name in chart.data.frame["Local authority"]}
    assert names <= {data.area.name, *map(data.name_of, data.neighbour_codes)}
    shown = rank_set_table(table, data).frame
    assert len(shown) == 10 and shown["Among the best"].map(str).str.contains("cannot be ruled out").all()
    assert (
        "On 10 measures with numbers of pupils: none shown, 10 cannot be ruled out and none ruled out."
        in " ".join(rank_set_sentences(table, data))
    )


def test_what_does_not_add_up_in_the_papers_is_listed(offline):
    cohorts = small_cohorts(offline)
    text = granularity_sentence(cohorts)
    assert "43 of 53 is 81%, not 77%; 77% would be 41" in text and "England" not in text
    sums = arithmetic(offline.edition.cohorts)
    assert len(sums) == (offline.edition.cohorts["relation"] != "").sum()
    assert "printed 200, but 533 − 331 is 202" in arithmetic_sentence(sums)
    assert "printed 22, but a part of 20 cannot be more than 20" in arithmetic_sentence(sums)
    assert arithmetic_table(sums).frame["Adds up"].tolist()[0] == "no"


def test_a_percentage_without_its_group_is_tried_on_groups_named_nearby(offline):
    rows = named_cohorts(offline)
    tried = rows[rows["hypothetical"]].set_index(["id", "denominator"])
    assert tried.loc[("c014", 83), "numerator"] == 14 and tried.loc[("c015", 533), "numerator"] == 280
    several = tried.loc[("c026", 533)]
    assert pd.isna(several["numerator"]) and several["reason"] == "56 to 61 of 533 print as 11%"
    assert several["lower"] == pytest.approx(proportion(56, 533).confidence_interval().percent.low)
    assert several["upper"] == pytest.approx(proportion(61, 533).confidence_interval().percent.high)
