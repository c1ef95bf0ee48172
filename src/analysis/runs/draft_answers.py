"""Accepting rows of a proposal that lack nothing, many at once."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.report.claims.files import read_file
from analysis.runs.draft_files import read_rows, write_rows


@dataclass(frozen=True)
class Accepted:
    """A proposal with more answers: how many were ``accepted`` now, why others were not, how many are ``left`` without one."""

    rows: pd.DataFrame
    accepted: int
    incomplete: list[str]
    left: int
    confirmed: int


def accept_rows(file: Path, kinds: list[str], everything: bool) -> Accepted:
    """Put yes beside the rows of some kinds, or of all, that have no answer and leave nothing open.

    Left open is what has a fault, something that was not understood, or several readings: a person must choose.

    Raises
    ------
    InputError
        If the file cannot be read, or has no column ``confirm``.
    """
    rows = read_rows(file)
    if "confirm" not in rows:
        raise InputError(
            "The file has no column confirm: it is not a proposal, and all its rows are judged.", file=paths.shown(file),
            remedy="Check it as it is: standards claims check FILE --area AREA --year YEAR",
        )  # fmt: skip
    answers = rows["confirm"].str.strip().str.casefold()
    wanted = (answers == "") & (rows["kind"].str.strip().isin(kinds) | everything)
    wanted &= (rows.drop(columns="confirm") != "").any(axis=1)
    faults = _faults(rows[wanted])
    unclear, readings = _column(rows, "not_understood"), _column(rows, "candidates")
    accepted, incomplete = [], []
    for row in rows.index[wanted]:
        why = [*faults.get(row, []), *([f"not understood: {unclear[row]}"] if unclear[row] else [])]
        if ";" in readings[row]:
            why.append(f"may be of {readings[row].count(';') + 1} measures")
        if why:
            incomplete.append(f"row {row}: {'; '.join(why)}")
        else:
            accepted.append(row)
    new = rows.assign(confirm=rows["confirm"].where(~rows.index.isin(accepted), "yes"))
    after = new["confirm"].str.strip().str.casefold()
    left = int((after == "").sum())
    return Accepted(new, len(accepted), incomplete, left, int(after.isin(["yes", "corrected"]).sum()))


def _column(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows.get(name, pd.Series("", index=rows.index)).str.strip()


def _faults(rows: pd.DataFrame) -> dict[int, list[str]]:
    """What is wrong with each row if it were confirmed, by its row in the file."""
    if rows.empty:
        return {}
    with tempfile.TemporaryDirectory(prefix="standards-claims-") as folder:
        file = Path(folder) / "claims.csv"
        write_rows(rows.assign(confirm="yes"), file)  # a line for each row, under the header
        found: dict[int, list[str]] = {}
        for fault in read_file(file).faults:
            said = f"{fault.column}: {fault.problem}" if fault.column else fault.problem
            found.setdefault(rows.index[fault.row - 2], []).append(said)
    return found
