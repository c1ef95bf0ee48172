"""What the LA's ranks can show: confidence sets where LAs have standard errors, ranges from rounding elsewhere."""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.open_places import open_places
from analysis.data.open_places import with_chance as places_with_chance
from analysis.data.ranking import last_place
from analysis.report.cohorts.columns import RankSets
from analysis.report.cohorts.progress import load_sigmas
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.rank_confidence import joint_rank_region, rank_confidence_sets

#: The best places that the question "among the best?" is about, in per cent of the LAs ranked.
BEST = 10
#: Sets are computed for so many measures and groups at most: headlines and all pupils first, then small groups.
MOST = 40
ANSWERS = {"shown": "shown", "open": "cannot be ruled out", "ruled_out": "ruled out"}


def share_errors(numerators, denominators) -> np.ndarray:
    """Standard errors of percentages, in points, that stay above zero when nobody or everybody succeeded.

    sqrt(p(1 - p)/n) is 0 for 0 of 6 and for 6 of 6, as if six pupils made certain. One success and one failure
    are therefore added to every cohort: q = (k + 1)/(n + 2), error sqrt(q(1 - q)/(n + 2)). Agresti and Caffo [1]_
    found that differences, which is what ranks are compared by, then have intervals of about the stated level
    in cohorts as small as these.

    References
    ----------
    .. [1] Agresti, A. and Caffo, B. (2000). Simple and effective confidence intervals for proportions and
       differences of proportions result from adding two successes and two failures. The American Statistician
       54(4), 280-288.

    Examples
    --------
    >>> share_errors([0, 3, 6], [6, 6, 6]).round(1).tolist()
    [11.7, 17.7, 11.7]
    """
    k, n = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    q = (k + 1) / (n + 2)
    return 100 * np.sqrt(q * (1 - q) / (n + 2))


def rank_sets(report: RankingsChapter) -> pd.DataFrame:
    """The LA's ranks and those of its statistical neighbours, with the places that cannot be ruled out.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        The columns of ``RankSets``, one row for each measure and group of the year on which the LA is ranked and LAs have standard
        errors, and for each neighbour on it. Ranks are among the LAs that have one. ``lower`` and ``upper`` end the
        95% set for this rank alone, ``lower_all`` and ``upper_all`` the sets that hold for all LAs at once
        (Mogstad and others), ``lower_joint`` and ``upper_joint`` the same without simulation (Klein and others).
        ``best`` is the last place of the best tenth and ``among_best`` one of ``ANSWERS``: ruled out is an LA
        outside `analysis.statistics.rank_confidence.best_set`, shown one whose whole ``_all`` set lies within ``best``.

    Notes
    -----
    The sets of a measure, group and year are the same for every LA, and ``sets_of_all`` computes them for a batch, at
    some 0.4 seconds a measure. Without it, those of the LA and its neighbours alone are computed, in a third of that.
    """
    rows = _with_errors(report)
    known = report.england.known(sets_of_all, report.year) or {}
    parts = []
    for key, group in rows.groupby([*KEY], sort=False):
        own = group["area"].isin([report.area.code, *report.question.neighbours]).to_numpy()
        sets = known[key] if key in known else _sets(group, own)
        found = pd.concat([group.reset_index(drop=True), sets], axis=1)
        parts.append(found[own].assign(n_ranked=len(group)))
    if not parts:
        return RankSets.empty()
    table = pd.concat(parts, ignore_index=True)
    table["best"] = [last_place(BEST, n) for n in table["n_ranked"]]
    table["among_best"] = [among_best(row) for row in table.itertuples()]
    table["area_name"] = table["area"].map(area_name)
    table = table.assign(**report.england.publication_of(table))
    return table[RankSets.names()]


def among_best(row) -> str:
    if row.best < 1:
        return ""
    shown, possible = row.upper_all <= row.best, row.lower_all <= row.best
    return ANSWERS["shown" if shown else "open" if possible else "ruled_out"]


def sets_of_all(england: England, year: int) -> dict[tuple, pd.DataFrame]:
    """The sets of every LA on every measure and group of a year, in the order of the LAs of ``rank_sets``."""
    groups = england.once(_errors_in, year).groupby([*KEY], sort=False)
    return {key: _sets(group, np.full(len(group), True)) for key, group in groups}


def _sets(group: pd.DataFrame, wanted: np.ndarray) -> pd.DataFrame:
    """The sets of the LAs of a measure and group; ``lower`` and ``upper`` of the wanted ones only."""
    high = load_measures().loc[group["measure"].iloc[0], "polarity"] == "high"
    values, errors = group["value"].to_numpy(), group["standard_error"].to_numpy()
    own = rank_confidence_sets(values, errors, higher_is_better=high, wanted=wanted)
    every = rank_confidence_sets(values, errors, higher_is_better=high, simultaneous=True)
    joint = joint_rank_region(values, errors, higher_is_better=high)
    ends = ["lower", "upper"]
    return pd.concat([own, every[ends].add_suffix("_all"), joint[ends].add_suffix("_joint")], axis=1)


