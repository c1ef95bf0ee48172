"""The workbook as spreadsheet programs and screen readers get it."""

import csv
import re
import shutil
import subprocess
from dataclasses import asdict

import pandas as pd
import pytest
from openpyxl import load_workbook

from analysis.catalogue.manifest import load_manifest
from analysis.output.citations import numbered, source_fold, with_sources
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
    assert sheets.sheetnames[:4] == ["Cover", "Contents", "Notes", "A table"]
    assert all(len(name) <= 31 for name in sheets.sheetnames)
    assert [list(sheet.tables) for sheet in sheets][1:4] == [["contents_table"], ["symbols"], ["table_1"]]
    linked = {cell.hyperlink.location for (cell,) in sheets["Contents"]["A4:A6"] if cell.hyperlink}
    assert "'A table'!A1" in linked
    assert not any(sheet.merged_cells.ranges for sheet in sheets)


def test_figures_are_numbers_with_the_decimals_they_are_printed_with(book):
    _, sheets = book
    sheet = sheets["A table"]
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
    above = [sheets["A table"].cell(row, 1).value for row in range(1, 9)]
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
    with (tmp_path / "csv" / "one-A table.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert ["Reading", "69.0", "14th=", "first"] in rows
    assert ["Share", "12.5%", "[x]", "third"] in rows
    (texts,) = (tmp_path / "csv").glob("one-A page*.csv")
    assert "=1+1" in {row[0] for row in csv.reader(texts.open(encoding="utf-8"))}


def test_a_rank_of_several_places_has_its_last_place_beside_it(tmp_path):
    """Who filters or reads by program has both ends; who looks sees the rank as the page prints it."""
    ranks = [
        Figure(9.0, "9th–16th of\u00a0151", 0),
        Figure(4.0, "4th of 152", 0),
        Figure(18.0, "18th–24th of 151", 0, rests_on_provisional=True),
        None,
    ]
    table = cells(*[["Reading", None, rank, "why"] for rank in ranks])
    write_workbook(tmp_path / "one.xlsx", {"Summary": [table.to_resource()]}, "Title", ["Status"])
    sheet = load_workbook(tmp_path / "one.xlsx")["A table"]
    (start,) = [row for row in range(1, 20) if sheet.cell(row, 1).value == "Measure"]
    heads = [cell.value for cell in sheet[start]]
    assert heads == ["Measure", "Value", "Rank", "Rank, last place", "Reason"]
    first, last = ([sheet.cell(start + n, place).value for n in range(1, 5)] for place in (3, 4))
    assert first == [9, 4, 18, "[x]"] and last == [16, 4, 24, "[x]"]
    shown = [sheet.cell(start + n, 3).number_format for n in (1, 2, 3)]
    assert shown == ['0"th–16th of 151"', '0"th"', '0"th–24th of 151 (p)"']
    assert sheet.cell(start + 3, 4).number_format == '0"th (p)"'


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
                Figure(69.0, "69", 0, "lait row 7"),
                Figure(None, "[c]", None, "lait row 8; provisional"),
                Figure(1.0, "1", 0, "ees-ks2 row 3, pct"),
            ],
        }
    )
    html = Table("Where", frame).to_html()
    assert '<td class="unmarked" title="lait row 7">69</td>' in html and 'title="ees-ks2 row 3, pct"' in html
    text = re.sub("<[^>]+>", "", html)
    assert "Source: lait; ees-ks2" in text and "lait: rows 7–8.ees-ks2: row 3." in text
    assert Table("Where", frame).to_resource()["notes"][-1] == "Source: lait, rows 7–8; ees-ks2, row 3"


def test_a_source_is_publisher_release_day_and_link_then_rows():
    """What a reader who opens "Source" is told, with the manifest's words; a source that it does not know keeps its name."""
    source = load_manifest()["ees-early-years-2022"]
    known = [asdict(source) | {"dated": "retrieved on 27 November 2026"}]
    places = {source.id: [3, 4], f"{source.id}-printed": [9], "neighbours-2021": [], "<other>": [1]}
    html = with_sources(source_fold(places), known)
    link = f'<a href="{source.page}">{source.title}'
    assert "<cite" not in html and source.page.startswith("https://explore-education-statistics")
    assert f"<li>Department for Education: {link}</a>, retrieved on 27 November 2026: rows 3–4.</li>" in html
    assert f"{link}, as printed</a>, retrieved on 27 November 2026: row 9.</li>" in html
    assert "<li>Averages of the statistical neighbours, worked out here from their own figures.</li>" in html
    assert f"Source: {source.title}; {source.title}, as printed; averages of the" in html
    assert "<li>&lt;other&gt;: row 1.</li>" in html


def test_a_table_of_many_rows_names_the_first_of_them():
    assert numbered(list(range(1, 30, 2))) == "rows 1, 3, 5, 7, 9, 11, 13, 15 and 7 more"


def test_a_shared_place_is_explained():
    assert "= a place shared with others" in TABLE.to_html()


def test_what_rests_on_a_provisional_figure_is_marked_with_the_word_behind_the_mark():
    ranks = [Figure(3.0, "3rd", 0, rests_on_provisional=True), Figure(4.0, "4th", 0)]
    table = Table("Ranks", pd.DataFrame({"Measure": ["Reading", "Writing"], "Rank": ranks}, dtype=object))
    html = table.to_html()
    assert (
        '<td>3rd <abbr class="mark" title="provisional">(p)</abbr></td>' in html
        and '<td class="unmarked">4th</td>' in html
    )
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
    column = load_workbook(tmp_path / "one.xlsx")["A table"]["B"]
    formats = [cell.number_format for cell in column if isinstance(cell.value, float | int)]
    assert formats == list(shown.values())
