"""What a rule finds: the columns of the findings, and what a finding does to ranks."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa
from scipy.stats import rankdata

from analysis.basics.columns import Columns
from analysis.basics.numbers import STORED_DECIMALS
from analysis.catalogue import meanings
from analysis.catalogue.measures import load_measures
from analysis.data.source_faults.grid import Grid


class SourceFaults(Columns):
    """One row for each measure, pupil group and year in which a rule found figures that look wrong."""

    rule: str = pa.Field(description="The rule that found it, by its key.")
    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    areas: str = pa.Field(
        description="GSS codes of the areas, with spaces between; empty if it is every area."
    )
    n_areas: int = pa.Field(ge=0, description="How many areas it is about.")
    why: str = pa.Field(description="Why the figures look wrong.")
    ranks: int = pa.Field(
        ge=0, description="Local authorities whose rank rests on the figures: it goes or moves without them."
    )
    release: str = pa.Field(description="The release that has the fault.")
    mended_in: str = pa.Field(
        description="The release that has other figures; empty if the fault still stands."
    )


@dataclass(frozen=True, eq=False)
class Finding:
    """Figures of one row of a grid.

    ``la`` says which LAs' figures look wrong; ``others`` are the codes of regions and England whose figures do.
    ``instead`` are the LAs' figures that another release has, where there is one that looks right.
    """

    rule: str
    grid: Grid
    row: int
    why: str
    la: np.ndarray
    others: tuple[str, ...] = ()
    instead: np.ndarray | None = None
    mended_in: str = ""


def every(grid: Grid, row: int) -> np.ndarray:
    """All LAs that have a figure in a row."""
    return np.isfinite(grid.la[row])


def as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings, a row each, in order of rule, measure, pupil group and year."""
    rows = [_row(finding) for finding in findings]
    table = pd.DataFrame(rows, columns=SourceFaults.names()).astype(
        dict.fromkeys(("year", "n_areas", "ranks"), "int64")
    )
    return table.sort_values(["rule", "measure", "pupil_group", "year", "release"], ignore_index=True)


def _row(finding: Finding) -> dict:
    key = finding.grid.keys.loc[finding.row]
    whole = finding.la.any() and bool((finding.la == every(finding.grid, finding.row)).all())
    codes = [*finding.grid.areas[finding.la], *finding.others]
    return {
        "rule": finding.rule,
        "measure": key["measure"],
        "pupil_group": key["pupil_group"],
        "year": key["year"],
        "areas": "" if whole else " ".join(codes),
        "n_areas": len(codes),
        "why": finding.why,
        "ranks": ranks_resting(finding),
        "release": finding.grid.release,
        "mended_in": finding.mended_in,
    }


def ranks_resting(finding: Finding) -> int:
    """How many LAs would have another rank, or none, without the figures or with those of the other release."""
    polarity = load_measures()["polarity"].get(finding.grid.keys["measure"][finding.row], "")
    figures = finding.grid.la[finding.row]
    if not polarity or not finding.la.any():
        return 0
    other = np.where(finding.la, np.nan, figures) if finding.instead is None else finding.instead
    before, after = (_ranks(values, polarity) for values in (figures, other))
    return int((np.isfinite(before) & (before != after)).sum())


def _ranks(values: np.ndarray, polarity: str) -> np.ndarray:
    rounded = np.round(values if polarity == "low" else -values, STORED_DECIMALS)
    return rankdata(rounded, method="min", nan_policy="omit")
