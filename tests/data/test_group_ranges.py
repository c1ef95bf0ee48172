"""Ranges of members, worked out again from the published figures; an average only where one is published."""

import pytest

from analysis.catalogue.area_groups import groups_in, groups_of
from analysis.catalogue.areas import find_area
from analysis.data.group_ranges import COLUMNS, group_ranges
from analysis.data.store import prepared_england
from analysis.report.contents import open_report
from analysis.report.rankings.group_tables import other_areas, other_areas_table

pytestmark = pytest.mark.national
MEASURES = ["ks2_rwm_expected", "ks4_attainment8", "absence_primary"]


@pytest.fixture(scope="module")
def england(national_home):
    return prepared_england()


@pytest.mark.parametrize("year", [2017, 2025])
def test_a_range_is_that_of_the_members_figures(england, year):
    groups = groups_in(year)
    found = group_ranges(england, year, groups, MEASURES)
    assert list(found.columns) == COLUMNS and len(found) >= 3 * len(groups) - 3
    members = {(group.kind, group.name): group.members for group in groups}
    figures = england.observations.query("year == @year and pupil_group == 'all'").dropna(subset="value")
    for row in found.itertuples():
        own = england.national.query("measure == @row.measure and year == @year and pupil_group == 'all'")
        values = sorted(own[own["area"].isin(members[row.kind, row.group])]["value"].dropna())
        middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
        assert (row.lowest, row.highest, row.with_figure) == (values[0], values[-1], len(values))
        assert row.median == pytest.approx(middle) and row.members >= row.with_figure
        if row.kind == "combined_authority":
            assert row.published != row.published
        if row.kind == "dfe_region":
            code = find_area(row.group).code
            published = figures[(figures["area"] == code) & (figures["measure"] == row.measure)]["value"]
            assert any(row.published == pytest.approx(value, abs=0.5) for value in published)


def test_an_unknown_measure_and_no_group_give_nothing(england):
    assert group_ranges(england, 2025, groups_in(2025), ["nothing"]).empty
    assert group_ranges(england, 2025, (), MEASURES).empty


@pytest.mark.parametrize(
    ("area", "areas"),
    [
        ("Barnet", ["London (DfE's region and Ofsted's region)"]),
        ("Barnsley", ["South Yorkshire", "Yorkshire and The Humber", "North East, Yorkshire and the Humber"]),
    ],
)
def test_the_table_names_each_area_once_and_no_average_that_is_not_published(national_home, area, areas):
    report = open_report(area, 2025)
    assert len(other_areas(report)) == len(areas) <= len(groups_of(report.area.code, 2025))
    frame = other_areas_table(report).frame
    told = list(dict.fromkeys(frame["Area"]))
    assert all(text.startswith(name) for text, name in zip(told, areas, strict=True))
    combined = frame[frame["Area"].str.contains("combined authority")]
    assert all(str(cell) == "none published" for cell in combined["Average"])
    assert len(frame) == len(areas) * frame["Result"].nunique()
