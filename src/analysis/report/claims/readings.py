"""In how many defensible readings a vague or ambiguous claim holds, and what decides it.

"Well above average" leaves open whose average and which kind of average is meant; "in the top 10%" which place a shared rank stands for and how many
local authorities are counted. Each such claim is judged in every reading that its own words leave open, by the engine
that judges all claims: a multiverse analysis (Steegen and others 2016, Perspectives on Psychological Science 11, 702-712;
Simonsohn, Simmons and Nelson 2020, Nature Human Behaviour 4, 1208-1214). The verdict is that of the claim's own reading.
The readings are no sample, and how many hold is no probability: it says how much hangs on what the words leave open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import load_measures, title
from analysis.report.checks.evidence import Printings
from analysis.report.claims.cases import Case
from analysis.report.claims.choice import AS_PRINTED, UNROUNDED, Choice, Setup
from analysis.report.claims.choices import choices
from analysis.report.claims.left_open import is_vague, leaves_average_open
from analysis.report.claims.national import National
from analysis.report.claims.read_by import ReadBy
from analysis.report.claims.verdicts import Finding, assess
from analysis.statistics.specifications import deciding

#: How each outcome is said of a reading; in this order.
SAID = {
    "holds": "holds",
    "not_supported_statistically": "is not shown",
    "ambiguous": "is left open",
    "contradicted": "does not hold",
}
#: Of more readings with one outcome than this those after it are counted.
LISTED = 4


@dataclass(frozen=True)
class Specification:
    """One reading of a claim: what it answers to each question left open, the verdict by it, and the figures.

    ``own`` says that it is the engine's own reading, or one of those that it finds to differ.
    """

    answers: dict[str, str]
    verdict: str
    recomputed: str
    own: bool


def in_readings(
    row,
    found: Sequence[tuple[str, Case, Finding]],
    verdict: str,
    rule,
    printings: Printings | None,
    national: National | None,
) -> str:
    """In how many of its readings a claim holds, in words; empty for one that is neither vague nor ambiguous, or has one reading only.

    Parameters
    ----------
    row : namedtuple
        The claim as it was read.
    found : sequence of (str, Case, Finding)
        The meanings of the claim, with what sets each apart and what the engine makes of it.
    verdict : str
        The verdict on the claim.
    rule, printings, national
        As ``assess`` takes them.
    """
    case = found[0][1]
    open_ = is_vague(case.word) or (case.kind == "comparison" and leaves_average_open(row, case))
    if verdict == "not_checkable" or not (open_ or verdict == "ambiguous"):
        return ""
    return in_words(specifications(row, found, rule, printings, national))


def specifications(
    row,
    found: Sequence[tuple[str, Case, Finding]],
    rule,
    printings: Printings | None,
    national: National | None,
) -> list[Specification]:
    """Every reading of a claim whose figures are there, the engine's own first; parameters as of ``in_readings``."""
    every = []
    for apart, case, finding in found:
        setup = Setup(case, rule, printings)
        meant = title(apart) if apart in load_measures().index else apart
        asked = choices(row, setup, finding, national)
        if len(found) > 1:
            asked = [[Choice("meaning", f"for {meant}", lambda it: it)], *asked]
        every += [
            _specification(row, setup, some, national) for some in product(*asked) if _go_together(some)
        ]
    return _apart([one for one in every if one.verdict != "not_checkable"])


def _apart(every: list[Specification]) -> list[Specification]:
    """The readings without those of unrounded figures that have no more digits than are printed."""

    def made(one: Specification) -> tuple:
        rest = tuple(answer for question, answer in one.answers.items() if question != "digits")
        return rest, one.verdict, one.recomputed

    own = {made(one) for one in every if one.answers.get("digits") == AS_PRINTED}
    return [one for one in every if one.answers.get("digits") != UNROUNDED or made(one) not in own]


def _go_together(some: tuple[Choice, ...]) -> bool:
    """Whether answers go together: the best and worst places that are known are those of the claim's own year."""
    other = {choice.question for choice in some if not choice.own}
    return not {"year", "places"} <= other


def _specification(row, setup: Setup, some: tuple[Choice, ...], national: National | None) -> Specification:
    for choice in some:
        setup = choice.apply(setup)
    view = None if national is None else ReadBy(national, setup.way)
    cases = [replace(setup.case, comparator=code) for code in setup.each] or [setup.case]
    found = [assess(row, case, setup.rule, setup.printings, view) for case in cases]
    finding = found[0]
    if setup.each:
        there = [one for one in found if one.verdict != "not_checkable"] or found[:1]
        # so of each of them only if it is so of the one that speaks most against it
        finding = max(there, key=lambda one: [*SAID, "not_checkable"].index(one.verdict))
    answers = {choice.question: choice.words for choice in some}
    own = all(choice.own for choice in some)
    return Specification(answers, finding.verdict, finding.recomputed, own)


def in_words(every: Sequence[Specification]) -> str:
    """ "holds in 3 of 8 readings: holds against England's own figure; does not hold against the median of ...".

    The readings are told apart by the fewest questions that decide; nothing is said of fewer than two.
    """
    if len(every) < 2:
        return ""
    holds = sum(one.verdict == "holds" for one in every)
    names = deciding([one.answers for one in every], [one.verdict for one in every])
    first = f"holds in {'none' if not holds else 'all' if holds == len(every) else holds} of {counted(len(every), 'reading')}"
    if holds == len(every):
        first = f"holds in all {len(every)} readings"
    if not names:
        verdict = every[0].verdict
        each = "any" if verdict == "contradicted" else "each"
        return first if holds else f"{first}: {SAID[verdict]} in {each}"
    parts = []
    for verdict, said in SAID.items():
        told: dict[str, dict[str, None]] = {}
        for one in every:
            if one.verdict == verdict:
                words = ", ".join(filter(None, (one.answers.get(name, "") for name in names)))
                told.setdefault(words, {})[one.recomputed] = None
        listed = [
            f"{words} ({next(iter(figures))})" if len(figures) == 1 and next(iter(figures)) else words
            for words, figures in told.items()
        ]
        if len(listed) > LISTED:
            listed = [*listed[:LISTED], f"in {len(listed) - LISTED} more"]
        if listed:
            parts.append(f"{said} {joined(listed)}")
    return f"{first}: {'; '.join(parts)}"
