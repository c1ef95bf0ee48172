"""Every result of the year in one flat table, for filters: the LA beside England, its region and its neighbours."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import PHASES
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import BAND_STYLES, band_words, figure, is_provisional, unordered
from analysis.report.rankings.chapter import RankingsChapter

GOOD_IS = {"high": "high", "low": "low"}


def all_measures(report: RankingsChapter) -> Table:
    """One row for each measure and pupil group, in the order of the catalogue; every cell holds one thing."""
    body = [_row(row, report) for row in report.rankings.itertuples()]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    caption = f"All measures, {report.area.name}, {report.question.academic_year}"
    return Table(caption, frame.drop(columns=empty), classes=BAND_STYLES)


def _row(row, report: RankingsChapter) -> dict:
    question, area = report.question, report.area
    beside = {
        "England": ("england", ENGLAND),
        question.region_name: ("region", area.region),
        "Neighbours": ("neighbours", question.neighbour_average),
    }
    known = pd.notna(row.rank) and not unordered(row)
    return {
        "Measure": row.title,
        "Phase": PHASES[row.phase],
        "Pupils": row.group_title,
        "Unit": row.unit,
        "Good is": GOOD_IS.get(row.polarity),
        area.name: _value(row, row.value, area.code, report, row.status) or Absent("not published"),
        **{name: _value(row, getattr(row, column), code, report) for name, (column, code) in beside.items()},
        "Change on the year before": figure(row.change, row.unit, row.decimals),
        "Rank": _place(row.rank, row)
        if known
        else Absent("no order" if pd.notna(row.rank) else "not ranked"),
        "First place it may stand for": _place(row.open_first, row) if known else None,
        "Last place it may stand for": _place(row.open_last, row) if known else None,
        "Local authorities ranked": _count(row.n_ranked),
        "Band": band_words(row) if known else None,
        "Rank the year before": _place(row.previous_rank, row) if known else None,
        "Figures are": row.publication_status or None,
    }


def _value(row, value, area: str, report: RankingsChapter, status: str = "ok") -> Figure | None:
    cited = report.cited(row.measure, row.pupil_group, area)
    return figure(value, row.unit, row.decimals, cited, status)


def _place(rank, row) -> Figure | None:
    if pd.isna(rank):
        return None
    return Figure(float(rank), ordinal(rank), 0, rests_on_provisional=is_provisional(row))


def _count(number) -> Figure | None:
    return None if pd.isna(number) else Figure(float(number), str(int(number)), 0)
