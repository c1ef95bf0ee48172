"""Tables that are wanted seldom: who is not ranked, how far ranks moved in earlier years, and printed ranks that differ."""

import pandas as pd

from analysis.basics.numbers import academic_year
from analysis.basics.phrases import counted
from analysis.catalogue.areas import area_name
from analysis.data.ranking import FAR, FURTHER
from analysis.output.page import written
from analysis.output.table import Table
from analysis.report.rankings.cells import measure_label, or_absent, rank_figure
from analysis.report.rankings.chapter import RankingsChapter


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
    n = missing["area"].nunique()
    note = f"{counted(n, 'local authority', 'local authorities')} {'is' if n == 1 else 'are'} missing from at least one ranking. Those missing from most come first."
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


WITHIN_TIES = "A move is within ties where the shared places before and after overlap. The two ranks may then stand for the same place."


def reconciliation_table(rows: pd.DataFrame) -> Table:
    """Printed ranks that are not the recomputed ones, and why."""
    body = [
        {
            "Measure": row.title,
            "Year": str(row.year),
            "Line": row.line,
            "Printed": rank_figure(row.printed_rank),
            "Recomputed": or_absent(
                rank_figure(row.recomputed_rank, pd.notna(row.tie_last) and row.tie_last > row.tie_first),
                "none",
            ),
            "Outcome": OUTCOME_WORDS[row.outcome],
            "Reason": row.reason,
        }
        for row in rows.itertuples()
    ]
    return Table(
        "Printed ranks beside recomputed ranks, where they are not the same",
        pd.DataFrame(body, dtype=object),
        ("In the order of print.",),
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
