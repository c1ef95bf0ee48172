"""Every series of every local authority, years side by side, up to a report's year and no further.

What is found from it (how much ranks are worth, what is likely to hold, what has moved) may be used in a report on that
year, and in a test of what such a report would have said: nothing later is in it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.data.england import England
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.statistics.reliability import normal_scores

SERIES = KEY[:2]


@dataclass(frozen=True, eq=False)
class Panel:
    """Arrays with a row for each measure, pupil group and LA (``keys``) and a column for each of ``years``.

    ``worth`` is the figure less the median of all LAs in that year, in the measure's unit, turned so that more is better;
    ``score`` the normal score of the rank (``normal_scores``); ``rank`` the rank, ``last`` the last place that shares it and
    ``ranked`` how many are ranked: all missing where there is no figure. ``segment`` rises at each break in the series, and
    ``series`` numbers the measures and groups. City of London and Isles of Scilly are among those ranked but have no rows.
    """

    keys: pd.DataFrame
    years: tuple[int, ...]
    worth: np.ndarray
    score: np.ndarray
    rank: np.ndarray
    last: np.ndarray
    ranked: np.ndarray
    segment: np.ndarray
    series: np.ndarray

    def of(self, values: np.ndarray, year: int, back: int = 0) -> np.ndarray:
        """A column of ``values`` so many years before a year; missing where there is none, or across a break."""
        missing = np.full(len(self.keys), np.nan)
        if year not in self.years or year - back not in self.years:
            return missing
        now, then = self.years.index(year), self.years.index(year - back)
        return np.where(self.segment[:, now] == self.segment[:, then], values[:, then], missing)


def panel(england: England, year: int) -> Panel:
    """The panel of all ranked figures up to a year; for ``England.once``."""
    rows = england.ranks
    rows = rows[(rows["year"] <= year) & ~rows["area"].isin(CITY_AND_SCILLY)]
    # every year that is between has a column, so that a step of one column is a year
    years = tuple(range(int(rows["year"].min()), year + 1)) if len(rows) else ()
    there = [standing(load_areas(), each)[["code"]].assign(year=each) for each in years]
    if there:
        rows = rows.merge(pd.concat(there).rename(columns={"code": "area"}), on=["area", "year"])
    measures = load_measures()
    better = np.where(rows["measure"].map(measures["polarity"]) == "high", 1.0, -1.0)
    middle = rows.groupby([*SERIES, "year"])["value"].transform("median")
    rows = rows.assign(
        worth=(rows["value"] - middle) * better,
        score=normal_scores(*(rows[name].astype(float) for name in ("tie_first", "tie_last", "n_ranked"))),
    )
    keys = rows[[*SERIES, "area"]].drop_duplicates().sort_values([*SERIES, "area"], ignore_index=True)
    at = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows[[*SERIES, "area"]]))
    column = rows["year"].to_numpy(dtype=int) - (years[0] if years else 0)

    def wide(name: str) -> np.ndarray:
        found = np.full((len(keys), len(years)), np.nan)
        found[at, column] = rows[name].to_numpy(dtype=float)
        return found

    breaks = keys["measure"].map(measures["break_after"])
    segment = np.array([[sum(each > last for last in own) for each in years] for own in breaks])
    series = keys.groupby(SERIES, sort=False).ngroup().to_numpy()
    worth, score, rank, last, ranked = map(wide, ("worth", "score", "rank", "tie_last", "n_ranked"))
    segment = segment.reshape(len(keys), len(years)).astype(int)
    return Panel(keys, years, worth, score, rank, last, ranked, segment, series)
