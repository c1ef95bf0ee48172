"""The tables that a page begins with: the gaps since 2019, and those within the LA, each beside England's own."""

import pandas as pd

from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.gaps.change_sentences import verdict_words
from analysis.report.gaps.change_tables import reason_in_short, signed
from analysis.report.gaps.chapter import BEFORE_PANDEMIC, GapsChapter
from analysis.report.gaps.deprivation import label, since_pandemic, within
from analysis.report.gaps.tables import NOT_PUBLISHED, gap_cell, of_gap
from analysis.report.rankings.cells import figure
from analysis.statistics.change_words import CANNOT_TELL

#: Where a series breaks between two years.
BROKE = Absent("series broke")
PUPILS = "Gaps are of disadvantaged pupils or, where it says so, of those eligible for free school meals."


def since_table(report: GapsChapter) -> Table | None:
    """Each gap in 2019 and now beside England's own, how both changed, and what may be said of it; None before 2020."""
    rows = since_pandemic(report)
    if rows.empty:
        return None
    name, base = report.area.name, BEFORE_PANDEMIC
    body = [
        {
            "Measure": label(row),
            f"{base} | {name}": figure(row.before, "points", row.before_decimals),
            f"{base} | England's own": figure(row.england_before, "points", row.england_before_decimals)
            or NOT_PUBLISHED,
            "Latest | Year": str(row.year),
            f"Latest | {name}": gap_cell(row),
            "Latest | England's own": gap_cell(_national(row)) or NOT_PUBLISHED,
            f"Change | {name}": signed(row) if pd.notna(row.change) else BROKE,
            "Change | England's own": _of_england(row) if pd.notna(row.change) else BROKE,
            f"Verdict | {name}": _verdict(row),
            "Verdict | England's own": _verdict(_national(row)) if pd.notna(row.change) else BROKE,
        }
        for row in rows.astype(object).itertuples()
    ]
    notes = (
        f"Points; a minus sign means that the group is behind. Both gaps are to other pupils in England. {PUPILS}",
        "In the order of phases, youngest pupils first. As published: chance could make as large a change.",
        *(
            ["Series broke: tests, grades or counts changed, so the two years are not compared."]
            if rows["change"].isna().any()
            else []
        ),
    )
    frame = pd.DataFrame(body, dtype=object)
    return Table(f"Gaps since {base}, before the pandemic", frame, notes, stacked=True)


def within_table(report: GapsChapter) -> Table | None:
    """The gaps within the LA beside England's own, the one widest beside England's first; None without one."""
    rows = within(report)
    if rows.empty:
        return None
    name = report.area.name
    rows = rows.sort_values(["unit", "difference"], ascending=[True, False], kind="stable")
    body = [
        {
            "Measure": label(row),
            f"{name} | The group": figure(row.value, row.unit, row.decimals, report.cited(row.measure, row.pupil_group)),
            f"{name} | Other pupils": figure(
                row.comparison_value, row.unit, row.comparison_decimals,
                report.cited(row.measure, row.comparison_group),
            ),
            f"Gap | Within {name}": gap_cell(row),
            "Gap | England's own": of_gap(row, row.england),
            f"{name}'s is": row.compared.replace(" as published", ", as published"),
        }
        for row in rows.itertuples()
    ]  # fmt: skip
    notes = (
        f"Gaps in points; a minus sign means that the group is behind. {PUPILS}",
        f"First the gaps that are widest within {name} beside England's own; percentages stand before scores.",
    )
    frame = pd.DataFrame(body, dtype=object)
    return Table(f"Gaps within {name}: how unequal its own results are", frame, notes, stacked=True)


def _national(row):
    """England's own gap as a row of which a verdict is said."""
    own = {
        name.removeprefix("england_"): getattr(row, name)
        for name in row._fields
        if name.startswith("england_")
    }
    return row._replace(**{name: value for name, value in own.items() if name in row._fields})


def _verdict(row) -> str:
    """What may be said of a change, or why nothing is."""
    if not isinstance(row.verdict, str):
        return "not published"
    if not row.verdict:
        reason = row.verdict_reason.removeprefix("not compared: ")
        return reason.replace("the series has a break", "series broke").replace(
            "the series has breaks", "series broke"
        )
    return (
        f"{verdict_words(row)} ({reason_in_short(row)})" if row.verdict == CANNOT_TELL else verdict_words(row)
    )


def _of_england(row) -> Figure | Absent:
    if pd.isna(row.england_change):
        return NOT_PUBLISHED
    return signed(_national(row))
