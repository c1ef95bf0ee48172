"""Whether a gap has narrowed or widened since the year before: the change, its interval and the verdict.

The change of a gap is a difference of two differences. The cohorts of two years are different pupils, so its
interval is made of the intervals of the two gaps by squaring and adding (``square_and_add``); where the
comparison is fixed this is Newcombe's interval of the group's change, moved by the change of the comparison.
Each published level without numbers of pupils lies within half a unit of its last digit, and every interval is
widened by that. Where numbers are not published, approximate ones say whether chance could make the change; no
interval is printed, and no firm word said. What is said is decided by one rule (``analysis.statistics.change_words``).
"""

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, format_value, rounded
from analysis.basics.phrases import joined
from analysis.catalogue.gap_words import movement
from analysis.data.cohort_sizes import about, shown_size
from analysis.report.gaps.intervals import square_and_add
from analysis.statistics.change_words import (
    CANNOT_TELL,
    NOISE,
    SELDOM,
    SHOWN,
    SOFTER,
    share_variance,
    standing_of,
)
from analysis.statistics.published import in_points, published_rounding

PAIR = ["measure", "pupil_group", "comparator", "area"]
SPREADS = ["spread", "comparison_spread", "size", "size_error"]
KEPT = [
    *SPREADS,
    "gap",
    "lower",
    "upper",
    "rank",
    "tie_last",
    "rounding",
    "doubtful",
    "origin",
    "publication_status",
]
LIMITS = ["gap", "lower", "upper", "previous_gap", "previous_lower", "previous_upper"]
AS_PUBLISHED = "how many pupils there are is not known, so it may be chance"
UNLIKELY = "chance alone is an unlikely cause"
POSSIBLE = "chance alone could make as large a change"
RARE = "chance alone seldom makes as large a change, but most such changes went the other way the year after"
FIRM, SOFT = "narrowed, widened or changed side", "smaller, larger or changed side, as published"
#: Situation, rule and verdict, as the page prints them.
RULES = (
    (
        "Whatever is known",
        "The change is no larger than the rounding of the four published levels could make it",
        "cannot tell",
    ),
    (
        "Numbers of pupils in both years",
        "The 95% interval of the change, widened by the rounding of levels that have no numbers, leaves out 0, and the change is larger than years of the measure usually differ by",
        FIRM,
    ),
    ("Numbers of pupils in both years", "It includes 0, or the change is no larger than that", SOFT),
    (
        "A published interval in both years, and no numbers of pupils",
        "The change is larger than rounding: most such changes that the interval alone would show went the other way the year after",
        SOFT,
    ),
    (
        "Approximate numbers of pupils",
        "The change is larger than rounding. The reason says whether chance could make it: whether, less what rounding could make, it is no more than 2.15 standard errors of so many pupils, fewer by how far their number may be off, and of what years of the measure usually differ by",
        SOFT,
    ),
    ("No numbers of pupils", "The change is larger than rounding", f"{SOFT}; {AS_PUBLISHED}"),
    ("A percentage is 0, which may stand for a group without pupils", "Whatever the change", "cannot tell"),
    ("One year from the national file, the other from a report", "Whatever the change", "cannot tell"),
    (
        "No figure for the year before, or a break in the series between the two years",
        "The years are not compared",
        "none",
    ),
)


def with_changes(rows: pd.DataFrame, since: int | None = None) -> pd.DataFrame:
    """Gaps with their change since the year before, or another, and the verdict on it.

    Parameters
    ----------
    rows : DataFrame
        Gaps of several years with intervals, with the standard errors of both levels and the group's approximate number
        of pupils where they are known (``SPREADS``), ``rank, tie_last, doubtful, polarity, unit, break_after, publication_status``, the
        decimals and counts of both levels, and ``origin``, a number that is the same where the two levels
        are of the same kinds of source (the national file, a committee report).
    since : int, optional
        The year that all are compared with; without it each is compared with the year before.

    Returns
    -------
    DataFrame
        With ``previous_gap, previous_rank, previous_tie_last, previous_publication_status, change, change_lower, change_upper``; ``rounding``
        and ``change_rounding``, how far rounding can have moved the gap and its change, by which all limits are
        widened; ``verdict`` (of `movement`, the word or the softer one for it, "cannot tell" or empty) and
        ``verdict_reason``; ``about_pupils`` and ``about_basis``, the number of pupils in the reason. Across a break in the
        series there is no previous gap.
    """
    rows = _with_spreads(rows.assign(rounding=rounding(rows)))
    rows["previous_year"] = rows["year"] - 1 if since is None else since
    before = rows[[*PAIR, "year", *KEPT]].rename(
        columns={name: f"previous_{name}" for name in ["year", *KEPT]}
    )
    rows = rows.merge(before, on=[*PAIR, "previous_year"], how="left")
    rows["broken"] = [
        tuple(last for last in breaks if earlier <= last < year)
        for earlier, year, breaks in zip(
            rows["previous_year"], rows["year"], rows["break_after"], strict=True
        )
    ]
    for name in ("previous_gap", "previous_rank", "previous_tie_last", "previous_publication_status"):
        rows[name] = rows[name].mask(rows["broken"].map(bool))
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
    sizes = [
        _smaller(row)
        for row in rows[["size", "previous_size", "size_error", "previous_size_error"]].itertuples()
    ]
    rows["about_pupils"] = [shown_size(*size) for size in sizes]
    approximate = np.array([error > 0 for _, error in sizes], dtype=bool)
    rows["about_basis"] = np.where(
        rows["about_pupils"].isna(), "", np.where(approximate, "approximate", "published")
    )
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


