"""Areas: the table agrees with itself and with DfE's files, and every way of naming an area finds it."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.basics.errors import InputError
from analysis.catalogue.areas import find_area, load_areas
from analysis.catalogue.existing import predecessors, region_members, require_existing, standing

REPO = Path(__file__).parents[2]
AREAS = load_areas()


# the table


@pytest.mark.parametrize(
    ("year", "number"), [(2013, 152), (2017, 152), (2018, 152), (2019, 151), (2020, 151), (2021, 152),
                         (2022, 152), (2023, 153), (2026, 153)]
)  # fmt: skip
def test_number_of_authorities_by_year(year, number):
    assert len(standing(AREAS, year)) == number


def test_city_of_london_and_scilly_are_among_the_152():
    assert {"E09000001", "E06000053"} <= set(standing(AREAS, 2017)["code"])


def test_identifiers_are_unique():
    assert AREAS["code"].is_unique and AREAS["slug"].is_unique and AREAS["name"].is_unique
    assert AREAS["la_number"].dropna().is_unique
    superseded = " ".join(AREAS["other_codes"]).split()
    assert len(superseded) == len(set(superseded)) and not set(superseded) & set(AREAS["code"])


def test_kinds_of_area():
    assert AREAS["area_type"].value_counts().to_dict() == {"la": 158, "region": 11, "country": 1}
    assert (AREAS["la_number"].notna() == (AREAS["area_type"] == "la")).all()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hull", "kingston-upon-hull-city-of"),
        ("BCP", "bournemouth-christchurch-and-poole"),
        ("St Helens", "st-helens"),
        ("835", "dorset-before-2019"),
    ],
)
def test_slugs(name, slug):
    assert find_area(name).slug == slug


def test_regions_hold_every_authority_once():
    regions = [f"E1200000{number}" for number in range(1, 10)]
    for year in (2017, 2019, 2021, 2023):
        members = [code for region in regions for code in region_members(region, year)]
        assert (
            sorted(members)
            == sorted(standing(AREAS, year)["code"])
            == sorted(region_members("England", year))
        )
    assert region_members("E12000007", 2017) == sorted(
        region_members("E13000001", 2017) + region_members("E13000002", 2017), key=members_order
    )
    assert [len(region_members(code, 2017)) for code in ("E13000001", "E13000002")] == [14, 19]


def members_order(code: str) -> int:
    return find_area(code).la_number


def test_an_authority_has_no_members():
    with pytest.raises(InputError, match="Barnet is not a region"):
        region_members("Barnet", 2017)


def test_a_changed_table_does_not_change_the_next_one():
    table = load_areas()
    table.loc[0, "name"] = "Albion"
    assert load_areas().loc[0, "name"] == "England"


def edited(tmp_path, edit) -> Path:
    table = pd.read_csv(REPO / "data" / "raw" / "areas.csv", dtype=str, keep_default_na=False)
    file = tmp_path / "areas.csv"
    edit(table.set_index("code", drop=False)).to_csv(file, index=False)
    return file


def replaced(code: str, column: str, value: str):
    def edit(table):
        table.loc[code, column] = value
        return table

    return edit


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [
        ("E09000003", "code", "E0900003"),
        ("E09000003", "code", "E09000004"),
        ("E09000003", "la_number", "barnet"),
        ("E09000003", "la_number", ""),
        ("E09000003", "la_number", "301"),
        ("E09000003", "name", ""),
        ("E09000003", "name", "Brent"),
        ("E09000003", "name", "brent"),
        ("E09000003", "other_names", "brent"),
        ("E09000003", "other_codes", "E09000004"),
        ("E09000003", "area_type", "borough"),
        ("E09000003", "region", ""),
        ("E09000003", "region", "E09000004"),
        ("E09000003", "parent", "E12000099"),
        ("E09000003", "opened", "2019-02-31"),
        ("E09000003", "opened", "2019-04-01"),
        ("E09000003", "closed", "2019-04-01"),
        ("E06000028", "closed", ""),
        ("E06000028", "successors", "E06000099"),
        ("E06000028", "successors", "E06000061"),
        ("E06000028", "closed", "2021-04-01"),
        ("E12000001", "la_number", "999"),
    ],
)
def test_a_broken_cell_is_named(tmp_path, code, column, value):
    # some cells are broken by what another column says
    named = {("E06000028", "closed", "2021-04-01"): "successors"}.get((code, column, value))
    with pytest.raises(InputError) as caught:
        load_areas(edited(tmp_path, replaced(code, column, value)))
    lines = (REPO / "data" / "raw" / "areas.csv").read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(lines, start=1) if line.startswith(code))
    error = caught.value
    assert error.file == "areas.csv" and error.column == (named or column)
    assert str(row) in str(error.row).split(" and ")


def test_missing_column_and_missing_file(tmp_path):
    with pytest.raises(InputError, match="Column region is missing"):
        load_areas(edited(tmp_path, lambda table: table.drop(columns="region")))
    with pytest.raises(InputError, match="missing"):
        load_areas(tmp_path / "none.csv")


# names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Barnet", "E09000003"),
        (302, "E09000003"),
        ("302", "E09000003"),
        ("e09000003", "E09000003"),
        ("St. Helens", "E08000013"),
        ("St Helens", "E08000013"),
        ("Kingston Upon Hull, City of", "E06000010"),
        ("Bristol", "E06000023"),
        ("Herefordshire", "E06000019"),
        ("Durham", "E06000047"),
        ("Bedford Borough", "E06000055"),
        ("Telford & Wrekin", "E06000020"),
        ("Stockton on Tees", "E06000004"),
        ("Dorset", "E06000059"),
        ("Dorset (Pre LG)", "E10000009"),
        ("E10000009", "E10000009"),
        ("E08000020", "E08000037"),
        ("E06000048", "E06000057"),
        ("E10000023", "E06000065"),
        ("London (Inner)", "E13000001"),
        ("Yorkshire and the Humber", "E12000003"),
        ("Yorkshire & The Humber", "E12000003"),
        ("City of London", "E09000001"),
        ("London", "E12000007"),
        ("England", "E92000001"),
    ],
)
def test_find_area(text, code):
    assert find_area(text).code == code


@pytest.mark.parametrize("column", ["name", "slug", "code", "la_number"])
def test_every_area_is_found_by_each_identifier(column):
    for code, text in AREAS[["code", column]].dropna().itertuples(index=False):
        assert find_area(text).code == code


@given(st.sampled_from(AREAS["name"].tolist()), st.data())
def test_capitals_spaces_and_punctuation_make_no_difference(name, data):
    spaces = st.sampled_from(["", " ", "\t", "  ", "-", "\u00a0", ".", "'"])
    changed = "".join(
        data.draw(st.sampled_from([letter.lower(), letter.upper()])) + data.draw(spaces) for letter in name
    )
    assert find_area(changed) == find_area(name)


def test_accents_make_no_difference():
    assert find_area("Bärnét").code == "E09000003"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Barnett", "Barnet"),
        ("Manchestr", "Manchester"),
        ("Middlesborough", "Middlesbrough"),
        ("Yorkshire", "North Yorkshire"),
        ("London Borough of Barnett", "Barnet"),
    ],
)
def test_an_unknown_name_lists_the_nearest(text, nearest):
    with pytest.raises(InputError) as caught:
        find_area(text)
    assert nearest in caught.value.problem and "areas.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Cheshire", ["Cheshire East", "Cheshire West and Chester"]),
        ("Kingston", ["Kingston upon Hull, City of", "Kingston upon Thames"]),
        ("tyneside", ["North Tyneside", "South Tyneside"]),
    ],
)
def test_an_ambiguous_name_lists_the_candidates(text, candidates):
    with pytest.raises(InputError) as caught:
        find_area(text)
    assert all(f"'{name}'" in caught.value.problem for name in candidates)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\ud800", "../../etc/passwd", "<script>", "Barnet\nreport", "999", "E09000099", "nan", None,
     True, 3.5, "x" * 100_000, "Barnet" * 20_000, "巴尼特", "(", "[a-", "\\", "%s{0}"],
)  # fmt: skip
def test_hostile_text_is_an_input_error(text):
    with pytest.raises(InputError) as caught:
        find_area(text)
    message = str(caught.value)
    assert len(message) < 600
    message.encode("utf-8")


@given(st.one_of(st.text(), st.text(alphabet=st.characters(exclude_categories=[])), st.integers()))
def test_any_text_is_an_area_or_an_input_error(text):
    try:
        assert find_area(text).code in set(AREAS["code"])
    except InputError as error:
        str(error).encode("utf-8")


# reorganisations


def test_predecessors():
    assert {area.name for area in predecessors(find_area("Dorset"))} == {"Dorset (before 2019)"}
    assert {area.name for area in predecessors(find_area("Cumberland"))} == {"Cumbria"}
    assert predecessors(find_area("Barnet")) == []


@pytest.mark.parametrize(
    ("name", "year", "words"),
    [
        (
            "Cumbria",
            2024,
            ["1 April 2023", "'Cumberland'", "'Westmorland and Furness'", "2023/24", "up to 2022"],
        ),
        ("Cumbria", 2023, ["1 April 2023", "from 2023"]),
        (
            "BCP",
            2017,
            ["1 April 2019", "'Bournemouth'", "'Poole'", "'Dorset (before 2019)'", "2016/17", "up to 2018"],
        ),
        ("Dorset", 2018, ["'Dorset (before 2019)'", "from 2019"]),
        ("Northamptonshire", 2021, ["'North Northamptonshire'", "'West Northamptonshire'"]),
    ],
)
def test_a_year_without_the_authority_names_who_was_there(name, year, words):
    with pytest.raises(InputError) as caught:
        require_existing(find_area(name), year)
    assert all(word in str(caught.value) for word in words)
    note = require_existing(find_area(name), year, has_data=True)
    assert words[0] in note


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("Cumbria", 2022),
        ("Cumberland", 2023),
        ("Poole", 2018),
        ("BCP", 2019),
        ("Barnet", 2017),
        ("England", 2017),
    ],
)
def test_a_year_with_the_authority_needs_no_note(name, year):
    assert require_existing(find_area(name), year) == ""
    assert require_existing(find_area(name), year, has_data=True) == ""


@given(st.integers(2013, 2026))
def test_require_existing_agrees_with_standing(year):
    there = set(standing(AREAS, year)["code"])
    for code in AREAS.loc[AREAS["area_type"] == "la", "code"]:
        try:
            require_existing(find_area(code), year)
            assert code in there
        except InputError:
            assert code not in there


# against DfE's files


@pytest.mark.national
def test_every_name_and_number_of_lait_is_found(national):
    rows = pd.read_parquet(
        national("lait/bds_long_0.parquet"), columns=["LA and Regions", "LA Number", "Region"]
    ).drop_duplicates()
    assert len(rows) == 170
    found = {find_area(name).code for name in rows["LA and Regions"]}
    assert found == set(AREAS["code"])
    for name, number, region in rows.itertuples(index=False):
        area = find_area(name)
        if area.area_type == "la":
            assert area.la_number == number
            assert find_area(region).code in (area.region, area.parent)


@pytest.mark.national
def test_every_name_of_laits_list_of_codes_is_found(national):
    names = pd.read_excel(national("lait/la_code_list.xlsx"))["LA Name"].tolist()
    # a series that LAIT no longer fills, not an area: its figures must not pass for England's
    names.remove("England (discontinued)")
    assert {find_area(name).code for name in names} == set(AREAS["code"])


@pytest.mark.national
def test_every_authority_of_the_looked_after_file_is_found(national):
    table = pd.read_csv(national("ees/ks2_la.csv"), dtype=str, keep_default_na=False)
    table = table[table["geographic_level"] == "Local authority"]
    columns = ["new_la_code", "old_la_code", "la_name", "region_code"]
    for code, number, name, region in table[columns].drop_duplicates().itertuples(index=False):
        area = find_area(code)
        assert (area.code, area.la_number) == (code, int(number)) and region in (area.region, area.parent)
        assert area == find_area(name) or (name, area.closed is not None) == ("Dorset", True)
    assert set(table["new_la_code"]) == set(AREAS.loc[AREAS["area_type"] == "la", "code"])
