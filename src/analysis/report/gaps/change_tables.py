"""Changes of gaps as tables, and the rules of their verdicts."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.measures import group_title
from analysis.data.publication_status import PROVISIONAL
from analysis.output.table import Figure, Table
from analysis.report.gaps.change_sentences import is_firm, verdict_words
from analysis.report.gaps.changes import AS_PUBLISHED, RULES
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.tables import NO_BREAK, PAIR_TABLES, gap_cell, interval_cell, place, small, trimmed
from analysis.report.rankings.cells import NO_ORDER, figure, unordered
from analysis.statistics.change_words import SOFTER
from analysis.statistics.published import in_points


def change_table(table: pd.DataFrame, name: str, report: GapsChapter) -> Table:
    """Gaps to others in England in the two years, and the verdict on the change."""
    rows = table[(table["comparator"] == "national_other") & table["pupil_group"].isin(PAIR_TABLES[name])]
    rows = rows[rows["gap"].notna()]
    body = [
        {
            "Measure": row.title,
            "Pupils": group_title(row.pupil_group),
            f"Gap | {report.year - 1}": figure(
                row.previous_gap,
                "points",
                row.gap_decimals,
                rests_on_provisional=row.previous_publication_status == PROVISIONAL,
            ),
            f"Gap | {report.year}": gap_cell(row),
            "Change | Points": _signed(row),
            "Change | 95% interval": interval_cell(row, "change_lower", "change_upper"),
            "Verdict": verdict_words(row).replace(" ", NO_BREAK),
            "Why": _why(row).replace(" ", NO_BREAK),
            f"Rank | {report.year - 1}": None
            if unordered(row)
            else place(row.previous_rank, row.previous_tie_last, row.previous_publication_status),
            f"Rank | {report.year}": Figure(None, NO_ORDER)
            if unordered(row)
            else place(row.rank, row.tie_last, row.publication_status),
        }
        for row in rows[rows["verdict"] != ""].itertuples()
    ]
    apart = rows.loc[rows["verdict"] == "", "verdict_reason"].value_counts()
    notes = [f"{count} {reason}." for reason, count in apart.items()]
    published = rows["verdict"].isin([*SOFTER.values()]).any()
    notes += (
        [
            "As published: chance alone could make as large a change, or numbers of pupils are only approximate or not known."
        ]
        if published
        else []
    )
    return Table(f"Changes of the gap: {small(name)}", trimmed(body, name), tuple(notes))


def _why(row) -> str:
    """The reason of a verdict in few words, as the interval stands beside it; the data file has it in full."""
    reason = row.verdict_reason
    if reason == AS_PUBLISHED:
        return "pupils not known"
    if reason.startswith("rounding"):
        return f"rounding: up to {in_points(row.change_rounding)}"
    if reason.startswith("with "):
        return reason.removeprefix("with ").partition(" chance")[0]
    if not reason.startswith("the 95% interval"):
        return "a 0 may mean no pupils" if row.doubtful else "different sources"
    if reason.endswith("no change"):
        return "the interval includes 0"
    return "the interval leaves out 0" if is_firm(row) else "years differ by more"


def rules_table() -> Table:
    """The rules by which a change is called narrowed, widened or not to be told."""
    frame = pd.DataFrame(RULES, columns=["What is known", "Rule", "Verdict"], dtype=object)
    return Table("The rules of the verdict", frame)


def _signed(row) -> Figure:
    """A change with its sign, so that it cannot be taken for a level; provisional if either year's gap is."""
    places = 0 if pd.isna(row.gap_decimals) else int(row.gap_decimals)
    text = format_value(row.change, "points", places, true_minus=True)
    plus = "+" if text.strip("0.") and row.change > 0 else ""
    is_open = PROVISIONAL in (row.publication_status, row.previous_publication_status)
    return Figure(float(row.change), f"{plus}{text}", places, rests_on_provisional=is_open)
