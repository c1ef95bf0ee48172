"""The verdicts on a file of claims, without a report, and what is told of rows that have none."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.phrases import counted
from analysis.report.claims.check import check_claims
from analysis.report.claims.files import ReadClaims, read_file
from analysis.report.claims.verdicts import VERDICTS
from analysis.report.contents import Report, open_report
from analysis.runs.ready import make_ready, prepare_days

#: How many faults and claims are printed in full.
MOST_SHOWN = 40


@dataclass(frozen=True)
class Judged:
    """A file of claims with the verdict on each row that was confirmed."""

    read: ReadClaims
    verdicts: pd.DataFrame
    report: Report


def judge(file: Path, area: str, year: int, written: str, tell: Callable[[dict], None]) -> Judged:
    """Read the claims, make the data ready, and give the verdicts."""
    read = read_file(file)
    if read.claims.empty:
        raise _nothing(read, file)
    claims = read.claims.assign(date=read.claims["date"].where(read.claims["date"] != "", written))
    make_ready(area, year, tell=tell)
    prepare_days(set(claims["date"]) - {""}, "", tell)
    tell({"step": "Checking the statements"})
    report = open_report(area, year)
    return Judged(read, check_claims(report, claims), report)


def _nothing(read: ReadClaims, file: Path) -> InputError:
    answers = f"{counted(read.left, 'row')} without an answer under confirm, {read.refused} answered no."
    remedy = f"Put yes under confirm beside rows that you have read, or: standards claims accept {typed(file)} --all"
    return InputError(
        "\n".join(["No row of the file can be judged.", *[answers] * read.proposal, *fault_lines(read)]),
        file=paths.shown(file),
        remedy=remedy if read.left else "Correct the rows.",
    )


def fault_lines(read: ReadClaims) -> list[str]:
    """All that is wrong with rows, which are left out."""
    return shortened([f"{fault.error()}" for fault in read.faults])


def verdict_lines(judged: Judged) -> list[str]:
    """How many statements have each verdict, and how many were left."""
    counts = judged.verdicts["verdict"].value_counts()
    told = ", ".join(f"{counts[verdict]} {VERDICTS[verdict]}" for verdict in VERDICTS if verdict in counts)
    lines = [f"{counted(len(judged.verdicts), 'statement')} judged: {told}."]
    read = judged.read
    if read.left or read.refused:
        lines.append(f"Not judged: {read.left} without an answer under confirm, {read.refused} answered no.")
    if bad := len({fault.row for fault in read.faults}):
        lines.append(f"Not judged, because a cell is not understood: {counted(bad, 'row')}.")
    return lines


def shortened(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_SHOWN
    return lines if more <= 0 else [*lines[:MOST_SHOWN], f"  and {more} more"]


def typed(file: Path) -> str:
    return shlex.quote(str(file))
