"""Small cohorts as tables and charts."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_title, load_measures, titled
from analysis.output.absent import Absent
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.cohorts.cells import (
    NO_RANK,
    NOT_PUBLISHED,
    ORDERLESS,
    SHOWS,
    UNITS,
    or_why,
    pupils_figure,
    without_empty,
)
from analysis.report.cohorts.change import CohortChange
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.cohorts import RANK_SET
from analysis.report.cohorts.no_interval_table import no_interval_table
from analysis.report.cohorts.sentences import MOST_SHOWN, points, shown_to_differ, whole
from analysis.report.rankings.cells import NO_ORDER, figure, is_provisional, so_far, unordered
from analysis.statistics.verdicts import SMALL, VERDICTS

#: What the places that chance leaves to a rank are: from the numbers of all LAs, or of this one alone.
BY_CHANCE = (
    "the 95% set of places that chance leaves open",
    "the places that the ends of the 95% interval would have, which is the least that chance leaves open",
)


def cohort_tables(cohorts: pd.DataFrame, report: CohortsChapter) -> list[Table]:
    """The tables of ``tables_by_group``, one after another."""
    return [table for tables in tables_by_group(cohorts, report).values() for table in tables]


def tables_by_group(cohorts: pd.DataFrame, report: CohortsChapter) -> dict[str, list[Table]]:
    """By group of pupils the cohorts of the data that have an interval, and the figures that have none, with the reason."""
    rows = cohorts[cohorts["origin"] == "data"]
    order = rows.assign(bare=rows["lower"].isna()).sort_values(["bare", "denominator"], kind="stable")
    shown = rows.loc[order.index[:MOST_SHOWN]].sort_index()
    tables: dict[str, list[Table]] = {}
    for group in shown["pupil_group"].unique():
        own = shown[shown["pupil_group"] == group]
        measured, bare = own[own["lower"].notna()], own[own["lower"].isna()]
        # those whose interval excludes England's figure stand first
        measured = measured.assign(inside=~measured["verdict"].eq(VERDICTS["supports"]))
        measured = measured.sort_values("inside", kind="stable")
        made = []
        if len(measured):
            caption = f"{group_title(group)}: cohorts of fewer than {SMALL} pupils"
            body = without_empty([_cohort(row, report) for row in measured.itertuples()])
            made.append(Table(caption, body, _notes(measured)))
        if len(bare):
            made.append(no_interval_table(bare, group, report))
        tables[group_title(group)] = made
    return tables


def _cohort(row, report: CohortsChapter) -> dict:
    percent = row.unit == "percent"
    own, england = (report.cited(row.measure, row.pupil_group, area, row.year) for area in ("", ENGLAND))
    side = row.statement.split(" England")[0]
    cells = {
        "Measure": load_measures().loc[row.measure, "short_title"],
        "Pupils": pupils_figure(row),
        report.area.name: figure(row.value, row.unit, 1 if percent else row.decimals, own, row.status),
        "England": or_why(figure(row.england, row.unit, row.england_decimals, england), NOT_PUBLISHED),
        "95% interval": interval_figure(row),
        "Against England": f"{side}: {SHOWS.get(row.verdict, row.verdict)}"
        if row.verdict
        else str(NOT_PUBLISHED),
        "Rank": NO_RANK
        if pd.isna(row.rank)
        else Figure(
            float(row.rank),
            f"{ordinal(row.rank)} of {row.n_ranked}",
            0,
            rests_on_provisional=is_provisional(row),
        ),
        "Rank, by chance": or_why(places_figure(row.rank_chance_low, row.rank_chance_high), NO_RANK),
        "Rank, by an estimate": or_why(
            places_figure(row.estimate_rank_low, row.estimate_rank_high), Absent("no estimate")
        ),
        "One pupil is worth": or_why(_worth(row), NOT_PUBLISHED),
        "Rank if moved | 1 pupil": or_why(places_figure(row.rank_low, row.rank_high), NO_RANK),
        "Rank if moved | 3 pupils": or_why(places_figure(row.rank_low_3, row.rank_high_3), NO_RANK),
    }
    if not unordered(row):
        return cells
    return (
        cells
        | dict.fromkeys([name for name in cells if name.startswith("Rank")], ORDERLESS)
        | {"Rank": Figure(None, NO_ORDER)}
    )


def _worth(row) -> Figure | None:
    """What one pupil is worth, with its unit: "2.7 points"; of a progress score in its own points."""
    if pd.isna(row.one_pupil_points):
        return None
    if row.unit == "percent":
        return Figure(float(row.one_pupil_points), points(row.one_pupil_points), 1)
    return figure(row.one_pupil_points, "points", 2)


def _notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """How the table is sorted, what its columns mean, and what so many pupils can show."""
    notes = [f"Sorted: first where England's figure is outside the interval, then by phase. {UNITS}"]
    if rows["rank_low"].notna().any():
        notes.append(
            "Rank if moved: the places with one or three pupils more or fewer, if all other local authorities stay where they are."
        )
        sets = rows["chance_from"].eq(RANK_SET)
        if rows["estimate_rank_low"].notna().any():
            notes.append(
                "Rank, by an estimate: the 90% range of an estimate that uses all local authorities. It does not replace the places by "
                "chance."
            )
        notes.append(f"Rank, by chance: {BY_CHANCE[0] if sets.any() else BY_CHANCE[1]}.")
    if rows["orders"].eq("no").any():
        notes.append(
            "No order: this year local authorities differ no more than chance makes them, so a place says nothing."
        )
    for unit, words in (("percent", "percentages"), ("score", "progress scores")):
        said = rows.loc[rows["unit"].eq(unit) & rows["power"].ne(""), "power"]
        if len(said):
            notes.append(f"What the {words} could show: {said.iloc[0]}.")
    scores = rows[rows["unit"].eq("score") & rows["lower"].notna()]
    if len(scores):
        printed = scores["interval_from"].eq("published by DfE").all()
        whose = "DfE's own" if printed else "worked out by DfE's method where DfE does not print it"
        notes.append(
            "Progress scores have no line to cross. One pupil is worth what a pupil does whose score is one standard deviation "
            f"higher or lower, and the interval is {whose}."
        )
    return tuple(notes)


def interval_figure(row) -> Figure | None:
    """The limits of a row's interval in one cell."""
    return None if pd.isna(row.lower) else Figure(None, _limits(row))


