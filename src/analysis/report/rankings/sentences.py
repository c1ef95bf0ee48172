"""Sentences made from results. A sentence is a template over figures, so it cannot disagree with them."""

import pandas as pd

from analysis.basics.numbers import as_printed, format_value, ordinal
from analysis.basics.patterns import NUMBER, OF_RANKED, RANK, figure
from analysis.basics.phrases import counted, joined
from analysis.catalogue.families import one_of_each
from analysis.catalogue.measures import is_group_gap, titled
from analysis.catalogue.observations import SYMBOLS, select
from analysis.data.ranking import last_place
from analysis.output.page import written
from analysis.report.rankings.cells import band_words, provisional
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import LEFT_OUT, showable
from analysis.report.rankings.publication_sentences import due_sentences

#: What England's figures of key stages 4 and 5 are of in DfE's tool (its dictionary calls each of them "State Funded").
STATE_FUNDED = (
    "England's figures of key stages 4 and 5 are of state-funded schools and colleges. Other publications may count independent "
    "schools too."
)
#: So many percentages of 0 in one year are more likely to be groups without pupils.
MANY_ZEROS = 3


def shown(row, value, with_unit: bool = True) -> str:
    """A figure of the row's measure as it is printed, with its unit."""
    unit = with_unit and row.unit in ("percent", "rate")
    figure = format_value(value, row.unit, row.decimals, with_unit=unit, true_minus=True)
    return f"{figure} percentage points" if with_unit and is_group_gap(row.measure) else figure


def side(row) -> str:
    """Where a result lies against England's, by the figures as they are shown."""
    own, other = (as_printed(value, row.decimals) for value in (row.value, row.england))
    return "above" if own > other else "below" if own < other else "the same as"


def better(row) -> int:
    """1 where a result, as it is shown, is better than England's, -1 where it is worse, 0 where they are the same."""
    above = {"above": 1, "below": -1, "the same as": 0}[side(row)]
    return above if row.polarity == "high" else -above


def against(row) -> str:
    """A result beside England's, saying so where low is good: "below England's 4.0% (low is good)"."""
    england = shown(row, row.england, with_unit=row.unit == "percent" or is_group_gap(row.measure))
    good = " (low is good)" if row.polarity == "low" and side(row) != "the same as" else ""
    return f"{side(row)} England's {england}{good}"


LEVEL = rf"{figure('value')}, (?P<word>above|below|the same as) England's (?P<england>{NUMBER}%?)(?P<good> \(low is good\))?"


def name(row) -> str:
    """A measure in a sentence, with its pupil group unless that is all pupils."""
    return titled(row.measure, row.title, row.pupil_group)


def best_first(ranked: pd.DataFrame) -> pd.DataFrame:
    """Ranked rows from the best: a shared place counts as the last of those that share it, as first of sixty is none."""
    last = ranked["tie_last"].fillna(ranked["rank"])
    return ranked.assign(last=last).sort_values(["last", "rank"], kind="stable")


def lowest_first(ranked: pd.DataFrame) -> pd.DataFrame:
    """Ranked rows from the lowest: a shared place counts as the first of those that share it, as no more is known."""
    return ranked.sort_values("rank", kind="stable")[::-1]


def extremes(table: pd.DataFrame, report: RankingsChapter, count: int = 3) -> list[str]:
    """The measures with the best and with the lowest ranks that may be named, in words; of near-equals one is named."""
    ranked = showable(table[table["rank"].notna()], report)
    best = one_of_each(best_first(ranked))

    def listed(rows) -> str:
        return "; ".join(f"{placed(row)} for {name(row)}{provisional(row)}" for row in rows.itertuples())

    if len(best) < 2 * count:
        return [f"Among the ranks: {listed(best)}."] if len(best) else []
    lowest = one_of_each(lowest_first(ranked))
    return [
        f"Among the best ranks: {listed(best.head(count))}.",
        f"Among the lowest ranks: {listed(lowest.head(count))}.",
    ]


EXTREMES = r"Among the (?:best |lowest )?ranks: (.*)\.$"
ONE_OF_EXTREMES = rf"{RANK} for (?P<name>.*)"


#: Figures about few pupils, or of which nobody can say how many, and ranks that the next year turns round.
FEW_OR_UNSTEADY = (
    "groups of pupils and their gaps",
    "small cohorts",
    "measures whose ranks are poor guides",
)


def left_out() -> str:
    """What is never named for its rank (``analysis.report.rankings.nameable``), in words."""
    return joined([*FEW_OR_UNSTEADY, *LEFT_OUT])


def not_named() -> list[str]:
    """What the best and the lowest ranks leave out, and how they count places that are shared."""
    return [
        f"Some ranks are in the tables only: those of {joined([*FEW_OR_UNSTEADY])}.",
        f"Nor are those of {joined([*LEFT_OUT])}.",
        "Of measures that say nearly the same, one is named. So it is if one measure is a part of another.",
        "A shared place counts as the last of those that share it among the best ranks, and as the first among the lowest.",
    ]


