"""Names with HTML, quotes, formulae, path separators and text from right to left, all the way through a report."""

import csv
import io
import re
from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.basics.columns import Columns
from analysis.basics.errors import InputError
from analysis.basics.read_csv import read_table
from analysis.catalogue.manifest import sha256
from analysis.output.data_file import DataFile
from analysis.output.page import render
from analysis.output.table import Figure, Table, bullets, say
from analysis.output.workbook import write_workbook
from analysis.report.contents import PAGES
from analysis.runs.ask import make_report
from analysis.runs.index import write_index

HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"
FORMULAE = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")']
PATHS = ["../../out", "a/b", "C:\\out", "..\\out"]
HEBREW = "ברנט"
NAMES = [HTML, *FORMULAE, *PATHS, HEBREW]


class Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def assert_harmless(text: str):
    """No script, no picture, no handler: nothing of a name became markup."""
    tags = Tags(text).found
    assert not [tag for tag, _ in tags if tag in ("script", "img", "iframe", "object")]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]


@pytest.fixture
def hostile_table():
    rows = [[name, Figure(1.0, name, 1, reference=name), name] for name in NAMES]
    return Table(HTML, pd.DataFrame(rows, columns=[HTML, f"{HTML} | a", f"{HTML} | b"]), notes=(HTML,))


def test_a_table_escapes_its_cells_headings_caption_and_notes(hostile_table):
    html = hostile_table.to_html()
    assert_harmless(html)
    assert html.count("&lt;script&gt;") >= 7
    assert HEBREW in html


def test_sentences_are_escaped():
    from nbconvert.filters import markdown2html

    for words in (say(HTML), bullets(HTML)):
        assert_harmless(markdown2html(words.data))


def test_the_template_escapes_what_it_shows_around_a_page():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
    source = dict.fromkeys(("id", "title", "publisher", "licence", "path", "status", "url", "page"), HTML)
    pages = [{"file": page.file, "title": HTML} for page in PAGES]
    report = dict.fromkeys(
        ("area", "academic_year", "status", "title", "version", "run_hash", "notebook"), HTML
    )
    report |= {
        "file": "index.html",
        "pages": pages,
        "absent": [(HTML, HTML)],
        "python": HTML,
        "packages": {HTML: HTML},
    }
    report |= {"sources": [source | {"retrieved": "2026-04-08", "sha256": HTML}]}
    page = render(notebook, report)
    assert_harmless(page)
    assert page.count("&lt;script&gt;") >= 12


def test_a_workbook_holds_hostile_text_as_text(tmp_path, hostile_table):
    write_workbook(tmp_path / "tables.xlsx", {"Page": [hostile_table.to_resource()]}, HTML, [*NAMES])
    book = load_workbook(tmp_path / "tables.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    outside = [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]
    assert not outside
    assert {"=1+1", f"{HEBREW} (not in Latin letters)"} <= {cell.value for cell in cells}


def test_a_data_file_opens_in_a_spreadsheet_without_a_formula():
    class Made(Columns):
        name: str
        value: float
        text: str

        class Config:
            name = "made.csv"

    frame = pd.DataFrame({"name": NAMES, "value": [-1.5] * len(NAMES), "text": ["-0.04"] * len(NAMES)})
    content = DataFile(frame, Made)._repr_mimebundle_()[0]["text/csv"]
    _, *rows = csv.reader(io.StringIO(content, newline=""))
    for name, (cell, value, text) in zip(NAMES, rows, strict=True):
        assert not cell.lstrip("\t\r").startswith(("=", "+", "-", "@"))
        assert cell.removeprefix("'") == name
        assert (value, text) == ("-1.5", "-0.04")


@pytest.mark.parametrize(
    "file", ["../out.csv", "/out.csv", "a/b.csv", "a\\b.csv", "..", "out.html", "a.csv\n"]
)
def test_a_data_file_stays_in_its_folder(file):
    class Made(Columns):
        a: int

        class Config:
            name = file

    with pytest.raises(ValueError, match="name"):
        DataFile(pd.DataFrame({"a": [1]}), Made)


def test_the_index_of_reports_escapes_what_records_say(tmp_path):
    import json

    folder = tmp_path / "<img src=x onerror=alert(1)>"
    folder.mkdir()
    record = {"parameters": {"area": HTML, "year": 2017}, "sources": [{"edition": 0}]}
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "broken<script>").mkdir()
    (tmp_path / "broken<script>" / "run.json").write_text("{", encoding="utf-8")
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert_harmless(page)
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\x1b", "\x00", "\x07", "\x85"])
def test_what_cannot_be_seen_is_refused(tmp_path, letter):
    file = tmp_path / "table.csv"
    file.write_text(f"a,b\nok,{HEBREW}\nx,Bar{letter}net\n", encoding="utf-8", newline="")
    with pytest.raises(InputError, match=r"cannot be seen(.|\n)*row 3, column b"):
        read_table(file, ["a", "b"])


