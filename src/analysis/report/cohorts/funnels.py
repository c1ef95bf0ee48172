"""Where the local authority lies in the funnel of all: how far from the mean, for so many pupils."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.ordering import COUNTED, FEWEST_AREAS
from analysis.report.cohorts.estimate_columns import Funnels
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.funnel import LIMITS, Funnel, funnel, limits
from analysis.statistics.multiplicity import stand_out_by_chance


class Drawn(NamedTuple):
    """A funnel and the LAs in it: ``area, numerator, denominator``, in the order of ``found.z``."""

    areas: pd.DataFrame
    found: Funnel


def funnels_of_all(england: England, year: int) -> dict[tuple[str, str], Drawn]:
    """The funnel of each percentage of a year whose counts are published for enough LAs; use ``England.once``."""
    ranked = england.ranks_in(year)[[*KEY, "area"]]
    rows = select(england.published, year=year, area_type="la")
    percent = rows["measure"].map(load_measures()["unit"]).eq("percent")
    rows = rows[percent & rows["numerator"].notna() & rows["denominator"].gt(0)].merge(
        ranked, on=[*KEY, "area"]
    )
    drawn = {}
    for key, own in rows.groupby(KEY[:2], sort=False):
        if len(own) >= FEWEST_AREAS and 0 < own["numerator"].sum() < own["denominator"].sum():
            k, n = (own[column].to_numpy(float) for column in COUNTED)
            drawn[key] = Drawn(own[["area", *COUNTED]].reset_index(drop=True), funnel(k, n))
    return drawn


def funnels(report: RankingsChapter) -> pd.DataFrame:
    """The LA's percentages with numbers of pupils, each with the limits of the funnel for so many.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        The columns of ``Funnels``, in the order of the rankings. The target is the percentage of all pupils of the LAs whose
        counts are published; suppressed ones are in no part of it.
    """
    drawn = report.england.once(funnels_of_all, report.year)
    about = report.rankings.set_index(KEY[:2])
    order = [key for key in about.index if key in drawn]
    rows = [
        _row(key, drawn[key], report) for key in order if report.area.code in set(drawn[key].areas["area"])
    ]
    if not rows:
        return Funnels.empty()
    table = pd.DataFrame(rows).assign(year=report.year, area=report.area.code, area_name=report.area.name)
    known = about[["publication_status", "publication_basis"]]
    return table.join(known, on=KEY[:2])[Funnels.names()].astype(Funnels.types())


def _row(key: tuple[str, str], drawn: Drawn, report: RankingsChapter) -> dict:
    areas, found = drawn
    place = int(np.flatnonzero(areas["area"] == report.area.code)[0])
    k, n = areas.loc[place, COUNTED]
    (low, high), (lowest, highest) = (
        100 * limits(found.target, found.tau2, [n], level)[0] for level in LIMITS
    )
    value = 100 * k / n
    outside = "99.8%" if not lowest <= value <= highest else "95%" if not low <= value <= high else "none"
    every = 100 * limits(found.target, found.tau2, areas["denominator"], LIMITS[0])
    shares = (100 * areas["numerator"] / areas["denominator"]).to_numpy(float)
    return {
        **dict(zip(KEY[:2], key, strict=True)),
        **{"value": value, "pupils": n, "areas": len(areas)},
        **{"target": 100 * found.target, "phi": found.phi, "tau2": found.tau2},
        **{"lower_95": low, "upper_95": high, "lower_998": lowest, "upper_998": highest},
        "outside": outside,
        "areas_outside_95": int(((shares < every[:, 0]) | (shares > every[:, 1])).sum()),
        "expected_outside_95": stand_out_by_chance(len(areas), 1 - LIMITS[0]),
    }
