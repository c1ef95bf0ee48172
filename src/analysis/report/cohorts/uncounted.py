"""The figures of an LA and year that come without numbers of pupils, why they have no interval, and where to look."""

import pandas as pd

from analysis.catalogue.measures import GROUP_ORDER, load_measures
from analysis.catalogue.observations import KEY, select
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.shares import no_interval_reason

SESSIONS = "no interval, because it is a share of half-day sessions, not of pupils"
AVERAGE = "no interval, because it is an average and neither the pupils nor the spread of their results is published"
SCHOOLS = "no interval, because the source does not publish the number of schools"
EVENTS = "no interval, because it is a rate of events, not of pupils"
PART = "no interval, because the source publishes how many children are counted, but not of how many"


def without_numbers(report: RankingsChapter) -> pd.DataFrame:
    """Figures of the LA and year without a published number of pupils.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        ``measure, pupil_group, reason, data_set``: the reason that stands where an interval would, and the data sets
        of Explore Education Statistics that hold numbers of pupils of that measure and group (of some years), empty
        if none is known.
    """
    rows = select(report.figures, area=report.area.code, year=report.year)
    rows = rows[rows["value"].notna() & rows["denominator"].isna()]
    rows = rows.join(load_measures()[["unit", "phase", "definition", "order"]], on="measure")
    rows["group_order"] = rows["pupil_group"].map(GROUP_ORDER)
    rows = rows.sort_values(["group_order", "order"], kind="stable", ignore_index=True)
    known = _data_sets(report.england.counted_in)
    rows["reason"] = [_reason(row) for row in rows.itertuples()]
    rows["data_set"] = known.reindex(pd.MultiIndex.from_frame(rows[KEY[:2]]), fill_value="").to_numpy()
    return rows[[*KEY[:2], "reason", "data_set"]]


def _reason(row) -> str:
    if row.unit != "percent":
        return EVENTS if row.unit == "rate" else AVERAGE
    if row.phase == "schools":
        return SCHOOLS
    if pd.notna(row.numerator):
        return PART
    return SESSIONS if row.definition.startswith("Half-day sessions") else no_interval_reason()


def _data_sets(counted_in: pd.DataFrame) -> pd.Series:
    """Publication and title of the data sets with numbers of pupils, by measure and pupil group."""
    rows = counted_in[counted_in["denominator"]]
    titles = rows["publication"] + ": " + rows["data_set"]
    return titles.groupby([rows[name] for name in KEY[:2]]).agg(lambda own: "; ".join(sorted(set(own))))
