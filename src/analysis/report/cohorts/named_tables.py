"""What the papers name, as tables and a chart."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.observations import KEY, select
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.cohorts.cells import NO_RANK, NOT_PRINTED, or_why, what_it_shows, without_empty
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.own_file import in_catalogue
from analysis.report.cohorts.sentences import LARGEST, checked, whole
from analysis.report.cohorts.tables import BY_CHANCE, interval_figure, places_figure
from analysis.report.rankings.cells import figure

NO_ENGLAND = "no figure of England"


def named_chart(rows: pd.DataFrame) -> charts.Chart | None:
    """The intervals of the small cohorts that the papers name, widest first."""
    rows = rows[rows["denominator"].le(LARGEST) & rows["lower"].notna() & rows["numerator"].notna()]
    if rows.empty:
        return None
    order = (rows["upper"] - rows["lower"]).sort_values(ascending=False, kind="stable").index
    counts = rows["numerator"].astype(str) + " of " + rows["denominator"].astype(str)
    rows = rows.assign(label=rows["label"].str.split(", if of").str[0], cohort=counts).loc[order]
    widest = rows.iloc[0]
    message = (
        f"The smaller the cohort, the less it shows: {widest['label']} could be {whole(widest['lower'])} to "
        f"{whole(widest['upper'])}"
    )
    alt = "Percentage and 95% interval of each cohort that the papers name. " + " ".join(
        f"{row.label}: {row.cohort}, {whole(row.value)}, {whole(row.lower)} to {whole(row.upper)}."
        for row in rows.itertuples()
    )
    drawn = rows[["label", "value", "lower", "upper", "cohort"]]
    return charts.interval_chart(drawn, "Per cent, with 95% interval", message, alt)


def named_table(rows: pd.DataFrame) -> Table:
    """Shares that the papers name, of a group they print or name nearby: interval, check and verdict."""
    body = [
        {
            "Cohort": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Printed": Figure(None, row.percentage) if row.percentage else NOT_PRINTED,
            "Count": Figure(
                None, f"{'?' if pd.isna(row.numerator) else f'{row.numerator:,}'} of {row.denominator:,}"
            ),
            "95% interval": interval_figure(row),
            "One is worth": figure(row.one_pupil_points, "points", 1),
            "Against England": what_it_shows(row) or NO_ENGLAND,
            "Rank if one is moved": or_why(places_figure(row.rank_low, row.rank_high), NO_RANK),
            "Rank, by chance": or_why(places_figure(row.rank_chance_low, row.rank_chance_high), NO_RANK),
            "Possible": row.possible or "not checked",
            "Check": checked(row) or "nothing found",
        }
        for row in rows.itertuples()
    ]
    several = "? stands where several counts print as the percentage. The interval then covers all of them."
    notes = [several] if rows["numerator"].isna().any() else []
    return Table("Shares that the papers name", without_empty(body), (*notes, *_ranks_note(rows)))


def _ranks_note(rows: pd.DataFrame) -> tuple[str, ...]:
    return (f"Rank, by chance: {BY_CHANCE[1]}.",) if rows["rank_chance_low"].notna().any() else ()


def added_table(rows: pd.DataFrame, report: CohortsChapter) -> Table:
    """Cohorts that were added for the report: interval, what one pupil is worth, and the verdict.

    Where DfE publishes other numbers of the same measure and group, or another percentage, a note says so.
    """
    own = select(report.figures, area=report.area.code, year=report.year)
    own = own[own["value"].notna()].set_index(KEY[:2])
    published = dict(zip(own.index, own.itertuples(), strict=True))
    others = [
        f"{row.label}: the national file has {there} for this measure and group. They are of other pupils, or one of them "
        "is wrong; the verdict and the rank here are those of the numbers that were added."
        for row in rows.itertuples()
        if in_catalogue(row) and (there := _other_than(row, published.get((row.measure, row.pupil_group))))
    ]
    body = [
        {
            "Cohort": row.label,
            "Numbers from": row.location,
            "Count": Figure(None, f"{row.numerator:,} of {row.denominator:,}"),
            "Per cent": figure(row.value, "percent", 1),
            "95% interval": interval_figure(row),
            "One is worth": figure(row.one_pupil_points, "points", 1),
            "Against England": what_it_shows(row) or NO_ENGLAND,
            "Rank if one is moved": or_why(places_figure(row.rank_low, row.rank_high), NO_RANK),
            "Rank, by chance": or_why(places_figure(row.rank_chance_low, row.rank_chance_high), NO_RANK),
            "Why": row.reason,
        }
        for row in rows.itertuples()
    ]
    note = " ".join(
        [
            "These numbers of pupils are not from a national file; they were added for this report.",
            *_ranks_note(rows),
        ]
    )
    outside = [row.label for row in rows.itertuples() if not in_catalogue(row)]
    unranked = [f"{'; '.join(outside)}: not a group that DfE publishes, so no rank."] if outside else []
    return Table("Cohorts that were added", without_empty(body), (note, *unranked, *others))


def _other_than(row, there) -> str:
    """What DfE publishes and what was added, where they are not the same; empty where they are, or nothing is published."""
    if there is None:
        return ""
    if pd.notna(there.numerator) and pd.notna(there.denominator):
        same = (there.numerator, there.denominator) == (row.numerator, row.denominator)
        counts = f"{there.numerator:,} of {there.denominator:,}, not {row.numerator:,} of {row.denominator:,}"
        return "" if same else counts
    decimals = int(there.decimals)
    if abs(row.value - there.value) <= 0.5 * 10.0**-decimals + 1e-9:
        return ""
    percentages = [
        format_value(value, "percent", decimals, with_unit=True) for value in (there.value, row.value)
    ]
    return f"{percentages[0]}, not {percentages[1]},"


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
        ("In the order of the papers.",),
        empty="",
    )


def _count(row) -> str:
    count = f"{row.numerator:,}"
    return count if pd.isna(row.denominator) else f"{count} of {row.denominator:,}"


def arithmetic_table(sums: pd.DataFrame) -> Table:
    """Printed totals, differences and parts, worked out again; those that do not add up first."""
    body = [
        {
            "Figure": row.label,
            "Where": f"{row.location}, line {row.line}",
            "Working": row.working,
            "Gives (or at most)": Figure(row.recomputed, f"{row.recomputed:g}", 1),
            "Printed": Figure(row.printed, f"{row.printed:g}", 1),
            "Adds up": "yes" if row.adds_up else "no",
            "Note": row.note or None,
        }
        for row in sums.sort_values("adds_up", kind="stable").itertuples()
    ]
    return Table(
        "Printed totals, differences and parts, worked out again",
        pd.DataFrame(body, dtype=object),
        ("Sorted: first those that do not add up.",),
        empty="",
    )
