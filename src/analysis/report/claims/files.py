"""Reading claims: one statement a row, with the figures it is about as cells that a spreadsheet can hold."""

import csv
import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import Number
from analysis.basics.read_csv import other_delimiter, read_table
from analysis.catalogue.areas import ENGLAND, find_area
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.releases_held import as_day
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import EXPECTED_BAND, parse_band
from analysis.report.claims.change_cells import faults_of_changes
from analysis.report.claims.kinds import COLUMNS, FIGURES, FREE, KINDS, READINGS


def parse_area(text: str) -> str:
    """The code of an area, or ``region`` or ``neighbours`` for those of the LA in question; empty stays empty."""
    key = " ".join(text.casefold().split())
    if key in ("", "region", "england", "national"):
        return {"england": ENGLAND, "national": ENGLAND}.get(key, key)
    return "neighbours" if key.removeprefix("statistical ") == "neighbours" else find_area(text).code


def parse_year(text: str) -> int:
    """2017 for "2017" and for "2016/17"."""
    found = re.fullmatch(r"(20\d\d)(/(\d\d))?", text.strip())
    if not found or (found[3] and (int(found[1]) + 1) % 100 != int(found[3])):
        raise InputError(f"'{text}' is not a year.")
    return int(found[1]) + bool(found[3])


def _day(text: str) -> str:
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", text):
        raise InputError(f"'{text}' is not a day.")
    return as_day(text).isoformat()


def _known(names, what: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in names:
            near = get_close_matches(text, list(names), n=3, cutoff=0.4)
            raise InputError(
                f"'{text}' is not a {what}." + (f" The nearest: {', '.join(near)}." if near else "")
            )
        return text

    return parse


def _number(text: str) -> Number:
    found = Number(text)
    if pd.isna(found.value):
        raise InputError(f"'{text}' is not a number.")
    return found


def read_claims(file: Path | str) -> pd.DataFrame:
    """Read and validate a table of claims.

    Parameters
    ----------
    file : path
        A UTF-8 CSV with the columns ``claim`` and ``kind`` and any others of ``COLUMNS`` (docs/claims.md).

    Returns
    -------
    DataFrame
        ``COLUMNS`` as text, one row a claim; the index is the row of the file. ``id`` and ``location`` are filled
        from the row where they are empty.

    Raises
    ------
    InputError
        On the first cell that is not understood: file, row, column, what was expected and what is near.
    """
    file = Path(file)
    table = read_table(file, _header(file))
    table = table[(table != "").any(axis=1)].reindex(columns=COLUMNS, fill_value="")
    table = table.apply(lambda column: column.str.strip())
    rows = pd.Series(table.index.astype(str), index=table.index)
    table["id"] = table["id"].where(table["id"] != "", "row " + rows)
    table["location"] = table["location"].where(table["location"] != "", "row " + rows)
    if (repeated := table["id"].duplicated()).any():
        row = repeated.idxmax()
        raise InputError(
            f"The id '{table['id'][row]}' is used twice.", file=paths.shown(file), row=row, column="id",
            expected="an id of its own for each claim", remedy="Give the claim another id.",
        )  # fmt: skip
    parsers = _parsers()
    for row in table.itertuples():
        _check(row, parsers, paths.shown(file))
    return table


def _header(file: Path) -> list[str]:
    """The columns that the file has, if they are known."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
    except (OSError, UnicodeDecodeError):
        return COLUMNS  # read_table says what is wrong
    if other_delimiter(first):
        return COLUMNS
    header = next(csv.reader([first]), [])
    for name in header:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=2, cutoff=0.5)
            raise InputError(
                f"'{name}' is not a column of claims." + (f" The nearest: {', '.join(near)}." if near else ""),
                file=paths.shown(file), row=1, column=name, expected=f"any of {', '.join(COLUMNS)}",
            )  # fmt: skip
    return header if {"claim", "kind"} <= set(header) else [*header, "claim", "kind"]


def _parsers() -> dict[str, tuple[Callable, str]]:
    """How each column is understood, and what is expected in it."""
    group = (_known(PUPIL_GROUPS, "pupil group"), "a pupil group of the catalogue, such as disadvantaged")
    year = (parse_year, "a year such as 2017, or 2016/17")
    area = (parse_area, "a local authority, region, England, or neighbours")
    return {
        "kind": (_known(KINDS, "kind of claim"), f"one of {', '.join(KINDS)}"),
        "figure": (_known(FIGURES, "figure"), f"one of {', '.join(FIGURES)}, or nothing for the usual one"),
        "measure": (_known(load_measures().index, "measure"), "a measure of data/raw/measures.csv"),
        **dict.fromkeys(("pupil_group", "comparison_group"), group),
        **dict.fromkeys(("year", "year2"), year),
        **dict.fromkeys(("area", "comparator"), area),
        "word": (find_word, "a word of data/raw/vague_words.csv that this kind uses"),
        "band": (parse_band, EXPECTED_BAND),
        "value": (_number, "a number as it is stated, such as 98th, 4.3%, -0.04 or 1/3"),
        "date": (_day, "the day on which the statement was made, such as 2025-12-05"),
    }


def _check(row, parsers: dict, file: str) -> None:
    """Every cell of a row is understood, and the row has what its kind needs."""

    def wrong(problem: str, column: str, expected: str) -> InputError:
        return InputError(
            problem, file=file, row=row.Index, column=column, expected=expected, remedy="Correct the cell."
        )

    if not row.claim:
        raise wrong("The claim is empty.", "claim", "the statement, in a few words")
    for column, (parse, expected) in parsers.items():
        cell = getattr(row, column)
        if not cell and column != "kind":
            continue
        for part in cell.split("|") if column in READINGS else [cell]:
            try:
                parse(part.strip())
            except InputError as error:
                raise wrong(error.problem, column, expected) from None
    kind = KINDS[row.kind]
    used = {*FREE, *kind.needs, *kind.allows}
    for column in COLUMNS:
        if getattr(row, column) and column not in used:
            listed = ", ".join([*kind.needs, *kind.allows])
            raise wrong(
                f"A claim of kind '{row.kind}' does not use '{column}'.", column, f"nothing; it uses {listed}"
            )
    for column in kind.needs:
        if not getattr(row, column) and not row.needs:
            raise wrong(
                f"A claim of kind '{row.kind}' needs '{column}'.",
                column,
                parsers.get(column, ("", "text"))[1],
            )
    if kind.one_of and not row.needs and not any(getattr(row, column) for column in kind.one_of):
        listed = " or ".join(kind.one_of)
        raise wrong(
            f"A claim of kind '{row.kind}' needs {listed}.", kind.one_of[0], "one of these, filled in"
        )
    for problem in faults_of_changes(row):
        raise wrong(*problem)
    if row.kind == "superlative" and row.word and not row.year2 and find_word(row.word).rule == "most_moved":
        raise wrong(f"'{row.word}' is said of a change.", "year2", "the earlier year")
    if row.word and find_word(row.word).rule not in kind.words:
        rules = ", ".join(kind.words)
        raise wrong(
            f"'{row.word}' is not a word for a claim of kind '{row.kind}'.", "word", f"a word of rule {rules}"
        )
