"""The summary's sentences: picked by their rules, true to the table, and nothing named that cannot be shown."""

import re

import pandas as pd
import pytest

from analysis.catalogue.families import family
from analysis.catalogue.measures import is_group_gap
from analysis.data.cohort_sizes import about, cohort_sizes
from analysis.data.ranking import CITY_AND_SCILLY, last_place
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.contents import open_report
from analysis.report.rankings.movement_sentences import held_for_two_years, movements_of
from analysis.report.rankings.nameable import LEFT_OUT, differs_from_england, share_of, too_few_pupils
from analysis.report.rankings.sentences import extremes, name
from analysis.report.summary.findings import (
    LIKELY,
    MOST,
    PER_PHASE,
    STRENGTH_SHARE,
    UNKNOWN_NUMBER,
    with_chances,
)
from analysis.report.summary.headlines import headlines
from analysis.report.summary.summary import NONE

HELD = re.compile(
    r"(up|down) (?:at least )?(\d+) places? and held for two years\. It was (\d+)\w\w in (\d+), (\d+)\w\w in (\d+) and (\d+)\w\w in (\d+)"
)


@pytest.mark.national
def test_findings_follow_their_rules(report):
    data, table, found = report
    rows = with_chances(table, data).set_index(["measure", "pupil_group"])
    named = found["strengths"] + found["development"] + found["movements"]
    assert "poor" not in {rows.loc[(each.measure, each.pupil_group), "how_steady"] for each in named}
    for finding in found["strengths"]:
        assert rows.loc[(finding.measure, finding.pupil_group), "stays_top"] >= LIKELY
    for finding in found["development"]:
        assert rows.loc[(finding.measure, finding.pupil_group), "stays_low"] >= LIKELY
    for finding in found["strengths"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["tie_last"] <= last_place(STRENGTH_SHARE, int(row["band_n"]))
        better = row["value"] > row["england"] if row["polarity"] == "high" else row["value"] < row["england"]
        assert better
    for finding in found["development"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["band"] == "bottom half"
        assert row["value"] < row["england"] if row["polarity"] == "high" else row["value"] > row["england"]
    for finding in found["movements"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        way, least, *numbers = HELD.search(finding.text).groups()
        before, first, held, held_in, other, other_in = map(int, numbers)
        assert {held_in, other_in} == {data.year, data.year - 1} and first == data.year - 2
        assert {held_in: held, other_in: other} == {
            data.year: row["rank"],
            data.year - 1: row["previous_rank"],
        }
        # the nearer of the two places is the one that is named, and both lie on one side of that before
        sign = 1 if way == "up" else -1
        assert 1 <= int(least) <= (before - held) * sign <= (before - other) * sign


@pytest.mark.national
def test_nothing_is_said_twice_and_no_phase_crowds_out_the_others(report):
    _, table, found = report
    for findings in found.values():
        measures = [finding.measure for finding in findings]
        phases = [table.set_index("measure")["phase"].loc[[m]].iloc[0] for m in measures]
        assert len(measures) == len(set(measures)) <= MOST
        assert all(phases.count(phase) <= PER_PHASE for phase in phases)
        families = [family(finding.measure) for finding in findings]
        assert len(families) == len(set(families))
    strong = {(f.measure, f.pupil_group) for f in found["strengths"]}
    assert not strong & {(f.measure, f.pupil_group) for f in found["development"]}


@pytest.mark.national
def test_nothing_is_named_on_a_cohort_that_cannot_show_it(report):
    data, table, found = report
    named = [finding for kind in found.values() for finding in kind]
    if data.area.code in CITY_AND_SCILLY:
        assert not named and too_few_pupils(data) in data.summary["overall"][0]
        assert too_few_pupils(data) in headlines(data)[0]
    assert all(finding.pupil_group == "all" for finding in found["strengths"] + found["development"])
    rows = table.set_index(["measure", "pupil_group"])
    for finding in named:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        whole = finding.pupil_group == "all" and not is_group_gap(finding.measure)
        unknown = not whole and pd.isna(row["numerator"])
        assert finding.uncounted == (whole and pd.isna(row["numerator"]))
        assert unknown == (UNKNOWN_NUMBER in finding.text)
        measure = finding.measure.removesuffix("_with_special")  # special schools among others
        assert not any(part in measure for parts in LEFT_OUT.values() for part in parts)


@pytest.mark.national
def test_the_ends_of_the_ranking_come_first(report):
    """Each list runs from what meets its rule most clearly; nothing headline-like goes before it."""
    data, table, found = report
    rows = table.set_index(["measure", "pupil_group"])

    def of(findings, column):
        return [rows.loc[(finding.measure, finding.pupil_group), column] for finding in findings]

    # a shared place counts as the last of those that share it among the best, and as the first among the lowest
    assert of(found["strengths"], "tie_last") == sorted(of(found["strengths"], "tie_last"))
    assert of(found["development"], "rank") == sorted(of(found["development"], "rank"), reverse=True)
    chances = movements_of(data).set_index(["measure", "pupil_group"])["chance"]
    moves = [chances.loc[(finding.measure, finding.pupil_group)] for finding in found["movements"]]
    assert moves == sorted(moves)


@pytest.mark.national
def test_what_is_furthest_down_is_a_weakness_whatever_its_phase_if_it_is_likely_to_hold(national_home):
    data = open_report("Barnet", 2017)
    found = [str(finding) for finding in data.findings["development"]]
    assert "125th of 152" in found[0] and found[0].startswith("Offers of a place in education or training")
    assert not any("college" in text or "Apprenticeship" in text for text in found)
    # 109th in appeals to the tribunal, worse than England: less than four chances in five of the lower half next year
    rows = with_chances(data.rankings, data)
    (appeals,) = rows.query("measure == 'sen_tribunal_appeals'").itertuples()
    assert (appeals.rank, appeals.band) == (109, "bottom half") and appeals.value > appeals.england
    assert 0.5 < appeals.stays_low < LIKELY and not any("tribunal" in text for text in found)


@pytest.mark.national
def test_falls_are_named_like_rises_and_a_jump_of_one_year_is_no_movement(national_home):
    data = open_report("Hounslow", 2025)
    found = [finding.text for finding in data.findings["movements"]]
    assert any(
        text.startswith(
            "Good level of development (early years), White pupils: down at least 31 places and held for two years. It was 99th in 2023, "
            "133rd in 2024 and 141st in 2025 (67.3% in 2023, 64.9% in 2024, 64.7% in 2025)"
        )
        and text.endswith(UNKNOWN_NUMBER)
        for text in found
    )
    assert any(": up at least" in text for text in found)
    # the largest jumps since the year before, which the earlier rule named
    barnet = open_report("Barnet", 2025)
    largest = barnet.rankings.sort_values("places_moved", ascending=False).head(5)
    assert largest["places_moved"].min() > 70
    named = {(each.measure, each.pupil_group) for each in barnet.findings["movements"]}
    assert not named & set(largest[["measure", "pupil_group"]].itertuples(index=False, name=None))


@pytest.mark.national
def test_where_nothing_stands_out_the_page_says_so(national_home):
    kent, barnet = open_report("Kent", 2025), open_report("Barnet", 2017)
    assert (
        kent.findings["movements"] == []
        and "No rank has moved further than is usual" in kent.summary["movements"][0]
    )
    # figures begin in 2016: two years are no history
    assert barnet.findings["movements"] == [] and "three years" in barnet.summary["movements"][0]
    assert kent.findings["strengths"] == [] and kent.summary["strengths"] == [NONE["strengths"]]


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Hounslow", 2025), ("Rutland", 2024)])
def test_a_movement_counts_the_fewest_places_that_its_ranks_allow(national_home, area, year):
    data = open_report(area, year)
    moves = movements_of(data)
    assert len(moves)
    for row in moves.itertuples():
        held = {name: getattr(row, f"{name}_{row.held}") for name in ("first", "open_last", "rank")}
        gap = (
            row.first_before - held["open_last"]
            if held["rank"] < row.rank_before
            else held["first"] - row.open_last_before
        )
        assert row.least == gap > 0
        text = f"{name(row)}: {held_for_two_years(row)}"
        # the check of sentences counts the places again
        said = f" {row.least} place"
        for places, verdict in ((row.least, "holds"), (row.least + 3, "contradicted")):
            checked = check_sentences(data, [(text.replace(said, f" {places} place"), "movements")])
            assert verdict in set(checked.loc[checked["kind"] == "change", "verdict"])
        assert set(check_sentences(data, [(text, "movements")])["verdict"]) == {"holds"}


@pytest.mark.national
def test_less_than_one_child_is_no_weakness(national_home):
    """29 of Rutland's eligible two-year-olds are 74.4%: one child more is above England's 74.8%."""
    data = open_report("Rutland", 2024)
    (row,) = data.rankings.query("measure == 'early_education_take_up_age_2'").itertuples()
    assert (row.numerator, row.value, row.england) == (29, 74.4, 74.8) and pd.isna(row.denominator)
    assert share_of(row).denominator == 39 and not differs_from_england(row)
    named = [text for kind in data.findings.values() for text in map(str, kind)]
    assert not any("two-year-olds" in text.casefold() and "take-up" in text.casefold() for text in named)
    assert not any("Take-up" in text for text in extremes(data.rankings, data))
    # 495 children, and 14 points: not chance
    assert "Take-up of funded early education by two-year-olds" in str(
        open_report("Barnet", 2025).findings["development"][0]
    )


@pytest.mark.national
def test_a_group_of_unknown_number_is_about_so_many(national_home):
    data = open_report("Rutland", 2024)
    (told,) = [each for each in data.findings["movements"] if UNKNOWN_NUMBER in each.text]
    sizes = data.england.once(cohort_sizes).query(
        "area == @data.area.code and year == 2024 and measure == @told.measure and pupil_group == @told.pupil_group"
    )
    assert not sizes["counted"].any() and sizes["pupils"].iloc[0] < 50
    assert told.text.endswith(f". There were {about(sizes['pupils'].iloc[0])} pupils; their {UNKNOWN_NUMBER}")
