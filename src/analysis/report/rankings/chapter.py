"""The report as far as its rankings: what later pages may ask of them."""

from functools import cached_property

import pandas as pd

from analysis.data.local_figures import LocalFigures
from analysis.report.rankings.next_band import NextBand, next_bands
from analysis.report.rankings.rankings import rankings, ranks_of


class RankingsChapter(LocalFigures):
    """The LA's figures and its ranks."""

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The LA's rank on every measure and in every year, as ``ranks_of`` returns it."""
        return ranks_of(self)

    @cached_property
    def rankings(self) -> pd.DataFrame:
        """One row per measure and pupil group of the year: rankings.csv."""
        return rankings(self, self.ranks)

    @cached_property
    def next_bands(self) -> list[NextBand]:
        """The next band of each headline figure that counts pupils, and how many pupils short of it that is."""
        return next_bands(self, self.rankings)
