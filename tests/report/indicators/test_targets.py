"""Targets that a user sets, and the table of rules they are judged by: what is wrong in them is named."""

import re
from pathlib import Path

import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.areas import ENGLAND, find_area
from analysis.data.prepare import prepare
from analysis.report.claims.bands import target_status
from analysis.report.contents import open_report
from analysis.report.indicators import targets
from analysis.report.indicators.targets import load_rules, load_targets
from places import REPO

EXAMPLE = REPO / "docs" / "targets-example.csv"
NEARLY = "nearly met,almost met,target,nearly met,0.5,0.5,0.05,0.5,0.5,0.05,1,5,"


def changed_words(file: Path, old: str, new: str) -> Path:
    text = (REPO / "data" / "raw" / "vague_words.csv").read_text(encoding="utf-8")
    assert text.count(NEARLY) == 1 and old in NEARLY
    file.write_text(text.replace(NEARLY, NEARLY.replace(old, new, 1)), encoding="utf-8")
    return file


def test_a_changed_rule_changes_the_status_and_the_claims(home):
    changed_words(home / "data" / "raw" / "vague_words.csv", ",1,5,", ",1,0,")
    prepare()
    changed = open_report("Barnet", 2017).indicators.set_index("reference")["status"]
    assert (
        changed["CES/S24"] == "not met" and changed["CES/S28"] == "met" and changed["CES/S1"] == "nearly met"
    )
    assert target_status(places=1) == "not met"


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (",1,5,", ",1,five,", "most"), (",1,5,", ",1,,", "most"),
        ("0.5,0.5,0.05", "0.5,,0.05", "points"), ("0.5,0.5,0.05", "0.5,-1,0.05", "points"),
    ],
)  # fmt: skip
def test_a_broken_amount_is_named(tmp_path, old, new, column):
    file = changed_words(tmp_path / "words.csv", old, new)
    with pytest.raises(InputError) as error:
        load_rules(words=file)
    assert error.value.column == column and error.value.row is not None


def test_a_kind_that_is_not_known_is_named(tmp_path):
    file = tmp_path / "rules.csv"
    text = (REPO / "data" / "raw" / "indicator_rules.csv").read_text()
    file.write_text(text.replace("number,", "numbers,", 1))
    with pytest.raises(InputError) as error:
        load_rules(file)
    assert error.value.column == "kind" and error.value.row is not None


def test_a_kind_without_a_rule_is_named(tmp_path):
    file = tmp_path / "rules.csv"
    lines = (REPO / "data" / "raw" / "indicator_rules.csv").read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-1]))
    with pytest.raises(InputError, match="There is no rule for comparator"):
        load_rules(file)


def test_nearly_met_means_the_same_in_claims():
    """One row of vague_words.csv says how far a target may be missed; no other file has an amount."""
    rules = load_rules()
    for unit, decimals in (
        ("percent", 1),
        ("points", 1),
        ("rate", 2),
        ("score", 0),
        ("score", 1),
        ("score", 2),
    ):
        short = rules["number"].tolerance(unit, decimals)
        said = [target_status(shortfall=size, unit=unit, decimals=decimals) for size in (short, short + 0.01)]
        assert said == ["nearly met", "not met"]
    places = int(rules["top_share"].tolerance("percent", 0))
    assert [target_status(places=n) for n in (places, places + 1)] == ["nearly met", "not met"]
    assert not re.search(r"\d", (REPO / "data" / "raw" / "indicator_rules.csv").read_text())


HEADER = "reference,title,measure,pupil_group,comparison_group,target_kind,target_value,target_comparator\n"


@pytest.fixture
def target_file(tmp_path):
    def write(*rows: str) -> Path:
        file = tmp_path / "targets.csv"
        file.write_text(HEADER + "".join(f"{row}\n" for row in rows))
        return file

    return write


def test_the_example_is_a_file_of_targets():
    for area in ("Camden", "Barnet", "Cornwall"):
        loaded = load_targets(area, 2024, EXAMPLE)
        assert len(loaded) == 9 and loaded["title"].str.startswith("Made target").all()
    kinds = loaded.groupby("target_kind").size()
    assert set(kinds.index) == set(targets.KINDS)
    assert set(loaded["target_comparator"]) == {
        "",
        "E12000009",
        ENGLAND,
        f"neighbours:{find_area('Cornwall').code}",
    }


