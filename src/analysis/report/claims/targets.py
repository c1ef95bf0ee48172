"""Rules for claims about targets: what they were, whether they were met, and the colours they are marked with."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.numbers import ordinal
from analysis.basics.read_csv import number
from analysis.catalogue.measures import load_measures
from analysis.data.open_places import lies_in
from analysis.report.checks.evidence import Key, Papers, View
from analysis.report.claims.bands import parse_band, target_holds, target_status
from analysis.report.claims.cases import Case, Outcome


class Status(NamedTuple):
    """An indicator's target status (met, nearly met, not met) and why."""

    status: str
    reason: str


def indicators_of(case: Case) -> tuple[list, list]:
    """The indicators that a claim names, and those it excepts: "CES/S9; CES/S26", or "all except CES/S9; CES/S26"."""
    table = case.report.printed.indicators.set_index("reference", drop=False)
    text = case.against.strip()
    every = text.casefold().startswith("all")
    named = text[3:].strip() if every else text
    named = named.removeprefix("except").strip() if every else named
    references = [part.strip() for part in named.split(";") if part.strip()]
    for reference in references:
        if reference not in table.index:
            raise InputError(
                f"'{reference}' is not an indicator.", column="against",
                expected=f"one or more of {', '.join(table.index)}, or all, or all except some",
            )  # fmt: skip
    chosen = list(table.loc[references].itertuples())
    if not every:
        return chosen, []
    return [row for row in table.itertuples() if row.reference not in references], chosen


def status_of(indicator, case: Case, view: View) -> Status | None:
    """The status of one indicator in the claim's year (the indicator's own, if it names none)."""
    year = case.year or int(indicator.year)
    gap = indicator.comparison_group
    key = Key("value", indicator.measure, indicator.pupil_group, year, case.area)
    if indicator.target_kind == "top_share":
        rank = view.find(replace(key, kind="gap_rank" if gap else "rank", comparison_group=gap))
        if rank is None:
            return None
        last = parse_band(f"top {indicator.target_value}%").places(view.counted_among(rank))[1]
        beyond = int(rank.value) - last
        where = (
            f"{ordinal(rank.value)}, {beyond} beyond {ordinal(last)}" if beyond > 0 else ordinal(rank.value)
        )
        return Status(target_status(places=beyond), where)
    result = view.figure(key)
    if indicator.target_kind == "comparator":
        other = view.figure(replace(key, area=indicator.target_comparator))
        target = None if other is None else other.value
    else:
        target = number(indicator.target_value)
    if result is None or target is None:
        return None
    measure = load_measures().loc[indicator.measure]
    short = (target - result.value) * (-1 if measure["polarity"] == "low" else 1)
    status = target_status(shortfall=round(short, 9), unit=measure["unit"], decimals=measure["decimals"])
    return Status(status, f"{result.text} against {target:g}")


def target_met(case: Case, view: View) -> Outcome | None:
    """The status of the indicators named; of those excepted, that it is another one."""
    if case.report.paper is None:
        return None
    named, excepted = indicators_of(case)
    statuses = {row.reference: status_of(row, case, view) for row in [*named, *excepted]}
    found = {reference: status for reference, status in statuses.items() if status is not None}
    if len(found) < len(statuses):
        return None
    word = case.the_word
    against = [row.reference for row in named if not target_holds(word, found[row.reference].status)]
    against += [row.reference for row in excepted if target_holds(word, found[row.reference].status)]
    listed = against or ([named[0].reference] if len(named) == 1 else [])
    shown = "; ".join(f"{name} {found[name].status} ({found[name].reason})" for name in listed)
    counts = pd.Series([found[row.reference].status for row in named]).value_counts()
    reason = f"“{word.word}” does not fit {' and '.join(against)}" if against else ""
    return Outcome(not against, shown or ", ".join(f"{n} {status}" for status, n in counts.items()), reason)


def met_is_open(case: Case, view: View, national: View | None) -> str:
    """Why targets that are said to be met may not be: places of the same tie, or those without a figure, lie beyond."""
    if case.the_word.side != "met" or national is None or case.report.paper is None:
        return ""
    found = []
    for row in indicators_of(case)[0]:
        group = row.comparison_group
        key = Key("rank", row.measure, row.pupil_group, case.year or int(row.year), case.area)
        rank = view.find(replace(key, kind="gap_rank", comparison_group=group) if group else key)
        today = national.find(key)
        if row.target_kind != "top_share" or rank is None or today is None:
            continue
        first, last, why = today.open_places(int(rank.value))
        if not lies_in(first, last, view.counted_among(rank), 0, int(row.target_value)):
            found.append(
                f"{row.reference} may stand anywhere from {ordinal(first)} to {ordinal(last)}: {why}"
            )
    return "; ".join(found)


def target_is(case: Case, view: View) -> Outcome | None:
    """What a target is said to be, against the target that the indicator has; its own line is no evidence for itself."""
    if case.report.paper is None or not isinstance(view, Papers):
        return None
    named, _ = indicators_of(case)
    row = named[0]
    if int(row.line) == view.own_line:
        return None
    if case.band is not None:
        holds = (
            row.target_kind == "top_share" and case.band.end == int(row.target_value) and case.band.start == 0
        )
    elif case.comparator:
        holds = row.target_comparator == case.comparator
    else:
        holds = row.target_kind == "number" and number(row.target_value) == case.the_number.value
    return Outcome(holds, row.target_printed)


def mark(case: Case, view: View) -> Outcome | None:
    """The colour of an indicator's mark, against the status of its target."""
    if case.report.paper is None:
        return None
    found = status_of(indicators_of(case)[0][0], case, view)
    if found is None:
        return None
    word = case.the_word
    holds = target_holds(word, found.status)
    reason = "" if holds else f"{word.word} stands for {word.side}"
    return Outcome(holds, f"{found.status} ({found.reason})", reason)
