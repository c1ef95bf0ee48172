"""How many changes of gaps were looked at, and how many would stand out by chance."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted
from analysis.catalogue.measures import group_phrase
from analysis.statistics.multiplicity import stand_out_by_chance

#: The level of the intervals of changes.
LEVEL = 0.05


def many_gaps(table: pd.DataFrame) -> list[str]:
    """How many gaps and changes a page looks at, what chance would do to those with an interval, and that they overlap."""
    gaps = table[(table["comparator"] == "national_other") & table["gap"].notna()]
    if gaps.empty:
        return []
    changes = gaps[gaps["verdict"] != ""]
    known = int(changes["change_lower"].notna().sum())
    said = [
        f"{counted(len(gaps), 'gap')} to others in England and {counted(len(changes), 'change')} of them were looked at, of "
        f"{counted(gaps['measure'].nunique(), 'measure')} and {counted(gaps['pupil_group'].nunique(), 'group')}."
    ]
    if known:
        expected = stand_out_by_chance(known, LEVEL)
        said.append(
            f"Had none of the {counted(known, 'change')} with a 95% interval truly happened, about "
            f"{format_value(expected, 'count', 0 if expected >= 1 else 1)} would still leave 0 outside."
        )
    if rest := len(changes) - known:
        said.append(
            f"For {counted(rest, 'change')} without numbers of pupils it cannot be said how many would stand out by chance, only "
            "that some would."
        )
    most = gaps["pupil_group"].value_counts()
    if most.iloc[0] > 1:
        said.append(
            f"They are not separate pieces of evidence: the same pupils are behind many, those of {group_phrase(most.index[0])} behind "
            f"{most.iloc[0]} gaps, and some pupils are in several groups."
        )
    return said
