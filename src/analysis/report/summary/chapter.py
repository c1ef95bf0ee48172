"""The report with its summary: every sentence of the first page, and the verdict on it."""

from functools import cached_property

import pandas as pd

from analysis.report.claims.check_sentences import check_sentences
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.summary.findings import Finding, findings
from analysis.report.summary.summary import summary


class SummaryChapter(IndicatorsChapter):
    """With what stands out, in sentences."""

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """Strengths, areas for development and movements."""
        return findings(self)

    @cached_property
    def summary(self) -> dict[str, list[str]]:
        """Every sentence of the summary, by section."""
        return summary(self, self.findings)

    @cached_property
    def checked_summary(self) -> pd.DataFrame:
        """The verdict on every claim that the summary makes, by the rules of the claims page: sentences.csv."""
        return check_sentences(self, [(text, kind) for kind, texts in self.summary.items() for text in texts])
