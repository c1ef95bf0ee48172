"""Whether a figure is provisional, revised or final, and what that is known from.

A figure has one of ``STATUSES`` and a basis. The first of these rules that says something decides:

1. **Label.** What the publisher calls the figure where it stands: the words of a year label of DfE's interactive tool, or
   the version of a file of Explore Education Statistics. Unvalidated figures count as provisional. Basis: ``label``.
2. **Note.** A note of DfE on a release of the tool that it has provisional figures of a phase concerns the newest year of
   that phase in that release. They are provisional until the first release that revised one of these series as a whole;
   from then on a series of the note is revised if any figure of it changed in that release. Basis: ``note of DAY``.
3. **A later release.** Where a later release at hand has another figure, the earlier one is provisional: the whole series
   (every area) if the figures of at least ``WHOLE`` of the local authorities that both have changed, else the figure alone.
   Basis: ``later release of DAY``.
4. **An earlier release.** Where an earlier release at hand had another figure, the later one is revised, by the same two
   measures. Basis: ``earlier release of DAY``.
5. Otherwise it is not stated. Nothing is called final without the publisher's word.

A figure has changed if it differs by more than half of the last digit that its series has in either release, so that
the same figure with more digits has not. A series whose figures came to stand under another year was not revised. Rules
2 to 4 are of the interactive tool alone, whose releases are kept; what a release changed that is not at hand is found in
the next one that is, under the day of that one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import KEY
from analysis.data.release_notes import Noted
from analysis.data.source_faults.grid import SAME, aligned, half_digit, make_grids
from analysis.data.source_faults.moved import moved_rows

PROVISIONAL, REVISED, FINAL, NOT_STATED = STATUSES = ("provisional", "revised", "final", "not stated")
#: What the publisher's word for a figure (the column ``release`` of observations) comes to; others say nothing.
LABELS = {"provisional": PROVISIONAL, "unvalidated": PROVISIONAL, "revised": REVISED, "final": FINAL}
LABEL, NOTE, LATER, EARLIER = "label", "note of {}", "later release of {}", "earlier release of {}"
UNKNOWN = (NOT_STATED, "")
#: A mean of neighbours is provisional if one of their figures is.
OF_NEIGHBOURS = "figures of the neighbours"
#: A series was revised as a whole if so great a part of the local authorities that both releases have changed.
WHOLE = 0.25
#: The columns that a table of figures gets.
COLUMNS = ["publication_status", "publication_basis"]
Series = tuple[str, str, int]


@dataclass(frozen=True)
class Changes:
    """What one release has otherwise than the one before it at hand.

    ``parts`` has the part of the local authorities with a figure in both whose figure changed, by measure, pupil group
    and year, of series in which any did; ``figures`` the areas of every kind whose figure changed.
    """

    before: str
    after: str
    parts: Mapping[Series, float]
    figures: Mapping[Series, tuple[str, ...]]

    def revised(self, of_note: frozenset[Series] = frozenset()) -> set[Series]:
        """The series that were revised as a whole; of those of a note, any that changed."""
        return {each for each, part in self.parts.items() if part >= WHOLE or each in of_note}


@dataclass(frozen=True)
class Statuses:
    """What is known of the figures of one release beyond their labels: status and basis.

    Of whole series (measure, pupil group and year), and of single ``figures`` by their area, which come first.
    """

    series: Mapping[Series, tuple[str, str]] = field(default_factory=dict)
    figures: Mapping[Series, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def of(self, observations: pd.DataFrame, source: str) -> pd.DataFrame:
        """The status and basis of each observation.

        Parameters
        ----------
        observations : DataFrame
            ``measure, pupil_group, year, area, value, release, source`` are used.
        source : str
            The source whose figures the statuses are of; others have only their label.

        Returns
        -------
        DataFrame
            The columns of ``COLUMNS`` with the index of the observations; both empty where there is no value.
        """
        names = [*KEY, "source", "release"]
        # few kinds of figure, each of many areas
        codes = observations.groupby(names, sort=False, dropna=False).ngroup().to_numpy()
        kinds = observations[names].drop_duplicates().itertuples(index=False, name=None)
        found, single = [("", "")], {}
        for code, (measure, group, year, published_in, called) in enumerate(kinds):
            key = (measure, group, year)
            known = UNKNOWN
            if called in LABELS:
                known = LABELS[called], LABEL
            elif published_in == source:
                known = self.series.get(key, UNKNOWN)
                if key in self.figures:
                    single[code] = self.figures[key]
            found.append(known)
        places = np.where(observations["value"].isna(), 0, codes + 1)
        rows = np.flatnonzero(np.isin(codes, [*single]) & (places > 0))
        for row, area in zip(rows, observations["area"].iloc[rows], strict=True):
            if own := single[codes[row]].get(area):
                places[row] = len(found)
                found.append(own)
        table = pd.DataFrame(found, columns=COLUMNS, dtype="str")
        return table.take(places).set_axis(observations.index)

    @cached_property
    def measures(self) -> set[str]:
        """The measures of which a release at hand has other figures, or a note says something."""
        return {measure for measure, _, _ in {*self.series, *self.figures}}


def of_both(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str]:
    """The status and basis of what is worked out from two figures, each with its status and basis.

    It is provisional if either is, else revised if either is, final if both are, and else not stated. The basis is that of
    the first figure that has the status. Where one has none it has none.

    Examples
    --------
    >>> of_both(("revised", "label"), ("provisional", "note of 2025-09-17"))
    ('provisional', 'note of 2025-09-17')
    >>> of_both(("final", "label"), ("not stated", "")), of_both(("", ""), ("final", "label"))
    (('not stated', ''), ('', ''))
    """
    both = (first, second)
    found = [status for status, _ in both]
    if "" in found:
        return "", ""
    for status in (PROVISIONAL, REVISED):
        if status in found:
            return both[found.index(status)]
    return first if found == [FINAL, FINAL] else (NOT_STATED, "")


def changes_between(before: str, earlier: pd.DataFrame, after: str, later: pd.DataFrame) -> Changes:
    """What a release changed in place.

    Parameters
    ----------
    before, after : str
        The ids of two releases, such as 2025-12-22_1f369c8.
    earlier, later : DataFrame
        Their figures: ``measure, pupil_group, year, area, area_type, value, release, locator``.
    """
    on = [*KEY, "area"]
    both = earlier[[*on, "value"]].merge(later[[*on, "value"]], on=on, suffixes=("", "_later"))
    other = both[(both["value"] - both["value_later"]).abs() > SAME]
    if other.empty:
        return Changes(before, after, {}, {})
    # the few series in which anything differs are laid out: the precision is that of a whole row
    touched = pd.MultiIndex.from_frame(other[KEY[:2]].drop_duplicates())
    few = {
        release: table[pd.MultiIndex.from_frame(table[KEY[:2]]).isin(touched)]
        for release, table in ((before, earlier), (after, later))
    }
    then, now = make_grids(few)
    rows = aligned(then, now)
    close = half_digit(then.la, now.figures(rows))
    moved = {int(row) for step in (-1, 1) for _, row in moved_rows(now, then, step)}
    moved_series = {*then.keys["series"].iloc[sorted(moved)]}
    parts, figures = {}, {}
    columns = np.array([*then.areas, *then.regions, ENGLAND], dtype=object)
    for row in np.flatnonzero(rows >= 0):
        if then.keys["series"][row] in moved_series:
            continue
        was, has = (
            np.concatenate([grid.la[at], grid.region[at], [grid.england[at]]])
            for grid, at in ((then, row), (now, rows[row]))
        )
        changed = np.abs(has - was) > close[row, 0]
        if not changed.any():
            continue
        series, n = (*then.keys.loc[row, KEY[:2]], int(then.keys["year"][row])), len(then.areas)
        there = int((np.isfinite(was) & np.isfinite(has))[:n].sum())
        parts[series] = int(changed[:n].sum()) / there if there else 0.0
        figures[series] = tuple(columns[changed])
    return Changes(before, after, parts, figures)


def statuses_in(
    release: str, releases: Sequence[str], changes: Sequence[Changes], notes: Sequence[Noted] = ()
) -> Statuses:
    """What the releases at hand say of the figures of one of them, by rules 2 to 4.

    Parameters
    ----------
    release : str
        The id of the one.
    releases : sequence of str
        The ids of all, the oldest first.
    changes : sequence of Changes
        From each to the next.
    notes : sequence of Noted
    """
    place = {name: i for i, name in enumerate(releases)}
    here = place[release]
    ends = {note: _end(note, changes, place) for note in notes}
    # which of a note's series the release that ended it revised: any that changed
    of_note = {end.after: note.series for note, end in ends.items() if end}
    series: dict[Series, tuple[str, str]] = {}
    figures: dict[Series, dict[str, tuple[str, str]]] = {}
    for change in changes:  # the latest that came before decides
        if place[change.after] <= here:
            _tell(change, of_note, (REVISED, EARLIER.format(change.before[:10])), series, figures)
    for change in reversed(changes):  # the first that comes after decides
        if place[change.before] >= here:
            _tell(change, of_note, (PROVISIONAL, LATER.format(change.after[:10])), series, figures)
    for note, end in ends.items():
        if place[note.release] <= here and (end is None or here < place[end.after]):
            series |= dict.fromkeys(note.series, (PROVISIONAL, NOTE.format(note.release[:10])))
            figures = {each: told for each, told in figures.items() if each not in note.series}
    return Statuses(series, figures)


def _end(note: Noted, changes: Sequence[Changes], place: Mapping[str, int]) -> Changes | None:
    """The first change after a note that revised one of its series as a whole."""
    later = (change for change in changes if place[change.before] >= place[note.release])
    return next((change for change in later if change.revised() & note.series), None)


def _tell(
    change: Changes,
    of_note: Mapping[str, frozenset[Series]],
    told: tuple[str, str],
    series: dict[Series, tuple[str, str]],
    figures: dict[Series, dict[str, tuple[str, str]]],
) -> None:
    """Enter what a change says, in place of what was entered before of the same figures."""
    whole = change.revised(of_note.get(change.after, frozenset()))
    for each, areas in change.figures.items():
        if each in whole:
            series[each] = told
            figures.pop(each, None)
        else:
            figures[each] = figures.get(each, {}) | dict.fromkeys(areas, told)
