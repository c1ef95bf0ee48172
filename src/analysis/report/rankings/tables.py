"""Ranks as tables. The charts are in ``analysis.report.rankings.charts``."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import academic_year, as_printed
from analysis.basics.phrases import counted
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import GROUP_ORDER, PHASES, load_measures
from analysis.data.publication_status import PROVISIONAL
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import (
    BAND_STYLES,
    BEYOND,
    LOW_IS_GOOD,
    NO_ORDER,
    band_words,
    figure,
    in_percent,
    is_provisional,
    labelled,
    lies_beyond,
    or_absent,
    places_of,
    rank_figure,
    rank_of,
    unordered,
    within,
)
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.headline_results import surely_in_tenth
from analysis.report.rankings.sentences import STATE_FUNDED, best_first
from analysis.report.rankings.trends import GAINING, LOSING
from analysis.statistics.reliability import NOT_KNOWN

#: Phases in which England's figure is that of state-funded schools, where papers may print that of all schools.
SCHOOL_LEAVERS = ("ks4", "ks5")


def phase_tables(rows: pd.DataFrame, report: RankingsChapter) -> list[Table]:
    """The tables of a phase: one of all pupils, one of groups of pupils, those that have rows."""
    whole = rows["pupil_group"] == "all"
    phase = PHASES[rows["phase"].iloc[0]]
    parts = {"all pupils": (rows[whole], BY_RANK), "groups of pupils": (rows[~whole], BY_GROUP)}
    return [
        ranking_table(in_order(part), report, f"{phase}: {pupils}, {report.question.academic_year}", order)
        for pupils, (part, order) in parts.items()
        if len(part)
    ]


BY_RANK = "Sorted by rank. A shared place counts as the last of those that share it."
BY_GROUP = (
    "Sorted by group of pupils, then by rank. A shared place counts as the last of those that share it."
)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by group of pupils, in each group by rank, the best first; those without a rank last."""
    ranked = rows["rank"].notna()
    sorted_rows = rows.loc[[*best_first(rows[ranked]).index, *rows[~ranked].index]]
    return sorted_rows.sort_values("pupil_group", key=lambda groups: groups.map(GROUP_ORDER), kind="stable")


def ranking_table(rows: pd.DataFrame, report: RankingsChapter, caption: str, order: str = "") -> Table:
    """Value, England's, change, rank, bands and comparators of each measure; ``order`` says how the rows are sorted."""
    all_low = len(rows) > 1 and bool(rows["polarity"].eq("low").all())
    body = [_ranking_row(row, report, not all_low) for row in rows.itertuples()]
    caption = f"{caption} ({LOW_IS_GOOD})" if all_low else caption
    beyond = (BEYOND,) if any(map(lies_beyond, rows.itertuples())) else ()
    notes = (_notes(rows, order), *beyond, *_schools_note(rows, report), *order_notes(rows))
    return Table(caption, _without_empty(body), tuple(filter(None, notes)), classes=BAND_STYLES)


CHANGE_NOTE = "Changes of percentages are in percentage points."
SEVERAL_PLACES = (
    "A rank of several places: the figure is shared, or some local authorities have none published."
)
NOT_CERTAIN = "“Shared” or “not all published” after a band: these places lie in more than one band."


def _notes(rows: pd.DataFrame, order: str) -> str:
    """How the rows are sorted, what a change is, and what a rank of several places is and does to a band, where there is one."""
    ranked = rows[rows["rank"].notna()]
    several = any(first != last for first, last in map(places_of, ranked.itertuples()))
    not_certain = ranked["band_hangs_on"].ne("").any()
    parts = [order, CHANGE_NOTE if rows["change"].notna().any() else ""]
    return " ".join(
        filter(None, [*parts, SEVERAL_PLACES if several else "", NOT_CERTAIN if not_certain else ""])
    )


def _ranking_row(row, report: RankingsChapter, say_low: bool) -> dict:
    region, before = report.question.region_name, academic_year(row.year - 1)
    why = _why_no_year_before(row)
    cells = {
        "Measure": labelled(row, say_low),
        report.area.name: _own(row, report),
        "England": _beside(row, "england", report, ENGLAND),
        f"Change on {before}": or_absent(_change(row), why),
        "Rank": or_absent(rank_of(row), NOT_RANKED),
        "Printed": or_absent(rank_figure(row.printed_rank if row.basis == "recomputed" else None), "none"),
        "Band": band_words(row),
        f"Rank in {before}": or_absent(
            rank_figure(row.previous_rank, status=row.previous_publication_status), why
        ),
        "To top 10%": _distance(row),
        "How steady": _steady(row),
        "National values around it": row.bracket or None,
        "Over years": row.trend if row.trend in (GAINING, LOSING) else Absent(row.trend or NOT_RANKED),
        f"{region} | Value": _beside(row, "region", report, report.area.region),
        f"{region} | Rank": _within(row, "region"),
        "Statistical neighbours | Mean": _beside(
            row, "neighbours", report, report.question.neighbour_average
        ),
        "Statistical neighbours | Rank": _within(row, "neighbours"),
    }
    return without_place(cells) if unordered(row) else cells


#: What stands where there is no rank.
NOT_RANKED = "not ranked"


