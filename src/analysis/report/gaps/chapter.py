"""The report as far as its gaps: what later pages may ask of them."""

from functools import cached_property

import pandas as pd

from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.gaps.gaps import attainment_gaps, gap_history, gap_levels, gaps_since

#: The last year before the pandemic: no tests were sat in 2020 and 2021.
BEFORE_PANDEMIC = 2019


class GapsChapter(CohortsChapter):
    """With the attainment gaps."""

    @cached_property
    def gap_levels(self) -> pd.DataFrame:
        """The gaps of every year with all that a change is judged by."""
        return gap_levels(self)

    @cached_property
    def gap_history(self) -> pd.DataFrame:
        """The LA's gaps in every year up to the report's."""
        return gap_history(self.gap_levels)

    @cached_property
    def gaps_since_pandemic(self) -> pd.DataFrame:
        """The gaps of the years after 2019, each compared with 2019."""
        return gaps_since(self.gap_levels, BEFORE_PANDEMIC)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """The gaps of the year: gaps.csv."""
        return attainment_gaps(self.gap_history, self.year)
