"""One local authority's attainment gaps: points, pupils, interval, rank, and the change since the year before.

What a gap is, and of whom, is in ``analysis.report.gaps.levels``; intervals in ``gaps.intervals``, ranks in ``gaps.ranks``,
changes and verdicts in ``gaps.changes``.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.figure_errors import figure_errors
from analysis.data.ordering import ORDERS
from analysis.data.publication_status import COLUMNS, of_both
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.gaps.changes import SPREADS, with_changes
from analysis.report.gaps.columns import Gaps
from analysis.report.gaps.intervals import with_intervals, with_named_cohorts
from analysis.report.gaps.levels import COMPARATORS, PAIRS, gaps, side, transcribed
from analysis.report.gaps.ranks import with_ranks, years_up_to


def attainment_gaps(history: pd.DataFrame, year: int) -> pd.DataFrame:
    """The gaps of the LA in the year, with the change since the year before.

    Parameters
    ----------
    history : DataFrame
        As ``gap_history`` returns it.
    year : int

    Returns
    -------
    DataFrame
        The columns of ``Gaps``, in the order of the catalogue and of ``PAIRS``; rows of England's own gap (area England,
        ``own_other``) among them. ``pupils`` is the number of pupils of the group that the gap amounts to,
        cut off towards zero; it and the limits are missing where no numbers of pupils are published, and
        ``no_interval`` says why. A row without a gap is one that is published for England but not for the
        LA. ``verdict`` is "narrowed", "widened", "changed side", one of these softer, "cannot tell" or empty: see
        ``analysis.report.gaps.changes``. Limits are widened by ``rounding``, how far rounding can have moved the gap.
    """
    return history[history["year"] == year].reset_index(drop=True)


def gap_levels(report: CohortsChapter) -> pd.DataFrame:
    """Every gap in every year up to that of the report, with all that its change is judged by; empty where there is none.

    What ``gap_history`` and ``gaps_since`` are made from: a row for each measure, group, comparison, year and area.
    """
    area, years = report.area.code, years_up_to(report.observations, report.year)
    levels = with_named_cohorts(select(report.figures, area=[area, ENGLAND], year=years), report)
    rows = pd.concat([gaps(levels, comparator) for comparator in COMPARATORS], ignore_index=True)
    rows = rows[(rows["area"] == area) | (rows["comparator"] == "own_other")]
    rows = rows[rows["gap"].notna() | _published_for_england(rows)]
    if rows.empty:  # what is computed of no rows has no types
        return rows
    about = load_measures()[["title", "short_title", "phase", "unit", "polarity", "order", "break_after"]]
    rows = rows.join(about, on="measure")
    # the coarser of the two precisions: a difference is no finer than what it is made of
    rows["gap_decimals"] = rows[["decimals", "comparison_decimals"]].min(axis=1)
    rows["side"] = side(rows)
    rows["pupils"] = _pupils(rows)
    rows[COLUMNS] = _publication(rows)
    rows["origin"] = 2 * transcribed(rows["source"]) + transcribed(rows["comparison_source"])
    # LAIT prints 0 for groups without pupils too
    zero = (rows[["value", "comparison_value"]] == 0).any(axis=1) & rows["numerator"].isna()
    rows["doubtful"] = zero & (rows["unit"] == "percent") & (rows["polarity"] == "high")
    rows = with_intervals(with_ranks(rows, report, years), report.england.counted_in)
    rows = _with_errors(rows, report)
    rows["orders"] = _orders(rows, report)
    rows["area_name"] = rows["area"].map({area: report.area.name, ENGLAND: "England"})
    return rows


def gap_history(levels: pd.DataFrame) -> pd.DataFrame:
    """As ``attainment_gaps``, for every year up to that of the report; ``levels`` as ``gap_levels`` returns them."""
    return _in_order(with_changes(levels)) if len(levels) else Gaps.empty()


def gaps_since(levels: pd.DataFrame, year: int) -> pd.DataFrame:
    """The gaps of the last two years, each compared with an earlier one by the same rule as with the year before.

    Parameters
    ----------
    levels : DataFrame
        As ``gap_levels`` returns them.
    year : int
        The year that they are compared with: what is "previous" in the columns of ``Gaps``.

    Returns
    -------
    DataFrame
        The columns of ``Gaps``. Across a break in the series there is no previous gap, and ``verdict_reason`` says so.
    """
    if levels.empty:
        return Gaps.empty()
    # some measures are published a year later than others
    recent = levels["year"] >= max(levels["year"].max() - 1, year + 1)
    rows = with_changes(levels[recent | (levels["year"] == year)], since=year)
    return _in_order(rows[rows["year"] > year])


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``Gaps``, in the order of the catalogue, of ``PAIRS`` and of ``COMPARATORS``."""
    groups = rows["pupil_group"].map(list(PAIRS).index)
    comparators = rows["comparator"].map(list(COMPARATORS).index)
    rows = rows.assign(_group=groups, _comparator=comparators)
    rows = rows.sort_values(["year", "order", "_group", "_comparator", "area"], ignore_index=True)
    return rows[Gaps.names()]


def _with_errors(rows: pd.DataFrame, report: CohortsChapter) -> pd.DataFrame:
    """With the standard errors of both levels, and the group's number of pupils: known, approximate or missing."""
    errors = report.england.once(figure_errors)
    errors = errors[errors["area"].isin([report.area.code, ENGLAND])]
    errors = errors.rename(columns={"pupils": "size", "error": "size_error"})
    errors = errors.astype({name: "float64" for name in SPREADS if name in errors})
    errors = errors.set_index([*KEY, "area"])[["spread", "size", "size_error"]]
    rows = rows.join(errors, on=[*KEY, "area"])
    others = errors["spread"].rename("comparison_spread")
    return rows.join(others, on=["measure", "comparison_group", "year", "area"])


def _orders(rows: pd.DataFrame, report: CohortsChapter) -> pd.Series:
    """Whether the year's figures order LAs by the gap: against one figure for all, as they do by the group's own."""
    known = rows.join(report.rankings.set_index(KEY)["orders"], on=KEY)["orders"]
    return known.where(rows["comparator"] != "own_other").astype(object).fillna(ORDERS[None])


def _published_for_england(rows: pd.DataFrame) -> pd.Series:
    """Whether England has the gap, so that the LA's may be missed."""
    england = rows[(rows["area"] == ENGLAND) & rows["gap"].notna()]
    there = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(england[KEY]))
    same = (rows["comparator"] == "national_same") & rows["comparison_value"].notna()
    return same | (there & (rows["comparator"] != "national_same"))


def _publication(rows: pd.DataFrame) -> pd.DataFrame:
    """The publication status of each gap, from those of its two figures."""
    sides = ([rows[f"{side}{name}"] for name in COLUMNS] for side in ("", "comparison_"))
    own, others = (zip(*side, strict=True) for side in sides)
    found = [of_both(*pair) for pair in zip(own, others, strict=True)]
    return pd.DataFrame(found, index=rows.index, columns=COLUMNS, dtype="str")


def _pupils(rows: pd.DataFrame) -> pd.Series:
    """The whole number of pupils of the group that the gap amounts to."""
    amount = (rows["gap"] * rows["denominator"].astype("Float64").astype(float) / 100).round(9)
    return np.trunc(amount.where(rows["unit"] == "percent")).astype("Int64")
