"""A rule for each kind of claim about figures: given one view of the figures, does the claim hold?

A rule returns an ``Outcome``, or None where the view lacks a figure that it needs.
"""

from dataclasses import replace

from analysis.basics.numbers import Number, as_printed, format_value, ordinal, stored
from analysis.basics.phrases import counted
from analysis.catalogue.areas import COUNTED_AMONG, ENGLAND
from analysis.catalogue.vague_words import Word, find_word, word_holds
from analysis.data.open_places import least_moved
from analysis.report.checks.evidence import Reading, View
from analysis.report.claims.bands import band_holds, certainly_in, part_of
from analysis.report.claims.cases import Case, Outcome, series_breaks
from analysis.report.claims.change_against_change import pace
from analysis.report.claims.cohorts import cohorts_of
from analysis.report.claims.kinds import AT_BEST, LEAST
from analysis.report.claims.own_gap import size_of

_TINY = 1e-9


def agrees(stated: Number, reading: Reading) -> tuple[bool | None, str]:
    """Whether a stated number and a printed one can be the same figure.

    Two numbers of the same precision must be equal. Of different precision, some value must round to both; where
    none does but the shorter is the longer with digits cut off, that is left open.

    Examples
    --------
    >>> agrees(Number("50.8"), Reading(50.85, 2, "50.85", "")), agrees(Number("52"), Reading(52.6, 1, "52.6", ""))
    ((True, ''), (None, '52.6 is 53 when rounded; 52 is 52.6 with its last digits cut off'))
    """
    if stated.decimals == reading.decimals:
        return abs(stated.value - reading.value) < _TINY, ""
    half = 0.5 * 10.0**-stated.decimals + 0.5 * 10.0**-reading.decimals
    if abs(stated.value - reading.value) < half - _TINY:
        return True, ""
    scale = 10.0**stated.decimals
    cut = int(abs(reading.value) * scale + _TINY) / scale
    if stated.decimals < reading.decimals and abs(abs(stated.value) - cut) < _TINY:
        round_to = format_value(reading.value, "score", stated.decimals)
        return None, (
            f"{reading.text} is {round_to} when rounded; {stated.text} is {reading.text} with its last digits cut off"
        )
    return False, ""


def value(case: Case, view: View) -> Outcome | None:
    reading = view.figure(case.key())
    if reading is None:
        return None
    holds, reason = agrees(case.the_number, replace(reading, value=size_of(case, reading.value)))
    return Outcome(holds, reading.text, reason or _where(holds, reading))


def _where(holds: bool | None, reading: Reading) -> str:
    """The place of a figure that a claim does not agree with."""
    return "" if holds else f"{reading.text} by {reading.place}"


def same_figure(case: Case, view: View) -> Outcome | None:
    reading = view.figure(case.key(year=case.year2 or case.year))
    if reading is None:
        return None
    holds, reason = agrees(case.the_number, reading)
    reason = reason or _where(holds, reading)
    if case.year2 and case.year2 != case.year and not holds:
        reason = "; ".join(filter(None, [reason, f"the other printing is labelled {case.year2}"]))
    return Outcome(holds, reading.text, reason)


def rank_value(case: Case, view: View) -> Outcome | None:
    reading = view.find(case.key())
    if reading is None:
        return None
    stated = int(case.the_number.value)
    if reading.last is None:
        holds = stated == reading.value
        return Outcome(holds, ordinal(reading.value), _where(holds, reading))
    worst = reading.last + len(reading.unpublished)
    holds = reading.value <= stated <= worst
    tied = f"tied to {ordinal(reading.last)}" if reading.last > reading.value else ""
    reason = (tied or f"the place is {reading.text}") if not holds else ""
    if holds and stated > reading.last:
        reason = f"{counted(len(reading.unpublished), 'local authority', 'local authorities')} without a published figure may have stood above"
    return Outcome(holds, reading.text, reason)


def rank_band(case: Case, view: View) -> Outcome | None:
    reading = view.find(case.key())
    if reading is None:
        return None
    rank, n = int(reading.value), view.counted_among(reading)
    judged = band_holds(case.word_or_in, rank, case.band, n)
    if case.against == AT_BEST and judged.holds and certainly_in(part_of(case), view, reading):
        return Outcome(False, reading.text, f"{judged.reason}, and no place that is open lies outside it")
    if case.value is not None and judged.holds is not False:
        beyond = rank - case.the_band.places(n)[1]
        if beyond != case.value.value:
            return Outcome(False, ordinal(rank), f"{judged.reason}; {case.value.text} is claimed")
    return Outcome(judged.holds, reading.text if reading.n else ordinal(rank), judged.reason, judged.needs)


def band_edge(case: Case, view: View) -> Outcome | None:
    n = view.n or COUNTED_AMONG
    last = case.the_band.places(n)[1]
    return Outcome(last == case.the_number.value, ordinal(last), f"of {n} local authorities")


