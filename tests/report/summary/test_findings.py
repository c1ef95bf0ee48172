"""The summary's sentences: picked by their rules, true to the table, and nothing named that cannot be shown."""

import re

import pandas as pd
import pytest

from analysis.catalogue.families import family
from analysis.catalogue.measures import is_group_gap
from analysis.data.ranking import CITY_AND_SCILLY, last_place
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.contents import open_report
from analysis.report.rankings.nameable import LEFT_OUT, differs_from_england, share_of, too_few_pupils
from analysis.report.rankings.sentences import extremes, moved, name
from analysis.report.summary.findings import (
    MOST,
    MOST_UNKNOWN,
    PER_PHASE,
    PLACES_MOVED,
    STRENGTH_SHARE,
    UNKNOWN_NUMBER,
    Ranks,
)
from analysis.report.summary.headlines import headlines


def least_of(finding) -> int:
    return int(re.search(r"(?:up|down) (?:at least )?(\d+) places?,", finding.text)[1])


def picked(found) -> list[tuple[list, int]]:
    """The findings that are picked together, with how many there may be: groups of unknown number are picked apart."""
    unknown = [finding for finding in found["movements"] if UNKNOWN_NUMBER in finding.text]
    moved = [finding for finding in found["movements"] if finding not in unknown]
    return [(found["strengths"], MOST), (found["development"], MOST), (moved, MOST), (unknown, MOST_UNKNOWN)]


@pytest.mark.national
def test_findings_follow_their_rules(report):
    _, table, found = report
    rows = table.set_index(["measure", "pupil_group"])
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
        assert least_of(finding) >= PLACES_MOVED
        assert least_of(finding) <= abs(row["rank"] - row["previous_rank"])


@pytest.mark.national
def test_nothing_is_said_twice_and_no_phase_crowds_out_the_others(report):
    _, table, found = report
    for findings, most in picked(found):
        measures = [finding.measure for finding in findings]
        phases = [table.set_index("measure")["phase"].loc[[m]].iloc[0] for m in measures]
        assert len(measures) == len(set(measures)) <= most
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
    _, table, found = report
    rows = table.set_index(["measure", "pupil_group"])

    def of(findings, column):
        return [rows.loc[(finding.measure, finding.pupil_group), column] for finding in findings]

    # a shared place counts as the last of those that share it among the best, and as the first among the lowest
    assert of(found["strengths"], "tie_last") == sorted(of(found["strengths"], "tie_last"))
    assert of(found["development"], "rank") == sorted(of(found["development"], "rank"), reverse=True)
    moves = [least_of(finding) for finding in found["movements"]]
    assert moves == sorted(moves, reverse=True)


@pytest.mark.national
def test_what_is_furthest_down_is_a_weakness_whatever_its_phase(national_home):
    found = [str(finding) for finding in open_report("Barnet", 2017).findings["development"]]
    assert "125th of 152" in found[0] and found[0].startswith("Offers of a place in education or training")
    assert "109th (shared by 5) of 152" in found[1] and "special educational needs tribunal" in found[1]
    assert not any("college" in text or "Apprenticeship" in text for text in found)


@pytest.mark.national
def test_falls_are_named_like_rises_and_unknown_numbers_with_their_caution(national_home):
    # authorities whose figure is suppressed have such pupils: each may stand before, which leaves fewer places for certain
    found = [finding.text for finding in open_report("Barnet", 2025).findings["movements"]]
    assert found[0].startswith(
        "Good level of development (early years), children in need: down at least 84 places, from 12th to 105th"
    )
    assert found[1].startswith(
        "Overall absence: primary schools, looked-after children: up at least 81 places, from 132nd to 42nd"
    )
    assert UNKNOWN_NUMBER in found[0] and UNKNOWN_NUMBER in found[1]
    # chance makes so large a difference too often, which leaves it a borderline case, as the cautions say
    assert not any(
        text.startswith("Science: expected standard (key stage 2), children in need") for text in found
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "measure", "places", "least"),
    [
        # City of London and Isles of Scilly have pupils at key stage 2 and no figure: two places fewer than the ties leave
        # 61st to 112th share 105, 118th to 146th share 104
        ("Kent", 2025, "ks2_gps_scaled_score", 57, 4),
        # 131st to 142nd share 5%, 101st to 129th share 6%
        ("Cumberland", 2024, "ks2_rwm_higher", 30, 0),
        ("Barnet", 2025, "ks2_multiplication_full_marks", 15, 2),
        ("Birmingham", 2019, "ks2_gps_expected", 32, 8),
    ],
)
def test_a_movement_counts_the_fewest_places_that_its_ranks_allow(
    national_home, area, year, measure, places, least
):
    data = open_report(area, year)
    (row,) = data.rankings.query("measure == @measure and pupil_group == 'all'").itertuples()
    assert row.places_moved == places and Ranks(data).least_moved(row) == least < PLACES_MOVED
    said = moved(row, year, least)
    assert re.match(rf"(up|down) at least {least} places, from ", said)
    assert measure not in {finding.measure for finding in data.findings["movements"]}
    # the check of sentences counts the places again
    # where the places of the two ranks overlap there need be no movement at all
    true = "holds" if least else "not_supported_statistically"
    for places_said, verdict in ((least, true), (least + 3, "contradicted")):
        text = f"{name(row)}: {said.replace(f'least {least} ', f'least {places_said} ')}"
        checked = check_sentences(data, [(text, "movements")])
        assert verdict in set(checked.loc[checked["kind"] == "change", "verdict"])
    assert "at least" not in moved(row, year, places)


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
    assert "Take-up of funded early education: two-year-olds" in str(
        open_report("Barnet", 2025).findings["development"][0]
    )
