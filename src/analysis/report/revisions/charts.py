"""Revisions as charts."""

import pandas as pd

from analysis.basics.numbers import academic_year
from analysis.catalogue.measures import titled
from analysis.data.ranking import FAR, FURTHER
from analysis.output.charts import chart as charts

#: Series that a chart shows; the table has more.
DRAWN = 12
NAMES = {
    "moved": "ranks that moved",
    "far": f"of them {FAR} places or more",
    "further": f"of them {FURTHER} places or more",
}


def ranks_chart(series: pd.DataFrame) -> charts.Chart | None:
    """How many ranks moved, and how far, in the series of all pupils in which most did; None if none moved.

    ``series`` is as ``by_series`` returns it.
    """
    rows = series[(series["pupil_group"] == "all") & (series["moved"] > 0)]
    rows = rows.sort_values(["further", "far", "moved"], ascending=False, kind="stable").head(DRAWN)
    if rows.empty:
        return None
    labels = [
        f"{titled(row.measure, row.short_title, row.pupil_group, ': ')}, {academic_year(row.year)}"
        for row in rows.itertuples()
    ]
    drawn = rows[[*NAMES]].assign(label=labels)
    first = next(drawn.itertuples())
    title = f"{first.label}: {first.further} of the ranks moved {FURTHER} places or more, the most of any measure of all pupils"
    parts = [
        f"{row.label}: {row.moved} moved, {row.far} by {FAR} places or more, {row.further} by {FURTHER} or more."
        for row in drawn.itertuples()
    ]
    alt = f"Bars of the number of local authorities whose rank moved. {' '.join(parts)}"
    return charts.counts_chart(drawn, NAMES, "Local authorities", title, alt)
