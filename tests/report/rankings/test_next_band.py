"""So many pupils more, and the figure is that of the next band's last place; one fewer, and it is not."""

import pytest

from analysis.data.ranking import BANDS
from analysis.report.contents import open_report
from analysis.report.rankings.next_band_tables import next_bands_table

pytestmark = pytest.mark.national


@pytest.mark.parametrize(
    ("area", "year"), [("Barnet", 2017), ("Rutland", 2024), ("Kent", 2025), ("Cumberland", 2025)]
)
def test_with_so_many_more_pupils_the_figure_is_in_the_next_band(area, year, national_home):
    report = open_report(area, year)
    found = report.next_bands
    assert found
    for each in found:
        row = each.row
        everyone = report.england.national.query(
            "measure == @row.measure and pupil_group == 'all' and year == @year and area_type == 'la'"
        )
        values = everyone["value"].dropna().round(9)
        place = BANDS[each.band] * int(row.n_ranked) // 100

        def rank_with(pupils, row=row, each=each, values=values):
            return 1 + (values > round(row.value + 100 * pupils / each.pupils, 9)).sum()

        assert rank_with(each.short) <= place < rank_with(each.short - 1), (row.measure, each)


def test_scilly_has_too_few_pupils_for_a_number(national_home):
    assert open_report("Isles of Scilly", 2024).next_bands == []


def test_what_is_approximate_is_said_to_be(national_home):
    report = open_report("Kent", 2025)
    found, told = report.next_bands, next_bands_table(report).frame["Pupils short of it"]
    for each, cell in zip(found, told, strict=True):
        assert each.exact or "about" in cell.text, each
