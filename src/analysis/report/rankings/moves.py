"""What a few pupils are worth in ranks: move them across the line and read the rank off the national ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, rounded
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.cut_points import PLACES, load_cut_points
from analysis.data.local_figures import LocalFigures

#: How many pupils are moved, in turn.
MOVES = (1, 2, 3)


@dataclass(frozen=True)
class Ladder:
    """The values that stand at known places of a national ranking, the LA's own among them.

    Parameters
    ----------
    places : array of int
        Rising: every place from 1 to ``n`` in a whole ranking, some of them where only cut-points are at hand.
    values : array of float
        The value of the LA at each place, best first, in the measure's unit.
    own : float
        The LA's value in that ranking. When its pupils move, this value leaves and the moved one enters.
    n : int
        LAs ranked.
    higher_is_better : bool
    decimals : int or None
        The decimals that all values are printed to, and that a moved value is rounded to before it is compared;
        None where they are stored unrounded.
    """

    places: np.ndarray
    values: np.ndarray
    own: float
    n: int
    higher_is_better: bool
    decimals: int | None

    def ranks(self, value: float) -> tuple[int, int]:
        """The best and worst rank that the LA could have with another value; equal in a whole ranking.

        Ties share the best place, as in ``analysis.data.ranking.rank_areas``.

        Examples
        --------
        >>> ladder = Ladder(np.arange(1, 6), np.array([12.0, 9, 9, 8, 7]), own=8, n=5, higher_is_better=True, decimals=0)
        >>> ladder.ranks(8), ladder.ranks(8.9), ladder.ranks(12.4), ladder.ranks(6)
        ((4, 4), (2, 2), (1, 1), (5, 5))

        From the values at the 1st, 8th and 15th place alone:

        >>> sparse = Ladder(np.array([1, 8, 15]), np.array([12.0, 9, 7]), own=7, n=15, higher_is_better=True, decimals=0)
        >>> sparse.ranks(8)
        (9, 15)
        """
        sign = 1 if self.higher_is_better else -1
        mine = sign * self._printed(value)
        better = sign * self._printed(self.values) > mine
        own_was_better = int(sign * self._printed(self.own) > mine)
        best = 1 + (int(self.places[better][-1]) if better.any() else 0) - own_was_better
        worst = (int(self.places[~better][0]) if not better.all() else self.n + 1) - own_was_better
        return max(best, 1), min(worst, self.n)

    def span(self, values: Iterable[float]) -> tuple[int, int]:
        """The best and the worst of the ranks that any of the values could have."""
        ends = [self.ranks(value) for value in values]
        return min(best for best, _ in ends), max(worst for _, worst in ends)

    def _printed(self, values):
        places = STORED_DECIMALS if self.decimals is None else self.decimals
        return rounded(values, places)


def moved_shares(numerator: int, denominator: int, pupils: int) -> tuple[float, float]:
    """The percentages with so many pupils fewer and more over the line, as far as the cohort allows.

    Examples
    --------
    >>> [round(share, 1) for share in moved_shares(11, 135, 1)], moved_shares(1, 4, 3)
    ([7.4, 8.9], (0.0, 100.0))
    """
    fewer, more = max(numerator - pupils, 0), min(numerator + pupils, denominator)
    return 100 * fewer / denominator, 100 * more / denominator


def printed_precision(values: pd.Series, decimals: int) -> int | None:
    """``decimals`` if every value is printed to them, or None if the file holds finer values.

    Examples
    --------
    >>> printed_precision(pd.Series([93.3, 93.30000000000001]), 1), printed_precision(pd.Series([9.09, 8.0]), 0)
    (1, None)
    """
    coarse = rounded(values, pd.Series(decimals, index=values.index))
    return int(decimals) if np.allclose(values, coarse, rtol=0, atol=0.5 * 10.0**-STORED_DECIMALS) else None


def ladders(
    report: LocalFigures, year: int, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Ladder]:
    """The national rankings of a year in which the LA is ranked, by measure and pupil group.

    Parameters
    ----------
    report : LocalFigures
    year : int
    keys : sequence of (measure, pupil group)
        Those wanted. One in which the LA has no published value is left out: where its own figure is not
        published, no rank of it is worked out either.

    Returns
    -------
    dict
        From all ranked LAs; without national data from the committed cut-points of a transcribed report.
    """
    wanted = pd.MultiIndex.from_tuples(list(keys), names=KEY[:2])
    polarity = load_measures()["polarity"]
    mine = select(report.figures, area=report.area.code, year=year)
    own = {(row.measure, row.pupil_group): row for row in mine[mine["value"].notna()].itertuples()}
    rows = report.england.ranks_in(year)
    rows = rows[pd.MultiIndex.from_frame(rows[KEY[:2]]).isin(wanted)]
    found = {}
    for key, group in rows.groupby(KEY[:2]):
        value = group.loc[group["area"] == report.area.code, "value"]
        if value.empty:
            continue
        high = polarity[key[0]] == "high"
        values = group["value"].sort_values(ascending=not high).to_numpy()
        decimals = printed_precision(group["value"], int(own[key].decimals))
        found[key] = Ladder(np.arange(1, len(values) + 1), values, value.iloc[0], len(values), high, decimals)
    if not report.england.is_ranked and report.paper is not None:
        cuts = load_cut_points().set_index(KEY)
        for key in wanted:
            if (*key, year) in cuts.index and key in own:
                high = polarity[key[0]] == "high"
                found[key] = _from_cut_points(cuts.loc[(*key, year)], own[key], high)
    return found


def _from_cut_points(cuts: pd.Series, own, high: bool) -> Ladder:
    known = {place: cuts[f"rank_{place}"] for place in PLACES if pd.notna(cuts[f"rank_{place}"])}
    known[int(cuts["n"])] = cuts["last"]
    values = np.array(list(known.values()))
    decimals = printed_precision(pd.Series(values), int(own.decimals))
    return Ladder(np.array(list(known)), values, own.value, int(cuts["n"]), high, decimals)
