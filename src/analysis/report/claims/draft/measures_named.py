"""What a text calls a measure: titles, usual names, abbreviations, and parts of names such as "reading" or "KS2".

``data/raw/measure_names.csv`` has a row for each name, and the measures that it may be of. What a statement is about
is the measures that all its names allow: of "KS2", "reading" and "expected standard", one.
"""

import re
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check, read_table
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.measures import load_measures
from analysis.report.claims.draft.text import plain

#: A name may be of a whole measure, or of a part of what makes one.
PARTS = ("whole", "phase", "school", "subject", "every", "standard", "sort")
SCHEMA = pa.DataFrameSchema(
    {
        "name": pa.Column(str, pa.Check.str_length(min_value=2), unique=True),
        "also": pa.Column(str),
        "part": pa.Column(str, pa.Check.isin(PARTS)),
        "measure": pa.Column(str, pa.Check.str_matches(r"^[a-z0-9_*]+( [a-z0-9_*]+)*$")),
    }
)


@dataclass(frozen=True)
class Name:
    """A name: the part of a measure that it says, and the measures it allows, the likeliest first."""

    name: str
    part: str
    measures: tuple[str, ...]


def load_names(file: Path | None = None) -> dict[str, Name]:
    """Every name, in plain small letters, and what it means; the titles of the catalogue among them.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, or a name that stands for no measure of the catalogue.
    """
    return _load(file or paths.raw() / "measure_names.csv")[0]


def measure_cells(column: str) -> dict[str, str]:
    """A column of the catalogue by measure, in its order."""
    return _columns(paths.raw() / "measures.csv")[column]


@until_written_anew
def _columns(file: Path) -> dict[str, dict[str, str]]:
    return {
        column: {str(one): str(cell) for one, cell in cells.items()}
        for column, cells in load_measures(file)[["title", "unit", "polarity"]].items()
    }


def names_pattern(file: Path | None = None) -> re.Pattern:
    """Finds any of the names, the longest first."""
    return _load(file or paths.raw() / "measure_names.csv")[1]


@until_written_anew
def _load(file: Path) -> tuple[dict[str, Name], re.Pattern]:
    table = check(read_table(file, list(SCHEMA.columns)), SCHEMA, paths.shown(file))
    ids, names = list(load_measures().index), {}
    titles = load_measures()["title"]
    without = Counter(title.split(" (")[0] for title in titles)
    for measure, title in titles.items():
        # what stands in brackets may be left out where one measure has the rest
        short = title.split(" (")[0]
        for text in {plain(title), plain(short if without[short] == 1 else title)}:
            names[text] = Name(title, "whole", (str(measure),))
    for row in table.itertuples():
        allowed = tuple(
            dict.fromkeys(one for glob in row.measure.split() for one in ids if fnmatchcase(one, glob))
        )
        if not allowed:
            raise InputError(
                f"The name '{row.name}' stands for no measure.", file=paths.shown(file), row=row.Index,
                column="measure", expected="measures of data/raw/measures.csv, or patterns such as ks2_*",
            )  # fmt: skip
        for text in (row.name, *row.also.split(";")):
            if text.strip():
                names[plain(text)] = Name(row.name, row.part, allowed)
    longest = sorted(names, key=lambda text: (-len(text), text))
    listed = "|".join(re.escape(text).replace("\\ ", r"[ -]") for text in longest)
    return names, re.compile(rf"(?<![\w-])(?:{listed})(?![\w+])")


def find_names(text: str) -> list[tuple[int, int, Name]]:
    """The names in a plain text with where they stand, in order and none within another."""
    names = load_names()
    found = []
    for match in names_pattern().finditer(text):
        name = names.get(match[0]) or names.get(match[0].replace("-", " "))
        if name:
            found.append((match.start(), match.end(), name))
    return found
