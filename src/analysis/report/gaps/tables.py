"""Gaps as tables. The charts are in ``analysis.report.gaps.charts``."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import joined
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.measures import PHASES, group_phrase, group_title, load_measures
from analysis.data.publication_status import PROVISIONAL
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.levels import PAIRS, transcribed
from analysis.report.gaps.printed_sentences import where
from analysis.report.gaps.sentences import DOUBT
from analysis.report.rankings.cells import figure, rank_figure, rank_of

#: Short names, for headings, of those that a group is compared with.
OTHERS = {
    "not_disadvantaged": "Other pupils",
    "not_fsm": "Other pupils",
    "no_sen": "Pupils without SEN",
    "all": "All pupils",
}
ON = ["measure", "pupil_group"]
#: A space at which a short cell does not break into two lines.
NO_BREAK = "\u00a0"
#: What stands for a figure that is not there.
NOT_PUBLISHED, NO_NUMBERS, NOT_RANKED = (
    Absent("not published"),
    Absent("not known"),
    Absent("not ranked"),
)
ORDER = "In the order of measures; of each, the group furthest behind stands first."


def pair_table(table: pd.DataFrame, phase: str, report: GapsChapter) -> Table:
    """The levels and gaps of a phase, a row for each measure and group that the LA has a figure or a symbol of.

    Measures that are not published for the LA are named below.
    """
    rows = of_phase(table, phase)
    own = rows[rows["area"] == report.area.code].drop_duplicates(ON)
    shown = own[own["status"] != "missing"]
    # a figure without one of others in England has no gap to be ordered by
    to_england = shown["gap"].where(shown["comparator"] == "national_other")
    shown = furthest_first(shown.assign(gap=to_england))
    cells = {(row.comparator, row.area, row.measure, row.pupil_group): row for row in rows.itertuples()}
    home, name, body = report.area.code, report.area.name, []
    for row in shown.itertuples():
        key = (row.measure, row.pupil_group)
        national = cells.get(("national_other", home, *key))
        local = cells.get(("own_other", home, *key))
        england = cells.get(("own_other", ENGLAND, *key))
        same = cells.get(("national_same", home, *key))
        cited = report.cited(row.measure, row.pupil_group)
        body.append(
            {
                "Measure": row.short_title,
                "Pupils": group_title(row.pupil_group),
                f"Level | {name}": figure(row.value, row.unit, row.decimals, cited, row.status),
                "Level | England": _comparison(same, report) or NOT_PUBLISHED,
                "Against England | Others": OTHERS[PAIRS[row.pupil_group]],
                "Against England | Level": _comparison(national, report) or NOT_PUBLISHED,
                "Against England | Gap": gap_cell(national) or _no_gap(row),
                "Against England | 95% interval": interval_cell(national, "lower", "upper"),
                "Against England | In pupils": _pupils(national),
                "Against England | Rank": rank_of(national) if national else None,
                f"Own gap | {name}": gap_cell(local) or _no_gap(row),
                "Own gap | England": gap_cell(england) or NOT_PUBLISHED,
            }
        )
    doubtful = "; ".join(shown.loc[shown["doubtful"], "short_title"].unique())
    notes = (
        *([f"Gaps in points; {signs(shown)} {ORDER}"] if body else []),
        *_missing_note(own[own["status"] == "missing"], report),
        *_printed_note(shown),
        *_mixed_note(own),
        *([f"{DOUBT}; the gap and its rank should not be relied on: {doubtful}."] if doubtful else []),
    )
    why = {
        "Against England | 95% interval": NO_NUMBERS,
        "Against England | In pupils": NO_NUMBERS,
        "Against England | Rank": NOT_RANKED,
    }
    return Table(f"Gaps: {title_of(phase)}", trimmed(body, why), notes)


def phases_of(table: pd.DataFrame, report: GapsChapter) -> list[str]:
    """The phases of which the LA has gaps, in the order of a report."""
    there = set(table.loc[(table["area"] == report.area.code) & (table["status"] != "missing"), "phase"])
    return [phase for phase in PHASES if phase in there]


def of_phase(table: pd.DataFrame, phase: str) -> pd.DataFrame:
    return table[table["phase"] == phase]


def title_of(phase: str) -> str:
    """The phase within a caption: "key stage 2"."""
    return f"{PHASES[phase][0].lower()}{PHASES[phase][1:]}"


def furthest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """In the order of measures, and of each the group furthest behind first; those without a gap last."""
    worth = rows["gap"].where(rows["polarity"] != "low", -rows["gap"])
    return rows.assign(_worth=worth).sort_values(["order", "_worth"], kind="stable").drop(columns="_worth")


def signs(rows: pd.DataFrame) -> str:
    """What the sign of a gap means, by what is good: "a minus sign means that the group is behind."."""
    low = rows["polarity"].eq("low")
    if low.all() and len(rows):
        return "low is good, so a plus sign means that the group does worse."
    return "a minus sign means that the group is behind." + (
        " Where low is good a plus sign does." if low.any() else ""
    )


def _no_gap(row) -> Absent:
    """Why there is no gap to show, by the status of the group's figure and of those it is compared with."""
    status = row.status if row.status not in ("ok", "missing") else row.comparison_status
    return Absent("suppressed") if status == "c" else NOT_PUBLISHED


