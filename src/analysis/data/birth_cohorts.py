"""How many pupils an LA has in a year group, all pupils together: approximate, from what is counted of its children.

A year group is known by the year in which it ends reception (``reception``): key stage 2 in 2024 is that of 2018. What is
counted are the children of one reception year (2022), three- and four-year-olds of every year since 2018, 16- and
17-year-olds of one year (2023) and, by referrals and their rate, all children up to 17. Between them sizes are
interpolated.
"""

import numpy as np
import pandas as pd

from analysis.data.england import England
from analysis.data.prepared_releases import counts_of

#: The year groups that are worked out.
FIRST, LAST = 2000, 2026
#: The reception year that is counted, and that whose 16- and 17-year-olds are: they left reception in 2010 and 2011.
COUNTED, OLDER = 2022, 2010.5
#: Until then three- and four-year-olds are not counted.
YOUNG_SINCE = 2018


def context(england: England) -> pd.DataFrame:
    """The counts and shares that describe an LA in a year, a column each (``sources.lait_counts.COUNTS``), by area and year.

    With ``population``, children up to 17, from referrals and their rate. Empty where no release has them.
    """
    counts = counts_of(england.release)
    table = counts.pivot(index=["area", "year"], columns="count", values="value")
    if {"referrals", "referrals_per_10000"} <= {*table}:
        table["population"] = 1e4 * table["referrals"] / table["referrals_per_10000"]
    return table


def counted_once(england: England, source: str, pupil_group: str = "all") -> pd.Series:
    """The number of pupils of each LA that a source counts, by area: the largest of its measures, some leave pupils out."""
    rows = england.observations
    rows = rows[rows["source"].str.startswith(source) & (rows["pupil_group"] == pupil_group)]
    rows = rows[(rows["area_type"] == "la") & (rows["denominator"] > 0)]
    return rows.groupby("area")["denominator"].max().astype("float64")


def birth_cohorts(england: England) -> pd.DataFrame:
    """Pupils in each year group: a row for each LA (area), a column for each reception year from ``FIRST`` to ``LAST``."""
    table = england.once(context)
    young = _young(table)
    reception = counted_once(england, "ees-early-years")
    older = counted_once(england, "ees-neet") / 2
    if young.empty:
        sizes = pd.concat([older.rename(OLDER), reception.rename(COUNTED)], axis=1)
    else:
        ratio = (reception / young[COUNTED]).dropna()
        # LAs that are new since have none of their own
        own = ratio.reindex(young.index).fillna(ratio.median() if len(ratio) else 1.0)
        sizes = young.mul(own, axis=0).join(older.rename(OLDER), how="outer")
    sizes = sizes.sort_index(axis=1).dropna(how="all")
    years = np.arange(FIRST, LAST + 1)
    rows = [_between(row.dropna(), years) for _, row in sizes.iterrows()]
    return pd.DataFrame(rows, index=sizes.index, columns=years, dtype="float64")


def _young(table: pd.DataFrame) -> pd.DataFrame:
    """Half of the three- and four-year-olds, in the reception year that most of them end: area by year."""
    if "three_and_four_year_olds" not in table:
        return pd.DataFrame()
    young = table["three_and_four_year_olds"].unstack("year") / 2
    young = young.interpolate(axis=1, limit_area="inside").dropna(how="all", axis=1)
    # those of the January of a year are between the reception classes of that year and of the next
    mean = (young + young.shift(1, axis=1)) / 2
    return mean.fillna(young).dropna(how="all")


def _between(known: pd.Series, years: np.ndarray) -> np.ndarray:
    """Sizes in all years: between known ones by equal proportions a year, beyond them the nearest."""
    return np.exp(np.interp(years, known.index.to_numpy("float64"), np.log(known.to_numpy("float64"))))
