"""DfE's figures, of today or of an earlier day, as the figures that a claim is checked against."""

from dataclasses import replace
from functools import cached_property

import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, as_printed, format_value, ordinal
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.publication_status import PROVISIONAL
from analysis.output.page import written
from analysis.report.checks.evidence import COMPLEMENTS, Key, Reading, View, complement
from analysis.report.claims.cases import Case
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.cells import WORD
from analysis.report.rankings.moves import printed_precision

#: What is read of a published figure, and of a rank.
FIGURE = ["value", "decimals", "lower", "upper", "numerator", "denominator"]
RANK = ["rank", "tie_last", "n_ranked"]


class National(View):
    """DfE's figures. A neighbour average of a transcribed report is left out: its model is another.

    ``day`` is the day on which the claims were made, if the figures of ``report`` are those that were public then; empty for
    those of today. ``said`` is what a reason calls the figures.
    """

    def __init__(self, report: IndicatorsChapter, day: str = ""):
        super().__init__()
        self.day = day
        self.said = f"the national data public on {written(day)}" if day else "the national data of today"
        self.report, self.n = report, report.counted_among
        self._found: dict[Key, Reading | None] = {}

    def _look_up(self, key: Key) -> Reading | None:
        if key not in self._found:
            self._found[key] = self._read(key)
        return self._found[key]

    def _read(self, key: Key) -> Reading | None:
        if key.area.startswith("neighbours:") and self.report.paper is not None:
            return None
        if key.measure in COMPLEMENTS and key.kind == "value":
            found = self._level(replace(key, measure=COMPLEMENTS[key.measure]))
            return None if found is None else complement(found)
        measure = COMPLEMENTS.get(key.measure, key.measure)
        if key.kind == "value":
            return self._level(key)
        # a gap to England's other pupils ranks as its own level does, since the other level is the same for all
        return self._rank(replace(key, measure=measure)) if key.kind in ("rank", "gap_rank") else None

    def _level(self, key: Key) -> Reading | None:
        report = self.report
        if key.area in (report.area.code, ENGLAND, report.area.region, report.question.neighbour_average):
            row = self._published(key.area).get((key.measure, key.pupil_group, key.year))
        else:
            row = report.england.once(everyone, key.measure, key.pupil_group).get((key.area, key.year))
        if row is None:
            return None
        decimals = 0 if pd.isna(row.decimals) else int(row.decimals)
        text = format_value(row.value, load_measures().loc[key.measure, "unit"], decimals)
        text += self._provisional(key)
        interval = None if pd.isna(row.lower) else (float(row.lower), float(row.upper))
        counted = pd.notna(row.numerator) and pd.notna(row.denominator)
        counts = (int(row.numerator), int(row.denominator)) if counted else None
        value = as_printed(row.value, decimals)
        return Reading(value, decimals, text, "national data", interval=interval, counts=counts)

    def _provisional(self, key: Key) -> str:
        """What follows a provisional figure, or a rank of one, of the LA and those it is compared with."""
        found = (key.measure, key.pupil_group, key.year, key.area) in self._provisional_keys
        return WORD if found else ""

    @cached_property
    def _provisional_keys(self) -> set[tuple]:
        rows = select(self.report.figures, publication_status=PROVISIONAL)
        return {*rows[[*KEY, "area"]].itertuples(index=False, name=None)}

    def _published(self, area: str) -> dict:
        if area != self.report.question.neighbour_average:
            return self.report.england.once(published, area)
        return _by_key(_with_value(select(self.report.figures, area=area)), KEY, FIGURE)

    def table(self, measure: str, pupil_group: str, year: int) -> pd.DataFrame:
        """The ranks of every LA on a measure in a year."""
        return select(self.report.england.ranks_in(year), measure=measure, pupil_group=pupil_group)

    def _rank(self, key: Key) -> Reading | None:
        about = key.measure, key.pupil_group
        row = self.report.england.once(places, key.area).get((*about, key.year))
        if row is None:
            return None
        rank, last, n = int(row.rank), int(row.tie_last), int(row.n_ranked)
        text = f"{ordinal(rank, last > rank)} of {n}{self._provisional(key)}"
        missing = self.report.england.missing(key.year).get(about, ())
        return Reading(float(rank), 0, text, "national data", n=n, last=last, unpublished=missing)

    def ranks(self, year: int, area: str) -> list[Reading]:
        return readings(select(self.report.england.ranks_in(year), area=area), self.report.england, year)


def readings(rows: pd.DataFrame, england: England, year: int) -> list[Reading]:
    """Ranks of a year as readings, with those that share the place or have no figure; of a printed one neither is known."""
    missing = england.missing(year)
    return [
        Reading(float(row.rank), 0, ordinal(row.rank), "", n=int(row.n_ranked))
        if pd.isna(row.tie_last)
        else Reading(
            float(row.rank), 0, ordinal(row.rank), "", n=int(row.n_ranked), last=int(row.tie_last),
            unpublished=missing.get((row.measure, row.pupil_group), ()),
        )
        for row in rows.itertuples()
    ]  # fmt: skip


def published(england: England, area: str) -> dict:
    """The national figures of an area: measure, pupil group and year to row."""
    return _by_key(_with_value(select(england.published, area=area)), KEY, FIGURE)


def everyone(england: England, measure: str, pupil_group: str) -> dict:
    """The national figures of every area on a measure: area and year to row."""
    rows = _with_value(select(england.published, measure=measure, pupil_group=pupil_group))
    return _by_key(rows, ["area", "year"], FIGURE)


def _with_value(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["value"].notna()]


def places(england: England, area: str) -> dict:
    """The ranks of an LA: measure, pupil group and year to row."""
    return _by_key(select(england.ranks, area=area), KEY, RANK)


def _by_key(rows: pd.DataFrame, key: list[str], columns: list[str]) -> dict:
    keys = rows[key].astype(object).itertuples(index=False, name=None)
    return dict(zip(keys, rows[columns].astype(object).itertuples(index=False), strict=True))


def national_rank(national: National, case: Case, value: float) -> int | None:
    """The place that a value would have among the other LAs' published ones; None without a distribution."""
    key = case.key(kind="rank")
    table = national.table(key.measure, key.pupil_group, key.year)
    others = table.loc[table["area"] != key.area, "value"]
    if others.empty:
        return None
    # rounded as the others are, or the end of an interval would stand below those that print the same
    level = national.find(case.key(kind="value"))
    decimals = None if level is None else printed_precision(table["value"], level.decimals)
    value = as_printed(value, STORED_DECIMALS if decimals is None else decimals)
    better = others < value if case.level_polarity == "low" else others > value
    return 1 + int(better.sum())
