"""Statements are found in a draft's sentences and tables, with what they are of; what is not understood is said."""

import numpy as np
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.report.claims.check import check_claims
from analysis.report.claims.draft import propose as module
from analysis.report.claims.draft import text as text_module
from analysis.report.claims.draft.propose import propose
from analysis.report.claims.files import read_claims
from analysis.report.contents import open_report
from draft_made import AREA, NO_FIGURE, SECOND, YEAR, made, made_second, stated

CELLS = ("kind", "measure", "pupil_group", "year", "area", "comparator", "word", "band", "value")


def of(*texts, heading="", area="Barnet", year=2017):
    """What is proposed of paragraphs under a heading."""
    passages = [Passage("heading", heading, "heading", heading)] if heading else []
    passages += [Passage(f"paragraph {n}", heading, "paragraph", text) for n, text in enumerate(texts, 1)]
    return propose(passages, find_area(area), year)


def said(rows, *columns):
    return [tuple(getattr(row, name) for name in columns) for row in rows.itertuples()]


@pytest.fixture(
    scope="module", params=[(made, AREA), (made_second, SECOND)], ids=["bulletin", "scrutiny note"]
)
def draft(request, national_home):
    write, area = request.param
    passages, expected = write()
    return area, propose(passages, find_area(area), YEAR), expected


def test_what_drafts_in_two_other_styles_state_is_proposed_rightly(draft):
    _, rows, expected = draft
    found = [stated(row) for row in rows.itertuples()]
    assert [one for one in expected if one not in found] == []


def test_true_statements_are_not_contradicted_once_they_are_confirmed(draft):
    area, rows, expected = draft
    right = rows[[stated(row) in expected for row in rows.itertuples()]]
    assert len(right) >= len(expected)
    verdicts = check_claims(open_report(area, YEAR), right.assign(confirm="yes"))
    assert set(verdicts["verdict"]) - {"not_checkable"} != set()
    assert verdicts.loc[verdicts["verdict"] == "contradicted", ["claim", "reason"]].to_dict("records") == []


def test_typing_errors_are_put_right_and_said(draft):
    _, rows, _ = draft
    assert rows["not_understood"].str.contains("^read '").any()


def test_a_proposal_is_a_file_of_claims(draft, tmp_path):
    _, rows, _ = draft
    rows.assign(confirm="yes").to_csv(tmp_path / "claims.csv", index=False)
    back = read_claims(tmp_path / "claims.csv")
    assert len(back) == len(rows) and (rows["confirm"] == "").all() and (rows["sentence"] != "").all()


def test_of_a_paper_without_a_figure_nothing_is_proposed():
    assert of(*NO_FIGURE.splitlines()).empty


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("KS2 RWM", "In 2017 61% were at EXS and 12% at GDS.",
         [("value", "ks2_rwm_expected", "", "2017", "", "", "", "", "61%"), ("value", "ks2_rwm_higher", "", "2017", "", "", "", "", "12%")]),
        ("", "Attainment 8 is ranked 9th (top 10%).",
         [("rank_value", "ks4_attainment8", "", "2017", "", "", "", "", "9th"), ("rank_band", "ks4_attainment8", "", "2017", "", "", "", "top 10%", "")]),
        ("", "GLD was 71%, compared with 65% nationally and 68% in London.",
         [("value", "eyfs_gld", "", "2017", "", "", "", "", "71%"), ("value", "eyfs_gld", "", "2017", "England", "", "", "", "65%"),
          ("value", "eyfs_gld", "", "2017", "London", "", "", "", "68%")]),
        ("", "Progress 8 of SEN support pupils is well above the national average.",
         [("comparison", "ks4_progress8", "sen_support", "2017", "", "England", "well above", "", "")]),
        ("Phonics", "Attainment is just outside the top quartile.",
         [("rank_band", "phonics_year1_expected", "", "2017", "", "", "just outside", "top quartile", "")]),
        ("", "The rank of KS2 GPS at the expected standard went from 20th in 2016 to 12th.",
         [("rank_value", "ks2_gps_expected", "", "2016", "", "", "", "", "20th"), ("rank_value", "ks2_gps_expected", "", "2017", "", "", "", "", "12th"),
          ("change", "ks2_gps_expected", "", "2017", "", "", "improved", "", "")]),
        ("", "Attainment 8 is the highest in London.", [("superlative", "ks4_attainment8", "", "2017", "", "", "highest", "", "")]),
    ],
)  # fmt: skip
def test_a_sentence_states_each_of_its_claims(heading, text, expected):
    assert said(of(text, heading=heading), *CELLS) == expected


