"""Sentences on small cohorts and on what ranks can show."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import group_phrase
from analysis.catalogue.observations import SYMBOLS
from analysis.report.cohorts.cohorts import RANK_SET
from analysis.report.cohorts.estimate_words import estimate_in_words
from analysis.report.rankings.cells import provisional, unordered
from analysis.statistics.power import power
from analysis.statistics.published import published_rounding
from analysis.statistics.shares import Interval, chance_of_score, chance_of_share, proportion
from analysis.statistics.verdicts import SMALL, VERDICTS, is_exceptional

#: Above this size a cohort that the papers name is not small, and its interval is not worth a sentence.
LARGEST = 1000
#: So many cohorts of the data are shown in tables, the smallest with an interval first; all are in the data file.
MOST_SHOWN = 60
#: So many figures that differ from England's are named in a sentence; more are counted.
MOST_NAMED = 3
NO_COHORT = (
    "No small cohort can be judged for this local authority and year. That needs a group of which both the number of pupils and the "
    "number who reached the standard are published."
)


def cohort_sentences(cohorts: pd.DataFrame) -> list[str]:
    """``cohorts_in_words``, or that there are none."""
    return cohorts_in_words(cohorts) or [NO_COHORT]


def cohorts_in_words(cohorts: pd.DataFrame) -> list[str]:
    """The cohorts with an interval, pupils first, each with what one pupil is worth in points and ranks.

    ``cohorts`` are those of `analysis.report.cohorts.cohorts.small_cohorts`, or only the named ones.
    """
    rows = cohorts[
        cohorts["lower"].notna() & cohorts["denominator"].le(LARGEST) & cohorts["numerator"].notna()
    ]
    rows = rows[~rows["hypothetical"]]
    return [
        f"{row.label}: {row.numerator} of {row.denominator} ({whole(row.value)}){provisional(row)}. By chance, a true share of anything "
        f"from {whole(row.lower)} to {whole(row.upper)} could give this (95% interval). One {'pupil' if row.pupil_group else 'case'} more "
        f"or fewer moves it by {points(row.one_pupil_points)}.{_rank_move(row)}"
        for row in rows.itertuples()
    ]


#: What is said in place of a rank where figures do not order LAs.
NO_PLACE = "This year's figures do not order local authorities, so it has no place among them."
SHARE = r"(?P<part>\d+) of (?P<whole>\d+) \((?P<value>\d+%)\)"


def points(number: float) -> str:
    """Percentage points to one decimal: "1 point", "0.7 points"."""
    text = format_value(number, "points", 1).removesuffix(".0")
    return f"{text} point{'' if text == '1' else 's'}"


def whole(percentage: float) -> str:
    """A percentage without decimals, as sentences and charts give it."""
    return format_value(percentage, "percent", 0, with_unit=True)


def _rank_move(row) -> str:
    """What one pupil does to the rank, and what chance may have done, which is more."""
    if pd.isna(row.rank_low):
        return ""
    if unordered(row):
        return f" {NO_PLACE}"
    low, high = ordinal(row.rank_low), ordinal(row.rank_high)
    moved = f"That moves its rank to between {low} and {high}" if low != high else f"That leaves it {low}"
    estimate = estimate_in_words(row.estimate_rank_low, row.estimate_rank_high, row.chance_best_25)
    by_chance = places_by_chance(row.rank_chance_low, row.rank_chance_high, row.chance_from)
    return f" {moved}. {by_chance}.{f' {estimate}.' if estimate else ''}"


def places_by_chance(low, high, chance_from: str) -> str:
    """The places that chance leaves to a rank; where only the LA's own figure is allowed to vary, at the least."""
    least = "" if chance_from == RANK_SET else " at least"
    return f"Chance leaves the rank open{least} from {ordinal(low)} to {ordinal(high)}"


#: What is said where the national data have no number of pupils of a small cohort.
NO_NUMBERS = "The national data have no numbers of pupils in small cohorts for this local authority and year."


