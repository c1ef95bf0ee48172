"""The columns of indicators.csv."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings


class Indicators(Columns):
    """One row for each performance indicator, in the order of the file of targets or of the committee report."""

    class Config:
        name = "indicators.csv"

    reference: str = pa.Field(description="The indicator's own reference.")
    title: str = pa.Field(description="The indicator in words.")
    target: str = pa.Field(description="The target as it is printed.")
    result: float = pa.Field(nullable=True, description="The result, in the unit of the indicator.")
    previous: float = pa.Field(nullable=True, description="The result of the year before, in the same unit.")
    rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="The local authority's place in England, 1 the best."
    )
    status: str = pa.Field(
        description="met, may be met (by some of the places that are open), nearly met, not met or cannot be judged."
    )
    reason: str = pa.Field(description="Why it has that status, and what else is to be known.")
    mark: str = pa.Field(description="The letter of the status: G, A or R.")
    mark_printed: str = pa.Field(description="The letter that the committee report prints.")
    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    comparison_group: str = pa.Field(
        description="The pupils in England that a gap is to; empty if the indicator is no gap."
    )
    year: int = pa.Field(description=meanings.YEAR)
    unit: str = pa.Field(
        description="The unit of the indicator: that of the measure, points for a gap of percentages."
    )
    polarity: str = pa.Field(description=meanings.POLARITY)
    decimals: int = pa.Field(description="How many decimals the result is printed with.")
    target_kind: str = pa.Field(
        description="What the target is: number, comparator, or top_share (of local authorities)."
    )
    target_value: float = pa.Field(
        nullable=True, description="The number set, or the share in per cent; missing for a comparator."
    )
    target_comparator: str = pa.Field(description="The GSS code of the comparator that the target is.")
    threshold: float = pa.Field(
        nullable=True, description="The figure that meets the target, in the unit of the indicator."
    )
    last_place: pd.Int64Dtype = pa.Field(nullable=True, description="The last place that meets a top_share.")
    band_n: pd.Int64Dtype = pa.Field(
        nullable=True, description="The number of local authorities that the share is counted among."
    )
    basis: str = pa.Field(
        description="Whether result and rank are printed in a report or recomputed from national data."
    )
    result_printed: str = pa.Field(description="The result as the committee report prints it.")
    rank_printed: str = pa.Field(description="The rank as the committee report prints it.")
    previous_printed: str = pa.Field(
        description="The result of the year before as the committee report prints it."
    )
    result_recomputed: float = pa.Field(
        nullable=True, description="The result by the national data, in the unit of the indicator."
    )
    rank_recomputed: pd.Int64Dtype = pa.Field(nullable=True, description="The rank by the national data.")
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.N_RANKED)
    tie_last: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    status_recomputed: str = pa.Field(description="The status by the national data.")
    england: float = pa.Field(nullable=True, description="England's figure, in the unit of the indicator.")
    region: float = pa.Field(nullable=True, description="The region's figure, in the unit of the indicator.")
    neighbours: float = pa.Field(
        nullable=True,
        description="The mean of the statistical neighbours' figures, in the unit of the indicator.",
    )
    previous_rank: pd.Int64Dtype = pa.Field(nullable=True, description="The rank of the year before.")
    change: float = pa.Field(
        nullable=True, description="The result less that of the year before, in the unit of the indicator."
    )
    comparable: bool = pa.Field(description="Whether the two years can be compared.")
    to_target: float = pa.Field(
        nullable=True,
        description="How much worse the result is than the threshold, in the unit of the indicator; 0 if met.",
    )
    to_target_places: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many places the rank is from meeting the target; 0 if met."
    )
    source: str = pa.Field(description=meanings.SOURCE)
    locator: str = pa.Field(description=meanings.LOCATOR)
    publication_status: str = pa.Field(
        description="Whether the result is provisional (of a gap, one of its two figures), revised, final or not stated; empty if there is none."
    )
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
    counted_with: str = pa.Field(
        description="The reference of the earlier indicator that is the same result, with which it is counted once; empty if it is counted itself."
    )
