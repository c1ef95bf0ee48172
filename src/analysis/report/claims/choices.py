"""The defensible choices that a vague or ambiguous statement leaves: each is a way to read it that another reader may take."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analysis.basics.numbers import Number
from analysis.basics.phrases import counted
from analysis.catalogue.areas import ENGLAND, area_name, load_areas
from analysis.catalogue.existing import standing
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.report.checks.evidence import Key, Papers, Printings, View
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.left_open import open_comparators, open_years, says_average
from analysis.report.claims.national import National
from analysis.report.claims.read_by import ReadBy, Way, at_place
from analysis.report.claims.verdicts import STATED, Finding

#: Kinds that say something of a figure, which may be read as it is printed or unrounded.
OF_FIGURES = ("value", "comparison", "change", "arithmetic", "superlative")
RANKS = ("rank", "gap_rank")


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


def choices(row, setup: Setup, finding: Finding, national: National | None) -> list[list[Choice]]:
    """The questions that a statement leaves open, each with at least two answers; the engine's own first.

    Parameters
    ----------
    row : namedtuple
        The claim as it was read.
    setup : Setup
        Of one meaning of it, as the engine reads it.
    finding : Finding
        What the engine makes of that meaning: its basis says whose figures decide.
    national : National or None
    """
    case = setup.case
    in_doubt = _doubt(row, setup, finding, national)
    asked = [_printings(row, setup, finding), in_doubt]
    if finding.verdict == "ambiguous" and _left_open(row, setup, national):
        asked += [_settled(case), _amount(case)]
    if national is not None:
        if case.kind in ("comparison", "arithmetic"):
            asked.append(_comparators(row, case))
        asked.append(_years(row, case))
        # the places that a doubtful rank may stand for are not known
        asked.append([] if in_doubt else _places(setup, finding, national))
        if finding.basis == "national":
            asked += [_digits(setup, national), *_ranking(case, national)]
    return [answers for answers in asked if len(answers) > 1]


def _left_open(row, setup: Setup, national: National | None) -> bool:
    """Whether the rule itself, by the figures that there are, leaves the claim open."""
    views: list[View] = [] if setup.printings is None else [_papers(row, setup.case, setup.printings)]
    views += [] if national is None else [national]
    found = [setup.rule(setup.case, view) for view in views]
    return any(outcome is not None and outcome.holds is None and not outcome.needs for outcome in found)


def _of_case(**changes) -> Callable[[Setup], Setup]:
    return lambda setup: replace(setup, case=replace(setup.case, **changes))


def _of_way(**changes) -> Callable[[Setup], Setup]:
    return lambda setup: replace(setup, way=replace(setup.way, **changes))


def _as_is(setup: Setup) -> Setup:
    return setup


def _years(row, case: Case) -> list[Choice]:
    years = open_years(row, case)

    def moved(year: int) -> Callable[[Setup], Setup]:
        # a change is one over as many years
        earlier = case.year2 and case.year2 + year - case.the_year
        return _of_case(year=year, year2=earlier)

    return [Choice("year", f"in {year}", moved(year), place == 0) for place, year in enumerate(years)]


def _comparators(row, case: Case) -> list[Choice]:
    """With whom a figure is compared: whose own figure, or the mean, the median or each of the members."""
    found = []
    for place, code in enumerate(open_comparators(row, case)):
        found += _of_area(row, case, code, place == 0)
    return found


def _of_area(row, case: Case, code: str, own: bool) -> list[Choice]:
    report, average = case.report, says_average(row)
    here = _of_case(comparator=code) if code != case.comparator else _as_is
    name = "England" if code == ENGLAND else "" if code.startswith("neighbours:") else area_name(code)
    if case.comparison_group:
        where = name or "the statistical neighbours"
        return [Choice("with", f"against those pupils in {where}", here, own)]
    if name and area_name(code) == area_name(case.area):
        return [Choice("with", f"against {name}", here, own)]
    if not name:
        members = report.question.neighbours if code == report.question.neighbour_average else ()
        found = [Choice("with", "against the mean of the statistical neighbours", here, own)]
        if members:
            found.append(_statistic(code, "median", "the statistical neighbours", members))
        if members and not average and case.word is not None and case.word.rule == "side":
            every = "against each of the statistical neighbours"
            found.append(Choice("with", every, lambda setup: replace(here(setup), each=members), False))
        return found
    found = [Choice("with", f"against {name}'s own figure", here, own)]
    if average and code in (ENGLAND, report.area.region, report.area.parent):
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


def _digits(setup: Setup, national: National) -> list[Choice]:
    """As printed or unrounded, where a figure that the claim rests on has more digits than are printed."""
    if setup.case.kind not in OF_FIGURES or setup.case.figure in RANKS:
        return []
    unrounded = ReadBy(national, Way(exact=True))
    setup.rule(setup.case, unrounded)
    if all(read.value == base.value for key, read in unrounded.used.items() if (base := national.find(key))):
        return []
    exact = Choice("digits", "unrounded", _of_way(exact=True), False)
    return [Choice("digits", "as printed", _as_is), exact]


def _places(setup: Setup, finding: Finding, national: National) -> list[Choice]:
    """The places that a rank may stand for: whichever, the best or the worst; of two ranks the best or the worst of both."""
    case = setup.case
    if case.kind == "count" and case.against == "ranks" and case.band is not None:
        own = Choice("places", "with each rank at its best place", _as_is)
        return [own, Choice("places", "with each rank at its worst place", _of_way(worst=True), False)]
    if case.kind not in ("rank_value", "rank_band", "change") or case.figure not in RANKS:
        return []
    keys = [case.key(), *([case.key(year=case.year2)] if case.year2 else [])]
    read = [national.find(key) for key in keys]
    if any(rank is None for rank in read):
        return []
    ranks = dict(zip(keys, (rank for rank in read if rank is not None), strict=True))
    if finding.basis == "papers" and setup.printings is not None and case.kind != "rank_value":
        printed = {key: setup.printings.by_key.get(key, [rank])[0] for key, rank in ranks.items()}
    else:
        printed = ranks
    ends = {key: ranks[key].open_places(int(printed[key].value))[:2] for key in keys}
    if all(first == last for first, last in ends.values()):
        return []
    which = "any place" if case.kind == "rank_value" else "every place"
    found = [Choice("places", f"at {which} that it may stand for", _as_is)]
    for end, said in enumerate(("best", "worst")):
        at = {key: both[end] for key, both in ends.items()}
        words = f"at the {said} place" + (" of both years" if case.year2 else "")
        found.append(Choice("places", words, _standing(at), False))
    return found


def _standing(at: dict[Key, int]) -> Callable[[Setup], Setup]:
    """Ranks that stand for one place, in the report and in the national data."""

    def apply(setup: Setup) -> Setup:
        printings = setup.printings
        if printings is not None:
            own = printings.by_key
            printed = {key: [at_place(own[key][0], place)] for key, place in at.items() if key in own}
            printings = replace(printings, by_key={**own, **printed})
        return replace(setup, printings=printings, way=replace(setup.way, places=at))

    return apply


def _ranking(case: Case, national: National) -> list[list[Choice]]:
    """Among whom, and by which digits, a rank is taken."""
    if case.kind not in ("rank_value", "rank_band") or case.figure not in RANKS:
        return []
    rank = national.find(case.key())
    if rank is None or rank.n is None:
        return []
    among = [Choice("among", f"among the {rank.n} with a figure", _as_is)]
    every = len(standing(load_areas(), case.the_year))
    if every > rank.n and case.kind == "rank_band" and national.n is None:
        among.append(Choice("among", f"among all {every} local authorities", _of_way(n=every), False))
    fewer = ReadBy(national, Way(without=CITY_AND_SCILLY)).find(case.key())
    if fewer is not None and fewer.n != rank.n and case.area not in CITY_AND_SCILLY:
        said = f"among {fewer.n}, without City of London and Isles of Scilly"
        among.append(Choice("among", said, _of_way(without=CITY_AND_SCILLY), False))
    displayed = ReadBy(national, Way(displayed=True)).find(case.key())
    by = [Choice("digits", "ranked unrounded", _as_is)]
    if displayed is not None and (displayed.value, displayed.last) != (rank.value, rank.last):
        by.append(Choice("digits", "ranked by the figures as printed", _of_way(displayed=True), False))
    return [among, by]


def _amount(case: Case) -> list[Choice]:
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
        Choice("amount", f"by the rule's own amount for “{word.word}”", _of_case(word=strict)),
        Choice("amount", f"allowing {more}", _of_case(word=wide)),
    ]


def _settled(case: Case) -> list[Choice]:
    """What a rule leaves open between two readings, each of which settles it."""
    both = {}
    if case.kind in ("value", "same_figure"):
        both = {"with digits cut off": True, "rounded": False}
    elif case.kind == "change" and case.value is not None and case.value.percent and case.unit == "percent":
        points = replace(case, value=Number(case.value.text.removesuffix("%")))
        return [
            Choice("percent", "as percentage points", _of_case(value=points.value)),
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


def _papers(row, case: Case, printings: Printings) -> Papers:
    return Papers(printings, case.report.counted_among, row.line if case.kind in STATED else 0)


def _printings(row, setup: Setup, finding: Finding) -> list[Choice]:
    """The places in which a report prints a figure with other digits."""
    if finding.basis != "papers" or setup.printings is None:
        return []
    papers = _papers(row, setup.case, setup.printings)
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


def _doubt(row, setup: Setup, finding: Finding, national: National | None) -> list[Choice]:
    """As printed, or by the national data, where a check calls the printed figure wrong."""
    if finding.basis != "papers" or setup.printings is None or national is None:
        return []
    papers = _papers(row, setup.case, setup.printings)
    setup.rule(setup.case, papers)
    if not any(reading.doubt for reading in papers.used.values()):
        return []
    other = Choice("figures", f"by {national.said}", lambda it: replace(it, printings=None), False)
    return [Choice("figures", "by the figure printed, which is in doubt", _as_is), other]
