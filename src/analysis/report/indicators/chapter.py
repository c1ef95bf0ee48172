"""The report as far as its indicators: what later pages may ask of them."""

from functools import cached_property

import pandas as pd

from analysis.report.checks.chapter import ChecksChapter
from analysis.report.indicators.indicators import indicators


class IndicatorsChapter(ChecksChapter):
    """With the performance indicators and their targets."""

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """Every indicator with its status: indicators.csv."""
        return indicators(self)
