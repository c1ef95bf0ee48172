"""The tables of a phase: what stands beside what, why a cell is empty, and how the rows are sorted."""

import re

import pandas as pd
import pytest

from analysis.catalogue.measures import GROUP_ORDER, PHASES, is_group_gap, load_measures
from analysis.output.absent import Absent
from analysis.report.contents import open_report
from analysis.report.rankings.cells import NO_ORDER
from analysis.report.rankings.tables import in_order, phase_tables

pytestmark = pytest.mark.national


@pytest.fixture(
    scope="module",
    params=[("Barnet", 2025), ("Barnet", 2017), ("City of London", 2024)],
    ids="{0[0]} {0[1]}".format,
)
def shown(request, national_home):
    """The report, and each table with the rows of rankings.csv that it shows, in their order."""
    report = open_report(*request.param)
    ranked = report.rankings[report.rankings["rank"].notna()]
    found = []
    for phase in PHASES:
        rows = in_order(ranked[ranked["phase"] == phase])
        parts = [rows[rows["pupil_group"] == "all"], rows[rows["pupil_group"] != "all"]]
        tables = phase_tables(rows, report) if len(rows) else []
        found += zip(tables, [part for part in parts if len(part)], strict=True)
    assert len(found) > 8 and sum(len(rows) for _, rows in found) == len(ranked)
    return report, found


def cells_of(table, rows):
    return zip(rows.itertuples(), (cells for _, cells in table.frame.iterrows()), strict=True)


def test_england_stands_beside_the_own_figure_and_the_change_next(shown):
    report, tables = shown
    for table, _ in tables:
        assert list(table.frame.columns[1:3]) == [report.area.name, "England"]
        changes = [name for name in table.frame.columns if name.startswith("Change on")]
        assert changes in ([], [table.frame.columns[3]])
    captions = [table.caption for table, _ in tables]
    assert len(captions) == len(set(captions))


def test_every_cell_has_a_figure_or_says_why_not(shown):
    report, tables = shown
    broken = load_measures()["break_after"].map(lambda years: report.year - 1 in years)
    breaks = 0
    for table, rows in tables:
        assert not table.frame.isna().any(axis=None) and ">–<" not in table.to_html()
        for row, cells in cells_of(table, rows):
            change = cells.get(f"Change on {report.year - 2}/{(report.year - 1) % 100}")
            if isinstance(change, Absent):
                assert pd.isna(row.change) and (str(change) == "break") == broken[row.measure]
                breaks += str(change) == "break"
            assert isinstance(cells["England"], Absent) == pd.isna(row.england)
    assert breaks or report.year != 2017


def test_units_and_low_is_good_stand_with_the_figure_or_the_name(shown):
    report, tables = shown
    for table, rows in tables:
        for row, cells in cells_of(table, rows):
            percent = row.unit == "percent" and not is_group_gap(row.measure)
            assert str(cells[report.area.name]).endswith("%") == percent
            told = "low is good" in f"{table.caption} {cells['Measure']}"
            assert told == (row.polarity == "low"), row.measure
            if row.unit == "rate":
                assert "per 100 pupils" in cells["Measure"]


def test_a_rank_is_the_places_that_it_may_stand_for(shown):
    _, tables = shown
    several = 0
    for table, rows in tables:
        for row, cells in cells_of(table, rows):
            if row.orders == "no":
                assert str(cells["Rank"]) == NO_ORDER
                continue
            told = re.fullmatch(
                r"(\d+)(?:st|nd|rd|th)(?:–(\d+)(?:st|nd|rd|th))? of (\d+)", str(cells["Rank"])
            )
            first, last, n = int(told[1]), int(told[2] or told[1]), int(told[3])
            absent = int(row.not_published) if pd.notna(row.not_published) else 0
            tied = row.tie_last if pd.notna(row.tie_last) else row.rank
            assert (first, last, n) == (row.rank, tied + absent, row.n_ranked)
            several += last > first
    assert several


def test_the_best_rank_comes_first_and_in_tables_of_groups_each_group_has_its_place(shown):
    _, tables = shown
    for _, rows in tables:
        groups = rows["pupil_group"].map(GROUP_ORDER)
        assert groups.is_monotonic_increasing
        for _, own in rows.groupby("pupil_group"):
            assert own["tie_last"].fillna(own["rank"]).is_monotonic_increasing
