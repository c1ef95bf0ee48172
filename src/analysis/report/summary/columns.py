"""The columns of sentences.csv."""

from analysis.report.claims.columns import Claims


class Sentences(Claims):
    """One row for each claim that the sentences of the summary make, checked as any statement is."""

    class Config:
        name = "sentences.csv"
