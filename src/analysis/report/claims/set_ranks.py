"""Ranks among a named set of authorities, a region or the statistical neighbours, and ranks counted from another end.

A rank among a few is made of the national ones: who stands before whom is the same, and so is who shares a place. A member
that has such pupils and no published figure may stand anywhere, as it may among all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.basics.errors import InputError
from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted, joined
from analysis.catalogue.areas import area_name, load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.observations import select
from analysis.data.england import England
from analysis.report.checks.evidence import COMPLEMENTS, Filled, Key, Reading, View
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.kinds import AT_BEST, LEAST
from analysis.report.claims.members import peers
from analysis.report.claims.national import National

RANKS = ("rank", "gap_rank")
NEIGHBOURS = "statistical neighbours"
#: Of more authorities than this a set is not named by them.
NAMED = 3
Rule = Callable[[Case, View], Outcome | None]


@dataclass(frozen=True)
class Members:
    """Codes of the authorities that a rank is among, the claim's own with them, and what they are called."""

    codes: frozenset[str]
    called: str


def is_among(case: Case) -> bool:
    """Whether a claim is about a rank among a named set, rather than among all local authorities."""
    of_a_place = case.figure in RANKS and case.kind in ("rank_value", "rank_band", "change")
    return of_a_place and case.against not in ("", LEAST, AT_BEST)


def members_of(case: Case) -> Members:
    """The authorities that a claim's rank is among.

    Raises
    ------
    InputError
        If what is named is no authority, and no area that has some.
    """
    among = peers(case)
    if not among or any(
        set(peer.changes) != {"area"} or peer.name.startswith("average of") for peer in among
    ):
        problem = f"A place is among local authorities, and '{case.against}' names none."
        raise InputError(problem, column="against", expected="authorities, a region, England or neighbours")
    groups = [peer.of for peer in among if peer.of]
    named = [peer.name for peer in among if not peer.of]
    parts = [*dict.fromkeys(groups), *(named if len(named) <= NAMED else [f"{len(named)} named"])]
    # an area's name says whether the authority is one of its members
    parts += [area_name(case.area)] if {*groups} <= {NEIGHBOURS} else []
    return Members(frozenset({case.area, *(peer.changes["area"] for peer in among)}), joined(parts))


class Among(View):
    """The figures of a view, with the ranks of one authority as those among the members of a set."""

    def __init__(self, view: View, case: Case, members: Members):
        super().__init__()
        self.view, self.case, self.members, self.used = view, case, members, view.used
        self.said, self.day = getattr(view, "said", ""), getattr(view, "day", "")

    def _look_up(self, key: Key) -> Reading | None:
        if key.kind not in RANKS or key.area != self.case.area:
            return self.view.find(key)
        national = _national(self.view)
        return None if national is None else _rank(key, self.members, national)

    def figure(self, key: Key) -> Reading | None:
        return self.find(key) if key.kind in RANKS else self.view.figure(key)

    def table(self, measure: str, pupil_group: str, year: int):
        """The published figures of the members, as `National.table`."""
        national = _national(self.view)
        if national is None:
            raise TypeError("the figures of papers have no distribution")
        rows = national.table(measure, pupil_group, year)
        return rows[rows["area"].isin(self.members.codes)]

    def ranks(self, year: int, area: str) -> list[Reading]:
        return self.view.ranks(year, area)


def _national(view: View) -> National | None:
    """The national data of a view. What papers print of other authorities is too little to rank by."""
    if isinstance(view, Filled):
        return _national(view.national)
    return view if isinstance(view, National) else None


def _rank(key: Key, members: Members, national: National) -> Reading | None:
    england, measure = national.report.england, COMPLEMENTS.get(key.measure, key.measure)
    every, absent = england.once(_ranking, measure, key.pupil_group, key.year)
    if key.area not in every:
        return None
    own, among = every[key.area], [rank for area, rank in every.items() if area in members.codes]
    rank, last = 1 + sum(each < own for each in among), sum(each <= own for each in among)
    missing = tuple(area_name(code) for code in absent if code in members.codes)
    text = f"{ordinal(rank, last > rank)} of {len(among)} ({members.called})"
    return Reading(float(rank), 0, text, "national data", n=len(among), last=last, unpublished=missing)


def _ranking(england: England, measure: str, pupil_group: str, year: int) -> tuple[dict[str, int], list[str]]:
    """The national rank of every authority, and those that have such pupils and no figure."""
    about = {"measure": measure, "pupil_group": pupil_group}
    rows = select(england.ranks_in(year), **about)
    absent = sorted(select(england.unranked(year), **about)["area"])
    return dict(zip(rows["area"], rows["rank"].astype(int), strict=True)), absent


def in_set(rule: Rule) -> Rule:
    """The rule for a rank among all, as one for a rank among a set where the claim names one under ``against``."""

    def judge(case: Case, view: View) -> Outcome | None:
        if not is_among(case):
            return rule(case, view)
        if needs := _no_neighbours(case):
            return Outcome(None, needs=needs)
        return rule(*seen_among(case, view))

    return judge


def seen_among(case: Case, view: View) -> tuple[Case, View]:
    """A claim about a rank among a set as one among all, with the figures in which all are that set."""
    return replace(case, against=""), Among(view, case, members_of(case))


def _no_neighbours(case: Case) -> str:
    names = {part.strip().casefold().removeprefix("statistical ") for part in case.against.split(";")}
    if "neighbours" not in names:
        return ""
    if case.report.paper is not None:
        return "DfE's statistical neighbours of that time, which are not published"
    return "" if case.report.question.neighbours else "DfE's list of statistical neighbours"


def from_an_end(rule: Rule) -> Rule:
    """The rule for a place, also for one that is counted from another end or said to be one of so many."""

    def judge(case: Case, view: View) -> Outcome | None:
        if case.word is None and case.the_number.among is None and not isinstance(view, Among):
            return rule(case, view)
        reading = view.find(case.key())
        if reading is None or reading.n is None or reading.last is None:
            return None
        first, last = _from_its_end(case, reading)
        worst, found = last + len(reading.unpublished), reading.text
        if case.word is not None:
            found = f"{ordinal(first, last > first)} {case.word.word}; {found}"
        if not first <= case.the_number.value <= worst:
            return Outcome(False, found, f"tied to {ordinal(last)}" if last > first else f"{reading.text}")
        stated, most = case.the_number.among, _how_many(case, view)
        # a set may be counted with the authority itself or without, and those without a figure may be or not
        if stated is not None and not reading.n - isinstance(view, Among) <= stated <= most:
            return Outcome(False, found, f"{reading.n} of {most} have a published figure")
        missing = counted(len(reading.unpublished), "local authority", "local authorities")
        beyond = f"{missing} without a published figure may have stood before"
        return Outcome(True, found, beyond if case.the_number.value > last else "")

    return judge


def _from_its_end(case: Case, reading: Reading) -> tuple[int, int]:
    """The places of a tie counted from the end that the word names: of "highest" and "lowest" by the figure, good or not."""
    first, last, n = int(reading.value), int(reading.last or reading.value), int(reading.n or 0)
    side = case.word.side if case.word is not None else "best"
    good = side == "best" if side in ("best", "worst") else (side == "max") == (case.level_polarity == "high")
    return (first, last) if good else (n + 1 - last, n + 1 - first)


def _how_many(case: Case, view: View) -> int:
    """How many authorities there are, with a figure or without."""
    return len(view.members.codes) if isinstance(view, Among) else len(standing(load_areas(), case.the_year))
