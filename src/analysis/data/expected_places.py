"""Where a rank is likely to stand next year, by what the ranks of all LAs did in the years that are known.

The score of a rank (``normal_scores``) a year later is predicted from that of the year, of the year before and of the mean
of two years before those, as far as a series has them without a break: levels are drawn to the middle, the more so the less
of last years' order was kept. Only pairs of years up to the report's are used. It serves to say what may be called a
strength or a weakness, and is not a forecast that is printed.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.data.england import England
from analysis.data.panel import Panel, panel
from analysis.data.row_sizes import row_sizes
from analysis.statistics.reliability import chance_above, next_score
from analysis.statistics.usual_moves import variance_by_size

#: Fewer rows than this are no basis for a prediction.
FEWEST = 100
TERMS = 3
#: The normal scores above which the best tenth and the upper half lie.
TOP, MIDDLE = float(stats.norm.isf(0.1)), 0.0


def _history(known: Panel, year: int) -> np.ndarray:
    """The scores that a year is predicted from, by row: of the year before it, and so on; missing where there are none."""
    back = [known.of(known.score, year, i) for i in range(4)]
    older = np.column_stack(back[2:])
    there = np.isfinite(older)
    mean = np.where(there, older, 0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)
    return np.column_stack([back[0], back[1], mean])


def expected_places(england: England, year: int) -> pd.DataFrame:
    """The chances that ranks of a year are in the best tenth, and in the lower half, in the next; for ``England.once``.

    Returns
    -------
    DataFrame
        Indexed by measure, pupil group and area: ``stays_top`` and ``stays_low``, from 0 to 1. Without a row is what too few
        pairs of years say something of.
    """
    known = england.once(panel, year)
    sizes = england.once(row_sizes, year)
    histories = {each: _history(known, each) for each in known.years}
    following = {each: known.of(known.score, each, -1) for each in known.years[:-1]}
    score, error = np.full(len(known.keys), np.nan), np.full(len(known.keys), np.nan)
    for series in np.unique(known.series):
        rows = np.flatnonzero(known.series == series)
        # as many terms as there is a basis for; those with a shorter history are predicted from fewer
        for terms in range(TERMS, 0, -1):
            pairs = [
                np.column_stack([histories[each][rows, :terms], following[each][rows]]) for each in following
            ]
            pairs = np.vstack(pairs) if pairs else np.empty((0, terms + 1))
            there = np.isfinite(pairs).all(axis=1)
            own = histories[year][rows, :terms] if year in histories else np.full((len(rows), terms), np.nan)
            open_ = rows[np.isfinite(own).all(axis=1) & ~np.isfinite(score[rows])]
            if there.sum() < FEWEST or not len(open_):
                continue
            of_pair = np.tile(sizes[rows], len(following))[there]
            weights, left = next_score(pairs[there, :-1], pairs[there, -1])
            a, b = variance_by_size(left, of_pair)
            score[open_] = histories[year][open_, :terms] @ weights
            error[open_] = np.sqrt(a + b / sizes[open_])
    chances = {
        "stays_top": chance_above(score, error, TOP),
        "stays_low": 1 - chance_above(score, error, MIDDLE),
    }
    return known.keys.assign(**chances)[np.isfinite(score)].set_index(list(known.keys))
