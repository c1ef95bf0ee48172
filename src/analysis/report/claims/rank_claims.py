"""Rules for ranks in terms of places: one printed with its figure, and a change judged over all places that two ranks allow."""

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import counted
from analysis.catalogue.vague_words import word_holds
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims import rules
from analysis.report.claims.cases import Case, Outcome, series_breaks
from analysis.report.claims.kinds import LEAST
from analysis.report.claims.national import National
from analysis.report.claims.places_of_values import place_of


def rank_value(case: Case, view: View) -> Outcome | None:
    """A place in the ranking; one that is printed with its figure, "119th (66%)", is judged by that figure's place too."""
    found = rules.rank_value(case, view)
    level = view.find(case.key(kind="value")) if case.beside is not None else None
    if found is None or case.beside is None or level is None or not isinstance(view, National):
        return found
    agree, why = rules.agrees(case.beside, level)
    if agree:
        return found
    place = place_of(view, case.key(), case.beside.value, case.beside.decimals)
    if place is None:
        return found
    first, last, n = place
    so = first <= int(case.the_number.value) <= last
    where = f"{ordinal(first)}{f' to {ordinal(last)}' if last > first else ''} of {n}"
    now = f"the figure is {level.text} now, and {case.beside.text}, as printed with the rank, would rank {where}"
    shown = f"{found.found} at {level.text}"
    if so == found.holds:
        return Outcome(found.holds, shown, "; ".join(filter(None, [found.reason, now, why])))
    reason = now if so else f"{now}: the place holds by the figure of now alone"
    return Outcome(None, shown, reason)


def change(case: Case, view: View) -> Outcome | None:
    """A figure against itself in an earlier year; of ranks, over the places that each of the two may stand for."""
    if case.unit != "rank" or case.against == LEAST:
        return rules.change(case, view)
    now, before = view.find(case.key()), view.find(case.key(year=case.year2))
    if now is None or before is None or series_breaks(case):
        return rules.change(case, view)
    found, up = f"{before.text} to {now.text}", int(before.value) - int(now.value)
    (first, last), (was_first, was_last) = _places(now), _places(before)
    possible = range(was_first - last, was_last - first + 1)
    as_published = _so(case, now, up)
    if as_published:
        return Outcome(True, found)
    reason = f"{_span(before)} before and {_span(now)} now: {_moved(possible[0], possible[-1])}"
    open_ = as_published is None or any(_so(case, now, move) for move in possible)
    if open_ and len(possible) > 1:
        reason += f"; {_stated(case)} is one of the changes that the places allow"
    return Outcome(None if open_ else False, found, reason)


def _so(case: Case, now: Reading, up: int) -> bool | None:
    """Whether the word, and the number of places if one is stated, hold of a move by so many places up."""
    number = case.value
    if number is not None and (-up if number.signed else abs(up)) != number.value:
        return False
    return word_holds(case.the_word, now.value, now.value + up, "rank", decimals=case.decimals).holds


def _places(reading: Reading) -> tuple[int, int]:
    first, last, _ = reading.open_places(int(reading.value))
    return first, last


def _span(reading: Reading) -> str:
    first, last = _places(reading)
    return f"{ordinal(first)} to {ordinal(last)}" if last > first else ordinal(first)


def _stated(case: Case) -> str:
    by = f" by {counted(int(case.value.value), 'place')}" if case.value is not None else ""
    return f"“{case.the_word.word}{by}”"


def _moved(low: int, high: int) -> str:
    """In places up and down, from the least favourable to the most: "between 3 places down and 6 places up".

    Examples
    --------
    >>> _moved(2, 2), _moved(-3, 6), _moved(0, 0)
    ('2 places up', 'between 3 places down and 6 places up', 'no change of place')
    """
    return _way(low) if low == high else f"between {_way(low)} and {_way(high)}"


def _way(up: int) -> str:
    return f"{counted(abs(up), 'place')} {'up' if up > 0 else 'down'}" if up else "no change of place"
