"""How far a later release moves a figure of a local authority: what 95 in 100 revised figures were moved by at most.

Counted from the releases of DfE's interactive tool from November 2024 to April 2026 that are at hand, each beside the next:
figures of all pupils that were changed by more than the rounding of both. Figures of a group, which has fewer pupils, move
further. Key stage 1, phonics, the early years' results, exclusions and judgements of schools were not revised in them for all
pupils: they get what the figures of their unit get.
"""

#: Measures that are moved much further than others of their phase.
OF_MEASURE = {"early_education_take_up_age_3_4": 14.4}

#: By phase and unit, of all pupils.
OF_ALL = {
    ("age_19", "percent"): 0.8,
    ("age_19", "points"): 1.1,
    ("attendance", "percent"): 4.2,
    ("destinations", "percent"): 3.9,
    ("ks2", "percent"): 3.0,
    ("ks2", "score"): 1.0,
    ("ks4", "percent"): 0.5,
    ("ks4", "points"): 0.02,
    ("ks4", "score"): 0.2,
    ("ks5", "percent"): 0.9,
    ("ks5", "points"): 0.3,
    ("sen", "percent"): 0.2,
}
#: Of groups of pupils, where there were many.
OF_GROUPS = {
    ("age_19", "percent"): 1.4,
    ("attendance", "percent"): 4.6,
    ("destinations", "percent"): 7.7,
    ("early_years", "percent"): 7.4,
    ("exclusions", "percent"): 0.4,
    ("ks2", "percent"): 5.0,
    ("ks4", "percent"): 2.0,
    ("ks4", "points"): 0.1,
    ("ks4", "score"): 1.3,
}
#: Where a phase has none of its own.
OF_UNIT = {"percent": 3.0, "points": 1.0, "rate": 0.3, "score": 1.0}

#: When DfE revises what it first publishes as provisional, by phase: the years after that of the results, and the month. So DfE's
#: release calendars of these statistics have it ("provisional" in September or October, "revised" then); the releases of its
#: interactive tool show the step of key stage 2 between 1 and 22 December 2025.
SEASONS = {"ks2": (0, 12), "ks4": (1, 1), "ks5": (1, 1)}
SAID = {
    "ks2": "key stage 2 figures are provisional until December of their year",
    "ks4": "key stage 4 figures are provisional until the January after",
    "ks5": "16 to 18 figures are provisional until the January after",
}


def revised_by(phase: str, unit: str, pupil_group: str = "all", measure: str = "") -> float:
    """By how much a later release may move a figure, in its unit.

    Examples
    --------
    >>> revised_by("ks2", "percent"), revised_by("ks2", "percent", "disadvantaged"), revised_by("ks1", "percent")
    (3.0, 5.0, 3.0)
    """
    whole = OF_MEASURE.get(measure) or OF_ALL.get((phase, unit), OF_UNIT.get(unit, 0.0))
    return whole if pupil_group == "all" else max(whole, OF_GROUPS.get((phase, unit), 0.0))


def provisional_on(phase: str, year: int, day: str) -> bool:
    """Whether figures of a year were still provisional on a day, such as 2017-11-07, by the seasons in which DfE revises them.

    Examples
    --------
    >>> provisional_on("ks4", 2017, "2017-11-07"), provisional_on("ks2", 2017, "2018-03-07")
    (True, False)
    """
    if phase not in SEASONS:
        return False
    later, month = SEASONS[phase]
    return day < f"{year + later:04d}-{month:02d}-01"