def _limits(row) -> str:
    decimals = 1 if row.unit == "percent" else 2
    low, high = (format_value(end, row.unit, decimals, true_minus=True) for end in (row.lower, row.upper))
    return f"{low} to {high}"


def places_figure(low, high) -> Figure | None:
    """One place, or a range of places, in one cell."""
    if pd.isna(low):
        return None
    return Figure(None, ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}")


def cohort_chart(cohorts: pd.DataFrame, report: CohortsChapter) -> charts.Chart | None:
    """The percentages of the data's small cohorts with their intervals, beside England's."""
    rows = cohorts[cohorts["origin"].eq("data") & cohorts["unit"].eq("percent")]
    rows = rows[rows["lower"].notna() & rows["england"].notna()].head(MOST_SHOWN)
    if rows.empty:
        return None
    rows = rows.assign(
        short=[
            f"{name} ({k} of {n})"
            for name, k, n in zip(
                rows["measure"].map(load_measures()["short_title"]),
                rows["numerator"],
                rows["denominator"],
                strict=True,
            )
        ],
        apart=shown_to_differ(cohorts).loc[rows.index],
    )
    apart = int(rows["apart"].sum())
    figures = f"{len(rows)} percentages of small cohorts"
    title = (
        f"{apart or 'None'} of {figures} {'is' if apart == 1 else 'are'} shown to differ from England's"
        if len(rows) > 1
        else f"One small cohort {'differs from' if apart else 'is not shown to differ from'} England"
    )
    title += so_far(rows)
    alt = "Percentage, 95% interval and England's percentage of each small cohort. " + " ".join(
        f"{titled(row.measure, row.short, row.pupil_group)}: {whole(row.value)}, {whole(row.lower)} to {whole(row.upper)}; England "
        f"{whole(row.england)}."
        for row in rows.itertuples()
    )
    panels = {
        group_title(group): rows[rows["pupil_group"] == group].assign(label=lambda table: table["short"])
        for group in rows["pupil_group"].unique()
    }
    shown = pd.DataFrame(
        {
            "Cohort": [titled(row.measure, row.short, row.pupil_group) for row in rows.itertuples()],
            "Percentage": rows["value"].map(lambda value: format_value(value, "percent", 1)),
            "95% interval": [_limits(row) for row in rows.itertuples()],
            "England": rows["england"].map(lambda value: format_value(value, "percent", 0)),
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
                "Counted": f"{row.count} of {change.now.pupils}",
                "Per cent": figure(row.percent, "percent", 1),
                "Rank": or_why(places_figure(row.rank_low, row.rank_high), NO_RANK),
            }
        )
    notes = []
    if change.ladder is not None and change.ladder.decimals is not None:
        notes.append("Each percentage is rounded as the other local authorities' are before it is ranked.")
    if change.ladder is not None and len(change.ladder.places) < change.ladder.n:
        notes.append(
            "Without the national data only the figures in some places are known. So a rank is a range of places."
        )
    caption = f"The rank in {change.now.year} with a few pupils more or fewer"
    return Table(caption, without_empty(body), tuple(notes))
