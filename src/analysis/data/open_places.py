"""The places that a rank may stand for: the one computation behind badges, counts, targets, findings and claims.

Four things leave a place open. Values are published rounded, and equal ones tie; rounding never swaps two values of the
same decimals, so that it leaves open the order of equal ones and no other: that is the tie. Authorities that have such
pupils and no published figure may each stand before or after. And where numbers of pupils are known, chance does more.

A band is said firmly only if every place that ties and authorities without a figure leave open lies in it
(``lies_in``). Chance is stated beside, and widens ``open_first`` and ``open_last`` (``with_chance``).
"""

from fractions import Fraction

import numpy as np
import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.observations import KEY
from analysis.data.england import England
from analysis.data.ranking import BANDS, last_place

#: What leaves a place open, in the order in which ``open_because`` names them.
TIE, UNPUBLISHED, CHANCE = "tie", "unpublished", "chance"
REASONS = (TIE, UNPUBLISHED, CHANCE)
COLUMNS = ["open_first", "open_last", "open_because"]
#: So many authorities without a figure are named.
NAMED = 3


def open_places(england: England, year: int) -> pd.DataFrame:
    """The places that the rank of every LA may stand for, on every measure of a year, by ties and LAs without a figure.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, rank, n_ranked, tie_first, tie_last``, then ``unpublished`` (how many have
        such pupils and no figure), ``open_first``, ``open_last`` and ``open_because``: ``REASONS``, "; " between. Ask
        for it by ``england.once(open_places, year)``.
    """
    rows = england.ranks_in(year).drop(columns="value")
    return of_ranks(rows, england.unranked(year))


def of_ranks(rows: pd.DataFrame, unranked: pd.DataFrame) -> pd.DataFrame:
    """Rows of ranks with ``unpublished, open_first, open_last, open_because``; ``unranked`` as ``unpublished`` gives them.

    A rank that is known from print alone (no ``tie_last``) stands for itself.
    """
    missing = unranked.groupby(KEY).size().rename("unpublished")
    rows = rows.join(missing, on=KEY)
    known = rows["tie_last"].notna()
    rows["unpublished"] = rows["unpublished"].fillna(0).astype("Int64").where(known)
    rows["open_first"] = rows["tie_first"].where(known, rows["rank"]).astype("Int64")
    rows["open_last"] = (rows["tie_last"] + rows["unpublished"]).where(known, rows["rank"]).astype("Int64")
    tie = (rows["tie_last"] > rows["tie_first"]).fillna(False).astype(bool)
    absent = (rows["unpublished"] > 0).fillna(False).astype(bool)
    rows["open_because"] = _because({TIE: tie, UNPUBLISHED: absent}, rows.index)
    return rows


