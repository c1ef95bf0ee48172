"""The rank of a gap among all local authorities: recomputed, or else as a transcribed report prints it."""

import pandas as pd

from analysis.catalogue.manifest import editions
from analysis.catalogue.observations import select
from analysis.data.kept import once_for_all
from analysis.data.question import ENGLAND, Data
from analysis.data.ranking import KEY, distribution, rank_areas
from analysis.report.gaps.levels import COMPARATORS, PAIRS, gaps
from analysis.report.rankings.local import printed_ranks


@once_for_all
def gap_ranks(data: Data, comparator: str, years: tuple[int, ...], papers_of: str = "") -> pd.DataFrame:
    """The rank of every LA's gap: 1 is the LA whose group is least behind, or furthest ahead.

    The rule is that of ``analysis.data.ranking.rank_areas``: competition ranking, ties share the best place, LAs
    without a gap are not ranked. Against other pupils in England the comparison is the same for every LA, so
    the order is that of the group's own figures. ``papers_of`` is the LA whose transcribed papers supply England's figure
    where DfE has none, or empty: what is kept for all must not depend on which LA came first.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, value`` (the gap), ``rank, n_ranked, tie_first, tie_last``; empty
        without national data.
    """
    whole = data.observations
    if not papers_of:
        whole = whole[~whole["source"].isin({source.id for source in editions().values()})]
    england = select(whole, area=ENGLAND)[[*KEY, "area", "value"]]
    levels = select(pd.concat([data.ranks[[*KEY, "area", "value"]], england]), year=years)
    involved = {*PAIRS, *PAIRS.values()}
    rows = gaps(select(levels, pupil_group=involved), comparator)
    rows = rows[rows["area"] != ENGLAND]
    return rank_areas(rows.assign(value=rows["gap"], area_type="la"))


@once_for_all
def years_up_to(data: Data, year: int) -> tuple[int, ...]:
    """The years with observations up to one, in their order."""
    years = data.observations["year"].unique().tolist()
    return tuple(sorted(each for each in years if each <= year))


@once_for_all
def gap_distribution(
    data: Data, year: int, comparator: str = "national_other", papers_of: str = ""
) -> pd.DataFrame:
    """Cut-points of the gaps of all LAs in a year, as ``analysis.data.ranking.distribution`` gives them."""
    ranks = gap_ranks(data, comparator, years_up_to(data, year), papers_of)
    return distribution(ranks[ranks["year"] == year])


def papers_of(data: Data) -> str:
    """The LA's code if a report on it was transcribed, in any year; empty if not."""
    return data.area.code if any(code == data.area.code for code, _ in editions()) else ""


def with_ranks(rows: pd.DataFrame, data: Data, years: tuple[int, ...]) -> pd.DataFrame:
    """The rank of the LA's gap: recomputed, or else as printed (``rank_basis``)."""
    names = ["rank", "n_ranked", "tie_first", "tie_last"]
    recomputed = [
        select(gap_ranks(data, comparator, years, papers_of(data)), area=data.area.code).assign(
            comparator=comparator
        )
        for comparator in COMPARATORS
    ]
    on = [*KEY, "comparator", "area"]
    ranks = pd.concat([*recomputed, _printed(data)], ignore_index=True).drop_duplicates(on)
    rows = rows.merge(ranks[[*on, *names, "rank_basis"]], on=on, how="left")
    basis = rows["rank_basis"].fillna("recomputed").where(rows["rank"].notna(), "")
    return rows.assign(rank_basis=basis, **{name: rows[name].astype("Int64") for name in names})


def _printed(data: Data) -> pd.DataFrame:
    """Ranks that the transcribed report prints of differences, and of the figures of groups.

    The latter are those of the gap to a fixed figure too, whose order is the same.
    """
    ranks = printed_ranks(data)
    if data.edition is not None:
        figures = data.edition.figures
        own = figures[figures["kind"] == "gap_rank"].drop_duplicates(KEY)
        own = own.assign(rank=own["value"].astype("Int64"), n_ranked=data.report_n)
        ranks = pd.concat([own[[*KEY, "rank", "n_ranked"]], ranks]).drop_duplicates(KEY)
    fixed = pd.DataFrame({"comparator": ["national_other", "national_same"]})
    ranks = ranks.assign(area=data.area.code, rank_basis="printed").merge(fixed, how="cross")
    return ranks.reindex(columns=[*KEY, "comparator", "area", "rank", "n_ranked", "rank_basis"])
