"""Ranks among local authorities, and the bands that reports speak of.

The rank is DfE's rule in the Local Authority Interactive Tool: competition ranking ("1224"), 1 is best by
the measure's polarity, ties share the best place, LAs without a value are not ranked. Source: function
``rank`` in the tool's public code; bands and quartiles as in docs/methods.md, section 2.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, rounded
from analysis.catalogue.areas import load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY

#: A move of so many places, or of so many more, is counted apart.
FAR, FURTHER = 5, 10
#: Share of the LAs, in per cent, that a rank must lie within to be in the band.
BANDS = {"top 5%": 5, "top 10%": 10, "top 20%": 20, "top half": 50, "bottom half": 100}
QUARTILES = ("A", "B", "C", "D")
CITY_AND_SCILLY = ("E09000001", "E06000053")


def rank_areas(
    observations: pd.DataFrame,
    year: int | None = None,
    *,
    exclude: Iterable[str] = (),
    displayed: bool = False,
    measures: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Rank every local authority on every measure.

    Parameters
    ----------
    observations : DataFrame
        As ``analysis.catalogue.observations`` defines them, one row per measure, pupil group, year and area.
    year : int, optional
        One year only; all if not given.
    exclude : iterable of str
        GSS codes to leave out, such as ``CITY_AND_SCILLY``.
    displayed : bool
        Rank on the values as they are printed instead of as they are stored: more ties.
    measures : DataFrame, optional
        The catalogue, for the polarity. A measure without polarity is not ranked.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, value, rank, n_ranked, tie_first, tie_last``. Three LAs that
        share the second place have rank 2, tie_first 2 and tie_last 4. An abolished LA is left out where
        a successor has a value for the same year.

    Examples
    --------
    >>> areas = ["E09000003", "E09000007", "E09000010"]
    >>> table = pd.DataFrame({"measure": "ks2_rwm_expected", "pupil_group": "all", "year": 2017, "area": areas,
    ...                       "area_type": "la", "value": [69.0, 70.0, 69.0], "decimals": 0})
    >>> rank_areas(table)[["area", "rank", "tie_first", "tie_last", "n_ranked"]].values.tolist()
    [['E09000003', 2, 2, 3, 3], ['E09000007', 1, 1, 1, 3], ['E09000010', 2, 2, 3, 3]]
    """
    measures = load_measures() if measures is None else measures
    used = [*KEY, "area", "value", *(["decimals"] if displayed else [])]
    rows = observations.loc[(observations["area_type"] == "la") & observations["value"].notna(), used]
    rows = rows[rows["year"] == year] if year is not None else rows
    rows = rows[~rows["area"].isin(list(exclude))]
    polarity = rows["measure"].map(measures["polarity"])
    rows = _without_predecessors(rows[polarity.isin(["high", "low"])])
    value = rounded(rows["value"], rows["decimals"]) if displayed else rows["value"].round(STORED_DECIMALS)
    # negated where high is good, so that the best is always the smallest
    worth = value.where(rows["measure"].map(measures["polarity"]) == "low", -value)
    groups = worth.groupby([rows[column] for column in KEY])
    best, last = groups.rank(method="min"), groups.rank(method="max")
    return rows[[*KEY, "area", "value"]].assign(
        rank=best.astype("Int64"),
        n_ranked=groups.transform("size").astype("Int64"),
        tie_first=best.astype("Int64"),
        tie_last=last.astype("Int64"),
    )


