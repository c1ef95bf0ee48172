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
from analysis.statistics.expected_rank import expected_rank_of_mean, expected_rank_of_share
from analysis.statistics.shrinkage import (
    BetaFit,
    Spread,
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
#: How data files say whether figures order LAs.
ORDERS = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, eq=False)
class Ordering:
    """How LAs' figures on a measure and group differ in a year, and what an estimate makes of each.

    ``spread`` in shares of 1 or in points of the score; ``areas`` have a published figure, of ``with_pupils`` that have
    such pupils. ``first`` and ``second`` are numerators and denominators of shares, with their ``fit``, or scores and standard
    errors, without one.
    """

    spread: Spread
    areas: tuple[str, ...]
    with_pupils: int
    first: np.ndarray
    second: np.ndarray
    fit: BetaFit | None
    high: bool

    @property
    def enough(self) -> bool:
        """Whether the LAs with a published figure are nearly all."""
        return len(self.areas) >= PUBLISHED * self.with_pupils

    @property
    def orders(self) -> bool | None:
        """Whether the figures order LAs; None where the published ones seem to, but too many are suppressed."""
        if not self.spread.between or self.spread.chance > LEVEL:
            return False
        return True if self.enough else None

    def estimate(self, area: str) -> dict | None:
        """The estimate of an LA's figure, in the measure's unit, and of its rank: ``ESTIMATES``.

        None where figures do not order LAs, too few are published, or the LA has none.
        """
        if not self.orders or area not in self.areas:
            return None
        own = self.areas.index(area)
        places = tuple(last_place(share, len(self.areas)) for share in BEST)
        if self.fit is not None:
            centre = 100 * shrunken_shares(self.first[[own, own]], self.second[[own, own]], self.fit)[0]
            rank = expected_rank_of_share(self.first, self.second, self.fit, own, places, self.high)
        else:
            about = (self.spread.mean, self.spread.between)
            centre = shrunken_means(self.first[[own, own]], self.second[[own, own]], *about)[0]
            rank = expected_rank_of_mean(self.first, self.second, *about, own, places, self.high)
        return dict(zip(ESTIMATES, [*centre, *rank[:3], *rank.best], strict=True))


ESTIMATES = (
    *("estimate", "lower", "upper", "expected_rank", "rank_low", "rank_high"),
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
    ranked = england.ranks_in(year)[[*KEY, "area"]].assign(ranked=True)
    rows = select(england.published, year=year, area_type="la")
    rows = rows[rows["denominator"].gt(0) | rows["status"].eq("c")].merge(
        ranked, on=[*KEY, "area"], how="left"
    )
    rows = rows.join(load_measures()[["unit", "polarity"]], on="measure")
    found = {}
    for key, own in rows.groupby(KEY[:2], sort=False):
        known = own[own["ranked"].notna() & own["denominator"].gt(0)]
        share = own["unit"].iloc[0] == "percent"
        known = known[known["numerator"].notna() if share else known["upper"].gt(known["lower"])]
        if len(known) >= FEWEST_AREAS:
            found[key] = (of_shares if share else _of_means)(known, len(own))
    return found


def of_shares(rows: pd.DataFrame, with_pupils: int) -> Ordering:
    """The ordering of LAs by counts: rows with ``area, numerator, denominator, polarity`` of one measure and group."""
    k, n = (rows[column].to_numpy(float) for column in COUNTED)
    fit = fit_beta_binomial(k, n)
    high = rows["polarity"].iloc[0] == "high"
    return Ordering(spread_of_shares(k, n, fit), tuple(rows["area"]), with_pupils, k, n, fit, high)


def _of_means(rows: pd.DataFrame, with_pupils: int) -> Ordering:
    x, s = rows["value"].to_numpy(float), ((rows["upper"] - rows["lower"]) / 2 / ENDS).to_numpy(float)
    high = rows["polarity"].iloc[0] == "high"
    return Ordering(spread_of_means(x, s), tuple(rows["area"]), with_pupils, x, s, None, high)
