"""What the columns of an Explore Education Statistics file hold, whichever mapping it may be read with."""

import re
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from analysis.catalogue.ees_mapping import STANDARD
from analysis.sources.ees_figures import NUMBER, SYMBOLS
from analysis.sources.ees_file import read_blocks, read_header

#: Distinct numbers of a column that are kept: a filter may have a few, such as the years of school.
MOST_NUMBERS = 30
#: The value of a filter that stands for all pupils.
EVERYBODY = re.compile(r"total|all|all (pupils|children|students|schools|state.funded).*", re.IGNORECASE)


@dataclass(frozen=True)
class Contents:
    """Of a file: its ``header``, the number of ``rows``, and the distinct ``values`` of each column.

    Of ``figures``, the columns of numbers, values are what is no number, and a few of those that are.
    """

    header: list[str]
    rows: int
    values: dict[str, list[str]]
    figures: list[str]

    @property
    def filters(self) -> list[str]:
        """The columns that may divide the pupils."""
        known = {*STANDARD, *self.figures}
        return [column for column in self.header if column.casefold() not in known and column not in known]


def read_contents(file: Path) -> Contents:
    """Look at every cell of a file.

    Raises
    ------
    InputError
        If the file cannot be read to its end.
    """
    header, rows = read_header(file), 0
    found: dict[str, set[str]] = {column: set() for column in header}
    types: dict[str, pa.DataType] = dict.fromkeys(header, pa.dictionary(pa.int32(), pa.string()))
    for _, block in read_blocks(file, header, types):
        rows += block.num_rows
        for column in header:
            _keep(found[column], {text.strip() for text in block.column(column).dictionary.to_pylist()})
    values = {column: sorted(texts - {""}) for column, texts in found.items()}
    return Contents(header, rows, values, [c for c in header if _is_figures(c, values[c])])


def _keep(kept: set[str], texts: set[str]) -> None:
    numbers = {text for text in texts if NUMBER.fullmatch(text)}
    room = MOST_NUMBERS - sum(bool(NUMBER.fullmatch(text)) for text in kept)
    kept |= texts - numbers
    kept |= set(sorted(numbers)[: max(0, room)])


def _is_figures(column: str, values: list[str]) -> bool:
    """Whether a column that is not of time or place holds numbers, and nothing else but symbols."""
    numbers = [text for text in values if NUMBER.fullmatch(text)]
    others = set(values) - set(numbers) - set(SYMBOLS)
    return column.casefold() not in STANDARD and bool(values) and all(len(text) <= 4 for text in others)


def for_everybody(values: list[str]) -> list[str]:
    """The values that stand for all pupils: the only one there is, or those that say so."""
    return values if len(values) == 1 else [text for text in values if EVERYBODY.fullmatch(text)]
