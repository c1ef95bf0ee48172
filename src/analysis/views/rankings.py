"""Ranks as tables. The charts are in ``analysis.views.rank_charts``."""

import pandas as pd

from analysis.assessment import RULES
from analysis.data import ENGLAND, Data
from analysis.measures import PHASES
from analysis.national_ranks import unranked_in
from analysis.ranking import BANDS
from analysis.tables import Figure, Table, ordinal
from analysis.views.common import BAND_STYLES, figure, measure_label, rank_figure, rank_of, within


def ranking_table(rows: pd.DataFrame, data, caption: str) -> Table:
    """Value, rank, bands, movement and comparators of each measure."""
    body = [
        {
            "Measure": measure_label(row),
            data.area.name: figure(
                row.value, row.unit, row.decimals, data.cited(row.measure, row.pupil_group), row.status
            ),
            "Rank": rank_of(row),
            "Printed": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
            "Band": row.band or "not ranked",
            "Quartile": row.quartile_band or None,
            "National values around it": row.bracket or None,
            "To top 10%": figure(row.to_top_10, row.unit, row.decimals),
            "In pupils": None if pd.isna(row.to_top_10_pupils) else int(row.to_top_10_pupils),
            "Rank the year before": rank_figure(row.previous_rank),
            "Change in value": figure(row.change, row.unit, row.decimals),
            f"In {data.region_name}": within(row.rank_in_region, row.n_in_region),
            "Among neighbours": within(row.rank_in_neighbours, row.n_in_neighbours),
            data.sub_region_name: _beside(row, "sub_region", data, data.area.parent),
            data.region_name: _beside(row, "region", data, data.area.region),
            "Neighbours": _beside(row, "neighbours", data, data.neighbours),
            "England": _beside(row, "england", data, ENGLAND),
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object)
    empty = [name for name in frame.columns[1:] if frame[name].isna().all()]
    return Table(caption, frame.drop(columns=empty), classes=BAND_STYLES)


def _beside(row, column: str, data: Data, area: str) -> Figure | None:
    """A comparator's value of a row's measure."""
    cited = data.cited(row.measure, row.pupil_group, area)
    return figure(getattr(row, column), row.unit, row.decimals, cited)


def unpublished_table(data) -> Table | None:
    """The LAs without a published value, and on how many measures: they are not ranked."""
    missing = unranked_in(data, data.year)
    counts = missing.groupby("area").size().sort_values(ascending=False, kind="stable").head(12)
    if counts.empty:
        return None
    body = [
        {"Local authority": data.name_of(code), "Measures without a published value": int(count)}
        for code, count in counts.items()
    ]
    note = f"{missing['area'].nunique()} local authorities are missing from at least one ranking; the {len(counts)} missing from most are shown."
    return Table("Local authorities that are not ranked", pd.DataFrame(body, dtype=object), (note,))


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
    "explained": "explained",
    "value_differs": "the value differs",
    "unexplained": "unexplained",
    "no_national_data": "no national data",
}


def headline_table(rows: pd.DataFrame, data: Data) -> Table:
    """The measures that a committee asks for first; rank and band come first, where a phone shows them."""
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all")]
    body = [
        {
            "Measure": row.short_title,
            "Rank": _short_rank(row),
            "Band": row.band or "not ranked",
            data.area.name: figure(
                row.value, row.unit, row.decimals, data.cited(row.measure, row.pupil_group), row.status
            ),
            "England": _beside(row, "england", data, ENGLAND),
            "Rank a year before": rank_figure(row.previous_rank),
            "Printed rank": rank_figure(row.printed_rank) if row.basis == "recomputed" else None,
            "Phase": PHASES[row.phase],
        }
        for row in rows.itertuples()
    ]
    frame = pd.DataFrame(body, dtype=object).dropna(axis="columns", how="all")
    return Table(f"Headline ranks, {data.academic_year}", frame, classes=BAND_STYLES)


def _short_rank(row) -> Figure | None:
    """The rank and the number ranked; the places that share it are on the page of rankings."""
    tied = pd.notna(row.tie_last) and row.tie_last > row.tie_first
    return (
        None
        if pd.isna(row.rank)
        else Figure(float(row.rank), f"{ordinal(row.rank, tied)} of {row.n_ranked}", 0)
    )


def phase_table(rows: pd.DataFrame) -> Table:
    """How many measures of each phase rank in each band."""
    rows = rows[rows["rank"].notna()]
    body = []
    for phase in [phase for phase in PHASES if phase in set(rows["phase"])]:
        own = rows[rows["phase"] == phase]
        counts = {f"{name[0].upper()}{name[1:]}": int((own["band"] == name).sum()) for name in BANDS}
        best = own.loc[own["rank"].idxmin()]
        body.append(
            {
                "Phase": PHASES[phase],
                "Ranked": len(own),
                **counts,
                "Best rank": rank_figure(best["rank"]),
                "Of": measure_label(best),
            }
        )
    return Table(
        "Ranked measures of each phase, by band",
        pd.DataFrame(body, dtype=object),
        ("Each measure is counted once, in the narrowest band it lies in.",),
    )


def rules_table() -> Table:
    """The rules by which the summary picks what it names."""
    frame = pd.DataFrame(list(RULES.items()), columns=["Word", "Rule"])
    return Table("How strengths, areas for development and movements are picked", frame)
