"""Whether a gap has narrowed or widened since the year before: the change, its interval and the verdict.

The change of a gap is a difference of two differences. The cohorts of two years are different pupils, so its
interval is made of the intervals of the two gaps by squaring and adding (``square_and_add``); where the
comparison is fixed this is Newcombe's interval of the group's change, moved by the change of the comparison.
Each published level without numbers of pupils lies within half a unit of its last digit, and every interval is
widened by that; without numbers in both years rounding is all that can be allowed for.
"""

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, format_value, rounded
from analysis.catalogue.gap_words import movement
from analysis.report.gaps.intervals import square_and_add
from analysis.statistics.published import in_points, published_rounding

PAIR = ["measure", "pupil_group", "comparator", "area"]
KEPT = ["gap", "lower", "upper", "rank", "tie_last", "rounding", "doubtful", "origin", "publication_status"]
LIMITS = ["gap", "lower", "upper", "previous_gap", "previous_lower", "previous_upper"]
#: Floating-point noise in a difference of printed figures.
NOISE = 1e-9
AS_PUBLISHED = "as published; without numbers of pupils chance cannot be ruled out"
#: Situation, rule and verdict, as the page prints them.
RULES = (
    (
        "Numbers of pupils in both years",
        "The 95% interval of the change, widened by the rounding of levels that have no numbers, leaves out 0",
        "narrowed, widened or changed side",
    ),
    ("Numbers of pupils in both years", "It includes 0", "cannot tell"),
    (
        "No numbers of pupils",
        "The change is larger than the rounding of the four published levels could make it",
        f"narrowed, widened or changed side, {AS_PUBLISHED}",
    ),
    ("No numbers of pupils", "It is no larger than that", "cannot tell"),
    ("A percentage is 0, which may stand for a group without pupils", "Whatever the change", "cannot tell"),
    ("One year from the national file, the other from a report", "Whatever the change", "cannot tell"),
    (
        "No figure for the year before, or a break in the series between the two years",
        "The years are not compared",
        "none",
    ),
)


def with_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Gaps with their change since the year before and the verdict on it.

    Parameters
    ----------
    rows : DataFrame
        Gaps of several years with intervals, ``rank, tie_last, doubtful, polarity, unit, break_after, publication_status``, the
        decimals and counts of both levels, and ``origin``, a number that is the same where the two levels
        are of the same kinds of source (the national file, a committee report).

    Returns
    -------
    DataFrame
        With ``previous_gap, previous_rank, previous_tie_last, previous_publication_status, change, change_lower, change_upper``; ``rounding``
        and ``change_rounding``, how far rounding can have moved the gap and its change, by which all limits are
        widened; ``verdict`` (`movement`, "cannot tell" or empty) and ``verdict_reason``. Across a break in the
        series there is no previous gap.
    """
    rows = rows.assign(rounding=rounding(rows))
    before = rows[[*PAIR, "year", *KEPT]].assign(year=rows["year"] + 1)
    before = before.rename(columns={name: f"previous_{name}" for name in KEPT})
    rows = rows.merge(before, on=[*PAIR, "year"], how="left")
    rows["broken"] = [
        year - 1 in breaks for year, breaks in zip(rows["year"], rows["break_after"], strict=True)
    ]
    for name in ("previous_gap", "previous_rank", "previous_tie_last", "previous_publication_status"):
        rows[name] = rows[name].mask(rows["broken"])
    rows["previous_publication_status"] = rows["previous_publication_status"].fillna("")
    rows["change"] = (rows["gap"] - rows["previous_gap"]).round(STORED_DECIMALS)
    limits = [
        square_and_add(
            row.gap,
            (row.lower, row.upper),
            row.previous_gap,
            (row.previous_lower, row.previous_upper),
        )
        for row in rows[LIMITS].itertuples(index=False)
    ]
    rows[["change_lower", "change_upper"]] = pd.DataFrame(limits, index=rows.index, columns=["low", "high"])
    rows["change_rounding"] = rows["rounding"] + rows["previous_rounding"]
    for name, room in (("", "rounding"), ("change_", "change_rounding")):
        rows[f"{name}lower"] -= rows[room]
        rows[f"{name}upper"] += rows[room]
    rows["verdict"] = _verdicts(rows)
    rows["verdict_reason"] = [_reason(row) for row in rows.astype(object).itertuples()]
    return rows


def rounding(rows: pd.DataFrame) -> pd.Series:
    """How far rounding can have moved each gap: the rounding of each level that is published without counts.

    A level that is exactly the share of its numbers of pupils is not rounded.
    """
    total = pd.Series(0.0, index=rows.index)
    for side in ("", "comparison_"):
        decimals = rows[f"{side}decimals"].astype("Float64").astype(float)
        half = pd.Series(published_rounding(rows[f"{side}value"].astype(float), decimals), index=rows.index)
        counts = [rows[f"{side}{name}"].astype("Float64") for name in ("numerator", "denominator")]
        share = (100 * counts[0] / counts[1]).astype(float)
        exact = (rows["unit"] == "percent") & ((share - rows[f"{side}value"]).abs() < NOISE)
        total += half.mask(exact, 0.0)
    return total


def _verdicts(rows: pd.DataFrame) -> pd.Series:
    low = rows["change_lower"].fillna(rows["change"] - rows["change_rounding"])
    high = rows["change_upper"].fillna(rows["change"] + rows["change_rounding"])
    clear = (low > NOISE) | (high < -NOISE)
    doubtful = rows["doubtful"] | rows["previous_doubtful"].fillna(False).astype(bool)
    doubtful |= rows["origin"] != rows["previous_origin"]
    printed = (rounded(rows[name], rows["gap_decimals"]) for name in ("previous_gap", "gap"))
    moved = pd.Series([movement(*years) for years in zip(*printed, strict=True)], index=rows.index)
    verdict = np.where(clear & ~doubtful & (moved != ""), moved, "cannot tell")
    known = rows["change"].notna() & (rows["polarity"] != "")
    return pd.Series(verdict, index=rows.index).where(known, "")


def _reason(row) -> str:
    """Why the verdict is what it is, in words."""
    if pd.isna(row.gap):
        return ""
    if row.broken:
        return f"not compared: the series has a break after {row.year - 1}"
    if pd.isna(row.change):
        return "not compared: no figure for the year before"
    if row.doubtful or row.previous_doubtful is True:
        return "a figure is 0, which can stand for a group without pupils"
    if row.origin != row.previous_origin:
        return "the figures of the two years are from different sources, which can be of different vintages"
    if pd.notna(row.change_lower):
        span = f"{_points(row, row.change_lower)} to {_points(row, row.change_upper)}"
        if row.verdict != "cannot tell":
            return (
                f"the 95% interval of the change is {span} points, so that chance alone is an unlikely cause"
            )
        return f"the 95% interval of the change, {span} points, includes no change"
    if row.verdict == "cannot tell":
        return f"rounding alone can produce a change of up to {in_points(row.change_rounding)}"
    return AS_PUBLISHED


def _points(row, value: float) -> str:
    decimals = max(int(row.gap_decimals), 1)
    return format_value(value, "points", decimals, true_minus=True)
