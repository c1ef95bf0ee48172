"""How far cohorts vary from year to year, beside what draws would: the evidence for intervals, by phase and group."""

import numpy as np
import pandas as pd

from analysis.catalogue.measures import GROUP_ORDER, PHASES, load_measures
from analysis.catalogue.observations import KEY
from analysis.data.england import England
from analysis.data.ordering import COUNTED
from analysis.statistics.dispersion import FEWEST_PAIRS, year_to_year

#: DfE suppresses counts below this.
LEAST = 6


def year_to_year_moves(england: England, year: int) -> pd.DataFrame:
    """The dispersion of moves between neighbouring years up to one, over all LAs; use ``England.once``.

    Parameters
    ----------
    england : England
    year : int
        The last year that is looked at.

    Returns
    -------
    DataFrame
        ``phase, pupil_group, measures, pairs, dispersion, as_published``, a row for each phase and group with at least
        ``FEWEST_PAIRS`` pairs of years of an LA and measure with counts, none across a break. ``as_published`` is
        missing where some counts below ``LEAST`` are published, so that what is left out is no plain rule.
    """
    rows = england.published
    rows = rows[(rows["year"] <= year) & (rows["area_type"] == "la") & rows["denominator"].gt(0)]
    rows = rows[rows["numerator"].notna() & rows["value"].notna()].join(
        load_measures()[["unit", "phase", "break_after"]], on="measure"
    )
    rows = rows[rows["unit"] == "percent"]
    on = [*KEY, "area"]
    before = rows[[*on, *COUNTED]].assign(year=rows["year"] + 1)
    broken = [at - 1 in breaks for at, breaks in zip(rows["year"], rows["break_after"], strict=True)]
    pairs = rows[~np.array(broken, dtype=bool)].merge(before, on=on, suffixes=("", "_before"))
    smallest = rows.groupby(["phase", "pupil_group"])["numerator"].min()
    parts = []
    for (phase, group), own in pairs.groupby(["phase", "pupil_group"], sort=False):
        if len(own) < FEWEST_PAIRS:
            continue
        k, n, i, m = (own[f"{name}{end}"].to_numpy(float) for end in ("", "_before") for name in COUNTED)
        hidden = smallest[phase, group] >= LEAST
        steps = own["measure"] + own["year"].astype(str)
        found = year_to_year(k, n, i, m, steps, LEAST if hidden else 0)
        parts.append(
            {
                **{"phase": phase, "pupil_group": group, "measures": own["measure"].nunique()},
                **found._asdict(),
                "as_published": found.as_published if hidden else np.nan,
            }
        )
    columns = ["phase", "pupil_group", "measures", "pairs", "dispersion", "as_published"]
    table = pd.DataFrame(parts, columns=columns)
    table = table[table["dispersion"].notna()]
    order = table.assign(a=table["phase"].map(list(PHASES).index), b=table["pupil_group"].map(GROUP_ORDER))
    return table.loc[order.sort_values(["a", "b"]).index].reset_index(drop=True)
