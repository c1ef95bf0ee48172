"""Measures that say nearly the same, or of which one is a part of another, so that sentences name only one of them."""

import pandas as pd

#: Beginnings of names; a measure belongs to the first that it has.
STARTS = (
    *("absence_authorised", "absence_unauthorised", "absence_", "persistent_absence", "severe_absence"),
    *("suspen", "early_education_good", "ks2_multiplication", "ks4_ebacc", "ks4_english_maths"),
    "destinations_ks4_",
    *("ks5_three_a", "ks5_aab", "ks5_aps_alevel", "ks5_aps_best", "age19_level2", "age19_level3"),
    *("participation_16_17", "neet_", "activity_not_known", "care_leavers_", "sen_plans_20"),
)
#: Beginnings that are one subject.
SAME = {
    **dict.fromkeys(("ks5_aab", "ks5_aps_alevel", "ks5_aps_best"), "ks5_three_a"),
    **dict.fromkeys(("participation_16_17", "activity_not_known"), "neet_"),
    # authorised and unauthorised absence add up to absence; attendance is what absence leaves
    **dict.fromkeys(("absence_authorised", "absence_unauthorised", "attendance_primary"), "absence_"),
    "severe_absence": "persistent_absence",
}


def family(measure: str) -> str:
    """What a measure shares with those that say nearly the same, or of which it is a part.

    Examples
    --------
    >>> family("suspensions_primary") == family("suspended_pupils"), family("ks2_rwm_expected")
    (True, 'ks2_rwm_expected')
    >>> family("activity_not_known_16_17") == family("neet_or_not_known_16_17")
    True
    """
    found = next((start for start in STARTS if measure.startswith(start)), measure)
    return SAME.get(found, found)


def one_of_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The first row of each family, in the order of the rows."""
    return rows[~rows["measure"].map(family).duplicated()]
