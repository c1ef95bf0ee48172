"""Attainment gaps: how far a group of pupils is from the others, in the local authority and in England.

Three questions, kept apart (``comparator``): the LA's group against the other pupils of England
(``national_other``, the "diminishing the difference" of committee reports), against the LA's own other
pupils (``own_other``), and against the same group in England (``national_same``). England's own gap is the
``own_other`` of England. A gap is the group minus its comparison, in percentage or score points. Where high
is good, negative means that the group is behind; where low is good, as for absence, positive does (``side``).
"""

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, rounded
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.manifest import editions
from analysis.catalogue.observations import KEY
from analysis.data.publication_status import COLUMNS

#: Each group and the pupils it is compared with. FSM and disadvantaged are different pairs: never mixed.
PAIRS = {
    "disadvantaged": "not_disadvantaged",
    "fsm": "not_fsm",
    "sen_support": "no_sen",
    "ehc_plan": "no_sen",
    **dict.fromkeys(("looked_after", "in_need", "protection_plan"), "all"),
    **dict.fromkeys(("white", "mixed", "asian", "black", "chinese", "other_ethnic"), "all"),
}
COMPARATORS = {
    "national_other": "other pupils in England",
    "own_other": "other pupils in the local authority",
    "national_same": "the same pupils in England",
}
#: What is taken over of both levels of a gap.
LEVEL = [
    "value",
    "status",
    "decimals",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "source",
    "locator",
    *COLUMNS,
]
#: Their types, which a table without national rows may have lost.
TYPES = {
    **dict.fromkeys(("value", "lower", "upper"), "float64"),
    **{"year": "int64", "decimals": "Int8", "numerator": "Int64", "denominator": "Int64"},
}


def gaps(observations: pd.DataFrame, comparator: str) -> pd.DataFrame:
    """The gap of every group with a comparison, in every area and year.

    Parameters
    ----------
    observations : DataFrame
        As ``analysis.catalogue.observations`` defines them, one row per measure, pupil group, year and area. Of the
        columns of ``LEVEL`` only ``value`` must be there.
    comparator : str
        A key of ``COMPARATORS``.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, comparison_group, comparator, year, area``; the columns of ``LEVEL`` of the
        group and, with ``comparison_`` before the name, of what it is compared with; and ``gap``, missing
        where one of the two levels is.

    Raises
    ------
    ValueError
        For another comparator, or if a measure, group, year and area stand in two rows.

    Examples
    --------
    >>> table = pd.DataFrame({"measure": "ks2_rwm_expected", "pupil_group": ["disadvantaged", "not_disadvantaged"],
    ...                       "year": 2017, "area": ["E09000003", "E92000001"], "value": [55.0, 68.0]})
    >>> gaps(table, "national_other")["gap"].tolist()
    [-13.0]
    """
    if comparator not in COMPARATORS:
        raise ValueError(f"comparator must be one of {', '.join(COMPARATORS)}, but got {comparator!r}")
    twice = observations.duplicated([*KEY, "area"])
    if twice.any():
        first = " ".join(map(str, observations.loc[twice.idxmax(), [*KEY, "area"]]))
        raise ValueError(f"observations must have one row per measure, group, year and area: {first} has two")
    levels = observations[[*KEY, "area", *[name for name in LEVEL if name in observations]]]
    levels = levels.astype({name: kind for name, kind in TYPES.items() if name in levels})
    groups = levels[levels["pupil_group"].isin(PAIRS)]
    same, own = comparator == "national_same", comparator == "own_other"
    group = groups["pupil_group"]
    groups = groups.assign(comparison_group=group if same else group.map(PAIRS), comparator=comparator)
    others = levels if own else levels[levels["area"] == ENGLAND].drop(columns="area")
    names = {"pupil_group": "comparison_group"} | {name: f"comparison_{name}" for name in LEVEL}
    on = ["measure", "comparison_group", "year", *(["area"] if own else [])]
    rows = groups.merge(others.rename(columns=names), on=on)
    # what is left of a difference of printed figures beyond that is noise, and would round 0.85 to 0.8
    return rows.assign(gap=(rows["value"] - rows["comparison_value"]).round(STORED_DECIMALS))


def side(rows: pd.DataFrame) -> pd.Series:
    """ "behind", "ahead" or "level" by the gap as it is printed and the polarity; empty where there is none.

    Examples
    --------
    >>> table = pd.DataFrame({"gap": [-13.0, 2.1, 0.2], "gap_decimals": [0, 1, 0], "polarity": ["high", "low", "low"]})
    >>> side(table).tolist()
    ['behind', 'behind', 'level']
    """
    printed = rounded(rows["gap"], rows["gap_decimals"])
    worth = printed.where(rows["polarity"] != "low", -printed)
    words = np.select([worth < 0, worth > 0, worth == 0], ["behind", "ahead", "level"], "")
    return pd.Series(words, index=rows.index).where(rows["polarity"] != "", "")


def transcribed(sources: pd.Series) -> pd.Series:
    """Whether figures are from a transcribed report rather than a national file."""
    return sources.isin([source.id for source in editions().values()])
