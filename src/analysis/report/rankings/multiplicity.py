"""How much the ranks of a year say together: how many there are, how many independent ones, and what chance would do."""

import numpy as np
import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import of_all_pupils, title
from analysis.data.england import England
from analysis.data.ranking import BANDS
from analysis.report.rankings.cells import unordered
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.multiplicity import effective_number, stand_out_by_chance

#: LAs that two measures must share for their ranks to be compared.
FEWEST_SHARED = 30
#: So many measures are named; more are counted.
MOST_NAMED = 3


def independent_measures(england: England, year: int) -> tuple[int, float]:
    """How many measures of all pupils rank LAs in a year, and how many independent ones they are worth; use ``once``.

    By Galwey's effective number of the correlations of ranks, over the LAs that two measures share. Two measures that share too
    few are taken as independent.
    """
    rows = england.ranks_in(year)
    rows = rows[of_all_pupils(rows)].assign(place=lambda table: table["rank"].astype(float))
    wide = rows.pivot(index="area", columns="measure", values="place")
    if wide.shape[1] == 0:
        return 0, 0.0
    together = wide.corr(min_periods=FEWEST_SHARED).fillna(0).to_numpy(copy=True)
    np.fill_diagonal(together, 1)
    return wide.shape[1], effective_number(together)


def many_ranks(table: pd.DataFrame, report: RankingsChapter) -> list[str]:
    """How many ranks were looked at, how many would be in the best tenth by lot, and how far they are independent."""
    ranked = table[table["rank"].notna()]
    whole = ranked[of_all_pupils(ranked)]
    if whole.empty or not report.england.is_ranked:
        return []
    n, worth = report.england.once(independent_measures, report.year)
    by_lot = stand_out_by_chance(len(whole), BANDS["top 10%"] / 100)
    said = [
        f"The year has {counted(len(ranked), 'rank')}, {len(whole)} of them of all pupils. Were places drawn by lot, about "
        f"{format_value(by_lot, 'count', 0)} of the {len(whole)} would be in the top 10%.",
    ]
    if n > 1:
        said.append(
            f"Measures share pupils and schools, so they are not separate pieces of evidence. The {n} measures of all pupils say about "
            f"as much as {format_value(worth, 'count', 0)} independent ones would. That is an estimate, from how ranks go together across "
            "local authorities."
        )
    return [*said, *no_order(table)]


def no_order(table: pd.DataFrame) -> list[str]:
    """Which of the measures have no order of LAs this year; empty if none has not."""
    rows = [row for row in table[table["rank"].notna()].itertuples() if unordered(row)]
    if not rows:
        return []
    names = [title(row.measure, row.pupil_group) for row in rows]
    named = (
        joined(names)
        if len(names) <= MOST_NAMED
        else f"{'; '.join(names[:MOST_NAMED])}; and {len(names) - MOST_NAMED} more"
    )
    return [
        f"On {counted(len(rows), 'measure')} this year's figures do not order local authorities: they differ no more than chance makes "
        f"them. No place is given on {named}."
    ]
