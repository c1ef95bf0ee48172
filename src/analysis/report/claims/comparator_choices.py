"""With whom a statement compares, of which year it speaks, and by which digits: the choices that its words leave."""

from collections.abc import Callable
from dataclasses import replace

from analysis.catalogue.areas import ENGLAND, area_name
from analysis.report.claims.cases import Case
from analysis.report.claims.choice import AS_PRINTED, UNROUNDED, Choice, Setup, as_is, of_case, of_way
from analysis.report.claims.left_open import open_comparators, open_years, says_average
from analysis.report.claims.national import National
from analysis.report.claims.read_by import ReadBy

#: Kinds that say something of a figure, which may be read as it is printed or unrounded.
OF_FIGURES = ("value", "comparison", "change", "arithmetic", "superlative")
RANKS = ("rank", "gap_rank")


def years(row, case: Case) -> list[Choice]:
    years = open_years(row, case)

    def moved(year: int) -> Callable[[Setup], Setup]:
        # a change is one over as many years
        earlier = case.year2 and case.year2 + year - case.the_year
        return of_case(year=year, year2=earlier)

    return [Choice("year", f"in {year}", moved(year), place == 0) for place, year in enumerate(years)]


def comparators(row, case: Case) -> list[Choice]:
    """With whom a figure is compared: whose own figure, or the mean, the median or each of the members."""
    found = []
    for place, code in enumerate(open_comparators(row, case)):
        found += _of_area(row, case, code, place == 0)
    return found


def _of_area(row, case: Case, code: str, own: bool) -> list[Choice]:
    report, average = case.report, says_average(row)
    here = of_case(comparator=code) if code != case.comparator else as_is
    # what is significant, the publisher says of the area's own figure
    labelled = case.word is not None and case.word.rule == "significant"
    name = "England" if code == ENGLAND else "" if code.startswith("neighbours:") else area_name(code)
    if case.comparison_group:
        where = name or "the statistical neighbours"
        return [Choice("with", f"against those pupils in {where}", here, own)]
    if name and area_name(code) == area_name(case.area):
        return [Choice("with", f"against {name}", here, own)]
    if not name:
        members = report.question.neighbours if code == report.question.neighbour_average else ()
        found = [Choice("with", "against the mean of the statistical neighbours", here, own)]
        if members and not labelled:
            found.append(_statistic(code, "median", "the statistical neighbours", members))
        if members and not average and case.word is not None and case.word.rule == "side":
            every = "against each of the statistical neighbours"
            found.append(Choice("with", every, lambda setup: replace(here(setup), each=members), False))
        return found
    found = [Choice("with", f"against {name}'s own figure", here, own)]
    if average and not labelled and code in (ENGLAND, report.area.region, report.area.parent):
        of = f"{name}'s local authorities"
        found += [_statistic(code, statistic, of) for statistic in ("mean", "median")]
    return found


def _statistic(code: str, statistic: str, of: str, members: tuple[str, ...] = ()) -> Choice:
    def apply(setup: Setup) -> Setup:
        # what a report prints is the area's own figure
        printings = setup.printings
        if printings is not None:
            kept = {key: some for key, some in printings.by_key.items() if key.area != code}
            printings = replace(printings, by_key=kept)
        way = replace(setup.way, statistic=statistic, of=code, members=members)
        return replace(setup, case=replace(setup.case, comparator=code), printings=printings, way=way)

    return Choice("with", f"against the {statistic} of {of}", apply, False)


def digits(setup: Setup, compared: list[Choice], national: National) -> list[Choice]:
    """As printed or unrounded, where a figure that the claim rests on in some reading has more digits than are printed."""
    if setup.case.kind not in OF_FIGURES or setup.case.figure in RANKS:
        return []
    setups = [setup, *(choice.apply(setup) for choice in compared)]
    if not any(_has_more_digits(one, national) for one in setups):
        return []
    exact = Choice("digits", UNROUNDED, of_way(exact=True), False)
    return [Choice("digits", AS_PRINTED, as_is), exact]


def _has_more_digits(setup: Setup, national: National) -> bool:
    unrounded = ReadBy(national, replace(setup.way, exact=True))
    setup.rule(setup.case, unrounded)
    printed_so = ReadBy(national, setup.way)
    read = [(used, printed_so.find(key)) for key, used in unrounded.used.items()]
    return any(printed is not None and printed.value != used.value for used, printed in read)
