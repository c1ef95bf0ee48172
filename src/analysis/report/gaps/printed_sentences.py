"""How a transcribed report's gaps agree with its own figures and with today's, in words."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted


def gap_agreement(printed: pd.DataFrame) -> str:
    """How many of the printed differences follow from the printed levels."""
    checked = printed[printed["recomputed"].notna()]
    agree = int(checked["agrees"].sum())
    return f"{counted(len(checked), 'printed difference')} can be worked out again from printed levels, and {agree} agree."


def gap_slips(printed: pd.DataFrame) -> list[str]:
    """The printed differences that their levels do not give, each with what would."""
    wrong = printed[printed["recomputed"].notna() & ~printed["agrees"]]
    return [
        f"{where(row)}, {row.year}: {row.printed.replace('-', '−')} is printed, and the printed levels give "
        f"{format_value(row.recomputed, 'points', row.decimals, true_minus=True)}; {row.reason}."
        for row in wrong.itertuples()
    ]


def rank_agreement(ranks: pd.DataFrame) -> str:
    """How the printed ranks of differences compare with the recomputed ones."""
    counts = ranks["outcome"].value_counts()
    checked = len(ranks) - counts.get("cannot be checked", 0)
    if not checked:
        return f"The report prints {counted(len(ranks), 'rank')} of differences; they cannot be recomputed without the national data."
    same = counts.get("the same", 0)
    found = f"{same} of the {checked}" if same < checked else "all of them" if checked > 1 else "it"
    rest = f"; {counts.get('within the tie', 0)} lie within the same tie, {counts.get('another place', 0)} elsewhere"
    return f"The report prints {counted(len(ranks), 'rank')} of differences. Recomputed, {found} {'is' if found == 'it' else 'are'} the same{rest if same < checked else ''}."


def where(row) -> str:
    """Where in the report a figure is printed."""
    place = f"Annex A, {row.row_label}" if row.table == "annex-a" else f"Table {row.table}"
    return f"{place} (line {row.line})"