def selection_sentence(cohorts: pd.DataFrame, size: int = SMALL) -> str:
    """Which cohorts are shown, and how many have a figure and an interval."""
    rows = cohorts[cohorts["origin"] == "data"]
    if rows.empty:
        named = " Those that its papers name are further down." if len(cohorts) else ""
        return f"{NO_NUMBERS}{named}"
    hidden = int(rows["status"].eq("c").sum())
    shown = int(rows["lower"].notna().sum())
    text = (
        f"A small cohort is a group of fewer than {size} pupils. Of {counted(len(rows), 'figure')} of such groups, or of groups whose "
        f"size is not published, {shown or 'none'} {'has' if shown == 1 else 'have'} an interval."
    )
    if hidden:
        text += (
            f" {hidden} {'is' if hidden == 1 else 'are'} suppressed by DfE [c], because fewer than 6 pupils are behind "
            f"{'it' if hidden == 1 else 'them'} or could be worked out."
        )
    for symbol, n in rows.loc[~rows["status"].isin(["ok", "c"]), "status"].value_counts().items():
        if symbol in SYMBOLS:
            text += f" {n} {'is' if n == 1 else 'are'} marked [{symbol}]: {SYMBOLS[symbol]}."
    if len(rows) > MOST_SHOWN:
        text += f" The tables have the smallest {MOST_SHOWN}. The file small_cohorts.csv has all."
    return text


def shown_to_differ(cohorts: pd.DataFrame) -> pd.Series:
    """Which figures of the data differ from England's though so many were looked at: the interval and the exact test say so.

    What only the interval says is a borderline case, as of changes.
    """
    looked_at = cohorts["origin"].eq("data") & cohorts["verdict"].ne("")
    among, outside = int(looked_at.sum()), looked_at & cohorts["verdict"].eq(VERDICTS["supports"])
    shown = [is_exceptional(_chance(row), among) for row in cohorts[outside].itertuples()]
    return outside.where(~outside, pd.Series(shown, index=cohorts.index[outside], dtype=bool)).astype(bool)


def _chance(row) -> float:
    """How often chance would put a figure as far from England's."""
    if row.unit == "percent":
        share = proportion(int(row.numerator), int(row.denominator))
        return chance_of_share(share, row.england, 100 * _england_rounding(row))
    return chance_of_score(
        row.value, Interval(row.lower, row.upper), row.england, published_rounding(row.england, 2)
    )


def verdict_sentence(cohorts: pd.DataFrame) -> str:
    """How many figures of the data differ from England's by more than chance may explain, and which may."""
    return " ".join([*differing(cohorts), *cautions(cohorts)])


