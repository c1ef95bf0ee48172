"""The columns of shrunken_ranks.csv, pooled.csv and funnel.csv: estimates that use all local authorities."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings


class ShrunkenRanks(Columns):
    """One row for each figure of the local authority with a number of pupils, with an estimate from all local authorities."""

    class Config:
        name = "shrunken_ranks.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    value: float = pa.Field(description="The published figure, in the measure's unit.")
    pupils: pd.Int64Dtype = pa.Field(description="The number of pupils in its group.")
    estimate: float = pa.Field(
        nullable=True, description="Estimate: the figure drawn towards the mean of all (empirical Bayes)."
    )
    lower: float = pa.Field(nullable=True, description="Estimate: the lower end of its 90% range.")
    upper: float = pa.Field(nullable=True, description="Estimate: the upper end of its 90% range.")
    expected_rank: float = pa.Field(
        nullable=True, description="Estimate: the mean of the places it may have."
    )
    rank_low: pd.Int64Dtype = pa.Field(
        nullable=True, description="Estimate: the best place in the 90% range of its rank."
    )
    rank_high: pd.Int64Dtype = pa.Field(
        nullable=True, description="Estimate: the worst place in the 90% range of its rank."
    )
    chance_best_10: float = pa.Field(
        nullable=True, description="Estimate: the chance that it is among the best tenth, from 0 to 1."
    )
    chance_best_25: float = pa.Field(
        nullable=True, description="Estimate: the chance that it is among the best quarter, from 0 to 1."
    )
    published: int = pa.Field(description="How many local authorities have a published figure.")
    with_pupils: int = pa.Field(description="How many have such pupils by the published numbers.")
    rankability: float = pa.Field(
        description="The share of the variance between local authorities that is more than chance, from 0 to 1."
    )
    chance: float = pa.Field(
        description="How often figures would differ as much if no local authority truly did, from 0 to 1."
    )
    orders: str = pa.Field(
        description="Whether this year's figures order local authorities: yes, no or not known."
    )
    reason: str = pa.Field(description="Why there is no estimate; empty if there is one.")
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)


class Pooled(Columns):
    """One row for each percentage of the local authority that three years' pupils can be counted together for."""

    class Config:
        name = "pooled.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    first_year: int = pa.Field(
        description="The first of the three years that are pooled; the last is the report's."
    )
    value: float = pa.Field(nullable=True, description="The figure of the report's year alone, in per cent.")
    pooled: float = pa.Field(
        nullable=True, description="Estimate: the percentage of the three years' pupils."
    )
    numerator: pd.Int64Dtype = pa.Field(nullable=True, description="How many of them reached the standard.")
    denominator: pd.Int64Dtype = pa.Field(nullable=True, description="How many they are.")
    lower: float = pa.Field(
        nullable=True, description="The lower end of the 95% interval of the pooled percentage."
    )
    upper: float = pa.Field(nullable=True, description="The upper end of that interval.")
    rank: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="Estimate: its place among the local authorities with all three years, 1 the best.",
    )
    n_ranked: int = pa.Field(description="How many local authorities have all three years.")
    left_out: int = pa.Field(
        description="How many with a figure in one of the years are left out, as another year is suppressed or missing."
    )
    rank_low: pd.Int64Dtype = pa.Field(
        nullable=True, description="Estimate: the best place in the 90% range of its pooled rank."
    )
    rank_high: pd.Int64Dtype = pa.Field(
        nullable=True, description="Estimate: the worst place in the 90% range of its pooled rank."
    )
    reason: str = pa.Field(description="Why nothing is pooled, or there is no rank; empty otherwise.")
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)


class Funnels(Columns):
    """One row for each percentage of the local authority with numbers of pupils: its place in the funnel of all."""

    class Config:
        name = "funnel.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description=meanings.AREA_NAME)
    value: float = pa.Field(description="Its figure, in per cent.")
    pupils: pd.Int64Dtype = pa.Field(description="The number of pupils in its group.")
    areas: int = pa.Field(description="How many local authorities make the funnel.")
    target: float = pa.Field(description="The percentage of all their pupils together.")
    phi: float = pa.Field(
        description="How much more they differ than chance makes them, 1 if no more (winsorised)."
    )
    tau2: float = pa.Field(description="The variance between them beyond chance, on the arcsine scale.")
    lower_95: float = pa.Field(
        description="The lower 95% limit for so many pupils, overdispersion allowed for."
    )
    upper_95: float = pa.Field(description="The upper 95% limit.")
    lower_998: float = pa.Field(description="The lower 99.8% limit.")
    upper_998: float = pa.Field(description="The upper 99.8% limit.")
    outside: str = pa.Field(description="Which limit it lies outside: none, 95% or 99.8%.")
    areas_outside_95: int = pa.Field(description="How many local authorities lie outside the 95% limits.")
    expected_outside_95: float = pa.Field(
        description="How many would lie outside them by chance if local authorities differ as the limits assume."
    )
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
