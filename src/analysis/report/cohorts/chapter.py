"""The report as far as its cohorts: what later pages may ask of them."""

from functools import cached_property

import pandas as pd

from analysis.report.cohorts.change import CohortChange, largest_change
from analysis.report.cohorts.cohorts import small_cohorts
from analysis.report.cohorts.funnels import funnels
from analysis.report.cohorts.pooled import pooled
from analysis.report.cohorts.rank_sets import rank_sets
from analysis.report.cohorts.shrunken import shrunken_ranks
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.verdicts import SMALL


class CohortsChapter(RankingsChapter):
    """With the small cohorts and what chance leaves open."""

    @cached_property
    def rank_sets(self) -> pd.DataFrame:
        """The places that cannot be ruled out for the LA and its neighbours: rank_sets.csv."""
        return rank_sets(self)

    @cached_property
    def shrunken_ranks(self) -> pd.DataFrame:
        """Estimates of the LA's figures and ranks that use all LAs: shrunken_ranks.csv."""
        return shrunken_ranks(self)

    @cached_property
    def pooled(self) -> pd.DataFrame:
        """The LA's percentages of three years together: pooled.csv."""
        return pooled(self)

    @cached_property
    def funnels(self) -> pd.DataFrame:
        """The LA's place in the funnel of each percentage: funnel.csv."""
        return funnels(self)

    @cached_property
    def cohorts(self) -> pd.DataFrame:
        """Every small cohort with what its size allows to be said: small_cohorts.csv."""
        return small_cohorts(self, self.rank_sets, self.shrunken_ranks)

    @cached_property
    def largest_change(self) -> CohortChange | None:
        """The change of rank of a small cohort that the report dwells on; None without one."""
        return largest_change(self, self.rank_sets, SMALL)