def place(rank, tie_last, status: str = "") -> Figure | None:
    return rank_figure(rank, pd.notna(tie_last) and tie_last > rank, status)


def printed_gap_table(rows: pd.DataFrame, report: GapsChapter) -> Table:
    """Differences of disadvantaged pupils as printed, and those of their printed levels and of the national file."""
    body = [
        {
            "Measure": load_measures().loc[row.measure, "short_title"],
            "Year": str(row.year),
            "Area": area_name(row.area),
            "Where": where(row),
            "Printed levels | Group": figure(row.level, "score", max(row.decimals, 1)),
            "Printed levels | Others in England": figure(row.comparison_level, "score", max(row.decimals, 1)),
            "Difference | Printed": Figure(row.printed_gap, row.printed.replace("-", "−"), int(row.decimals)),
            "Difference | Recomputed": figure(row.recomputed, "score", row.decimals),
            "Difference | National file": figure(row.national, "score", row.decimals),
            "Agrees": "yes" if row.agrees else "no",
            "What would give it": row.reason,
        }
        for row in rows.itertuples()
    ]
    return Table(
        "Printed differences of disadvantaged pupils, and the levels they are made of", trimmed(body)
    )


def printed_rank_table(rows: pd.DataFrame, report: GapsChapter) -> Table:
    """Printed ranks of differences beside the recomputed ones."""
    body = [
        {
            "Measure": load_measures().loc[row.measure, "short_title"],
            "Where": where(row),
            "Printed": rank_figure(row.printed_rank),
            "Recomputed": place(row.rank, row.tie_last),
            "Outcome": row.outcome,
        }
        for row in rows.itertuples()
    ]
    return Table("Printed ranks of differences", trimmed(body))


def trimmed(body: list[dict], why: dict[str, Absent] | None = None) -> pd.DataFrame:
    """The rows as a frame, without columns that say nothing; in the others ``why`` says why a figure is not there."""
    frame = pd.DataFrame(body, dtype=object)
    empty = [column for column in frame if (frame[column].isna() | (frame[column] == "")).all()]
    frame = frame.drop(columns=empty)
    for column, reason in (why or {}).items():
        if column in frame:
            frame[column] = [reason if cell is None else cell for cell in frame[column]]
    return frame


def _missing_note(rows: pd.DataFrame, report: GapsChapter) -> tuple[str, ...]:
    """The measures on which England has a figure of the group and the LA has none."""
    if rows.empty:
        return ()
    parts = [
        f"{title} ({joined([group_phrase(group) for group in groups])})"
        for title, groups in rows.groupby("short_title", sort=False)["pupil_group"]
    ]
    return (f"Not published for {report.area.name}: {'; '.join(parts)}.",)


def _printed_note(rows: pd.DataFrame) -> tuple[str, ...]:
    printed = rows[(rows["rank_basis"] == "printed") & (rows["comparator"] == "national_other")]
    titles = "; ".join(printed["short_title"].unique())
    return (f"Ranks as the committee report prints them, without ties: {titles}.",) if titles else ()


def _mixed_note(rows: pd.DataFrame) -> tuple[str, ...]:
    """Gaps of which one level is from the committee report and the other from the national file."""
    rows = rows[(rows["comparator"] == "national_other") & rows["gap"].notna()]
    mixed = transcribed(rows["source"]) != transcribed(rows["comparison_source"])
    titles = "; ".join(rows.loc[mixed, "short_title"])
    return (
        (
            f"One figure as the committee report prints it, the other from the national file, possibly of another vintage: {titles}.",
        )
        if titles
        else ()
    )


def _comparison(row, report: GapsChapter) -> Figure | None:
    if row is None:
        return None
    area = row.area if row.comparator == "own_other" else ENGLAND
    cited = report.cited(row.measure, row.comparison_group, area)
    return figure(row.comparison_value, row.unit, row.comparison_decimals, cited, row.comparison_status)


def gap_cell(row) -> Figure | None:
    if row is None:
        return None
    return of_gap(row, row.gap, row.publication_status)


def of_gap(row, gap, status: str = "") -> Figure | None:
    """A gap of the row's measure as a cell; ``status`` is its publication status."""
    return figure(gap, "points", row.gap_decimals, rests_on_provisional=status == PROVISIONAL)


def _pupils(row) -> Figure | None:
    return None if row is None or pd.isna(row.pupils) else figure(float(row.pupils), "count", 0)


def interval_cell(row, lower: str, upper: str) -> str | None:
    if row is None or pd.isna(getattr(row, lower)):
        return None
    low, high = (
        format_value(getattr(row, limit), "points", row.gap_decimals, true_minus=True)
        for limit in (lower, upper)
    )
    return f"{low} to {high}".replace(" ", NO_BREAK)
