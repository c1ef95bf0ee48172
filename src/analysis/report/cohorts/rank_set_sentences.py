"""What the ranks of an LA can show, in words."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.basics.patterns import NUMBER, PLACE
from analysis.basics.phrases import counted, joined
from analysis.catalogue.measures import GROUP_ORDER, load_measures, title
from analysis.catalogue.observations import KEY
from analysis.report.cohorts.rank_sets import ANSWERS, BEST
from analysis.report.rankings.cells import provisional
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.rankings import HEADLINES
from analysis.statistics.multiplicity import stand_out_by_chance

#: The level of the sets.
COVERAGE = 0.95


def rank_set_sentences(sets: pd.DataFrame, report: RankingsChapter) -> list[str]:
    """Among the best tenth? Shown, cannot be ruled out, or ruled out; one set as an example, and how many say next to nothing."""
    rows = sets[sets["area"] == report.area.code]
    known = report.rankings.loc[report.rankings["orders"] == "no", KEY[:2]]
    rows = rows[~pd.MultiIndex.from_frame(rows[KEY[:2]]).isin(pd.MultiIndex.from_frame(known))]
    if rows.empty:
        return [
            f"{report.area.name} has no rank this year on a measure with published numbers of pupils. So none of its ranks has a "
            "confidence set."
        ]
    counts = rows["among_best"].value_counts()
    told = [f"{_verb(answer)}{answer} for {counts.get(answer, 0) or 'none'}" for answer in ANSWERS.values()]
    rows = rows.assign(share=(rows["upper"] - rows["lower"] + 1) / rows["n_ranked"])
    everything = int((rows["share"] >= 0.9).sum())
    text = [
        f"Is {report.area.name} among the best {BEST}% of the local authorities ranked? Of {counted(len(rows), 'rank')} with "
        f"numbers of pupils, this {joined(told)}.",
        f"{rank_set_sentence(next(as_asked_for(rows).itertuples()))} {CHOSEN}",
    ]
    by_chance = stand_out_by_chance(len(rows), 1 - COVERAGE)
    text.append(
        f"Each set holds the true place {COVERAGE:.0%} of the time. So about {format_value(by_chance, 'count', 0 if by_chance >= 1 else 1)} of "
        f"{counted(len(rows), 'set')} may not, and nobody can say which."
    )
    if everything:
        text.append(
            f"On {everything} of the {len(rows)} the set holds nine tenths of all places or more. There the rank says next to nothing."
        )
    return text


def _verb(answer: str) -> str:
    """What stands before one of ``ANSWERS``: "is shown", "cannot be ruled out"."""
    return "" if answer.startswith("cannot") else "is "


#: How the example is chosen. The narrowest of up to forty sets would be picked by chance too: 95% holds for each set alone.
CHOSEN = "This example is chosen by its topic, not by its result."


def as_asked_for(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of measures in the order in which a committee asks: headlines, then the catalogue; all pupils before groups."""
    order = list(dict.fromkeys((*HEADLINES, *load_measures().index)))
    chosen = rows.assign(
        place=rows["measure"].map(order.index), group_place=rows["pupil_group"].map(GROUP_ORDER)
    )
    return chosen.sort_values(["place", "group_place"], kind="stable")


def rank_set_sentence(row) -> str:
    """One rank: where the true place could be, and whether it is among the best."""
    what = title(row.measure, row.pupil_group)
    end = (
        f" A place among the best {row.best} {_verb(row.among_best)}{row.among_best}."
        if row.among_best
        else ""
    )
    return (
        f"{what}: {ordinal(row.rank)} of {row.n_ranked}{provisional(row)}, but chance leaves it open from {ordinal(row.lower)} to "
        f"{ordinal(row.upper)} (95% set).{end}"
    )


#: Ranks are here among the authorities whose numbers of pupils are published: not those of the rankings.
SET = (
    rf"(?:[^:]*? is )?{PLACE} of {NUMBER}, (?:but|and) chance leaves it open from {PLACE} to {PLACE}(?: \(95% set\))?"
    rf"(?:\. A place among the best {NUMBER} [a-z ]+)?"
)


def rounding_sentence(ranges: pd.DataFrame) -> str:
    """How far rounding alone leaves ranks open, and how many neither ties nor LAs without a figure leave open."""
    if ranges.empty:
        return ""
    width = ranges["upper"] - ranges["lower"]
    alone, widest = int((width == 0).sum()), ranges.loc[width.idxmax()]
    certain = int((ranges["worst"] == ranges["lower"]).sum())
    text = (
        f"Published figures are rounded, so some local authorities tie. Of {counted(len(ranges), 'rank')} of the year, "
        f"{alone or 'none'} {'is' if alone == 1 else 'are'} not shared."
    )
    if alone > certain:
        text += f" Local authorities without a published figure could move {alone - certain} of these. That leaves {certain or 'none'} certain."
    if width.max() == 0:
        return text
    return (
        f"{text} The widest tie is {ordinal(widest['lower'])} to {ordinal(widest['upper'])}, for "
        f"{title(widest['measure'], widest['pupil_group'])}. Chance comes on top of that."
    )
