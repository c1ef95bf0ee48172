"""A change against another's: "improved at twice the national rate", "fell less than nationally".

Said of one authority and England, a region or another authority, or of two groups of pupils. The word is said of the
change that is named first, which must be so itself: who rose did not fall less. That one change was larger is said only
beyond what rounding and chance can make of the four figures; a number is judged as published.
"""

from dataclasses import replace
from math import isnan

from analysis.basics.numbers import as_printed, format_value, stored
from analysis.catalogue.gap_words import CHANGED_SIDE, movement
from analysis.catalogue.vague_words import Word
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims.cases import Case, Outcome, series_breaks
from analysis.report.claims.own_gap import counted, spread_of_two, why_open
from analysis.statistics.change_words import SHOWN, standing_of
from analysis.statistics.published import in_points, published_rounding

_TINY = 1e-9
#: By side of a word, what the figure did.
_DID = {
    "up": "rise", "down": "fall", "better": "improve", "worse": "get worse", "smaller": "narrow", "larger": "widen"
}  # fmt: skip


def pace(case: Case, view: View) -> Outcome | None:
    """Whether a figure changed more, less or so many times as much as another."""
    pairs = _pairs(case, view)
    if pairs is None:
        return None
    (now, before), (their_now, their_before) = pairs
    found = f"{before.text} to {now.text} against {their_before.text} to {their_now.text}"
    if broken := series_breaks(case):
        return Outcome(None, found, f"the series breaks after {broken}", "both years by one definition")
    way, how = case.the_word.side.split()
    own, theirs = _moved(case, now, before), _moved(case, their_now, their_before)
    if isnan(own):
        return Outcome(False, found, "the gap changed side, and has neither narrowed nor widened")
    found += f": {_signed(case, now, before)} against {_signed(case, their_now, their_before)}"
    if own <= 0:
        return Outcome(False, found, f"it did not {_DID[way]}")
    if isnan(theirs):
        return Outcome(None, found, "the other gap changed side, and has neither narrowed nor widened")
    ahead = stored(own - theirs) * (1 if how == "more" else -1)
    if case.the_word.least is not None or case.the_word.most is not None:
        return _times(case.the_word, own, theirs, ahead, found, way)
    if case.value is not None:
        return _by_so_much(case, abs(ahead) if ahead > 0 else ahead, found, pairs)
    slack = rounding_of(case, pairs)
    if abs(ahead) <= slack + _TINY:
        return Outcome(None, found, f"rounding alone can part the two changes by up to {in_points(slack)}")
    return Outcome(
        ahead > 0, found, "" if ahead > 0 else f"it did so by {'less' if how == 'more' else 'more'}"
    )


def _times(word: Word, own: float, theirs: float, ahead: float, found: str, way: str) -> Outcome:
    if theirs <= 0:
        return Outcome(False, found, f"the other did not {_DID[way]}")
    times, least, most = own / theirs, word.least or 0.0, word.most
    reason = f"{times:.2g} times as much, as printed"
    if most is None:
        return Outcome(times > least + _TINY, found, reason)
    if least - _TINY <= times <= most + _TINY and ahead > 0:
        return Outcome(True, found, reason)
    near = least - word.doubt - _TINY <= times <= most + word.doubt + _TINY
    return Outcome(None if near else False, found, f"{reason}, and the rule asks for {least:g} to {most:g}")


def _by_so_much(case: Case, ahead: float, found: str, pairs: tuple) -> Outcome:
    """Whether one change was larger by the number stated, as both are published."""
    stated = case.the_number
    if ahead > 0 and as_printed(stored(ahead), stated.decimals) == abs(stated.value):
        return Outcome(True, found)
    slack = rounding_of(case, pairs) + 0.5 * 10.0**-stated.decimals
    if abs(ahead - abs(stated.value)) < slack - _TINY and any(
        reading.decimals < stated.decimals for pair in pairs for reading in pair
    ):
        return Outcome(None, found, "possible only with digits that are not printed")
    return Outcome(False, found, f"by {format_value(ahead, 'score', max(stated.decimals, case.decimals))}")


def _pairs(case: Case, view: View) -> tuple | None:
    """The figure in both years, and the one that it is compared with."""
    other = case.other_key
    if other is None or case.year2 is None:
        return None
    keys = [case.key(), case.key(year=case.year2), other, replace(other, year=case.year2)]
    readings = [view.figure(key) for key in keys]
    if any(reading is None for reading in readings):
        return None
    return (readings[0], readings[1]), (readings[2], readings[3])


def _moved(case: Case, now: Reading, before: Reading) -> float:
    """How far a figure went the way of the word; NaN for a gap that changed side."""
    way = case.the_word.side.split()[0]
    if way in ("smaller", "larger"):
        if movement(before.value, now.value) == CHANGED_SIDE:
            return float("nan")
        return stored(abs(before.value) - abs(now.value)) * (1 if way == "smaller" else -1)
    up = way == "up" or (way in ("better", "worse") and (way == "better") == (case.polarity == "high"))
    return stored(now.value - before.value) * (1 if up else -1)


def _signed(case: Case, now: Reading, before: Reading) -> str:
    change = stored(now.value - before.value)
    text = format_value(change, "score", min(now.decimals, before.decimals))
    return f"+{text}" if change > 0 else text


def rounding_of(case: Case, pairs: tuple) -> float:
    """How far rounding of the four figures can part the two changes; a gap rests on two levels."""
    return sum(
        (2 if case.is_gap else 1) * float(published_rounding(reading.value, reading.decimals))
        for pair in pairs
        for reading in pair
    )


def pace_open(case: Case, view: View) -> str:
    """Why chance may have made the order of two changes; empty if it is shown, or a number is stated."""
    pairs, other = _pairs(case, view), case.other_key
    if pairs is None or other is None or case.value is not None:
        return ""
    own, theirs = (_moved(case, *pair) for pair in pairs)
    keys, years, rounding = (
        (case.key(), other),
        (case.the_year, case.year2 or case.the_year),
        rounding_of(case, pairs),
    )
    spread = spread_of_two(*keys, case, years)
    uncounted = case.is_gap and not all(
        counted(replace(key, year=year), view) for key in keys for year in years
    )
    standing = standing_of(own - theirs, rounding, spread, of_gap=uncounted)
    return "" if standing == SHOWN else why_open(standing, rounding, spread, "changes")
