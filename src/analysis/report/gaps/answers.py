"""What the page says first: how far behind disadvantaged pupils are, whether they catch up, and how unequal results are."""

import pandas as pd

from analysis.basics.phrases import counted, joined
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import group_title
from analysis.catalogue.observations import select
from analysis.report.gaps.change_sentences import change_sentence, verdict_counts
from analysis.report.gaps.chapter import BEFORE_PANDEMIC, GapsChapter
from analysis.report.gaps.deprivation import NARROWER, WIDER, deprived, since_pandemic, within
from analysis.report.gaps.sentences import DOUBT, HEADLINES, gap_sentence, rank_sentence
from analysis.report.gaps.standing import others, size, standing
from analysis.report.rankings.cells import provisional, provisional_among, unordered
from analysis.statistics.change_words import CANNOT_TELL

NO_GAP = "No headline gap of disadvantaged pupils is published for this year."
#: As many gaps are named in place of the headline ones.
MOST = 2


def answers(report: GapsChapter) -> list[str]:
    """The page in a few lines: each headline gap of disadvantaged pupils, falls and rises counted, and the gaps within the LA."""
    return [*_headlines(report), changes_counted(report), within_counts(report)]


def _headlines(report: GapsChapter) -> list[str]:
    """The headline gaps of disadvantaged pupils; where the LA has none of them, others that it has."""
    rows = select(report.gaps, comparator="national_other", pupil_group="disadvantaged", measure=HEADLINES)
    if rows["gap"].notna().any():
        return [_answer(row, report) if pd.notna(row.gap) else gap_sentence(row) for row in rows.itertuples()]
    return [NO_GAP, *(_answer(row, report) for row in deprived(report.gaps)[:MOST].itertuples())]


def _answer(main, report: GapsChapter) -> str:
    """How far a group is behind, England's own gap, the rank of the gap, and whether the group is catching up."""
    said = [f"{_lead(main)} {standing(main, main.gap, main.side)} {others(main)}{provisional(main)}."]
    if main.doubtful:
        return f"{said[0]} {DOUBT}. This gap should not be relied on."
    about = {"measure": main.measure, "pupil_group": main.pupil_group, "area": ENGLAND}
    national = select(report.gaps, **about).dropna(subset="gap")
    said += [f"England's own gap is {size(row, row.gap)}{provisional(row)}." for row in national.itertuples()]
    if pd.notna(main.rank) and not unordered(main):
        said.append(rank_sentence(main))
    return " ".join([*said, *catching_up(main, report)])


def catching_up(main, report: GapsChapter) -> list[str]:
    """The change of a gap since 2019, and since the year before where the two cannot be compared."""
    table = report.gaps_since_pandemic
    same = table[(table["year"] == report.year) & (table["comparator"] == main.comparator)]
    same = same[(same["measure"] == main.measure) & (same["pupil_group"] == main.pupil_group)]
    said = [change_sentence(row, str(BEFORE_PANDEMIC)) for row in same.itertuples()]
    if (said and same["verdict"].iloc[0]) or report.year - 1 == BEFORE_PANDEMIC:
        return said
    return [*said, change_sentence(main)]


def changes_counted(report: GapsChapter) -> str:
    """How many gaps are smaller and larger since 2019: those that the table of 2019 shows; before 2020, since the year before."""
    rows = since_pandemic(report)
    return verdict_counts(rows, str(BEFORE_PANDEMIC)) if len(rows) else verdict_counts(report.gaps)


def within_counts(report: GapsChapter) -> str:
    """How many gaps within the LA are wider than England's own."""
    rows, name = within(report), report.area.name
    if rows.empty:
        return f"No gap within {name} can be set beside England's own this year."
    counts = rows["compared"].value_counts()
    firm, soft = (
        [
            f"{counts[word]} {'is' if counts[word] == 1 else 'are'} {said}"
            for word, said in words
            if word in counts
        ]
        for words in (
            ((WIDER, WIDER), (NARROWER, NARROWER)),
            ((f"{WIDER} as published", WIDER), (f"{NARROWER} as published", NARROWER)),
        )
    )
    parts = joined(firm) or f"none is {WIDER} or {NARROWER}"
    said = [
        f"Of {counted(len(rows), 'gap')} within {name}{provisional_among(rows)}, {parts} than England's own by more than rounding and chance can make."
    ]
    said += [f"As published, {joined(soft)}, which may be chance."] if soft else []
    if unknown := counts.get(CANNOT_TELL, 0):
        said.append(f"For {counted(unknown, 'gap')} we cannot tell: rounding alone can part the two.")
    return " ".join(said)


def within_sentences(report: GapsChapter) -> list[str]:
    """The headline gaps within the LA beside England's own, in words."""
    rows = within(report)
    rows = rows[rows["measure"].isin(HEADLINES)]
    return [_within(row, report) for row in rows.itertuples()] or [
        f"No headline gap within {report.area.name} is published for this year."
    ]


def _within(row, report: GapsChapter) -> str:
    name, word = report.area.name, row.compared.removesuffix(" as published")
    if row.compared == CANNOT_TELL:
        found = "We cannot tell which is wider: rounding alone can part the two."
    elif row.compared == word:
        found = f"{name}'s is {word}, by more than rounding and chance can make."
    else:
        found = f"{name}'s is {word} as published, which may be chance."
    return (
        f"{_lead(row)} The gap within {name} is {size(row, row.gap)}{_way(row, row.gap)}{provisional(row)}. "
        f"England's own gap is {size(row, row.england)}{_way(row, row.england)}. {found}"
    )


def _lead(row) -> str:
    """What the sentences after it are about."""
    group = "" if row.pupil_group == "disadvantaged" else f"{group_title(row.pupil_group)}: "
    return f"**{group}{row.title}:**"


def _way(row, gap: float) -> str:
    """A gap that is not behind says so, since a gap is taken to be one behind."""
    ahead = gap > 0 if row.polarity == "high" else gap < 0
    return ", the other way round" if ahead else ""
