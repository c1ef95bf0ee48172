"""Simulated years for the back-test: nothing moves, or one thing does, and everything else is as it is.

Each LA keeps its level on each figure, the mean of its real years since the last break. To it comes, every year anew, the
noise of a real LA of its third of sizes: that LA's real changes from one real year to the next, on all figures together, so that what
hangs together within an LA and year still does; divided by √2, as a change has the noise of two years; and brought to
the LA's own noise. Figures are rounded as they are published. Everything after that is the code of the report.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis.catalogue.measures import load_measures
from analysis.data.panel import SERIES, Panel, panel
from analysis.data.reliability import poor_series
from analysis.data.row_sizes import row_sizes
from analysis.data.usual_moves import held, noise_of
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.nameable import is_nameable
from analysis.statistics.usual_moves import beyond_chance

#: Years of each simulated series; those before the two that are judged are its history.
YEARS = 6
#: How large a true move is put in, in usual ones: standard deviations of the change from one year to the next.
TIMES = 3
#: The median of normal changes, in standard deviations.
MEDIAN = float(stats.norm.ppf(0.75))


@dataclass(frozen=True)
class Ground:
    """What simulated years are made from: rows as in ``panel``, of figures that are looked at in the year."""

    panel: Panel
    level: np.ndarray
    noise: np.ndarray
    changes: np.ndarray
    decimals: np.ndarray
    third: np.ndarray
    area: np.ndarray
    sizes: np.ndarray


def ground(england, year: int) -> Ground:
    """From all real years up to one."""
    known = england.once(panel, year)
    sizes = england.once(row_sizes, year)
    noise = noise_of(known, year, sizes)
    poor = england.once(poor_series, year)
    wanted = np.array(
        [
            is_nameable(key[0]) and key not in poor
            for key in known.keys[SERIES].itertuples(index=False, name=None)
        ]
    )
    wanted &= np.isfinite(known.of(known.worth, year)) & np.isfinite(noise)
    last = known.segment == known.segment[:, [-1]]
    level = np.nanmean(np.where(last, known.worth, np.nan)[wanted], axis=1)
    changes = [known.of(known.worth, each) - known.of(known.worth, each, 1) for each in known.years[1:]]
    keys = known.keys[wanted].reset_index(drop=True)
    part = replace(known, keys=keys, series=known.series[wanted])
    decimals = keys["measure"].map(load_measures()["decimals"]).to_numpy()
    size = sizes[wanted]
    whole = pd.Series(size).where(keys["pupil_group"] == "all").groupby(keys["area"]).median()
    third = np.digitize(keys["area"].map(whole), whole.quantile([1 / 3, 2 / 3]))
    area = keys["area"].astype("category").cat.codes.to_numpy()
    return Ground(part, level, noise[wanted], np.column_stack(changes)[wanted], decimals, third, area, size)


def noise_drawn(base: Ground, draw: np.random.Generator) -> np.ndarray:
    """The noise of one simulated year, by row: of each LA that of another of its third of sizes, on all figures together."""
    n_areas, n_years = int(base.area.max()) + 1, base.changes.shape[1]
    row_of = np.full((int(base.panel.series.max()) + 1, n_areas), -1)
    row_of[base.panel.series, base.area] = np.arange(len(base.area))
    third_of = np.zeros(n_areas, dtype=int)
    third_of[base.area] = base.third
    found = np.zeros(len(base.area))
    left = np.ones(len(base.area), dtype=bool)
    # a figure that the donor, or its year, does not have comes from another: each round draws anew for what is left
    for _ in range(60):
        donor = np.array([draw.choice(np.flatnonzero(third_of == third)) for third in third_of])
        when = draw.integers(n_years, size=n_areas)
        row = row_of[base.panel.series, donor[base.area]]
        drawn = np.where(row >= 0, base.changes[row, when[base.area]], np.nan) * base.noise / base.noise[row]
        use = left & np.isfinite(drawn)
        found[use] = drawn[use] / np.sqrt(2)
        left &= ~use
        if not left.any():
            break
    return found * draw.choice([-1.0, 1.0], size=n_areas)[base.area]


def simulated(base: Ground, draw: np.random.Generator, shift: np.ndarray, since: int = 2) -> Panel:
    """A panel of ``YEARS`` simulated years; ``shift`` is added to each row's figure in the last ``since`` of them."""
    worth = np.column_stack([base.level + noise_drawn(base, draw) for _ in range(YEARS)])
    worth[:, YEARS - since :] += shift[:, None]
    worth = (
        np.round(worth, base.decimals.max()) if np.ptp(base.decimals) == 0 else _rounded(worth, base.decimals)
    )
    rank = np.empty_like(worth)
    last = np.empty_like(worth)
    for series in np.unique(base.panel.series):
        own = base.panel.series == series
        rank[own] = stats.rankdata(-worth[own], method="min", axis=0)
        last[own] = stats.rankdata(-worth[own], method="max", axis=0)
    segment = np.zeros(worth.shape, dtype=int)
    return Panel(
        base.panel.keys, tuple(range(YEARS)), worth, worth, rank, last, rank, segment, base.panel.series
    )


def _rounded(worth: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    scale = 10.0 ** decimals[:, None]
    return np.round(worth * scale) / scale


def named_rows(made: Panel, base: Ground) -> np.ndarray:
    """Which rows the report's rule would name in the last simulated year."""
    year = YEARS - 1
    rows = held(made, year, noise_of(made, year, base.sizes))
    beyond = (
        rows.groupby("area")["chance"].transform(lambda own: beyond_chance(own, FALSE_SHARE)).astype(bool)
    )
    at = rows.index.to_numpy()
    up = rows["departure"].to_numpy() > 0
    first, last = made.rank[at], made.last[at]
    apart = np.where(up[:, None], first[:, [-3]] - last[:, -2:], first[:, -2:] - last[:, [-3]])
    found = np.zeros(len(made.keys), dtype=bool)
    found[at[beyond.to_numpy() & (apart > 0).all(axis=1)]] = True
    return found


def nothing_moved(england, year: int, times: int, seed: int = 0) -> float:
    """The share of LAs with at least one movement named where no level moves."""
    base, draw = ground(england, year), np.random.default_rng(seed)
    shares = []
    for _ in range(times):
        named = named_rows(simulated(base, draw, np.zeros(len(base.area))), base)
        shares.append(len(np.unique(base.area[named])) / (base.area.max() + 1))
    return float(np.mean(shares))


def one_moved(england, year: int, times: int, size: float = TIMES, since: int = 2, seed: int = 0) -> float:
    """The share of LAs whose one true move, of a figure drawn by lot, is named ``since`` years after it began."""
    base, draw = ground(england, year), np.random.default_rng(seed)
    shares = []
    for _ in range(times):
        order = draw.permutation(len(base.area))
        chosen = order[np.unique(base.area[order], return_index=True)[1]]
        shift = np.zeros(len(base.area))
        shift[chosen] = size * np.sqrt(2) * base.noise[chosen] * draw.choice([-1.0, 1.0], size=len(chosen))
        named = named_rows(simulated(base, draw, shift, since), base)
        shares.append(named[chosen].mean())
    return float(np.mean(shares))