def _why_no_year_before(row) -> str:
    """Why there is no change and no rank of the year before, if there is none."""
    about = load_measures().loc[row.measure]
    if row.year - 1 in about["break_after"]:
        return "break"
    return "new" if about["first_year"] == row.year else "none"


def without_place(cells: dict) -> dict:
    """A row of figures that do not order LAs: no place, no band, no distance to one."""
    gone = {name: Absent(NO_ORDER) for name in cells if name.startswith(PLACES) or name.endswith("| Rank")}
    return cells | gone | {"Rank": Figure(None, NO_ORDER), "Band": NO_ORDER}


#: How the headings of columns begin that say nothing of figures that do not order LAs.
PLACES = ("National values", "To top 10%", "How steady", "Rank in", "Over years")


def order_notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What "no order" means, where it stands."""
    if not rows["orders"].eq("no").any():
        return ()
    return (
        "No order: this year's figures differ between local authorities no more than chance makes them. A place among them would "
        "say nothing.",
    )


def _schools_note(rows: pd.DataFrame, report: RankingsChapter) -> tuple[str, ...]:
    """Of which schools England's figures are, where papers may print those of others."""
    return (STATE_FUNDED,) if report.england.is_ranked and set(rows["phase"]) & set(SCHOOL_LEAVERS) else ()


def _distance(row) -> Figure | Absent:
    """How far a figure is from the best tenth, with the number of pupils if it is published: never 0 outside it, however close."""
    if pd.isna(row.rank):
        return Absent(NOT_RANKED)
    found = figure(row.to_top_10, row.unit, row.decimals, rests_on_provisional=is_provisional(row))
    if found is None:
        return Absent(NOT_KNOWN)
    if not row.to_top_10:
        return replace(found, text="reached" if surely_in_tenth(row) else "not certain")
    near = as_printed(row.to_top_10, row.decimals) == 0
    text = f"under {10.0 ** -int(row.decimals):g}" if near else found.text
    if pd.notna(row.to_top_10_pupils):
        text = f"{text} ({counted(int(row.to_top_10_pupils), 'pupil')})"
    return replace(found, text=text, value=None if near else found.value)


def _steady(row) -> str | Absent:
    known = row.how_steady if row.band else NOT_RANKED
    return Absent(known) if known in (NOT_RANKED, NOT_KNOWN) else known


def _change(row) -> Figure | None:
    """The change from the year before: provisional if either figure is."""
    earlier = row.previous_publication_status == PROVISIONAL
    found = figure(row.change, row.unit, row.decimals, rests_on_provisional=is_provisional(row) or earlier)
    # by the figure as it is printed: what is rounded to 0 has no sign
    rises = as_printed(row.change, row.decimals) > 0
    return replace(found, text=f"+{found.text}") if found and rises else found


def _within(row, others: str) -> Figure | Absent:
    """The place among the LAs of the region, or among the statistical neighbours."""
    rank, n = getattr(row, f"rank_in_{others}"), getattr(row, f"n_in_{others}")
    # of a printed rank alone the places among fewer LAs are not known
    why = NOT_KNOWN if row.basis == "printed" else NOT_RANKED
    return or_absent(within(rank, n, row.publication_status), why)


def _beside(row, column: str, report: RankingsChapter, area: str) -> Figure | Absent:
    """A comparator's value of a row's measure."""
    cited = report.cited(row.measure, row.pupil_group, area)
    return or_absent(figure(getattr(row, column), row.unit, row.decimals, cited, with_unit=in_percent(row)))


def headline_table(rows: pd.DataFrame, report: RankingsChapter) -> Table:
    """The measures that a committee asks for first, in the order of age."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    state_funded = " (England: state-funded)" if report.england.is_ranked else ""
    body = [
        {
            "Measure": labelled(row),
            report.area.name: _own(row, report),
            "England": _beside(row, "england", report, ENGLAND),
            "Rank": or_absent(rank_of(row), NOT_RANKED),
            "Band": band_words(row),
            "Rank a year before": or_absent(
                rank_figure(row.previous_rank, status=row.previous_publication_status),
                _why_no_year_before(row),
            ),
            "How steady": _steady(row),
            "Printed rank": or_absent(
                rank_figure(row.printed_rank) if row.basis == "recomputed" else None, "none"
            ),
            "Phase": PHASES[row.phase] + (state_funded if row.phase in SCHOOL_LEAVERS else ""),
        }
        for row in rows.itertuples()
    ]
    caption = f"Headline ranks, {report.question.academic_year}"
    return Table(caption, _without_empty(body), _schools_note(rows, report), classes=BAND_STYLES)


def _without_empty(body: list[dict]) -> pd.DataFrame:
    """Rows without the columns that have nothing in them; the measure, its value and England's stay."""
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[3:] if all(map(_says_nothing, frame[name]))]
    return frame.drop(columns=empty)


def _says_nothing(cell) -> bool:
    return cell is None or isinstance(cell, Absent)


def _own(row, report: RankingsChapter) -> Figure | Absent:
    """The LA's value, with its unit if that is per cent."""
    cited = report.cited(row.measure, row.pupil_group)
    found = figure(row.value, row.unit, row.decimals, cited, row.status, with_unit=in_percent(row))
    return or_absent(found)
