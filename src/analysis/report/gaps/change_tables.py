"""Changes of gaps as tables, and the rules of their verdicts."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_title
from analysis.data.publication_status import PROVISIONAL
from analysis.output.table import Figure, Table
from analysis.report.gaps.change_sentences import is_firm, verdict_words
from analysis.report.gaps.changes import AS_PUBLISHED, RULES
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.tables import (
    NO_NUMBERS,
    NOT_PUBLISHED,
    ON,
    ORDER,
    furthest_first,
    interval_cell,
    of_gap,
    of_phase,
    signs,
    title_of,
    trimmed,
)
from analysis.statistics.change_words import SOFTER
from analysis.statistics.published import in_points


def change_table(table: pd.DataFrame, phase: str, report: GapsChapter) -> Table:
    """Gaps to others in England of a phase in the two years beside England's own, and the verdict on the change."""
    rows = of_phase(table, phase)
    england = rows[rows["area"] == ENGLAND].set_index(ON)
    rows = rows[(rows["comparator"] == "national_other") & rows["gap"].notna()]
    shown = rows[rows["verdict"] != ""]
    years = (
        (report.year - 1, "previous_gap", "previous_publication_status"),
        (report.year, "gap", "publication_status"),
    )
    name, body = report.area.name, []
    for row in furthest_first(shown).itertuples():
        cells = {"Measure": row.short_title, "Pupils": group_title(row.pupil_group)}
        for year, gap, status in years:
            key = (row.measure, row.pupil_group)
            own = of_gap(row, england[gap].get(key), england[status].get(key, ""))
            cells[f"{year} | {name}"] = of_gap(row, getattr(row, gap), getattr(row, status))
            cells[f"{year} | England's own"] = own or NOT_PUBLISHED
        cells["Change | Points"] = signed(row)
        cells["Change | 95% interval"] = interval_cell(row, "change_lower", "change_upper")
        cells["Verdict"] = verdict_words(row)
        cells["Why"] = reason_in_short(row)
        body.append(cells)
    apart = rows.loc[rows["verdict"] == "", "verdict_reason"].value_counts()
    notes = [f"Points; {signs(rows)} {ORDER}"] if body else []
    notes += [f"{count} {reason}." for reason, count in apart.items()]
    if rows["verdict"].isin([*SOFTER.values()]).any():
        notes.append(
            "As published: chance could make as large a change, or numbers of pupils are not known well enough."
        )
    return Table(
        f"Changes of gaps: {title_of(phase)}",
        trimmed(body, {"Change | 95% interval": NO_NUMBERS}),
        tuple(notes),
    )


def reason_in_short(row) -> str:
    """The reason of a verdict in few words; the data file has it in full."""
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


def signed(row) -> Figure:
    """A change with its sign, so that it cannot be taken for a level; provisional if either year's gap is."""
    places = 0 if pd.isna(row.gap_decimals) else int(row.gap_decimals)
    text = format_value(row.change, "points", places, true_minus=True)
    plus = "+" if text.strip("0.") and row.change > 0 else ""
    is_open = PROVISIONAL in (row.publication_status, row.previous_publication_status)
    return Figure(float(row.change), f"{plus}{text}", places, rests_on_provisional=is_open)
