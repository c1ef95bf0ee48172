"""Small cohorts as tables and charts."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_title, load_measures, titled
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.cohorts.change import CohortChange
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.cohorts import RANK_SET
from analysis.report.cohorts.sentences import MOST_SHOWN, shown_to_differ, whole
from analysis.report.rankings.cells import NO_ORDER, figure, is_provisional, so_far, unordered
from analysis.statistics.verdicts import SMALL

#: What the places that chance leaves to a rank are: from the numbers of all LAs, or of this one alone.
BY_CHANCE = (
    "the 95% set of places that chance leaves open",
    "the places of the ends of the 95% interval among the other figures as they are, which is the least that chance leaves open",
)


def cohort_tables(cohorts: pd.DataFrame, report: CohortsChapter) -> list[Table]:
    """The cohorts of the data, a table for each group of pupils: figure, interval, one pupil's worth, verdict."""
    rows = cohorts[cohorts["origin"] == "data"]
    order = rows.assign(bare=rows["lower"].isna()).sort_values(["bare", "denominator"], kind="stable")
    shown = rows.loc[order.index[:MOST_SHOWN]].sort_index()
    tables = []
    for group in shown["pupil_group"].unique():
        own = shown[shown["pupil_group"] == group]
        caption = f"{group_title(group)}: cohorts of fewer than {SMALL} pupils"
        tables.append(
            Table(caption, without_empty([_cohort(row, report) for row in own.itertuples()]), _notes(own))
        )
    return tables


def _cohort(row, report: CohortsChapter) -> dict:
    percent = row.unit == "percent"
    own, england = (report.cited(row.measure, row.pupil_group, area, row.year) for area in ("", ENGLAND))
    side = row.statement.split(" England")[0]
    cells = {
        "Measure": load_measures().loc[row.measure, "short_title"],
        "Pupils": _pupils(row),
        report.area.name: figure(row.value, row.unit, 1 if percent else row.decimals, own, row.status),
        "95% interval": interval_figure(row),
        "England": figure(row.england, row.unit, row.england_decimals, england),
        "Against England": f"{side}: {row.verdict}" if row.verdict else None,
        "One pupil is worth": figure(row.one_pupil_points, "points", 1 if percent else 2),
        "Rank": None
        if pd.isna(row.rank)
        else Figure(
            float(row.rank),
            f"{ordinal(row.rank)} of {row.n_ranked}",
            0,
            rests_on_provisional=is_provisional(row),
        ),
        "Rank if moved | 1 pupil": places_figure(row.rank_low, row.rank_high),
        "Rank if moved | 2 pupils": places_figure(row.rank_low_2, row.rank_high_2),
        "Rank if moved | 3 pupils": places_figure(row.rank_low_3, row.rank_high_3),
        "Rank, by chance": places_figure(row.rank_chance_low, row.rank_chance_high),
        "Rank, by an estimate": places_figure(row.estimate_rank_low, row.estimate_rank_high),
    }
    if not unordered(row):
        return cells
    return (
        cells
        | dict.fromkeys([name for name in cells if name.startswith("Rank")])
        | {"Rank": Figure(None, NO_ORDER)}
    )


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
        sets = rows["chance_from"].eq(RANK_SET)
        if rows["estimate_rank_low"].notna().any():
            notes.append(
                "Rank, by an estimate: the 90% range of an estimate that uses the figures of all local authorities; it stands beside "
                "the places by chance and does not replace them."
            )
        notes.append(f"Rank, by chance: {BY_CHANCE[0] if sets.any() else BY_CHANCE[1]}.")
    if rows["orders"].eq("no").any():
        notes.append(
            "No order: this year's figures differ between local authorities no more than chance makes them, so a place says nothing."
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
    scores = rows[rows["unit"].eq("score") & rows["lower"].notna()]
    if len(scores):
        printed = scores["interval_from"].eq("published by DfE").all()
        whose = "DfE's own" if printed else "worked out by DfE's method where DfE does not print it"
        notes.append(
            "Progress scores have no line to cross: one pupil is worth what a pupil does whose score is one standard deviation "
            f"higher or lower, and the interval is {whose}."
        )
    for reason in rows.loc[rows["lower"].isna(), "reason"].unique():
        notes.append(f"{reason[0].upper()}{reason[1:]}.")
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


def without_empty(body: list[dict]) -> pd.DataFrame:
    """The rows without the columns in which nothing stands."""
    frame = pd.DataFrame(body, dtype=object)
    return frame.drop(columns=[name for name in frame.columns[1:] if frame[name].isna().all()])


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
                "Counted in the figure": f"{row.count} of {change.now.pupils}",
                "Per cent": figure(row.percent, "percent", 1),
                "Rank": places_figure(row.rank_low, row.rank_high),
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
    caption = f"With a few pupils more or fewer in the figure of {change.now.year}"
    return Table(caption, without_empty(body), tuple(notes))
