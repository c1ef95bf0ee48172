"""Which rows of an Explore Education Statistics file are kept, of what area and year they are, what is refused."""

import re
from dataclasses import replace

import pytest

from analysis.basics.errors import InputError
from analysis.sources.ees import read_data_set, read_ees
from ees_made import CAMDEN, ENGLAND, HEADER, OUTER, at, cells, made, of, write


def test_the_latest_version_is_kept_and_is_the_release(read_own):
    rows = [
        cells("20", "9", "45", version="Provisional"),
        cells("20", "10", "50", version="Revised"),
        cells("20", "8", "40", version="Revised", time_period="202425"),
        cells("20", "7", "35", version="Final", time_period="202223"),
        cells("20", "6", "30", version="Revised", time_period="202223"),
    ]
    reading = read_own(*rows)
    got = {year: of(reading.observations, year=year) for year in (2023, 2024, 2025)}
    assert [got[year]["value"] for year in got] == [35, 50, 40]
    assert [got[year]["release"] for year in got] == ["final", "revised", "revised"]
    account = dict(zip(reading.account["outcome"], reading.account["rows"], strict=True))
    assert account == {"kept": 3, "left out: a later version replaces it": 2}


def test_release_is_given_where_the_file_does_not_say(read_own):
    header = [name for name in HEADER if name != "version"]
    reading = read_own(cells(), header=header, release="provisional")
    assert of(reading.observations)["release"] == "provisional"
    assert of(read_own(cells(), header=header).observations)["release"] == "published"
    assert of(read_own(cells(), release="provisional").observations)["release"] == "final"


@pytest.mark.parametrize("text", ["201718", "2018"])
def test_years(read_own, text):
    assert of(read_own(cells(time_period=text)).observations)["year"] == 2018


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (ENGLAND, "E92000001"),
        (OUTER, "E13000002"),
        (at("Regional", region_code="E12000007", region_name="London"), "E12000007"),
        (at("Regional", region_name="Yorkshire and the Humber"), "E12000003"),
        (at("Regional", region_code="z", region_name="Yorkshire and The Humber"), "E12000003"),
        (at("Local Authority", new_la_code="E08000020", old_la_code="390"), "E08000037"),
        (at("Local authority", old_la_code="302"), "E09000003"),
        (at("Local authority", la_name="Kingston upon Hull, City of"), "E06000010"),
        # the county before 2019, whose name is now another authority's
        (at("Local authority", new_la_code="E10000009", old_la_code="835", la_name="Dorset"), "E10000009"),
        (at("Local authority", new_la_code="E10000006", la_name="Cumbria"), "E10000006"),
    ],
)
def test_areas(read_own, place, code):
    assert of(read_own(cells("c", "c", "c", **place)).observations)["area"] == code


def test_other_levels_and_other_rows_are_left_out_and_counted(read_own):
    rows = [cells(), cells(group="Boys"), cells(geographic_level="School"), cells(**ENGLAND)]
    account = read_own(*rows).account
    assert account.to_numpy().tolist() == [
        ["Local authority", "kept", 1],
        ["Local authority", "left out: group", 1],
        ["National", "kept", 1],
        ["School", "left out: geographic_level", 1],
    ]


