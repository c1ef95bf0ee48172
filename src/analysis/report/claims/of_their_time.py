"""Statements that only today's figures disagree with: a paper may have had others, and was then not wrong.

What is judged by the figures of its own day needs none of this. Elsewhere a figure may have been revised since the paper was
written, or England's may be on another basis; the statement is then ambiguous, and the reason says which figure it would
hold by.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.basics.numbers import format_value
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.england_bases import all_schools_less_state_funded
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import select
from analysis.catalogue.revision_sizes import SAID, provisional_on, revised_by
from analysis.data.publication_status import REVISED
from analysis.output.page import written
from analysis.report.checks.evidence import COMPLEMENTS, Key, Reading
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.national import National, everyone
from analysis.report.claims.places_of_values import place_of
from analysis.report.claims.verdicts import Finding

#: So many figures are tried on either side.
TRIED = 12
#: Figures of a series that ended so many years ago were published before there were releases to compare.
LONG_AGO = 2
REVISED_SINCE = "it differs from the figures as revised since"


@dataclass(frozen=True)
class Written:
    """What is known of when a statement was written: its day, or empty; ``newest`` is the day of today's figures."""

    day: str = ""
    newest: str = ""


class Moved(National):
    """The national data with the figures of one area and year moved by some amount, and its ranks as these give them."""

    def __init__(self, national: National, area: str, year: int, by: float):
        super().__init__(national.report, national.day)
        self.n, self.said = national.n, national.said
        self.area, self.year, self.by = area, year, by
        self.national = national

    def _look_up(self, key: Key) -> Reading | None:
        # what is not moved is read once
        here = (key.area, key.year) == (self.area, self.year)
        return super()._look_up(key) if here else self.national.find(key)

    def _read(self, key: Key) -> Reading | None:
        found = super()._read(key)
        if found is None:
            return None
        if key.kind == "value":
            value = round(found.value + self.by, 9)
            text = format_value(value, "score", found.decimals)
            return replace(found, value=value, text=text, counts=None, interval=None)
        level = self.find(replace(key, kind="value", comparison_group="")) if "rank" in key.kind else None
        place = None if level is None else place_of(self, key, level.value, level.decimals)
        return found if place is None else replace(found, value=float(place[0]), last=place[1])


def in_its_time(
    finding: Finding, case: Case, rule, national: National | None, when: Written | None
) -> Finding:
    """The finding, made ambiguous where only today's figures contradict the statement.

    Parameters
    ----------
    finding : Finding
        By the national data of today, or of another day.
    case, rule
        One meaning of the claim, and the rule of its kind.
    national : National or None
        The figures that decided.
    when : Written or None
        None where the figures are those that the statement was made from: then only England's basis is looked at.
    """
    if finding.verdict != "contradicted" or finding.basis != "national" or national is None:
        return finding
    if not (case.measure and case.year):
        return finding
    if found := _on_another_basis(case, rule, national):
        return replace(finding, verdict="ambiguous", reasons=(*finding.reasons, found))
    since = None if when is None else _revised_since(case, rule, national, when)
    if since is None:
        return finding
    return replace(finding, verdict="ambiguous", reasons=(*finding.reasons, *since))


def _on_another_basis(case: Case, rule, national: National) -> str:
    """What England's figure of all schools would be, if the statement holds by it; empty if not."""
    about_england = ENGLAND in (case.area, case.comparator) or _gap_to_england(case)
    apart = all_schools_less_state_funded(case.measure, case.the_year)
    if not about_england or apart is None or case.pupil_group != "all" or case.unit == "rank":
        return ""
    decimals = _decimals(case, national, ENGLAND, case.the_year)
    unit = 10.0**-decimals
    for by in np.arange(apart[0], apart[1] + unit / 2, unit):
        outcome = rule(case, Moved(national, ENGLAND, case.the_year, round(float(by), 6)))
        if outcome is not None and outcome.holds:
            size = format_value(abs(apart[0] + apart[1]) / 2, "score", decimals)
            side = "below" if apart[0] < 0 else "above"
            return (
                f"England's figure is of state-funded schools here; that of all schools lies about {size} {side} it, "
                f"and by that the statement would hold ({outcome.found})"
            )
    return ""


