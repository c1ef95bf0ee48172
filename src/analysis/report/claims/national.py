"""DfE's figures of today as the figures that a claim is checked against."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import as_printed, format_value, ordinal
from analysis.catalogue.manifest import editions
from analysis.catalogue.observations import select
from analysis.data.england import missing_in, ranks_in
from analysis.data.kept import once
from analysis.data.question import ENGLAND, Data
from analysis.data.ranking import KEY
from analysis.report.checks.evidence import COMPLEMENTS, Key, Reading, View, complement

#: What is read of a published figure, and of a rank.
FIGURE = ["value", "decimals", "lower", "upper", "numerator", "denominator"]
RANK = ["rank", "tie_last", "n_ranked"]


class National(View):
    """DfE's figures of today. A neighbour average of a transcribed report is left out: its model is another."""

    def __init__(self, data: Data):
        super().__init__()
        self.data, self.n = data, data.report_n
        self._found: dict[Key, Reading | None] = {}

    def _look_up(self, key: Key) -> Reading | None:
        if key not in self._found:
            self._found[key] = self._read(key)
        return self._found[key]

    def _read(self, key: Key) -> Reading | None:
        if key.area.startswith("neighbours:") and self.data.edition is not None:
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
        data = self.data
        if key.area in (data.area.code, ENGLAND, data.area.region, data.neighbours):
            row = published(data, key.area).get((key.measure, key.pupil_group, key.year))
        else:
            row = everyone(data, key.measure, key.pupil_group).get((key.area, key.year))
        if row is None:
            return None
        decimals = 0 if pd.isna(row.decimals) else int(row.decimals)
        text = format_value(row.value, self.data.measures.loc[key.measure, "unit"], decimals)
        interval = None if pd.isna(row.lower) else (float(row.lower), float(row.upper))
        counted = pd.notna(row.numerator) and pd.notna(row.denominator)
        counts = (int(row.numerator), int(row.denominator)) if counted else None
        value = as_printed(row.value, decimals)
        return Reading(value, decimals, text, "national data", interval=interval, counts=counts)

    def table(self, measure: str, pupil_group: str, year: int) -> pd.DataFrame:
        """The ranks of every LA on a measure in a year."""
        return select(ranks_in(self.data, year), measure=measure, pupil_group=pupil_group)

    def _rank(self, key: Key) -> Reading | None:
        about = key.measure, key.pupil_group
        row = places(self.data, key.area).get((*about, key.year))
        if row is None:
            return None
        rank, last, n = int(row.rank), int(row.tie_last), int(row.n_ranked)
        text = f"{ordinal(rank, last > rank)} of {n}"
        missing = missing_in(self.data, key.year).get(about, ())
        return Reading(float(rank), 0, text, "national data", n=n, last=last, unpublished=missing)

    def ranks(self, year: int, area: str) -> list[Reading]:
        rows = self.data.ranks[(self.data.ranks["year"] == year) & (self.data.ranks["area"] == area)]
        return [
            Reading(float(row.rank), 0, ordinal(row.rank), "", n=int(row.n_ranked))
            for row in rows.itertuples()
        ]


@once
def published(data: Data, area: str) -> dict:
    """The national figures of an area: measure, pupil group and year to row."""
    return _by_key(_national(select(data.observations, area=area)), KEY, FIGURE)


@once
def everyone(data: Data, measure: str, pupil_group: str) -> dict:
    """The national figures of every area on a measure: area and year to row."""
    rows = _national(select(data.observations, measure=measure, pupil_group=pupil_group))
    return _by_key(rows, ["area", "year"], FIGURE)


def _national(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a figure that no transcribed report supplies."""
    transcribed = {source.id for source in editions().values()}
    return rows[~rows["source"].isin(transcribed) & rows["value"].notna()]


@once
def places(data: Data, area: str) -> dict:
    """The ranks of an LA: measure, pupil group and year to row."""
    return _by_key(select(data.ranks, area=area), KEY, RANK)


def _by_key(rows: pd.DataFrame, key: list[str], columns: list[str]) -> dict:
    keys = rows[key].astype(object).itertuples(index=False, name=None)
    return dict(zip(keys, rows[columns].astype(object).itertuples(index=False), strict=True))
