"""The columns of rankings.csv, rank_movements.csv and reconciliation.csv."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings
from analysis.data.rank_movements import Movements


class Rankings(Columns):
    """One row for each measure and pupil group of the year, with or without a published value."""

    class Config:
        name = "rankings.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    title: str = pa.Field(description=meanings.TITLE)
    phase: str = pa.Field(description=meanings.PHASE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description="The name of the local authority.")
    value: float = pa.Field(nullable=True, description="Its figure, in the measure's unit.")
    status: str = pa.Field(description=meanings.STATUS)
    rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="Its place among the local authorities of England, 1 the best."
    )
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.N_RANKED)
    tie_first: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_FIRST)
    tie_last: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    band: str = pa.Field(
        description="The narrowest band that the rank lies in: top 5%, top 10%, top 20%, top half or bottom half."
    )
    quartile_band: str = pa.Field(
        description="LAIT's quartile band, A (best) to D, by the value; the quarter of the rank if only that is printed."
    )
    england: float = pa.Field(nullable=True, description="England's figure, in the measure's unit.")
    region: float = pa.Field(nullable=True, description="The region's figure, in the measure's unit.")
    neighbours: float = pa.Field(
        nullable=True, description="The mean of its statistical neighbours' figures, in the measure's unit."
    )
    previous_rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="The rank of the year before; missing across a break in the series."
    )
    basis: str = pa.Field(
        description="What the rank rests on: recomputed from national data, or printed in the committee report."
    )
    printed_rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="The rank that the committee report prints."
    )
    band_n: pd.Int64Dtype = pa.Field(
        nullable=True, description="The number of local authorities that the band is counted among."
    )
    rank_in_region: pd.Int64Dtype = pa.Field(
        nullable=True, description="Its place among the local authorities of its region, 1 the best."
    )
    n_in_region: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many local authorities of the region are ranked, itself among them."
    )
    rank_in_neighbours: pd.Int64Dtype = pa.Field(
        nullable=True, description="Its place among its statistical neighbours and itself, 1 the best."
    )
    n_in_neighbours: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many of its statistical neighbours and itself are ranked."
    )
    sub_region: float = pa.Field(
        nullable=True, description="The figure of Inner or Outer London, in the measure's unit."
    )
    neighbours_median: float = pa.Field(
        nullable=True, description="The median of its statistical neighbours' figures, in the measure's unit."
    )
    neighbours_with_value: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many of its statistical neighbours have a figure."
    )
    numerator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.NUMERATOR)
    denominator: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.DENOMINATOR)
    previous_value: float = pa.Field(
        nullable=True,
        description="Its figure of the year before, in the measure's unit; missing across a break in the series.",
    )
    change: float = pa.Field(
        nullable=True, description="The value less that of the year before, in the measure's unit."
    )
    to_top_10_places: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many places the rank lies beyond the best tenth; 0 within it."
    )
    to_top_10: float = pa.Field(
        nullable=True,
        description="How much worse the value is than that in the last place of the best tenth, in the measure's unit; 0 within it.",
    )
    to_top_10_pupils: pd.Int64Dtype = pa.Field(
        nullable=True, description="The same distance in pupils, where their number is published."
    )
    not_published: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="How many local authorities of the year have such pupils and no published value.",
    )
    worst_rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="The rank if all of these stood above; open_last counts ties too."
    )
    shared_by: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many local authorities share the place, itself among them."
    )
    places_moved: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many places the rank is from that of the year before, either way."
    )
    previous_n_ranked: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many local authorities were ranked in the year before."
    )
    bracket: str = pa.Field(
        description="The places with known values that a printed rank lies between; empty where there are national data."
    )
    short_title: str = pa.Field(description=meanings.SHORT_TITLE)
    group_title: str = pa.Field(description="The pupil group in words.")
    unit: str = pa.Field(description=meanings.UNIT)
    polarity: str = pa.Field(description=meanings.POLARITY)
    decimals: pd.Int8Dtype = pa.Field(nullable=True, description=meanings.DECIMALS)
    headline: bool = pa.Field(
        description="Whether it is one of the measures that a committee asks for first."
    )
    source: str = pa.Field(description=meanings.SOURCE)
    locator: str = pa.Field(description=meanings.LOCATOR)
    release: str = pa.Field(description=meanings.RELEASE)
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)
    previous_publication_status: str = pa.Field(
        description="The same as publication_status for its figure of the year before."
    )
    open_first: pd.Int64Dtype = pa.Field(
        nullable=True, description="The best place that the rank may stand for."
    )
    open_last: pd.Int64Dtype = pa.Field(
        nullable=True, description="The worst place that the rank may stand for."
    )
    open_because: str = pa.Field(
        description="What leaves the places open: tie, unpublished (local authorities that have such pupils and no published value) and chance (only where numbers of pupils are published), with semicolons between; empty if nothing is known to."
    )
    band_certain: pd.BooleanDtype = pa.Field(
        nullable=True,
        description="Whether every place that ties and local authorities without a published value leave open lies in the band; chance is not asked. Missing without a rank.",
    )
    band_hangs_on: str = pa.Field(
        description="What would take the rank out of its band: tie, unpublished, or nothing."
    )
    orders: str = pa.Field(
        description="Whether this year's figures order local authorities: yes, no where they differ no more than chance makes them, not known without numbers of pupils."
    )
    how_steady: str = pa.Field(
        description="How steady ranks on the measure are from year to year: steady, fair, poor or not known (reliability.csv)."
    )
    rank_two_years_before: pd.Int64Dtype = pa.Field(
        nullable=True, description="The rank of two years before; missing across a break in the series."
    )
    value_two_years_before: float = pa.Field(
        nullable=True,
        description="Its figure of two years before, in the measure's unit; missing across a break in the series.",
    )
    places_held: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="The fewest places that the rank has moved from that of two years before and held since; missing where no movement may be named.",
    )
    trend: str = pa.Field(
        description="Whether it has gained or lost ground on other local authorities since the last break in the series: gaining ground, losing ground, none shown (rounding or chance may have made the slope), too few years, or not known (nothing is known of chance, or ranks on the measure are never named or poor guides); empty where it is not ranked."
    )
    trend_from: pd.Int64Dtype = pa.Field(nullable=True, description="The first year of the trend.")
    trend_years: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many years since then have a figure."
    )
    trend_p: float = pa.Field(
        nullable=True,
        description="How often chance alone makes so steep a slope, either way; missing with too few years, or if nothing is known of chance.",
    )
    trend_running: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="How many years running, up to this one, the rank has become better (of one that gains ground) or worse (of one that loses it), whichever places it may stand for; missing for others, and where the last step went the other way or is open.",
    )


class RankMovements(Movements):
    """One row for each earlier year in which figures of a measure and group of pupils on the page changed for many local authorities; only if there is one."""

    class Config:
        name = "rank_movements.csv"

    title: str = pa.Field(description=meanings.TITLE)
    short_title: str = pa.Field(description=meanings.SHORT_TITLE)
    phase: str = pa.Field(description=meanings.PHASE)
    provisional: bool = pa.Field(
        description="Whether the figure of the report's own year is provisional, so that it may still move."
    )


class Reconciliation(Columns):
    """One row for each rank that the committee report prints, in the order of print; only with national data."""

    class Config:
        name = "reconciliation.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    title: str = pa.Field(description="The measure and the pupils in words.")
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    printed_rank: int = pa.Field(description="The rank that the report prints.")
    recomputed_rank: pd.Int64Dtype = pa.Field(
        nullable=True,
        description="The rank recomputed from the national data: of the release that was public on the report's day (release), else of today's.",
    )
    n_ranked: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.N_RANKED)
    tie_first: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_FIRST)
    tie_last: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    printed_value: float = pa.Field(
        nullable=True, description="The figure that the report prints, in the measure's unit."
    )
    recomputed_value: float = pa.Field(
        nullable=True, description="The figure of the same national data, in the measure's unit."
    )
    outcome: str = pa.Field(
        description="exact, within_ties, revised (so by the release that was public, not by today's), explained, value_differs, unexplained or no_national_data."
    )
    reason: str = pa.Field(description="Why the two ranks differ, or may.")
    table: str = pa.Field(description="The table of the report that prints the rank.")
    line: int = pa.Field(description="The line of the report's text that prints it.")
    printed: str = pa.Field(description="The rank as it is printed: 55th.")
    release: str = pa.Field(
        description="The release that was public on the day of the report, whose figures decide; empty where today's do, as its day is not known or no release of it is at hand."
    )
    today_rank: pd.Int64Dtype = pa.Field(
        nullable=True, description="The rank recomputed from today's national data."
    )
    today_value: float = pa.Field(
        nullable=True, description="The figure of today's national data, in the measure's unit."
    )
