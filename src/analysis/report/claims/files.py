"""Reading claims: one statement a row, with the figures it is about as cells that a spreadsheet can hold."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import Number
from analysis.basics.read_csv import crooked_row, other_delimiter, read_cells
from analysis.catalogue.areas import ENGLAND, find_area
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.nearest_measures import nearest_measures, with_titles
from analysis.catalogue.releases_held import as_day
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import EXPECTED_BAND, parse_band
from analysis.report.claims.faults import Fault, as_error, faults_of
from analysis.report.claims.kinds import ANSWERS, COLUMNS, FIGURES, KINDS


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


def rank_and_figure(text: str) -> tuple[Number, Number | None]:
    """A number as it is stated, and for a rank the figure that is printed with it: "119th (66%)".

    Examples
    --------
    >>> [number and number.value for number in rank_and_figure("119th (66%)")], rank_and_figure("30th")[1]
    ([119.0, 66.0], None)
    """
    found = re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", text.strip())
    return (Number(found[1]), Number(found[2])) if found else (Number(text), None)


def _known(names, what: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in names:
            near = get_close_matches(text, list(names), n=3, cutoff=0.4)
            raise InputError(
                f"'{text}' is not a {what}." + (f" The nearest: {', '.join(near)}." if near else "")
            )
        return text

    return parse


def _measure(text: str) -> str:
    if text not in load_measures().index:
        near = with_titles(nearest_measures(text))
        raise InputError(f"'{text}' is not a measure." + (f" The nearest: {near}." if near else ""))
    return text


def _number(text: str) -> Number:
    found, beside = rank_and_figure(text)
    if pd.isna(found.value) or (beside is not None and pd.isna(beside.value)):
        raise InputError(f"'{text}' is not a number.")
    return found


def _answer(text: str) -> str:
    if text.casefold() not in ANSWERS:
        raise InputError(f"'{text}' is no answer.")
    return text.casefold()


@dataclass(frozen=True, eq=False)
class ReadClaims:
    """A file of claims as it was read: what can be judged, and what cannot or is not to be.

    ``claims`` are the rows to judge, as ``read_claims`` returns them, and ``faults`` what is wrong with others, which are
    not among them. A file with the column ``confirm`` is a ``proposal``: of its rows those are judged that are confirmed.
    ``left`` is how many have no answer yet and ``refused`` how many are not confirmed; neither is looked at for faults.
    """

    claims: pd.DataFrame
    faults: tuple[Fault, ...] = ()
    proposal: bool = False
    left: int = 0
    refused: int = 0


def read_claims(file: Path | str) -> pd.DataFrame:
    """Read and validate a table of claims.

    Parameters
    ----------
    file : path
        A UTF-8 CSV with the columns ``claim`` and ``kind`` and any others of ``COLUMNS`` (docs/claims.md).

    Returns
    -------
    DataFrame
        ``COLUMNS`` as text, one row a claim that is to be judged; the index is the row of the file. ``id`` and
        ``location`` are filled from the row where they are empty, and ``date`` from ``written``.

    Raises
    ------
    InputError
        On cells that are not understood, all of them: file, row, column, what was expected and what is near.
        ``read_file`` gives the other rows all the same.
    """
    found = read_file(file)
    if found.faults:
        raise as_error(found.faults)
    return found.claims


def read_file(file: Path | str) -> ReadClaims:
    """Read a table of claims, with all that is wrong in it: one bad cell leaves out its row and no other.

    Raises
    ------
    InputError
        If the file is missing or no table, or a column of it is not known.
    """
    file = Path(file)
    shown, crooked = paths.shown(file), dict[int, int]()
    header = _header(file)
    table = read_cells(
        file, ["claim", "kind"], f"a UTF-8 CSV file with the columns {', '.join(header)}", crooked=crooked
    )
    proposal = "confirm" in table
    table = table[(table != "").any(axis=1)].reindex(columns=COLUMNS, fill_value="")
    table = table.apply(lambda column: column.str.strip())
    answers = table["confirm"].str.casefold()
    left, refused = int((proposal & (answers == "")).sum()), int((answers == "no").sum())
    if proposal:
        table = table[~answers.isin(["", "no"])]
    table["confirm"] = table["confirm"].str.casefold()
    rows = pd.Series(table.index.astype(str), index=table.index, dtype=str)
    for name in ("id", "location"):
        table[name] = table[name].where(table[name] != "", "row " + rows)
    faults = [
        Fault(shown, row, "", problem, expected, remedy)
        for row, count in crooked.items()
        for problem, expected, remedy in [crooked_row(count, len(header))]
    ]
    parsers = _parsers()
    for row in table.itertuples():
        faults += faults_of(row, parsers, shown)
    faults += _of_whole(table, shown)
    table["date"] = table["date"].where(table["date"] != "", table["written"])
    bad = {fault.row for fault in faults}
    ordered = tuple(sorted(faults, key=lambda fault: fault.row))
    return ReadClaims(table[~table.index.isin(bad)], ordered, proposal, left, refused)


def _of_whole(table: pd.DataFrame, file: str) -> list[Fault]:
    """Ids that are used twice, and statements with two days."""
    twice = table[table["id"].duplicated()]
    found = [
        Fault(
            file, row.Index, "id", f"The id '{row.id}' is used twice.",
            "an id of its own for each claim", "Give the claim another id.", row.claim,
        )
        for row in twice.itertuples()
    ]  # fmt: skip
    two = table[(table["date"] != "") & (table["written"] != "") & (table["date"] != table["written"])]
    return found + [
        Fault(
            file, row.Index, "written", f"The statement has two days, {row.date} and {row.written}.",
            "one day, under written", claim=row.claim,
        )
        for row in two.itertuples()
    ]  # fmt: skip


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
    if unknown := [name for name in header if name not in COLUMNS]:
        said = []
        for name in unknown:
            near = get_close_matches(name, COLUMNS, n=2, cutoff=0.5)
            said.append(
                f"'{name}' is not a column of claims." + (f" The nearest: {', '.join(near)}." if near else "")
            )
        raise InputError(
            " ".join(said), file=paths.shown(file), row=1, column=", ".join(unknown),
            expected=f"any of {', '.join(COLUMNS)}", remedy="Correct the header row.",
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
        "measure": (_measure, "a measure of data/raw/measures.csv"),
        **dict.fromkeys(("pupil_group", "comparison_group"), group),
        **dict.fromkeys(("year", "year2"), year),
        **dict.fromkeys(("area", "comparator"), area),
        "word": (find_word, "a word of data/raw/vague_words.csv that this kind uses"),
        "band": (parse_band, EXPECTED_BAND),
        "value": (
            _number,
            "a number as it is stated, such as 98th, 4.3%, -0.04 or 1/3; a rank may have its figure with it: 119th (66%)",
        ),
        **dict.fromkeys(("date", "written"), (_day, "the day on which it was written, such as 2025-12-05")),
        "confirm": (_answer, f"{', '.join(ANSWERS)}, or nothing"),
    }