def comparison(case: Case, view: View) -> Outcome | None:
    own = view.figure(case.key())
    other = view.figure(case.other_key) if case.other_key else _as_stated(case.the_number)
    if own is None or other is None:
        return None
    label = view.find(case.key(kind="label")) if case.the_word.rule == "significant" else None
    judged = word_holds(
        case.the_word if label or own.interval or not _by_cohort(case) else _plain(case),
        own.value,
        other.value,
        case.unit,
        decimals=case.decimals,
        polarity=case.polarity,
        printed=(own.decimals, other.decimals),
        label=label.text if label and case.comparator == ENGLAND else "",
        interval=own.interval,
    )
    return Outcome(judged.holds, f"{own.text} against {other.text}", judged.reason, judged.needs)


def _as_stated(number: Number) -> Reading:
    """The number that a claim compares with, in the form of a figure."""
    return Reading(number.value, number.decimals, number.text, "stated")


def _by_cohort(case: Case) -> bool:
    """Whether a claim of significance can be judged by the cohort it names, which is done once it holds as printed."""
    return case.the_word.rule == "significant" and bool(case.cohort)


def _plain(case: Case) -> Word:
    """The word of a claim of significance without the significance."""
    side = case.the_word.side
    return find_word(f"{side} than" if side in ("better", "worse") else side)


def change(case: Case, view: View) -> Outcome | None:
    if case.is_pace:
        return pace(case, view)
    now, before = view.figure(case.key()), view.figure(case.key(year=case.year2))
    if now is None or before is None:
        return None
    found = f"{before.text} to {now.text}"
    if broken := series_breaks(case):
        return Outcome(None, found, f"the series breaks after {broken}", "both years by one definition")
    judged = word_holds(
        case.the_word,
        now.value,
        before.value,
        case.unit,
        decimals=case.decimals,
        polarity=case.polarity,
        printed=(now.decimals, before.decimals),
    )
    if case.is_gap and case.report.paper is None and (open_ := _rounding(now, before)):
        return Outcome(None, found, open_)
    if judged.holds is False or case.value is None:
        return Outcome(judged.holds, found, judged.reason)
    if case.against == LEAST:
        least = least_moved(*(reading.open_places(int(reading.value))[:2] for reading in (now, before)))
        return Outcome(least == case.value.value, found, f"at least {counted(least, 'place')}")
    size, reason = _difference_agrees(case.value, now, before)
    if size and case.value.percent and case.unit == "percent" and before.value:
        share = 100 * (now.value - before.value) / before.value
        if abs(abs(share) - case.value.value) > 0.5 * 10.0**-case.value.decimals:
            moved = _difference(abs(now.value - before.value), min(now.decimals, before.decimals))
            relative = format_value(abs(share), "percent", 1, with_unit=True)
            reason = f"{moved} percentage point{'' if moved == '1' else 's'}, as printed; as a percentage of {before.text} it is {relative}"
            return Outcome(None, found, reason)
    return Outcome(judged.holds if size else size, found, "; ".join(filter(None, [judged.reason, reason])))


def _rounding(now: Reading, before: Reading) -> str:
    """Why a change of a gap cannot be told: each of the four levels may be half a unit of its last digit away."""
    least = 10.0**-now.decimals + 10.0**-before.decimals
    if not 0 < abs(now.value - before.value) <= least + 1e-9:
        return ""
    return f"rounding alone can produce a change of up to {least:g} point{'' if least == 1 else 's'}"


def arithmetic(case: Case, view: View) -> Outcome | None:
    if case.cohort:
        return _share(case)
    own = view.figure(case.key())
    comparator = case.comparator or (
        ENGLAND if case.comparison_group and case.figure == "value" else case.area
    )
    group = case.comparison_group if case.comparison_group and case.figure == "value" else case.pupil_group
    other = view.figure(case.key(area=comparator, pupil_group=group, year=case.year2 or case.year))
    if own is None or other is None:
        return None
    holds, reason = _difference_agrees(case.the_number, own, other)
    decimals = max(case.the_number.decimals, min(own.decimals, other.decimals))
    found = f"{own.text} less {other.text} is {_difference(own.value - other.value, decimals)}"
    return Outcome(holds, found, reason)


def _difference_agrees(stated: Number, own: Reading, other: Reading) -> tuple[bool | None, str]:
    """Whether a stated difference is that of two printed figures; without a sign, its size is compared."""
    found = own.value - other.value
    found = found if stated.signed else abs(found)
    if as_printed(stored(found), stated.decimals) == stated.value:
        return True, ""
    slack = 0.5 * (10.0**-own.decimals + 10.0**-other.decimals + 10.0**-stated.decimals)
    if abs(found - stated.value) < slack - _TINY:
        return None, "possible only with digits that are not printed"
    return False, ""


def _difference(value: float, decimals: int) -> str:
    return format_value(stored(value), "score", decimals)


def _share(case: Case) -> Outcome | None:
    """A part of a cohort as a fraction or percentage."""
    part, whole = cohorts_of(case)[0]
    if part is None:
        return None
    number = case.the_number
    stated = number.value if number.fraction else number.value / 100
    holds = abs(part / whole - stated) <= 0.5 * 10.0 ** -(number.decimals + 2) + _TINY
    return Outcome(
        holds, f"{part} of {whole} is {format_value(100 * part / whole, 'percent', 1, with_unit=True)}"
    )
