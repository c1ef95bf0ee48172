"""Bad input ends in one message that says where it is and what to do, and harms nothing made before."""

import re

import pytest
from click.testing import CliRunner

from analysis.cli import main


def run(*arguments: str) -> str:
    """The error message of a command that must fail."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1 and result.exception.__class__ is SystemExit, result.output
    assert "Traceback" not in result.output
    return result.output


def edit(file, old: str, new: str):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def accept(home, source: str):
    """Record the edited file's hash, as someone who means the edit would."""
    from analysis.catalogue.manifest import sha256

    manifest = home / "data" / "raw" / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    file = home / "data" / "raw" / f"barnet-2017/{source}.csv"
    entry = re.search(rf'id = "barnet-2017-{source}".*?sha256 = "(\w+)"', text, flags=re.DOTALL)
    manifest.write_text(text.replace(entry[1], sha256(file)), encoding="utf-8")


@pytest.fixture
def figures(home):
    return home / "data" / "raw" / "barnet-2017" / "figures.csv"


def test_a_misspelt_area(home):
    message = run("report", "--area", "Barnett")
    assert "Barnett" in message and "Barnet" in message.replace("Barnett", "")


def test_a_region_is_not_a_local_authority(home):
    assert "one local authority" in run("report", "--area", "London")


def test_an_authority_without_any_data_is_offered_no_year(home):
    said = run("report", "--area", "Camden", "--year", "2024")
    assert "nor in any other year" in said and "standards fetch" in said
    assert "none" not in said and "Choose one of these" not in said


def test_a_year_without_data(home):
    message = run("report", "--year", "2031")
    assert "no data for Barnet in 2031" in message and "2017" in message


def test_an_edited_raw_file(home, figures):
    edit(figures, ",69.0\n", ",69.1\n")
    message = run("report")
    assert "barnet-2017/figures.csv" in message and "git checkout" in message


@pytest.mark.parametrize(
    ("old", "new", "column", "words"),
    [
        (",no,95.4\n", ",no,95.4x\n", "printed", "as it is printed"),
        (",2018,E09000003,value,no,95.4\n", ",Y018,E09000003,value,no,95.4\n", "year", "Y018"),
        ("schools_good_primary,all", "schools_goood_primary,all", "measure", "a measure of measures.csv"),
        ("schools_good_primary,all,,2018", "schools_good_primary,al,,2018", "pupil_group", "pupil group"),
        ("t01,1007", "t99,1007", "table", "a table of tables.csv"),
    ],
)
def test_a_row_of_a_wrong_type(home, figures, old, new, column, words):
    edit(figures, old, new)
    accept(home, "figures")
    message = run("prepare")
    assert "figures.csv, row 2, column " + column in message
    assert words in message and "what to do" in message


def test_a_missing_column(home, figures):
    edit(figures, ",printed\n", "\n")
    accept(home, "figures")
    message = run("prepare")
    assert "Column printed is missing" in message and "figures.csv, row 1" in message


def test_a_duplicated_key(home, figures):
    line = figures.read_text(encoding="utf-8").splitlines(keepends=True)[1]
    edit(figures, line, line + line)
    accept(home, "figures")
    message = run("prepare")
    assert "appears twice" in message and "figures.csv, row 2 and 3" in message


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00bad", b'table,line\n"unclosed'])
def test_a_file_that_is_not_a_table(home, figures, content):
    figures.write_bytes(content)
    accept(home, "figures")
    assert "figures.csv" in run("prepare")


def test_a_missing_raw_file(home, figures):
    figures.unlink()
    assert "is missing" in run("prepare") and not (home / "data" / "processed").exists()


def test_a_broken_manifest(home):
    (home / "data" / "raw" / "manifest.toml").write_text("[[source]\n")
    assert "manifest" in run("prepare")


def test_the_previous_report_stays_whole(home, figures, monkeypatch):
    report = home / "reports" / "barnet-2017"
    report.mkdir(parents=True)
    (report / "index.html").write_text("the previous report")
    edit(figures, ",69.0\n", ",69.1\n")
    run("report")
    assert [file.name for file in (home / "reports").iterdir()] == ["barnet-2017"]
    assert (report / "index.html").read_text() == "the previous report"


def test_a_notebook_that_fails_names_page_cell_and_error(home):
    report = home / "reports" / "barnet-2017"
    report.mkdir(parents=True)
    (report / "index.html").write_text("the previous report")
    edit(
        home / "notebooks" / "10_rankings.ipynb",
        "rank_histories(ranked, report)",
        "rank_histories(rankedd, report)",
    )
    message = run("report")
    assert "'Rankings'" in message and "NameError" in message and "10_rankings.ipynb" in message
    assert (report / "index.html").read_text() == "the previous report"
    kept = home / "reports" / "barnet-2017-failed" / "10_rankings.ipynb"
    assert "NameError" in kept.read_text(encoding="utf-8")
