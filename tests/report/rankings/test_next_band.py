"""So many pupils more, and the figure is that of the next band's last place; one fewer, and it is not."""

import re

import pytest

from analysis.data.ranking import BANDS
from analysis.report.contents import open_report
from analysis.report.rankings.headline_results import RESULTS
from analysis.report.rankings.next_band_tables import next_bands_table, to_the_top_tenth

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
        tenth = int(row.n_ranked) // 10
        if each.short_of_tenth is None:
            assert row.rank <= tenth
        else:
            assert rank_with(each.short_of_tenth) <= tenth < rank_with(each.short_of_tenth - 1)


def test_scilly_has_too_few_pupils_for_a_number(national_home):
    assert open_report("Isles of Scilly", 2024).next_bands == []


def test_what_is_approximate_is_said_to_be(national_home):
    report = open_report("Kent", 2025)
    found, table = report.next_bands, next_bands_table(report).frame
    for each, (_, cells) in zip(found, table.iterrows(), strict=True):
        assert each.exact or "about" in cells["Pupils to the next band"].text, each
        tenth = str(cells["Pupils to the top 10%"])
        assert ("reached" in tenth) == (each.short_of_tenth is None)
        assert "reached" in tenth or each.exact or "about" in tenth


@pytest.mark.parametrize(("area", "year"), [("Barnet", 2025), ("Hounslow", 2025), ("Rutland", 2024)])
def test_the_sentence_on_the_top_tenth_has_the_numbers_of_the_table(area, year, national_home):
    """The combined result of key stage 2 if it is not there yet, else the first by age that is not."""
    report = open_report(area, year)
    there = {each.row.measure: each for each in report.next_bands if each.short_of_tenth is not None}
    wanted = next(there[measure] for measure in ("ks2_rwm_expected", *RESULTS) if measure in there)
    told = re.fullmatch(
        r"To reach the top 10% in “(.*)”(?: \(provisional\))?, (.*) needed ((?:fewer than )?(?:about )?[\d,]+) more pupils at the "
        r"standard\. It had ((?:about )?[\d,]+)\.",
        to_the_top_tenth(report),
    )
    assert told[1] == RESULTS[wanted.row.measure] and told[2] == report.area.name
    cells = next_bands_table(report).frame.set_index("Next band")
    assert told[3] in {str(cell) for cell in cells["Pupils to the top 10%"]}
    assert told[3] == wanted.in_words(wanted.short_of_tenth) and told[4] == wanted.in_words(wanted.pupils)
