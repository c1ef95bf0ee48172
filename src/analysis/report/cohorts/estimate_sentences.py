"""Estimates that use all local authorities, in words: what they add, where figures have no order, and what they rest on."""

import pandas as pd

from analysis.basics.numbers import academic_year, format_value, ordinal
from analysis.basics.patterns import NUMBER, PLACE
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import PHASES, group_phrase, title
from analysis.catalogue.observations import KEY
from analysis.data.ordering import LEVEL
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.estimate_words import estimate_in_words
from analysis.report.cohorts.pooled import LEFT_OUT
from analysis.report.cohorts.sentences import whole
from analysis.report.rankings.cells import provisional
from analysis.statistics.multiplicity import stand_out_by_chance

#: So many are named in a sentence; more are counted.
MOST_NAMED = 3
#: A spread of moves so much larger than chance makes them says that intervals are too short.
TOO_LARGE = 1.1
#: The phase whose moves are told; those of all are in the table.
TESTED = "ks2"
WHAT_IT_IS = (
    "An estimate moves a figure towards the mean of all local authorities. The fewer the pupils, the further it moves. It assumes that "
    "having few pupils makes results neither better nor worse. The places that chance leaves open need no such assumption."
)
NO_ESTIMATE = "Nothing is estimated for this local authority and year. Too few local authorities have published numbers of pupils."


def estimate_sentences(shrunken: pd.DataFrame, report: CohortsChapter) -> list[str]:
    """How many figures have an estimate, which say most of the best quarter, and where this year's figures have no order."""
    if shrunken.empty:
        return [NO_ESTIMATE]
    made = shrunken[shrunken["reason"] == ""]
    said = [
        f"{len(made) or 'None'} of {counted(len(shrunken), 'figure')} with numbers of pupils {'has' if len(made) == 1 else 'have'} an "
        "estimate."
    ]
    sets = report.rank_sets
    own = sets[sets["area"] == report.area.code].set_index(KEY[:2])
    headline = report.rankings.loc[report.rankings["headline"], KEY[:2]]
    first = made[pd.MultiIndex.from_frame(made[KEY[:2]]).isin(pd.MultiIndex.from_frame(headline))]
    for row in first.head(MOST_NAMED).itertuples():
        key = (row.measure, row.pupil_group)
        if key in own.index:
            said.append(estimate_sentence(row, own.loc[key]))
    return [*said, *_without_order(shrunken), *_suppressed(shrunken)]


def estimate_sentence(row, in_set: pd.Series) -> str:
    """The set of places first, then the estimate."""
    words = estimate_in_words(row.rank_low, row.rank_high, row.chance_best_25)
    return (
        f"{title(row.measure, row.pupil_group)}{provisional(row)}: chance leaves the rank open from {ordinal(in_set['lower'])} to "
        f"{ordinal(in_set['upper'])} of {in_set['n_ranked']} (95% set). {words}."
    )


#: Places by chance, and those of an estimate: of no rank is it said that it is one of them.
BY_CHANCE = (
    rf"chance leaves the rank open from {PLACE} to {PLACE} of {NUMBER} \(95% set\)\. An estimate that uses all local authorities puts it "
    rf"between {PLACE} and {PLACE} \(90% range\)"
)


def _without_order(shrunken: pd.DataFrame) -> list[str]:
    rows = shrunken[shrunken["orders"] == "no"]
    if rows.empty:
        return []
    by_chance = stand_out_by_chance(len(shrunken), LEVEL)
    return [
        f"This year's figures do not order authorities on {counted(len(rows), 'measure')} of {len(shrunken)}: {_named(rows)}. There "
        "the differences between local authorities are no larger than chance makes them, so no rank is printed. Even with no true "
        f"differences at all, about {format_value(by_chance, 'count', 0 if by_chance >= 1 else 1)} of the {len(shrunken)} would seem to have "
        "an order."
    ]


def _suppressed(shrunken: pd.DataFrame) -> list[str]:
    rows = shrunken[(shrunken["reason"] != "") & (shrunken["orders"] != "no")]
    if rows.empty:
        return []
    one = len(rows) == 1
    return [
        f"{counted(len(rows), 'more figure')} {'has' if one else 'have'} no estimate: {_named(rows)}. {'Its' if one else 'Their'} number of "
        "pupils is suppressed in more than a quarter of local authorities."
    ]


def _named(rows: pd.DataFrame) -> str:
    """The measures, or how many of each group of pupils."""
    if len(rows) <= MOST_NAMED:
        return "; ".join(title(row.measure, row.pupil_group) for row in rows.itertuples())
    counts = rows["pupil_group"].value_counts(sort=False)
    return joined([f"{n} of {group_phrase(group)}" for group, n in counts.items()])