def _with_errors(report: RankingsChapter) -> pd.DataFrame:
    """Value and standard error of every ranked LA that has one, on the measures on which this LA has one."""
    rows = report.england.once(_errors_in, report.year)
    return rows[pd.MultiIndex.from_frame(rows[KEY]).isin(_chosen(rows, report))]


def _errors_in(england: England, year: int) -> pd.DataFrame:
    """Value and standard error of every LA that is ranked in a year and has one."""
    ranked = england.ranks_in(year)[[*KEY, "area"]]
    rows = select(england.published, year=year, area_type="la")
    rows = rows[rows["denominator"].notna() & rows["value"].notna()].merge(ranked, on=[*KEY, "area"])
    rows = rows.join(load_measures()[["unit", "order"]], on="measure")
    rows["standard_error"] = np.nan
    share = (rows["unit"] == "percent") & rows["numerator"].notna()
    rows.loc[share, "standard_error"] = share_errors(rows["numerator"][share], rows["denominator"][share])
    sigmas = {measure: sigma for (measure, of), sigma in load_sigmas().items() if of == year}
    score = rows["measure"].isin(sigmas) & rows["denominator"].gt(0)
    spread = rows["measure"].map(sigmas).astype(float) / np.sqrt(rows["denominator"].astype(float))
    rows["standard_error"] = rows["standard_error"].mask(score, spread)
    # scores of a year without a sigma, where DfE prints their intervals
    printed = ((rows["upper"] - rows["lower"]) / 2 / 1.96).where(rows["unit"] == "score")
    rows["standard_error"] = rows["standard_error"].fillna(printed)
    rows = rows[rows["standard_error"].notna()].rename(columns={"denominator": "pupils"})
    return rows[[*KEY, "area", "value", "pupils", "standard_error", "order", "source", "release"]]


def _chosen(rows: pd.DataFrame, report: RankingsChapter) -> pd.MultiIndex:
    own = rows[rows["area"] == report.area.code].assign(whole=lambda table: table["pupil_group"] != "all")
    first = own.sort_values(["whole", "pupils", "order"], kind="stable").head(MOST)
    return pd.MultiIndex.from_frame(first[KEY])


def rounding_ranges(report: RankingsChapter) -> pd.DataFrame:
    """The ranks that the LA can have, given that values are published rounded: no numbers of pupils needed.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, rank, lower, upper, worst, publication_status`` for every measure and group of the year on which the
        LA is ranked; ``worst`` is the place if every LA without a published figure stood above, as on the page of rankings.

    Notes
    -----
    All values of a measure in a year are published to the same decimals. Rounding never swaps two values, so what
    it leaves open is the order of equal ones: `analysis.statistics.rank_confidence.rounding_rank_range` then gives the tie,
    which is known already. Where the file holds finer values than are printed, as percentages worked out from
    counts are, these are compared.
    """
    own = select(report.england.once(open_places, report.year), area=report.area.code)
    found = own[[*KEY, "rank", "tie_first", "tie_last"]].reset_index(drop=True)
    found["worst"] = own["open_last"].to_numpy()
    found = found.merge(report.rankings[[*KEY[:2], "publication_status"]], on=KEY[:2], how="left")
    return found.rename(columns={"tie_first": "lower", "tie_last": "upper"})


def own_sets(report: RankingsChapter) -> pd.DataFrame:
    """The 95% sets of the LA's own ranks, those of ``rank_sets``: ``measure, pupil_group, year, area, lower, upper, n_ranked``.

    They take some 0.05 seconds a measure, as no neighbour's set and none that holds for all at once is asked for.
    """
    known = report.england.known(sets_of_all, report.year) or {}
    parts = []
    for key, group in _with_errors(report).groupby([*KEY], sort=False):
        own = (group["area"] == report.area.code).to_numpy()
        sets = known[key] if key in known else _own_set(group, own)
        found = pd.concat([group[[*KEY, "area"]].reset_index(drop=True), sets[["lower", "upper"]]], axis=1)
        parts.append(found[own].assign(n_ranked=len(group)))
    return pd.concat(parts, ignore_index=True) if parts else RankSets.empty()


def _own_set(group: pd.DataFrame, own: np.ndarray) -> pd.DataFrame:
    high = load_measures().loc[group["measure"].iloc[0], "polarity"] == "high"
    values, errors = group["value"].to_numpy(), group["standard_error"].to_numpy()
    return rank_confidence_sets(values, errors, higher_is_better=high, wanted=own)


def with_chance(report: RankingsChapter) -> pd.DataFrame:
    """The rows of rankings.csv with the places that chance leaves open too, on measures whose numbers of pupils are published.

    Bands are not changed by that: a band is said by ties and LAs without a figure, and what chance does is said beside.
    """
    rows = report.rankings.assign(unpublished=report.rankings["not_published"])
    return places_with_chance(rows, own_sets(report))[[*report.rankings.columns]]