def _compared(cohorts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The figures of the data beside England's: all, those that are shown to differ, and those that may."""
    rows = cohorts[(cohorts["origin"] == "data") & cohorts["verdict"].ne("")]
    if rows.empty:
        return rows, rows, rows
    differ = shown_to_differ(rows)
    return rows, rows[differ], rows[rows["verdict"].eq(VERDICTS["supports"]) & ~differ]


def differing(cohorts: pd.DataFrame) -> list[str]:
    """How many figures are shown to differ from England's, and how many may; nothing without any."""
    rows, differ, borderline = _compared(cohorts)
    if rows.empty:
        return []
    count, named = _which(differ)
    said = [
        f"Of {counted(len(rows), 'figure')} of small cohorts, {count or 'none'} {'is' if count == 1 else 'are'} shown to differ from "
        f"England's{named}."
    ]
    if len(borderline):
        count, named = _which(borderline)
        said += [f"{count} may differ, {'a borderline case' if count == 1 else 'borderline cases'}{named}."]
    return said


def cautions(cohorts: pd.DataFrame) -> list[str]:
    """Why a borderline case is one, and how many figures would seem to differ by chance; nothing without any."""
    rows, _, borderline = _compared(cohorts)
    if rows.empty:
        return []
    why = "In a borderline case England's figure is outside the interval. Among so many comparisons, some are outside by chance."
    return [*([why] if len(borderline) else []), _by_chance(rows)]


def _which(shown: pd.DataFrame) -> tuple[int, str]:
    """How many figures there are, and their names, or how many of them lie above and below."""
    sides = shown["statement"].str.split(" ").str[0]
    apart = len(shown)
    which = [f"{label} ({side})" for label, side in zip(shown["label"], sides, strict=True)]
    if apart > MOST_NAMED:
        which = [f"{n} {side}" for side, n in sides.value_counts().items()]
        which = [f"all {sides.iloc[0]}"] if len(which) == 1 else which
    return apart, f": {'; '.join(which) if apart <= MOST_NAMED else joined(which)}" if which else ""


def _by_chance(rows: pd.DataFrame) -> str:
    """How many would seem to differ if none did."""
    expected = sum(
        power(int(row.denominator), row.england / 100, 0, rounding=_england_rounding(row))
        if row.unit == "percent"
        else 0.05
        for row in rows.itertuples()
    )
    return (
        f"Even if no group truly differed from England, about "
        f"{format_value(expected, 'count', 1).removesuffix('.0') if expected < 1 else format_value(expected, 'count', 0)} of the {len(rows)} would look different by chance."
    )


def _england_rounding(row) -> float:
    """As a share."""
    decimals = 0 if pd.isna(row.england_decimals) else int(row.england_decimals)
    return published_rounding(row.england, decimals) / 100


def without_numbers_sentence(table: pd.DataFrame) -> str:
    """How many figures have no interval because no number of pupils is published with them."""
    if table.empty:
        return "Every figure of the year comes with the number of pupils behind it."
    figures, groups = len(table), table["pupil_group"].value_counts()
    return (
        f"{counted(figures, 'figure')} of the year {'comes' if figures == 1 else 'come'} without the number of pupils behind "
        f"{'it' if figures == 1 else 'them'}. So no interval can be given. Most are of "
        f"{joined([group_phrase(group) for group in groups.index[:3]])}."
    )


def granularity_sentence(cohorts: pd.DataFrame) -> str:
    """Which printed percentages cannot be the share that they are printed as."""
    rows = cohorts[cohorts["possible"].ne("") & cohorts["origin"].eq("papers")]
    tried, rows = rows[rows["hypothetical"]], rows[~rows["hypothetical"]]
    wrong = rows[rows["possible"] == "no"]
    text = (
        f"A percentage of 14 pupils can only be one of 15 numbers. {counted(len(rows), 'percentage')} that the papers print "
        f"with {'its' if len(rows) == 1 else 'their'} group {'was' if len(rows) == 1 else 'were'} checked for that."
    )
    if wrong.empty:
        text += " All are possible."
    else:
        listed = "; ".join(f"{row.label}, {row.percentage} ({checked(row)})" for row in wrong.itertuples())
        text += f" Not possible: {listed}."
    others = tried["id"].nunique()
    if others:
        text += (
            f" {others} more {'is' if others == 1 else 'are'} printed without a group. {'It is' if others == 1 else 'They are'} possible "
            "for a group that the same paragraph names."
        )
    return text


def checked(row) -> str:
    """What there is to say of a named cohort's count and percentage; nothing where one is the other."""
    if row.possible == "yes" and pd.notna(row.numerator):
        return ""
    return "; ".join(part for part in row.reason.split("; ") if "England" not in part)


def arithmetic_sentence(sums: pd.DataFrame) -> str:
    """Which printed totals and differences do not follow from their parts."""
    wrong = sums[~sums["adds_up"]]
    noun = counted(len(sums), "printed total, difference or part", "printed totals, differences and parts")
    text = f"{noun} {'was' if len(sums) == 1 else 'were'} worked out again."
    if wrong.empty:
        return f"{text} All agree."
    listed = "; ".join(
        f"{row.label}, printed {row.printed:g}, but {row.finding} (line {row.line}"
        f"{'; ' + row.note[0].lower() + row.note[1:] if row.note else ''})"
        for row in wrong.itertuples()
    )
    return f"{text} Not as printed: {listed}."
