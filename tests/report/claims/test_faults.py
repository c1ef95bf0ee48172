"""One bad cell is one finding: all are told at once, the other rows are judged; proposed rows wait for an answer."""

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.basics.errors import InputError
from analysis.catalogue.nearest_measures import nearest_measures
from analysis.cli import main
from analysis.report.claims import unread
from analysis.report.claims.check import claims_of, read_claims
from analysis.report.claims.files import read_file
from analysis.runs.claims_read import UNREAD
from claims_made import GOOD, ranked

BAD = {
    "measure": "reading writing and maths expected",
    "year": "17",
    "word": "abov",
    "comparator": "Islingtn",
    "pupil_group": "disadvantage",
    "claim": "",
    "kind": "comparsion",
    "value": "sixteenth",
    "band": "top 10%",
}


def write(folder, rows: list[dict]):
    file = folder / "mine.csv"
    pd.DataFrame(rows).fillna("").to_csv(file, index=False)
    return file


def test_every_bad_cell_is_found_and_every_other_row_is_judged(tmp_path):
    rows = [GOOD, *(GOOD | {column: cell} for column, cell in BAD.items()), GOOD]
    found = read_file(write(tmp_path, rows))
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (row, column) for row, column in enumerate(BAD, start=3)
    ]
    assert found.claims["id"].tolist() == ["row 2", f"row {len(rows) + 1}"]
    assert all(fault.expected and fault.remedy and fault.problem for fault in found.faults)


def test_several_bad_cells_of_one_row_are_all_told(tmp_path):
    bad = {name: BAD[name] for name in ("measure", "year", "word")}
    with pytest.raises(InputError) as error:
        read_claims(write(tmp_path, [GOOD, GOOD | bad]))
    text = str(error.value)
    assert "3 cells" in text and error.value.row == 3
    assert all(f"mine.csv, row 3, column {column}" in text for column in bad)
    assert all(f"'{cell}'" in text for cell in bad.values())


def test_a_row_with_too_many_cells_and_one_with_a_hidden_character(tmp_path):
    file = write(tmp_path, [GOOD, GOOD, GOOD])
    lines = file.read_text().splitlines()
    lines[1] += ",more"
    lines[2] = lines[2].replace("p. 2", "p.\u202e 2")
    file.write_text("\n".join(lines) + "\n")
    found = read_file(file)
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, ""), (3, "location")]
    assert "too many cells" in found.faults[0].problem and "U+202E" in found.faults[1].problem
    assert found.claims.index.tolist() == [4]


def test_all_unknown_columns_are_named(tmp_path):
    file = write(tmp_path, [GOOD | {"comparison": "x", "wrod": "y"}])
    with pytest.raises(InputError) as error:
        read_file(file)
    assert "'comparison'" in str(error.value) and "'wrod'" in str(error.value)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("ks2_rwm_expectd", "ks2_rwm_expected"),
        ("RWM", "ks2_rwm_expected"),
        ("reading, writing and mathematics", "ks2_rwm_expected"),
        ("Attainment 8", "ks4_attainment8"),
        ("P8", "ks4_progress8"),
        ("good level of development", "eyfs_gld"),
        ("Basics 9-5", "ks4_english_maths_95"),
        ("KS1 writing", "ks1_writing_expected"),
        ("phonics", "phonics_year1_expected"),
    ],
)
def test_an_unknown_measure_gets_the_nearest_with_its_title(tmp_path, text, measure):
    assert measure in nearest_measures(text)
    (fault,) = read_file(write(tmp_path, [GOOD | {"measure": text}])).faults
    assert f"{measure} (" in fault.problem


def test_what_is_like_no_measure_gets_none(tmp_path):
    (fault,) = read_file(write(tmp_path, [GOOD | {"measure": "zzzzzz"}])).faults
    assert "nearest" not in fault.problem


# --- proposals -------------------------------------------------------------------------------------------