def placed(row) -> str:
    """A rank in a sentence, with those that share it: "14th (shared by 3)"."""
    shared = row.tie_last - row.tie_first + 1 if pd.notna(row.tie_last) else 1
    return ordinal(row.rank) + (f" (shared by {shared})" if shared > 1 else "")


def of_ranked(row) -> str:
    """A rank and the number ranked: "14th (shared by 3) of 150"."""
    return f"{placed(row)} of {row.n_ranked}"


OF_RANKED_IN_BAND = rf"{RANK}{OF_RANKED}(?: \((?P<band>top \d+%|top half|bottom half)(?P<hangs>, shared|, not all published)?\))?"


def against_england(row) -> str:
    """One measure: its level, which side of England it lies, and its rank."""
    if pd.isna(row.value):
        why = "" if row.status == "missing" else f" ({SYMBOLS[row.status]})"
        return f"{name(row)}: no figure is published{why}."
    beside = f", {against(row)}" if pd.notna(row.england) else ""
    place = f"; {of_ranked(row)} local authorities ({band_words(row)})" if pd.notna(row.rank) else ""
    return f"{name(row)}: {shown(row, row.value)}{provisional(row)}{beside}{place}."


def zeros(table: pd.DataFrame) -> str:
    """A caution where many figures are 0, as they are for LAs with hardly any pupils."""
    none = table[(table["value"] == 0) & (table["polarity"] == "high") & (table["unit"] == "percent")]
    if len(none) < MANY_ZEROS:
        return ""
    return (
        f"{len(none)} percentages are 0. In the national file 0 can mean a group without pupils, or a group of whom none reached the "
        "standard. Do not rely on these figures, or on ranks and gaps made from them."
    )


def counts_basis(report: RankingsChapter) -> str:
    """Which ranks rest on percentages worked out from numbers of pupils."""
    own = select(report.figures, area=report.area.code, year=report.year)
    counted_from = int((own["source"].str.startswith("ees-") & own["numerator"].notna()).sum())
    if not counted_from:
        return "All figures are as published. They are rounded, so many local authorities share a place."
    return (
        f"{counted(counted_from, 'figure')} {'is a percentage' if counted_from == 1 else 'are percentages'} worked out from published "
        "numbers of pupils, and not rounded. The others are as published."
    )


def rank_basis(report: RankingsChapter) -> list[str]:
    """What the ranks on the page rest on."""
    if report.england.is_ranked:
        basis = (
            "The ranks are recomputed from the national file of the Department for Education (DfE), by DfE's own rule. Equal figures "
            "share the best place. A local authority without a published figure is not ranked."
        )
    else:
        basis = (
            "The ranks are those that the committee report prints. It does not print which places are shared. “National values around "
            "it” are those of the nearest places known from DfE's file. A printed value that does not lie between them is of another "
            "release, or a slip."
        )
    bands = "Each band is counted among the local authorities ranked on the measure."
    if report.counted_among:
        edge = f"{report.counted_among}, whatever number is ranked. Its top 10% ends at the {ordinal(last_place(10, report.counted_among))}."
        bands = (
            f"{bands} The committee report counts bands among {edge}"
            if report.england.is_ranked
            else f"Bands are counted as the committee report counts them: among {edge}"
        )
    neighbours = (
        f"Statistical neighbours are those of DfE's model of {report.question.neighbour_vintage}. Their figure is the mean of those of "
        "the ten that have one."
        if report.question.neighbour_vintage
        else ""
    )
    breaks = "No change is shown across a break in a series."
    caution = zeros(report.rankings)
    parts = (basis, counts_basis(report), bands, neighbours, report.question.note, caution, breaks)
    return [*filter(None, parts), *due_sentences(report)]


def reconciled(rows: pd.DataFrame) -> str:
    """How the printed ranks compare with the recomputed ones."""
    counts = rows["outcome"].value_counts()
    compared = len(rows) - counts.get("no_national_data", 0)
    text = (
        f"The report prints {counted(len(rows), 'rank')}, of which {compared} can be recomputed from national data. Of these, "
        f"{counts.get('exact', 0)} are the same and {counts.get('within_ties', 0)} are another place within the same tie. "
        f"{counts.get('explained', 0)} differ for a reason that the data show, and {counts.get('value_differs', 0)} because {{file}} has "
        f"another value. {counts.get('unexplained', 0)} remain unexplained."
    )
    known = rows.loc[rows["release"] != "", "release"]
    if known.empty:
        return text.format(file="today's file")
    of = f"the release of {written(known.iloc[0][:10])}"
    revised = counts.get("revised", 0)
    return (
        f"{text.format(file='the file')} {len(known)} {'is' if len(known) == 1 else 'are'} judged by {of}, which was public on the day "
        f"of the report. {revised} {'agrees' if revised == 1 else 'agree'} with it and not with today's file, as figures were revised since."
    )


def agreement(repeated: pd.DataFrame) -> str:
    """How many of the figures printed more than once agree."""
    wrong = int((~repeated["agrees"]).sum())
    return f"{counted(len(repeated), 'second printing')} of a figure {'was' if len(repeated) == 1 else 'were'} compared with the first; {wrong} {'differs' if wrong == 1 else 'differ'}."
