"""Which results can show anything: those of many pupils, and those of few whose interval says so."""

import pandas as pd

from analysis.cohorts import proportion
from analysis.data import Data
from analysis.ranking import CITY_AND_SCILLY

#: Groups of which many local authorities have few pupils.
SMALL_GROUPS = (
    *("ehc_plan", "looked_after", "in_need", "protection_plan"),
    *("mixed", "asian", "black", "chinese", "other_ethnic"),
)
#: Measures that rest on few pupils or few events everywhere.
RARE = ("_special", "permanent_exclusions", "permanently_excluded")


def showable(rows: pd.DataFrame, data: Data) -> pd.DataFrame:
    """The results that a summary may name.

    Left out are groups of whom many authorities have few pupils, unless their number is published and their
    interval excludes England's figure; measures that rest on few pupils or events; and the two authorities that
    have few pupils altogether.
    """
    return rows[pd.Series([_can_show(row, data) for row in rows.itertuples()], index=rows.index, dtype=bool)]


def _can_show(row, data: Data) -> bool:
    """Whether a figure can show anything: it is of many pupils, or its interval says so."""
    if data.area.code in CITY_AND_SCILLY or any(part in row.measure for part in RARE):
        return False
    if row.pupil_group not in SMALL_GROUPS:
        return True
    if pd.isna(row.numerator) or pd.isna(row.denominator) or row.unit != "percent":
        return False
    return row.england / 100 not in proportion(int(row.numerator), int(row.denominator)).confidence_interval()
