"""How many measures lie in each band, for certain and by places that are open, here and in the median authority."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.measures import of_all_pupils
from analysis.catalogue.observations import KEY, select
from analysis.data.cohort_sizes import about, cohort_sizes
from analysis.data.england import England
from analysis.data.local_figures import LocalFigures
from analysis.data.one_result import counted_once
from analysis.data.open_places import lies_in, open_places
from analysis.data.ranking import CITY_AND_SCILLY, last_place

#: The parts of the ranking that are counted, from and to in per cent.
PARTS = {"top 10%": (0, 10), "top 20%": (0, 20), "bottom half": (50, 100)}
#: With fewer pupils in a year group than this, an authority's counts of bands are not given without that: one pupil is
#: then worth 0.2 points or more, which on many measures is a place or several.
SMALL_AUTHORITY = 500
#: Measures of a whole year group, in the order in which they are asked.
YEAR_GROUPS = ("ks2_rwm_expected", "eyfs_gld", "phonics_year1_expected", "ks4_attainment8")
UNKNOWN_SIZE = "very few"


@dataclass(frozen=True)
class BandCounts:
    """Of so many measures, how many lie in each of ``PARTS``: ``certain``, and ``open`` by places that are not certain.

    ``median`` is the share, in per cent, that lies there for certain in the median authority, of the same measures.
    """

    rows: pd.DataFrame
    certain: dict[str, int]
    open: dict[str, int]
    median: dict[str, float]


def band_counts(table: pd.DataFrame, report: LocalFigures) -> BandCounts:
    """The counts of the ranked measures of all pupils among the rows of rankings.csv, each result counted once."""
    rows = counted(table, report)
    certain, by_rank = {}, {}
    for name, (start, end) in PARTS.items():
        certain[name] = int(certainly_in(rows, rows["band_n"], start, end).sum())
        by_rank[name] = int(_in(rows["rank"], rows["band_n"], start, end).sum())
    return BandCounts(
        rows,
        certain,
        {name: by_rank[name] - certain[name] for name in PARTS},
        medians(rows, report),
    )


def counted(table: pd.DataFrame, report: LocalFigures) -> pd.DataFrame:
    """The ranked measures of all pupils, without those that say once more what another says."""
    return counted_once(table[table["rank"].notna() & of_all_pupils(table)], report.england, report.year)


def _in(place: pd.Series, n: pd.Series, start: int, end: int) -> pd.Series:
    return (place > last_place(start, n)) & (place <= last_place(end, n))


def certainly_in(rows: pd.DataFrame, n: pd.Series, start: int, end: int) -> pd.Series:
    """Whether every place that ties and authorities without a figure leave open lies in a part of the ranking."""
    most = n + rows["unpublished"].fillna(0) if "unpublished" in rows else n + rows["not_published"].fillna(0)
    # chance widens open_first and open_last of the data file, not of the rows that are counted
    inside = lies_in(rows["open_first"], rows["open_last"], n, start, end, most)
    return inside.fillna(False).astype(bool)


def bands_of_all(england: England, year: int) -> pd.DataFrame:
    """Which of ``PARTS`` each LA lies in for certain on each measure of all pupils: ``measure, area`` and a column each."""
    rows = england.once(open_places, year)
    rows = rows[of_all_pupils(rows)]
    once = counted_once(rows.drop_duplicates(KEY), england, year)
    rows = select(rows, measure=set(once["measure"]))
    parts = {name: certainly_in(rows, rows["n_ranked"], *ends) for name, ends in PARTS.items()}
    return rows[["measure", "area"]].assign(**parts)


def medians(rows: pd.DataFrame, report: LocalFigures) -> dict[str, float]:
    """The share of the rows' measures in each part, in per cent, of the LA in the middle; those with half of them count."""
    measures = set(rows["measure"])
    every = select(report.england.once(bands_of_all, report.year), measure=measures)
    if every.empty:
        return {}
    sizes = every.groupby("area").size()
    shares = 100 * every.groupby("area")[list(PARTS)].mean()[sizes >= len(measures) / 2]
    return {name: float(np.median(shares[name])) for name in PARTS} if len(shares) else {}


def small_authority(report: LocalFigures) -> str:
    """About how many pupils a year group has, in words, where they are so few that a few decide a band; empty elsewhere.

    City of London and Isles of Scilly are small whether or not the number of their pupils can be said.
    """
    size = year_group(report)
    if size is None:
        return UNKNOWN_SIZE if report.area.code in CITY_AND_SCILLY else ""
    return about(*size) if report.area.code in CITY_AND_SCILLY or size[0] < SMALL_AUTHORITY else ""


def year_group(report: LocalFigures) -> tuple[float, float] | None:
    """The number of pupils of a year group and its error, by `analysis.data.cohort_sizes`, in the nearest year; None if unknown."""
    own = select(report.england.once(cohort_sizes), area=report.area.code, pupil_group="all")
    for measure in YEAR_GROUPS:
        rows = select(own, measure=measure)
        if len(rows):
            nearest = rows.loc[(rows["year"] - report.year).abs().idxmin()]
            return float(nearest["pupils"]), float(nearest["error"])
    return None
