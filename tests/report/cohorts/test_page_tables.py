"""The tables of the page of cohorts: each figure once, England beside it, and a reason where there is none; the top of the page."""

import re

import pandas as pd
import pytest

from analysis.report.cohorts.answer import answer
from analysis.report.cohorts.estimate_tables import estimates_table, pooled_table
from analysis.report.cohorts.rank_set_tables import rank_set_table, without_numbers_table
from analysis.report.cohorts.sentences import MOST_SHOWN
from analysis.report.cohorts.tables import tables_by_group
from analysis.report.cohorts.uncounted import without_numbers
from analysis.statistics.verdicts import VERDICTS

pytestmark = pytest.mark.national
PLACES = [("Barnet", 2025), ("Rutland", 2024), ("City of London", 2024)]


@pytest.fixture(scope="module", params=PLACES, ids="{0[0]} {0[1]}".format)
def report(request, there):
    return there(*request.param)


def test_each_cohort_stands_in_one_table_with_england_beside_it(report):
    rows = report.cohorts[report.cohorts["origin"] == "data"]
    tables = [table for shown in tables_by_group(report.cohorts, report).values() for table in shown]
    assert sum(len(table.frame) for table in tables) == min(len(rows), MOST_SHOWN)
    measured = [table for table in tables if "without an interval" not in table.caption]
    assert sum(len(table.frame) for table in measured) == min(int(rows["lower"].notna().sum()), MOST_SHOWN)
    for table in measured:
        names = list(table.frame)
        assert "England" not in names or names[names.index(report.area.name) + 1] == "England"
        outside = table.frame.get("Against England", pd.Series(dtype=str)).map(str).str.contains("outside")
        assert outside.astype(int).is_monotonic_decreasing


def test_no_cell_of_a_table_is_without_a_word(report):
    tables = [table for shown in tables_by_group(report.cohorts, report).values() for table in shown]
    sets, shrunken, pooled = report.rank_sets, report.shrunken_ranks, report.pooled
    tables += [rank_set_table(sets, report)] if len(sets) else []
    tables += [estimates_table(shrunken, report)] if shrunken["reason"].eq("").any() else []
    tables += [pooled_table(pooled, report)] if len(pooled) else []
    for table in [*tables, without_numbers_table(without_numbers(report))]:
        assert table.frame.notna().all(axis=None), table.caption
        assert not table.frame.map(str).isin(["", "–", "nan", "None"]).any(axis=None), table.caption


def test_the_top_of_the_page_counts_what_the_data_have(report):
    top = [text for text in answer(report) if text]
    assert 2 <= len(top) <= 3
    rows = report.cohorts.query("origin == 'data' and verdict != ''")
    if len(rows):
        assert top[0].startswith(f"Of {len(rows)} figure{'' if len(rows) == 1 else 's'} of small cohorts, ")
        outside = int(rows["verdict"].eq(VERDICTS["supports"]).sum())
        shown = re.search(r", (\d+|none) (?:is|are) shown to differ", top[0])[1].replace("none", "0")
        may = re.search(r" (\d+) may differ", top[0])
        assert int(shown) + int(may[1] if may else 0) == outside
    change = report.largest_change
    if change is not None:
        assert f"{change.before.printed}%" in top[1] and f" of {change.now.pupils}." in top[1]
