"""Every table of a report as an accessible Excel workbook (gptables)."""

import warnings
from datetime import UTC, datetime
from pathlib import Path

import gptables
import pandas as pd

from analysis.observations import SYMBOLS
from analysis.tables import slug

#: A fixed date in the file's properties: the same report gives the same bytes.
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
SHEET_NAME_LENGTH = 31
SHORTHAND = {**SYMBOLS, "x": "not available, or not published"}


def write_workbook(file: Path, pages: dict[str, list[dict]], title: str, about: list[str]) -> None:
    """Write cover, contents and one sheet per table.

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
    sheets = {
        f"{page[: SHEET_NAME_LENGTH - 4]} {number}": _sheet(table, page, number)
        for page, tables in pages.items()
        for number, table in enumerate(tables, start=1)
    }
    cover = gptables.Cover(
        title=title,
        intro=[
            "Introduction",
            "Every table of the report, a sheet each. Figures are numbers, shown as they are printed.",
        ],
        about=["About these figures", *about],
    )
    # gptables wants each note cited where it is used; a symbol in a cell is its own citation
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The following notes are not referenced")
        book = gptables.produce_workbook(
            filename=str(file),
            sheets=sheets,
            cover=cover,
            contentsheet_options={
                "additional_elements": ["subtitles"],
                "column_names": ["Sheet", "What it shows"],
            },
            notes_table=pd.DataFrame(
                {
                    "Note reference": list(SHORTHAND),
                    "Note text": [f"[{symbol}] {meaning}" for symbol, meaning in SHORTHAND.items()],
                }
            ),
            notesheet_options={"title": "Symbols", "table_name": "symbols"},
            workbook_options={
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
    book.set_properties({"title": title, "created": CREATED})
    book.close()


def _sheet(table: dict, page: str, number: int) -> gptables.GPTable:
    labels = [field["name"].replace(" | ", ": ") for field in table["schema"]["fields"]]
    rows = [[_content(cell) for cell in row] for row in table["data"]]
    return gptables.GPTable(
        table=pd.DataFrame(rows, columns=labels, dtype=object),
        table_name=f"{slug(page)}_{number}".replace("-", "_"),
        title=table["title"],
        subtitles=[f"Page: {page}", *table["notes"]],
        instructions="The symbols in square brackets are explained on the sheet Notes.",
        index_columns={1: 0},
        additional_formatting=_formats(table["data"]),
    )


def _content(cell: dict | str | None) -> float | str:
    """What stands in the cell: the number, or text; a blank or a dash says nothing, [x] does."""
    if isinstance(cell, dict):
        cell = cell["value"] if cell["value"] is not None else cell["text"]
    if isinstance(cell, str | None) and not any(character.isalnum() for character in cell or ""):
        return "[x]"
    return cell


def _number_format(cell: dict) -> str:
    decimals = cell["decimals"] or 0
    digits = "0" + ("." + "0" * decimals if decimals else "")
    return f'{digits}"%"' if cell["text"].endswith("%") else digits


def _formats(rows: list[list]) -> list[dict]:
    """The number format of each column, and of single cells in columns that are printed in several.

    One entry a cell: of a list of cells gptables 2.0 formats only the last.
    """
    entries = []
    for j, column in enumerate(zip(*rows, strict=True)):
        codes = [
            _number_format(cell) if isinstance(cell, dict) and cell["value"] is not None else ""
            for cell in column
        ]
        used = set(codes) - {""}
        if len(used) == 1:
            entries.append({"column": {"columns": [j], "format": {"num_format": used.pop()}}})
            continue
        for i, code in enumerate(codes, start=1):
            if code:
                entries.append({"cell": {"cells": (i, j), "format": {"num_format": code}}})
    return entries
