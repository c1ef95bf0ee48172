"""Which place a rank stands for, and among whom it is counted: the choices that a statement about ranks leaves."""

from collections.abc import Callable
from dataclasses import replace

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.report.checks.evidence import Key, Reading
from analysis.report.claims.cases import Case
from analysis.report.claims.choice import Choice, Setup, as_is, of_way, papers_of
from analysis.report.claims.comparator_choices import RANKS
from analysis.report.claims.national import National
from analysis.report.claims.read_by import ReadBy, Way, at_place
from analysis.report.claims.verdicts import Finding


def places(row, setup: Setup, finding: Finding, national: National) -> list[Choice]:
    """The places that a rank may stand for: whichever, the best or the worst; of two ranks the best or the worst of both."""
    case, in_papers = setup.case, finding.basis == "papers" and setup.printings is not None
    if case.kind == "count" and case.against == "ranks" and case.band is not None and not in_papers:
        own = Choice("places", "with each rank at its best place", as_is)
        return [own, Choice("places", "with each rank at its worst place", of_way(worst=True), False)]
    if case.kind not in ("rank_value", "rank_band", "change") or case.figure not in RANKS:
        return []
    keys = [case.key(), *([case.key(year=case.year2)] if case.year2 else [])]
    ranks = {key: rank for key in keys if (rank := national.find(key)) is not None}
    printed: dict[Key, Reading] = {}
    if setup.printings is not None and in_papers:
        papers = papers_of(row, case, setup.printings)
        printed = {key: rank for key in keys if (rank := papers.find(key)) is not None}
    if len(ranks) < len(keys) or (in_papers and len(printed) < len(keys)):
        return []
    shown = printed or ranks
    ends = {key: ranks[key].open_places(int(shown[key].value))[:2] for key in keys}
    if all(first == last for first, last in ends.values()):
        return []
    which = "any place" if case.kind == "rank_value" else "every place"
    found = [Choice("places", f"at {which} that it may stand for", as_is)]
    for end, said in enumerate(("best", "worst")):
        at = {key: both[end] for key, both in ends.items()}
        words = f"at the {said} place" + (" of both years" if case.year2 else "")
        found.append(Choice("places", words, _standing(at, printed), False))
    return found


def _standing(at: dict[Key, int], printed: dict[Key, Reading]) -> Callable[[Setup], Setup]:
    """Ranks that stand for one place, as the report prints them and in the national data."""

    def apply(setup: Setup) -> Setup:
        printings = setup.printings
        if printings is not None:
            fixed = {key: [at_place(rank, at[key])] for key, rank in printed.items()}
            printings = replace(printings, by_key={**printings.by_key, **fixed})
        return replace(setup, printings=printings, way=replace(setup.way, places=at))

    return apply


def ranking(case: Case, national: National) -> list[list[Choice]]:
    """Among whom, and by which digits, a rank is taken."""
    if case.kind not in ("rank_value", "rank_band") or case.figure not in RANKS:
        return []
    rank = national.find(case.key())
    if rank is None or rank.n is None:
        return []
    among = [Choice("among", f"among the {rank.n} with a figure", as_is)]
    every = len(standing(load_areas(), case.the_year))
    if every > rank.n and case.kind == "rank_band" and national.n is None:
        among.append(Choice("among", f"among all {every} local authorities", of_way(n=every), False))
    fewer = ReadBy(national, Way(without=CITY_AND_SCILLY)).find(case.key())
    if fewer is not None and fewer.n != rank.n and case.area not in CITY_AND_SCILLY:
        said = f"among {fewer.n}, without City of London and Isles of Scilly"
        among.append(Choice("among", said, of_way(without=CITY_AND_SCILLY), False))
    displayed = ReadBy(national, Way(displayed=True)).find(case.key())
    by = [Choice("digits", "ranked unrounded", as_is)]
    if displayed is not None and (displayed.value, displayed.last) != (rank.value, rank.last):
        by.append(Choice("digits", "ranked by the figures as printed", of_way(displayed=True), False))
    return [among, by]
