"""Sentences on gaps. Right whichever direction is good: behind and ahead for attainment, worse and better for absence."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.basics.patterns import NUMBER, OF_RANKED, POINTS, RANK, way
from analysis.basics.phrases import counted, joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_phrase
from analysis.catalogue.observations import SYMBOLS
from analysis.report.gaps.change_sentences import change_sentence
from analysis.report.gaps.intervals import CATALOGUE
from analysis.report.gaps.standing import others, size, standing, standing_alone
from analysis.report.rankings.cells import provisional, provisional_before
from analysis.report.rankings.sentences import placed

#: The two gaps that a committee asks for first, of disadvantaged pupils.
HEADLINES = ("ks2_rwm_expected", "ks4_attainment8")
DOUBT = "A figure is 0, which can stand for a group without pupils"


def gap_sentence(row) -> str:
    """One gap, and what it was the year before."""
    if pd.isna(row.gap):
        status = row.status if pd.isna(row.value) else row.comparison_status
        return f"{row.title}: no gap, because a figure is not there ({SYMBOLS[status]})."
    place = row.area_name if row.comparator == "own_other" else "England"
    doubt = f" ({DOUBT[0].lower()}{DOUBT[1:]})" if row.doubtful else ""
    moved = ""
    if pd.notna(row.previous_gap):
        moved = (
            f"; the year before they were {standing_alone(row, row.previous_gap)}{provisional_before(row)}"
        )
    return f"{row.title}: {standing(row, row.gap, row.side)} {others(row, place)}{provisional(row)}{doubt}{moved}."


#: A gap, and what it was the year before.
GAP = rf"(?:(?P<gap>{NUMBER}) {POINTS} )?{way()} [^.,;]*? in England"
YEAR_BEFORE = (
    rf"(?:[Tt]he year before|In (?P<base>\d{{4}})) they were (?:(?P<gap>{NUMBER}) {POINTS} )?{way()}"
)


def gap_sentences(table: pd.DataFrame, group: str) -> list[str]:
    """The gaps of one group to other pupils in England, widest first within each unit."""
    rows = table[(table["comparator"] == "national_other") & (table["pupil_group"] == group)]
    rows = rows[rows["gap"].notna()]
    if rows.empty:
        return [f"No gap of {group_phrase(group)} can be worked out: a level is missing."]
    worth = rows["gap"].where(rows["polarity"] != "low", -rows["gap"])
    rows = rows.assign(_worth=worth).sort_values(["unit", "_worth"], kind="stable")
    return [gap_sentence(row) for row in rows.itertuples()]


def headline_gaps(table: pd.DataFrame, group: str = "disadvantaged") -> list[str]:
    """A paragraph on each headline measure: the levels, the gap, its rank, England's own gap, the change."""
    rows = table[(table["pupil_group"] == group) & table["measure"].isin(HEADLINES)]
    found = [_headline(rows[rows["measure"] == measure]) for measure in HEADLINES]
    return [text for text in found if text] or [
        f"No headline gap of {group_phrase(group)} is published for this year."
    ]


def _headline(rows: pd.DataFrame) -> str:
    """``rows``: one measure and group, every comparator."""
    main = next(rows[rows["comparator"] == "national_other"].itertuples(), None)
    if main is None or pd.isna(main.gap):
        return "" if main is None else gap_sentence(main)
    level, other = (
        format_value(value, main.unit, decimals, with_unit=main.unit == "percent", true_minus=True)
        for value, decimals in (
            (main.value, main.decimals),
            (main.comparison_value, main.comparison_decimals),
        )
    )
    gap = standing(main, main.gap, main.side)
    said = [
        f"**{main.title}: {gap} {others(main)}{provisional(main)}.** {level} for {group_phrase(main.pupil_group)} in {main.area_name}, {other} for {others(main)}."
    ]
    if main.doubtful:
        said.append(f"{DOUBT}: this gap should not be relied on, nor its rank.")
    elif pd.notna(main.rank):
        said.append(rank_sentence(main))
    own = rows[(rows["comparator"] == "own_other") & rows["gap"].notna()]
    for row in own.sort_values("area", key=lambda area: area != ENGLAND, kind="stable").itertuples():
        whose = "England's own gap" if row.area == ENGLAND else f"The gap within {row.area_name}"
        said.append(f"{whose} is {size(row, row.gap)}{ahead(row)}{provisional(row)}.")
    return " ".join([*said, change_sentence(main)])


def rank_sentence(row) -> str:
    """The place of a gap to England among those of all LAs."""
    printed = " (as the committee report prints it)" if row.rank_basis == "printed" else ""
    return f"{row.area_name} ranks {placed(row)} of {row.n_ranked} local authorities on this gap{printed}, where 1st is best."


#: The parts of a paragraph on a headline measure.
LEVELS = (
    rf"(?P<value>{NUMBER}%?) for (?P<group>[^,.]*?) in [^,.]*, (?P<other>{NUMBER}%?) for [^,.]* in England"
)
RANK_OF_GAP = (
    rf"\branks {RANK}{OF_RANKED} on this gap(?: \(as the committee report prints it\))?, where 1st is best"
)
OWN_GAP = rf"(?P<whose>England's own gap|The gap within [^.]*?) is (?P<gap>{NUMBER}) {POINTS}"


def ahead(row) -> str:
    """A gap that is not behind says so, since a gap is taken to be one behind."""
    return ", the other way round" if row.side == "ahead" else ""


def certainty(table: pd.DataFrame) -> list[str]:
    """How many gaps of the LA have an interval, what it rests on, and why the others have none."""
    rows = table[(table["area"] != ENGLAND) & table["gap"].notna()]
    if rows.empty:
        return ["There is no gap to give an interval."]
    known = rows[rows["lower"].notna()]
    said = [f"{len(known) or 'None'} of {counted(len(rows), 'gap')} {'has' if len(known) == 1 else 'have'} a 95% interval."]  # fmt: skip
    said += [
        f"{count} {'rests' if count == 1 else 'rest'} on {basis}."
        for basis, count in known["interval_basis"].value_counts(sort=False).items()
    ]
    reasons = rows.loc[rows["lower"].isna(), "no_interval"].str.removeprefix("no interval, because ")
    parts = reasons.str.partition("; ")
    for reason, found in parts.groupby(0, sort=False):
        named = sorted({text.removesuffix(" does").removesuffix(CATALOGUE) for text in found[2]} - {""})
        have = f" Explore Education Statistics may publish them, in {joined(named)}." if named else ""
        said.append(f"{len(found)} {'has' if len(found) == 1 else 'have'} none, because {reason}.{have}")
    return said
