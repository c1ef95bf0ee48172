"""The workbook as spreadsheet programs and screen readers get it."""

import csv
import re
import shutil
import subprocess

import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.output.citations import numbered
from analysis.output.table import Figure, Table
from analysis.output.workbook import write_workbook

FORMULA_LIKE = [
    "=1+1",
    "+44 20",
    "-2 of 3",
    "@SUM(A1)",
    "{=A1}",
    "[here](https://example.org)",
    "$$x$$ dollars",
]


def cells(*rows):
    frame = pd.DataFrame(list(rows), columns=["Measure", "Value", "Rank", "Reason"], dtype=object)
    return Table("A table", frame, notes=("A note.",))


TABLE = cells(
    ["Reading", Figure(69.04, "69.0", 1, "lait row 7"), Figure(14, "14th= of 150", 0), "first"],
    ["Writing", Figure(None, "[c]", None, "lait row 8"), Figure(2, "2nd of 150", 0), "–"],
    ["Share", Figure(12.5, "12.5%", 1, "ees-ks2 row 3, pct"), None, "third"],
)
TEXTS = cells(*[[text, Figure(1.0, "1", 0), None, text] for text in FORMULA_LIKE])


@pytest.fixture
def book(tmp_path):
    """The workbook of two pages with a table each, written twice; its path and what openpyxl reads."""
    pages = {
        "Rankings": [TABLE.to_resource()],
        "A page with a long name, too long for a tab": [TEXTS.to_resource()],
    }
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, pages, "Education standards in Barnet", ["Status", "Source one."])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    return tmp_path / "one.xlsx", load_workbook(tmp_path / "one.xlsx")


def test_cover_contents_and_notes_come_first_and_every_table_has_a_name(book):
    _, sheets = book
    assert sheets.sheetnames[:4] == ["Cover", "Contents", "Notes", "Rankings 1"]
    assert all(len(name) <= 31 for name in sheets.sheetnames)
    assert [list(sheet.tables) for sheet in sheets][1:4] == [["contents_table"], ["symbols"], ["rankings_1"]]
    linked = {cell.hyperlink.location for (cell,) in sheets["Contents"]["A4:A6"] if cell.hyperlink}
    assert "'Rankings 1'!A1" in linked
    assert not any(sheet.merged_cells.ranges for sheet in sheets)


def test_figures_are_numbers_with_the_decimals_they_are_printed_with(book):
    _, sheets = book
    sheet = sheets["Rankings 1"]
    (start,) = [row for row in range(1, 20) if sheet.cell(row, 1).value == "Measure"]
    shown = [
        [(cell.value, cell.number_format) for cell in row[1:3]]
        for row in sheet.iter_rows(start + 1, start + 3)
    ]
    assert shown == [
        [(69.04, "0.0"), (14, '0"th="')],
        [("[c]", "General"), (2, '0"nd"')],
        [(12.5, '0.0"%"'), ("[x]", "General")],
    ]
    assert sheet.cell(start + 2, 4).value == "[x]", "a dash says nothing to those who listen"


def test_symbols_notes_and_sources_stand_above_the_table(book):
    _, sheets = book
    above = [sheets["Rankings 1"].cell(row, 1).value for row in range(1, 9)]
    assert above[0] == "A table"
    assert "A note." in above and "[c] suppressed to protect confidentiality" in above
    assert "Source: lait, rows 7–8; ees-ks2, row 3" in above
    assert max(len(line or "") for line in above) <= 120, "a long line makes the sheet print small"
    symbols = {row[0].value for row in sheets["Notes"].iter_rows()}
    assert {"[c]", "[x]", "[z]", "[low]", "[u]"} <= symbols