def pooled_sentences(pooled: pd.DataFrame, report: CohortsChapter) -> list[str]:
    """What three years' pupils say together, of the headline measures, and what is left out."""
    if pooled.empty:
        return [
            "No percentage of this local authority can be counted over three years. That needs numbers of pupils in each year and a series "
            "without a break. There were no tests in 2019/20 and 2020/21."
        ]
    years = f"{academic_year(report.year - 2)} to {academic_year(report.year)}"
    known = pooled[pooled["pooled"].notna()]
    headline = report.rankings.loc[report.rankings["headline"], KEY[:2]]
    first = known[pd.MultiIndex.from_frame(known[KEY[:2]]).isin(pd.MultiIndex.from_frame(headline))]
    said = [pooled_sentence(row, years) for row in first.head(MOST_NAMED).itertuples()]
    gone = int((pooled["reason"] == LEFT_OUT).sum())
    if gone:
        said.append(
            f"{counted(gone, 'percentage')} of {len(pooled)} {'is' if gone == 1 else 'are'} not counted together. A figure of one of the three "
            "years is suppressed or missing, and a sum could give it away."
        )
    return said


def pooled_sentence(row, years: str) -> str:
    """The year alone first, then the three years."""
    alone = f"{whole(row.value)} in the year alone. " if pd.notna(row.value) else ""
    place = (
        f" Its place is {ordinal(row.rank)} of the {row.n_ranked} with all three years (90% range {ordinal(row.rank_low)} to "
        f"{ordinal(row.rank_high)}). {counted(row.left_out, 'local authority', 'local authorities')} with a suppressed or missing year "
        f"{'is' if row.left_out == 1 else 'are'} left out."
        if pd.notna(row.rank)
        else ""
    )
    return (
        f"{title(row.measure, row.pupil_group)}{provisional(row)}: {alone}The estimate for {years} together is {whole(row.pooled)} of "
        f"{counted(int(row.denominator), 'pupil')} (95% interval {whole(row.lower)} to {whole(row.upper)}).{place}"
    )


#: A place among the authorities that have all three years: not one of the rankings.
POOLED_RANK = rf"{PLACE} of the {NUMBER} with all three years \(90% range {PLACE} to {PLACE}\)"


#: What the limits of a funnel are, and who is not in it.
ABOUT_FUNNELS = (
    "A funnel shows how far results spread for each number of pupils. Its limits allow for differences that local authorities have anyway. "
    "Local authorities with suppressed numbers are left out. Where many are, the others are the higher ones."
)


def funnel_sentences(funnels: pd.DataFrame) -> list[str]:
    """How many percentages lie outside the limits of their funnel, and how many would by chance."""
    if funnels.empty:
        return ["There is no funnel this year. Too few local authorities have published numbers of pupils."]
    far, near = funnels[funnels["outside"] == "99.8%"], funnels[funnels["outside"] != "none"]
    by_chance = stand_out_by_chance(len(funnels), 0.05)
    said = [
        f"Of {counted(len(funnels), 'percentage')} with a funnel, {len(near) or 'none'} {'is' if len(near) == 1 else 'are'} outside the 95% "
        f"limits. Chance would put about {format_value(by_chance, 'count', 0 if by_chance >= 1 else 1)} there. "
        f"{len(far) or 'None'} {'is' if len(far) == 1 else 'are'} outside the 99.8% limits{f': {_named(far)}' if len(far) else ''}."
    ]
    return [*said, ABOUT_FUNNELS]


def dispersion_sentences(moves: pd.DataFrame, groups: list[str]) -> list[str]:
    """Whether cohorts vary from year to year as draws would, of the groups of the page: what the intervals rest on."""
    rows = moves[moves["pupil_group"].isin(groups)]
    if rows.empty:
        return [
            "Intervals treat each cohort as drawn by chance. That cannot be tested here, because no two years in a row have numbers of pupils."
        ]
    said = [
        "Intervals treat each cohort as drawn by chance. If so, figures should move from year to year only as far as two draws would."
    ]
    tested = rows[rows["phase"] == TESTED]
    said += [_moves(row) for row in (tested if len(tested) else rows).itertuples()]
    wide = rows[rows["dispersion"] > TOO_LARGE]
    if len(wide):
        phases = joined([PHASES[phase].lower() for phase in wide["phase"].unique()])
        said.append(
            f"Some figures move further than draws would ({phases}). There intervals, sets of places and ranges of estimates are too short, and "
            "a difference that only just rules chance out counts for little."
        )
    return said


def not_worked_out(report: CohortsChapter, moves: pd.DataFrame) -> list[str]:
    """Why there are no estimates, sums of three years or funnels, or no test of the intervals; nothing where there are all."""
    groups = list(report.shrunken_ranks["pupil_group"].unique())
    parts = [
        (report.shrunken_ranks, estimate_sentences(report.shrunken_ranks, report)),
        (report.pooled, pooled_sentences(report.pooled, report)),
        (report.funnels, funnel_sentences(report.funnels)),
        (moves[moves["pupil_group"].isin(groups)], dispersion_sentences(moves, groups)),
    ]
    return [said[0] for rows, said in parts if rows.empty]


def _moves(row) -> str:
    times = format_value(row.dispersion, "score", 2)
    expected = (
        f" Because counts below 6 are not published, chance would make it {format_value(row.as_published, 'score', 2)}."
        if pd.notna(row.as_published)
        else ""
    )
    return (
        f"{PHASES[row.phase]}, {group_phrase(row.pupil_group)}: {times} times as far as two draws would, in "
        f"{row.pairs:,} pairs of years of {counted(row.measures, 'measure')}.{expected}"
    )
