"""Which results can show anything: those of all pupils, and those of groups whose size is published and says so."""

import pandas as pd

from analysis.cohorts import Proportion, difference, proportion
from analysis.cohorts.published import differs_from
from analysis.data import Data
from analysis.observations import select
from analysis.ranking import CITY_AND_SCILLY

#: Measures that rest on few pupils or few events everywhere.
RARE = ("_special", "permanent_exclusions", "permanently_excluded", "ks5_aps_tech", "ks5_aps_applied")
#: Measures of which a good figure need not be good: absence that is not authorised makes the authorised one low.
UNCLEAR = ("absence_authorised",)
TOO_FEW = "has so few pupils that none of its figures is called a strength, a weakness or a movement"


def too_few_pupils(data: Data) -> str:
    """Why nothing is named for one of the two authorities that have few pupils altogether; empty for the others."""
    return f"{data.area.name} {TOO_FEW}." if data.area.code in CITY_AND_SCILLY else ""


def showable(rows: pd.DataFrame, data: Data) -> pd.DataFrame:
    """The results that a summary may name.

    Left out are groups of pupils, unless their number is published and the interval of their share excludes
    England's figure (a size that is not published is never guessed); measures that rest on few pupils or events, or
    whose good figure need not be good; and the two authorities that have few pupils altogether.
    """
    return rows[pd.Series([_can_show(row, data) for row in rows.itertuples()], index=rows.index, dtype=bool)]


def _can_show(row, data: Data) -> bool:
    if data.area.code in CITY_AND_SCILLY or any(part in row.measure for part in (*RARE, *UNCLEAR)):
        return False
    if row.value == 0 and row.polarity == "high":
        return False  # it can stand for a group without pupils
    share = _share(row)
    if share is None:
        return row.pupil_group == "all"
    return bool(pd.notna(row.england)) and differs_from(share, row.england, int(row.decimals))


def change_can_show(row, data: Data) -> bool:
    """Whether a change since the year before is more than chance may make: where both numbers are published, it must be."""
    about = {"measure": row.measure, "pupil_group": row.pupil_group, "year": data.year - 1}
    before = select(data.of_area(), **about, area=data.area.code)
    now = _share(row)
    then = next((_share(earlier) for earlier in before.assign(unit=row.unit).itertuples()), None)
    if now is None or then is None:
        return row.pupil_group == "all"
    return difference(now, then).excludes_zero


def _share(row) -> Proportion | None:
    """The row's pupils, where it is a percentage whose numbers are published."""
    if row.unit != "percent" or pd.isna(row.numerator) or pd.isna(row.denominator):
        return None
    return proportion(int(row.numerator), int(row.denominator))
