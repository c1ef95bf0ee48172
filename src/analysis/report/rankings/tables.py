"""Ranks as tables. The charts are in ``analysis.report.rankings.charts``."""

import pandas as pd

from analysis.basics.numbers import academic_year, as_printed, ordinal
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.measures import PHASES
from analysis.data.publication_status import PROVISIONAL
from analysis.data.ranking import FAR, FURTHER
from analysis.output.page import written
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import (
    BAND_STYLES,
    NO_ORDER,
    band_words,
    figure,
    is_provisional,
    measure_label,
    rank_figure,
    rank_of,
    unordered,
    within,
)
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.sentences import STATE_FUNDED
from analysis.report.rankings.trends import GAINING, LOSING

#: Phases in which England's figure is that of state-funded schools, where papers may print that of all schools.
SCHOOL_LEAVERS = ("ks4", "ks5")


def phase_tables(rows: pd.DataFrame, report: RankingsChapter) -> list[Table]:
    """The tables of a phase: one of all pupils, one of groups of pupils, those that have rows."""
    whole = rows["pupil_group"] == "all"
    phase = PHASES[rows["phase"].iloc[0]]
    parts = {"all pupils": rows[whole], "groups of pupils": rows[~whole]}
    return [
        ranking_table(part, report, f"{phase}: {pupils}, {report.question.academic_year}")
        for pupils, part in parts.items()
        if len(part)
    ]


def ranking_table(rows: pd.DataFrame, report: RankingsChapter, caption: str) -> Table:
    """Value, rank, bands, movement and comparators of each measure."""
    body = [_ranking_row(row, report) for row in rows.itertuples()]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    notes = (*_schools_note(rows, report), *order_notes(rows))
    return Table(caption, frame.drop(columns=empty), notes, classes=BAND_STYLES)


def _ranking_row(row, report: RankingsChapter) -> dict:
    cells = {
        "Measure": measure_label(row),
        report.area.name: figure(
            row.value, row.unit, row.decimals, report.cited(row.measure, row.pupil_group), row.status
        ),
        "Rank": rank_of(row),
        "Printed": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
        "Band": band_words(row),
        "How steady": row.how_steady if row.band else None,
        "National values around it": row.bracket or None,
        "To top 10%": _distance(row),
        "In pupils": _pupils(row),
        "Rank the year before": rank_figure(row.previous_rank, status=row.previous_publication_status),
        "Change in value": _change(row),
        "Over years": row.trend if row.trend in (GAINING, LOSING) else None,
        f"In {report.question.region_name}": within(
            row.rank_in_region, row.n_in_region, row.publication_status
        ),
        "Among neighbours": within(row.rank_in_neighbours, row.n_in_neighbours, row.publication_status),
        report.question.sub_region_name: _beside(row, "sub_region", report, report.area.parent),
        report.question.region_name: _beside(row, "region", report, report.area.region),
        "Neighbours": _beside(row, "neighbours", report, report.question.neighbour_average),
        "England": _beside(row, "england", report, ENGLAND),
    }
    return without_place(cells, report) if unordered(row) else cells


def without_place(cells: dict, report: RankingsChapter) -> dict:
    """A row of figures that do not order LAs: no place, no band, no distance to one."""
    places = (
        "National values around it",
        "To top 10%",
        "In pupils",
        "How steady",
        "Rank the year before",
        "Over years",
        "Among neighbours",
    )
    gone = dict.fromkeys([*places, f"In {report.question.region_name}"])
    return cells | gone | {"Rank": Figure(None, NO_ORDER), "Band": NO_ORDER}


def order_notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What "no order" means, where it stands."""
    if not rows["orders"].eq("no").any():
        return ()
    return (
        "No order: this year's figures differ between local authorities no more than chance makes them, so a place among them "
        "says nothing. The data file has the place.",
    )


def _schools_note(rows: pd.DataFrame, report: RankingsChapter) -> tuple[str, ...]:
    """Of which schools England's figures are, where papers may print those of others."""
    return (STATE_FUNDED,) if report.england.is_ranked and set(rows["phase"]) & set(SCHOOL_LEAVERS) else ()


def _distance(row) -> Figure | None:
    """How far a figure is from the best tenth: never 0 outside it, however close."""
    found = figure(row.to_top_10, row.unit, row.decimals, rests_on_provisional=is_provisional(row))
    if found is None or not row.to_top_10 or as_printed(row.to_top_10, row.decimals) > 0:
        return found
    text = f"under {10.0 ** -int(row.decimals):g}"
    return Figure(None, text, rests_on_provisional=found.rests_on_provisional)


def _pupils(row) -> Figure | None:
    """The same as a number of pupils."""
    if pd.isna(row.to_top_10_pupils):
        return None
    n = int(row.to_top_10_pupils)
    return Figure(float(n), str(n), 0, rests_on_provisional=is_provisional(row))


