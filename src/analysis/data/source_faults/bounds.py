"""Regions and England against their local authorities: a mean lies between what it is the mean of."""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND, area_name, load_areas
from analysis.catalogue.existing import standing
from analysis.data.source_faults.found import Finding
from analysis.data.source_faults.grid import Grid, members, printed_decimals

#: Part of its LAs that must have a figure; what is suppressed may lie outside the range of what is not.
COVERED = 0.8
#: How far, in standard deviations of its LAs, a region may be from where it stands among them in other years.
FAR = 1.4
YEARS = 3
#: A region whose usual place is further than this from the mean of its LAs has no usual place.
PLAUSIBLE = 1.0


def outside_its_areas(grid: Grid, before: Grid | None) -> list[Finding]:
    """A region or England above or below all its local authorities, or far from where it usually is among them."""
    groups = np.vstack([members(grid), np.ones(len(grid.areas), dtype=bool)])
    figures = np.column_stack([grid.region, grid.england])
    names = [*grid.regions, ENGLAND]
    lowest, highest, middle, spread = _of_members(grid, groups)
    slack = 10.0 ** -printed_decimals(np.column_stack([grid.la, grid.region]))[:, None]
    outside = (figures < lowest - slack / 2 - 1e-9) | (figures > highest + slack / 2 + 1e-9)
    off = _from_usual(grid, (figures - middle) / spread)
    moved = np.abs(off) - slack / spread > FAR
    found = outside | moved
    findings = []
    for row in np.flatnonzero(found.any(axis=1)):
        places = np.flatnonzero(found[row])
        why = [
            f"{area_name(names[place])} has {figures[row, place]:g}, and its local authorities have "
            f"{lowest[row, place]:g} to {highest[row, place]:g}"
            + ("." if outside[row, place] else "; in other years it stands elsewhere among them.")
            for place in places
        ]
        nobody = np.zeros(len(grid.areas), dtype=bool)
        others = tuple(names[place] for place in places)
        findings.append(Finding("outside_its_areas", grid, int(row), " ".join(why), nobody, others))
    return findings


def _of_members(grid: Grid, groups: np.ndarray) -> tuple[np.ndarray, ...]:
    """Least, greatest, mean and standard deviation of the LAs of each region; NaN where too few have a figure."""
    there_were = existing(grid)
    results = np.full((4, len(grid.keys), len(groups)), np.nan)
    for place, group in enumerate(groups):
        table = grid.la[:, group]
        there = np.isfinite(table).sum(axis=1)
        enough = (there >= COVERED * there_were[:, group].sum(axis=1)) & (there >= 2)
        rows = table[enough]
        summaries = (
            np.nanmin(rows, axis=1),
            np.nanmax(rows, axis=1),
            np.nanmean(rows, axis=1),
            np.nanstd(rows, axis=1),
        )
        for kind, summary in enumerate(summaries):
            results[kind, enough, place] = summary
    results[3] = np.where(results[3] > 1e-9, results[3], np.nan)
    return tuple(results)


def existing(grid: Grid) -> np.ndarray:
    """Which LAs existed in the year of each row."""
    table, years = load_areas(), grid.keys["year"].to_numpy()
    of = {
        year: np.isin(grid.areas, standing(table, year)["code"].to_numpy(dtype=object))
        for year in np.unique(years)
    }
    return np.array([of[year] for year in years])


def _from_usual(grid: Grid, standing_at: np.ndarray) -> np.ndarray:
    """How far each place is from the median of the series' years; NaN where there are too few years."""
    table = pd.DataFrame(standing_at)
    by_series = table.groupby(grid.keys["series"].to_numpy())
    usual = by_series.transform("median")
    # where most years are wrong it is the right one that stands out
    known = (by_series.transform("count") >= YEARS) & (usual.abs() < PLAUSIBLE)
    return (table - usual).where(known).to_numpy()
