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
    "An estimate draws a figure towards the mean of all local authorities, the more the fewer pupils it has, and asks where the true "
    "figure may lie among all the others. It supposes that local authorities with few pupils do neither better nor worse for that, and it "
    "stands beside the places that chance leaves open, which need no such thing."
)
NO_ESTIMATE = (
    "For no figure of this local authority and year are the numbers of pupils of enough local authorities published, so nothing is "
    "estimated here."
)


def estimate_sentences(shrunken: pd.DataFrame, report: CohortsChapter) -> list[str]:
    """How many figures have an estimate, which say most of the best quarter, and where this year's figures have no order."""
    if shrunken.empty:
        return [NO_ESTIMATE]
    made = shrunken[shrunken["reason"] == ""]
    said = [
        f"{len(made) or 'None'} of {counted(len(shrunken), 'figure')} with numbers of pupils {'has' if len(made) == 1 else 'have'} an "
        "estimate that uses all local authorities."
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
        f"{ordinal(in_set['upper'])} of {in_set['n_ranked']} (95% set); {words}."
    )


#: Places by chance, and those of an estimate: of no rank is it said that it is one of them.
BY_CHANCE = (
    rf"chance leaves the rank open from {PLACE} to {PLACE} of {NUMBER} \(95% set\); an estimate that uses all local authorities puts it "
    rf"between {PLACE} and {PLACE} \(90% range\)"
)


def _without_order(shrunken: pd.DataFrame) -> list[str]:
    rows = shrunken[shrunken["orders"] == "no"]
    if rows.empty:
        return []
    by_chance = stand_out_by_chance(len(shrunken), LEVEL)
    return [
        f"This year's figures do not order local authorities on {counted(len(rows), 'measure')} of {len(shrunken)}: {_named(rows)}. There "
        f"local authorities with a published figure differ no more than chance makes them, so no rank is printed. Were there no true differences on any of the {len(shrunken)}, about "
        f"{format_value(by_chance, 'count', 0 if by_chance >= 1 else 1)} would still seem to have an order."
    ]


def _suppressed(shrunken: pd.DataFrame) -> list[str]:
    rows = shrunken[(shrunken["reason"] != "") & (shrunken["orders"] != "no")]
    if rows.empty:
        return []
    one = len(rows) == 1
    return [
        f"For {counted(len(rows), 'more figure')} no estimate is made, as {'its' if one else 'their'} number is suppressed in more than a "
        f"quarter of local authorities, and what is suppressed is small: {_named(rows)}."
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
            "No percentage of this local authority can be counted over three years: that needs numbers of pupils in each of them, and a "
            "series without a break. In 2019/20 and 2020/21 there were no tests, so that no sum reaches across them."
        ]
    years = f"{academic_year(report.year - 2)} to {academic_year(report.year)}"
    known = pooled[pooled["pooled"].notna()]
    headline = report.rankings.loc[report.rankings["headline"], KEY[:2]]
    first = known[pd.MultiIndex.from_frame(known[KEY[:2]]).isin(pd.MultiIndex.from_frame(headline))]
    said = [pooled_sentence(row, years) for row in first.head(MOST_NAMED).itertuples()]
    gone = int((pooled["reason"] == LEFT_OUT).sum())
    if gone:
        said.append(
            f"{counted(gone, 'percentage')} of {len(pooled)} {'is' if gone == 1 else 'are'} not pooled, as the figure of one of the three years is "
            "suppressed or missing: a sum could give it away."
        )
    return said


def pooled_sentence(row, years: str) -> str:
    """The year alone first, then the three years."""
    alone = f"{whole(row.value)} in the year alone; " if pd.notna(row.value) else ""
    place = (
        f", {ordinal(row.rank)} of the {row.n_ranked} with all three years (90% range {ordinal(row.rank_low)} to {ordinal(row.rank_high)})"
        if pd.notna(row.rank)
        else ""
    )
    return (
        f"{title(row.measure, row.pupil_group)}{provisional(row)}: {alone}over {years} together an estimate of {whole(row.pooled)}, of "
        f"{counted(int(row.denominator), 'pupil')} (95% interval {whole(row.lower)} to {whole(row.upper)}){place}. "
        f"{counted(row.left_out, 'local authority', 'local authorities')} with a suppressed or missing year "
        f"{'is' if row.left_out == 1 else 'are'} left out."
    )


#: A place among the authorities that have all three years: not one of the rankings.
POOLED_RANK = rf"{PLACE} of the {NUMBER} with all three years \(90% range {PLACE} to {PLACE}\)"


def funnel_sentences(funnels: pd.DataFrame) -> list[str]:
    """How many percentages lie outside the limits of their funnel, and how many would by chance."""
    if funnels.empty:
        return ["No percentage of this year has numbers of pupils of enough local authorities for a funnel."]
    far, near = funnels[funnels["outside"] == "99.8%"], funnels[funnels["outside"] != "none"]
    by_chance = stand_out_by_chance(len(funnels), 0.05)
    said = [
        f"Of {counted(len(funnels), 'percentage')} with a funnel, {len(near) or 'none'} {'lies' if len(near) == 1 else 'lie'} outside its 95% limits, "
        f"where chance would put about {format_value(by_chance, 'count', 0 if by_chance >= 1 else 1)}, and {len(far) or 'none'} outside the 99.8% "
        f"limits{f': {_named(far)}' if len(far) else ''}."
    ]
    return [
        *said,
        "Local authorities whose number is suppressed are in no funnel; where many are, those shown are the higher ones. The limits allow for the differences that local authorities have anyway (overdispersion), measured with the farthest tenth at each "
        "end drawn in; outside them lie more local authorities than chance would put there where a few are far from all others.",
    ]


def dispersion_sentences(moves: pd.DataFrame, groups: list[str]) -> list[str]:
    """Whether cohorts vary from year to year as draws would, of the groups of the page: what the intervals rest on."""
    rows = moves[moves["pupil_group"].isin(groups)]
    if rows.empty:
        return [
            "Intervals treat a cohort as one draw. Whether cohorts do vary from year to year as draws would cannot be looked at here: no two "
            "years in a row have numbers of pupils."
        ]
    said = [
        "Intervals treat a cohort as one draw. If that is so, figures move from year to year as far as two draws would, and no further."
    ]
    tested = rows[rows["phase"] == TESTED]
    said += [_moves(row) for row in (tested if len(tested) else rows).itertuples()]
    wide = rows[rows["dispersion"] > TOO_LARGE]
    if len(wide):
        phases = joined([PHASES[phase].lower() for phase in wide["phase"].unique()])
        said.append(
            f"Where figures move further than draws would ({phases}), an interval is too short, and so are a set of places and the range of an estimate; a difference that only "
            "just leaves chance out does not count for much there."
        )
    return said


def _moves(row) -> str:
    times = format_value(row.dispersion, "score", 2)
    expected = (
        f"; as counts of fewer than 6 are not published, chance would make it {format_value(row.as_published, 'score', 2)}"
        if pd.notna(row.as_published)
        else ""
    )
    return (
        f"{PHASES[row.phase]}, {group_phrase(row.pupil_group)}: {times} times as far as two draws would "
        f"({row.pairs:,} pairs of years of {counted(row.measures, 'measure')} in all local authorities{expected})."
    )
