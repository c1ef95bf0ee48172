"""The columns of small_cohorts.csv and rank_sets.csv."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings


class SmallCohorts(Columns):
    """One row for each small cohort of the data, each that was added, and each that the committee papers name."""

    class Config:
        name = "small_cohorts.csv"

    label: str = pa.Field(description="What the figure is of, in words.")
    measure: str = pa.Field(
        description="The measure, by its id in data/raw/measures.csv; empty if it is none."
    )
    pupil_group: str = pa.Field(description="The pupils that the figure is of; empty if it is not of pupils.")
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description="The name of the local authority.")
    numerator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.NUMERATOR)
    denominator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.DENOMINATOR)
    value: float = pa.Field(nullable=True, description="The figure, in its unit.")
    lower: float = pa.Field(
        nullable=True, description="The lower end of its 95% interval, in the unit of the figure."
    )
    upper: float = pa.Field(
        nullable=True, description="The upper end of its 95% interval, in the unit of the figure."
    )
    one_pupil_points: float = pa.Field(
        nullable=True, description="How much one pupil moves the figure, in percentage or score points."
    )
    rank_low: pd.Int64Dtype = pa.Field(
        nullable=True, description="The best rank with one pupil moved, either way."
    )
    rank_high: pd.Int64Dtype = pa.Field(
        nullable=True, description="The worst rank with one pupil moved, either way."
    )
    possible: str = pa.Field(
        description="yes or no: whether a whole number of pupils gives the percentage as it is printed."
    )
    verdict: str = pa.Field(description="What the cohort's size lets be said of the statement.")
    reason: str = pa.Field(description="Why the verdict is what it is, or why there is no interval.")
    origin: str = pa.Field(description="Where the cohort is from: data, added or papers.")
    status: str = pa.Field(description=meanings.STATUS)
    unit: str = pa.Field(description=meanings.UNIT)
    decimals: pd.Int8Dtype = pa.Field(nullable=True, description=meanings.DECIMALS)
    interval_from: str = pa.Field(description="What the interval rests on.")
    england: float = pa.Field(
        nullable=True, description="England's figure of the same group, in the unit of the figure."
    )
    england_decimals: pd.Int8Dtype = pa.Field(
        nullable=True, description="How many decimals England's figure is published with."
    )
    statement: str = pa.Field(description="The statement that is judged: below England's 51%.")
    difference: float = pa.Field(
        nullable=True, description="The difference from England that power is about, in points of the figure."
    )
    seen: str = pa.Field(description="How often a true difference of that size would be seen.")
    power: str = pa.Field(description="The same in a sentence.")
    rank: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="The place among local authorities, 1 the best; missing where it is shared or not known.",
    )
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.N_RANKED)
    rank_low_2: pd.Int64Dtype = pa.Field(nullable=True, description="The best rank with two pupils moved.")
    rank_high_2: pd.Int64Dtype = pa.Field(nullable=True, description="The worst rank with two pupils moved.")
    rank_low_3: pd.Int64Dtype = pa.Field(nullable=True, description="The best rank with three pupils moved.")
    rank_high_3: pd.Int64Dtype = pa.Field(
        nullable=True, description="The worst rank with three pupils moved."
    )
    hypothetical: bool = pa.Field(
        description="Whether the papers print the percentage without its group, and the row tries one."
    )
    id: str = pa.Field(description="The cohort's id among those that the papers name.")
    paper: str = pa.Field(description="The paper that names it.")
    location: str = pa.Field(description="Where in the paper, or where an added cohort's numbers are from.")
    line: pd.Int64Dtype = pa.Field(nullable=True, description="The line of the papers' text.")
    kind: str = pa.Field(description="What the papers print: proportion, change, count or estimate.")
    percentage: str = pa.Field(description="The percentage as it is printed.")
    note: str = pa.Field(description="What is remarked on it.")
    source: str = pa.Field(
        description="The source of the figure, by its id in data/raw/manifest.toml, or a file."
    )
    locator: str = pa.Field(description=meanings.LOCATOR)
    rank_chance_low: pd.Int64Dtype = pa.Field(
        nullable=True, description="The best rank that chance leaves possible."
    )
    rank_chance_high: pd.Int64Dtype = pa.Field(
        nullable=True, description="The worst rank that chance leaves possible."
    )
    chance_from: str = pa.Field(
        description="What these two rest on: the rank's 95% set, or the cohort's own interval."
    )
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
    estimate_rank_low: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="Estimate that uses all local authorities: the best place in its 90% range.",
    )
    estimate_rank_high: pd.Int64Dtype = pa.Field(
        nullable=True, description="Estimate: the worst place in that range."
    )
    chance_best_25: float = pa.Field(
        nullable=True, description="Estimate: the chance that it is among the best quarter, from 0 to 1."
    )
    orders: str = pa.Field(
        description="Whether this year's figures order local authorities: yes, no or not known; empty where they are not ranked."
    )


class RankSets(Columns):
    """One row for each rank of the local authority that has a standard error, and for each statistical neighbour on it."""

    class Config:
        name = "rank_sets.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority or its neighbour.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    value: float = pa.Field(description="Its figure, in the measure's unit.")
    pupils: pd.Int64Dtype = pa.Field(description="The number of pupils in its group.")
    standard_error: float = pa.Field(description="The standard error of the figure, in the measure's unit.")
    rank: pd.Int64Dtype = pa.Field(
        description="Its place among the local authorities that have a standard error, 1 the best."
    )
    n_ranked: int = pa.Field(description="How many local authorities have one.")
    lower: pd.Int64Dtype = pa.Field(description="The best rank in the 95% set for this rank alone.")
    upper: pd.Int64Dtype = pa.Field(description="The worst rank in the 95% set for this rank alone.")
    lower_all: pd.Int64Dtype = pa.Field(
        description="The best rank in the 95% sets that hold for all local authorities at once (Mogstad and others)."
    )
    upper_all: pd.Int64Dtype = pa.Field(description="The worst rank in these sets.")
    lower_joint: pd.Int64Dtype = pa.Field(
        description="The best rank in the joint 95% region, which needs no simulation (Klein and others)."
    )
    upper_joint: pd.Int64Dtype = pa.Field(description="The worst rank in that region.")
    best: int = pa.Field(description="The last place of the best tenth.")
    among_best: str = pa.Field(
        description="Whether it is among the best tenth: shown, cannot be ruled out or ruled out."
    )
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
