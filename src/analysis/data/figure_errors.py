"""How far chance moves each figure of an LA from one year to the next: from sizes of cohorts and what years really do.

The variance of a percentage follows from its number of pupils (``statistics.change_words.share_variance``). Years can differ
by more: other tests, other teachers, other illness. How much more is measured for each measure and pupil group by the
changes of all LAs from year to year, less the change that they have in common. Of means and rates, whose pupils' spread
is not published, all of it is measured so.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.data.cohort_sizes import FEW, cohort_sizes
from analysis.data.england import England
from analysis.statistics.change_words import share_variance
from analysis.statistics.published import published_rounding

COLUMNS = [*KEY, "area", "pupils", "error", "counted", "spread"]
#: Percentages of half-day sessions: their pupils are not there or not there, but are absent more or less.
OF_SESSIONS = ("absence_", "attendance_")
#: Changes of LAs from one year to the next that there must be, to say how far years differ.
ENOUGH = 60
#: The median of the square of a standard normal deviate: outliers, which truly changed, do not move a median.
MEDIAN_OF_SQUARE = 0.45494


def figure_errors(england: England) -> pd.DataFrame:
    """The standard error of each figure of an LA, and of England, whose number of pupils is known or approximate.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area``; ``pupils, error, counted`` as ``cohort_sizes`` has them (England's are the sum of
        its LAs); ``spread``, one standard deviation in the unit of the measure, of chance in the pupils and of what years
        of the measure differ by besides. That of a change is the root of the sum of the squares of two years'. Figures
        whose spread cannot be said are left out. It is infinite below ``FEW`` pupils, as nothing can be said firmly of a change
        of so few; of percentages whose numbers are published, their interval says what can be.
    """
    rows = _with_england(england)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows["percent"] = _of_pupils(rows["measure"])
    base = share_variance(rows["value"], rows["pupils"], rows["error"])
    rows["base"] = np.where(rows["percent"], base, (1 + rows["error"]) / rows["pupils"])
    rows = rows.join(england.once(overdispersion), on=["measure", "pupil_group"])
    usual = rows.loc[rows["percent"], "times"].median()
    times = rows["times"].where(rows["times"].notna() | ~rows["percent"], usual)
    more = np.maximum(times * rows["base"], rows["base"] + rows["added"].fillna(0.0))
    rows["spread"] = np.sqrt(more.where(rows["percent"], times * rows["base"]))
    few = (rows["pupils"] < FEW) & ~(rows["counted"] & rows["percent"]) & rows["spread"].notna()
    rows["spread"] = rows["spread"].mask(few, np.inf)
    return rows.loc[rows["spread"].notna(), COLUMNS].reset_index(drop=True)


def _with_england(england: England) -> pd.DataFrame:
    """Sizes of LAs and of England, with the values that they are of."""
    sizes = england.once(cohort_sizes)
    whole = sizes.groupby(KEY).agg(pupils=("pupils", "sum"), error=("error", "median")).reset_index()
    sizes = pd.concat([sizes, whole.assign(area=ENGLAND, counted=False)], ignore_index=True)
    values = england.published[[*KEY, "area", "value", "decimals"]]
    return sizes.merge(values[values["value"].notna()], on=[*KEY, "area"])


def overdispersion(england: England) -> pd.DataFrame:
    """By how much more years differ than chance in the pupils makes them, by measure and pupil group.

    Returns
    -------
    DataFrame
        ``times`` (of percentages, never below 1; of means and rates the variance of one pupil) and ``added`` (square points a
        year, in LAs of any size, never below 0). Groups with fewer than ``ENOUGH`` changes are left out.
    """
    rows = _with_england(england)
    rows = rows[rows["area"] != ENGLAND]
    measures = load_measures()
    rows["percent"] = _of_pupils(rows["measure"])
    rows["base"] = np.where(
        rows["percent"], share_variance(rows["value"], rows["pupils"]), 1 / rows["pupils"]
    )
    rounding = published_rounding(rows["value"], rows["decimals"].astype("float64"))
    rows["rounding"] = np.asarray(rounding) ** 2 / 3
    before = rows[[*KEY, "area", "value", "base", "rounding"]].assign(year=rows["year"] + 1)
    pairs = rows.merge(before, on=[*KEY, "area"], suffixes=("", "_before"))
    breaks = pairs["measure"].map(measures["break_after"])
    kept = [year - 1 not in own for year, own in zip(pairs["year"], breaks, strict=True)]
    pairs = pairs[kept].copy()
    change = pairs["value"] - pairs["value_before"]
    square = (change - change.groupby([pairs[name] for name in KEY]).transform("median")) ** 2
    chance = pairs["base"] + pairs["base_before"]
    rounded = (pairs["rounding"] + pairs["rounding_before"]).where(pairs["percent"], 0.0)
    found = pd.DataFrame({"square": square, "ratio": square / (chance + rounded), "chance": chance + rounded})
    groups = found.groupby([pairs["measure"], pairs["pupil_group"]])
    middle = groups.median()[groups.size() >= ENOUGH]
    percent = _of_pupils(middle.index.get_level_values("measure").to_series()).to_numpy()
    # a mean in whole numbers that most LAs print twice has no spread that could be measured
    times = (middle["ratio"] / MEDIAN_OF_SQUARE).where(middle["ratio"] > 0)
    added = (middle["square"] / MEDIAN_OF_SQUARE - middle["chance"]) / 2
    at_least_one = times.fillna(1.0).clip(lower=1)
    return pd.DataFrame({"times": times.where(~percent, at_least_one), "added": added.clip(lower=0)})


def _of_pupils(measures: pd.Series) -> pd.Series:
    """Whether a measure is a share of pupils, each of whom counts or does not."""
    percent = measures.map(load_measures()["unit"]) == "percent"
    return percent & ~measures.str.startswith(OF_SESSIONS)
