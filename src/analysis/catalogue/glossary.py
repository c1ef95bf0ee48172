"""What terms of the reports mean, for readers who do not know the field: ``data/raw/glossary.csv``."""

from dataclasses import dataclass
from pathlib import Path

import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.read_csv import check, read_table
from analysis.basics.read_once import until_written_anew

SCHEMA = pa.DataFrameSchema(
    {
        "term": pa.Column(str, pa.Check.str_matches(r"^[A-Z]\S*( \S+)*$"), unique=True),
        "meaning": pa.Column(str, pa.Check.str_matches(r"^[A-Z].*\.$")),
        "source": pa.Column(str, pa.Check.str_length(min_value=3)),
        "address": pa.Column(str, pa.Check.str_matches(r"^(https://\S+)?$")),
    }
)


@dataclass(frozen=True)
class Term:
    """A term, what it means in a few sentences, and whose definition that is; ``address`` is empty if it is ours."""

    term: str
    meaning: str
    source: str
    address: str


def load_glossary(file: Path | None = None) -> tuple[Term, ...]:
    """Every term, in the order of the alphabet.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming file, row and column.

    Examples
    --------
    >>> next(term.meaning for term in load_glossary() if term.term == "Provisional")
    'A figure that its publisher may still change.'
    """
    return _load(file or paths.raw() / "glossary.csv")


@until_written_anew
def _load(file: Path) -> tuple[Term, ...]:
    table = check(read_table(file, list(SCHEMA.columns)), SCHEMA, paths.shown(file))
    terms = [Term(row.term, row.meaning, row.source, row.address) for row in table.itertuples()]
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))
