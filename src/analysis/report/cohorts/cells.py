"""What the tables of cohorts have in common: cells with a reason where there is no figure, England's figure, what is shown."""

import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import select
from analysis.output.absent import Absent
from analysis.output.table import Figure
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.rankings.cells import NO_ORDER, figure
from analysis.statistics.verdicts import VERDICTS

#: What figures of several measures are in, for the note of a table.
UNITS = "Percentages in per cent, scores in score points."
#: Why a cell has no figure.
NOT_PUBLISHED, NO_RANK, NOT_PRINTED = Absent("not published"), Absent("no rank"), Absent("not printed")
ORDERLESS = Absent(NO_ORDER)
#: What a verdict says of a figure, beside the side of England's on which it lies.
SHOWS = {
    VERDICTS["supports"]: "outside the interval",
    VERDICTS["consistent"]: "inside the interval, so not shown",
}


def or_why(cell, why: Absent):
    """The cell, or why there is none."""
    return why if cell is None else cell


def pupils_figure(row) -> Figure | None:
    """Pupils who reached the standard, and pupils: what is not published stays a symbol."""
    if pd.isna(row.denominator):
        return Figure(None, f"[{row.status}]") if row.status != "ok" else None
    if pd.notna(row.numerator):
        return Figure(None, f"{row.numerator} of {row.denominator}")
    hidden = row.unit == "percent" and row.status == "c"
    return Figure(None, f"[c] of {row.denominator}" if hidden else str(row.denominator))


def what_it_shows(row) -> str | None:
    """On which side of England's figure a cohort's lies, and whether England's is in its interval; None if not compared."""
    return f"{row.statement}: {SHOWS.get(row.verdict, row.verdict)}" if row.verdict else None


def england_figures(report: CohortsChapter) -> dict[tuple[str, str], Figure]:
    """England's figures of the year by measure and pupil group, in the measure's unit."""
    rows = select(report.figures, area=ENGLAND, year=report.year)
    rows = rows[rows["value"].notna()].join(load_measures()["unit"], on="measure")
    found = {}
    for row in rows.itertuples():
        cited = report.cited(row.measure, row.pupil_group, ENGLAND, report.year)
        shown = figure(row.value, row.unit, row.decimals, cited)
        if shown is not None:
            found[row.measure, row.pupil_group] = shown
    return found


def without_empty(body: list[dict]) -> pd.DataFrame:
    """The rows without the columns in which no row has a figure or a word."""
    frame = pd.DataFrame(body, dtype=object)
    empty = [
        name
        for name in frame.columns[1:]
        if all(isinstance(cell, Absent) or bool(pd.isna(cell)) for cell in frame[name])
    ]
    return frame.drop(columns=empty)
