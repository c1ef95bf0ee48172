"""Every table of a report as an accessible Excel workbook (gptables)."""

import re
import textwrap
import warnings
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

import gptables
import pandas as pd

from analysis.catalogue.observations import SYMBOLS
from analysis.output.citations import slug
from analysis.output.data_file import STORED
from analysis.output.marks import PROVISIONAL_KEY, PROVISIONAL_MARK
from analysis.output.places import PLACES, with_last_places
from analysis.output.sheet_names import sheet_names

#: A fixed date in the file's properties: the same report gives the same bytes.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: A head that stands lower is not frozen: with the notes above it, it would fill the window.
FROZEN = 8
#: A table of as many rows has filters in its head.
FILTERED = 40
SHORTHAND = {**SYMBOLS, "x": "not available, or not published"}
#: Columns are as wide as their longest text, within these limits (characters of the sheet's type).
NARROWEST, WIDEST = 9, 48
COVER_WIDTH = 95
#: Characters in a line of the notes above a table.
NOTE_LENGTH = 120
#: The mark of a provisional figure, as it stands after a number.
MARK = f" {PROVISIONAL_MARK}"
#: Height of a line of the sheet's type, in points.
LINE = 16
A4 = 9
OPTIONS = {
    **{"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    "in_memory": True,  # no temporary file for each worksheet
}
HOW_TO_READ = (
    "This worksheet contains one table. Symbols in square brackets are explained on the worksheet Notes."
)


def write_workbook(file: Path, pages: dict[str, list[dict]], title: str, about: list[str]) -> None:
    """Write cover, contents, notes and one sheet per table.

    Parameters
    ----------
    file : Path
    pages : dict
        Page title to its tables, each a Tabular Data Resource as ``Table.to_resource`` makes it.
    title : str
        Of the cover.
    about : list of str
        Paragraphs on the cover: data status, sources, licence.
    """
    shown = [with_last_places(table) | {"page": page} for page, tables in pages.items() for table in tables]
    names = sheet_names([(table["page"], table["title"]) for table in shown])
    resources = {"Notes": _symbols()} | {
        name: table | {"name": f"table {number}"}
        for number, (name, table) in enumerate(zip(names, shown, strict=True), start=1)
    }
    sheets = {label: _sheet(table) for label, table in resources.items()}
    intro = [
        "Every table of the report, a worksheet each. Figures are numbers, shown with the decimals they are printed with.",
        "The worksheet Notes explains the symbols that stand where a figure is not published.",
    ]
    with warnings.catch_warnings():
        # the symbols have a worksheet of their own, on which they are called by their names, not numbered
        warnings.filterwarnings("ignore", message="No note text provided")
        book = gptables.produce_workbook(
            filename=str(file),
            sheets=sheets,
            cover=gptables.Cover(title=title, intro=intro, about=about, width=COVER_WIDTH),
            contentsheet_options={"column_names": ["Worksheet", "What it shows"]},
            workbook_options=OPTIONS,
        )
    cover, contents, *others = book.worksheets()
    _lay_out_text(cover, [title, "", *intro, "", *about])
    for sheet in (cover, contents, *others):
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    for sheet, label in zip(others, resources, strict=True):
        first = sheets[label].data_range[0]
        _lay_out(sheet, resources[label], first)
        if first <= FROZEN:
            sheet.freeze_panes(first + 1, 1)
        if len(resources[label]["data"]) >= FILTERED:
            for listed in sheet.tables:  # gptables marks the table up without its buttons
                listed["autofilter"] = listed["a_range"]
    book.set_properties({"title": title, "created": CREATED})
    book.close()


def _symbols() -> dict:
    """The key to the symbols, as a table."""
    return {
        "title": "Symbols that stand where a figure would be",
        "name": "symbols",
        "notes": [],
        "schema": {"fields": [{"name": "Symbol"}, {"name": "Meaning"}]},
        "data": [
            *[[f"[{symbol}]", meaning] for symbol, meaning in SHORTHAND.items()],
            PROVISIONAL_KEY.split(" ", 1),
        ],
    }


def _sheet(table: dict) -> gptables.GPTable:
    rows = [[_content(cell) for cell in row] for row in table["data"]]
    # a line that runs past the table makes every program print the sheet small
    notes = [line for note in table["notes"] for line in textwrap.wrap(_plain(note), NOTE_LENGTH)]
    return gptables.GPTable(
        table=pd.DataFrame(rows, columns=_labels(table), dtype=object),
        table_name=slug(table["name"]).replace("-", "_"),
        title=_plain(table["title"]),
        subtitles=[f"Page: {table['page']}"] if "page" in table else [],
        instructions=HOW_TO_READ,
        legend=notes,
        index_columns={1: 0},
        additional_formatting=_formats(table["data"]),
    )


def _labels(table: dict) -> list[str]:
    return [_plain(field["name"].replace(" | ", ": ")) for field in table["schema"]["fields"]]


def _plain(text: str) -> str:
    """Text without what gptables would read as a link or as a reference to a note."""
    return text.replace("](", "] (").replace("$$", "$ $")


def _content(cell: dict | str | None):
    """What stands in the cell: the number, or text; a blank or a dash says nothing, [x] does."""
    if isinstance(cell, dict):
        cell = cell["value"] if cell["value"] is not None else cell["text"]
    if isinstance(cell, str | None) and not any(character.isalnum() for character in cell or ""):
        return "[x]"
    if isinstance(cell, str) and not re.search("[A-Za-z0-9]", cell):
        return f"{cell} (not in Latin letters)"  # gptables takes it for special characters and stops
    if isinstance(cell, float):
        return round(cell, STORED)
    return _plain(cell) if isinstance(cell, str) else cell


def _number_format(cell: dict) -> str:
    """Decimals as printed; a rank keeps its ending and the mark of a shared place, a percentage its sign."""
    decimals = cell["decimals"] or 0
    digits = "0" + ("." + "0" * decimals if decimals else "")
    text, mark = cell["text"].removesuffix(MARK), MARK if cell["text"].endswith(MARK) else ""
    if PLACES.match(text):  # shown as it is printed; the last place stands in a column of its own too
        told = re.sub(r"^\d+", "", cell["text"]).replace("\u00a0", " ")
        return f'{digits}"{told}"'
    ending = re.match(r"\d+((?:st|nd|rd|th)=?)", text) or re.fullmatch(r".*\d(%)", text)
    told = f"{ending[1] if ending else ''}{mark}"
    return f'{digits}"{told}"' if told else digits


def _formats(rows: list[list]) -> list[dict]:
    """The number format of each column, and of single cells in columns that are printed in several.

    One entry a cell: of a list of cells gptables 2.0 formats only the last.
    """
    columns = list(zip(*rows, strict=True))
    entries: list[dict] = [{"column": {"columns": list(range(len(columns))), "format": {"valign": "top"}}}]
    for j, column in enumerate(columns):
        codes = [
            _number_format(cell) if isinstance(cell, dict) and cell["value"] is not None else ""
            for cell in column
        ]
        used = set(codes) - {""}
        if j and not used:  # text at the left, away from the figures at the right of the column before
            entries.append({"column": {"columns": [j], "include_names": True, "format": {"indent": 1}}})
        if len(used) == 1:
            entries.append({"column": {"columns": [j], "format": {"num_format": used.pop()}}})
            continue
        for i, code in enumerate(codes, start=1):
            if code:
                entries.append({"cell": {"cells": (i, j), "format": {"num_format": code}}})
    return entries


def _lay_out(sheet, table: dict, first: int) -> None:
    """Widths of columns and heights of rows for the text in them; not every program finds its own."""
    body = [
        [cell["text"] if isinstance(cell, dict) else cell or "[x]" for cell in row] for row in table["data"]
    ]
    columns = list(zip(_labels(table), *body, strict=True))
    # a heading wraps between its words, so that a narrow column of figures stays narrow
    widths = [
        min(max(NARROWEST, *map(len, texts), *map(len, label.split())) * 1.2 + 1, WIDEST)
        for label, *texts in columns
    ]
    sheet.set_column(0, len(widths) - 1, None)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for number, texts in enumerate(zip(*columns, strict=True)):
        lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
        sheet.set_row(first + number, LINE * lines)


def _lay_out_text(sheet, lines: list[str]) -> None:
    for number, text in enumerate(lines):
        sheet.set_row(number, (LINE + 8 * (number == 0)) * _lines(text, COVER_WIDTH))


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column."""
    return max(1, ceil(len(text) * 0.92 / width))
