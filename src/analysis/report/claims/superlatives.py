"""Rules for superlatives: a figure against all that it is named among, each by its own figure and none by an average."""

from analysis.basics.numbers import format_value, ordinal
from analysis.basics.phrases import joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import select
from analysis.catalogue.vague_words import find_word, word_holds
from analysis.report.checks.evidence import COMPLEMENTS, Papers, Reading, View
from analysis.report.claims.cases import Case, Outcome, series_breaks
from analysis.report.claims.members import Peer, peers, published_figures

#: Of more members than this the rest are counted.
NAMED = 3


def superlative(case: Case, view: View) -> Outcome | None:
    """Whether a figure is the highest, best, most improved, first or only one of all that it is named among."""
    among = peers(case)
    names = {part.strip().casefold().removeprefix("statistical ") for part in case.against.split(";")}
    if "neighbours" in names and case.report.paper is not None:
        return Outcome(None, needs="DfE's statistical neighbours of that time, which are not published")
    if "neighbours" in names and not case.report.question.neighbours:
        return Outcome(None, needs="DfE's list of statistical neighbours")
    if case.the_word.rule == "first":
        return _first(case, view, [peer.changes["year"] for peer in among if "year" in peer.changes])
    if case.year2 and series_breaks(case):
        reason = f"the series breaks after {series_breaks(case)}"
        return Outcome(None, "", reason, "both years by one definition")
    if case.the_word.rule == "only":
        return _only(case, view, among)
    own, found = _worth(case, view, {}), _compared(case, view, among)
    if own is None or found is None:
        return None
    shown = _found(case, own, found)
    if case.the_word.rule == "most_moved" and _way(case) * own[1] <= 0:
        return Outcome(False, shown, f"it is no {case.the_word.word.split()[-1]}")
    ahead = sorted((each for each in found if each[1][0] > own[0]), key=lambda each: -each[1][0])
    slack = 2 * 10.0**-case.decimals if case.year2 and case.unit != "rank" else 0.0
    close = [each for each in found if abs(each[1][0] - own[0]) < slack - 1e-9]
    if close and all(each in close for each in ahead):
        reason = f"rounding alone can part changes by less than {slack:g}, as from {_named(case, close)}"
        return Outcome(None, shown, reason)
    if ahead:
        best = f"the {_said(case)} is {ahead[0][0].name}, {_text(case, ahead[0][1][1])}"
        if not ahead[0][0].of:
            more = f"; {_named(case, ahead[1:])} {'is' if len(ahead) == 2 else 'are'} before it too"
            return Outcome(False, shown, best + (more if len(ahead) > 1 else ""))
        before = f"{len(ahead)} {'is' if len(ahead) == 1 else 'are'} before it: {_named(case, ahead)}"
        return Outcome(False, shown, before)
    shared = [each for each in found if each[1][0] == own[0]]
    return Outcome(None if shared else True, shown, f"shared with {_named(case, shared)}" if shared else "")


def _compared(case: Case, view: View, among: list[Peer]) -> list[tuple[Peer, tuple]] | None:
    """The peers that have a figure; None where one that is named, or printed members, have none."""
    found = [(peer, worth) for peer in among if (worth := _worth(case, view, peer.changes)) is not None]
    missing = len(among) - len(found)
    if not found or (missing and isinstance(view, Papers)):
        return None
    there = {id(peer) for peer, _ in found}
    return None if any(not peer.of and id(peer) not in there for peer in among) else found


def _worth(case: Case, view: View, changes: dict) -> tuple[float, float] | None:
    """How far towards the superlative a figure, or its change since the earlier year, goes, and the number itself."""
    number = _metric(case, view, changes)
    if number is None:
        return None
    side = case.the_word.side.split()[0]
    # the largest gap is the widest, whichever way it points
    counted = abs(number) if case.is_gap and side in ("max", "min") and not case.year2 else number
    return round(_towards(case) * counted, 9), number


def _metric(case: Case, view: View, changes: dict) -> float | None:
    """The figure, or its change since the earlier year; None if it is not there."""
    now = view.figure(case.key(**changes))
    if now is None or not case.year2:
        return None if now is None else now.value
    before = view.figure(case.key(**{**changes, "year": case.year2}))
    return None if before is None else round(now.value - before.value, 9)


def _towards(case: Case) -> int:
    """1 if the superlative is the largest number of those compared, -1 if the smallest."""
    side = case.the_word.side
    if case.the_word.rule == "most_moved":
        return _way(case) * (-1 if side.startswith("smallest") else 1)
    if side in ("best", "worst"):
        return 1 if (side == "best") == (case.polarity == "high") else -1
    return (1 if side == "max" else -1) * (-1 if case.unit == "rank" else 1)


def _way(case: Case) -> int:
    """1 if the word is of numbers that grow, -1 if of those that shrink: an improvement by polarity, a rise of a rank too."""
    way = case.the_word.side.split()[1]
    if case.unit == "rank" or way in ("better", "worse"):
        return 1 if (way in ("better", "up")) == (case.polarity == "high") else -1
    return 1 if way == "up" else -1


