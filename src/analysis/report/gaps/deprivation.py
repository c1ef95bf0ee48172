"""The gaps that a page begins with: of disadvantaged pupils, or else of those eligible for free school meals.

One gap a measure: as it stands, since before the pandemic, and within the LA.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import KEY, select
from analysis.report.gaps.changes import rounding
from analysis.report.gaps.chapter import BEFORE_PANDEMIC, GapsChapter
from analysis.statistics.change_words import CANNOT_TELL, SHOWN, standing_of

GROUPS = ["disadvantaged", "fsm"]
#: Words for a gap within the LA beside England's own.
WIDER, NARROWER = "wider", "narrower"


def deprived(table: pd.DataFrame) -> pd.DataFrame:
    """Gaps to other pupils in England of disadvantaged pupils, or else of those eligible for free school meals."""
    rows = select(table, comparator="national_other", pupil_group=GROUPS)
    rows = rows[rows["gap"].notna() & ~rows["doubtful"]]
    rows = rows.sort_values("pupil_group", kind="stable").drop_duplicates("measure")
    return rows.sort_values("order", kind="stable")


def label(row) -> str:
    """A measure's title, with the pupils where they are not the disadvantaged ones."""
    return f"{row.title}, free school meals" if row.pupil_group == "fsm" else row.title


def since_pandemic(report: GapsChapter) -> pd.DataFrame:
    """What became of these gaps, and of England's own, since 2019; empty for a report of no later year.

    Returns
    -------
    DataFrame
        The columns of ``Gaps``, a row a measure, of its last year: that of the report, or the one before. ``before``,
        the gap of 2019 with its ``before_decimals``, is there across a break too, where ``previous_gap`` is not; and of
        England's own gap ``england_before, england_before_decimals, england_gap, england_change, england_verdict`` and others. Measures without a
        gap in 2019 are left out. Gaps are in points.
    """
    table = report.gaps_since_pandemic
    last = table.sort_values("year", kind="stable")
    last = last[last["gap"].notna() & (last["comparator"] == "national_other")]
    rows = deprived(last.drop_duplicates(["measure", "pupil_group"], keep="last"))
    earlier = select(report.gap_history, year=BEFORE_PANDEMIC).set_index(KEY[:2])
    names = {"gap": "before", "gap_decimals": "before_decimals"}
    own = earlier.loc[earlier["comparator"] == "national_other", [*names]].rename(columns=names)
    england = earlier.loc[earlier["area"] == ENGLAND, [*names]].rename(columns=names).add_prefix("england_")
    rows = rows.join(own, on=KEY[:2]).join(england, on=KEY[:2])
    columns = [
        "gap",
        "gap_decimals",
        "previous_gap",
        "side",
        "change",
        "change_rounding",
        "verdict",
        "verdict_reason",
    ]
    columns += ["publication_status", "previous_publication_status"]
    national = select(table, area=ENGLAND).set_index(KEY)[columns].add_prefix("england_")
    rows = rows.join(national, on=KEY)
    return rows[rows["before"].notna()].reset_index(drop=True)


def within(report: GapsChapter) -> pd.DataFrame:
    """The gaps within the LA in the year, beside England's own, and whether they are wider.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, title, short_title, phase, unit, polarity, gap_decimals``, ``value`` and
        ``comparison_value`` (the LA's levels), ``gap`` and ``england`` (points), ``difference``, by how much more the
        group is behind than in England (below 0 less), ``compared`` ("wider", "narrower", either "as published", or
        "cannot tell", by the rule that changes are judged by), and ``publication_status``.
    """
    levels = report.gap_levels
    rows = levels[(levels["year"] == report.year) & levels["gap"].notna()] if len(levels) else levels
    if rows.empty:
        return pd.DataFrame(columns=["measure", "gap", "england", "difference", "compared"])
    rows = select(rows.assign(rounding=rounding(rows)), comparator="own_other", pupil_group=GROUPS)
    rows = rows[~rows["doubtful"]]
    england = rows[rows["area"] == ENGLAND].set_index(KEY)[["gap", "rounding", "spread", "comparison_spread"]]
    england = england.rename(columns={"gap": "england"}).rename(
        columns=lambda name: f"england_{name}".replace("england_england", "england")
    )
    own = rows[rows["area"] != ENGLAND].join(england, on=KEY)
    own = own[own["england"].notna()]
    own = own.sort_values("pupil_group", kind="stable").drop_duplicates("measure").sort_values("order")
    worse = np.where(own["polarity"] == "low", 1, -1)
    own["difference"] = worse * (own["gap"] - own["england"])
    own["compared"] = [_compared(row) for row in own.itertuples()]
    return own.reset_index(drop=True)


def _compared(row) -> str:
    """Whether the gap within the LA is wider than England's own, beyond rounding and chance."""
    local = row.spread**2 + row.comparison_spread**2
    national = row.england_spread**2 + row.england_comparison_spread**2
    # what is not known of England is no more than what chance does in one LA
    spread = (local + (local if np.isnan(national) else national)) ** 0.5
    found = standing_of(row.difference, row.rounding + row.england_rounding, spread)
    if found == CANNOT_TELL:
        return CANNOT_TELL
    word = WIDER if row.difference > 0 else NARROWER
    return word if found == SHOWN else f"{word} as published"
