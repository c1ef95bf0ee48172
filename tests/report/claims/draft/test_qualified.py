"""What a sentence says beside its figures goes into the cells of its row, or under what was not understood."""

import pytest

from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.report.claims.draft.propose import propose

AREA, YEAR = "Hounslow", 2025


def of(text, heading=""):
    """The rows that are proposed of a sentence of Hounslow in 2024/25."""
    passages = [Passage("heading", heading, "heading", heading)] if heading else []
    return propose([*passages, Passage("paragraph 1", heading, "paragraph", text)], find_area(AREA), YEAR)


def of_cell(text, row_head, column_head):
    cell = Passage("table 1, row 2, column 2", "", "cell", text, row_head, column_head)
    return propose([cell], find_area(AREA), YEAR)


def said(rows, *columns):
    return [tuple(getattr(row, name) for name in columns) for row in rows.itertuples()]


@pytest.mark.parametrize(
    "text",
    [
        "Attainment 8 is up 1.2 points on last year.",
        "Attainment 8 is up by 1.2 points on last year.",
        "An increase on last year of 1.2 points was seen in Attainment 8.",
    ],
)
def test_how_far_a_figure_went_is_no_value(text):
    rows = of(text)
    assert said(rows, "kind", "measure", "word", "value", "year2", "not_understood") == [
        ("change", "ks4_attainment8", "increased", "1.2", "2024", "")
    ]


def test_what_a_figure_came_from_is_of_the_year_before():
    rows = of("Phonics stood at 80%, up from 79%.")
    assert said(rows, "kind", "year", "value") == [
        ("value", "2025", "80%"), ("change", "2025", ""), ("value", "2024", "79%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RWM is the 20th highest in England.", ("20th", "", "")),
        ("RWM is the third highest among our statistical neighbours.", ("3rd", "", "neighbours")),
        ("In RWM we are 6th of our 11 statistical neighbours.", ("6th of 11", "", "neighbours")),
        ("RWM is ranked 18th of the 33 London boroughs.", ("18th of 33", "", "London")),
        ("Overall absence is the 3rd lowest in England.", ("3rd", "", "")),
        ("Overall absence is the 3rd highest in England.", ("3rd", "highest", "the country")),
    ],
)
def test_a_place_is_among_those_named_and_no_superlative(text, expected):
    assert said(of(text), "kind", "value", "word", "against") == [("rank_value", *expected)]


@pytest.mark.parametrize(
    ("text", "kind", "against"),
    [
        ("For the third year running we are in the top 10% for phonics.", "rank_band", "third year running"),
        ("RWM has been above England for the fourth time in five years.", "comparison", "fourth time in five years"),
        ("Phonics has been above England in each of the last three years.", "comparison", "three years running"),
        ("GLD has improved every year since 2022.", "change", "every year since 2023"),
        ("In RWM we are in the top 3 of our neighbours for two consecutive years.", "rank_band", "neighbours; two consecutive years"),
    ],
)  # fmt: skip
def test_several_years_stand_under_against(text, kind, against):
    assert said(of(text), "kind", "against", "not_understood") == [(kind, against, "")]


def test_of_several_statements_those_that_the_years_may_not_be_of_say_so():
    rows = of("In phonics we are in the top third and have been above England for the second year running.")
    assert said(rows, "kind", "against", "not_understood") == [
        ("rank_band", "", "'second year running'"), ("comparison", "second year running", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "band"),
    [("Phonics is in the top third of authorities.", "top third"), ("Phonics is in the top quintile.", "top quintile"),
     ("In phonics we are in the top 20 nationally.", "top 20")],
)  # fmt: skip
def test_parts_and_numbers_of_places_are_bands(text, band):
    assert said(of(text), "kind", "band") == [("rank_band", band)]


@pytest.mark.parametrize(
    ("text", "word", "comparator"),
    [
        ("RWM improved faster than England since 2022.", "improved more than", "England"),
        ("RWM has improved more than nationally since 2022.", "improved more than", "England"),
        ("Overall absence fell more slowly than in London since 2022.", "fell less than", "London"),
        ("RWM improved at twice the national rate since 2022.", "improved at twice the rate of", "England"),
    ],
)
def test_a_change_beside_another_is_one(text, word, comparator):
    assert said(of(text), "kind", "word", "comparator", "year2") == [("change", word, comparator, "2022")]


def test_the_gap_of_all_pupils_is_to_an_area():
    assert said(of("RWM has narrowed its gap to England since 2022."), "kind", "figure", "comparator", "word") == [
        ("change", "gap", "England", "narrowed")
    ]  # fmt: skip
    assert said(of("The gap to England in RWM was 6 points."), "kind", "comparator", "value") == [
        ("arithmetic", "England", "6")
    ]


