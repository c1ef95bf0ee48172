"""What makes a claim ambiguous, as two readings that each settle it: another printing, digits cut off, the amount of a word."""

from collections.abc import Callable
from dataclasses import replace

from analysis.basics.numbers import Number
from analysis.basics.phrases import counted
from analysis.report.checks.evidence import Printings, View
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.choice import Choice, Setup, as_is, of_case, papers_of
from analysis.report.claims.national import National
from analysis.report.claims.verdicts import Finding


def left_open(row, setup: Setup, national: National | None) -> bool:
    """Whether the rule itself, by the figures that there are, leaves the claim open."""
    views: list[View] = [] if setup.printings is None else [papers_of(row, setup.case, setup.printings)]
    views += [] if national is None else [national]
    found = [setup.rule(setup.case, view) for view in views]
    return any(outcome is not None and outcome.holds is None and not outcome.needs for outcome in found)


def settled(case: Case) -> list[Choice]:
    """What a rule leaves open between two readings, each of which settles it."""
    both = {}
    if case.kind in ("value", "same_figure"):
        both = {"with digits cut off": True, "rounded": False}
    elif case.kind == "change" and case.value is not None and case.value.percent and case.unit == "percent":
        points = replace(case, value=Number(case.value.text.removesuffix("%")))
        return [
            Choice("percent", "as percentage points", of_case(value=points.value)),
            Choice("percent", "as a percentage", _settling(False)),
        ]
    elif case.kind == "superlative" and case.the_word.rule == "extreme" and not case.year2:
        both = {"if a shared first place counts": True, "if it is to be alone in it": False}
    return [Choice("settled", words, _settling(holds)) for words, holds in both.items()]


def _settling(holds: bool) -> Callable[[Setup], Setup]:
    """A rule that leaves nothing open but what cannot be known."""

    def apply(setup: Setup) -> Setup:
        def rule(case: Case, view) -> Outcome | None:
            found = setup.rule(case, view)
            if found is None or found.needs or found.holds is not None:
                return found
            return replace(found, holds=holds)

        return replace(setup, rule=rule)

    return apply


def amount(case: Case) -> list[Choice]:
    """The amount of a word's rule, or as much more as the rule calls doubtful, of a claim that the rule leaves open."""
    word = case.word
    if word is None or not word.doubt:
        return []
    strict = replace(word, doubt=0.0)
    if word.rule == "places":
        least = None if word.least is None else max(word.least - word.doubt, 1)
        wide = replace(strict, least=least, most=None if word.most is None else word.most + word.doubt)
        more = counted(int(word.doubt), "more place", "more places")
    else:
        share = 1 + word.doubt
        sizes = {unit: size * share for unit, size in word.sizes.items()}
        wide = replace(strict, sizes=sizes, most=None if word.most is None else word.most * share)
        more = "half as much again" if word.doubt == 0.5 else f"{word.doubt:g} times as much again"
    return [
        Choice("amount", f"by the rule's own amount for “{word.word}”", of_case(word=strict)),
        Choice("amount", f"allowing {more}", of_case(word=wide)),
    ]


def printings(row, setup: Setup, finding: Finding) -> list[Choice]:
    """The places in which a report prints a figure with other digits."""
    if finding.basis != "papers" or setup.printings is None:
        return []
    papers = papers_of(row, setup.case, setup.printings)
    setup.rule(setup.case, papers)
    others = papers.others()
    if not others:
        return []
    used = {key: papers.all(key) for key in papers.used}
    first = " and ".join(dict.fromkeys(some[0].place for some in used.values()))
    places = {first: "", **{view.prefer: view.prefer for view in others}}

    def only(place: str) -> Callable[[Setup], Setup]:
        def apply(setup: Setup) -> Setup:
            own = setup.printings.by_key if setup.printings is not None else {}
            chosen = {
                key: [next((reading for reading in some if reading.place == place), some[0])]
                for key, some in used.items()
                if key in own
            }
            return replace(setup, printings=Printings({**own, **chosen}))

        return apply

    return [Choice("printed", f"as printed in {words}", only(place)) for words, place in places.items()]


def doubt(row, setup: Setup, finding: Finding, national: National | None) -> list[Choice]:
    """As printed, or by the national data, where a check calls the printed figure wrong."""
    if finding.basis != "papers" or setup.printings is None or national is None:
        return []
    papers = papers_of(row, setup.case, setup.printings)
    setup.rule(setup.case, papers)
    if not any(reading.doubt for reading in papers.used.values()):
        return []
    other = Choice("figures", f"by {national.said}", lambda it: replace(it, printings=None), False)
    return [Choice("figures", "by the figure printed, which is in doubt", as_is), other]
