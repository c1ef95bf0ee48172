"""The columns of gaps.csv and gap_history.csv."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings

COMPARATOR = (
    "Who the comparison group is: national_other (other pupils in England), own_other (other pupils in the same area) "
    "or national_same (the same pupils in England)."
)
VALUE = "The group's figure, in the measure's unit."
COMPARISON_VALUE = "The comparison group's figure, in the measure's unit."
GAP = "The value less the comparison's, in percentage points or the measure's unit."
SIDE = "Whether the group is behind, ahead or level, by the gap as it is printed."
RANK = "The place of the gap among those of all local authorities, 1 the least behind or furthest ahead."
N_RANKED = "How many local authorities have the gap and are ranked by it."
PREVIOUS_GAP = "The gap of the year before; missing across a break in the series."
CHANGE = "The gap less that of the year before, in the unit of the gap."
VERDICT = "narrowed, widened or changed side, where the change is beyond rounding and chance; smaller, larger or changed side as published, where chance may have made it; cannot tell; empty if the years are not compared."


class Gaps(Columns):
    """One row for each measure, group of pupils and comparison in the year; England's own gaps among them."""

    class Config:
        name = "gaps.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    comparison_group: str = pa.Field(description=meanings.COMPARISON_GROUP)
    comparator: str = pa.Field(description=COMPARATOR)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority, or of England.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    value: float = pa.Field(nullable=True, description=VALUE)
    comparison_value: float = pa.Field(nullable=True, description=COMPARISON_VALUE)
    gap: float = pa.Field(nullable=True, description=GAP)
    lower: float = pa.Field(
        nullable=True, description="The lower end of the gap's 95% interval, in the unit of the gap."
    )
    upper: float = pa.Field(
        nullable=True, description="The upper end of the gap's 95% interval, in the unit of the gap."
    )
    pupils: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="The whole number of the group's pupils that the gap amounts to, with its sign, where their number is known.",
    )
    rank: pd.Int64Dtype = pa.Field(nullable=True, description=RANK)
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=N_RANKED)
    previous_gap: float = pa.Field(nullable=True, description=PREVIOUS_GAP)
    change: float = pa.Field(nullable=True, description=CHANGE)
    side: str = pa.Field(description=SIDE)
    tie_first: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_FIRST)
    tie_last: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    rank_basis: str = pa.Field(
        description="What the rank rests on: recomputed from national data, or printed in the committee report."
    )
    previous_rank: pd.Int64Dtype = pa.Field(nullable=True, description="The rank of the year before.")
    previous_tie_last: pd.Int64Dtype = pa.Field(
        nullable=True, description="The last of the places shared in the year before."
    )
    change_lower: float = pa.Field(
        nullable=True, description="The lower end of the change's 95% interval, in the unit of the gap."
    )
    change_upper: float = pa.Field(
        nullable=True, description="The upper end of the change's 95% interval, in the unit of the gap."
    )
    change_rounding: float = pa.Field(
        nullable=True,
        description="How far rounding of the published figures can have moved the change, in the unit of the gap.",
    )
    verdict: str = pa.Field(description=VERDICT)
    verdict_reason: str = pa.Field(description="Why the verdict is what it is.")
    interval_basis: str = pa.Field(description="What the gap's interval rests on.")
    no_interval: str = pa.Field(description="Why the gap has no interval; empty if it has one.")
    status: str = pa.Field(description=meanings.STATUS)
    comparison_status: str = pa.Field(description="The same for the comparison group.")
    numerator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.NUMERATOR)
    denominator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.DENOMINATOR)
    doubtful: bool = pa.Field(
        description="Whether one of the two figures is a 0 that may stand for a group without pupils."
    )
    decimals: pd.Int8Dtype = pa.Field(nullable=True, description=meanings.DECIMALS)
    comparison_decimals: pd.Int8Dtype = pa.Field(
        nullable=True, description="How many decimals the comparison group's figure is published with."
    )
    gap_decimals: pd.Int8Dtype = pa.Field(
        nullable=True, description="How many decimals the gap is printed with: the fewer of the two."
    )
    source: str = pa.Field(description=meanings.SOURCE)
    locator: str = pa.Field(description=meanings.LOCATOR)
    comparison_source: str = pa.Field(description="The source of the comparison group's figure.")
    comparison_locator: str = pa.Field(
        description="The row of that source that has the comparison group's figure."
    )
    title: str = pa.Field(description=meanings.TITLE)
    short_title: str = pa.Field(description=meanings.SHORT_TITLE)
    phase: str = pa.Field(description=meanings.PHASE)
    unit: str = pa.Field(description=meanings.UNIT)
    polarity: str = pa.Field(description=meanings.POLARITY)
    order: int = pa.Field(description="The place of the measure in the order of the report.")
    rounding: float = pa.Field(
        nullable=True,
        description="How far rounding of the published figures can have moved the gap, in the unit of the gap.",
    )
    publication_status: str = pa.Field(
        description="Whether the gap is provisional (if one of its two figures is), revised, final or not stated; empty if there is none."
    )
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
    previous_publication_status: str = pa.Field(
        description="The same as publication_status for the gap of the year before."
    )
    about_pupils: float = pa.Field(
        nullable=True,
        description="The group's number of pupils, the smaller of the two years'. Where it is not published it is approximate, rounded to two digits, and missing below 20; the verdict rests on it, no interval does.",
    )
    about_basis: str = pa.Field(
        description="published or approximate: what about_pupils is; empty if there is none."
    )
    orders: str = pa.Field(
        description="Whether this year's figures order local authorities by the gap to England: yes, no where they differ no more than chance makes them, not known without numbers of pupils or for a gap within the local authority."
    )


class GapHistory(Columns):
    """One row for each gap in each year up to that of the report."""

    class Config:
        name = "gap_history.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    title: str = pa.Field(description=meanings.TITLE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    comparison_group: str = pa.Field(description=meanings.COMPARISON_GROUP)
    comparator: str = pa.Field(description=COMPARATOR)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority, or of England.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    value: float = pa.Field(nullable=True, description=VALUE)
    comparison_value: float = pa.Field(nullable=True, description=COMPARISON_VALUE)
    gap: float = pa.Field(nullable=True, description=GAP)
    side: str = pa.Field(description=SIDE)
    rank: pd.Int64Dtype = pa.Field(nullable=True, description=RANK)
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=N_RANKED)
    previous_gap: float = pa.Field(nullable=True, description=PREVIOUS_GAP)
    change: float = pa.Field(nullable=True, description=CHANGE)
    verdict: str = pa.Field(description=VERDICT)
    publication_status: str = pa.Field(
        description="Whether the gap is provisional (if one of its two figures is), revised, final or not stated; empty if there is none."
    )
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
