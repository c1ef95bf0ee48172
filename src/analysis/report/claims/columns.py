"""The columns of claims.csv, which sentences.csv has too."""

import pandera.pandas as pa

from analysis.basics.columns import Columns


class Claims(Columns):
    """One row for each statement that was checked, contradictions first; a cell is empty where it has no part in one."""

    class Config:
        name = "claims.csv"

    id: str = pa.Field(description="The claim's name.")
    location: str = pa.Field(description="Where it stands.")
    claim: str = pa.Field(description="The statement.")
    kind: str = pa.Field(description="The kind of claim, which decides the rule that it is checked by.")
    verdict: str = pa.Field(
        description="holds, contradicted, ambiguous, not_checkable or not_supported_statistically."
    )
    printed: str = pa.Field(description="The figure or relation that is stated.")
    recomputed: str = pa.Field(description="What the figures say.")
    reason: str = pa.Field(description="Why the verdict is what it is.")
    basis: str = pa.Field(description="Whose figures decided: papers, national, or the claim itself.")
    national: str = pa.Field(
        description="What the national data alone would say: holds, contradicted, ambiguous or no data."
    )
    national_figures: str = pa.Field(description="The figures of the national data.")
    figures_from: str = pa.Field(description="Where the figures that decided stand.")
    line: int = pa.Field(
        description="The line of the papers' text that makes the claim; 0 if it is not of papers."
    )
    figure: str = pa.Field(
        description="What it is about: rank, gap, own_gap or gap_rank; the value if empty."
    )
    measure: str = pa.Field(description="The measure, by its id in data/raw/measures.csv.")
    pupil_group: str = pa.Field(description="The pupils that it is about; all if empty.")
    comparison_group: str = pa.Field(description="The pupils that they are compared with.")
    year: str = pa.Field(description="The year that it is about, as it is entered: 2017 or 2016/17.")
    year2: str = pa.Field(description="The earlier year that it is compared with, as it is entered.")
    area: str = pa.Field(description="The area that it is about; the local authority if empty.")
    comparator: str = pa.Field(description="The area that it is compared with.")
    word: str = pa.Field(description="The vague word that is used, by data/raw/vague_words.csv.")
    band: str = pa.Field(description="The band that is named: top 10%.")
    value: str = pa.Field(description="The number that is stated, as it is stated.")
    against: str = pa.Field(
        description="What a superlative or a place is among, several years, or what is counted."
    )
    cohort: str = pa.Field(description="The number of pupils behind the figure.")
    period: str = pa.Field(description="The part of the year that it is of, if it is not of the whole.")
    date: str = pa.Field(description="The day on which the statement was made; empty if it is not known.")
    release: str = pa.Field(
        description="The release of the interactive tool that was public on that day, by which the verdict is; empty where today's figures decide, as no day is known or its release is not at hand."
    )
    verdict_today: str = pa.Field(
        description="The verdict by today's figures, where that of the day decides; empty elsewhere."
    )
    recomputed_today: str = pa.Field(
        description="What today's figures say, where those of the day decide; empty elsewhere."
    )
    readings: str = pa.Field(
        description="Of a vague or ambiguous claim, in how many of the readings that its words leave open it holds, and what decides; empty elsewhere, and where it has one reading only."
    )