@pytest.mark.parametrize("where", ["within Hounslow ", "within the borough "])
def test_a_gap_within_the_authority_is_its_own(where):
    rows = of(f"The RWM gap {where}between disadvantaged pupils and their peers was 23 points.")
    assert said(rows, "kind", "figure", "pupil_group", "comparison_group", "value", "not_understood") == [
        ("value", "own_gap", "disadvantaged", "not_disadvantaged", "23", "")
    ]


def test_which_gap_is_meant_is_left_open_where_the_words_do():
    assert "whether the gap" in of("The disadvantage gap in RWM was 23 points.").iloc[0]["not_understood"]
    national = of("The RWM gap of disadvantaged pupils to other pupils nationally was 17 points.").iloc[0]
    assert (national["kind"], national["not_understood"]) == ("arithmetic", "")


def test_the_three_together_are_remarked_on_only_where_several_figures_are_given():
    one = of("In reading, writing and mathematics 69% reached the expected standard, 6 points above England.")
    assert len(one) > 1 and (one["not_understood"] == "").all()
    three = of("In reading, writing and mathematics 79%, 76% and 80% reached the expected standard.")
    assert three["not_understood"].str.contains("taken as the three combined").all()


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("Phonics and GLD were at 83% and 70% respectively.", ("measure", "value"), [("phonics_year1_expected", "83%"), ("eyfs_gld", "70%")]),
        ("Attainment 8 was 50.1, 45.9 and 52.0 for Hounslow, England and London respectively.", ("area", "value"),
         [("", "50.1"), ("England", "45.9"), ("London", "52.0")]),
        ("RWM was 68% and 69% in 2024 and 2025 respectively.", ("year", "value"), [("2024", "68%"), ("2025", "69%")]),
    ],
)  # fmt: skip
def test_figures_respectively_are_of_what_is_listed(text, columns, expected):
    assert said(of(text), *columns, "not_understood") == [(*one, "") for one in expected]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("31% of pupils did not reach the expected standard in RWM.", "'not'"),
        ("Nearly 70% of pupils achieved the expected standard in RWM.", "'nearly' before the number"),
        ("RWM rose from 63% to 69% in two years.", "'in two years'"),
        ("Since the pandemic, persistent absence has fallen.", "'since the pandemic'"),
        ("Richmond upon Thames was ranked 1st for RWM.", "what is said of Richmond upon Thames"),
        ("Severe absence has doubled and 3.2% of pupils are severely absent.", "'doubled'"),
        ("Reading was at 74% and writing at 70%, below the national 76% and 73% respectively.", "which figure is whose, by 'respectively'"),
        ("EBacc entry rose to 42.1%, its highest since 2019.", "'highest since'"),
        ("The Attainment 8 gap of disadvantaged pupils is above England.", "whether the gap is to other pupils in England or to those of the area"),
    ],
)  # fmt: skip
def test_what_no_cell_can_say_keeps_a_row_from_being_accepted(text, left):
    rows = of(text)
    assert len(rows) and rows["not_understood"].str.contains(left, regex=False).all()


def test_of_two_figures_in_brackets_the_second_is_whom_it_is_compared_with():
    rows = of("Persistent absence is better than the national average (17.2% v 18.1%).")
    assert said(rows, "kind", "area", "value") == [
        ("comparison", "", ""), ("value", "", "17.2%"), ("value", "England", "18.1%"),
    ]  # fmt: skip


def test_a_figure_of_a_group_nationally_is_of_england():
    rows = of("RWM was 39%; this compares with 47% for disadvantaged pupils nationally.")
    assert said(rows, "pupil_group", "area", "value")[-1] == ("disadvantaged", "England", "47%")


def test_ranks_and_changes_in_tables_are_what_their_heads_say():
    rank = of_cell("104", "Attainment 8", "National rank")
    assert said(rank, "kind", "area", "value") == [("rank_value", "", "104th")]
    change = of_cell("-1.1", "Attainment 8", "Change")
    assert said(change, "kind", "word", "value", "year2", "not_understood") == [
        ("change", "decreased", "1.1", "2024", "since which year")
    ]


def test_absence_under_a_heading_of_secondary_schools_may_be_of_all_schools():
    row = of("Persistent absence stood at 17.8%.", heading="Secondary outcomes").iloc[0]
    assert "whether it is of all schools" in row["not_understood"]
    row = of("Persistent absence stood at 17.8%.", heading="Secondary absence").iloc[0]
    assert (row["measure"], row["not_understood"]) == ("persistent_absence_secondary", "")
