"""What a command says of the rows of a file of claims that could not be read: the others are judged all the same."""

import sys
from pathlib import Path

import click

from analysis.basics.phrases import counted
from analysis.report.claims.files import read_file

#: The exit status of a command that has done what was asked but for rows that it could not read.
UNREAD = 3


def unread_lines(file: Path | str) -> list[str]:
    """Every cell of a file of claims that is not understood, where it is and what to do; empty if there is none.

    Raises
    ------
    InputError
        If the file is no table of claims.
    """
    faults = read_file(file).faults
    if not faults:
        return []
    rows = counted(len({fault.row for fault in faults}), "row")
    first = f"Error: {rows} of the claims could not be read and {'has' if rows.startswith('1 ') else 'have'} no verdict; the others are judged."
    return ["", first, *(str(fault.error()) for fault in faults)]


def tell_unread(file: Path | str) -> None:
    """Print ``unread_lines`` as errors, and leave with the status ``UNREAD`` if there are any."""
    if lines := unread_lines(file):
        click.echo("\n".join(lines), err=True)
        sys.exit(UNREAD)
