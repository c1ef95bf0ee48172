"""Where a group stands beside others, in words: behind and ahead for attainment, worse and better for absence."""

import re

from analysis.basics.numbers import as_printed, format_value
from analysis.catalogue.measures import group_phrase

WORDS = {
    "high": {"behind": "behind", "ahead": "ahead of", "level": "level with"},
    "low": {"behind": "worse than", "ahead": "better than", "level": "the same as"},
}
#: Of whom "other pupils" is the plain name.
OTHERS = ("not_disadvantaged", "not_fsm")


def others(row, place: str = "England") -> str:
    """Those that a group is compared with: "other pupils in England"."""
    group = "other pupils" if row.comparison_group in OTHERS else group_phrase(row.comparison_group)
    return f"{group} in {place}"


def size(row, gap: float) -> str:
    """A gap without its sign: "13 percentage points"."""
    number = format_value(abs(gap), "points", row.gap_decimals)
    noun = "percentage point" if row.unit == "percent" else "point"
    return f"{number} {noun}{'' if number == '1' else 's'}"


def standing(row, gap: float, side: str) -> str:
    """A gap with its direction: "13 percentage points behind", "level with"."""
    words = WORDS[row.polarity][side]
    return words if side == "level" else f"{size(row, gap)} {words}"


def standing_alone(row, gap: float) -> str:
    """As ``standing``, without the word that leads to the others: "13 percentage points ahead", "level"."""
    said = standing(row, gap, side_of(row, gap))
    return re.sub(r" (of|than|with|as)$", "", said)


def side_of(row, gap: float) -> str:
    """Where a gap of the row's measure lies, as it is printed."""
    printed = as_printed(gap, row.gap_decimals)
    worth = -printed if row.polarity == "low" else printed
    return "level" if worth == 0 else "behind" if worth < 0 else "ahead"
