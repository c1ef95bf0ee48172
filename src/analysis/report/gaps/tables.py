"""Gaps as tables. The charts are in ``analysis.report.gaps.charts``."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.measures import group_phrase, group_title, load_measures
from analysis.output.table import Figure, Table
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.levels import PAIRS, transcribed
from analysis.report.gaps.printed_sentences import where
from analysis.report.gaps.sentences import DOUBT
from analysis.report.rankings.cells import figure, is_provisional, rank_figure, rank_of

#: The tables of a page, and the groups that each holds: all of a table are compared with the same pupils.
PAIR_TABLES = {
    "Disadvantaged pupils": ("disadvantaged",),
    "Pupils eligible for free school meals": ("fsm",),
    "Pupils with SEN support": ("sen_support",),
    "Pupils with an EHC plan": ("ehc_plan",),
    "Looked-after children": ("looked_after",),
    "Children in need": ("in_need",),
    "Children on a child protection plan": ("protection_plan",),
    "Ethnic groups": ("white", "mixed", "asian", "black", "chinese", "other_ethnic"),
}
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


def pair_table(table: pd.DataFrame, name: str, report: GapsChapter) -> Table:
    """The levels and gaps of one of ``PAIR_TABLES``, a row for each measure and group.

    A figure that is suppressed shows its symbol; measures that are not published for the LA are named below.
    """
    rows = table[table["pupil_group"].isin(PAIR_TABLES[name])]
    own = rows[rows["area"] == report.area.code].drop_duplicates(ON)
    shown = own[own["status"] != "missing"]
    cells = {(row.comparator, row.area, row.measure, row.pupil_group): row for row in rows.itertuples()}
    home, others = report.area.code, OTHERS[PAIRS[PAIR_TABLES[name][0]]]
    body = []
    for row in shown.itertuples():
        key = (row.measure, row.pupil_group)
        national = cells.get(("national_other", home, *key))
        local = cells.get(("own_other", home, *key))
        england = cells.get(("own_other", ENGLAND, *key))
        same = cells.get(("national_same", home, *key))
        body.append(
            {
                "Measure": row.title,
                "Pupils": group_title(row.pupil_group),
                report.area.name: figure(
                    row.value, row.unit, row.decimals, report.cited(row.measure, row.pupil_group), row.status
                ),
                f"Against England | {others}": _comparison(national, report),
                "Against England | Gap": gap_cell(national),
                "Against England | 95% interval": interval_cell(national, "lower", "upper"),
                "Against England | In pupils": _pupils(national),
                "Against England | Rank": rank_of(national) if national else None,
                f"Within {report.area.name} | {others}": _comparison(local, report),
                f"Within {report.area.name} | Gap": gap_cell(local),
                "England's own | Gap": gap_cell(england),
                "Same pupils in England | Level": _comparison(same, report),
                "Same pupils in England | Gap": gap_cell(same),
            }
        )
    doubtful = "; ".join(shown.loc[shown["doubtful"], "short_title"].unique())
    notes = (
        *_missing_note(own[own["status"] == "missing"], report),
        *_printed_note(shown),
        *_mixed_note(own),
        *([f"{DOUBT}; the gap and its rank should not be relied on: {doubtful}."] if doubtful else []),
    )
    return Table(f"Gaps: {small(name)}", trimmed(body, name), notes)


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
        "Printed differences of disadvantaged pupils, and the levels they are made of", trimmed(body, "")
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
    return Table("Printed ranks of differences", trimmed(body, ""))


def trimmed(body: list[dict], name: str) -> pd.DataFrame:
    """The rows as a frame, without columns that say nothing: empty ones, and the group where there is only one."""
    frame = pd.DataFrame(body, dtype=object)
    empty = [column for column in frame if (frame[column].isna() | (frame[column] == "")).all()]
    single = ["Pupils"] if len(PAIR_TABLES.get(name, ())) == 1 else []
    return frame.drop(columns=[*empty, *[column for column in single if column in frame]])


def _missing_note(rows: pd.DataFrame, report: GapsChapter) -> tuple[str, ...]:
    """The measures on which England has a figure of the group and the LA has none."""
    if rows.empty:
        return ()
    several = len(set(rows["pupil_group"])) > 1
    parts = [
        f"{row.short_title}, {group_phrase(row.pupil_group)}" if several else row.short_title
        for row in rows.itertuples()
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


def small(name: str) -> str:
    return name[0].lower() + name[1:]


def _comparison(row, report: GapsChapter) -> Figure | None:
    if row is None:
        return None
    area = row.area if row.comparator == "own_other" else ENGLAND
    cited = report.cited(row.measure, row.comparison_group, area)
    return figure(row.comparison_value, row.unit, row.comparison_decimals, cited, row.comparison_status)


def gap_cell(row) -> Figure | None:
    if row is None:
        return None
    return figure(row.gap, "points", row.gap_decimals, rests_on_provisional=is_provisional(row))


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
