"""Faults of the publisher's file, found by rules that compare its releases, years and areas with one another.

Each rule is a function of a release and the one before it; none knows a fault by name. What a rule finds is a reason to
look: what is done with the figures is decided where they are read (``analysis.sources.lait``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.data.source_faults.absent import year_without_tests, zero_for_none
from analysis.data.source_faults.bounds import outside_its_areas
from analysis.data.source_faults.copies import copied_column, copied_england
from analysis.data.source_faults.found import Finding, as_table
from analysis.data.source_faults.grid import KEY, SAME, Grid, aligned, make_grids
from analysis.data.source_faults.moved import a_year_out
from analysis.data.source_faults.revised import unlabelled_provisional
from analysis.data.source_faults.scale import change_of_scale
from analysis.data.source_faults.slipped import neighbours_row


@dataclass(frozen=True)
class Rule:
    """``find`` takes a release and the one before it, or None."""

    title: str
    looks_for: str
    find: Callable[[Grid, Grid | None], list[Finding]]


RULES = {
    "year_without_tests": Rule(
        "A year without tests",
        "Figures of a year in which nothing was assessed or collected.",
        year_without_tests,
    ),
    "a_year_out": Rule(
        "A year out", "Figures that the release before has under the year before or after.", a_year_out
    ),
    "copied_column": Rule(
        "A copied column", "Figures that are those of another year, pupil group or measure.", copied_column
    ),
    "copied_england": Rule("England copied", "Areas that all have the figure for England.", copied_england),
    "neighbours_row": Rule(
        "The neighbour's row", "Figures that belong to the local authority above or below.", neighbours_row
    ),
    "outside_its_areas": Rule(
        "Outside its areas",
        "A region or England beyond all its local authorities, or far from its usual place.",
        outside_its_areas,
    ),
    "change_of_scale": Rule(
        "A change of scale",
        "Figures ten or a hundred times what they were, or a part of it.",
        change_of_scale,
    ),
    "zero_for_none": Rule(
        "A zero for no figure",
        "Zeros of authorities that did not exist, where no other has one.",
        zero_for_none,
    ),
    "unlabelled_provisional": Rule(
        "Provisional without a label",
        "Figures that the next release changed, though nothing called them provisional.",
        unlabelled_provisional,
    ),
}


def find_source_faults(releases: Mapping[str, pd.DataFrame], every_release: bool = False) -> pd.DataFrame:
    """What the rules find in a publisher's file.

    Parameters
    ----------
    releases : mapping of str to DataFrame
        Observations by the id of their release, which begins with its date, in order of date; the last is the one in use.
        They are the raw figures: nothing is corrected.
    every_release : bool
        Look at each release, not only at the last and how it differs from the one before.

    Returns
    -------
    DataFrame
        As ``SourceFaults`` declares. ``release`` is the first looked at that has the fault.
    """
    grids = make_grids(releases if every_release else dict([*releases.items()][-2:]))
    found: dict[tuple, list[Finding]] = {}
    for place, grid in enumerate(grids):
        if not every_release and place < len(grids) - 1:
            continue
        for finding in _of_release(grid, grids[place - 1] if place else None):
            earlier = found.setdefault((finding.rule, *_key(finding)), [])
            if not earlier or _ended(earlier[-1], grids) <= _place(finding.grid.release, grids):
                earlier.append(_with_end(finding, grids))
    return as_table(finding for findings in found.values() for finding in findings)


def _key(finding: Finding) -> tuple:
    return tuple(finding.grid.keys.loc[finding.row, KEY])


def _of_release(grid: Grid, before: Grid | None) -> list[Finding]:
    findings = [finding for rule in RULES.values() for finding in rule.find(grid, before)]
    # what came to another year or scale, or to another row, was not revised
    moved = {_key(finding)[:2] for finding in findings if finding.rule == "a_year_out"}
    named = {_key(finding) for finding in findings if finding.rule != "unlabelled_provisional"}
    return [
        finding
        for finding in findings
        if finding.rule != "unlabelled_provisional"
        or not (_key(finding)[:2] in moved or _key(finding) in named)
    ]


def _place(release: str, grids: list[Grid]) -> int:
    return next((place for place, grid in enumerate(grids) if grid.release == release), len(grids))


def _ended(finding: Finding, grids: list[Grid]) -> int:
    return _place(finding.mended_in, grids)


def _with_end(finding: Finding, grids: list[Grid]) -> Finding:
    """With the first later release in which more than half of the figures are others, or are not there."""
    if finding.mended_in:
        return finding
    places = np.flatnonzero(finding.la)
    others = [place for place, code in enumerate([*finding.grid.regions, ENGLAND]) if code in finding.others]
    for later in grids[_place(finding.grid.release, grids) + 1 :]:
        row = aligned(finding.grid, later)[finding.row]
        if row < 0 or _changed(finding.grid, finding.row, later, row, places, others) > 0.5:
            return replace(finding, mended_in=later.release)
    return finding


def _changed(grid: Grid, row: int, later: Grid, there: int, places: np.ndarray, others: list[int]) -> float:
    """The part of some figures of a row that another release has otherwise or has not."""
    before, after = (
        np.concatenate([grid.la[at][places], np.append(grid.region[at], grid.england[at])[others]])
        for grid, at in ((grid, row), (later, there))
    )
    return float((~(np.abs(after - before) < SAME)).mean())
