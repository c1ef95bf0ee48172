"""Sentences made from results. A sentence is a template over figures, so it cannot disagree with them."""

import pandas as pd

from analysis.basics.numbers import as_printed, format_value, ordinal
from analysis.basics.patterns import NUMBER, OF_RANKED, RANK, figure
from analysis.basics.phrases import counted, joined
from analysis.catalogue.families import one_of_each
from analysis.catalogue.measures import is_group_gap, of_all_pupils, titled
from analysis.catalogue.observations import SYMBOLS, select
from analysis.data.ranking import last_place
from analysis.output.page import written
from analysis.report.rankings.cells import provisional, provisional_among
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import LEFT_OUT, showable
from analysis.report.rankings.publication_sentences import due_sentences

#: What England's figures of key stages 4 and 5 are of in DfE's tool (its dictionary calls each of them "State Funded").
STATE_FUNDED = (
    "England's figures of key stages 4 and 5 are those of state-funded schools and colleges, as the Department for Education's "
    "tool has them; other publications may print those of all schools, independent ones included."
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
    """A result beside England's, saying so where low is good: "below England's 4.0%, and low is good"."""
    england = shown(row, row.england, with_unit=row.unit == "percent" or is_group_gap(row.measure))
    good = ", and low is good" if row.polarity == "low" and side(row) != "the same as" else ""
    return f"{side(row)} England's {england}{good}"


LEVEL = rf"{figure('value')}, (?P<word>above|below|the same as) England's (?P<england>{NUMBER}%?)(?P<good>, and low is good)?"


def name(row) -> str:
    """A measure in a sentence, with its pupil group unless that is all pupils."""
    return titled(row.measure, row.title, row.pupil_group)


def band_counts(table: pd.DataFrame) -> str:
    """How many of the ranked measures of all pupils lie in the best tenth, the best fifth and the lower half."""
    whole = of_all_pupils(table)
    ranked, groups = table[table["rank"].notna() & whole], (table["rank"].notna() & ~whole).any()
    uncounted = f" {GROUPS_NOT_COUNTED}" if groups else ""
    if ranked.empty:
        return f"No measure of all pupils is ranked.{uncounted}"
    best = int(ranked["band"].isin(["top 5%", "top 10%"]).sum())
    fifth = int((ranked["band"] == "top 20%").sum())
    low = int((ranked["band"] == "bottom half").sum())
    return (
        f"Of {counted(len(ranked), 'ranked measure')} of all pupils{provisional_among(ranked)}, {best or 'none'} {'is' if best == 1 else 'are'} in the top 10% of "
        f"local authorities, {fifth or 'none'}{' more' if best else ''} in the top 20%, and {low or 'none'} in the bottom "
        f"half.{uncounted}"
    )


BANDS = (
    rf"Of (?P<all>{NUMBER}) ranked measures? of all pupils(?: \((?P<provisional>{NUMBER}) of them provisional\))?, (?P<best>{NUMBER}|none) (?:is|are) in the top 10% of local authorities, "
    rf"(?P<more>{NUMBER}|none)(?: more)? in the top 20%, and (?P<low>{NUMBER}|none) in the bottom half"
)
GROUPS_NOT_COUNTED = "Groups of pupils are not counted, nor gaps of a group: most groups are small, or of a number that is not published."
NOT_NAMED = (
    "What is left out here stands in the tables. Among the best ranks a shared place counts as the last of those that share it, "
    "among the lowest as the first. Of measures that say nearly the same, or of which one is a part of "
    "another, one is named."
)


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
        return [f"The ranks, {left_out()} left out: {listed(best)}."] if len(best) else []
    lowest = one_of_each(lowest_first(ranked))
    return [
        f"The best ranks, {left_out()} left out: {listed(best.head(count))}.",
        f"The lowest ranks, {left_out()} left out: {listed(lowest.head(count))}.",
    ]


EXTREMES = r"The (?:best |lowest )?ranks(?:, [^:]*)?: (.*)\.$"
ONE_OF_EXTREMES = rf"{RANK} for (?P<name>.*)"


def left_out() -> str:
    """What is never named for its rank (``analysis.report.rankings.nameable``), in words."""
    return joined(
        [
            "groups of pupils and their gaps",
            "small cohorts",
            "measures whose ranks are poor guides",
            *LEFT_OUT,
        ]
    )


def placed(row) -> str:
    """A rank in a sentence, with those that share it: "14th (shared by 3)"."""
    shared = row.tie_last - row.tie_first + 1 if pd.notna(row.tie_last) else 1
    return ordinal(row.rank) + (f" (shared by {shared})" if shared > 1 else "")


def of_ranked(row) -> str:
    """A rank and the number ranked: "14th (shared by 3) of 150"."""
    return f"{placed(row)} of {row.n_ranked}"


OF_RANKED_IN_BAND = rf"{RANK}{OF_RANKED}(?: \((?P<band>top \d+%|top half|bottom half)\))?"


def against_england(row) -> str:
    """One measure: its level, which side of England it lies, and its rank."""
    if pd.isna(row.value):
        why = "" if row.status == "missing" else f" ({SYMBOLS[row.status]})"
        return f"{name(row)}: no figure is published{why}."
    beside = f", {against(row)}" if pd.notna(row.england) else ""
    place = f"; {of_ranked(row)} local authorities ({row.band})" if pd.notna(row.rank) else ""
    return f"{name(row)}: {shown(row, row.value)}{provisional(row)}{beside}{place}."


def zeros(table: pd.DataFrame) -> str:
    """A caution where many figures are 0, as they are for LAs with hardly any pupils."""
    none = table[(table["value"] == 0) & (table["polarity"] == "high") & (table["unit"] == "percent")]
    if len(none) < MANY_ZEROS:
        return ""
    return (
        f"{len(none)} percentages are 0, which in the national file can stand for a group without pupils as well as for a "
        "group of whom none reached the standard: these figures, and the ranks and gaps that rest on them, should not be relied on."
    )


def counts_basis(report: RankingsChapter) -> str:
    """Which ranks rest on percentages worked out from numbers of pupils."""
    own = select(report.figures, area=report.area.code, year=report.year)
    counted_from = int((own["source"].str.startswith("ees-") & own["numerator"].notna()).sum())
    if not counted_from:
        return "All rest on figures as they are published, which are rounded, so that many local authorities tie."
    return (
        f"{counted_from} of them rest on percentages worked out from published numbers of pupils, which are not rounded; "
        "the others rest on figures as they are published."
    )


def rank_basis(report: RankingsChapter) -> list[str]:
    """What the ranks on the page rest on."""
    if report.england.is_ranked:
        basis = "The ranks are recomputed from the Department for Education's national file by its own rule: ties share the best place, and local authorities without a published value are not ranked."
    else:
        basis = (
            "The ranks are those that the committee report prints; ties are not printed, so they are not shown. Beside each stand "
            "the national values around that place, from cut-points computed from the Department for Education's file: a printed "
            "value that does not lie between them is another vintage, or a slip."
        )
    counted_from = counts_basis(report)
    bands = "Each band is counted among the local authorities ranked on the measure."
    if report.counted_among:
        edge = f"{report.counted_among}, whatever number is ranked: there the top 10% ends at {ordinal(last_place(10, report.counted_among))}"
        bands = (
            f"{bands} The committee report counts them among {edge}."
            if report.england.is_ranked
            else f"Bands are counted as the committee report counts them, among {edge}."
        )
    neighbours = (
        f"Statistical neighbours are those of DfE's model of {report.question.neighbour_vintage}, and their figure is the mean of whichever of the ten have one."
        if report.question.neighbour_vintage
        else ""
    )
    caution = zeros(report.rankings)
    breaks = "A change in value or in rank is shown only where the series has no break between the two years."
    return [
        sentence
        for sentence in (basis, counted_from, bands, neighbours, report.question.note, caution, breaks)
        if sentence
    ] + due_sentences(report)


def reconciled(rows: pd.DataFrame) -> str:
    """How the printed ranks compare with the recomputed ones."""
    counts = rows["outcome"].value_counts()
    compared = len(rows) - counts.get("no_national_data", 0)
    text = (
        f"The report prints {len(rows)} ranks. National data allow {compared} of them to be recomputed: {counts.get('exact', 0)} are the same, "
        f"{counts.get('within_ties', 0)} are another place within the same tie, {counts.get('explained', 0)} differ for a reason that the data show, "
        f"{counts.get('value_differs', 0)} differ because {{file}} has another value, and {counts.get('unexplained', 0)} remain unexplained."
    )
    known = rows.loc[rows["release"] != "", "release"]
    if known.empty:
        return text.format(file="today's file")
    of = f"the release of {written(known.iloc[0][:10])}"
    revised = counts.get("revised", 0)
    return (
        f"{text.format(file='the file')} {len(known)} {'is' if len(known) == 1 else 'are'} judged by {of}, which was public on the day "
        f"of the report; {revised} {'agrees' if revised == 1 else 'agree'} with it and not with today's file, as figures were revised since."
    )


def agreement(repeated: pd.DataFrame) -> str:
    """How many of the figures printed more than once agree."""
    wrong = int((~repeated["agrees"]).sum())
    return f"{counted(len(repeated), 'second printing')} of a figure {'was' if len(repeated) == 1 else 'were'} compared with the first; {wrong} {'differs' if wrong == 1 else 'differ'}."
