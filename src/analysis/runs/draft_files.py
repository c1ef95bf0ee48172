"""Files of claims as drafts need them: written so that no spreadsheet runs a cell, never over an analyst's answers."""

import csv
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.phrases import counted
from analysis.basics.read_csv import read_cells
from analysis.basics.tidy import tidy
from analysis.output.data_file import FORMULA, SIGNED
from analysis.report.claims.kinds import COLUMNS

#: What stands in front of a cell that a spreadsheet would run.
GUARD = "'"
#: The columns of a proposal that a person reads and fills first.
FIRST = ("id", "location", "sentence", "confirm", "not_understood", "claim")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula, without what cannot be seen; quotes and dashes stay as they are.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-0.04"), harmless("- 5 points up")
    ("'=1+1", '-0.04', "'- 5 points up")
    """
    text = tidy(cell)
    return f"{GUARD}{text}" if FORMULA.match(text) and not SIGNED.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """A cell as the draft has it."""
    return cell[1:] if cell.startswith(GUARD) and FORMULA.match(cell[1:]) else cell


def read_rows(file: Path) -> pd.DataFrame:
    """The cells of a file of claims as they stand, also rows that cannot be judged.

    Raises
    ------
    InputError
        As ``analysis.basics.read_csv.read_cells``.
    """
    return read_cells(file, ["claim", "kind"], "a file of claims, which has the columns claim and kind")


def answered(file: Path) -> int:
    """How many rows of a proposal have an answer under ``confirm``."""
    rows = read_rows(file)
    return int((rows["confirm"].str.strip() != "").sum()) if "confirm" in rows else 0


def may_write(file: Path, force: bool) -> None:
    """Refuse to write over a file with answers, or over one that is no proposal.

    Raises
    ------
    InputError
        Unless the file is not there, or is a proposal without an answer, or ``force`` is given.
    """
    if force or not file.exists():
        return
    shown = paths.shown(file)
    remedy = "Name another file with --out, or write over it with --force."
    try:
        is_proposal, answers = "confirm" in read_rows(file), answered(file)
    except InputError:
        is_proposal, answers = False, 0
    if not is_proposal:
        raise InputError("A file that is no proposal is there already.", file=shown, remedy=remedy)
    if answers:
        raise InputError(
            f"A proposal is there already, with {counted(answers, 'answer')} under confirm.", file=shown, remedy=remedy,
        )  # fmt: skip


def write_rows(rows: pd.DataFrame, file: Path) -> None:
    """Write a file of claims: UTF-8 with the mark by which spreadsheets know it. It takes its name when it is complete."""
    table = rows.fillna("").astype(str).map(harmless)
    aside = paths.aside(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(aside, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """A proposal with what a person reads first at the left, and every column that may need to be corrected."""
    names = [*FIRST, *(name for name in COLUMNS if name not in FIRST)]
    return rows.reindex(columns=names, fill_value="")
