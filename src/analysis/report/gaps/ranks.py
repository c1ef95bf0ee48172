"""The rank of a gap among all local authorities: recomputed, or else as a transcribed report prints it."""

import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.ranking import distribution, rank_areas
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.gaps.levels import COMPARATORS, PAIRS, gaps
from analysis.report.rankings.rankings import printed_ranks


def gap_ranks(england: England, comparator: str, years: tuple[int, ...], papers_of: str = "") -> pd.DataFrame:
    """The rank of every LA's gap: 1 is the LA whose group is least behind, or furthest ahead.

    The rule is that of ``analysis.data.ranking.rank_areas``: competition ranking, ties share the best place, LAs
    without a gap are not ranked. Against other pupils in England the comparison is the same for every LA, so
    the order is that of the group's own figures. ``papers_of`` is the LA whose transcribed papers supply England's figure
    where DfE has none, or empty.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, value`` (the gap), ``rank, n_ranked, tie_first, tie_last``; empty
        without national data.
    """
    whole = select(england.figures(papers_of), area=ENGLAND)[[*KEY, "area", "value"]]
    levels = select(pd.concat([england.ranks[[*KEY, "area", "value"]], whole]), year=years)
    involved = {*PAIRS, *PAIRS.values()}
    rows = gaps(select(levels, pupil_group=involved), comparator)
    rows = rows[rows["area"] != ENGLAND]
    return rank_areas(rows.assign(value=rows["gap"], area_type="la"))


def years_up_to(observations: pd.DataFrame, year: int) -> tuple[int, ...]:
    """The years with observations up to one, in their order."""
    years = observations["year"].unique().tolist()
    return tuple(sorted(each for each in years if each <= year))


def gap_distribution(
    england: England, year: int, papers_of: str = "", comparator: str = "national_other"
) -> pd.DataFrame:
    """Cut-points of the gaps of all LAs in a year, as ``analysis.data.ranking.distribution`` gives them."""
    ranks = england.once(gap_ranks, comparator, years_up_to(england.published, year), papers_of)
    return distribution(ranks[ranks["year"] == year])


def with_ranks(rows: pd.DataFrame, report: CohortsChapter, years: tuple[int, ...]) -> pd.DataFrame:
    """The rank of the LA's gap: recomputed, or else as printed (``rank_basis``)."""
    names = ["rank", "n_ranked", "tie_first", "tie_last"]
    recomputed = [
        select(
            report.england.once(gap_ranks, comparator, years, report.papers_of), area=report.area.code
        ).assign(comparator=comparator)
        for comparator in COMPARATORS
    ]
    on = [*KEY, "comparator", "area"]
    ranks = pd.concat([*recomputed, _printed(report)], ignore_index=True).drop_duplicates(on)
    rows = rows.merge(ranks[[*on, *names, "rank_basis"]], on=on, how="left")
    basis = rows["rank_basis"].fillna("recomputed").where(rows["rank"].notna(), "")
    return rows.assign(rank_basis=basis, **{name: rows[name].astype("Int64") for name in names})


def _printed(report: CohortsChapter) -> pd.DataFrame:
    """Ranks that the transcribed report prints of differences, and of the figures of groups.

    The latter are those of the gap to a fixed figure too, whose order is the same.
    """
    ranks = printed_ranks(report)
    if report.paper is not None:
        figures = report.paper.figures
        own = figures[figures["kind"] == "gap_rank"].drop_duplicates(KEY)
        own = own.assign(rank=own["value"].astype("Int64"), n_ranked=report.counted_among)
        ranks = pd.concat([own[[*KEY, "rank", "n_ranked"]], ranks]).drop_duplicates(KEY)
    fixed = pd.DataFrame({"comparator": ["national_other", "national_same"]})
    ranks = ranks.assign(area=report.area.code, rank_basis="printed").merge(fixed, how="cross")
    return ranks.reindex(columns=[*KEY, "comparator", "area", "rank", "n_ranked", "rank_basis"])
