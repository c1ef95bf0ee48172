"""The gap over the years beside England's own, a drawing for each phase, cut where a series breaks."""

import pandas as pd

from analysis.basics.numbers import format_value, rounded
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_phrase, load_measures
from analysis.catalogue.observations import select
from analysis.output.absent import Absent
from analysis.output.charts.frame import Chart
from analysis.output.charts.gap_lines import gap_lines
from analysis.output.table import Table
from analysis.report.gaps.change_sentences import verdict_words
from analysis.report.gaps.chapter import GapsChapter
from analysis.report.gaps.sentences import HEADLINES
from analysis.report.gaps.standing import standing_alone
from analysis.report.rankings.cells import so_far
from analysis.report.rankings.sentences import placed

#: One measure a phase, of each group that gaps are drawn of. Phases that are not published for disadvantaged pupils are
#: drawn for those eligible for free school meals, apart: the two are different pupils.
DRAWN = {
    "disadvantaged": HEADLINES,
    "fsm": ("eyfs_gld", "age19_level2", "age19_level3"),
}
#: The earliest year that is drawn: tests and grades of earlier years are not those of today.
FIRST = 2016


def gap_trend(history: pd.DataFrame, report: GapsChapter, group: str = "disadvantaged") -> Chart | None:
    """The gaps of a group to other pupils in England by year since 2016, beside England's own; None of less than two years."""
    history = history[history["year"] >= FIRST]
    panels, said, shown = {}, [], []
    for measure in DRAWN[group]:
        rows = select(history, measure=measure, pupil_group=group)
        own = rows[(rows["comparator"] == "national_other") & rows["gap"].notna() & ~rows["doubtful"]]
        if len(own) < 2:
            continue
        england = rows[(rows["area"] == ENGLAND) & rows["gap"].notna()].set_index("year")["gap"]
        locally = rows[(rows["comparator"] == "own_other") & (rows["area"] != ENGLAND)].set_index("year")
        own = own.assign(
            england=own["year"].map(england),
            within=own["year"].map(locally["gap"]),
            segment=_segments(own, measure),
        )
        unit = "percentage points" if own["unit"].iloc[0] == "percent" else "points"
        panels[f"{own['short_title'].iloc[0]} ({unit})"] = pd.DataFrame(
            {
                **{name: own[name] for name in ("year", "england", "segment")},
                "value": own["gap"],
                "value_text": [_number(row, row.gap) for row in own.itertuples()],
                "england_text": [_number(row, row.england) for row in own.itertuples()],
            }
        )
        shown.append(own)
        said.append(_said(own))
    if not panels:
        return None
    title = _title(shown, report, group)
    name = report.area.name
    alt = (
        f"Lines of the gap of {group_phrase(group)} in {name} to other pupils in England, and of England's own gap. "
        f"{' '.join(said)} Years on the two sides of a break are not to be compared."
    )
    names = {"value": f"{name}'s gap to other pupils in England", "england": "England's own gap"}
    return gap_lines(panels, names, title, alt, _years_table(title, shown, report))


def _segments(rows: pd.DataFrame, measure: str) -> list[int]:
    """A number for each row, the same in years that may be compared."""
    breaks = load_measures().loc[measure, "break_after"]
    return [sum(year > last for last in breaks) for year in rows["year"]]


def _said(own: pd.DataFrame) -> str:
    last = next(own.iloc[[-1]].itertuples())
    beside = f"; within England {standing_alone(last, last.england)}" if pd.notna(last.england) else ""
    return (
        f"{last.short_title}: {standing_alone(last, last.gap)} in {last.year}{beside}; "
        f"{standing_alone(last, own['gap'].iloc[0])} in {own['year'].iloc[0]}."
    )


def _title(shown: list[pd.DataFrame], report: GapsChapter, group: str) -> str:
    """In how many of the results drawn the group does better here than in England, both against England's other pupils."""
    who = group_phrase(group)
    rows = pd.concat(shown)
    rows = rows[rows["england"].notna()]
    if rows.empty:
        return f"The gap of {who} in {report.area.name} to other pupils in England"
    own, national = (rounded(rows[name], rows["gap_decimals"]) for name in ("gap", "england"))
    better = int((own > national).sum())
    return (
        f"Against other pupils in England, {who} do better in {report.area.name} than nationally in "
        f"{better or 'none'} of {len(rows)} results since {rows['year'].min()}{so_far(rows)}"
    )


def _years_table(title: str, shown: list[pd.DataFrame], report: GapsChapter) -> Table:
    name = report.area.name
    body = [
        {
            "Measure": row.short_title,
            "Year": str(row.year),
            f"{name}, to other pupils in England": _number(row, row.gap),
            "England's own gap": _number(row, row.england) or Absent("not published"),
            f"Within {name}": _number(row, row.within) or Absent("not published"),
            "Rank of the gap to England": f"{placed(row)} of {row.n_ranked}"
            if pd.notna(row.rank)
            else Absent("not ranked"),
            "Since the year before": verdict_words(row) or row.verdict_reason.removeprefix("not compared: "),
        }
        for rows in shown
        for row in rows.itertuples()
    ]
    return Table(f"{title}: data", pd.DataFrame(body, dtype=object), sheet=False)


def _number(row, value) -> str:
    return format_value(value, "points", row.gap_decimals, true_minus=True)
