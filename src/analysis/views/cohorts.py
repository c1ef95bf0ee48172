"""Small cohorts as tables and charts."""

import pandas as pd

from analysis import charts
from analysis.cohort_change import CohortChange
from analysis.cohort_narrative import checked
from analysis.data import Data
from analysis.measures import group_phrase, group_title
from analysis.small_cohorts import SMALL
from analysis.tables import Figure, Table, ordinal
from analysis.verdicts import VERDICTS
from analysis.views.common import figure

#: So many cohorts of the data are shown on the page, the smallest; the rest are in small_cohorts.csv.
MOST_SHOWN = 60


def cohort_tables(cohorts: pd.DataFrame, data: Data) -> list[Table]:
    """The cohorts of the data, a table for each group of pupils: figure, interval, one pupil's worth, verdict."""
    rows = cohorts[cohorts["origin"] == "data"]
    shown = rows.sort_values("denominator", kind="stable", na_position="first").head(MOST_SHOWN).sort_index()
    tables = []
    for group in shown["pupil_group"].unique():
        own = shown[shown["pupil_group"] == group]
        caption = f"{group_title(group)}: cohorts of fewer than {SMALL} pupils"
        tables.append(
            Table(caption, _without_empty([_cohort(row, data) for row in own.itertuples()]), _notes(own))
        )
    return tables


def _cohort(row, data: Data) -> dict:
    percent = row.unit == "percent"
    where = f"{row.source} {row.locator}"
    side = row.statement.split(" England")[0]
    return {
        "Measure": data.measures.loc[row.measure, "short_title"],
        "Pupils": _pupils(row),
        data.area.name: figure(row.value, row.unit, 1 if percent else row.decimals, where, row.status),
        "95% interval": _interval(row),
        "England": figure(row.england, row.unit, row.england_decimals),
        "Against England": f"{side}: {row.verdict}" if row.verdict else None,
        "One pupil is worth": figure(row.one_pupil_points, "points", 1 if percent else 2),
        "Rank": None
        if pd.isna(row.rank)
        else Figure(float(row.rank), f"{ordinal(row.rank)} of {row.n_ranked}", 0),
        "Rank if moved | 1 pupil": _places(row.rank_low, row.rank_high),
        "Rank if moved | 2 pupils": _places(row.rank_low_2, row.rank_high_2),
        "Rank if moved | 3 pupils": _places(row.rank_low_3, row.rank_high_3),
    }


def _pupils(row) -> Figure | None:
    """Pupils who reached the standard, and pupils: what is not published stays a symbol."""
    if pd.isna(row.denominator):
        return Figure(None, f"[{row.status}]") if row.status != "ok" else None
    if pd.notna(row.numerator):
        return Figure(None, f"{row.numerator} of {row.denominator}")
    hidden = row.unit == "percent" and row.status == "c"
    return Figure(None, f"[c] of {row.denominator}" if hidden else str(row.denominator))