def _gap_to_england(case: Case) -> bool:
    return case.word is not None and case.word.rule in ("only", "first") and not case.comparator


def _revised_since(case: Case, rule, national: National, when: Written) -> list[str] | None:
    """Why a statement may have been right by the figures of its time; None if nothing says so."""
    if when.day and when.day >= when.newest:
        return None
    held = _by_revision(case, rule, national)
    if when.day:
        said = [REVISED_SINCE, f"what was public on {written(when.day)} is not at hand"]
        phase = load_measures().loc[case.measure, "phase"]
        if provisional_on(phase, case.the_year, when.day):
            said.append(f"on that day the figures were provisional: {SAID[phase]}")
        said.append(f"it would hold by {held}" if held else f"revisions seldom go so far ({_size(case)})")
        return said
    why = _earlier_figures(case, national)
    if not why or not held:
        return None
    return [REVISED_SINCE, why, f"it would hold by {held}", "the day on which it was written would tell"]


def _by_revision(case: Case, rule, national: National) -> str:
    """The figures by which a statement would hold, as near to today's as there are within the reach of revisions."""
    reach = _reach(case)
    years = [year for year in (case.year, case.year2) if year]
    areas = dict.fromkeys([case.area, *([case.comparator] if case.comparator == ENGLAND else [])])
    tries = [(area, year) for area in areas for year in years]
    steps = {each: _steps(case, national, each, reach) for each in tries}
    ordered = sorted(((abs(by), each, by) for each, own in steps.items() for by in own), key=lambda t: t[0])
    for _, (area, year), by in ordered:
        moved = Moved(national, area, year, by)
        outcome: Outcome | None = rule(case, moved)
        if outcome is not None and outcome.holds:
            level = moved.find(case.key(kind="value", area=area, year=year))
            own = (
                outcome.found
                if level is None or case.unit != "rank"
                else f"{outcome.found}, from {level.text}"
            )
            return f"{own}; {_size(case)}"
    return ""


def _steps(case: Case, national: National, each: tuple[str, int], reach: float) -> Iterator[float]:
    """Moves of a figure to either side, by its own last digit where that is few enough; to the one that is stated."""
    level = national.find(case.key(kind="value", area=each[0], year=each[1]))
    stated = None if case.value is None or level is None else round(case.value.value - level.value, 9)
    if stated is not None and 0 < abs(stated) <= reach:
        yield stated
    if case.kind in ("value", "same_figure") and case.figure == "value":
        return
    decimals = _decimals(case, national, *each)
    unit = max(10.0**-decimals, reach / TRIED)
    for step in range(1, int(reach / unit + 1e-9) + 1):
        yield from (round(step * unit, decimals), round(-step * unit, decimals))


def _decimals(case: Case, national: National, area: str, year: int) -> int:
    level = national.find(case.key(kind="value", area=area, year=year))
    return case.decimals if level is None else level.decimals


def _reach(case: Case) -> float:
    phase, unit = load_measures().loc[case.measure, ["phase", "unit"]]
    return revised_by(phase, unit, case.pupil_group, case.measure)


def _size(case: Case) -> str:
    return f"95 in 100 revised figures of this kind moved by up to {_reach(case):g}"


def _earlier_figures(case: Case, national: National) -> str:
    """Why a paper whose day is not known may have had other figures than today's; empty if there is no sign of it."""
    report = national.report
    measure = COMPLEMENTS.get(case.measure, case.measure)
    rows = select(report.observations, measure=measure, pupil_group=case.pupil_group, area=case.area)
    years = [year for year in (case.year, case.year2) if year]
    told = report.england.publication_of(rows[rows["year"].isin(years)])
    revised = told[told["publication_status"] == REVISED]
    if len(revised):
        basis = revised["publication_basis"].iloc[0]
        day = basis.removeprefix("earlier release of ")
        called = f" by the release of {written(day)}" if day != basis else ""
        return f"the figures were revised{called}"
    known = {year for _, year in report.england.once(everyone, measure, case.pupil_group)}
    last, latest = max(known, default=0), int(report.england.ranks["year"].max())
    if case.the_year < last or last <= latest - LONG_AGO:
        phase = load_measures().loc[case.measure, "phase"]
        return "; ".join(
            filter(None, ["the figures were first published in an earlier season", SAID.get(phase, "")])
        )
    return ""
