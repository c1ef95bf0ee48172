"""The columns of what the checks find in a committee report's tables."""

import pandera.pandas as pa

from analysis.basics.columns import Columns
from analysis.catalogue import meanings


class Findings(Columns):
    """One row for each finding; a slip that breaks two rules is there twice."""

    rule: str = pa.Field(description="The rule that is broken, by its key.")
    measure: str = pa.Field(description=meanings.MEASURE)
    pupil_group: str = pa.Field(description=meanings.PUPIL_GROUP)
    year: int = pa.Field(description=meanings.YEAR)
    area: str = pa.Field(description=meanings.AREA)
    table: str = pa.Field(description="The table of the report that prints it.")
    line: int = pa.Field(description="The line of the report's text that prints it.")
    printed: str = pa.Field(description="What is printed, as a page prints it.")
    consistent: str = pa.Field(description="What would agree with the other figures, as a page prints it.")
    reason: str = pa.Field(description="Why it cannot be right.")
    kind: str = pa.Field(description="What is printed: a value, a rank, a difference or the rank of one.")
