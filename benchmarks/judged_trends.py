"""Trends in the back-test: what the next year did to those that are named, and how many are where nothing moved."""

import numpy as np
import pandas as pd
import simulated_moves

from analysis.catalogue.measures import load_measures
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.trends import GAINING, LOSING, ON, trends_of_all
from analysis.statistics.change_words import SHOWN, standing_of
from analysis.statistics.trend import common_slope
from analysis.statistics.usual_moves import beyond_chance

LINES = {
    "trends after which the rank moves the other way at all": "other_way",
    "trends that lose half or more": "half",
    "trends that are gone": "gone",
}


def judged_trends(england, year: int) -> pd.DataFrame:
    """Of each trend named in a year whether the next year's rank moved the other way, lost half of the places, or all."""
    rows = england.once(trends_of_all, year)
    rows = rows[rows["trend"].isin([GAINING, LOSING])]
    breaks = load_measures()["break_after"]
    rows = rows[[year not in breaks[measure] for measure in rows["measure"]]]
    if rows.empty:
        return pd.DataFrame(columns=list(LINES.values()), dtype=float)
    for name, when in (("now", year), ("next", year + 1)):
        ranks = england.ranks_in(when)[[*ON, "rank"]].rename(columns={"rank": name})
        rows = rows.merge(ranks, on=ON)
    first = [
        england.ranks_in(when)[[*ON, "rank"]].assign(trend_from=when) for when in rows["trend_from"].unique()
    ]
    rows = rows.merge(pd.concat(first).rename(columns={"rank": "first"}), on=[*ON, "trend_from"])
    now, after, before = (rows[name].astype(float) for name in ("now", "next", "first"))
    way = np.where(rows["trend"] == GAINING, 1, -1)
    return pd.DataFrame(
        {
            "other_way": (after - now) * way > 0,
            "half": (after - (now + before) / 2) * way >= 0,
            "gone": (after - before) * way >= 0,
        }
    )


def nothing_moved(england, year: int, times: int, seed: int = 0) -> tuple[float, float]:
    """Where no level moves: the share of LAs with a trend named, and of figures with a firm word if each stood alone."""
    base, draw = simulated_moves.ground(england, year), np.random.default_rng(seed)
    areas, alone = [], []
    for _ in range(times):
        made = simulated_moves.simulated(base, draw, np.zeros(len(base.area)))
        found = common_slope(
            made.years, made.worth, np.broadcast_to(base.noise[:, None] ** 2, made.worth.shape)
        )
        span = simulated_moves.YEARS - 1
        each = zip(found.slope * span, 10.0**-base.decimals, found.error * span, strict=True)
        firm = np.array([standing_of(*one) == SHOWN for one in each])
        beyond = (
            pd.Series(found.chance).groupby(base.area).transform(lambda own: beyond_chance(own, FALSE_SHARE))
        )
        up = found.slope > 0
        gained, lost = made.rank[:, 0] - made.last[:, -1], made.rank[:, -1] - made.last[:, 0]
        named = firm & beyond.to_numpy(dtype=bool) & (np.where(up, gained, lost) > 0)
        areas.append(len(np.unique(base.area[named])) / (base.area.max() + 1))
        alone.append(firm.mean())
    return float(np.mean(areas)), float(np.mean(alone))
