"""The report as far as its gaps: what later pages may ask of them."""

from functools import cached_property

import pandas as pd

from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.gaps.gaps import attainment_gaps, gap_history


class GapsChapter(CohortsChapter):
    """With the attainment gaps."""

    @cached_property
    def gap_history(self) -> pd.DataFrame:
        """The LA's gaps in every year up to the report's."""
        return gap_history(self)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The gaps of the year: gaps.csv."""
        return attainment_gaps(self.gap_history, self.year)
