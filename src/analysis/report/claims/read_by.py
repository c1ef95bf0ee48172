"""The national data as another reading of a statement has them: unrounded, with a mean in place of an average, ranked otherwise."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, as_printed, format_value, ordinal, rounded
from analysis.catalogue.areas import find_area
from analysis.catalogue.measures import load_measures
from analysis.data.england import England
from analysis.report.checks.evidence import COMPLEMENTS, Key, Reading
from analysis.report.claims.members import authorities_of
from analysis.report.claims.national import National, everyone
from analysis.statistics.specifications import tied_places

#: What may stand for the average of an area's local authorities.
STATISTICS = {"mean": np.mean, "median": np.median}
#: So many decimals more than it is printed with an unrounded figure is read with.
MORE_DECIMALS = 2


@dataclass(frozen=True)
class Way:
    """How the national data are read; empty for as the engine reads them.

    ``exact`` : figures unrounded, with two decimals more, where more is known than is printed. ``statistic`` : mean or median of the
    members of ``of`` in place of its own figure; ``members`` are theirs, if ``of`` is no area. ``places`` : the
    place that a rank is taken to stand for. ``worst`` : of every rank the worst place that it may stand for. ``n`` : how many
    LAs a band is counted among. ``displayed`` : ranked by the figures as they are printed. ``without`` : LAs left out of the ranking.
    """

    exact: bool = False
    statistic: str = ""
    of: str = ""
    members: tuple[str, ...] = ()
    places: dict[Key, int] = field(default_factory=dict)
    worst: bool = False
    n: int | None = None
    displayed: bool = False
    without: tuple[str, ...] = ()


class ReadBy(National):
    """The figures of a view of the national data, read in a way."""

    def __init__(self, base: National, way: Way):
        super().__init__(base.report, base.day)
        self.base, self.way = base, way
        self.n = base.n if way.n is None else way.n

    def _read(self, key: Key) -> Reading | None:
        way = self.way
        if key.kind == "value" and way.statistic and key.area == way.of:
            return self._average(key)
        found = self.base.find(key)
        if found is None:
            return None
        if key in way.places:
            return at_place(found, way.places[key])
        if key.kind in ("rank", "gap_rank") and (way.displayed or way.without):
            return self._ranked(key, found)
        return self._exact(key, found) if way.exact and key.kind == "value" else found

    def ranks(self, year: int, area: str) -> list[Reading]:
        found = self.base.ranks(year, area)
        if not self.way.worst:
            return found
        return [at_place(rank, rank.open_places(int(rank.value))[1]) for rank in found]

    def _exact(self, key: Key, found: Reading) -> Reading:
        """A figure with more decimals, where the data have them; else as it is printed."""
        measure = COMPLEMENTS.get(key.measure, key.measure)
        value = self._stored(replace(key, measure=measure))
        if value is None:
            return found
        value = 100 - value if measure != key.measure else value
        decimals = found.decimals + MORE_DECIMALS
        value = as_printed(value, decimals)
        if value == found.value:
            return found
        text = format_value(value, load_measures().loc[measure, "unit"], decimals)
        return replace(found, value=value, decimals=decimals, text=text)

    def _stored(self, key: Key) -> float | None:
        """A figure as it is stored; of the statistical neighbours the mean of theirs."""
        about = (key.measure, key.pupil_group, key.year)
        question = self.report.question
        if key.area == question.neighbour_average:
            found = self.report.england.once(member_figures, key.area, *about, question.neighbours)
            return float(np.mean([figure.stored for figure in found])) if found else None
        row = self.report.england.once(everyone, *about[:2]).get((key.area, key.year))
        return None if row is None else float(row.value)

    def _average(self, key: Key) -> Reading | None:
        """The mean or median of the local authorities that have a figure, with one decimal more than their own, two at most."""
        measure, way = COMPLEMENTS.get(key.measure, key.measure), self.way
        about = (measure, key.pupil_group, key.year)
        found = self.report.england.once(member_figures, key.area, *about, way.members)
        if not found:
            return None
        statistic, turned = STATISTICS[way.statistic], measure != key.measure
        printed = float(statistic([figure.printed for figure in found]))
        decimals = min(max(figure.decimals for figure in found) + 1, 2)
        value = as_printed(100 - printed if turned else printed, decimals)
        if way.exact:
            stored = float(statistic([figure.stored for figure in found]))
            exact = as_printed(100 - stored if turned else stored, decimals + MORE_DECIMALS)
            value, decimals = (value, decimals) if exact == value else (exact, decimals + MORE_DECIMALS)
        text = format_value(value, load_measures().loc[measure, "unit"], decimals)
        place = f"{way.statistic} of {len(found)} local authorities, national data"
        return Reading(value, decimals, text, place)

    def _ranked(self, key: Key, found: Reading) -> Reading:
        """The rank as it is among other LAs, or by other digits."""
        measure = COMPLEMENTS.get(key.measure, key.measure)
        rows = self.table(measure, key.pupil_group, key.year)
        rows = rows[~rows["area"].isin(self.way.without)]
        level = self.base.find(replace(key, kind="value", comparison_group=""))
        decimals = level.decimals if self.way.displayed and level is not None else STORED_DECIMALS
        printed = rounded(rows["value"], pd.Series(decimals, index=rows.index))
        values = dict(zip(rows["area"], printed.tolist(), strict=True))
        if key.area not in values:
            return found
        own = values.pop(key.area)
        low = load_measures().loc[measure, "polarity"] == "low"
        first, last = tied_places(own, list(values.values()), low)
        n = len(values) + 1
        unpublished = tuple(
            name for name in found.unpublished if find_area(name).code not in self.way.without
        )
        text = f"{ordinal(first, last > first)} of {n}"
        return replace(found, value=float(first), last=last, n=n, text=text, unpublished=unpublished)


def at_place(rank: Reading, place: int) -> Reading:
    """A rank that is taken to stand for one place, and no other."""
    return replace(rank, value=float(place), last=place, unpublished=(), text=ordinal(place))


class Figure(NamedTuple):
    """A figure of one local authority: as it is printed, as it is stored, and the decimals that it is printed with."""

    printed: float
    stored: float
    decimals: int


def member_figures(
    england: England, code: str, measure: str, pupil_group: str, year: int, members: tuple[str, ...]
) -> list[Figure]:
    """The figures of the local authorities of an area that have one; of ``members``, by code, if any are given."""
    rows = england.once(everyone, measure, pupil_group)
    codes = members or tuple(england.once(authorities_of, code, year, measure, pupil_group))
    found = [row for each in codes if (row := rows.get((each, year))) is not None]
    decimals = [0 if pd.isna(row.decimals) else int(row.decimals) for row in found]
    return [
        Figure(as_printed(row.value, digits), float(row.value), digits)
        for row, digits in zip(found, decimals, strict=True)
    ]
