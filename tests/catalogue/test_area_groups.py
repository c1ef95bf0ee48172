"""Who is in which combined authority and region, in which year; and what a file must not say."""

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.area_groups import KINDS, groups_in, groups_of, load_area_groups
from analysis.catalogue.areas import find_area, load_areas
from places import REPO

FILE = REPO / "data" / "raw" / "area_groups.csv"


def names(area: str, year: int, kind: str) -> list[str]:
    return [group.name for group in groups_of(find_area(area).code, year) if group.kind == kind]


@pytest.mark.parametrize("year", range(2016, 2026))
def test_every_open_authority_is_in_one_region_of_each_publisher(year):
    areas = load_areas()
    there = areas[
        areas["area_type"].eq("la") & ~(areas["opened"].dt.year > year) & ~(areas["closed"].dt.year <= year)
    ]
    for kind, number in (("dfe_region", 9), ("ofsted_region", 8)):
        groups = [group for group in groups_in(year) if group.kind == kind]
        members = [code for group in groups for code in group.members]
        assert len(groups) == number and sorted(members) == sorted(there["code"])


def test_dfes_regions_are_those_of_the_areas():
    """The column of areas.csv, Inner and Outer London as London: the average that is published is of these members."""
    areas = load_areas().set_index("code")
    for group in groups_in(2025):
        regions = {areas.loc[code, "region"] for code in group.members}
        regions = {areas.loc[code, "parent"] or code for code in regions}
        if group.kind == "dfe_region":
            assert regions == {group.region} and areas.loc[group.region, "name"] == group.name
        elif group.kind == "ofsted_region":
            assert (len(regions) == 1) == bool(group.region)
        else:
            assert group.region == ""


def test_a_membership_has_its_dates():
    assert names("Newcastle upon Tyne", 2018, "combined_authority") == ["North East (2014 to 2024)"]
    assert names("Newcastle upon Tyne", 2019, "combined_authority") == ["North of Tyne"]
    assert names("Newcastle upon Tyne", 2024, "combined_authority") == ["North East"]
    assert names("Gateshead", 2023, "combined_authority") == ["North East (2014 to 2024)"]
    assert names("Bolton", 2016, "combined_authority") == ["Greater Manchester"]
    # the order came into force in February 2025
    assert (
        names("Devon", 2024, "combined_authority") == [] and names("Devon", 2025, "combined_authority") != []
    )
    assert names("Barnet", 2025, "combined_authority") == []
    assert names("Hull", 2025, "ofsted_region") == ["North East, Yorkshire and the Humber"]


def test_combined_authorities_of_2025():
    groups = {g.name: len(g.members) for g in groups_in(2025) if g.kind == "combined_authority"}
    assert groups == {
        **{"Greater Manchester": 10, "South Yorkshire": 4, "West Yorkshire": 5, "Liverpool City Region": 6},
        **{"Tees Valley": 5, "West Midlands": 7, "West of England": 3, "Cambridgeshire and Peterborough": 2},
        **{"York and North Yorkshire": 2, "East Midlands": 4, "North East": 7, "Hull and East Yorkshire": 2},
        **{"Devon and Torbay": 2, "Greater Lincolnshire": 3, "Lancashire": 3},
    }


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("E99999999,dfe_region,London,,,x", "area"),
        ("E12000007,dfe_region,London,,,x", "area"),
        ("E09000003,county,London,,,x", "kind"),
        ("E09000003,dfe_region,,,,x", "group"),
        ("E09000003,combined_authority,London,2024-02-31,,x", "from"),
        ("E09000003,combined_authority,London,2024-02-01,2023-02-01,x", "to"),
        ("E09000003,dfe_region,South East,,,x", "group"),
        ("E09000003,combined_authority,London,,,", "source"),
    ],
)
def test_what_a_file_must_not_say_is_named(tmp_path, line, column):
    file = tmp_path / "area_groups.csv"
    text = FILE.read_text(encoding="utf-8")
    file.write_text(f"{text}{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_area_groups(file)
    assert caught.value.column == column and str(caught.value.row) == str(len(text.splitlines()) + 1)


def test_each_kind_has_a_name_and_each_row_a_source():
    table = pd.read_csv(FILE, dtype=str, keep_default_na=False)
    assert set(table["kind"]) == set(KINDS) and table["source"].ne("").all()
