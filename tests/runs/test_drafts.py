"""From a draft to its checked copy, as a person takes the steps: propose, confirm, check, annotate."""

import csv
import hashlib

import docx
import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.report.claims.files import read_file
from analysis.runs.draft_files import harmless, unguarded
from drafts_made import word

DRAFT = (
    "# Key Stage 2",
    "In 2017, 64% of pupils in Barnet reached the expected standard in reading, writing and maths.",
    "=cmd()|' /C calc'!A1 and then 71% of pupils reached the expected standard in reading.",
    "Nothing to be checked here.",
)
HEADER = "id,location,claim,kind,measure,year,value,confirm,sentence,not_understood,candidates\n"
#: Barnet's papers print 70% for all pupils at key stage 2 in 2017: see the test of the verdicts.
ROWS = (
    'a,paragraph 2,RWM,value,ks2_rwm_expected,2017,{value},{one},"{sentence}",,\n'
    "b,paragraph 3,Reading,value,ks2_reading_expected,2017,1%,{two},71% of pupils,,\n"
    "c,paragraph 3,Reading,value,,2017,1%,,71% of pupils,which measure is meant,\n"
    "d,paragraph 3,Reading,value,ks2_reading_expected,2017,1%,,71% of pupils,,ks2_reading_expected; ks2_maths_expected\n"
    "e,paragraph 3,Reading,rank_value,ks2_reading_expected,2017,1st,,71% of pupils,,\n"
)


def run(*arguments, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["claims", *map(str, arguments)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.output


@pytest.fixture
def draft(home, tmp_path):
    return word(tmp_path / "paper.docx", *DRAFT)


@pytest.fixture
def proposal(tmp_path):
    file = tmp_path / "paper-claims.csv"
    file.write_text(HEADER + ROWS.format(value="1%", one="", two="", sentence=DRAFT[1]), encoding="utf-8")
    return file


def answers(file) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [row["confirm"] for row in csv.DictReader(stream)]


def test_a_proposal_is_written_that_can_be_read_and_runs_nothing(draft, tmp_path):
    told = run("propose", draft, "--area", "Barnet", "--year", "2017")
    file = tmp_path / "paper-claims.csv"
    assert str(file) in told and "Next: " in told and "put yes, no or corrected under confirm" in told
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows and all(row["confirm"] == "" for row in rows)
    assert any("64%" in row["sentence"] and row["location"] == "paragraph 2" for row in rows)
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "@", "\t", "\r")), cell
    found = read_file(file)
    assert found.proposal and found.left == len(rows) and found.claims.empty


def test_answers_are_never_written_over_without_force(draft, tmp_path):
    run("propose", draft, "--area", "Barnet", "--year", "2017")
    file = tmp_path / "paper-claims.csv"
    run("propose", draft, "--area", "Barnet", "--year", "2017")  # no answer yet: written anew
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    rows.loc[0, "confirm"] = "no"
    rows.to_csv(file, index=False)
    kept = file.read_bytes()
    said = run("propose", draft, "--area", "Barnet", "--year", "2017", code=1)
    assert "1 answer" in said and "--force" in said and file.read_bytes() == kept
    run("propose", draft, "--area", "Barnet", "--year", "2017", "--force")
    assert set(answers(file)) == {""}
    file.write_text("claim,kind\nMine,value\n", encoding="utf-8")
    assert "no proposal" in run("propose", draft, "--area", "Barnet", "--year", "2017", code=1)


def test_a_draft_without_a_figure_proposes_nothing(home, tmp_path):
    file = word(tmp_path / "b.docx", "The service has worked with schools. Officers visited them each term.")
    told = run("propose", file, "--area", "Barnet", "--year", "2017")
    assert "Nothing was written" in told and not (tmp_path / "b-claims.csv").exists()


def test_a_bad_draft_leaves_nothing(home, tmp_path):
    file = tmp_path / "bad.docx"
    file.write_bytes(b"PK\x03\x04 no zip")
    said = run("propose", file, "--area", "Barnet", "--year", "2017", code=1)
    assert "bad.docx" in said and "what to do" in said
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == ["bad.docx"]


