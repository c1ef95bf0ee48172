"""The figures that a claim is checked against: a report's own printings of a figure, and the national data.

Both answer the same questions (``level``, ``rank``, ``gap``, ``label``), so that a rule is written once. A figure
that a report prints in several places with different digits is read in each of them.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.basics.numbers import format_value, stored
from analysis.catalogue.areas import COUNTED_AMONG, ENGLAND
from analysis.data.open_places import lies_in, places_open
from analysis.report.checks.chapter import ChecksChapter
from analysis.report.checks.rules import PLACE

#: The table of a report's indicators: it repeats figures of the others, so it is evidence only where they have none.
ANNEX = "annex-a"
#: Measures that are another one turned round: the value is 100 less the other's, the rank the other's.
COMPLEMENTS = {"attendance_primary": "absence_primary"}
#: Figures that are one level less another.
GAPS = ("gap", "own_gap")


@dataclass(frozen=True)
class Reading:
    """One figure as one place has it. ``text`` is as printed; ranks carry what else is known of them."""

    value: float
    decimals: int
    text: str
    place: str
    line: int = 0
    n: int | None = None
    last: int | None = None
    unpublished: tuple[str, ...] = ()
    interval: tuple[float, float] | None = None
    counts: tuple[int, int] | None = None
    annex: bool = False
    #: Why a check of the printed tables calls the figure wrong; empty if none does.
    doubt: str = ""

    def open_places(self, rank: int) -> tuple[int, int, str]:
        """The places that a rank may stand for, if this is the rank as it is recomputed, and why."""
        first = int(self.value)
        return places_open(rank, first, first if self.last is None else int(self.last), self.unpublished)

    def __str__(self) -> str:
        return f"{self.text} ({self.place})" if self.place else self.text


@dataclass(frozen=True)
class Key:
    """What a figure is of. ``kind`` is value, rank, gap, own_gap, gap_rank or label.

    A ``gap`` is to the comparison group in ``other_area`` (England, if empty), an ``own_gap`` to the one in the same area;
    without a comparison group it is to the same pupils.
    """

    kind: str
    measure: str
    pupil_group: str
    year: int
    area: str
    comparison_group: str = ""
    other_area: str = ""

    @property
    def levels(self) -> tuple["Key", "Key"]:
        """Of a gap, the two figures that it lies between."""
        own = replace(self, kind="value", comparison_group="", other_area="")
        where = self.area if self.kind == "own_gap" else self.other_area or ENGLAND
        return own, replace(own, pupil_group=self.comparison_group or self.pupil_group, area=where)


class View:
    """One way of reading the figures: ``find`` gives the reading of a key, or None; ``used`` is what was asked for."""

    n: int | None = None

    def __init__(self):
        self.used: dict[Key, Reading] = {}

    def find(self, key: Key) -> Reading | None:
        found = self._look_up(key)
        if found is not None:
            self.used[key] = found
        return found

    def _look_up(self, key: Key) -> Reading | None:
        raise NotImplementedError

    def ranks(self, year: int, area: str) -> list[Reading]:
        """Every rank of an area in a year, each measure and group once."""
        raise NotImplementedError

    def counted_among(self, rank: Reading) -> int:
        """The number of LAs that the places of a band are counted among."""
        return self.n or rank.n or COUNTED_AMONG

    def certainly_in(self, rank: Reading, start: int, end: int) -> bool:
        """Whether a rank lies in a part of the ranking, in per cent, whatever ties and LAs without a figure leave open."""
        first, last, _ = rank.open_places(int(rank.value))
        n = self.counted_among(rank)
        return lies_in(first, last, n, start, end, self.at_most(rank))

    def at_most(self, rank: Reading) -> int:
        """How many LAs the places of a band would be counted among if all had a figure."""
        return self.counted_among(rank) + (0 if self.n else len(rank.unpublished))

    def figure(self, key: Key) -> Reading | None:
        """The reading of a key; a gap, where it is not printed, from its two levels."""
        found = self.find(key)
        if found is not None or key.kind not in GAPS:
            return found
        own, other = (self.find(level) for level in key.levels)
        if own is None or other is None:
            return None
        coarse, fine = sorted((own.decimals, other.decimals))
        gap = stored(own.value - other.value)
        return Reading(gap, coarse, format_value(gap, "score", fine), f"{own.text} less {other.text}")


@dataclass
class Printings:
    """Every figure of a transcribed report by key, in the order of print."""

    by_key: dict[Key, list[Reading]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, report: ChecksChapter) -> "Printings":
        printings = cls()
        own = printings.by_key
        turned: dict[Key, list[Reading]] = {}
        doubts = report.doubtful
        for row in report.printed.figures.itertuples():
            if pd.isna(row.value) and row.kind != "label":
                continue
            where = row.row_label if row.table == ANNEX else row.table
            place = f"{where} L{row.line}"
            decimals = 0 if pd.isna(row.decimals) else int(row.decimals)
            group = row.comparison_group if row.kind in ("gap", "gap_rank") else ""
            key = Key(row.kind, row.measure, row.pupil_group, int(row.year), row.area, group)
            value = float("nan") if pd.isna(row.value) else float(row.value)
            text, annex = row.printed.removesuffix("%"), row.table == ANNEX
            doubt = doubts.get(tuple(getattr(row, name) for name in PLACE), "")
            own[key].append(Reading(value, decimals, text, place, int(row.line), annex=annex, doubt=doubt))
        for measure, other in COMPLEMENTS.items():
            turned |= {
                replace(key, measure=measure): readings
                for key, readings in own.items()
                if key.measure == other
            }
        for key, readings in turned.items():
            own[key] += [complement(reading) if key.kind == "value" else reading for reading in readings]
        for readings in own.values():
            readings.sort(key=lambda reading: reading.annex)
        return printings


def complement(reading: Reading) -> Reading:
    """The figure of the measure that is the other one turned round."""
    value = stored(100 - reading.value)
    text = format_value(value, "score", reading.decimals)
    return replace(reading, value=value, text=text, place=f"100 less {reading.text}, {reading.place}")


class Papers(View):
    """A report's own figures: of several printings the first, or that of a preferred place.

    ``own_line`` is the line on which the claim itself stands: a figure printed there is no evidence for itself.
    """

    def __init__(self, printings: Printings, n: int | None, own_line: int = 0, prefer: str = ""):
        super().__init__()
        self.printings, self.n, self.own_line, self.prefer = printings, n, own_line, prefer

    def all(self, key: Key) -> list[Reading]:
        return [
            reading
            for reading in self.printings.by_key.get(key, [])
            if reading.line != self.own_line or not reading.line
        ]

    def _look_up(self, key: Key) -> Reading | None:
        readings = self.all(key)
        return next(
            (reading for reading in readings if reading.place == self.prefer), next(iter(readings), None)
        )

    def filled(self, national: View) -> View:
        """These figures, and the national ones where there are none."""
        return Filled(self, national)

    def others(self) -> list["Papers"]:
        """The same figures as every other table has them that prints one of those used with other digits."""
        places = {
            reading.place
            for key, used in self.used.items()
            for reading in self.all(key)
            if reading.value != used.value and reading.annex <= used.annex
        }
        return [Papers(self.printings, self.n, self.own_line, place) for place in sorted(places)]

    def ranks(self, year: int, area: str) -> list[Reading]:
        """As `View.ranks`, of those that the report prints."""
        keys = [
            key for key in self.printings.by_key if (key.kind, key.year, key.area) == ("rank", year, area)
        ]
        return [self.printings.by_key[key][0] for key in keys if key.measure not in COMPLEMENTS]


class Filled(View):
    """A report's figures with the national ones where it has none."""

    def __init__(self, papers: Papers, national: View):
        super().__init__()
        self.papers, self.national, self.n = papers, national, papers.n

    def _look_up(self, key: Key) -> Reading | None:
        return self.papers.find(key) or self.national.find(key)

    def ranks(self, year: int, area: str) -> list[Reading]:
        return self.papers.ranks(year, area) or self.national.ranks(year, area)
