"""What is wrong with the rows of a file of claims: every cell that is not understood, each as one finding."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.basics.errors import InputError
from analysis.basics.phrases import counted
from analysis.basics.read_csv import unseen
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.change_cells import faults_of_changes
from analysis.report.claims.kinds import COLUMNS, FREE, KINDS, READINGS, Kind

#: How a column is understood, and what is expected in it.
Parsers = Mapping[str, tuple[Callable, str]]


@dataclass(frozen=True)
class Fault:
    """One cell, or one row (``column`` is empty), that cannot be used: where it is, what was expected, what to do.

    ``row`` counts the lines of the file as an editor does; ``claim`` is the statement of the row, as far as it was read.
    """

    file: str
    row: int
    column: str
    problem: str
    expected: str = ""
    remedy: str = "Correct the cell."
    claim: str = ""

    def error(self) -> InputError:
        place = {"file": self.file, "row": self.row, "column": self.column or None}
        return InputError(self.problem, **place, expected=self.expected or None, remedy=self.remedy)


def as_error(faults: Sequence[Fault]) -> InputError:
    """All faults of a file as one error, which stands at the first of them."""
    first = faults[0].error()
    if len(faults) == 1:
        return first
    listed = "\n".join(str(fault.error()) for fault in faults)
    problem = f"{counted(len(faults), 'cell')} of {first.file} are not understood.\n{listed}"
    found = InputError(problem)
    found.file, found.row, found.column = first.file, first.row, first.column
    return found


def faults_of(row, parsers: Parsers, file: str) -> list[Fault]:
    """All that is wrong with a row: cells that are not understood, and what its kind lacks or does not use.

    Parameters
    ----------
    row : namedtuple
        ``COLUMNS`` as text; ``Index`` is the row of the file.
    parsers : mapping
        By column a function that raises an ``InputError`` for a cell that it does not understand, and what is expected.
    """

    def wrong(problem: str, column: str, expected: str) -> Fault:
        return Fault(file, row.Index, column, problem, expected, claim=row.claim)

    found = [
        Fault(file, row.Index, column, said, remedy="Type the cell anew.", claim=row.claim)
        for column in COLUMNS
        if (said := unseen(getattr(row, column)))
    ]
    if not row.claim:
        found.append(wrong("The claim is empty.", "claim", "the statement, in a few words"))
    for column, (parse, expected) in parsers.items():
        cell = getattr(row, column)
        if not cell and column != "kind":
            continue
        for part in cell.split("|") if column in READINGS else [cell]:
            try:
                parse(part.strip())
            except InputError as error:
                found.append(wrong(error.problem, column, expected))
    known = {fault.column for fault in found}
    if "kind" not in known:
        told = [*_of_kind(row, KINDS[row.kind], parsers), *_of_figure(row, "word" in known)]
        found += [wrong(*each) for each in told if each[1] not in known]
    return found


def _of_kind(row, kind: Kind, parsers: Parsers) -> list[tuple[str, str, str]]:
    """What the kind of a claim does not use, and what it cannot do without: problem, column and what is expected."""
    used, listed = {*FREE, *kind.needs, *kind.allows}, ", ".join([*kind.needs, *kind.allows])
    found = [
        (f"A claim of kind '{row.kind}' does not use '{column}'.", column, f"nothing; it uses {listed}")
        for column in COLUMNS
        if getattr(row, column) and column not in used
    ]
    if row.needs:
        return found
    found += [
        (f"A claim of kind '{row.kind}' needs '{column}'.", column, parsers.get(column, ("", "text"))[1])
        for column in kind.needs
        if not getattr(row, column)
    ]
    if kind.one_of and not any(getattr(row, column) for column in kind.one_of):
        listed = " or ".join(kind.one_of)
        problem = f"A claim of kind '{row.kind}' needs {listed}."
        found.append((problem, kind.one_of[0], "one of these, filled in"))
    return found


def _of_figure(row, unknown_word: bool) -> list[tuple[str, str, str]]:
    """Where the figure, the word and the number do not go with each other, or with the kind."""
    found: list[tuple[str, str, str]] = []
    word = None if unknown_word or not row.word else find_word(row.word)
    found += faults_of_changes(row._replace(word="") if unknown_word else row)
    if row.kind == "superlative" and word is not None and not row.year2 and word.rule == "most_moved":
        found.append((f"'{row.word}' is said of a change.", "year2", "the earlier year"))
    allowed = KINDS[row.kind].words
    if (
        word is not None
        and word.rule not in allowed
        and "word" in (KINDS[row.kind].needs + KINDS[row.kind].allows)
    ):
        problem = f"'{row.word}' is not a word for a claim of kind '{row.kind}'."
        found.append((problem, "word", f"a word of rule {', '.join(allowed)}"))
    if row.kind != "rank_value" and row.value.endswith(")"):
        found.append((f"'{row.value}' is a rank with its figure.", "value", "a number"))
    return found
