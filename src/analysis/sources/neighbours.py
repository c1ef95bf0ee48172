"""Statistical neighbours, as the sheets behind DfE's Local Authority Interactive Tool list them."""

import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.area_names import Area, name_key
from analysis.catalogue.areas import catalogue
from analysis.catalogue.manifest import neighbour_models, verify

SHEET = "LA SN Groups"
CLOSENESS = ("Extremely close", "Very close", "Close", "Somewhat close", "Not close")


def load_neighbours(vintage: int, file: Path | None = None) -> pd.DataFrame:
    """Statistical neighbours as DfE's sheet of one vintage lists them.

    Parameters
    ----------
    vintage : int
        The year of a model: 2025 for that of May 2025. The manifest has an entry for each, with its ``vintage``.
    file : Path, optional
        Another workbook than the one in the manifest.

    Returns
    -------
    DataFrame
        ``area``, ``neighbour`` (GSS codes), ``position`` (1 is nearest), ``closeness`` (one of
        ``CLOSENESS``), ``vintage``: ten rows for each authority that has neighbours in the sheet. Closed
        authorities stand where the sheet has them.

    Raises
    ------
    InputError
        If the sheet is not what was expected, naming the cell.
    """
    models = neighbour_models()
    if vintage not in models:
        expected = f"a vintage of data/raw/manifest.toml: {' or '.join(map(str, models)) or 'there is none'}"
        raise InputError(f"There are no statistical neighbours of {vintage}.", expected=expected)
    return _read_neighbours(file or verify(models[vintage])).assign(vintage=vintage)


def neighbours(area: Area, vintage: int = 0) -> list[str]:
    """GSS codes of an authority's ten statistical neighbours, nearest first, of the newest model if no vintage is given.

    Raises
    ------
    InputError
        If the vintage has none for it: authorities newer than the model, regions, England.
    """
    vintage = vintage or max(neighbour_models(), default=0)
    table = load_neighbours(vintage)
    codes = table.loc[table["area"] == area.code, "neighbour"].tolist()
    if not codes:
        problem = f"The statistical neighbours of {vintage} do not include {area.name}."
        raise InputError(
            problem, expected="an authority that the model covers", remedy="Ask for the other vintage."
        )
    return codes


@until_written_anew
def _read_neighbours(file: Path) -> pd.DataFrame:
    place = f"{paths.shown(file)}, sheet '{SHEET}'"
    try:
        sheet = pd.read_excel(file, sheet_name=SHEET, header=None, dtype=str, keep_default_na=False)
        header = sheet.iloc[2].tolist()
    except Exception as error:  # a damaged workbook fails in many ways
        raise InputError(
            f"The sheet cannot be read: {error}.", file=place, expected="DfE's workbook"
        ) from None
    slots = [f"SN{position}" for position in range(1, 11)]
    absent = [name for name in ["LA Name", "LA number", *slots] if name not in header]
    absent += [f"SNP after {name}" for name in slots if f"{name} SNP" not in map(" ".join, pairwise(header))]
    if absent:
        raise InputError(f"Row 3 has no column {absent[0]}.", file=place, row=3, column=absent[0])
    lookup = catalogue()[1]
    codes = {key: found[0].code for key, found in lookup.items() if re.fullmatch(r"\d{3}", key)}
    rows: dict[str, dict[str, tuple]] = {}

    def demand(holds: bool, row: int, column: int, expected: str) -> None:
        if not holds:
            cell, text = f"{get_column_letter(column + 1)}{row}", sheet.iloc[row - 1, column]
            problem = f"Cell {cell} ({header[column]}) holds '{text}'."
            raise InputError(problem, file=place, row=row, column=header[column], expected=expected)

    for row, cells in enumerate(sheet.iloc[3:].itertuples(index=False, name=None), start=4):
        name, number = cells[header.index("LA Name")], cells[header.index("LA number")]
        listed = {cells[header.index(slot)] for slot in slots}
        if listed == {"-"} or listed | {number} == {""}:
            continue  # an authority newer than the model; a blank line or a heading
        named = [area.code for area in lookup.get(name_key(name), [])]
        demand(
            number in codes and codes[number] in named,
            row,
            header.index("LA number"),
            f"the LA number of {name}",
        )
        area = codes[number]
        demand(area not in rows, row, header.index("LA number"), f"one row for {name}")
        rows[area] = {}
        for position, slot in enumerate(slots, start=1):
            at = header.index(slot)
            closeness = cells[at + 1].strip().capitalize()
            demand(cells[at] in codes, row, at, "the LA number of an authority")
            neighbour = codes[cells[at]]
            demand(
                neighbour not in [area, *rows[area]],
                row,
                at,
                f"ten different neighbours, and not {name} itself",
            )
            demand(closeness in CLOSENESS, row, at + 1, " or ".join(CLOSENESS))
            rows[area][neighbour] = (area, neighbour, position, closeness)
    table = [line for lines in rows.values() for line in lines.values()]
    return pd.DataFrame(table, columns=["area", "neighbour", "position", "closeness"])
