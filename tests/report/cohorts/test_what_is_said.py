"""What the page says of its cohorts as a whole is true of them: counts, reasons, notes and cautions."""

import re

import pytest
from nbformat import read

from analysis.catalogue.observations import KEY
from analysis.report.cohorts.change_sentences import NO_CHANGE
from analysis.report.cohorts.rank_set_sentences import rounding_sentence
from analysis.report.cohorts.rank_sets import rounding_ranges
from analysis.report.cohorts.sentences import cohort_sentences, selection_sentence, verdict_sentence
from analysis.report.cohorts.tables import cohort_chart, cohort_tables
from analysis.report.cohorts.uncounted import without_numbers
from analysis.report.rankings.charts import rank_profile
from analysis.report.rankings.nameable import too_few_pupils
from analysis.statistics.verdicts import SMALL, VERDICTS
from places import REPO


@pytest.mark.national
def test_where_no_change_is_turned_into_pupils_the_reason_is_true(there):
    """Birmingham 2019: numbers of pupils in the year and figures in the year before, but no numbers before."""
    data = there("Birmingham", 2019)
    assert data.largest_change is None
    own = data.observations[
        (data.observations["area"] == data.area.code) & data.observations["value"].notna()
    ]
    own = own[own["pupil_group"].isin(["looked_after", "protection_plan"])]
    counted = own["numerator"].notna() & own["denominator"].lt(SMALL).fillna(False)
    years = [set(map(tuple, own[rows & own["year"].eq(year)][KEY[:2]].to_numpy())) for rows, year in
             ((counted, 2019), (own["value"].notna(), 2018), (counted, 2018))]  # fmt: skip
    assert years[0] & years[1] and not years[0] & years[2]
    assert "for this year and for the year before, both a published number of pupils" in NO_CHANGE
    cells = [cell.source for cell in read(REPO / "notebooks" / "30_small_cohorts.ipynb", 4).cells]
    assert sum(cell.endswith("if change else say(change_sentences.NO_CHANGE)") for cell in cells) == 1


@pytest.mark.national
@pytest.mark.parametrize(("area", "year", "told"), [("Kent", 2025, False), ("Cumberland", 2025, False), ("Birmingham", 2019, True)])  # fmt: skip
def test_the_note_on_progress_scores_stands_where_a_score_has_an_interval(there, area, year, told):
    data = there(area, year)
    cohorts = data.cohorts
    assert cohorts["unit"].eq("score").any() and cohorts["lower"].notna().any()
    notes = " ".join(note for table in cohort_tables(cohorts, data) for note in table.notes)
    assert ("Progress scores have no line to cross" in notes) == told
    assert ("the interval is DfE's own." in notes) == told


@pytest.mark.national
@pytest.mark.parametrize(("area", "year", "figures", "certain"), [("Rutland", 2024, (185, 95, 26), 69), ("Kent", 2023, None, None)])  # fmt: skip
def test_certain_are_ranks_that_the_page_of_rankings_leaves_no_other_place(
    there, area, year, figures, certain
):
    data = there(area, year)
    rows = data.rankings.query("rank.notna()")
    alone = rows["tie_first"] == rows["tie_last"]
    moved = alone & (rows["worst_rank"] > rows["rank"])
    counts = len(rows), int(alone.sum()), int(moved.sum())
    assert figures in (None, counts) and certain in (None, counts[1] - counts[2])
    said = rounding_sentence(rounding_ranges(data))
    assert f"Of {counts[0]} ranks of the year, {counts[1]} are not shared. " in said
    assert f"could move {counts[2]} of these. That leaves {counts[1] - counts[2]} certain." in said


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "few"), [("Cumberland", 2024, 5), ("Birmingham", 2019, 1), ("Hounslow", 2025, 2)]
)
def test_few_of_many_figures_outside_their_intervals_are_borderline_cases_everywhere(there, area, year, few):
    data = there(area, year)
    cohorts = data.cohorts
    assert cohorts["verdict"].eq(VERDICTS["supports"]).sum() == few
    cases = "a borderline case" if few == 1 else "borderline cases"
    assert f"none are shown to differ from England's. {few} may differ, {cases}: " in verdict_sentence(
        cohorts
    )
    assert re.match(
        r"None of \d+ percentages of small cohorts are shown to differ", cohort_chart(cohorts, data).title
    )
    assert verdict_sentence(cohorts) in data.summary["cautions"]


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "small"),
    [
        ("Rutland", 2024, True),
        ("City of London", 2024, True),
        ("Isles of Scilly", 2024, False),
        ("Barnsley", 2018, False),
    ],
)
def test_that_there_are_no_numbers_is_said_of_those_that_there_are_not(there, area, year, small):
    """Take-up has numerators alone: 29 children in Rutland, 1 in Scilly, 830 in Barnsley; and marked figures no number."""
    data = there(area, year)
    cohorts, own = data.cohorts, data.rankings
    part = own[own["numerator"].notna() & own["denominator"].isna()]
    assert part["measure"].str.startswith("early_education_take_up").all() and len(part)
    said = cohort_sentences(cohorts)[0]
    both = "of which both the number of pupils and the number who reached the standard are published"
    assert (both not in said) == small == bool(cohorts["verdict"].ne("").any())
    marked = int(cohorts["status"].eq("x").sum())
    assert (f"{marked} are marked [x]: " in selection_sentence(cohorts)) == (marked > 0)
    reasons = without_numbers(data).set_index(KEY[:2])["reason"]
    assert (
        reasons[list(part[KEY[:2]].itertuples(index=False, name=None))]
        .str.endswith("but not of how many")
        .all()
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "few"), [("Isles of Scilly", True), ("City of London", True), ("Rutland", False)]
)
def test_counts_of_top_ranks_that_may_rest_on_one_child_come_with_a_caution(there, area, few):
    data = there(area, 2024)
    assert ("a rank may rest on one child" in data.summary["overall"][0]) == few
    assert rank_profile(data.rankings, data).title.endswith(", but a rank may rest on one child") == few
    assert ("a rank may rest on one child" in too_few_pupils(data)) == few