def test_parts_of_a_year_are_left_out_where_the_mapping_says_so(tmp_path):
    row = made("absence")[0]
    rows = [row, row | {"time_identifier": "Autumn term", "sess_overall_percent": "99"}]
    reading = read_data_set(write(tmp_path / "made.csv", list(row), rows), source="made")
    assert of(reading.observations, measure="absence_overall")["value"] == 6.58722
    with pytest.raises(InputError, match=r"no row of a local authority.*for: Academic year"):
        read_data_set(write(tmp_path / "made.csv", list(row), rows[1:]), source="made")


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (cells(percent="45%"), "percent", "'45%' is neither a number nor a known symbol"),
        (cells(percent="n/a"), "percent", "'n/a' is neither a number nor a known symbol"),
        (cells(percent=""), "percent", "The cell is empty"),
        (cells(percent="nan"), "percent", "'nan' is neither"),
        (cells(percent="inf"), "percent", "'inf' is neither"),
        (cells(pupils="1,234"), "pupils", "'1,234' is neither"),
        (cells(percent="145"), "percent", "145 is no percentage"),
        (cells(percent="-1"), "percent", "-1 is no percentage"),
        (cells(reached="21"), "reached", "21 of 20 pupils is more than all of them"),
        (cells(pupils="19.5"), "pupils", "19.5 is no number of pupils"),
        (cells(reached="-2"), "reached", "-2 is no number of pupils"),
        (cells(percent="54"), "percent", "9 of 20 pupils is not 54%"),
        (cells(low="3"), "high", "The interval ends, at 2.5, before it begins"),
        (cells(group="Girls"), "group", "does not know 'Girls'"),
        (cells(geographic_level="Parish"), "geographic_level", "does not know 'Parish'"),
        (cells(time_identifier="Week 12"), "time_identifier", "does not know 'Week 12'"),
        (cells(version="Draft"), "version", "The version 'Draft' is not known"),
        (cells(time_period="201719"), "time_period", "'201719' is not a year"),
        (cells(time_period="Summer"), "time_period", "'Summer' is not a year"),
        (cells(new_la_code="E09999999"), "new_la_code", "No local authority is called 'E09999999'"),
        (cells(new_la_code="E12000007"), "new_la_code", "No local authority is called 'E12000007'"),
        (cells(old_la_code="202"), "new_la_code, old_la_code", "names E09000003 and 202"),
        (cells(**at("Regional")), None, "names no area"),
    ],
)
def test_a_cell_that_cannot_be_is_an_error_that_says_where(read_own, row, column, problem):
    with pytest.raises(InputError, match=re.escape(problem)) as error:
        read_own(cells(**CAMDEN), cells(**CAMDEN, group="FSM"), row)
    assert (error.value.row, error.value.column) == (4, column)
    assert "made.csv" in str(error.value)


def test_two_rows_for_one_figure_are_an_error_that_names_both(read_own):
    with pytest.raises(InputError, match=r"The same row appears twice: ks2_\w+, all, 2024, E09000003"):
        read_own(cells(), cells(**CAMDEN), cells())
    with pytest.raises(InputError, match=r"row 2, \w+ and 4, \w+"):
        read_own(cells(), cells(**CAMDEN), cells())


def test_a_row_of_two_groups_is_an_error(read_own, own_mapping):
    twice = replace(
        own_mapping,
        pupil_groups=(*own_mapping.pupil_groups, replace(own_mapping.pupil_groups[1], group="disadvantaged")),
    )
    with pytest.raises(InputError, match="for two groups: fsm and disadvantaged"):
        read_own(cells(), cells(group="FSM"), mapping=twice)


def test_a_group_that_was_renamed_is_missed(tmp_path):
    row = made("phonics")[0]
    renamed = row | {"fsm_status": "Entitled to free meals"}
    file = write(tmp_path / "made.csv", list(row), [row, renamed])
    with pytest.raises(InputError, match=r"No row of 202324 is for fsm. .*fsm_status Entitled to free meals"):
        read_ees(file, source="made")
    # as it is, if only one year has the new name
    known = [row | {"fsm_status": text} for text in ("FSM eligible", "Not known to be FSM eligible")]
    rows = [row, *known, row | {"time_period": "202425"}, renamed | {"time_period": "202425"}]
    with pytest.raises(InputError, match="No row of 202425 is for fsm"):
        read_ees(write(tmp_path / "made.csv", list(row), rows), source="made")


def test_a_year_without_a_row_that_is_wanted_is_an_error(tmp_path):
    row = made("ks2-long")[0] | {"establishment_type_group": "Local authority maintained"}
    file = write(tmp_path / "made.csv", list(row), [row])
    with pytest.raises(
        InputError, match=r"No row of 202324 is for any pupil group.*Local authority maintained"
    ):
        read_ees(file, source="made")
