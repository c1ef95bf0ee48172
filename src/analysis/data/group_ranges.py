"""The range of a group of local authorities on a measure: its lowest, its middle and its highest member.

A middle of percentages is no percentage of the group's pupils, as members differ in size. So it is called the median of
the members, and an average stands beside it only where DfE publishes one.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.catalogue.area_groups import AreaGroup
from analysis.catalogue.observations import select
from analysis.data.england import England

COLUMNS = [
    "kind",
    "group",
    "measure",
    "pupil_group",
    "year",
    "members",
    "with_figure",
    "lowest",
    "median",
    "highest",
    "published",
]


def group_ranges(
    england: England,
    year: int,
    groups: Iterable[AreaGroup],
    measures: Iterable[str],
    pupil_group: str = "all",
) -> pd.DataFrame:
    """The range of the members' figures, by group and measure.

    Parameters
    ----------
    england : England
    year : int
        The academic year, by the year in which it ends.
    groups : iterable of AreaGroup
        As ``analysis.catalogue.area_groups.groups_in`` gives them for that year.
    measures : iterable of str
    pupil_group : str

    Returns
    -------
    DataFrame
        ``COLUMNS``, a row for each group and measure of which a member has a figure, in the order of both. ``members`` counts
        them, ``with_figure`` those with a published figure. ``lowest``, ``median`` and ``highest`` are of these, in the measure's
        unit: whether the highest is best, its polarity says. ``published`` is DfE's average of just these members,
        missing where it publishes none.
    """
    measures = list(measures)
    rows = select(england.national, measure=measures, pupil_group=pupil_group, year=year)
    rows = rows[rows["value"].notna()]
    body = [
        found
        for group in groups
        for measure in measures
        if (found := _range(group, rows[rows["measure"] == measure], pupil_group, year, measure))
    ]
    return pd.DataFrame(body, columns=COLUMNS)


def _range(group: AreaGroup, rows: pd.DataFrame, pupil_group: str, year: int, measure: str) -> dict | None:
    values = rows.loc[rows["area"].isin(group.members), "value"]
    if values.empty:
        return None
    average = rows.loc[rows["area"] == group.region, "value"] if group.region else values.iloc[:0]
    return {
        "kind": group.kind,
        "group": group.name,
        "measure": measure,
        "pupil_group": pupil_group,
        "year": year,
        "members": len(group.members),
        "with_figure": len(values),
        "lowest": float(values.min()),
        "median": float(values.median()),
        "highest": float(values.max()),
        "published": float(average.iloc[0]) if len(average) else float("nan"),
    }
