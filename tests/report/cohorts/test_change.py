"""Changes of rank in pupils, and the change that a cohort could show."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.catalogue.observations import KEY
from analysis.data.ordering import orders_authorities
from analysis.data.prepare import prepare
from analysis.report.cohorts import change as cohort_change
from analysis.report.cohorts.change_sentences import change_headline, change_sentences
from analysis.report.cohorts.tables import moves_table
from analysis.report.contents import open_report
from analysis.statistics.differences import difference
from analysis.statistics.power import detectable_change
from analysis.statistics.shares import proportion


def test_the_fall_of_ehc_plan_pupils_was_two_or_three_of_135(there):
    change = there("Barnet", 2017).largest_change
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
    # the same table stands for absence, in which nobody reaches a standard
    assert "standard" not in moves_table(change).to_html()
    assert moves_table(change).frame["Rank"].map(str).tolist() == [
        "99th", "84th", "84th", "60th", "43rd", "30th", "30th",
    ]  # fmt: skip


def test_without_national_data_the_cut_points_give_ranges(offline, there):
    sparse = offline.largest_change.moved()
    assert sparse["rank_low"].notna().all() and (sparse["rank_low"] < sparse["rank_high"]).any()


@pytest.mark.national
def test_ranges_from_cut_points_hold_the_ranks_of_the_whole_file(there, request):
    whole = there("Barnet", 2017).largest_change.moved()
    request.getfixturevalue("home")  # the current folder from here on
    prepare()
    sparse = open_report("Barnet", 2017).largest_change.moved()
    assert (sparse["rank_low"] <= whole["rank_low"]).all() and (
        whole["rank_high"] <= sparse["rank_high"]
    ).all()


@pytest.mark.national
def test_elsewhere_the_largest_change_of_a_small_cohort_is_told_as_such(there):
    data = there("Kent", 2023)
    change = data.largest_change
    ranks = data.england.ranks[data.england.ranks["area"] == data.area.code]
    both = ranks[ranks["year"] == 2023].merge(ranks[ranks["year"] == 2022], on=KEY[:2])
    counted = data.cohorts.query("unit == 'percent' and lower.notna()")[KEY[:2]]
    # between places without an order nothing moves
    ordered = [
        orders_authorities(data.england, *key, 2023) is not False
        and orders_authorities(data.england, *key, 2022) is not False
        for key in both[KEY[:2]].itertuples(index=False)
    ]
    assert not all(ordered)
    both = both[ordered]
    moved = (both["rank_x"] - both["rank_y"]).abs()[
        both.set_index(KEY[:2]).index.isin(counted.set_index(KEY[:2]).index)
    ]
    assert abs(change.before.rank - change.now.rank) == moved.max()
    assert f"largest of {change.among} changes" in change_sentences(change)[0]
    assert there("Isles of Scilly", 2018).largest_change is None
    assert change_headline(None) == ""


def test_a_change_across_a_break_or_with_a_suppressed_count_is_not_given(there):
    assert cohort_change.cohort_change(there("Kent", 2022), "ks2_rwm_expected", "looked_after") is None
    barnet = there("Barnet", 2017)
    cohorts = barnet.paper.cohorts
    named = cohorts["measure"].eq("ks2_rwm_expected") & cohorts["pupil_group"].eq("ehc_plan")
    row = cohorts[named & cohorts["year"].eq(2017) & cohorts["denominator"].notna()].head(1)
    half = row.assign(numerator=pd.NA, denominator=12, percentage="50%", percent=50.0)

    def change_of(now):
        rows = pd.concat([half.assign(year=2016), now])
        data = replace(barnet, paper=replace(barnet.paper, cohorts=rows))
        return cohort_change.cohort_change(data, "ks2_rwm_expected", "ehc_plan")

    assert change_of(half).now.counts == (6,)
    # 3 of 12, which DfE would suppress
    assert change_of(half.assign(percentage="25%", percent=25.0)) is None


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
