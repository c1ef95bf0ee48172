"""One rank against another, or against a place that is stated: what ties and authorities without a figure leave open."""

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted
from analysis.report.checks.evidence import Key, Reading, View
from analysis.report.claims.cases import Case


def ranks_open(case: Case, national: View | None) -> str:
    """Why a claim that compares ranks and holds as they are cannot be shown; empty if nothing speaks against it.

    In one ranking the order of two is known, and authorities without a figure may stand between them. In two rankings each
    rank may be any of the places that it stands for.
    """
    own = national.find(case.key()) if national is not None else None
    if own is None:
        return ""
    if case.other_key is not None and _ranking(case.other_key) == _ranking(case.key()):
        other = national.find(case.other_key) if national is not None else None
        return "" if other is None else _between(case, own, other)
    ends = [own.open_places(int(own.value))[:2]]
    if case.other_key is None:
        stated = int(case.the_number.value)
        ends.append((stated, stated))
    elif national is not None and (other := national.find(case.other_key)) is not None:
        ends.append(other.open_places(int(other.value))[:2])
    if len(ends) < 2:
        return ""
    furthest = max(ends[0][1] - ends[1][0], ends[1][1] - ends[0][0])
    overlap = max(ends[0][0], ends[1][0]) <= min(ends[0][1], ends[1][1])
    if case.the_word.rule in ("near", "at_least"):
        open_ = furthest > (case.the_word.most or 0)
    else:
        open_ = overlap or (case.the_word.most is not None and furthest > case.the_word.most)
    said = [
        ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}" for first, last in ends
    ]
    return f"the places that the ranks may stand for are {' and '.join(said)}" if open_ else ""


def _ranking(key: Key) -> tuple:
    return key.measure, key.pupil_group, key.year


def _between(case: Case, own: Reading, other: Reading) -> str:
    apart, missing, most = abs(own.value - other.value), len(own.unpublished), case.the_word.most
    if not apart or most is None or apart + missing <= most:
        return ""
    said = counted(missing, "local authority", "local authorities")
    return f"{said} without a published figure may stand between the two, which are {counted(int(apart), 'place')} apart"
