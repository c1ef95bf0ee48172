"""Which indicators are one result: two targets that the same figure meets or misses, and counts of it once."""

import pandas as pd

from analysis.report.checks.evidence import COMPLEMENTS

#: Why two indicators are one result.
SAME_ORDER = "a gap to England's other pupils ranks as its own level does"
SAME_FIGURE = "both are judged by the same figure"


def counted_with(rows: pd.DataFrame) -> list[str]:
    """The reference of the earlier indicator with which each is one result; empty for one that is counted itself.

    Two indicators are one result if they are of the same measure (or of one and its complement), pupils and year and come
    to the same status: of a gap to other pupils in England the comparison is the same for every authority, so that its rank is
    that of the level. Two that come to different statuses are both counted. ``rows`` are as ``Indicators`` has them.

    Examples
    --------
    >>> rows = pd.DataFrame({"reference": ["S1", "S2", "S3"], "measure": "ks4_attainment8", "pupil_group": "disadvantaged",
    ...                      "year": 2017, "comparison_group": ["", "not_disadvantaged", ""], "status": ["met", "met", "not met"]})
    >>> counted_with(rows)
    ['', 'S1', '']
    """
    first: dict[tuple, str] = {}
    found = []
    for row in rows.itertuples():
        key = (COMPLEMENTS.get(row.measure, row.measure), row.pupil_group, row.year, row.status)
        found.append(first.get(key, ""))
        first.setdefault(key, row.reference)
    return found


def reason(row, rows: pd.DataFrame) -> str:
    """Why an indicator is one result with another: ``SAME_ORDER`` or ``SAME_FIGURE``; empty for one that is counted itself."""
    if not row.counted_with:
        return ""
    other = rows.loc[rows["reference"] == row.counted_with, "comparison_group"].iloc[0]
    return SAME_ORDER if bool(row.comparison_group) != bool(other) else SAME_FIGURE


def why(row, rows: pd.DataFrame) -> str:
    """The same with the other indicator, in words."""
    return f"one result with {row.counted_with}, as {reason(row, rows)}" if row.counted_with else ""


def of_results(rows: pd.DataFrame) -> pd.DataFrame:
    """The indicators, each result once."""
    return rows[rows["counted_with"] == ""]