def test_the_subject_carries_over_from_the_sentence_before():
    rows = of("Progress 8 of disadvantaged pupils is above London. It ranks 8th.")
    assert said(rows, "kind", "measure", "pupil_group") == [
        ("comparison", "ks4_progress8", "disadvantaged"),
        ("rank_value", "ks4_progress8", "disadvantaged"),
    ]


def test_a_gap_is_to_the_peers_of_its_group_and_narrows():
    rows = of("The Attainment 8 gap of disadvantaged pupils narrowed by 2 points since 2016.")
    assert said(rows, "kind", "figure", "word", "value", "pupil_group", "comparison_group", "year2") == [
        ("change", "gap", "narrowed", "2", "disadvantaged", "not_disadvantaged", "2016")
    ]


def test_several_meanings_stand_in_order_and_all_are_named():
    row = of("In KS2 reading we are in the top 10%.").iloc[0]
    assert row["measure"] == "ks2_reading_expected | ks2_reading_higher"
    assert row["candidates"].startswith("ks2_reading_expected; ks2_reading_higher")


def test_a_figure_of_no_known_measure_is_no_guess():
    row = of("The take-up of swimming lessons is 63%.", heading="Key stage 2 and the outdoors").iloc[0]
    assert row["measure"] != "" or (row["needs"], row["not_understood"]) == ("which measure is meant",) * 2
    other = of("Of the pupils 63% answered the survey.", heading="Looked-after children").iloc[0]
    assert (other["measure"], other["needs"]) == ("", "which measure is meant")


def test_pupils_of_no_group_of_the_catalogue_are_said():
    row = of("The good level of development of girls is 80%.").iloc[0]
    assert "'girls' is no pupil group of the catalogue" in row["not_understood"]


def test_a_denied_comparison_is_said_to_be_denied():
    row = of("Attainment 8 is not above the national average.").iloc[0]
    assert "denied" in row["not_understood"]


def test_cells_of_a_table_are_statements_of_their_heads():
    def cell(column, text, row_head, column_head):
        return Passage(
            f"table 1, row 2, column {column}", "Attainment 8", "cell", text, row_head, column_head
        )

    passages = [
        Passage("paragraph 1", "Attainment 8", "heading", "Attainment 8 ('other' in brackets)"),
        cell(2, "47.2 (52.1)", "London", "2016 Disadvantaged"),
        cell(3, "12th", "Barnet Rank", "2017 Disadvantaged"),
    ]
    rows = propose(passages, find_area("Barnet"), 2017)
    assert said(rows, "kind", "measure", "pupil_group", "year", "area", "value") == [
        ("value", "ks4_attainment8", "disadvantaged", "2016", "London", "47.2"),
        ("value", "ks4_attainment8", "not_disadvantaged", "2016", "London", "52.1"),
        ("rank_value", "ks4_attainment8", "disadvantaged", "2017", "", "12th"),
    ]


def test_without_the_package_for_typing_errors_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setattr(text_module, "process", None)
    with pytest.raises(InputError, match="rapidfuzz"):
        of("GLD was 71%.")


def test_rows_are_bounded_and_the_last_says_so(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    rows = of(*["GLD was 71%."] * 5)
    assert len(rows) == 3 and "are not proposed" in rows["not_understood"].iloc[-1]


WORDS = sorted(text_module.listed("""GLD RWM reading , and ( ) 71% 9th top 10% above national London gap the of in from to by points 2016 2017 improved
disadvantaged FSM Progress 8 -0.3 is not target was compared with ; . 16th out of 152 lowest bottom quartile SEN boys 3 pupils
absence primary secondary KS1 KS2 GCSE percentage points narrowed ranked 100% EBacc entered all subjects each most measures
widened just outside this met missed 1/3 ٣ é ✓ one place"""))  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_words_the_rows_are_a_file_of_claims_and_the_same_each_time(seed, tmp_path):
    draw = np.random.default_rng(seed)
    texts = [" ".join(draw.choice(WORDS, draw.integers(1, 25))) for _ in range(150)]
    heading = " ".join(draw.choice(WORDS, 3))
    rows = of(*texts, heading=heading)
    assert len(rows) > 50 and rows.equals(of(*texts, heading=heading))
    rows.assign(confirm="yes").to_csv(tmp_path / "claims.csv", index=False)
    assert len(read_claims(tmp_path / "claims.csv")) == len(rows)
