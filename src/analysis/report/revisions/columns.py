"""The columns of revisions.csv."""

import pandas as pd
import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings

BAND = "The narrowest band that the rank lay in: top 5%, top 10%, top 20%, top half or bottom half; empty if not ranked."


class Revisions(Columns):
    """One row for each figure of a local authority of which value, symbol or rank is not what it was."""

    class Config:
        name = "revisions.csv"

    measure: str = pa.Field(description=meanings.MEASURE)
    title: str = pa.Field(description=meanings.TITLE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description="The GSS code of the local authority.")
    area_name: str = pa.Field(description="The name of the local authority.")
    value_before: float = pa.Field(
        nullable=True, description="Its figure as at the earlier day, in the measure's unit."
    )
    value_after: float = pa.Field(
        nullable=True, description="Its figure as at the later day, in the measure's unit."
    )
    release_before: str = pa.Field(
        description="The release of the interactive tool that the earlier figure is of, or its source if that is another."
    )
    release_after: str = pa.Field(description="The same of the later figure.")
    rank_before: pd.Int64Dtype = pa.Field(
        nullable=True, description="Its place in England by the earlier figures, 1 the best."
    )
    rank_after: pd.Int64Dtype = pa.Field(nullable=True, description="Its place by the later figures.")
    n_before: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many local authorities are ranked by the earlier figures."
    )
    n_after: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many local authorities are ranked by the later figures."
    )
    band_before: str = pa.Field(description=BAND)
    band_after: str = pa.Field(description=BAND.replace("lay in", "lies in now"))
    change: str = pa.Field(
        description="What became of the figure: printed (another as it is printed), stored (another only beyond the digits printed), appeared, went, symbol (another symbol), or none."
    )
    places_moved: pd.Int64Dtype = pa.Field(
        nullable=True, description="How many places the rank moved, either way."
    )
    within_ties: bool = pa.Field(
        description="Whether the places shared before and those shared after overlap, so that the move is one within ties."
    )
    tie_first_before: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_FIRST)
    tie_last_before: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    tie_first_after: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_FIRST)
    tie_last_after: pd.Int64Dtype = pa.Field(nullable=True, description=meanings.TIE_LAST)
    status_before: str = pa.Field(description=meanings.STATUS)
    status_after: str = pa.Field(description=meanings.STATUS)
    called_before: str = pa.Field(description=meanings.RELEASE)
    called_after: str = pa.Field(description=meanings.RELEASE)
    unit: str = pa.Field(description=meanings.UNIT)
    decimals_before: pd.Int8Dtype = pa.Field(nullable=True, description=meanings.DECIMALS)
    decimals_after: pd.Int8Dtype = pa.Field(nullable=True, description=meanings.DECIMALS)
    short_title: str = pa.Field(description=meanings.SHORT_TITLE)
    publication_status_before: str = pa.Field(
        description="Whether the earlier figure was known then to be provisional, revised or final; empty if there was none."
    )
    publication_basis_before: str = pa.Field(description="What that was known from: label or note of a day.")
    publication_status_after: str = pa.Field(description="The same of the later figure, on the later day.")
    publication_basis_after: str = pa.Field(description="What that is known from.")
