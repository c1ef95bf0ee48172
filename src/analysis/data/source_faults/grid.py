"""One release laid out for comparing: a row for each measure, pupil group and year, a column for each area."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND, load_areas
from analysis.catalogue.measures import load_measures

SERIES = ["measure", "pupil_group"]
KEY = [*SERIES, "year"]
#: Two figures that differ by less are the same: what a file stores is rounded to at most six decimals.
SAME = 1e-7


@dataclass(frozen=True, eq=False)
class Grid:
    """The figures of one release.

    ``keys`` has a row for each measure, pupil group and year with a figure: those three, ``series`` (a number for each
    measure and group), ``unit`` and ``label`` (what the publisher calls the figures). ``la`` has a row for each of
    these and a column for each of ``areas`` in the order of the file; ``region`` and ``england`` likewise. A figure
    that is not there is NaN.
    """

    release: str
    keys: pd.DataFrame
    areas: np.ndarray
    regions: np.ndarray
    la: np.ndarray
    region: np.ndarray
    england: np.ndarray

    @cached_property
    def row_of(self) -> dict[tuple[int, int], int]:
        """The row of a series and year."""
        pairs = zip(self.keys["series"], self.keys["year"], strict=True)
        return {(int(series), int(year)): row for row, (series, year) in enumerate(pairs)}

    @cached_property
    def counts(self) -> np.ndarray:
        """How many LAs have a figure, by row."""
        return np.isfinite(self.la).sum(axis=1)

    def at(self, years: int) -> np.ndarray:
        """For each row that of its series so many years later (earlier if negative); -1 if there is none."""
        return np.array(
            [
                self.row_of.get((series, year + years), -1)
                for series, year in zip(self.keys["series"], self.keys["year"], strict=True)
            ],
            dtype="int64",
        )

    def figures(self, rows: np.ndarray) -> np.ndarray:
        """LAs' figures of these rows; NaN for a row of -1."""
        return np.where((rows >= 0)[:, None], self.la[rows], np.nan)


def make_grid(release: str, observations: pd.DataFrame) -> Grid:
    """Lay one release's observations out."""
    rows = observations[observations["value"].notna() & (observations["area_type"] != "neighbours")]
    number, keys = _numbered(rows)
    areas, regions = _areas(rows, number)
    keys["series"] = keys.groupby(SERIES).ngroup()
    keys["unit"] = keys["measure"].map(load_measures()["unit"]).fillna("").astype(str)
    labels = np.full(len(keys), "", dtype=object)
    labels[number] = rows["release"].to_numpy(dtype=object)
    keys["label"] = labels
    columns = {code: place for place, code in enumerate([ENGLAND, *regions, *areas])}
    table = np.full((len(keys), len(columns)), np.nan)
    table[number, rows["area"].map(columns).to_numpy()] = rows["value"].to_numpy()
    split = 1 + len(regions)
    return Grid(release, keys, areas, regions, table[:, split:], table[:, 1:split], table[:, 0])


def _numbered(rows: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """The number of each row's measure, group and year, and what each number stands for, in order."""
    codes, names = zip(*(rows[column].factorize(sort=True) for column in KEY), strict=True)
    sizes = tuple(len(uniques) for uniques in names)
    found, number = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True)
    places = np.unravel_index(found, sizes)
    return number, pd.DataFrame({column: np.asarray(names[i])[places[i]] for i, column in enumerate(KEY)})


def _areas(rows: pd.DataFrame, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """LAs in the order in which they follow one another in the file, and regions by their codes."""
    la = (rows["area_type"] == "la").to_numpy()
    line = pd.to_numeric(rows["locator"].str.removeprefix("row "), errors="coerce").fillna(0)[la]
    # a line of the file means nothing across series; how far it is from the first of its series and year does
    start = line.groupby(number[la]).transform("min")
    order = (line - start).groupby(rows["area"][la]).median().sort_values(kind="stable")
    regions = rows["area"][(rows["area_type"] == "region").to_numpy()].unique()
    return order.index.to_numpy(dtype=object), np.sort(regions.astype(object))


def aligned(grid: Grid, other: Grid) -> np.ndarray:
    """For each row of ``grid`` the row of the same measure, group and year in ``other``, or -1."""
    there = pd.MultiIndex.from_frame(other.keys[KEY])
    return there.get_indexer(pd.MultiIndex.from_frame(grid.keys[KEY]))


def in_columns_of(grid: Grid, other: Grid) -> Grid:
    """``other`` with its LAs and regions in the order of ``grid``, so that columns can be compared."""

    def arranged(figures: np.ndarray, theirs: np.ndarray, ours: np.ndarray) -> np.ndarray:
        place = pd.Index(theirs).get_indexer(pd.Index(ours))
        return np.where(place >= 0, figures[:, place], np.nan)

    la = arranged(other.la, other.areas, grid.areas)
    region = arranged(other.region, other.regions, grid.regions)
    return Grid(other.release, other.keys, grid.areas, grid.regions, la, region, other.england)


def make_grids(releases: Mapping[str, pd.DataFrame]) -> list[Grid]:
    """A grid for each release, in their order, all with the areas of the last."""
    grids = [make_grid(release, observations) for release, observations in releases.items()]
    return [in_columns_of(grids[-1], grid) for grid in grids[:-1]] + grids[-1:]


def members(grid: Grid) -> np.ndarray:
    """Which LAs belong to which region or part of London: a row for each region, a column for each LA."""
    table = load_areas().set_index("code").reindex(grid.areas)
    rows = [((table["region"] == code) | (table["parent"] == code)).to_numpy() for code in grid.regions]
    return np.array(rows, dtype=bool).reshape(len(grid.regions), len(grid.areas))


def half_digit(*tables: np.ndarray) -> np.ndarray:
    """Half of the last digit that the figures of each row have, in the coarser of the tables; a column.

    Figures that differ by no more are the same, given with more or fewer digits.
    """
    places = [printed_decimals(table) for table in tables]
    return (0.5 * 10.0 ** -np.min(places, axis=0) + SAME)[:, None]


def printed_decimals(table: np.ndarray) -> np.ndarray:
    """The decimals that nine in ten figures of each row do with, at most 4."""
    decimals = np.full(len(table), 4.0)
    figures = np.nan_to_num(table)
    for places in range(3, -1, -1):
        scaled = figures * 10.0**places
        decimals[(np.abs(scaled - np.round(scaled)) < 1e-6).mean(axis=1) > 0.9] = places
    return decimals
