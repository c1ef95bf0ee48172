"""The report as a reader gets it: whole, the same on every run, readable without network, digit for digit."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from folder_contents import hashes
from openpyxl import load_workbook

from analysis.catalogue.glossary import load_glossary
from analysis.catalogue.manifest import load_manifest
from analysis.output.citations import release_page
from analysis.output.page import edition, render
from analysis.report.contents import PAGES
from analysis.runs.data_files import FILES

FIGURES = pd.read_csv(
    Path(__file__).parents[2] / "data" / "raw" / "barnet-2017" / "figures.csv",
    dtype=str,
    keep_default_na=False,
)
PAGE_FILES = [page.file for page in PAGES]


class Outline(HTMLParser):
    """What of a page the tests ask about."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def of(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(folder: Path, file: str) -> str:
    return (folder / file).read_text(encoding="utf-8")


SETLOCALE = "import locale; locale.setlocale(locale.LC_ALL, ''); "


@pytest.fixture
def german(tmp_path):
    """The environment of a locale with decimal commas, made here if it can be; else that of the C locale."""
    place = tmp_path / "locales"
    place.mkdir()
    command = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(place / "de_DE.UTF-8")]
    if not shutil.which("localedef") or subprocess.run(command, capture_output=True).returncode:
        return {"LC_ALL": "C"}
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(place)}


def test_every_part_of_the_output_contract_is_there(offline_report):
    made = {str(file.relative_to(offline_report)) for file in offline_report.rglob("*") if file.is_file()}
    data = {f"data/{name}.csv" for name in ("rankings", "gaps", "small_cohorts", "observations")}
    assert {*PAGE_FILES, "tables.xlsx", "run.json"} | data <= made
    record = json.loads(read(offline_report, "run.json"))
    assert record["parameters"] == {"area": "Barnet", "year": 2017}
    assert set(record["pages"].values()) == {"made"}


def test_data_files_have_the_columns_that_are_said_of_them(offline_report):
    headers = {file.name: file.read_text().split("\n")[0] for file in (offline_report / "data").iterdir()}
    said = {columns.file(): ",".join(columns.names()) for columns in FILES}
    assert headers == {name: said[name] for name in headers}


def cells_of_tables(text: str) -> dict[str, list[list[str]]]:
    """Caption to rows of cell texts, of every table of a page."""
    tables = {}
    for table in re.findall(r"<table>(.*?)</table>", text, flags=re.DOTALL):
        caption = unescape(re.search(r"<caption[^>]*>(.*?)</caption>", table, flags=re.DOTALL)[1])
        rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], flags=re.DOTALL)
        cell = r"<t[hd][^>]*>(.*?)</t[hd]>"
        tables[caption] = [
            [unescape(re.sub("<[^>]+>", "", c)) for c in re.findall(cell, row)] for row in rows
        ]
    return tables


@pytest.mark.parametrize("table", sorted(set(FIGURES["table"])))
def test_every_transcribed_table_is_on_the_page_digit_for_digit(offline_report, table):
    tables = cells_of_tables(read(offline_report, "data-checks.html"))
    own = FIGURES[FIGURES["table"] == table]
    if table == "annex-a":
        rows = tables["Annex A: every printed figure"]
        assert [row[-1] for row in rows] == own["printed"].tolist()
        return
    (caption,) = [caption for caption in tables if caption.endswith(f"({table})")]
    shown = [[cell for cell in row[1:] if cell] for row in tables[caption]]
    lines = own.groupby("line", sort=False)["printed"].agg(sorted).tolist()
    assert [sorted(row) for row in shown] == lines


