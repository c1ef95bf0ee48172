"""What of a publisher's file is not understood: left out or read with a stated assumption, counted and named."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class NotUnderstood:
    """One thing of a file, with the number of its rows.

    ``kind`` is what sort of thing it is (code, year label, area, value, dictionary, ...), ``name`` the thing as it stands in
    the file, ``example`` a row that has it and ``done`` what is done with the rows.
    """

    kind: str
    name: str
    rows: int
    example: str
    done: str


COLUMNS = [field.name for field in fields(NotUnderstood)]


def as_table(found: Iterable[NotUnderstood]) -> pd.DataFrame:
    """A row for each: ``kind, name, rows, example, done``, in the order in which they were found."""
    table = pd.DataFrame([astuple(each) for each in found], columns=COLUMNS)
    return table.astype({name: "int64" if name == "rows" else "str" for name in COLUMNS})
