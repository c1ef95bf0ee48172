"""The figures of a group of pupils that have no interval, each with the reason."""

import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_title, load_measures
from analysis.output.table import Table
from analysis.report.cohorts.cells import NOT_PUBLISHED, UNITS, or_why, pupils_figure
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.rankings.cells import figure


def no_interval_table(rows: pd.DataFrame, group: str, report: CohortsChapter) -> Table:
    """Figures of a group that have no interval, and why; what is not published is a symbol."""
    body = [_row(row, report) for row in rows.itertuples()]
    caption = f"{group_title(group)}: figures without an interval, by phase"
    return Table(caption, pd.DataFrame(body, dtype=object), (UNITS,))


def _row(row, report: CohortsChapter) -> dict:
    own, england = (report.cited(row.measure, row.pupil_group, area, row.year) for area in ("", ENGLAND))
    return {
        "Measure": load_measures().loc[row.measure, "short_title"],
        "Pupils": or_why(pupils_figure(row), NOT_PUBLISHED),
        report.area.name: or_why(figure(row.value, row.unit, row.decimals, own, row.status), NOT_PUBLISHED),
        "England": or_why(figure(row.england, row.unit, row.england_decimals, england), NOT_PUBLISHED),
        "Why no interval": why_none(row.reason),
    }


def why_none(reason: str) -> str:
    """A reason as a sentence of its own.

    Examples
    --------
    >>> why_none("no interval, because the spread of the pupils' results is not published")
    "The spread of the pupils' results is not published."
    """
    words = reason.removeprefix("no interval, because ")
    return f"{words[0].upper()}{words[1:]}."