def rename(home, file: str, column: str, where: dict[str, str], text: str):
    """Edit a raw table as a spreadsheet would, and record it where the manifest names it."""
    path = home / "data" / "raw" / file
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = (table[list(where)] == pd.Series(where)).all(axis=1)
    assert rows.any()
    before = sha256(path)
    table.loc[rows, column] = text
    table.to_csv(path, index=False, lineterminator="\n")
    manifest = home / "data" / "raw" / "manifest.toml"
    manifest.write_text(manifest.read_text("utf-8").replace(before, sha256(path)), encoding="utf-8")


def test_a_report_of_hostile_names_is_right_and_harmless(home):
    """The authority, a measure, headings and claims of the committee report are all called something hostile."""
    rename(home, "areas.csv", "name", {"code": "E09000003"}, f"Barnet {HTML.replace(';', '')}=1+1 {HEBREW}")
    rename(home, "areas.csv", "other_names", {"code": "E09000003"}, "Barnet")
    rename(home, "measures.csv", "title", {"measure": "ks2_rwm_expected"}, f"Reading {HTML} ../../out")
    rename(home, "measures.csv", "short_title", {"measure": "ks2_rwm_expected"}, f"Reading {HTML} {HEBREW}")
    rename(home, "barnet-2017/figures.csv", "row_label", {"table": "t11", "line": "1144"}, f"=1+1 {HTML}")
    rename(home, "barnet-2017/figures.csv", "column_label", {"table": "t11", "line": "1144"}, "@SUM(A1)")
    rename(home, "barnet-2017/tables.csv", "title", {"table": "t11"}, f"-1+1 {HTML} {HEBREW}")
    rename(home, "barnet-2017/claims.csv", "claim", {"id": "k001"}, '=HYPERLINK("http://x","y")' + HTML)
    before = {path for path in home.rglob("*") if path.is_file()}
    report = make_report("E09000003", 2017)
    assert report.parent == home / "reports"
    assert re.fullmatch(r"[a-z0-9-]+-2017", report.name)
    made = {path for path in home.rglob("*") if path.is_file()} - before
    inside = (report, home / "data" / "processed", home / "reports" / "index.html")
    assert all(any(path.is_relative_to(place) for place in inside) for path in made)
    for page in [*report.glob("*.html"), home / "reports" / "index.html"]:
        assert_harmless(page.read_text(encoding="utf-8"))
    book = load_workbook(report / "tables.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    for file in (report / "data").glob("*.csv"):
        for row in csv.reader(file.open(encoding="utf-8", newline="")):
            for cell in row:
                number = re.fullmatch(r"[+-]?[\d.,]+(e-?\d+)?%?", cell)
                assert number or not cell.startswith(("=", "+", "-", "@")), (file.name, cell)
    rankings = pd.read_csv(report / "data" / "rankings.csv")
    assert (
        rankings.loc[
            (rankings["measure"] == "ks2_rwm_expected") & (rankings["pupil_group"] == "all"), "value"
        ].item()
        == 69.0
    )
