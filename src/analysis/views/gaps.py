"""Gaps as tables and charts."""

import pandas as pd

from analysis import charts
from analysis.gaps import COMPARATORS
from analysis.measures import format_value, group_phrase, group_title
from analysis.tables import Figure, Table
from analysis.views.common import figure


def gap_table(rows: pd.DataFrame, comparator: str) -> Table:
    """Levels and gap of each measure and group against one comparator."""
    rows = rows[rows["comparator"] == comparator]
    body = [
        {
            "Measure": row.title,
            "Pupils": group_title(row.pupil_group),
            "Compared with": group_title(row.comparison_group)
            if comparator != "national_same"
            else group_title(row.pupil_group),
            row.area_name: figure(row.value, row.unit, row.decimals),
            "Comparison": figure(row.comparison_value, row.unit, row.comparison_decimals),
            "Gap": figure(row.gap, "points", row.gap_decimals),
            "Gap the year before": figure(row.previous_gap, "points", row.gap_decimals),
            "Change": figure(row.change, "points", row.gap_decimals),
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    return Table(f"Gaps against {COMPARATORS[comparator]}", frame)


def gap_chart(rows: pd.DataFrame, group: str, area: str) -> charts.Chart | None:
    """A group of the LA beside other pupils in England, percentage measures only."""
    rows = rows[
        (rows["comparator"] == "national_other")
        & (rows["pupil_group"] == group)
        & (rows["unit"] == "percent")
    ]
    if rows.empty:
        return None
    widest = rows.loc[rows["gap"].idxmin()]
    others = group_title(widest["comparison_group"])
    title = f"The widest gap of {group_phrase(group)} to other pupils in England: {format_value(abs(widest['gap']), 'points', widest['gap_decimals'])} points"
    alt = f"For each of {len(rows)} measures, the percentage of {group_phrase(group)} in {area} and of {group_phrase(widest['comparison_group'])} in England. Widest gap: {widest['title']}, {widest['value']:g}% against {widest['comparison_value']:g}%."
    drawn = pd.DataFrame(
        {"label": rows["title"], "value": rows["value"], "comparison_value": rows["comparison_value"]}
    )
    names = (f"{group_title(group)}, {area}", f"{others}, England")
    return charts.dumbbell_chart(drawn, names, "Per cent", title, alt, lambda value: f"{value:g}")


def printed_gap_table(rows: pd.DataFrame, data) -> Table:
    """Differences as printed beside the differences of their printed levels."""
    body = [
        {
            "Difference": f"{data.measures.loc[row.measure, 'short_title']}, {group_phrase(row.pupil_group)}, {row.year}",
            "Area": data.name_of(row.area),
            "Where": "Annex A" if row.table == "annex-a" else row.table,
            "Line": row.line,
            "Level": figure(row.level, "score", max(row.decimals, 1)),
            "Other pupils in England": figure(row.comparison_level, "score", max(row.decimals, 1)),
            "Recomputed": figure(row.recomputed, "score", row.decimals),
            "Printed": Figure(row.printed_gap, row.printed, int(row.decimals)),
            "Agree": "yes"
            if row.agrees
            else "cannot be checked: a level is not printed"
            if pd.isna(row.recomputed)
            else "no",
        }
        for row in rows.itertuples()
    ]
    return Table("Printed differences and the levels they are made of", pd.DataFrame(body, dtype=object))
