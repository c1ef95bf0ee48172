"""A table of results as a data file beside a page, safe to open in a spreadsheet. Nothing is computed here."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.basics.columns import Columns
from analysis.basics.plain import plain
from analysis.output.citations import NOT_PUBLISHED
from analysis.output.csv_text import csv_text

#: Decimals that files keep: beyond these is what computing in binary leaves behind (-0.5999999999999943).
STORED = 10
#: How a text begins that a spreadsheet runs as a formula, and a text that is a number with its sign.
FORMULA = re.compile(r"[\t\r\n ]*[=+\-@]")
SIGNED = re.compile(r"[+-][\d.,]+%?")


def _guarded(cells: pd.Series) -> pd.Series:
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


@dataclass(frozen=True)
class DataFile:
    """A table of results offered for download, ``data/<name>`` beside the page; ``columns`` says what it holds.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets take for "text".
    Punctuation is ASCII's, as a spreadsheet that is not told the encoding garbles any other. A notebook carries the text
    to whoever makes the page of it; with ``carried=False`` only the link, where the maker has the table and writes it too.

    Raises
    ------
    InputError
        For a table that has other columns, naming file, column and rule.
    ValueError
        For a name that a file beside the page may not have.
    """

    frame: pd.DataFrame
    columns: type[Columns]
    carried: bool = True

    @property
    def name(self) -> str:
        return self.columns.file()

    def __post_init__(self):
        if not re.fullmatch(r"[a-z0-9_]+\.csv", self.name):
            raise ValueError(
                f"a data file's name is small letters, digits and underscores, then .csv: {self.name!r}"
            )
        self.columns.require(self.frame)

    def to_csv(self) -> str:
        texts = self.frame.select_dtypes(exclude="number").columns
        fractions = self.frame.select_dtypes("floating").columns
        guarded = self.frame.assign(
            **{name: _guarded(self.frame[name]) for name in texts},
            **{name: self.frame[name].round(STORED) for name in fractions},
        )
        return csv_text(guarded)

    def write(self, folder: Path) -> None:
        """Write it into ``folder``, under its name."""
        (folder / self.name).write_text(self.to_csv(), encoding="utf-8", newline="")

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        rows = f"{len(self.frame):,} row{'' if len(self.frame) == 1 else 's'}"
        place = f'<a href="data/{self.name}">{self.name}</a>'
        if self.name == NOT_PUBLISHED:
            place, rows = f"<code>data/{self.name}</code>", f"{rows}, not in published editions"
        shown = f'<p class="download">Data: {place} ({rows})</p>'
        bundle = {"text/plain": self.name, "text/html": shown}
        if not self.carried:
            return bundle, {}
        return bundle | {"text/csv": self.to_csv()}, {"text/csv": {"name": self.name}}
