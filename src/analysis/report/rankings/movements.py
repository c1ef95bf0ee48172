"""Which ranks have moved and held for two years, of all that an LA's evidence allows to be looked at.

One computation for every LA, so that the back-test names what a report names. Falls and rises are looked at alike.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.catalogue.measures import load_measures, of_all_pupils
from analysis.catalogue.observations import select
from analysis.data.england import England
from analysis.data.open_places import open_places
from analysis.data.panel import SERIES
from analysis.data.reliability import poor_series
from analysis.data.usual_moves import moves_of_all
from analysis.report.rankings.nameable import as_many, is_nameable, share_of
from analysis.statistics.differences import difference
from analysis.statistics.shares import Proportion
from analysis.statistics.usual_moves import beyond_chance

#: Of the movements named for an LA, the share that noise alone may have made (Benjamini and Hochberg).
FALSE_SHARE = 0.1
#: The year, the year before, and the last of those that the two are compared with.
PLACE = ("value", "numerator", "denominator", "rank", "n", "first", "open_last")
YEARS = {"now": 0, "last": 1, "before": 2}


def looked_at(england: England, year: int) -> pd.DataFrame:
    """Every figure of every LA that could be named as a movement in a year, and whether noise is left as its cause.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, area``, what ``analysis.data.usual_moves.held`` finds, and ``beyond``, whether the
        false discovery rate over all figures of the LA lets it be named. Left out are what is never named
        (``nameable.LEFT_OUT``) and measures and groups whose ranks are poor guides. For ``England.once``.
    """
    rows = england.once(moves_of_all, year)
    poor = england.once(poor_series, year)
    kept = [
        is_nameable(measure) and (measure, group) not in poor
        for measure, group in rows[SERIES].itertuples(index=False, name=None)
    ]
    rows = rows[np.array(kept, dtype=bool)].reset_index(drop=True)
    beyond = rows.groupby("area")["chance"].transform(lambda own: beyond_chance(own, FALSE_SHARE))
    return rows.assign(beyond=beyond.astype(bool))


def moved(england: England, year: int) -> pd.DataFrame:
    """The movements of every LA in a year that may be named, the clearest first; for ``England.once``.

    Returns
    -------
    DataFrame
        Of ``looked_at`` those beyond noise, with value and rank in the three years (``value_now, value_last,
        value_before``), ``least_now, least_last``, the fewest places from the rank before to those of the two years
        whichever places they stand for, ``held`` ("now" or "last", the year whose rank is nearer to that before) and
        ``least``, its places. Those of which one of the two years may stand for the place of before are left out,
        figures of 0 of groups, and those of which chance is not ruled out by published numbers of pupils.
    """
    rows = england.once(looked_at, year)
    rows = rows[rows["beyond"]].join(load_measures()["unit"], on="measure")
    for name, back in YEARS.items():
        rows = rows.join(_places(england, year - back).add_suffix(f"_{name}"), on=[*SERIES, "area"])
    up = rows["departure"] > 0
    for name in ("now", "last"):
        # the fewest places between, in the direction of the move; below 0 where it is the other
        gained = rows["first_before"] - rows["open_last_" + name]
        lost = rows["first_" + name] - rows["open_last_before"]
        rows[f"least_{name}"] = np.where(up, gained, lost)
    nearer = np.where(up, rows["rank_last"] >= rows["rank_now"], rows["rank_last"] <= rows["rank_now"])
    rows["held"] = np.where(nearer, "last", "now")
    rows["least"] = rows["least_last"].where(nearer, rows["least_now"]).astype(int)
    shown = [rows[f"value_{name}"] for name in YEARS]
    zero = np.logical_or.reduce([each == 0 for each in shown]) & ~of_all_pupils(rows)
    apart = (rows[["least_now", "least_last"]] > 0).all(axis=1)
    rows = rows[apart & ~zero]
    told = [not any(_chance_left(row, name) for name in ("now", "last")) for row in rows.itertuples()]
    return rows[np.array(told, dtype=bool)].sort_values(["area", "chance"], kind="stable", ignore_index=True)


def _chance_left(row, name: str) -> bool:
    """Whether the published numbers of pupils, of either year, leave open that nothing has changed since before."""
    now, before = (_share(row, each) for each in (name, "before"))
    if now is None and before is None:
        return False
    wholes = [each.denominator for each in (now, before) if each]
    now, before = (
        share or as_many(wholes[0], getattr(row, f"value_{each}"))
        for share, each in ((now, name), (before, "before"))
    )
    return not difference(now, before).excludes_zero


def _share(row, name: str) -> Proportion | None:
    about = {part: getattr(row, f"{part}_{name}") for part in ("value", "numerator", "denominator")}
    return share_of(SimpleNamespace(unit=row.unit, **about))


def _places(england: England, year: int) -> pd.DataFrame:
    """Value, pupils, rank and open places of every LA in a year, by measure, group and LA."""
    on = [*SERIES, "area"]
    counts = select(england.national, year=year, area_type="la")[[*on, "value", "numerator", "denominator"]]
    rows = england.once(open_places, year).merge(counts, on=on)
    names = {"rank": "rank", "n_ranked": "n", "open_first": "first", "open_last": "open_last"}
    return rows.astype(dict.fromkeys(names, int)).rename(columns=names).set_index(on)[list(PLACE)]