def _with_spreads(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``SPREADS``, missing where they are not known; that of published numbers follows from them."""
    rows = rows.assign(**{name: np.nan for name in SPREADS if name not in rows})
    pupils = rows["denominator"].astype("Float64").astype(float)
    counted = (pupils > 0) & rows["numerator"].notna() & (rows["unit"] == "percent")
    variance = share_variance(rows["value"].astype(float), pupils.where(counted))
    return rows.assign(spread=rows["spread"].fillna(np.sqrt(variance)))


def _spread(row) -> float:
    """The standard error of the change: of the group's two levels, and of the LA's own other pupils' where they are others."""
    parts = [row.spread, row.previous_spread]
    if row.comparator == "own_other" and row.comparison_group != "all":
        parts += [row.comparison_spread, row.previous_comparison_spread]
    return float(np.sqrt(np.sum(np.square(np.array(parts, dtype=float)))))


def _smaller(row) -> tuple[float, float]:
    """The smaller of the two years' numbers of pupils, and how far either may be off; missing unless both are known."""
    return float(np.minimum(row.size, row.previous_size)), float(
        np.maximum(row.size_error, row.previous_size_error)
    )


def _verdicts(rows: pd.DataFrame) -> pd.Series:
    doubtful = rows["doubtful"] | rows["previous_doubtful"].fillna(False).astype(bool)
    doubtful |= rows["origin"] != rows["previous_origin"]
    printed = (rounded(rows[name], rows["gap_decimals"]) for name in ("previous_gap", "gap"))
    moved = pd.Series([movement(*years) for years in zip(*printed, strict=True)], index=rows.index)
    found = [_verdict(row, word) for row, word in zip(rows.itertuples(), moved, strict=True)]
    known = rows["change"].notna() & (rows["polarity"] != "")
    return pd.Series(found, index=rows.index).mask(doubtful, CANNOT_TELL).where(known, "")


def _verdict(row, word: str) -> str:
    """The word for a change, or the softer one, or that it cannot be told."""
    found = _standing(row)
    if found == CANNOT_TELL or not word:
        return CANNOT_TELL
    return word if found == SHOWN else SOFTER[word]


def _standing(row) -> str:
    interval = (row.change_lower, row.change_upper) if pd.notna(row.change_lower) else None
    # of percentages an interval is from published numbers; of scores it is published, and the numbers are not
    return standing_of(
        row.change, row.change_rounding, _spread(row), interval, of_gap=True, counted=row.unit == "percent"
    )


def _reason(row) -> str:
    """Why the verdict is what it is, in words."""
    if pd.isna(row.gap):
        return ""
    if row.broken:
        several = "breaks" if len(row.broken) > 1 else "a break"
        return f"not compared: the series has {several} after {joined([str(year) for year in row.broken])}"
    if pd.isna(row.change):
        earlier = "the year before" if row.previous_year == row.year - 1 else row.previous_year
        return f"not compared: no figure for {earlier}"
    if row.doubtful or row.previous_doubtful is True:
        return "a figure is 0, which can stand for a group without pupils"
    if row.origin != row.previous_origin:
        return "the figures of the two years are from different sources, which can be of different vintages"
    if row.verdict == CANNOT_TELL:
        return f"rounding alone can produce a change of up to {in_points(row.change_rounding)}"
    shown = row.verdict not in SOFTER.values()
    if pd.notna(row.change_lower):
        span = f"{_points(row, row.change_lower)} to {_points(row, row.change_upper)}"
        if shown:
            return f"the 95% interval of the change is {span} points, so that {UNLIKELY}"
        if row.change_lower <= NOISE and row.change_upper >= -NOISE:
            return f"the 95% interval of the change, {span} points, includes no change"
        more = "years differ by more"
        if np.isnan(_spread(row)):
            more = "how far years differ besides is not known"
        elif _standing(row) == SELDOM:
            more = "without numbers of pupils most such changes went the other way the year after"
        return f"the 95% interval of the change, {span} points, is for chance in the pupils alone, and {more}"
    if np.isnan(_spread(row)):
        return AS_PUBLISHED
    return f"with {about(*_smaller(row))} pupils {RARE if _standing(row) == SELDOM else POSSIBLE}"


def _points(row, value: float) -> str:
    decimals = max(int(row.gap_decimals), 1)
    return format_value(value, "points", decimals, true_minus=True)