def test_nothing_unconfirmed_is_judged(tmp_path, barnet):
    answers = ["yes", "no", "", "Corrected", "", "YES"]
    rows = [GOOD | {"year": "2024", "confirm": answer} for answer in answers]
    # what nobody confirmed is not looked at
    rows[1] |= {"measure": "nonsense"}
    rows[2] |= {"year": "nonsense"}
    file = write(tmp_path, rows)
    found = read_file(file)
    assert found.claims["id"].tolist() == ["row 2", "row 5", "row 7"]
    assert (found.proposal, found.left, found.refused, found.faults) == (True, 2, 1, ())
    assert read_claims(file)["id"].tolist() == found.claims["id"].tolist()
    more = [("ks2_rwm_expected", "all", 2024, "England", 60)]
    data = ranked(barnet, [70, 60, 50, 40, 30, 20, 10, 9, 8, 7], more=more)
    assert set(claims_of(data, str(file))["id"]) == {"row 2", "row 5", "row 7"}
    assert unread.unanswered(found) == (
        "2 proposed rows have no answer yet and 1 other was refused: they have no verdict."
    )


def test_an_answer_that_is_none_is_a_fault(tmp_path):
    found = read_file(write(tmp_path, [GOOD | {"confirm": "maybe"}, GOOD | {"confirm": "yes"}]))
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "confirm")]
    assert len(found.claims) == 1


def test_a_proposal_of_which_nothing_is_confirmed(tmp_path, barnet):
    file = write(tmp_path, [GOOD | {"confirm": ""}])
    assert claims_of(barnet, str(file)).empty
    assert unread.unanswered(read_file(file)) == "1 proposed row has no answer yet: it has no verdict."


def test_a_file_without_the_column_is_no_proposal(tmp_path):
    found = read_file(write(tmp_path, [GOOD]))
    assert (found.proposal, found.left, found.refused) == (False, 0, 0)
    assert unread.unanswered(found) == "" and unread.unread(found) == ""


# --- the day, the page and the command -----------------------------------------------------------------------


def test_written_and_date_are_the_same_day(tmp_path):
    days = [
        {"written": "2025-12-05"},
        {"date": "2025-12-05"},
        {"written": "2025-12-05", "date": "2025-12-05"},
        {"written": "2025-12-05", "date": "2025-12-06"},
    ]
    found = read_file(write(tmp_path, [GOOD | day for day in days]))
    assert found.claims["date"].tolist() == ["2025-12-05"] * 3
    assert [(fault.row, fault.column) for fault in found.faults] == [(5, "written")]


def test_what_only_the_data_can_show_is_told_in_the_reason_and_the_others_are_judged(tmp_path, barnet):
    rows = [GOOD | {"cohort": "c999", "year": "2017", "word": "above"}, GOOD | {"year": "2017"}]
    file = write(tmp_path, rows)
    found = claims_of(barnet, str(file)).set_index("id")
    if found.loc["row 2", "verdict"] == found.loc["row 3", "verdict"]:
        pytest.fail("the row of an unknown cohort got a verdict")
    assert found.loc["row 2", "verdict"] == "not_checkable" and "c999" in found.loc["row 2", "reason"]


def test_the_page_lists_what_could_not_be_read(tmp_path):
    found = read_file(write(tmp_path, [GOOD, GOOD | {"year": "17", "word": "abov"}]))
    assert unread.unread(found) == "1 row of the file could not be read and has no verdict."
    frame = unread.unread_table(found).frame
    assert frame[["Row", "Column"]].values.tolist() == [[3, "year"], [3, "word"]]
    assert (frame[["Claim", "Why", "Expected", "What to do"]] != "").all(axis=None)


def test_the_exit_status_tells(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.runs.report_command.run", lambda **asked: None)
    good = write(tmp_path, [GOOD])
    asked = ["report", "--area", "Camden", "--year", "2024", "--claims"]
    assert CliRunner().invoke(main, [*asked, str(good)]).exit_code == 0
    bad = write(tmp_path, [GOOD, GOOD | {"year": "17"}, GOOD | {"word": "abov"}])
    told = CliRunner().invoke(main, [*asked, str(bad)])
    assert told.exit_code == UNREAD == 3
    assert "row 3, column year" in told.output and "row 4, column word" in told.output
    assert "2 rows of the claims could not be read" in told.output


def test_a_day_without_a_file_is_refused():
    told = CliRunner().invoke(main, ["report", "--written", "2025-12-05"])
    assert told.exit_code == 2 and "--claims" in told.output