def test_text_that_looks_like_a_formula_or_a_link_is_text(book):
    _, sheets = book
    sheet = sheets.worksheets[-1]
    first = {row[0].value for row in sheet.iter_rows()}
    wanted = {text.replace("](", "] (").replace("$$", "$ $") for text in FORMULA_LIKE}
    assert wanted <= first
    assert all(cell.data_type != "f" and not cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_libreoffice_opens_it_and_shows_what_the_page_shows(book, tmp_path):
    if shutil.which("soffice") is None or shutil.which("localc") is None:
        pytest.skip("needs LibreOffice Calc")
    file, _ = book
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         every_sheet, "--outdir", str(tmp_path / "csv"), str(file)],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    assert "rror" not in done.stdout + done.stderr
    with (tmp_path / "csv" / "one-Rankings 1.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert ["Reading", "69.0", "14th=", "first"] in rows
    assert ["Share", "12.5%", "[x]", "third"] in rows
    (texts,) = (tmp_path / "csv").glob("one-A page*.csv")
    assert "=1+1" in {row[0] for row in csv.reader(texts.open(encoding="utf-8"))}


def test_rows_that_follow_each_other_are_a_range():
    assert numbered([3, 4, 5, 8, 10, 11]) == "rows 3–5, 8, 10–11"
    assert numbered([3]) == "row 3" and numbered([]) == ""


def test_a_row_printed_without_a_name_has_no_empty_heading():
    html = Table("Nameless", pd.DataFrame({"Area": [""], "Value": [1]})).to_html()
    assert '<th scope="row"></th>' not in html and "<td></td><td>1</td>" in html


def test_every_figure_leads_to_its_row_with_and_without_a_mouse():
    frame = pd.DataFrame(
        {
            "Measure": ["Reading", "Writing", "Share"],
            "Value": [
                Figure(69.0, "69", 0, "lait row 7; data line 3"),
                Figure(None, "[c]", None, "lait row 8; data line 4"),
                Figure(1.0, "1", 0, "ees-ks2 row 3, pct"),
            ],
        }
    )
    html = Table("Where", frame).to_html()
    assert '<td title="line 3">69</td>' in html and 'title="ees-ks2 row 3, pct"' in html
    assert "<summary>Source: lait, ees-ks2</summary>" in html
    text = re.sub("<[^>]+>", "", html)
    assert "Figures of lait; row 3 of ees-ks2; lines 3–4 of observations.csv." in text
    assert 'href="#source-lait"' in html and "<code>observations.csv</code>" in html


def test_a_shared_place_is_explained():
    assert "= a place shared with others" in TABLE.to_html()


def test_what_rests_on_a_provisional_figure_is_marked_with_the_word_behind_the_mark():
    ranks = [Figure(3.0, "3rd", 0, rests_on_provisional=True), Figure(4.0, "4th", 0)]
    table = Table("Ranks", pd.DataFrame({"Measure": ["Reading", "Writing"], "Rank": ranks}, dtype=object))
    html = table.to_html()
    assert '<td>3rd <abbr class="mark" title="provisional">(p)</abbr></td>' in html and "<td>4th</td>" in html
    assert html.count("(p) provisional: its publisher may still change it") == 1
    assert [row[1]["text"] for row in table.to_resource()["data"]] == ["3rd (p)", "4th"]
    unmarked = Table("Ranks", pd.DataFrame({"Measure": ["Writing"], "Rank": ranks[1:]}, dtype=object))
    assert "provisional" not in unmarked.to_html()


def test_a_provisional_number_stays_a_number_with_its_mark(tmp_path):
    shown = {"80 (p)": '0" (p)"', "5.6% (p)": '0.0"% (p)"', "80%": '0"%"', "80": "0", "3rd=": '0"rd="'}
    shown |= {"14th= of 150 (14–16) (p)": '0"th= (p)"', "3rd (p)": '0"rd (p)"'}
    figures = [Figure(80.0, text, 1 if "." in text else 0) for text in shown]
    table = cells(*[["Reading", figure, None, ""] for figure in figures])
    write_workbook(tmp_path / "one.xlsx", {"Rankings": [table.to_resource()]}, "Title", ["Status"])
    column = load_workbook(tmp_path / "one.xlsx")["Rankings 1"]["B"]
    formats = [cell.number_format for cell in column if isinstance(cell.value, float | int)]
    assert formats == list(shown.values())
