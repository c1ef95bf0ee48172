"""DfE's figures of today as the figures that a claim is checked against."""

from dataclasses import replace

import pandas as pd

from analysis.areas import find_area, load_areas, standing
from analysis.claims.evidence import COMPLEMENTS, Key, Reading, View, complement
from analysis.data import Data, editions
from analysis.measures import format_value
from analysis.tables import ordinal


class National(View):
    """DfE's figures of today. A neighbour average of a transcribed report is left out: its model is another."""

    def __init__(self, data: Data):
        super().__init__()
        self.data, self.n, self._areas = data, data.report_n, load_areas()
        transcribed = {source.id for source in editions().values()}
        rows = data.observations[~data.observations["source"].isin(transcribed)]
        self._rows = rows[rows["value"].notna()]
        self._levels: dict[str, tuple[pd.DataFrame, dict]] = {}
        self._ranks: dict[tuple, pd.DataFrame] = {}
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
        if key.measure not in self._levels:
            rows = self._rows[self._rows["measure"] == key.measure]
            keys = zip(rows["pupil_group"], rows["year"], rows["area"], strict=True)
            self._levels[key.measure] = rows, {about: place for place, about in enumerate(keys)}
        rows, places = self._levels[key.measure]
        place = places.get((key.pupil_group, key.year, key.area))
        if place is None:
            return None
        row = rows.iloc[place]
        decimals = 0 if pd.isna(row.decimals) else int(row.decimals)
        text = format_value(row.value, self.data.measures.loc[key.measure, "unit"], decimals)
        interval = None if pd.isna(row.lower) else (float(row.lower), float(row.upper))
        counts = None if pd.isna(row.numerator) else (int(row.numerator), int(row.denominator))
        value = float(text.replace(",", ""))
        return Reading(value, decimals, text, "national data", interval=interval, counts=counts)

    def table(self, measure: str, pupil_group: str, year: int) -> pd.DataFrame:
        """The ranks of every LA on a measure in a year."""
        rows = self._every_year(measure, pupil_group)
        return rows[rows["year"] == year]

    def _every_year(self, measure: str, pupil_group: str) -> pd.DataFrame:
        if not self._ranks:
            self._ranks = dict(iter(self.data.ranks.groupby(["measure", "pupil_group"])))
        return self._ranks.get((measure, pupil_group), self.data.ranks.iloc[:0])

    def _rank(self, key: Key) -> Reading | None:
        table = self.table(key.measure, key.pupil_group, key.year)
        own = table[table["area"] == key.area]
        if own.empty:
            return None
        row = next(own.itertuples())
        tied = row.tie_last > row.tie_first
        text = f"{ordinal(row.rank, tied)} of {row.n_ranked}"
        missing = tuple(find_area(code).name for code in self._unpublished(key, table))
        n, last = int(row.n_ranked), int(row.tie_last)
        return Reading(float(row.rank), 0, text, "national data", n=n, last=last, unpublished=missing)

    def _unpublished(self, key: Key, table: pd.DataFrame) -> list[str]:
        """LAs without a figure that have had one in another year: they have such pupils, so a place among the LAs."""
        ever = set(self._every_year(key.measure, key.pupil_group)["area"])
        return sorted((ever & set(standing(self._areas, key.year)["code"])) - set(table["area"]))

    def ranks(self, year: int, area: str) -> list[Reading]:
        rows = self.data.ranks[(self.data.ranks["year"] == year) & (self.data.ranks["area"] == area)]
        return [
            Reading(float(row.rank), 0, ordinal(row.rank), "", n=int(row.n_ranked))
            for row in rows.itertuples()
        ]
