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
        f"We looked at {counted(len(gaps), 'gap')} to others in England and {counted(len(changes), 'change')} of them. They are of "
        f"{counted(gaps['measure'].nunique(), 'measure')} and {counted(gaps['pupil_group'].nunique(), 'group')}."
    ]
    if known:
        expected = stand_out_by_chance(known, LEVEL)
        about = format_value(expected, "count", 0 if expected >= 1 else 1)
        said.append(
            f"{counted(known, 'change')} {'has' if known == 1 else 'have'} a 95% interval. "
            f"Even if no gap had changed, chance alone would make about {about} of them look like a change."
        )
    if rest := len(changes) - known:
        said.append(
            f"{counted(rest, 'change')} {'has' if rest == 1 else 'have'} no numbers of pupils. Chance makes some of these too, but we "
            "cannot say how many."
        )
    most = gaps["pupil_group"].value_counts()
    if most.iloc[0] > 1:
        said.append(
            f"The gaps are not separate pieces of evidence. {most.iloc[0]} are about the same group, {group_phrase(most.index[0])}, "
            "and some pupils are in several groups."
        )
    return said
