"""Figures whose whole stands in another row, that are of another year, that exceed 100%, or that have no numbers of pupils."""

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping import matches
from analysis.catalogue.ees_mapping_files import load_mapping, load_mappings
from analysis.sources.ees import read_data_set
from ees_made import OWN, made, none, of, write

TOTAL, EET = "Total", "Total in education, employment or training"


@pytest.fixture
def read(tmp_path):
    """Reads these rows of a made file."""

    def reader(rows):
        return read_data_set(write(tmp_path / "made.csv", list(rows[0]), rows), source="made")

    return reader


def changed(rows, breakdown, **cells):
    return [row | (cells if row["breakdown"] == breakdown else {}) for row in rows]


def eet(observations) -> pd.Series:
    return of(observations, measure="care_leavers_eet")


def test_the_whole_is_that_of_the_row_of_all(read):
    found = read(made("care-leavers"))
    assert (eet(found.observations)["numerator"], eet(found.observations)["denominator"]) == (91, 132)
    assert eet(found.observations)["value"] == pytest.approx(100 * 91 / 132)
    assert eet(found.observations)["locator"] == "row 2, care_leaver_percent"
    assert found.account["rows"].sum() == 6


def test_a_whole_that_is_suppressed_or_not_there_gives_no_count(read):
    rows = made("care-leavers")
    without = [row for row in rows if row["breakdown"] != TOTAL or row["care_leaver_age"] != "19 to 21 years"]
    for table in (changed(rows, TOTAL, care_leaver_count="c"), without):
        row = eet(read(table).observations)
        assert (none(row["value"]), none(row["denominator"]), row["decimals"]) == (69.0, None, 0)


def test_a_suppressed_part_stays_suppressed_beside_its_whole(read):
    row = eet(
        read(changed(made("care-leavers"), EET, care_leaver_count="c", care_leaver_percent="c")).observations
    )
    assert row["status"] == "c" and none(row["value"]) is None and none(row["numerator"]) is None


def test_two_wholes_are_refused(read):
    rows = made("care-leavers")
    with pytest.raises(
        InputError, match=r"(?s)Two rows hold the number of pupils.*row 6, column care_leaver_count"
    ):
        read([*rows[:4], rows[3] | {"care_leaver_count": "140"}, *rows[4:]])


def test_the_whole_is_that_of_the_same_area_and_year(read):
    rows = made("care-leavers")[:4]
    camden = {
        "new_la_code": "E09000007",
        "old_la_code": "202",
        "la_name": "Camden",
        "region_code": "E13000001",
    }
    other = [row | camden | {"region_name": "Inner London"} for row in rows]
    other = changed(changed(other, TOTAL, care_leaver_count="100"), EET, care_leaver_percent="91")
    other = changed(other, "Higher education i.e. studies beyond A level", care_leaver_percent="13")
    other = changed(other, "Total not in education, employment or training", care_leaver_percent="34")
    found = read([*rows, *other]).observations.query("measure == 'care_leavers_eet' and source == 'made'")
    assert found.set_index("area")["denominator"].to_dict() == {"E09000003": 132, "E09000007": 100}


def test_a_figure_of_another_year_than_its_file_and_one_above_100(read):
    rows = made("neet")
    offers = of(read(rows).observations, measure="september_guarantee")
    assert (offers["year"], offers["value"]) == (2023, 100.3)
    with pytest.raises(
        InputError, match=r"(?s)100.3 is no percentage.*neet_16_17.*row 2, column NEET_percent"
    ):
        read([rows[0] | {"NEET_percent": "100.3"}])
    with pytest.raises(InputError, match="251 is no percentage"):
        read([rows[0] | {"September_guarantee_Offer_made_percent": "251"}])


def test_a_kind_of_need_is_no_group_and_a_group_may_be_missing_in_a_year(read):
    rows = made("early-years-2022")
    groups = set(read(rows).observations["pupil_group"])
    assert "disadvantaged" not in groups and {"sen_support", "fsm"} <= groups
    need = [
        row
        for row in rows
        if row["characteristic"] != "SEN provision" or row["characteristic_type"] != "SEN support"
    ]
    with pytest.raises(InputError, match="No row of 202324 is for sen_support"):
        read(need)  # the kind of need "SEN support but no ..." does not stand for it


@pytest.mark.parametrize("mapping", load_mappings().values(), ids=lambda mapping: mapping.id)
def test_no_mapping_takes_kinds_of_need_for_the_topic_of_provision(mapping):
    for rule in mapping.pupil_groups:
        for patterns in rule.when.values():
            assert patterns == ("*",) or not matches("SEN primary need", patterns), rule.group


# mappings


def test_counts_are_asked_for_only_where_there_are_some(tmp_path):
    file = tmp_path / "made.toml"
    counts = 'counts = { la = "exact", region = "rounded", country = "judged" }\n'
    file.write_text(OWN.replace(counts, ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"'counts' is \{\}"):
        load_mapping(file)
    none_of_them = OWN.replace(counts, "").replace(', numerator = "reached", denominator = "pupils"', "")
    file.write_text(none_of_them.replace(', denominator = "pupils"', ""), encoding="utf-8")
    assert load_mapping(file).counts == {}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("year_offset = 2", "has the year offset 2"),
        ('year_offset = "1"', "'year_offset' is not as it should be"),
        ('denominator_when = { group = "Total" }', "has a 'denominator_when'"),
    ],
)
def test_what_cannot_be(tmp_path, given, problem):
    file = tmp_path / "made.toml"
    file.write_text(OWN.replace('value = "percent"', f'value = "percent", {given}'), encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        load_mapping(file)


def test_all_faults_of_a_mapping_are_said_at_once(tmp_path):
    file = tmp_path / "made.toml"
    text = OWN.replace("ks2_rwm_expected", "ks2_none").replace('group = "fsm"', 'group = "poor"')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"(?s)2 faults.*'poor' is not a pupil group.*'ks2_none' is not a measure"
    ):
        load_mapping(file)