def with_chance(rows: pd.DataFrame, sets: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``open_first``, ``open_last`` and ``open_because`` as chance leaves them too.

    Parameters
    ----------
    rows : DataFrame
        As ``of_ranks`` returns them, with any other columns.
    sets : DataFrame
        ``measure, pupil_group, year, area``, the places ``lower`` to ``upper`` that chance leaves open, and ``n_ranked``,
        among how many LAs that is: from published counts (``analysis.report.cohorts.rank_sets``), or from approximate
        sizes. An LA without an error is in no set, so it may stand before as well.
    """
    on = [*KEY, "area"]
    found = sets[[*on, "lower", "upper", "n_ranked"]].rename(columns={"n_ranked": "n_in_set"})
    both = rows[on].merge(found, on=on, how="left").set_axis(rows.index)
    without = (rows["n_ranked"] - both["n_in_set"]).clip(lower=0) + rows["unpublished"].fillna(0)
    first = both["lower"].astype("Int64").fillna(rows["open_first"])
    last = (both["upper"] + without).astype("Int64").fillna(rows["open_last"])
    wider = ((first < rows["open_first"]) | (last > rows["open_last"])).fillna(False).astype(bool)
    because = [
        "; ".join(filter(None, [why, CHANCE if more else ""]))
        for why, more in zip(rows["open_because"], wider, strict=True)
    ]
    return rows.assign(
        open_first=np.minimum(first, rows["open_first"]).astype("Int64"),
        open_last=np.maximum(last, rows["open_last"]).astype("Int64"),
        open_because=because,
    )


def _because(reasons: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    said = pd.Series("", index=index, dtype=object)
    for reason, holds in reasons.items():
        said = said.mask(holds, said.where(said == "", said + "; ") + reason)
    return said.astype(str)


def lies_in(first, last, n, start: int | Fraction, end: int | Fraction, n_most=None):
    """Whether every place from ``first`` to ``last`` lies in the part of the ranking from ``start`` to ``end`` per cent.

    Parameters
    ----------
    first, last : int or array
        The places that a rank may stand for.
    n, n_most : int or array
        How many LAs are ranked, and how many would be if all had a figure (``n`` if not given): more places move the
        upper end of a band down, so that a rank beyond it is certainly so only if it is by the larger number.
    start, end : int
        0 and 10 for the top 10%, 50 and 100 for the bottom half.

    Examples
    --------
    >>> lies_in(14, 16, 152, 0, 10), lies_in(14, 15, 152, 0, 10), lies_in(77, 79, 152, 50, 100)
    (False, True, True)
    >>> lies_in(77, 79, 152, 50, 100, n_most=154)
    False
    """
    most = n if n_most is None else n_most
    inside = (first > last_place(start, most)) & (np.minimum(last, n) <= last_place(end, n))
    return bool(inside) if np.ndim(inside) == 0 else inside


def band_share(band: str) -> tuple[int, int]:
    """From where to where a band reaches, in per cent; the narrower ones lie within it.

    Examples
    --------
    >>> band_share("top 20%"), band_share("bottom half")
    ((0, 20), (50, 100))
    """
    return (50, 100) if band == "bottom half" else (0, BANDS[band])


def band_hangs_on(rows: pd.DataFrame, band: pd.Series, n: pd.Series) -> pd.Series:
    """What would take a rank out of its band: ``TIE``, ``UNPUBLISHED``, or nothing where the band is certain.

    ``rows`` are as ``of_ranks`` returns them, ``band`` the narrowest band of each rank (or nothing) and ``n`` among how many
    it is counted. What the tie alone leaves open hangs on the tie, whoever else has no figure.
    """
    found = pd.Series("", index=rows.index, dtype=object)
    for name in BANDS:
        own = rows[(band == name).to_numpy()]
        places, missing = n[own.index], own["unpublished"].fillna(0)
        last = own["open_last"] - missing
        start, end = band_share(name)
        by_tie = lies_in(own["open_first"], last, places, start, end).astype(bool)
        by_both = lies_in(own["open_first"], own["open_last"], places, start, end, places + missing).astype(
            bool
        )
        found[own.index] = np.where(by_both, "", np.where(by_tie, UNPUBLISHED, TIE))
    return found.astype(str)


def least_moved(now: tuple[int, int], before: tuple[int, int]) -> int:
    """The fewest places between two ranks, each known to lie within a range; 0 where the ranges overlap.

    Examples
    --------
    >>> least_moved((118, 146), (61, 112)), least_moved((31, 42), (46, 50)), least_moved((5, 9), (9, 12))
    (6, 4, 0)
    """
    return max(now[0] - before[1], before[0] - now[1], 0)


def places_open(rank: int, first: int, last: int, unpublished: tuple[str, ...]) -> tuple[int, int, str]:
    """The places that one rank may stand for, and why in words: as ``open_places``, also for a rank that is printed.

    Parameters
    ----------
    rank : int
        The rank in question. A printed one that is not among today's places keeps the width of today's tie.
    first, last : int
        The places of the tie as recomputed today; equal where the rank is not shared.
    unpublished : tuple of str
        The LAs that have such pupils and no published figure: each of them might stand before this one.

    Returns
    -------
    tuple
        The best place, the worst, and the reason in words, empty if the rank is not open.
    """
    worst = last + len(unpublished)
    if not first <= rank <= worst:
        tied = f"today {last - first + 1} share its published value"
        return rank, rank + last - first, tied if last > first else ""
    why = []
    if last > first:
        why.append(f"{ordinal(first)} to {ordinal(last)} share one published value")
    if worst > last:
        names = unpublished
        listed = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
        have = "has" if len(names) == 1 else "have"
        why.append(f"{len(names)} with such pupils {have} no published figure ({listed})")
    return first, worst, "; ".join(why)
