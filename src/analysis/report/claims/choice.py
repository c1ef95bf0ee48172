"""One defensible choice among the readings of a statement, and what decides a reading."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analysis.report.checks.evidence import Papers, Printings
from analysis.report.claims.cases import Case
from analysis.report.claims.read_by import Way
from analysis.report.claims.verdicts import STATED

#: The answers to the question by which digits a figure is read.
AS_PRINTED, UNROUNDED = "as printed", "unrounded"


@dataclass(frozen=True)
class Setup:
    """All that decides one reading. ``each`` are areas with each of which it must hold, if it is meant of every one."""

    case: Case
    rule: Callable
    printings: Printings | None
    way: Way = field(default_factory=Way)
    each: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One answer to a question that a statement leaves open: the words for it, and what it makes of the set-up.

    ``own`` says that it is how the engine reads it; where it has no own reading, as it calls a claim ambiguous because two
    differ, every choice is ``own``.
    """

    question: str
    words: str
    apply: Callable[[Setup], Setup]
    own: bool = True


def of_case(**changes) -> Callable[[Setup], Setup]:
    return lambda setup: replace(setup, case=replace(setup.case, **changes))


def of_way(**changes) -> Callable[[Setup], Setup]:
    return lambda setup: replace(setup, way=replace(setup.way, **changes))


def as_is(setup: Setup) -> Setup:
    return setup


def papers_of(row, case: Case, printings: Printings) -> Papers:
    return Papers(printings, case.report.counted_among, row.line if case.kind in STATED else 0)