def _notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What the columns mean, what so many pupils can show, and why a figure has no interval."""
    notes = []
    if rows["rank_low"].notna().any():
        notes.append(
            "Rank if moved: the places that the local authority could have if one, two or three pupils more or fewer had "
            "reached the standard, and all other local authorities stood as they did. What one pupil is worth is in points."
        )
    if rows["verdict"].ne("").any():
        notes.append(
            "Against England: the statement is that the figure lies on this side of England's, and the verdict whether so few "
            "pupils can show it."
        )
    for unit, words in (("percent", "percentages"), ("score", "progress scores")):
        said = rows.loc[rows["unit"].eq(unit) & rows["power"].ne(""), "power"]
        if len(said):
            notes.append(f"What the {words} could show: {said.iloc[0]}.")
    if rows["unit"].eq("score").any() and rows["lower"].notna().any():
        notes.append(
            "Progress scores have no line to cross: one pupil is worth what a pupil does whose score is one standard deviation "
            "higher or lower, and the interval is DfE's own."
        )
    for reason in rows.loc[rows["lower"].isna(), "reason"].unique():
        notes.append(f"{reason[0].upper()}{reason[1:]}.")
    return tuple(notes)


def _interval(row) -> Figure | None:
    if pd.isna(row.lower):
        return None
    decimals = 1 if row.unit == "percent" else 2
    return Figure(None, f"{row.lower:.{decimals}f} to {row.upper:.{decimals}f}".replace("-", "−"))


def _places(low, high) -> Figure | None:
    if pd.isna(low):
        return None
    return Figure(None, ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}")


def _without_empty(body: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(body, dtype=object)
    return frame.drop(columns=[name for name in frame.columns[1:] if frame[name].isna().all()])


def cohort_chart(cohorts: pd.DataFrame, data: Data) -> charts.Chart | None:
    """The percentages of the data's small cohorts with their intervals, beside England's."""
    rows = cohorts[cohorts["origin"].eq("data") & cohorts["unit"].eq("percent")]
    rows = rows[rows["lower"].notna() & rows["england"].notna()].head(MOST_SHOWN)
    if rows.empty:
        return None
    rows = rows.assign(
        short=[
            f"{name} ({k} of {n})"
            for name, k, n in zip(
                rows["measure"].map(data.measures["short_title"]),
                rows["numerator"],
                rows["denominator"],
                strict=True,
            )
        ],
        apart=rows["verdict"].eq(VERDICTS["supports"]),
    )
    apart = int(rows["apart"].sum())
    figures = f"{len(rows)} percentages of small cohorts"
    title = (
        f"{apart or 'None'} of {figures} {'is' if apart == 1 else 'are'} shown to differ from England's"
        if len(rows) > 1
        else f"One small cohort {'differs from' if apart else 'is not shown to differ from'} England"
    )
    alt = "Percentage, 95% interval and England's percentage of each small cohort. " + " ".join(
        f"{row.short}, {group_phrase(row.pupil_group)}: {row.value:.0f}%, {row.lower:.0f} to {row.upper:.0f}; England "
        f"{row.england:.0f}."
        for row in rows.itertuples()
    )
    panels = {
        group_title(group): rows[rows["pupil_group"] == group].assign(label=lambda table: table["short"])
        for group in rows["pupil_group"].unique()
    }
    shown = pd.DataFrame(
        {
            "Cohort": [f"{row.short}, {group_phrase(row.pupil_group)}" for row in rows.itertuples()],
            "Percentage": rows["value"].map("{:.1f}".format),
            "95% interval": [_interval(row).text for row in rows.itertuples()],
            "England": rows["england"].map("{:.0f}".format),
        }
    )
    table = Table(f"{title}: data", shown, sheet=False)
    return charts.cohort_chart(panels, "Per cent, with 95% interval", title, alt, table)


def moves_table(change: CohortChange) -> Table:
    """What the percentage and the rank would have been with a few pupils fewer or more."""
    body = []
    for row in change.moved().itertuples():
        word = (
            "as it was" if row.pupils == 0 else f"{abs(row.pupils)} {'fewer' if row.pupils < 0 else 'more'}"
        )
        body.append(
            {
                "Pupils": word,
                "Reached the standard": f"{row.count} of {change.now.pupils}",
                "Per cent": figure(row.percent, "percent", 1),
                "Rank": _places(row.rank_low, row.rank_high),
            }
        )
    notes = []
    if change.ladder is not None and change.ladder.decimals is not None:
        notes.append(
            "The other local authorities' percentages are published rounded, so a moved percentage is rounded like them "
            "before it is ranked."
        )
    if change.ladder is not None and len(change.ladder.places) < change.ladder.n:
        notes.append(
            "Without the national data only the values at some places are known, so a rank is a range of places."
        )
    caption = f"Had a few pupils more or fewer reached the standard in {change.now.year}"
    return Table(caption, _without_empty(body), tuple(notes))


def named_table(rows: pd.DataFrame) -> Table:
    """Shares that the papers name, of a group they print or name nearby: interval, check and verdict."""
    body = [
        {
            "Cohort": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Printed": Figure(None, row.percentage or "–"),
            "Count": Figure(
                None, f"{'?' if pd.isna(row.numerator) else f'{row.numerator:,}'} of {row.denominator:,}"
            ),
            "95% interval": _interval(row),
            "One is worth": figure(row.one_pupil_points, "points", 1),
            "Rank if one is moved": _places(row.rank_low, row.rank_high),
            "Against England": f"{row.statement}: {row.verdict}" if row.verdict else None,
            "Possible": row.possible or None,
            "Check": checked(row) or None,
        }
        for row in rows.itertuples()
    ]
    note = "? stands where several counts print as the percentage; the interval then covers all of them."
    return Table(
        "Shares that the papers name", _without_empty(body), (note,) if rows["numerator"].isna().any() else ()
    )


def unmeasured_table(rows: pd.DataFrame) -> Table:
    """Counts and percentages that the papers name and that have no interval, with the reason."""
    body = [
        {
            "Named in the papers": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Printed": Figure(None, row.percentage or _count(row)),
            "Why no interval": row.reason.removeprefix("no interval: "),
            "Note": row.note or None,
        }
        for row in rows.itertuples()
    ]
    return Table(
        "Counts and percentages that the papers name without a share of a known group",
        pd.DataFrame(body, dtype=object),
    )


def _count(row) -> str:
    count = f"{row.numerator:,}"
    return count if pd.isna(row.denominator) else f"{count} of {row.denominator:,}"


def arithmetic_table(sums: pd.DataFrame) -> Table:
    """Printed totals and differences, worked out again; those that do not add up first."""
    body = [
        {
            "Figure": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Working": row.working,
            "Gives": Figure(row.recomputed, f"{row.recomputed:g}", 1),
            "Printed": Figure(row.printed, f"{row.printed:g}", 1),
            "Adds up": "yes" if row.adds_up else "no",
            "Note": row.note or None,
        }
        for row in sums.sort_values("adds_up", kind="stable").itertuples()
    ]
    return Table("Printed totals and differences, worked out again", pd.DataFrame(body, dtype=object))
