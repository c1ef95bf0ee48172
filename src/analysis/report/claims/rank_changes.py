"""Whether a rank has truly changed: by the places that the two ranks may stand for, and among others by those of all."""

from collections.abc import Iterator

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted, joined
from analysis.data.open_places import least_moved
from analysis.report.checks.evidence import Key
from analysis.report.claims.cases import Case
from analysis.report.claims.members import peers
from analysis.report.claims.national import National

#: Of more others than this the rest are counted.
NAMED = 3
Places = tuple[int, int]


def rank_change_open(case: Case, national: National | None) -> str:
    """Why a rank that is another as published may be the same, or may have moved less or more than the word asks.

    Parameters
    ----------
    case : Case
        Of the rank of two years.
    national : National, optional
        For ties and LAs without a figure; without it nothing is known that could speak against a printed rank.

    Returns
    -------
    str
        Empty if all places that the two ranks may stand for say so.
    """
    ends = _ends(national, case.key(), case.key(year=case.year2))
    if ends is None:
        return ""
    least, most = least_moved(*ends), _most_moved(*ends)
    if not least:
        return "the places that the two ranks may stand for overlap: " + " and ".join(
            f"{ordinal(first)} to {ordinal(last)}" for first, last in ends
        )
    if case.word is None or case.value is not None:
        return ""
    if case.word.least is not None and least < case.word.least:
        return f"it may be {counted(least, 'place')} only, by the places that the two ranks may stand for"
    if case.word.most is not None and most > case.word.most * (1 + case.word.doubt):
        return f"it may be {counted(most, 'place')}, by the places that the two ranks may stand for"
    return ""


def most_changed_open(case: Case, national: National | None) -> str:
    """Why a rank that is named the most improved, or the only one, may not have changed, or others may have as far."""
    if case.unit != "rank" or case.year2 is None or case.the_word.rule not in ("most_moved", "only"):
        return ""
    if found := rank_change_open(case, national):
        return found
    own = _ends(national, case.key(), case.key(year=case.year2))
    if own is None or case.the_word.rule == "only":
        return ""
    smallest = case.the_word.side.startswith("smallest")
    ahead = [name for name, ends in _others(case, national) if _may_be_ahead(own, ends, smallest)]
    if not ahead:
        return ""
    listed = joined([*ahead[:NAMED], *([f"{len(ahead) - NAMED} more"] if len(ahead) > NAMED else [])])
    far = "as little" if smallest else "as far"
    return f"by the places that ranks may stand for, {listed} may have moved {far}"


def _others(case: Case, national: National | None) -> Iterator[tuple[str, tuple[Places, Places]]]:
    for peer in peers(case):
        ends = _ends(national, case.key(**peer.changes), case.key(**{**peer.changes, "year": case.year2}))
        if ends is not None:
            yield peer.name, ends


def _may_be_ahead(own: tuple[Places, Places], other: tuple[Places, Places], smallest: bool) -> bool:
    """Whether another's move, the same way as the own one, may be as large (or as small) as that."""
    way = 1 if own[0][1] < own[1][0] else -1
    least, most = sorted(way * (other[1][i] - other[0][1 - i]) for i in (0, 1))
    if smallest:
        return most > 0 and max(least, 1) <= _most_moved(*own)
    return most >= least_moved(*own)


def _ends(national: National | None, now: Key, before: Key) -> tuple[Places, Places] | None:
    """The first and last open place in both years; None where one is not known."""
    found = [] if national is None else [national.find(key) for key in (now, before)]
    if not found or any(each is None for each in found):
        return None
    first, second = (each.open_places(int(each.value))[:2] for each in found if each is not None)
    return first, second


def _most_moved(now: Places, before: Places) -> int:
    """The most places between two ranks, each known to lie within a range."""
    return max(now[1] - before[0], before[1] - now[0])
