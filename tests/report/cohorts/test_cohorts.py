"""Small cohorts: none is missing, what few pupils do to a rank, and why there is no interval."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.data.ranking import rank_areas
from analysis.report.cohorts.cohorts import small_cohorts
from analysis.report.cohorts.columns import SmallCohorts
from analysis.report.cohorts.sentences import cohorts_in_words
from analysis.report.contents import Report
from analysis.report.rankings.moves import MOVES, ladders
from analysis.statistics.shares import proportion
from analysis.statistics.verdicts import SMALL, VERDICTS

RANKS = [f"rank_{end}{suffix}" for suffix in ("", "_2", "_3") for end in ("low", "high")]
COLUMN_OF = {
    "ks2_rwm_expected": "rwm",
    "ks2_reading_expected": "read",
    "ks2_writing_expected": "writta",
    "ks2_maths_expected": "mat",
    "ks2_gps_expected": "gps",
    "ks2_science_expected": "scita",
}


def test_every_cohort_of_the_papers_has_a_row_with_a_verdict_or_a_reason(offline):
    rows = offline.cohorts
    assert set(offline.paper.cohorts["id"]) == set(rows["id"])
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
    rows = data.cohorts
    theirs = file[(file["new_la_code"] == data.area.code) & (file["year"] == year)]
    if theirs.empty:
        pytest.skip(f"the file has {area} under another code in {year}")
    for published in theirs.itertuples():
        # other files count these pupils too: those of this one are at the end of key stage 2
        own = rows[(rows["pupil_group"] == published.group) & rows["measure"].str.startswith("ks2_")]
        own = own.set_index("measure")
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
    def at_ks2(rows):
        return set(rows.loc[rows["measure"].str.startswith("ks2_"), "pupil_group"])

    data = there("Kent", 2023)
    assert (data.cohorts["denominator"] < SMALL).all()
    assert "in_need" not in at_ks2(data.cohorts)
    assert "in_need" in at_ks2(small_cohorts(data, data.rank_sets, data.shrunken_ranks, size=1_000))
    assert at_ks2(small_cohorts(data, data.rank_sets, data.shrunken_ranks, size=56)) == {"looked_after"}


def naive_rank(rows: pd.DataFrame, area: str, value: float) -> int:
    """The rank after the LA's value is replaced in the observations and everyone is ranked again."""
    changed = rows.assign(value=rows["value"].mask(rows["area"] == area, value))
    ranks = rank_areas(changed)
    return int(ranks.loc[ranks["area"] == area, "rank"].iloc[0])


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2019), ("Kent", 2023), ("Barnet", 2025)])
def test_moved_ranks_agree_with_ranking_everyone_again(there, area, year):
    data = there(area, year)
    rows = data.cohorts
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
    others = data.england.ranks.query("measure == @key[0] and pupil_group == @key[1] and year == 2017")
    others = others.loc[others["area"] != data.area.code, "value"]
    for count in range(136):
        printed = proportion(count, 135).rounded()
        assert ladder.ranks(100 * count / 135) == (1 + (others > printed).sum(),) * 2
    assert ladder.ranks(100 * 11 / 135) == (60, 60)


@pytest.mark.national
def test_more_pupils_moved_leave_more_places_open(there):
    for area in ("Barnet", "Kent"):
        rows = there(area, 2023).cohorts.dropna(subset=["rank_low"])
        assert (rows["rank_low_3"] <= rows["rank_low_2"]).all() and (
            rows["rank_low_2"] <= rows["rank_low"]
        ).all()
        assert (rows["rank_low"] <= rows["rank"]).all() and (rows["rank"] <= rows["rank_high"]).all()
        assert (rows["rank_high"] <= rows["rank_high_2"]).all() and (
            rows["rank_high_3"] <= rows["n_ranked"]
        ).all()


def with_counts(data, numerator, denominator, **other) -> Report:
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
            assert with_counts(offline, numerator, denominator).cohorts is None
        assert "Key stage 2 reading, writing and maths" in str(error.value) and "2017" in str(error.value)


def test_missing_and_empty_cohorts_say_why_there_is_no_interval(offline):
    def reason(*counts, **other) -> str:
        rows = with_counts(offline, *counts, **other).cohorts.query("origin == 'data'")
        assert rows[["lower", "upper", *RANKS]].isna().all(axis=None)
        return rows["reason"].iloc[0]

    assert reason(0, 0) == "no interval, because there were no pupils in the group"
    assert "how many pupils reached the standard" in reason(pd.NA, 14)
    assert "suppressed" in reason(3, 14, status="c", value=np.nan)
    assert "not applicable" in reason(pd.NA, 14, status="z", value=np.nan)
    assert "spread" in reason(pd.NA, 14, measure="ks4_attainment8")


@pytest.mark.parametrize(("area", "year"), [("Barnet", 2025), ("Kent", 2023)])
def test_chance_leaves_more_places_open_than_one_pupil_does(there, area, year):
    rows = there(area, year).cohorts.query("rank_low.notna()")
    assert len(rows) >= 10 and rows["rank_chance_low"].notna().all()
    assert (rows["rank_chance_low"] <= rows["rank_low"]).all()
    said = cohorts_in_words(rows)
    told = rows[rows["numerator"].notna() & rows["denominator"].le(1000) & ~rows["hypothetical"]]
    assert said and len(said) == len(told)
    for text, orders in zip(said, told["orders"], strict=True):
        # a place among figures that order nobody is not said, nor what chance does to it
        assert ("chance leaves the rank open" in text.lower()) == (orders != "no")
        assert ("do not order local authorities" in text) == (orders == "no")
    sets = there(area, year).rank_sets
    sets = sets[sets["area"] == there(area, year).area.code]
    known = rows.merge(sets, on=["measure", "pupil_group"], suffixes=("", "_set"))
    assert len(known) >= 10 and set(known["chance_from"]) == {"95% set"}
    assert (known["rank_chance_high"] == known["upper_set"]).all()


def test_an_estimate_has_no_interval(offline):
    """99,000 of 387,803 residents, which the papers call approximate."""
    rows = offline.cohorts.query("kind == 'estimate'")
    assert len(rows) == 12 and rows["lower"].isna().all() and rows["possible"].eq("").all()
    assert rows["reason"].eq("no interval: an estimate or a rounded number, not a count").all()
