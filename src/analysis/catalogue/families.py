"""Measures that say nearly the same, so that sentences name only one of them."""

import pandas as pd

#: Beginnings of names; a measure belongs to the first that it has.
STARTS = (
    *("absence_authorised", "absence_unauthorised", "absence_", "persistent_absence", "severe_absence"),
    *("suspen", "early_education_good", "ks2_multiplication", "ks4_ebacc"),
    *("ks5_three_a", "ks5_aab", "ks5_aps_alevel", "ks5_aps_best", "age19_level2", "age19_level3"),
    *("participation_16_17", "neet_", "care_leavers_", "sen_plans_20"),
)
#: Beginnings that are one subject.
SAME = {
    **dict.fromkeys(("ks5_aab", "ks5_aps_alevel", "ks5_aps_best"), "ks5_three_a"),
    "participation_16_17": "neet_",
}


def family(measure: str) -> str:
    """What a measure shares with those that say nearly the same.

    Examples
    --------
    >>> family("suspensions_primary") == family("suspended_pupils"), family("ks2_rwm_expected")
    (True, 'ks2_rwm_expected')
    """
    found = next((start for start in STARTS if measure.startswith(start)), measure)
    return SAME.get(found, found)


def one_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The first row of each family, in the order of the rows."""
    return rows[~rows["measure"].map(family).duplicated()]