def _without_predecessors(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows less those of abolished LAs of which a successor has a value for the same year."""
    areas = load_areas()
    kept = np.ones(len(rows), dtype=bool)
    names, there = pd.factorize(rows["area"])
    for code, successors in areas.loc[areas["successors"] != "", ["code", "successors"]].itertuples(
        index=False
    ):
        old, new = (
            np.flatnonzero(np.isin(names, np.flatnonzero(there.isin(codes))) & kept)
            for codes in ([code], successors.split())
        )
        keys, of_new = (pd.MultiIndex.from_frame(rows[KEY].iloc[places]) for places in (old, new))
        kept[old[keys.isin(of_new)]] = False
    return rows[kept]


def last_place(share: int | Fraction, n):
    """The last rank within the best ``share`` per cent of ``n`` LAs.

    Examples
    --------
    >>> [last_place(share, 152) for share in (5, 10, 20, 50)]
    [7, 15, 30, 76]
    """
    return share * n // 100


@cache
def band(rank: int, n: int) -> str:
    """The narrowest band that the rank lies in.

    Examples
    --------
    >>> band(15, 152), band(16, 152), band(77, 152)
    ('top 10%', 'top 20%', 'bottom half')
    """
    return next(name for name, share in BANDS.items() if rank <= last_place(share, n) or share == 100)


def with_moves(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``places_moved`` and ``within_ties``, from ``rank, tie_first, tie_last`` before and after."""
    moved = (rows["rank_after"] - rows["rank_before"]).abs()
    first = rows[["tie_first_before", "tie_first_after"]].max(axis=1)
    last = rows[["tie_last_before", "tie_last_after"]].min(axis=1)
    ties = ((first <= last) & (moved > 0)).fillna(False).astype(bool)
    return rows.assign(places_moved=moved, within_ties=ties)


def quarter(rank: int, n: int) -> str:
    """The quarter of the ranked LAs that the rank lies in, A (best) to D.

    Examples
    --------
    >>> [quarter(rank, 152) for rank in (38, 39, 76, 114, 115)]
    ['A', 'B', 'B', 'C', 'D']
    """
    return next(name for i, name in enumerate(QUARTILES, start=1) if rank * 4 <= i * n or i == len(QUARTILES))


def distribution(ranked: pd.DataFrame, n: int | None = None) -> pd.DataFrame:
    """What the national distribution of each measure looks like, from all ranked LAs.

    Parameters
    ----------
    ranked : DataFrame
        As ``rank_areas`` returns it.
    n : int, optional
        The number of LAs that bands are counted among; the number ranked if not given.

    Returns
    -------
    DataFrame
        Indexed by measure, pupil group and year: ``n, mean, sd, q0, q10, q25, q50, q75, q90, q100`` (linear
        interpolation, R's type 7, as LAIT) and ``at_top_10``, the value of the last place in the best tenth.
    """
    groups = ranked.groupby(KEY)["value"]
    shares = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)
    # rounded as values are before they are compared: a value on a cut-point must be seen to be on it
    quantiles = {f"q{100 * share:.0f}": groups.quantile(share).round(STORED_DECIMALS) for share in shares}
    table = pd.DataFrame({"n": groups.size(), "mean": groups.mean(), "sd": groups.std(), **quantiles})
    place = last_place(10, table["n"] if n is None else pd.Series(n, index=table.index))
    return table.join(value_at(ranked, place.rename("place")).rename("at_top_10"))


def value_at(ranked: pd.DataFrame, place: pd.Series) -> pd.Series:
    """The value of the LA that stands at a place, by measure, pupil group and year (its worst-placed tie)."""
    rows = ranked[[*KEY, "value", "rank"]].merge(place.reset_index(), on=KEY)
    rows = rows[rows["rank"] <= rows["place"]]
    last = rows.sort_values("rank", kind="stable").drop_duplicates(KEY, keep="last")
    return last.set_index(KEY)["value"]


def lait_quartile(value: float, cuts: tuple[float, float, float], polarity: str) -> str:
    """The quartile band of LAIT, A (best) to D, from the cut-points at 25, 50 and 75 per cent.

    A value on a cut-point gets the worse band when high is good and the better one when low is good: this is
    LAIT's rule, and it is why bands are of unequal size where values tie.

    Examples
    --------
    >>> lait_quartile(70, (60, 65, 70), "high"), lait_quartile(60, (60, 65, 70), "low")
    ('B', 'A')
    """
    above = sum(value > cut for cut in cuts)
    return QUARTILES[above] if polarity == "low" else QUARTILES[3 - above]


def without_value(ranked: pd.DataFrame, year: int) -> pd.DataFrame:
    """The LAs of the year that are not ranked, for each measure on which others are.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area`` for every LA that existed in the year and has no value.
    """
    keys = ranked.loc[ranked["year"] == year, KEY].drop_duplicates()
    existing = standing(load_areas(), year)[["code"]].rename(columns={"code": "area"})
    every = keys.merge(existing, how="cross")
    there = pd.MultiIndex.from_frame(ranked[[*KEY, "area"]])
    return every[~pd.MultiIndex.from_frame(every).isin(there)]


def rank_within(ranked: pd.DataFrame, area: str, others: Iterable[str]) -> pd.DataFrame:
    """The rank of one LA among some others and itself: ``measure, pupil_group, year, rank, n``.

    ``others`` are GSS codes: of its region, or of its statistical neighbours. National ranks order them, so
    polarity and ties carry over.
    """
    chosen = ranked[ranked["area"].isin({area, *others})]
    place = chosen.groupby(KEY)["rank"].rank(method="min").astype("Int64")
    size = chosen.groupby(KEY)["rank"].transform("size").astype("Int64")
    return chosen.assign(rank=place, n=size)[chosen["area"] == area][[*KEY, "rank", "n"]]