def _change(row) -> Figure | None:
    """The change from the year before: provisional if either figure is."""
    earlier = row.previous_publication_status == PROVISIONAL
    return figure(row.change, row.unit, row.decimals, rests_on_provisional=is_provisional(row) or earlier)


def _beside(row, column: str, report: RankingsChapter, area: str) -> Figure | None:
    """A comparator's value of a row's measure."""
    cited = report.cited(row.measure, row.pupil_group, area)
    return figure(getattr(row, column), row.unit, row.decimals, cited)


def unpublished_table(report: RankingsChapter) -> Table | None:
    """The LAs without a published value, and on how many measures: they are not ranked."""
    missing = report.england.unranked(report.year)
    counts = missing.groupby("area").size().sort_values(ascending=False, kind="stable").head(12)
    if counts.empty:
        return None
    body = [
        {"Local authority": area_name(code), "Measures without a published value": int(count)}
        for code, count in counts.items()
    ]
    note = f"{missing['area'].nunique()} local authorities are missing from at least one ranking; the {len(counts)} missing from most are shown."
    return Table("Local authorities that are not ranked", pd.DataFrame(body, dtype=object), (note,))


def movements_table(moves: pd.DataFrame) -> Table:
    """Earlier years in which the figures of measures were revised, and how far ranks moved; ``moves`` as ``moved_before`` has them."""
    body = [
        {
            "Measure": measure_label(row),
            "Year": academic_year(row.year),
            "First figures": f"{written(row.release_first[:10])}{' or before' if row.is_oldest else ''}",
            "Figures changed": f"{row.changed} of {row.both}",
            "Ranks | in both": row.ranked,
            "Ranks | moved": row.moved,
            f"Ranks | {FAR} places or more": row.moved_5,
            f"Ranks | {FURTHER} or more": row.moved_10,
            "Ranks | furthest": row.largest,
            "Ranks | within ties": row.within_ties,
            "Ranks | in another band": row.bands,
        }
        for row in moves.itertuples()
    ]
    caption = "Earlier years of measures whose figures are provisional: how far ranks moved"
    return Table(caption, pd.DataFrame(body, dtype=object), (WITHIN_TIES,), stacked=True)


WITHIN_TIES = (
    "A move is within ties where the places that authorities with the same figure shared before and after overlap: the two ranks "
    "need not stand for different places."
)


def reconciliation_table(rows: pd.DataFrame) -> Table:
    """Printed ranks that are not the recomputed ones, and why."""
    body = [
        {
            "Measure": row.title,
            "Year": str(row.year),
            "Line": row.line,
            "Printed": rank_figure(row.printed_rank),
            "Recomputed": rank_figure(
                row.recomputed_rank, pd.notna(row.tie_last) and row.tie_last > row.tie_first
            ),
            "Outcome": OUTCOME_WORDS[row.outcome],
            "Reason": row.reason,
        }
        for row in rows.itertuples()
    ]
    return Table(
        "Printed ranks beside recomputed ranks, where they are not the same", pd.DataFrame(body, dtype=object)
    )


OUTCOME_WORDS = {
    "exact": "the same",
    "within_ties": "within the tie",
    "revised": "revised since",
    "explained": "explained",
    "value_differs": "the value differs",
    "unexplained": "unexplained",
    "no_national_data": "no national data",
}


def headline_table(rows: pd.DataFrame, report: RankingsChapter) -> Table:
    """The measures that a committee asks for first; rank and band come first, where a phone shows them."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    body = [
        {
            "Measure": row.short_title,
            "Rank": _short_rank(row),
            "Band": band_words(row),
            "How steady": row.how_steady if row.band else None,
            report.area.name: figure(
                row.value, row.unit, row.decimals, report.cited(row.measure, row.pupil_group), row.status
            ),
            "England": _beside(row, "england", report, ENGLAND),
            "Rank a year before": rank_figure(row.previous_rank, status=row.previous_publication_status),
            "Printed rank": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
            "Phase": PHASES[row.phase]
            + (
                " (England: state-funded)" if report.england.is_ranked and row.phase in SCHOOL_LEAVERS else ""
            ),
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object).dropna(axis="columns", how="all")
    return Table(
        f"Headline ranks, {report.question.academic_year}",
        frame,
        _schools_note(rows, report),
        classes=BAND_STYLES,
    )


def _short_rank(row) -> Figure | None:
    """The rank and the number ranked; the places that share it are on the page of rankings."""
    tied = pd.notna(row.tie_last) and row.tie_last > row.tie_first
    if pd.isna(row.rank):
        return None
    text = f"{ordinal(row.rank, tied)} of {row.n_ranked}"
    return Figure(float(row.rank), text, 0, rests_on_provisional=is_provisional(row))