def test_rows_that_leave_nothing_open_are_accepted(proposal):
    told = run("accept", proposal, "--kind", "value")
    assert answers(proposal) == ["yes", "yes", "", "", ""]
    assert "2 rows accepted" in told and "which measure is meant" in told and "2 measures" in told
    run("accept", proposal, "--all")
    assert answers(proposal) == ["yes", "yes", "", "", "yes"]


def test_what_a_person_answered_stays(proposal):
    proposal.write_text(
        proposal.read_text(encoding="utf-8").replace("1%,,71% of pupils,,\n", "1%,no,71% of pupils,,\n", 1),
        encoding="utf-8",
    )
    run("accept", proposal, "--all")
    assert answers(proposal) == ["yes", "no", "", "", "yes"]


def test_what_accept_refuses(proposal, tmp_path):
    run("accept", proposal, code=2)
    assert "kind of claim" in run("accept", proposal, "--kind", "valeu", code=1)
    plain = tmp_path / "plain.csv"
    plain.write_text("claim,kind\nMine,value\n", encoding="utf-8")
    assert "no column confirm" in run("accept", plain, "--all", code=1)


def test_nothing_unconfirmed_gets_a_verdict(home, proposal):
    said = run("check", proposal, "--area", "Barnet", "--year", "2017", code=1)
    assert "No row of the file can be judged" in said and "5 rows without an answer" in said


def test_verdicts_in_the_terminal_in_a_file_and_beside_the_sentences(draft, proposal, tmp_path):
    proposal.write_text(
        HEADER
        + ROWS.format(value="1%", one="yes", two="corrected", sentence=DRAFT[1])
        + "f,p,Bad,value,ks2_rmw,2017,1%,yes,x,,\n",
        encoding="utf-8",
    )
    told = run("check", proposal, "--area", "Barnet", "--year", "2017", code=1)
    assert "ks2_rmw" in told and "row 7" in told
    assert "Contradicted: RWM (paragraph 2)" in told and "3 without an answer" in told
    verdicts = pd.read_csv(tmp_path / "paper-claims-verdicts.csv").set_index("id")
    assert set(verdicts.index) == {"a", "b"} and set(verdicts["verdict"]) == {"contradicted"}
    before = hashlib.sha256(draft.read_bytes()).hexdigest()
    told = run("annotate", draft, "--claims", proposal, "--area", "Barnet", "--year", "2017", code=1)
    assert "2 comments" in told and hashlib.sha256(draft.read_bytes()).hexdigest() == before
    copy = docx.Document(str(tmp_path / "paper-checked.docx"))
    texts = [comment.text for comment in copy.comments]
    assert all(text.startswith("Contradicted") and str(figure) in text and "Source: " in text
               for text, figure in zip(texts, verdicts.loc[["a", "b"], "recomputed"], strict=True))  # fmt: skip
    assert "there already" in run(
        "annotate", draft, "--claims", proposal, "--area", "Barnet", "--year", "2017", code=1
    )


def test_only_a_word_file_is_annotated_and_never_itself(draft, proposal, tmp_path):
    text = tmp_path / "a.md"
    text.write_text("In 2017 64%.", encoding="utf-8")
    said = run("annotate", text, "--claims", proposal, "--area", "Barnet", "--year", "2017", code=1)
    assert "Only a Word file" in said and "standards claims check" in said
    said = run(
        "annotate",
        draft,
        "--claims",
        proposal,
        "--area",
        "Barnet",
        "--year",
        "2017",
        "--out",
        draft,
        "--force",
        code=1,
    )
    assert "over the draft" in said


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd", "-2+3", "- 5 points", "  =1+1", "\t=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell):
    assert harmless(cell).startswith("'") and unguarded(harmless(cell)) == " ".join(cell.split())


@pytest.mark.parametrize("cell", ["-0.04", "+5%", "72%", "'so' they said", "–5 points", ""])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell == unguarded(harmless(cell))