def test_another_run_elsewhere_gives_the_same_bytes(offline_report, home, german):
    """Another process, hash seed, locale and time zone, in ordinary kernels: every file is the same."""
    code = "from analysis.runs.ask import make_report; print(make_report('Barnet', 2017, jobs=1))"
    odd = {"STANDARDS_KERNELS": "ordinary", "PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati"} | german
    done = subprocess.run(
        [sys.executable, "-c", SETLOCALE + code], env=os.environ | odd, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert hashes(Path(done.stdout.strip())) == hashes(offline_report)


@pytest.mark.parametrize("file", PAGE_FILES)
def test_pages_are_well_formed_for_every_reader(offline_report, file):
    text = read(offline_report, file)
    page = Outline(text)
    assert len(text.encode()) < 300_000
    assert page.of("html") == [{"lang": "en-GB"}]
    assert "<pre>" not in text, "a cell shows something that has no words: None, or a table of pandas"
    assert page.headings.count(1) == 1 and page.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False)), (
        "a heading level is skipped"
    )
    assert len(page.of("caption")) == len(page.of("table")) > 0
    assert all("scope" in cell for cell in page.of("th"))
    assert all(len(svg["aria-label"]) > 60 and svg["role"] == "img" for svg in page.of("svg"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id is used twice"
    anchors = {a["href"][1:] for a in page.of("a") if a["href"].startswith("#")}
    assert anchors <= set(ids)


@pytest.mark.parametrize("file", PAGE_FILES)
def test_pages_need_no_network_and_no_script(offline_report, file):
    page = Outline(read(offline_report, file))
    assert not page.of("script") and not page.of("link") and not page.of("img")
    targets = [a["href"].split("#")[0] for a in page.of("a")]
    # a reader may follow a link to the publisher; the page itself fetches nothing
    publishers = {release_page(source) for source in map(asdict, load_manifest().values())}
    publishers |= {term.address for term in load_glossary()} if file == "methods.html" else set()
    here = [target for target in targets if target and target not in publishers]
    assert all((offline_report / target).exists() for target in here)
    assert "url(http" not in read(offline_report, file)


def test_the_workbook_holds_every_table_as_numbers(offline_report):
    book = load_workbook(offline_report / "tables.xlsx")
    pages = [cells_of_tables(read(offline_report, file)) for file in PAGE_FILES]
    captions = {caption for page in pages for caption in page if not caption.endswith(": data")}
    titles = {sheet["A1"].value for sheet in book}
    assert captions <= titles
    assert not any(sheet.merged_cells.ranges for sheet in book)
    (sheet,) = [sheet for sheet in book if sheet["A1"].value.endswith("(t11)")]
    numbers = {
        cell.value: cell.number_format for row in sheet.iter_rows() for cell in row if cell.value == 69
    }
    assert numbers == {69: "0.0"}


def test_the_top_of_each_page_says_what_the_figures_rest_on(offline_report):
    for file in PAGE_FILES:
        assert "the national data are not at hand" in read(offline_report, file)


@pytest.mark.parametrize("without", [True, False])
def test_what_is_about_a_committee_report_is_left_out_where_there_is_none(without):
    shown = nbformat.v4.new_output("execute_result", {"text/markdown": "Its figures."}, execution_count=1)
    cells = [
        nbformat.v4.new_markdown_cell("# Title"),
        nbformat.v4.new_markdown_cell("## Its tables", metadata={"tags": ["committee-report"]}),
        nbformat.v4.new_code_cell("", outputs=[shown], metadata={"tags": ["committee-report"]}),
        nbformat.v4.new_markdown_cell("## All else"),
    ]
    report = dict.fromkeys(
        ("area", "academic_year", "status", "title", "version", "run_hash", "notebook"), "x"
    )
    source = dict.fromkeys(("id", "title", "publisher", "licence", "path", "status", "sha256", "url"), "x")
    report |= {"file": "x.html", "pages": [], "absent": [], "sources": [source | {"retrieved": "2026-04-08"}]}
    page = render(nbformat.v4.new_notebook(cells=cells), report | {"without_papers": without})
    assert ("Its tables" in page, "Its figures" in page) == (not without, not without)
    assert "All else" in page
    assert "retrieved on 8 April 2026" in page


def test_the_edition_says_when_each_source_was_retrieved():
    """Not one day for all: the papers were typed later than the national figures were retrieved."""
    days = {"papers": "2026-11-01", "lait": "2026-04-08", "ees": "2026-11-01"}
    report = {
        "run_hash": "0123456789ab",
        "sources": [{"id": name, "retrieved": day} for name, day in days.items()],
    }
    said = "lait retrieved on 8 April 2026; papers, ees retrieved on 1 November 2026; run 01234567"
    assert edition(report) == said
    # of a release of an earlier day only its own day is known
    report["sources"] = [{"id": "lait", "retrieved": "", "released": "2025-12-01"}]
    assert edition(report) == "lait published on 1 December 2025; run 01234567"
