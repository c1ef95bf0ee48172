"""Whether a year's figures order local authorities at all, and where estimates from all of them put each.

For percentages whose numbers of pupils are published, and scores whose interval is. Computed once for England and year.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.ranking import last_place
from analysis.statistics.shrinkage import (
    Spread,
    drawn_means,
    drawn_shares,
    expected_ranks,
    fit_beta_binomial,
    shrunken_means,
    shrunken_shares,
    spread_of_means,
    spread_of_shares,
)

#: Fewer LAs with a figure than this say nothing of how LAs differ.
FEWEST_AREAS = 30
#: Figures that differ no more than these do in one ranking of twenty, if no LA differs, do not order LAs.
LEVEL = 0.05
#: The share of LAs with such pupils that must have a published figure: what is suppressed are the smallest counts, so that
#: the others look more alike, or less, than all would.
PUBLISHED = 0.75
#: The parts of the LAs, in per cent, that the chances are of.
BEST = (10, 25)
#: A 95% interval is so many standard errors to each side.
ENDS = 1.96
COUNTED = ["numerator", "denominator"]


@dataclass(frozen=True)
class Ordering:
    """How LAs' figures on a measure and group differ in a year, and what an estimate makes of each.

    ``spread`` in shares of 1 or in points of the score; ``published`` LAs have a figure, of ``with_pupils`` that have such
    pupils; ``estimates`` have a row for each LA with a figure, in the measure's unit (``ESTIMATES``), and none where
    the LAs are not ordered or too few are published.
    """

    spread: Spread
    published: int
    with_pupils: int
    estimates: pd.DataFrame

    @property
    def enough(self) -> bool:
        """Whether the LAs with a published figure are nearly all."""
        return self.published >= PUBLISHED * self.with_pupils

    @property
    def orders(self) -> bool | None:
        """Whether the figures order LAs; None where the published ones seem to, but too many are suppressed."""
        if not self.spread.between or self.spread.chance > LEVEL:
            return False
        return True if self.enough else None


ESTIMATES = (
    *("area", "estimate", "lower", "upper", "expected_rank", "rank_low", "rank_high"),
    *(f"chance_best_{share}" for share in BEST),
)


def orders_authorities(england: England, measure: str, pupil_group: str, year: int) -> bool | None:
    """Whether a year's figures order LAs on a measure and group of pupils.

    Returns
    -------
    bool or None
        False: the figures differ no more than chance makes them. None: not known, because no numbers of pupils are
        published, or those of too few LAs.
    """
    found = england.once(orderings, year).get((measure, pupil_group))
    return None if found is None else found.orders


def orderings(england: England, year: int) -> dict[tuple[str, str], Ordering]:
    """The ordering of each measure and group of a year of which numbers of pupils are published; use ``England.once``."""
    rows = select(england.published, year=year, area_type="la")
    rows = rows[rows["measure"].isin(england.ranks_in(year)["measure"].unique())]
    ranked = pd.MultiIndex.from_frame(england.ranks_in(year)[[*KEY, "area"]])
    rows = rows.assign(ranked=pd.MultiIndex.from_frame(rows[[*KEY, "area"]]).isin(ranked))
    units = load_measures()["unit"]
    counts = rows[rows["denominator"].gt(0) | rows["status"].eq("c")]
    found = {}
    for (measure, group), own in counts.groupby(KEY[:2], sort=False):
        known, with_pupils = own[own["ranked"] & own["denominator"].gt(0)], len(own)
        if units[measure] == "percent":
            known = known[known["numerator"].notna()]
            make = _of_shares
        else:
            known = known[known["upper"].gt(known["lower"])]
            make = _of_means
        if len(known) >= FEWEST_AREAS:
            found[measure, group] = make(known, with_pupils)
    return found


def _of_shares(rows: pd.DataFrame, with_pupils: int) -> Ordering:
    k, n = (rows[column].to_numpy(float) for column in COUNTED)
    fit = fit_beta_binomial(k, n)
    bare = Ordering(spread_of_shares(k, n, fit), len(rows), with_pupils, pd.DataFrame(columns=ESTIMATES))
    if not bare.orders:
        return bare
    centre = 100 * shrunken_shares(k, n, fit)
    return _estimated(bare, rows, centre, drawn_shares(k, n, fit))


def _of_means(rows: pd.DataFrame, with_pupils: int) -> Ordering:
    x, s = rows["value"].to_numpy(float), ((rows["upper"] - rows["lower"]) / 2 / ENDS).to_numpy(float)
    spread = spread_of_means(x, s)
    bare = Ordering(spread, len(rows), with_pupils, pd.DataFrame(columns=ESTIMATES))
    if not bare.orders:
        return bare
    centre = shrunken_means(x, s, spread.mean, spread.between)
    return _estimated(bare, rows, centre, drawn_means(x, s, spread.mean, spread.between))


def _estimated(bare: Ordering, rows: pd.DataFrame, centre: np.ndarray, drawn: np.ndarray) -> Ordering:
    high = load_measures().loc[rows["measure"].iloc[0], "polarity"] == "high"
    places = tuple(last_place(share, len(rows)) for share in BEST)
    ranks = expected_ranks(drawn, places, high)
    columns = [rows["area"].to_numpy(), *centre.T, *ranks[:3], *(ranks.best[place] for place in places)]
    table = pd.DataFrame(dict(zip(ESTIMATES, columns, strict=True)))
    return Ordering(bare.spread, bare.published, bare.with_pupils, table.set_index("area", drop=False))
