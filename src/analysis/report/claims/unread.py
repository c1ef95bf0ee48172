"""What of a file of claims has no verdict: rows that could not be read, and proposed rows that nobody confirmed."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.output.absent import Absent
from analysis.output.table import Table
from analysis.report.claims.files import ReadClaims


def unanswered(read: ReadClaims) -> str:
    """Of a file of proposed rows, how many were left without an answer and how many refused; empty of another file."""
    if not read.proposal:
        return ""
    left = f"{counted(read.left, 'proposed row')} {'has' if read.left == 1 else 'have'} no answer yet"
    refused = f"{counted(read.refused, 'other')} {'was' if read.refused == 1 else 'were'} refused"
    if not read.left and not read.refused:
        return "Every proposed row is confirmed."
    if not read.left:
        refused = f"{counted(read.refused, 'proposed row')} {'was' if read.refused == 1 else 'were'} refused"
    said = " and ".join(part for part, n in ((left, read.left), (refused, read.refused)) if n)
    return f"{said}: {'it has' if read.left + read.refused == 1 else 'they have'} no verdict."


def unread(read: ReadClaims) -> str:
    """How many rows could not be read; empty if all could be."""
    rows = len({fault.row for fault in read.faults})
    if not rows:
        return ""
    return f"{counted(rows, 'row')} of the file could not be read and {'has' if rows == 1 else 'have'} no verdict."


def unread_table(read: ReadClaims) -> Table:
    """Every cell that is not understood: where it is, why, and what was expected."""
    body = [
        {
            "Row": fault.row,
            "Column": fault.column or "all",
            "Claim": fault.claim or Absent("empty"),
            "Why": fault.problem,
            "Expected": fault.expected or Absent("not known"),
            "What to do": fault.remedy,
        }
        for fault in read.faults
    ]
    return Table("Rows of the file of claims that could not be read", pd.DataFrame(body, dtype=object))
