"""Sentences on gaps. Right whichever direction is good: behind and ahead for attainment, worse and better for absence."""

import re

import pandas as pd

from analysis.basics.numbers import as_printed, format_value
from analysis.basics.patterns import NUMBER, OF_RANKED, POINTS, RANK, way
from analysis.basics.phrases import counted, joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.gap_words import CHANGED_SIDE
from analysis.catalogue.measures import group_phrase
from analysis.catalogue.observations import SYMBOLS
from analysis.report.gaps.changes import AS_PUBLISHED
from analysis.report.gaps.intervals import CATALOGUE
from analysis.report.rankings.cells import provisional, provisional_among, provisional_before
from analysis.report.rankings.sentences import placed

#: The two gaps that a committee asks for first, of disadvantaged pupils.
HEADLINES = ("ks2_rwm_expected", "ks4_attainment8")
WORDS = {
    "high": {"behind": "behind", "ahead": "ahead of", "level": "level with"},
    "low": {"behind": "worse than", "ahead": "better than", "level": "the same as"},
}
#: Of whom "other pupils" is the plain name.
OTHERS = ("not_disadvantaged", "not_fsm")

DOUBT = "A figure is 0, which can stand for a group without pupils"


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
YEAR_BEFORE = rf"[Tt]he year before they were (?:(?P<gap>{NUMBER}) {POINTS} )?{way()}"


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
        printed = " (as the committee report prints it)" if main.rank_basis == "printed" else ""
        said.append(
            f"By this gap {main.area_name} is {placed(main)} of {main.n_ranked} local authorities{printed}, counting from the one least behind or furthest ahead."
        )
    own = rows[(rows["comparator"] == "own_other") & rows["gap"].notna()]
    for row in own.sort_values("area", key=lambda area: area != ENGLAND, kind="stable").itertuples():
        whose = "England's own gap" if row.area == ENGLAND else f"The gap within {row.area_name}"
        said.append(f"{whose} is {size(row, row.gap)}{_ahead(row)}{provisional(row)}.")
    return " ".join([*said, change_sentence(main)])


#: The parts of a paragraph on a headline measure.
LEVELS = (
    rf"(?P<value>{NUMBER}%?) for (?P<group>[^,.]*?) in [^,.]*, (?P<other>{NUMBER}%?) for [^,.]* in England"
)
RANK_OF_GAP = (
    rf"By this gap [^.]*? is {RANK}{OF_RANKED}(?: \(as the committee report prints it\))?, counting from the one least behind or "
    r"furthest ahead"
)
OWN_GAP = rf"(?P<whose>England's own gap|The gap within [^.]*?) is (?P<gap>{NUMBER}) {POINTS}"


def _ahead(row) -> str:
    """A gap that is not behind says so, since a gap is taken to be one behind."""
    return ", the other way round" if row.side == "ahead" else ""


def change_sentence(row) -> str:
    """Whether one gap has narrowed, widened or changed side, by rule."""
    if not row.verdict:
        return row.verdict_reason.replace("not compared:", "Not compared with the year before:") + "."
    if row.verdict == "cannot tell":
        return f"The year before they were {standing_alone(row, row.previous_gap)}{provisional_before(row)}; we cannot tell whether the gap has changed, because {row.verdict_reason}."
    basis = f"{'' if row.verdict_reason == AS_PUBLISHED else 'for '}{row.verdict_reason}"
    if side_of(row, row.previous_gap) != row.side:
        before, now = standing_alone(row, row.previous_gap), standing(row, row.gap, row.side)
        return f"Since the year before they went from {before}{provisional_before(row)} to {now} {others(row)}{provisional(row)}: {basis}."
    what = f"the lead over {others(row)}" if is_lead(row) else f"the gap to {others(row)}"
    before, now = size(row, row.previous_gap), size(row, row.gap)
    return f"Since the year before, {what} has {row.verdict} from {before}{provisional_before(row)} to {now}{provisional(row)}: {basis}."


CHANGE = rf"(?P<word>narrowed|widened) from (?P<earlier>{NUMBER}) {POINTS} to (?P<gap>{NUMBER}) {POINTS}"
CROSSED = rf"went from (?:(?P<earlier>{NUMBER}) {POINTS} )?{way('was')} to (?:(?P<gap>{NUMBER}) {POINTS} )?{way()} [^.,;:]*? in England"
#: Reasons (``DOUBT``, and those of ``analysis.report.gaps.changes``) whose numbers are no figures.
NO_FIGURES = (
    r"[Aa] figure is 0\b",
    r"the series has a break after \d{4}",
    rf"rounding alone can produce a change of up to {NUMBER} points?",
)


def verdict_counts(table: pd.DataFrame) -> str:
    """How many of the gaps to others in England have narrowed, widened, or cannot be told."""
    rows = table[(table["comparator"] == "national_other") & table["gap"].notna()]
    compared = rows[rows["verdict"] != ""]
    gaps = counted(len(rows), "gap")
    if compared.empty:
        return f"None of {gaps} to others in England can be compared with the year before."
    kinds = pd.Series([_kind(row) for row in compared.itertuples()]).value_counts()
    said = [
        f"Of {gaps} to others in England{provisional_among(rows)}, {len(compared)} can be compared with the year before."
    ]
    for who, words in COUNTED.items():
        if any(kinds.get(kind, 0) for kind in words):
            parts = (f"{kinds.get(kind, 0) or 'none'} {what}" for kind, what in words.items())
            said.append(f"Of groups that were {who}, {', '.join(parts)}.")
    if unknown := kinds.get("cannot tell", 0):
        said.append(f"For {counted(unknown, 'gap')} we cannot tell.")
    if published := int(compared["change_lower"].isna().sum()):
        rest = (
            "All rest" if published == len(compared) else f"{published} rest{'s' if published == 1 else ''}"
        )
        said.append(
            f"{rest} on figures as published, without numbers of pupils, so chance may explain any of them."
        )
    return " ".join(said)


#: What became of groups that were behind, and of those that were not, by ``_kind``.
COUNTED = {
    "behind": {
        ("behind", "narrowed"): "came closer",
        ("behind", "widened"): "fell further behind",
        ("behind", CHANGED_SIDE): "moved ahead",
    },
    "level or ahead": {
        ("ahead", "widened"): "moved further ahead",
        ("ahead", "narrowed"): "came closer to the others",
        ("ahead", CHANGED_SIDE): "fell behind",
    },
}


def _kind(row) -> tuple[str, str] | str:
    """Where a group stood the year before, and what became of the gap: a key of ``COUNTED``, or "cannot tell"."""
    if row.verdict == "cannot tell":
        return row.verdict
    before = side_of(row, row.previous_gap)
    if before == "level":
        return ("ahead", "widened" if row.side == "ahead" else CHANGED_SIDE)
    return (before, row.verdict)


def is_lead(row) -> bool:
    """Whether a group is ahead in both years, so that a wider gap is to its favour."""
    return row.side == side_of(row, row.previous_gap) == "ahead"


def verdict_words(row) -> str:
    """The verdict in words that say in whose favour the gap is: "lead widened", "changed side, now ahead"."""
    words = row.verdict
    if words not in ("", "cannot tell"):
        before = side_of(row, row.previous_gap)
        if is_lead(row):
            words = f"lead {words}"
        elif row.side != before:
            words = f"{words}, now {row.side}"
    return f"{words}, as published" if row.verdict_reason == AS_PUBLISHED else words


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
