"""How a figure, a rank and a measure look in every table."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.measures import titled
from analysis.output.table import Figure

#: How bands look; the word is always there, so that colour is never the only sign.
BAND_STYLES = {
    "top 5%": "band best",
    "top 10%": "band best",
    "top 20%": "band good",
    "top half": "band",
    "bottom half": "band low",
}


def measure_label(row) -> str:
    return titled(row.measure, row.short_title, row.pupil_group, ": ")


def figure(value, unit: str, decimals, reference: str = "", status: str = "ok") -> Figure | None:
    """A value as a table cell; a published symbol stands in square brackets."""
    if pd.isna(value):
        return None if status == "ok" else Figure(None, f"[{status}]", None, reference)
    places = 0 if pd.isna(decimals) else int(decimals)
    return Figure(float(value), format_value(value, unit, places, true_minus=True), places, reference)


def number(row, value) -> str:
    """A value of a row's measure as it is printed."""
    return format_value(value, row.unit, row.decimals)


def rank_figure(rank, tied: bool = False) -> Figure | None:
    return None if pd.isna(rank) else Figure(float(rank), ordinal(rank, tied), 0)


def rank_of(row) -> Figure | None:
    """A rank with the number ranked and, where it is shared, the places that share it: "14th= of 150 (14–16)"."""
    if pd.isna(row.rank):
        return None
    tied = pd.notna(row.tie_last) and row.tie_last > row.tie_first
    places = f" ({row.tie_first}–{row.tie_last})" if tied else ""
    return Figure(float(row.rank), f"{ordinal(row.rank, tied)} of {row.n_ranked}{places}", 0)


def within(rank, n) -> Figure | None:
    """A rank among few: "2 of 11"."""
    return None if pd.isna(rank) else Figure(None, f"{rank} of {n}")
