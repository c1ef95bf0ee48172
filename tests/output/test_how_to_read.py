"""What a page says of how to read it is about columns, charts and sources that are there."""

from dataclasses import asdict

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.measures import PHASES
from analysis.output.page import render
from analysis.output.table import Table
from analysis.report.cohorts.tables import cohort_chart, cohort_tables
from analysis.report.contents import open_report
from analysis.report.gaps.charts import level_chart
from analysis.report.gaps.tables import pair_table


def how_to_read(file: str, *shown) -> str:
    """The fold of a page that shows these tables and charts."""
    names = ("area", "academic_year", "status", "title", "notebook", "version", "run_hash")
    sources = [asdict(source) for source in load_manifest().values()]
    context = dict.fromkeys(names, "") | {"file": file, "pages": [], "absent": [], "sources": sources}
    context |= {"without_papers": True, "own_claims": False}
    bundles = [item._repr_mimebundle_() for item in shown if item is not None]
    outputs = [new_output("display_data", {"text/html": bundle["text/html"]}) for bundle in bundles]
    cells = [new_markdown_cell("# Title"), new_code_cell(outputs=outputs)]
    page = render(new_notebook(cells=cells), context)
    return page.partition('<details class="how">')[2].partition("</details>")[0]


COHORTS = ("The dot is the percentage", "“One pupil is worth”", "“Against England”")


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "told"),
    [("Cumberland", 2025, True), ("Rutland", 2024, True), ("Barnsley", 2018, False)],
)
def test_small_cohorts_are_explained_as_far_as_they_are_shown(national_home, area, year, told):
    data = open_report(area, year)
    cohorts = data.cohorts
    text = how_to_read("small-cohorts.html", cohort_chart(cohorts, data), *cohort_tables(cohorts, data))
    assert [words in text for words in COHORTS] == [told] * 3
    assert "“One is worth”" not in text and "verdict" not in text.lower()


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "in_pupils", "chart"),
    [("Newham", 2017, False, True), ("Kent", 2023, True, True), ("Isles of Scilly", 2024, False, False)],
)
def test_gaps_in_pupils_are_explained_where_a_table_has_them(national_home, area, year, in_pupils, chart):
    data = open_report(area, year)
    table = data.gaps
    tables = [pair_table(table, name, data) for name in PHASES]
    there = any("Against England | In pupils" in shown.frame.columns for shown in tables)
    text = how_to_read("attainment-gaps.html", level_chart(table, data), *tables)
    assert ("“In pupils” is the number of pupils" in text) == there == in_pupils
    assert ("The charts join the two figures" in text) == chart


@pytest.mark.parametrize("source", ["ees-looked-after-ks2-printed", "ees-looked-after-ks2"])
def test_the_name_of_printed_percentages_is_explained_where_it_stands(source):
    table = Table("Observations read, by source", pd.DataFrame({"Source": [source], "Observations": [1]}))
    text = how_to_read("data-checks.html", table)
    assert ("<code>-printed</code> is the same file" in text) == source.endswith("-printed")
