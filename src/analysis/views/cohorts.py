"""Small cohorts as tables and charts."""

import pandas as pd

from analysis import charts
from analysis.narrative import LARGEST
from analysis.tables import Figure, Table
from analysis.views.common import figure


def cohort_table(rows: pd.DataFrame, caption: str) -> Table:
    """Percentages of cohorts with their intervals and what one member is worth."""
    body = [
        {
            "Cohort": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Count": None if pd.isna(row.numerator) else int(row.numerator),
            "Of": None if pd.isna(row.denominator) else int(row.denominator),
            "Printed": row.percentage or None,
            "Per cent": figure(row.value, "percent", 1) if pd.notna(row.lower) else None,
            "95% interval": None if pd.isna(row.lower) else f"{row.lower:.1f} to {row.upper:.1f}",
            "One is worth (points)": figure(row.one_pupil_points, "points", 1),
            "England": figure(row.england, "percent", 0),
            "Verdict": row.verdict or None,
            "Reason": row.reason,
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    return Table(caption, frame.drop(columns=empty))


def cohort_chart(rows: pd.DataFrame) -> charts.Chart:
    """The intervals of the cohorts that have one, widest first."""
    rows = rows[rows["denominator"].le(LARGEST)]
    rows = rows[rows["lower"].notna()].assign(width=lambda table: table["upper"] - table["lower"])
    rows = rows.sort_values("width", ascending=False, kind="stable")
    widest = rows.iloc[0]
    title = f"The smaller the cohort, the less it can show: {widest['label']} could be {widest['lower']:.0f}% to {widest['upper']:.0f}%"
    alt = "Percentage and 95% interval of each cohort. " + " ".join(
        f"{row.label}: {row.value:.0f}%, {row.lower:.0f} to {row.upper:.0f}." for row in rows.itertuples()
    )
    drawn = rows[["label", "value", "lower", "upper"]].assign(
        cohort=[f"{k} of {n}" for k, n in zip(rows["numerator"], rows["denominator"], strict=True)]
    )
    return charts.interval_chart(drawn, "Per cent, with 95% interval", title, alt)


def arithmetic_table(sums: pd.DataFrame) -> Table:
    """Printed totals and differences, worked out again."""
    body = [
        {
            "Figure": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Working": row.working,
            "Gives": Figure(row.recomputed, f"{row.recomputed:g}", 1),
            "Printed": Figure(row.printed, f"{row.printed:g}", 1),
            "Adds up": "yes" if row.adds_up else "no",
        }
        for row in sums.itertuples()
    ]
    return Table("Printed totals and differences, worked out again", pd.DataFrame(body, dtype=object))
