"""What is said of several years: "for the third year running", "for the fourth time in five years", "every year since 2019".

Each year is judged as a claim of its own by the rule of its kind, and then it is counted in how many it holds. A year without
a figure is neither a year in which it is so nor one in which it is not, and so is a change across a break of the series.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from analysis.basics.errors import InputError
from analysis.basics.numbers import ordinal
from analysis.basics.phrases import joined
from analysis.report.checks.evidence import View
from analysis.report.claims.cases import Case, Outcome

Rule = Callable[[Case, View], Outcome | None]
_CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_N = rf"(\d+(?:st|nd|rd|th)?|{'|'.join([*_CARDINALS, *_ORDINALS])})"
_AFTER = r"(?:running|in a row|in succession)"
#: Texts, the first as it is found first, and what each is: years in a row, times in some years, or every year since one.
_TEXTS = (
    (rf"{_N} years? {_AFTER}|{_N} (?:consecutive|successive) years?", "running"),
    (rf"{_N} (?:times? in|of|out of) (?:the (?:last|past) )?{_N} years?", "times"),
    (r"(?:every|each) year since (20\d\d)(?:/\d\d)?", "since"),
)
EXPECTED = "such as: third year running, 3 consecutive years, fourth time in five years, 4 of the last 5 years, every year since 2019"


@dataclass(frozen=True)
class Run:
    """So many ``times`` in so many ``years`` to the year of the claim, ``in_a_row`` or not.

    ``exact`` where one more would be another statement; ``now``: the year of the claim is one of them.
    """

    times: int
    years: int
    exact: bool
    now: bool
    in_a_row: bool


def run_of(case: Case) -> tuple[Run | None, str]:
    """The several years that a claim is about, and what else stands under ``against``.

    Raises
    ------
    InputError
        If there are more times than years, or too few years.
    """
    parts = [part.strip() for part in case.against.split(";") if part.strip()]
    found = [(part, run) for part in parts if (run := parse_run(part, case.year)) is not None]
    if not found:
        return None, case.against
    return found[0][1], "; ".join(part for part in parts if part != found[0][0])


def parse_run(text: str, year: int | None) -> Run | None:
    """The several years that a text names; None if it names none.

    Raises
    ------
    InputError
        As ``run_of``.

    Examples
    --------
    >>> parse_run("for the third year running", 2025)
    Run(times=3, years=3, exact=True, now=True, in_a_row=True)
    >>> parse_run("4th time in five years", 2025)
    Run(times=4, years=5, exact=True, now=True, in_a_row=False)
    >>> parse_run("every year since 2019", 2025).years, parse_run("region", 2025) is None
    (7, True)
    """
    plain = re.sub(r"^(?:for )?(?:the |a )?", "", " ".join(text.casefold().split()))
    for pattern, sort in _TEXTS:
        if not (match := re.fullmatch(pattern, plain)):
            continue
        numbers = [part for part in match.groups() if part]
        exact = _is_ordinal(numbers[0])
        if sort == "since":
            times = years = (year or 0) - int(numbers[0]) + 1
        else:
            times, years = _number(numbers[0]), _number(numbers[-1])
        if not 1 <= times <= years or (years < 2 and sort != "running"):
            raise InputError(f"'{text}' is not a number of years.", column="against", expected=EXPECTED)
        return Run(times, years, exact, sort != "times" or exact, sort != "times")
    return None


def _is_ordinal(text: str) -> bool:
    return text in _ORDINALS or text[-2:] in ("st", "nd", "rd", "th")


def _number(text: str) -> int:
    for names in (_CARDINALS, _ORDINALS):
        if text in names:
            return 1 + names.index(text)
    return int(re.sub(r"\D", "", text))


def repeated(rule: Rule) -> Rule:
    """The rule for one year, also for a claim that names several under ``against``."""

    def judge(case: Case, view: View) -> Outcome | None:
        run, rest = run_of(case)
        _is_understood(case, run, rest)
        if run is None:
            return rule(case, view)
        own = replace(case, against=rest)
        found = {year: _judged(rule, of_year(own, year), view) for year in _years(run, case.the_year)}
        if found[case.the_year] is None:
            return None
        shown = _shown(found)
        if run.in_a_row:
            return _in_a_row(run, found, shown, case, lambda year: _judged(rule, of_year(own, year), view))
        return _so_often(run, found, shown, case.the_year)

    return judge


def _is_understood(case: Case, run: Run | None, rest: str) -> None:
    """An `InputError` if what stands under ``against`` is no years, where only these could be meant, or they are not one by one."""
    of_places = case.kind in ("rank_value", "rank_band", "superlative") or case.figure in ("rank", "gap_rank")
    if rest and (case.kind == "comparison" or not of_places):
        raise InputError(f"'{rest}' is not a number of years.", column="against", expected=EXPECTED)
    if run is not None and case.year2 is not None and case.year2 != case.the_year - 1:
        problem = "Years running are each against the year before."
        raise InputError(problem, column="year2", expected=f"{case.the_year - 1}")


def one_by_one(case: Case) -> Iterator[Case]:
    """The claims of single years that one of several is made of, the newest first; nothing for any other."""
    run, rest = run_of(case)
    if run is not None:
        yield from (of_year(replace(case, against=rest), year) for year in _years(run, case.the_year))


def of_year(case: Case, year: int) -> Case:
    """The claim of another year; a change is always to the year before."""
    return replace(case, year=year, year2=None if case.year2 is None else year - 1)


def _years(run: Run, year: int) -> list[int]:
    return list(range(year, year - run.years, -1))


def _judged(rule: Rule, case: Case, view: View) -> Outcome | None:
    """What one year makes of it; None where its figures are not there, or not comparable."""
    found = rule(case, view)
    return None if found is None or found.needs else found


def _in_a_row(run: Run, found: dict, shown: str, case: Case, judge: Callable) -> Outcome:
    if broken := [year for year, outcome in found.items() if outcome is not None and outcome.holds is False]:
        said = "; ".join(filter(None, [found[broken[0]].found, found[broken[0]].reason]))
        return Outcome(False, shown, f"not so in {broken[0]} ({said})")
    if unknown := sorted(year for year, outcome in found.items() if outcome is None):
        return Outcome(None, shown, "", _figures_of(unknown))
    if open_ := [year for year, outcome in found.items() if outcome.holds is None]:
        return Outcome(None, shown, f"open in {open_[0]}: {found[open_[0]].reason}")
    before = judge(case.the_year - run.years) if run.exact else None
    if before is not None and before.holds:
        more = (
            f"so in {case.the_year - run.years} too: it is at least the {ordinal(run.years + 1)} year running"
        )
        return Outcome(None, shown, more)
    return Outcome(True, shown)


def _so_often(run: Run, found: dict, shown: str, year: int) -> Outcome:
    sure = sum(outcome is not None and outcome.holds is True for outcome in found.values())
    unknown = sorted(year for year, outcome in found.items() if outcome is None)
    open_ = sum(outcome is not None and outcome.holds is None for outcome in found.values())
    said = f"so in {sure} of {run.years} years"
    if run.now and found[year].holds is False:
        return Outcome(False, shown, f"not so in {year}")
    if sure + len(unknown) + open_ < run.times or (run.exact and sure > run.times):
        return Outcome(False, shown, said)
    if unknown:
        return Outcome(None, shown, said, _figures_of(unknown))
    if open_ or sure > run.times:
        left = f", and open in {open_}" if open_ else ""
        return Outcome(None, shown, f"{said}{left}")
    return Outcome(True, shown, said)


def _figures_of(years: list[int]) -> str:
    return f"figures of {joined([str(year) for year in years])} that can be compared"


def _shown(found: dict) -> str:
    return "; ".join(f"{year}: {outcome.found}" for year, outcome in found.items() if outcome is not None)