def _found(case: Case, own: tuple, found: list[tuple[Peer, tuple]]) -> str:
    """The figure beside those named, and its place among members."""
    parts = [f"{peer.name} {_text(case, worth[1])}" for peer, worth in found if not peer.of]
    for of in dict.fromkeys(peer.of for peer, _ in found if peer.of):
        worths = [worth[0] for peer, worth in found if peer.of == of]
        place = 1 + sum(worth > own[0] for worth in worths)
        first = _said(case) if place == 1 else f"{ordinal(place)} {_said(case)}"
        parts.append(f"{first} of {len(worths) + 1} ({of})")
    return f"{_text(case, own[1])}; " + ", ".join(parts)


def _said(case: Case) -> str:
    """The word, for a gap in terms of gaps."""
    word = case.the_word.word
    return {"highest": "widest", "lowest": "narrowest"}.get(word, word) if case.is_gap else word


def _named(case: Case, some: list[tuple[Peer, tuple]]) -> str:
    """The first few by name and figure, and how many more there are."""
    texts = [f"{peer.name} {_text(case, worth[1])}" for peer, worth in some[:NAMED]]
    return joined([*texts, *([f"{len(some) - NAMED} more"] if len(some) > NAMED else [])])


def _text(case: Case, value: float) -> str:
    if case.unit == "rank" and not case.year2:
        return ordinal(value)
    unit = "score" if case.unit == "rank" else case.unit
    return format_value(round(value, 6), unit, len(f"{round(value, 6):g}".partition(".")[2]))


def unpublished(case: Case, view: View) -> str:
    """The members without a figure, each of which may stand before the area: those that have had one in another year, and
    those that have such pupils all the same (``analysis.data.unpublished``)."""
    known = {area for area, _ in published_figures(case)} | _with_such_pupils(case)
    absent = [
        peer.name
        for peer in peers(case)
        if peer.of and peer.changes["area"] in known and _metric(case, view, peer.changes) is None
    ]
    if not absent:
        return ""
    listed = joined([*absent[:NAMED], *([f"{len(absent) - NAMED} more"] if len(absent) > NAMED else [])])
    return f"{listed} {'has' if len(absent) == 1 else 'have'} no published figure"


def _with_such_pupils(case: Case) -> set[str]:
    """The authorities that have such pupils and no published figure of them, in either year that the claim is about."""
    measure = COMPLEMENTS.get(case.measure, case.measure)
    return {
        area
        for year in filter(None, (case.year, case.year2))
        for area in select(case.report.england.unranked(year), measure=measure, pupil_group=case.pupil_group)[
            "area"
        ]
    }


def nearest(case: Case, view: View) -> tuple[str, float] | None:
    """Of all others the one that comes next, for a figure that is before all of them."""
    found = _compared(case, view, peers(case))
    if not found:
        return None
    peer, (_, number) = max(found, key=lambda each: each[1][0])
    return peer.name, number


def _only(case: Case, view: View, among: list[Peer]) -> Outcome | None:
    """So of this figure and of no other: above or below a comparator (England, if none is named), or its earlier self."""
    word = find_word(case.the_word.side)
    against = {"year": case.year2} if case.year2 else {"area": case.comparator or ENGLAND}

    def pair(changes: dict) -> tuple[Reading, Reading] | None:
        one, other = view.figure(case.key(**changes)), view.figure(case.key(**{**changes, **against}))
        return None if one is None or other is None else (one, other)

    def so(one: Reading, other: Reading) -> bool | None:
        printed = (one.decimals, other.decimals)
        judged = word_holds(
            word, one.value, other.value, case.unit,
            decimals=case.decimals, polarity=case.polarity, printed=printed,
        )  # fmt: skip
        return judged.holds

    own, others = pair({}), [(peer, pair(peer.changes)) for peer in among]
    there = [(peer, each) for peer, each in others if each is not None]
    if own is None or not there or (len(there) < len(others) and isinstance(view, Papers)):
        return None
    found = f"{own[0].text} against {own[1].text}"
    if so(*own) is False:
        return Outcome(False, found, "it is not so itself")
    too = [(peer, (0, each[0].value)) for peer, each in there if so(*each)]
    if too:
        return Outcome(False, found, f"so {'is' if len(too) == 1 else 'are'} {_named(case, too)}")
    known = {area for area, _ in published_figures(case)}
    open_ = [
        peer.name
        for peer, each in others
        if (each is None and peer.changes.get("area") in known) or (each is not None and so(*each) is None)
    ]
    if so(*own) is None or open_:
        return Outcome(None, found, f"open for {joined(open_[:NAMED]) or 'the figure itself'}")
    return Outcome(True, found, f"so of none of {len(there)} others")


def _first(case: Case, view: View, years: list[int]) -> Outcome | None:
    """Better than the comparator in this year and in none before: the years that are at hand can only contradict."""

    def better(year: int) -> bool | None:
        own, other = (
            view.figure(case.key(year=year, area=area)) for area in (case.area, case.comparator or ENGLAND)
        )
        if own is None or other is None:
            return None
        return word_holds("better than", own.value, other.value, case.unit, polarity=case.polarity).holds

    now = better(case.the_year)
    if now is None:
        return None
    earlier = {year: better(year) for year in years if year < case.the_year}
    before = [year for year, ahead in earlier.items() if ahead]
    if not now or before:
        return Outcome(False, "", f"so in {before[0]} too" if before else f"not so in {case.year}")
    known = [year for year, ahead in earlier.items() if ahead is not None]
    reason = f"so in {case.year} and not in {min(known)} to {max(known)}, the years at hand" if known else ""
    return Outcome(None, "", reason, "the figures of every earlier year")