def test_an_empty_title_says_whose_it_is_and_of_a_gap_to_whom(target_file):
    row = "A1,,ks2_rwm_expected,disadvantaged,not_disadvantaged,number,-15,"
    found = load_targets("Camden", 2024, target_file(row)).loc[0, "title"]
    assert found.endswith("disadvantaged pupils: gap to pupils who are not disadvantaged in England")
    found = load_targets("Camden", 2024, target_file("A1,,ks2_rwm_expected,in_need,,top_share,10,")).loc[
        0, "title"
    ]
    assert found.endswith(", children in need")


def test_an_empty_title_is_the_measures(target_file):
    loaded = load_targets("Camden", 2024, target_file("A1,,ks4_attainment8,all,,comparator,,Outer London"))
    assert loaded.loc[0, "title"] == "Average Attainment 8 score"
    assert loaded.loc[0, "target_comparator"] == find_area("Outer London").code


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("A1,,ks4_attainment,all,,number,50,", "measure", "ks4_attainment8"),
        ("A1,,sen_support_all,all,,number,50,", "measure", "better direction"),
        ("A1,,ks4_attainment8,disadvantage,,number,50,", "pupil_group", "disadvantaged"),
        ("A1,,ks4_attainment8,all,others,number,50,", "comparison_group", "other"),
        ("A1,,ks4_attainment8,all,all,number,50,", "comparison_group", "gap"),
        ("A1,,ks4_attainment8,all,,numbr,50,", "target_kind", "number"),
        ("A1,,ks4_attainment8,all,,number,fifty,", "target_value", "a number"),
        ("A1,,ks4_attainment8,all,,number,,", "target_value", "a number"),
        ("A1,,ks2_rwm_expected,all,,number,700,", "target_value", "0 to 100"),
        ("A1,,ks2_rwm_expected,all,,number,0.8,", "target_value", "80, not 0.8"),
        ("A1,,ks4_attainment8,all,,top_share,0.25,", "target_value", "25, not 0.25"),
        ("A1,,ks4_attainment8,all,,top_share,0,", "target_value", "share"),
        ("A1,,ks4_attainment8,all,,top_share,110,", "target_value", "share"),
        ("A1,,ks4_attainment8,all,,comparator,50,England", "target_value", "nothing"),
        ("A1,,ks4_attainment8,all,,number,50,England", "target_comparator", "nothing"),
        ("A1,,ks4_attainment8,all,,comparator,,", "target_comparator", "England, region"),
        ("A1,,ks4_attainment8,all,,comparator,,Lundon", "target_comparator", "London"),
        ("A1,,ks4_attainment8,all,,comparator,,Camden", "target_comparator", "another area"),
        (",,ks4_attainment8,all,,number,50,", "reference", "of its own"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_what_is_near(target_file, row, column, says):
    file = target_file("A0,,ks4_progress8,all,,number,0.1,", row)
    with pytest.raises(InputError) as error:
        load_targets("Camden", 2024, file)
    assert (error.value.row, error.value.column) == (3, column)
    assert says in str(error.value)


def test_rows_that_a_spreadsheet_leaves_empty_and_groups_left_out_do_no_harm(target_file):
    rows = ("A1,,absence_primary,,,number,0.5,", ",,,,,,,", "A2,,ks2_rwm_expected,all,,number,80,")
    loaded = load_targets("Camden", 2024, target_file(*rows))
    assert loaded["reference"].tolist() == ["A1", "A2"] and set(loaded["pupil_group"]) == {"all"}


def test_a_reference_used_twice_is_named(target_file):
    row = "A1,,ks4_progress8,all,,number,0.1,"
    with pytest.raises(InputError) as error:
        load_targets("Camden", 2024, target_file(row, row))
    assert error.value.column == "reference"


def test_another_header_is_named(tmp_path):
    file = tmp_path / "targets.csv"
    file.write_text("reference,measure\nA1,ks4_progress8\n")
    with pytest.raises(InputError, match="target_kind"):
        load_targets("Camden", 2024, file)
