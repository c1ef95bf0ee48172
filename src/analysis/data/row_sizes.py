"""About how many pupils stand behind each row of the panel, to say whose figures vary more: weighed with, never shown."""

import numpy as np
import pandas as pd

from analysis.data.cohort_sizes import cohort_sizes
from analysis.data.england import England
from analysis.data.panel import SERIES, panel

#: The part of a series' rows whose size must be known for its own sizes to be used.
MOST_KNOWN = 0.8


def row_sizes(england: England, year: int) -> np.ndarray:
    """The usual number of pupils of each row of ``panel``; for ``England.once``.

    The median of all years in which a size can be said (``analysis.data.cohort_sizes``). A row without one in a series
    that has them counts as the median of its series. A series without sizes is weighed by those of the LA's pupils at
    primary school, as small LAs are small in every measure.
    """
    known = england.once(panel, year).keys
    sizes = england.once(cohort_sizes)
    sizes = sizes[sizes["pupils"] > 0]
    own = sizes.groupby([*SERIES, "area"])["pupils"].median()
    whole = sizes[sizes["pupil_group"] == "all"].groupby("area")["pupils"].median()
    found = pd.Series(own.reindex(pd.MultiIndex.from_frame(known)).to_numpy(dtype=float))
    by_series = found.groupby([known[name].to_numpy() for name in SERIES])
    there, middle = by_series.transform(lambda each: each.notna().mean()), by_series.transform("median")
    of_area = known["area"].map(whole).reset_index(drop=True)
    of_area = of_area.fillna(of_area.median()).fillna(1.0)
    return found.fillna(middle).where(there >= MOST_KNOWN, of_area).to_numpy(dtype=float)
