"""Text that is given to spreadsheets: none of it is run as a formula."""

import re

import pandas as pd

from analysis.basics.plain import plain

#: How a text begins that a spreadsheet runs as a formula, and a text that is a number with its sign.
FORMULA = re.compile(r"[\t\r\n ]*[=+\-@]")
SIGNED = re.compile(r"[+-][\d.,]+%?")


def guarded(cells: pd.Series) -> pd.Series:
    """Cells as a spreadsheet can be given them."""
    if not isinstance(cells.dtype, pd.StringDtype):
        return cells.map(_harmless)
    # a column of text has few texts, each many times
    return cells.map({text: _harmless(text) for text in cells.unique()})


def _harmless(cell):
    """A text that no spreadsheet runs as a formula; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    text = plain(cell)
    return f"'{text}" if FORMULA.match(text) and not SIGNED.fullmatch(text) else text
