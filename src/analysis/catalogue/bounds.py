"""How large a percentage may be: one rule for the readers of files and for the checks of what was read."""

#: Counts of young people in places, in per cent of an estimate of all of them, may exceed it.
ABOVE_100 = {"early_education_take_up_age_2", "early_education_take_up_age_3_4", "september_guarantee"}
MOST = 250


def most_percent(measure: str) -> int:
    """The largest percentage that a measure can have.

    Examples
    --------
    >>> most_percent("eyfs_gld"), most_percent("september_guarantee")
    (100, 250)
    """
    return MOST if measure in ABOVE_100 else 100
