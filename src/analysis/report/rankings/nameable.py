"""Which results can show anything: those of all pupils that few pupils or rare events do not decide.

One rule for whatever is named: the best and the lowest ranks, those of a phase, strengths, areas for development and
movements. ``LEFT_OUT`` is both the rule and the words for it.
"""

import pandas as pd

from analysis.basics.numbers import half_away
from analysis.catalogue.measures import of_all_pupils
from analysis.data.local_figures import LocalFigures
from analysis.data.ranking import CITY_AND_SCILLY
from analysis.data.reliability import poor_series
from analysis.statistics.published import differs_from
from analysis.statistics.shares import Proportion, proportion
from analysis.statistics.verdicts import SMALL

#: Measures that rest on few pupils or few events everywhere, or whose good figure need not be good: words, and parts
#: of their names.
LEFT_OUT = {
    "special schools": ("_special",),
    "permanent exclusions": ("permanent_exclusions", "permanently_excluded"),
    "technical and applied courses": ("ks5_aps_tech", "ks5_aps_applied"),
    "authorised absence": ("absence_authorised",),
    "kinds of destination": (
        "destinations_ks4_further_education",
        "destinations_ks4_school_sixth_form",
        "destinations_ks4_sixth_form_college",
        "destinations_ks4_apprenticeship",
    ),
}
_PARTS = tuple(part for parts in LEFT_OUT.values() for part in parts)
#: A measure that includes special schools among others is not about them.
_WITH_OTHERS = "_with_special"
TOO_FEW = (
    "has so few pupils that a rank may rest on one child. These counts say little, and none of its figures is called a strength, a "
    "weakness or a movement"
)


def too_few_pupils(report: LocalFigures) -> str:
    """Why nothing is named for one of the two authorities that have few pupils altogether; empty for the others."""
    return f"{report.area.name} {TOO_FEW}." if report.area.code in CITY_AND_SCILLY else ""


def showable(rows: pd.DataFrame, report: LocalFigures) -> pd.DataFrame:
    """The results whose rank may be named.

    Left out are groups of pupils and their gaps, whose number is mostly not published and, where it is, so small that the rank could
    be nearly anything; what ``LEFT_OUT`` names; figures of fewer than ``SMALL`` children; measures whose ranks are poor
    guides to the next year's (``analysis.data.reliability``); and the two authorities that have few pupils altogether.
    """
    poor = report.england.once(poor_series, report.year)
    named = [
        whole
        and can_be_named(row, report)
        and not is_small(row)
        and (row.measure, row.pupil_group) not in poor
        for row, whole in zip(rows.itertuples(), of_all_pupils(rows), strict=True)
    ]
    return rows[pd.Series(named, index=rows.index, dtype=bool)]


def can_be_named(row, report: LocalFigures) -> bool:
    """Whether the measure is one that may be named, and the authority one with more than a few pupils."""
    return report.area.code not in CITY_AND_SCILLY and is_nameable(row.measure)


def is_nameable(measure: str) -> bool:
    """Whether the measure is none of those that ``LEFT_OUT`` names."""
    return not any(part in measure.replace(_WITH_OTHERS, "") for part in _PARTS)


def differs_from_england(row) -> bool:
    """Whether chance leaves England's figure out, where the number of children is published; True where it is not."""
    if pd.isna(row.numerator):
        return True
    share = share_of(row)
    return share is not None and differs_from(share, row.england, int(row.decimals))


def as_many(pupils: int, percent: float) -> Proportion:
    """The percentage of so many children."""
    return proportion(min(int(half_away(percent * pupils / 100, 0)), pupils), pupils)


def share_of(row) -> Proportion | None:
    """The row's children, where it is a percentage and the number of those who are counted is published.

    Where only the numerator is published, the whole is the whole number that the percentage gives: near enough to say
    whether chance could make a difference, and shown nowhere. None for a percentage above 100, whose whole is wrong.
    """
    if row.unit != "percent" or pd.isna(row.numerator):
        return None
    part = int(row.numerator)
    if pd.notna(row.denominator):
        return proportion(part, int(row.denominator))
    return proportion(part, int(half_away(100 * part / row.value, 0))) if 0 < row.value <= 100 else None


def is_small(row) -> bool:
    """Whether the published numbers say that few children are counted; a percentage above 100 has as many, nearly."""
    if row.unit != "percent" or pd.isna(row.numerator):
        return False
    if pd.notna(row.denominator):
        return int(row.denominator) < SMALL
    return row.value <= 0 or 100 * row.numerator / row.value < SMALL
