"""Intervals of gaps: from numbers of pupils or published intervals, and never without either.

A gap between two independent cohorts has Newcombe's hybrid score interval (``analysis.statistics.differences.difference``).
The comparison is taken as fixed, as if it were known without chance, where it is

- a figure of England whose number of pupils is not published: beside hundreds of thousands of pupils the
  chance in one LA's group is all that counts;
- the same group in England, which the LA's pupils are part of; or
- the LA's figure of all pupils, most or all of the group among them. To treat the two as independent would
  count the group's chance twice. To treat the whole as fixed is right for a small group, and too cautious by
  the square root of 1 - w for a group that is the share w of all pupils and does about as well as they.
"""

from math import hypot, nan

import pandas as pd

from analysis.catalogue.observations import KEY
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.statistics.differences import difference
from analysis.statistics.possible_counts import possible_counts
from analysis.statistics.shares import no_interval_reason, proportion

BOTH = "both numbers of pupils"
ENGLAND_FIXED = "England's figure taken as fixed but for its rounding"
WHOLE_FIXED = "the figure of all pupils taken as fixed but for its rounding"
COUNTS = "the group's number of pupils"
PUBLISHED = "DfE's interval of the group"
NONE = (nan, nan, "")
#: Counts of pupils that DfE suppresses.
SUPPRESSED = range(1, 6)
CATALOGUE = " on Explore Education Statistics"


def with_intervals(rows: pd.DataFrame, counted_in: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``analysis.report.gaps.gaps.gaps`` with the 95% limits of each gap.

    ``counted_in``: the data sets that have numbers of pupils, as ``standards prepare`` lists them.

    Returns
    -------
    DataFrame
        With ``lower`` and ``upper`` (in the unit of the gap; those of the group's own figure go),
        ``interval_basis``, what they rest on, and ``no_interval``, why there are none.
    """
    known = pd.MultiIndex.from_frame(rows[KEY[:2]])
    rows = rows.assign(
        counts_in=publications(counted_in, "numerator").reindex(known, fill_value="").to_numpy(),
        interval_in=publications(counted_in, "interval").reindex(known, fill_value="").to_numpy(),
    )
    # as objects: to go through columns of text cell by cell takes several times as long
    found = [gap_interval(row) for row in rows.astype(object).itertuples()]
    limits = pd.DataFrame(
        found, columns=["lower", "upper", "interval_basis", "no_interval"], index=rows.index
    )
    return rows.drop(columns=["lower", "upper", "counts_in", "interval_in"]).join(limits)


def gap_interval(row) -> tuple[float, float, str, str]:
    """Lower and upper limit of a gap, what they rest on, and why there is no interval; one of the two is empty."""
    if pd.isna(row.gap):
        whose = row.status if pd.isna(row.value) else row.comparison_status
        return *NONE, no_interval_reason(status=whose)
    fixed = _fixed(row)
    if row.unit != "percent":
        return _of_published_interval(row, fixed)
    if reason := no_interval_reason(row.numerator, row.denominator, see=row.counts_in):
        return *NONE, reason
    group = proportion(row.numerator, row.denominator)
    counted = pd.notna(row.comparison_numerator) and pd.notna(row.comparison_denominator)
    may_vary = counted and fixed != WHOLE_FIXED and row.comparator != "national_same"
    if may_vary and row.comparison_denominator > 0:
        other = proportion(row.comparison_numerator, row.comparison_denominator)
        return *_percent(difference(group, other)), BOTH, ""
    if fixed:
        return *_percent(difference(group, row.comparison_value / 100)), f"{COUNTS}, {fixed}", ""
    return *NONE, "no interval, because the source does not publish the number of pupils of the comparison"


def _percent(found) -> tuple[float, float]:
    return found.interval.percent.low, found.interval.percent.high


def _fixed(row) -> str:
    """Why the comparison may be taken as fixed; empty if it may not."""
    if row.comparator != "own_other":
        return ENGLAND_FIXED
    return WHOLE_FIXED if row.comparison_group == "all" else ""


def _of_published_interval(row, fixed: str) -> tuple[float, float, str, str]:
    """The interval of a gap of scores, from the one that DfE publishes for the group."""
    if pd.isna(row.lower) or pd.isna(row.upper):
        reason = "no interval, because the source publishes none for this score"
        return *NONE, reason + (f"; {row.interval_in} does" if row.interval_in else "")
    own = (row.lower, row.upper)
    if fixed:
        low, high = (limit - row.comparison_value for limit in own)
        return low, high, f"{PUBLISHED}, {fixed}", ""
    if pd.isna(row.comparison_lower) or pd.isna(row.comparison_upper):
        return *NONE, "no interval, because the source publishes none for the comparison"
    other = (row.comparison_lower, row.comparison_upper)
    return *square_and_add(row.value, own, row.comparison_value, other), "DfE's intervals of both", ""


def square_and_add(first, first_limits, second, second_limits) -> tuple:
    """Limits of the difference of two independent estimates from the limits of each [1]_.

    With estimates a and b and limits (l, u) and (m, v): a - b - sqrt((a - l)^2 + (v - b)^2) and
    a - b + sqrt((u - a)^2 + (b - m)^2). Of two Wilson intervals this makes Newcombe's [2]_.

    References
    ----------
    .. [1] Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach,
           Statistics in Medicine 27:1693-1702.
    .. [2] Newcombe (1998), Statistics in Medicine 17:873-890.

    Examples
    --------
    >>> square_and_add(10, (7, 13), 4, (0, 8))
    (1.0, 11.0)
    """
    (low, high), (other_low, other_high) = first_limits, second_limits
    gap = first - second
    return gap - hypot(first - low, other_high - second), gap + hypot(high - first, second - other_low)


def with_named_cohorts(levels: pd.DataFrame, report: CohortsChapter) -> pd.DataFrame:
    """The LA's levels with the numbers of pupils that the transcribed papers name, where no source has them.

    Only where the papers print the size of the group and one count alone gives the printed percentage: 8% of
    135 pupils is 11. A size that is one of several candidates is left out, and so is a count that DfE would
    suppress: what is not printed is not worked out.
    """
    if report.paper is None:
        return levels
    cohorts = report.paper.cohorts
    cohorts = cohorts[
        (cohorts["measure"] != "") & cohorts["denominator"].notna() & cohorts["percent"].notna()
    ]
    levels = levels.copy()
    for row in cohorts.itertuples():
        counts = possible_counts(row.percentage, int(row.decimals), int(row.denominator))
        own = (levels["area"] == report.area.code) & levels["denominator"].isna() & levels["value"].notna()
        for column in ("measure", "pupil_group", "year"):
            own &= levels[column] == getattr(row, column)
        # the papers' percentage must be the figure's, or the two are of different vintages
        same = (levels.loc[own, "value"] == row.percent).all()
        if same and len(counts) == 1 and counts[0] not in SUPPRESSED:
            levels.loc[own, ["numerator", "denominator"]] = counts[0], int(row.denominator)
    return levels


def publications(counted_in: pd.DataFrame, column: str) -> pd.Series:
    """The first publication that has the ``numerator`` (or an ``interval``), by measure and pupil group."""
    first = counted_in[counted_in[column]].drop_duplicates(KEY[:2]).set_index(KEY[:2])["publication"]
    return "“" + first + f"”{CATALOGUE}"
