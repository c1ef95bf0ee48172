"""How much the ranks of each measure and pupil group are worth, from all years up to a report's."""

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings
from analysis.catalogue.measures import title
from analysis.data.england import England
from analysis.data.panel import SERIES, panel
from analysis.data.ranking import last_place
from analysis.statistics.reliability import FEWEST_IN_BOTH, NOT_KNOWN, POOR, rank_correlation, steadiness

#: A move of so many places is counted apart.
FURTHEST, TOP = 15, 10


class Reliability(Columns):
    """One row for each measure and pupil group: what the ranks of all local authorities did from one year to the next, in the years up to the report's."""

    class Config:
        name = "reliability.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    title: str = pa.Field(description=meanings.TITLE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    pairs: int = pa.Field(
        description="How many pairs of years, one after the other, without a break between."
    )
    correlation: float = pa.Field(
        nullable=True,
        description="Spearman's correlation of the ranks of the two years, the mean of the pairs.",
    )
    stay_top_10: float = pa.Field(
        nullable=True,
        description="The share of those in the top 10% that were there the year after too, from 0 to 1.",
    )
    typical_move: float = pa.Field(
        nullable=True, description="The median number of places that a rank moved in a year."
    )
    places_15: float = pa.Field(
        nullable=True, description="The share of ranks that moved 15 places or more in a year, from 0 to 1."
    )
    word: str = pa.Field(
        description="What that makes of the ranks: steady (a correlation of 0.9 or more), fair (0.7 or more), poor, or not known (fewer than two pairs of years)."
    )
    first_year: pd.Int64Dtype = pa.Field(nullable=True, description="The first year of the pairs.")
    last_year: pd.Int64Dtype = pa.Field(nullable=True, description="The last year of the pairs.")


def reliability(england: England, year: int) -> pd.DataFrame:
    """The columns of ``Reliability``, of every series ranked up to a year; for ``England.once``."""
    known = england.once(panel, year)
    found = [_pair(known, each) for each in known.years[1:]]
    pairs = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["series"])
    names = known.keys.groupby(known.series)[SERIES].first()
    if pairs.empty:
        return Reliability.empty()
    by = pairs.groupby("series")
    sums = by[["stayed", "top", "far", "moved"]].sum().reindex(names.index)
    moves = pd.concat(pairs["moves"].map(pd.Series).to_list(), keys=pairs["series"])
    rows = names.assign(
        title=[title(*key) for key in names.itertuples(index=False)],
        pairs=by.size().reindex(names.index).fillna(0).astype("int64"),
        correlation=by["correlation"].mean().reindex(names.index),
        stay_top_10=sums["stayed"] / sums["top"].where(sums["top"] > 0),
        typical_move=moves.groupby(level=0).median().reindex(names.index),
        places_15=sums["far"] / sums["moved"].where(sums["moved"] > 0),
        first_year=(by["year"].min() - 1).reindex(names.index).astype("Int64"),
        last_year=by["year"].max().reindex(names.index).astype("Int64"),
    )
    rows["word"] = [steadiness(row.correlation, row.pairs) for row in rows.itertuples()]
    return rows.reset_index(drop=True)[Reliability.names()]


def _pair(known, year: int) -> pd.DataFrame:
    """What the ranks of each series did from the year before to a year; series with few LAs in both are left out."""
    now, before = known.of(known.rank, year), known.of(known.rank, year, 1)
    n, n_before = known.of(known.ranked, year), known.of(known.ranked, year, 1)
    both = np.flatnonzero(np.isfinite(now) & np.isfinite(before))
    rows = []
    for series, at in pd.Series(both).groupby(known.series[both]):
        own = at.to_numpy()
        if len(own) < FEWEST_IN_BOTH:
            continue
        moves = np.abs(now[own] - before[own])
        top = before[own] <= last_place(TOP, n_before[own])
        rows.append(
            {
                "series": series,
                "year": year,
                "correlation": rank_correlation(before[own], now[own]),
                "top": int(top.sum()),
                "stayed": int((now[own] <= last_place(TOP, n[own]))[top].sum()),
                "moved": len(own),
                "far": int((moves >= FURTHEST).sum()),
                "moves": moves,
            }
        )
    return pd.DataFrame(rows)


def poor_series(england: England, year: int) -> frozenset[tuple[str, str]]:
    """The measures and pupil groups whose ranks are poor guides, by what is known in a year; for ``England.once``."""
    rows = england.once(reliability, year)
    rows = rows[rows["word"] == POOR]
    return frozenset(rows[SERIES].itertuples(index=False, name=None))


def words_of(england: England, year: int, rows: pd.DataFrame) -> pd.Series:
    """The word for the ranks of each row's measure and pupil group; "not known" where nothing is."""
    known = england.once(reliability, year).set_index(SERIES)["word"]
    keys = rows[SERIES].itertuples(index=False, name=None)
    return pd.Series([known.get(key, NOT_KNOWN) for key in keys], index=rows.index, dtype="str")
