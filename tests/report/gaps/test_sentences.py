"""Sentences on gaps: what the page says of a gap with all there is to say, and what is left out where a part is missing."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import ENGLAND
from analysis.report.gaps.change_sentences import change_sentence, verdict_counts, verdict_words
from analysis.report.gaps.changes import AS_PUBLISHED, POSSIBLE, UNLIKELY
from analysis.report.gaps.printed_sentences import rank_agreement
from analysis.report.gaps.sentences import (
    certainty,
    gap_sentence,
    gap_sentences,
    headline_gaps,
)

BARNET = "E09000003"
ALL_THERE = {
    **{"measure": "ks2_rwm_expected", "title": "Key stage 2", "pupil_group": "disadvantaged"},
    **{"comparison_group": "not_disadvantaged", "comparator": "national_other", "area": BARNET},
    **{"area_name": "Barnet", "unit": "percent", "polarity": "high", "decimals": 0, "gap_decimals": 0},
    **{"comparison_decimals": 0, "value": 54.0, "comparison_value": 67.0, "gap": -13.0, "side": "behind"},
    **{"status": "ok", "comparison_status": "ok", "doubtful": False, "previous_gap": np.nan, "verdict": ""},
    **{"verdict_reason": "not compared: the series has a break after 2016", "rank_basis": "recomputed"},
    **{"rank": 20, "n_ranked": 150, "tie_first": 20, "tie_last": 22, "lower": np.nan, "no_interval": "", "change_lower": np.nan},
    **{"publication_status": "not stated", "previous_publication_status": ""},
}  # fmt: skip


def table(*rows: dict) -> pd.DataFrame:
    """Gaps of Barnet, each as ``ALL_THERE`` but for what is given."""
    return pd.DataFrame([ALL_THERE | row for row in rows], columns=list(ALL_THERE))


NO_LEVEL = {"value": np.nan, "gap": np.nan, "status": "c"}


def test_a_headline_says_levels_gap_rank_and_change():
    assert headline_gaps(table({})) == [
        "**Key stage 2: 13 percentage points behind other pupils in England.** 54% for disadvantaged pupils in Barnet, 67% for "
        "other pupils in England. Barnet ranks 20th (shared by 3) of 150 local authorities on this gap, where 1st is best. "
        "Not compared with the year before: the series has a break after 2016."
    ]


def test_a_headline_without_a_rank_says_none():
    (said,) = headline_gaps(table({"rank": pd.NA, "tie_last": pd.NA}))
    assert "ranks" not in said and said.startswith("**Key stage 2: 13 percentage points behind")


def test_a_gap_of_a_nought_that_may_be_no_pupils_is_not_ranked():
    (said,) = headline_gaps(table({"value": 0.0, "gap": -67.0, "doubtful": True}))
    assert "this gap should not be relied on, nor its rank." in said and "20th" not in said


def test_the_own_gaps_follow_englands_first():
    own = {"comparator": "own_other", "comparison_value": 50.0, "gap": 4.0, "side": "ahead"}
    england = own | {"area": ENGLAND, "area_name": "England", "gap": -20.0, "side": "behind"}
    (said,) = headline_gaps(table({}, own, england, own | {"gap": np.nan}))
    assert (
        "England's own gap is 20 percentage points. The gap within Barnet is 4 percentage points, the other way round."
        in said
    )


def test_a_headline_without_a_level_says_why_and_without_a_row_that_there_is_none():
    assert headline_gaps(table(NO_LEVEL)) == [
        "Key stage 2: no gap, because a figure is not there (suppressed to protect confidentiality)."
    ]
    none = ["No headline gap of disadvantaged pupils is published for this year."]
    assert headline_gaps(table({"measure": "phonics_year1_expected"})) == none
    assert headline_gaps(table({"comparator": "own_other"})) == none
    assert headline_gaps(table()) == none


def test_gaps_are_told_widest_first_and_where_none_can_be_worked_out():
    rows = table(
        {"title": "A", "gap": -3.0},
        {"title": "B", "gap": -13.0},
        {"title": "C", "gap": 8.0, "polarity": "low"},
        {"title": "D", "comparator": "own_other", "gap": -40.0},
        NO_LEVEL,
    )
    assert [said[0] for said in gap_sentences(rows, "disadvantaged")] == ["B", "C", "A"]
    nothing = ["No gap of disadvantaged pupils can be worked out: a level is missing."]
    assert gap_sentences(table(NO_LEVEL), "disadvantaged") == nothing
    assert gap_sentences(rows, "fsm") == [
        nothing[0].replace("disadvantaged pupils", "pupils eligible for free school meals")
    ]


# changes


def test_no_gap_that_can_be_compared():
    assert verdict_counts(table({}, {}, NO_LEVEL)) == (
        "None of 2 gaps to others in England can be compared with the year before."
    )


def test_changes_are_counted_by_whom_they_favour():
    behind = {"previous_gap": -20.0}
    rows = table(
        behind | {"verdict": "narrowed", "change_lower": 2.0},
        behind | {"verdict": "widened", "gap": -30.0},
        behind | {"verdict": "cannot tell"},
        {"verdict": "widened", "gap": 6.0, "previous_gap": 2.0, "side": "ahead"},
        {"verdict": "changed side", "gap": 6.0, "previous_gap": -2.0, "side": "ahead"},
        {"verdict": "changed side", "gap": -6.0, "previous_gap": 2.0},
        {"verdict": "widened", "gap": 6.0, "previous_gap": 0.0, "side": "ahead"},
        {"verdict": "widened", "gap": -6.0, "previous_gap": 0.0},
        {"verdict": "narrowed", "gap": 0.0, "previous_gap": 6.0, "side": "level"},
        {"verdict": "smaller as published"},
        {"verdict": "larger as published"},
        {"verdict": "larger as published"},
        {"verdict": ""},
    )
    said = verdict_counts(rows)
    assert said.startswith(
        "Of 13 gaps to others in England, 12 can be compared with the year before. "
        "8 of them changed by more than rounding and chance can make, by published numbers of pupils."
    )
    assert "Of groups that were behind, 1 came closer, 1 fell further behind, 1 moved ahead." in said
    assert (
        "Of groups that were level or ahead, 2 moved further ahead, 1 came closer to the others, 2 fell behind. "
        "As published, 1 gap is smaller and 2 gaps are larger, which may be chance. For 1 gap we cannot tell."
    ) in said
    none = verdict_counts(rows[-4:])
    assert (
        "Not one of them changed by more than rounding and chance can make, by published numbers" in none
        and "closer" not in none
    )


@pytest.mark.parametrize(
    ("gap", "before", "verdict", "words"),
    [
        (6.0, 2.0, "widened", "lead widened"),
        (2.0, -6.0, "changed side", "changed side, now ahead"),
        (-6.0, 2.0, "changed side", "changed side, now behind"),
        (2.0, 0.0, "widened", "widened, now ahead"),
        (-2.0, -6.0, "narrowed", "narrowed"),
        (-2.0, -6.0, "cannot tell", "cannot tell"),
    ],
)
def test_a_verdict_says_in_whose_favour(gap, before, verdict, words):
    side = "ahead" if gap > 0 else "behind"
    row = next(table({"gap": gap, "previous_gap": before, "side": side, "verdict": verdict}).itertuples())
    assert verdict_words(row) == words


# certainty


def test_intervals_are_counted_with_what_they_rest_on_and_why_others_have_none():
    reason = "no interval, because the source does not publish the number of pupils"
    basis = "both numbers of pupils"
    rows = table(
        {"lower": -20.0}, {"lower": -19.0}, {"no_interval": reason},
        {"no_interval": f"{reason}; “Key stage 2” on Explore Education Statistics does"},
        {"area": ENGLAND, "lower": -21.0}, NO_LEVEL,
    ).assign(interval_basis=[basis, basis, "", "", basis, ""])  # fmt: skip
    assert certainty(rows) == [
        "2 of 4 gaps have a 95% interval.",
        f"2 rest on {basis}.",
        "2 have none, because the source does not publish the number of pupils. Explore Education Statistics may publish them, "
        "in “Key stage 2”.",
    ]
    assert certainty(rows.tail(2)) == ["There is no gap to give an interval."]


# printed ranks


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (["the same"], "The report prints 1 rank of differences. Recomputed, it is the same."),
        (["the same"] * 3, "The report prints 3 ranks of differences. Recomputed, all of them are the same."),
        (
            ["the same", "within the tie", "another place", "cannot be checked"],
            "The report prints 4 ranks of differences. Recomputed, 1 of the 3 are the same; 1 lie within the same tie, 1 elsewhere.",
        ),
        (
            ["cannot be checked"] * 2,
            "The report prints 2 ranks of differences; they cannot be recomputed without the national data.",
        ),
    ],
)
def test_printed_ranks_are_counted_by_what_recomputing_gives(outcomes, said):
    assert rank_agreement(pd.DataFrame({"outcome": outcomes})) == said


def sentence_row(**given):
    return SimpleNamespace(
        **{
            **{"title": "T", "gap": -13.0, "previous_gap": -15.0, "gap_decimals": 0, "unit": "percent"},
            **{"side": "behind", "polarity": "high", "comparison_group": "not_disadvantaged"},
            **{"comparator": "national_other", "area_name": "Barnet", "doubtful": False, "value": 55.0},
            **{"status": "ok", "comparison_status": "ok", "verdict": "", "verdict_reason": ""},
            **{"publication_status": "not stated", "previous_publication_status": "not stated"},
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


def test_a_gap_of_provisional_figures_says_so_of_its_own_year():
    now = gap_sentence(sentence_row(publication_status="provisional"))
    assert now.startswith(
        "T: 13 percentage points behind other pupils in England (provisional); the year before"
    )
    assert now.count("provisional") == 1
    before = gap_sentence(sentence_row(previous_publication_status="provisional"))
    assert (
        before.endswith("they were 15 percentage points behind (provisional).")
        and before.count("provis") == 1
    )
    row = sentence_row(verdict="narrowed", verdict_reason=UNLIKELY, publication_status="provisional")
    assert (
        "has narrowed from 15 percentage points to 13 percentage points (provisional). "
        in change_sentence(row)
    )


def test_change_sentences():
    reason = "rounding alone can produce a change of up to 2 points"
    row = sentence_row(verdict="cannot tell", verdict_reason=reason)
    assert change_sentence(row) == (
        "The year before they were 15 percentage points behind. We cannot tell whether the gap has changed. "
        "Rounding alone can produce a change of up to 2 points."
    )
    row = sentence_row(
        verdict="changed side as published",
        gap=1.0,
        previous_gap=-4.0,
        side="ahead",
        verdict_reason=AS_PUBLISHED,
    )
    assert change_sentence(row) == (
        "Since the year before they went from 4 percentage points behind to 1 percentage point ahead of other pupils in "
        "England, as published. How many pupils there are is not known, so it may be chance."
    )
    row = sentence_row(verdict="widened", gap=7.0, previous_gap=4.0, side="ahead", verdict_reason=UNLIKELY)
    assert (
        "the lead over other pupils in England has widened from 4 percentage points to 7"
        in change_sentence(row)
    )
    row = sentence_row(verdict="narrowed", verdict_reason=UNLIKELY)
    assert change_sentence(row).endswith(
        "has narrowed from 15 percentage points to 13 percentage points. Chance alone is an unlikely cause."
    )
    row = sentence_row(verdict="smaller as published", verdict_reason=f"with about 60 pupils {POSSIBLE}")
    assert change_sentence(row) == (
        "Since the year before, the gap to other pupils in England went from 15 percentage points to 13 percentage points, "
        "smaller as published. With about 60 pupils chance alone could make as large a change."
    )
    row = sentence_row(verdict_reason="not compared: the series has a break after 2016")
    assert change_sentence(row) == "Not compared with the year before: the series has a break after 2016."


def test_a_change_since_a_year_names_it():
    row = sentence_row(
        verdict="cannot tell", verdict_reason="rounding alone can produce a change of up to 2 points"
    )
    assert change_sentence(row, "2019").startswith(
        "In 2019 they were 15 percentage points behind. We cannot tell"
    )
    row = sentence_row(verdict="larger as published", gap=-18.0, verdict_reason=AS_PUBLISHED)
    assert change_sentence(row, "2019").startswith(
        "Since 2019, the gap to other pupils in England went from 15 percentage points to 18 percentage points, larger as published."
    )
    row = sentence_row(verdict_reason="not compared: the series has breaks after 2019, 2021 and 2022")
    assert (
        change_sentence(row, "2019")
        == "Not compared with 2019: the series has breaks after 2019, 2021 and 2022."
    )
    row = sentence_row(verdict_reason="not compared: no figure for 2019")
    assert change_sentence(row, "2019") == "There is no figure for 2019 to compare it with."
    assert (
        verdict_counts(table({}), "2019") == "The one gap to others in England cannot be compared with 2019."
    )
