"""A committee report supplies figures and words to the reports on its own local authority, and to no other."""

import re
from dataclasses import asdict
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from analysis.catalogue.areas import find_area
from analysis.catalogue.manifest import editions, load_manifest
from analysis.data.inputs import of_report
from analysis.data.prepare import prepare
from analysis.data.store import prepared_england, validation_report
from analysis.output.page import render
from analysis.report.checks.sources_table import read_in_all, sources_table
from analysis.report.contents import PAGES, open_report
from places import REPO

OF_PAPERS = re.compile(r"committee|papers|printed table|those that were printed|Annex", re.IGNORECASE)


def page(file: str, *, papers: bool, own_claims: bool = False) -> str:
    """A page with nothing but what the template says."""
    names = ("area", "academic_year", "status", "title", "notebook", "version", "run_hash")
    sources = [asdict(source) for source in load_manifest().values() if papers or not source.edition]
    context = dict.fromkeys(names, "") | {"file": file, "pages": [], "absent": [], "sources": sources}
    context |= {"without_papers": not papers, "own_claims": own_claims}
    html = render(new_notebook(cells=[new_markdown_cell("# Title")]), context)
    return html.partition('<ul id="sources">')[0]


@pytest.mark.parametrize("file", [page.file for page in PAGES])
def test_the_template_speaks_of_a_committee_report_only_where_there_is_one(file):
    assert not OF_PAPERS.search(page(file, papers=False, own_claims=True))
    if file in ("rankings.html", "claims.html", "data-checks.html", "performance-indicators.html"):
        assert OF_PAPERS.search(page(file, papers=True))


def test_ones_own_statements_are_not_those_of_the_committee_report():
    for papers in (False, True):
        assert "Each statement of the file of claims" in page("claims.html", papers=papers, own_claims=True)
    assert "Each statement of the committee report" in page("claims.html", papers=True)


def test_the_example_of_a_source_is_no_committee_report():
    example = re.search(
        r"Sources go by short names, such as <code>(.*?)</code>", page("data-checks.html", papers=True)
    )
    assert example[1] not in {source.id for source in editions().values()}


@pytest.mark.parametrize("notebook", [page.notebook for page in PAGES])
def test_what_notebooks_say_of_a_committee_report_is_tagged(notebook):
    cells = nbformat.read(REPO / "notebooks" / notebook, as_version=4).cells
    said = [
        cell.source
        for cell in cells
        if cell.cell_type == "markdown" and "committee-report" not in cell.metadata.get("tags", [])
    ]
    assert [text for text in said if OF_PAPERS.search(text)] == []


def test_a_transcribed_figure_is_read_for_its_own_authority_only(home):
    prepare()
    prepared = prepared_england()
    assert len(prepared.figures(find_area("Hounslow").code)) == 0
    assert set(prepared.figures(find_area("Barnet").code)["source"]) == {"barnet-2017-figures"}


@pytest.mark.national
@pytest.mark.parametrize("area", ["Hounslow", "Camden", "Harrow"])
def test_no_figure_of_the_papers_reaches_a_report_on_another(national_home, area):
    data = open_report(area, 2017)
    transcribed = {source.id for source in editions().values()}
    assert not transcribed & set(data.observations["source"])
    assert transcribed & set(open_report("Barnet", 2017).observations["source"])
    table = sources_table(validation_report(), data).frame
    assert not transcribed & set(table["Source"]) and "lait" in set(table["Source"])
    said = read_in_all(validation_report(), data)
    assert said.startswith(
        f"{sum(cell.value for cell in table['Figures']):,} figures were read from {len(table)} sources. All passed"
    )


def test_the_inputs_of_a_report_leave_out_the_papers_of_others():
    found = dict.fromkeys(
        ["data/raw/areas.csv", "data/raw/barnet-2017/figures.csv", "lait/bds_long_0.parquet"], "hash"
    )
    assert len(of_report(found, "barnet-2025")) == 3
    assert list(of_report(found, "hounslow-2017")) == [
        "data/raw/areas.csv",
        "lait/bds_long_0.parquet",
    ]
    assert list(of_report(found, "barnet-hill-2017"))[1:] == ["lait/bds_long_0.parquet"]


def test_the_targets_of_other_councils_are_not_named(home):
    from analysis.report.indicators.indicators import absent_because

    folder = home / "data" / "raw" / "targets"
    for name in ("barnet-2018.csv", "camden-2024.csv"):
        (folder / name).write_text("", encoding="utf-8")
    question = SimpleNamespace(academic_year="2019/20")
    text = absent_because(SimpleNamespace(area=find_area("Barnet"), year=2020, paper=None, question=question))
    assert "barnet-2018.csv" in text and "camden" not in text
