"""Which figures of the LAs have moved and held: this year and the year before both beyond what the years before them say.

One computation for all LAs, from all years up to the report's: ``moves_of_all`` for the summary, and for the back-test.
"""

import numpy as np
import pandas as pd

from analysis.data.england import England
from analysis.data.panel import Panel, panel
from analysis.data.row_sizes import row_sizes
from analysis.statistics.usual_moves import chance_held, variance_by_size

#: Years before the two, at most: a level of long ago says little of what was usual before the move.
MOST_EARLIER = 4
#: Fewer changes than this are no basis for what is usual.
FEWEST_CHANGES = 60


def noise_of(known: Panel, year: int, sizes: np.ndarray) -> np.ndarray:
    """The standard deviation of a year's noise, by row of the panel, in the measure's unit; missing where too little is known.

    The variance of changes from year to year, of all LAs and years up to ``year``, is a + b/size in each series; that of
    one year is half of it.
    """
    changes = [
        known.of(known.worth, each) - known.of(known.worth, each, 1) for each in known.years if each <= year
    ]
    every = np.column_stack(changes) if changes else np.empty((len(known.keys), 0))
    found = np.full(len(known.keys), np.nan)
    for series in np.unique(known.series):
        own = known.series == series
        rows, columns = np.nonzero(np.isfinite(every[own]))
        if len(rows) < FEWEST_CHANGES:
            continue
        a, b = variance_by_size(every[own][rows, columns], sizes[own][rows])
        found[own] = np.sqrt((a + b / sizes[own]) / 2)
    return np.where(found > 0, found, np.nan)


def held(known: Panel, year: int, noise: np.ndarray) -> pd.DataFrame:
    """What this year and the year before show against the years before them.

    Returns
    -------
    DataFrame
        A row for each row of the panel that has a figure in the year, the year before and the one before that, with no
        break between: its keys, ``departure`` (of the nearer year, in the measure's unit, more is better; 0 if the two are
        on both sides), ``earlier`` (years before), ``noise`` and ``chance``.
    """
    now, last = known.of(known.worth, year), known.of(known.worth, year, 1)
    before = np.column_stack([known.of(known.worth, year, 2 + i) for i in range(MOST_EARLIER)])
    # the years before run back without a gap: what lies beyond one is not what was usual
    before = np.where(np.cumprod(np.isfinite(before), axis=1).astype(bool), before, np.nan)
    earlier = np.isfinite(before).sum(axis=1)
    rows = np.flatnonzero(np.isfinite(now) & np.isfinite(last) & (earlier > 0) & np.isfinite(noise))
    level = np.nanmean(before[rows], axis=1) if len(rows) else np.empty(0)
    both = np.column_stack([now[rows], last[rows]]) - level[:, None]
    same = both.min(axis=1) * both.max(axis=1) > 0
    departure = np.where(same, np.sign(both[:, 0]) * np.abs(both).min(axis=1), 0.0)
    return known.keys.iloc[rows].assign(
        departure=departure,
        earlier=earlier[rows],
        noise=noise[rows],
        chance=chance_held(np.abs(departure), noise[rows], earlier[rows]),
    )


def moves_of_all(england: England, year: int) -> pd.DataFrame:
    """``held`` for every LA in a year, from what is known in that year; for ``England.once``."""
    known = england.once(panel, year)
    sizes = england.once(row_sizes, year)
    return held(known, year, noise_of(known, year, sizes)).reset_index(drop=True)
