"""Every small cohort of an LA and year, and every one that its papers name, with what its size allows to be said."""

import math

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import GROUP_ORDER, load_measures, title
from analysis.catalogue.observations import KEY, select
from analysis.data.england import England
from analysis.data.publication_status import NOT_STATED
from analysis.report.cohorts.columns import SmallCohorts
from analysis.report.cohorts.named import PRINTED, arithmetic, named_cohorts
from analysis.report.cohorts.own_file import added_cohorts
from analysis.report.cohorts.progress import load_sigmas, no_sigma_reason, progress_interval
from analysis.report.cohorts.results import NOTHING, score_result, share_result
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.moves import Ladder, ladders
from analysis.statistics.arguments import pupil_count
from analysis.statistics.shares import Interval, no_interval_reason, proportion
from analysis.statistics.verdicts import SMALL

__all__ = ["SMALL", "arithmetic", "counted_cohorts", "named_cohorts", "small_cohorts"]

#: Places that are a 95% set of ``analysis.report.cohorts.rank_sets``, in which chance moves the other LAs too.
RANK_SET = "95% set"
#: The publication status of what an analyst added.
UNKNOWN = {"publication_status": NOT_STATED, "publication_basis": ""}
_SUPPRESSED = (
    "no interval, because DfE suppressed the figure [c]: fewer than 6 pupils, or a number from which "
    "so few could be worked out"
)


def small_cohorts(
    report: RankingsChapter, sets: pd.DataFrame, shrunken: pd.DataFrame, size: int = SMALL
) -> pd.DataFrame:
    """The small cohorts of the national data, those that were added, and those that the transcribed papers name.

    Parameters
    ----------
    report : RankingsChapter
    sets : DataFrame
        As ``rank_sets`` returns them.
    shrunken : DataFrame
        As ``shrunken_ranks`` returns them.
    size : int
        A cohort of the national data is small if it has fewer pupils than this.

    Returns
    -------
    DataFrame
        The columns of ``SmallCohorts``: the cohorts of the data in the order of the report, then the others (``origin`` ``data``,
        ``added`` or ``papers``). ``lower`` and ``upper`` are the 95% interval that ``interval_from`` names; ranks
        run from ``rank_low`` (best) to ``rank_high`` with one pupil moved either way, and from ``rank_low_2`` and
        ``rank_low_3`` with two and three, and from ``rank_chance_low`` to ``rank_chance_high`` by chance
        (``chance_from``: the rank's 95% set, or what the cohort's own interval leaves). ``verdict`` is on ``statement``. Where there is no interval ``reason``
        says why; a suppressed figure has neither value nor interval nor ranks.

    Raises
    ------
    InputError
        For counts that cannot be, naming source and row.
    """
    named = named_cohorts(report)
    named = named.assign(
        origin="papers",
        status="ok",
        unit="percent",
        decimals=1,
        source=report.paper_source,
        locator="line " + named["line"].astype(str),
        **UNKNOWN,
    )
    counted = _with_rank_sets(counted_cohorts(report, size), select(sets, area=report.area.code))
    counted = counted.join(_estimates(shrunken), on=KEY[:2])
    parts = [part for part in (counted, _added(report), named) if len(part)]
    both = pd.concat(parts, ignore_index=True) if parts else SmallCohorts.empty()
    both = both.assign(area=report.area.code, area_name=report.area.name).reindex(
        columns=SmallCohorts.names()
    )
    return both.assign(orders=both["orders"].astype(object).fillna("")).astype(SmallCohorts.types())


def _estimates(shrunken: pd.DataFrame) -> pd.DataFrame:
    """What estimates that use all LAs say of ranks, by measure and group."""
    names = {"rank_low": "estimate_rank_low", "rank_high": "estimate_rank_high"}
    kept = shrunken.set_index(KEY[:2])[[*names, "chance_best_25", "orders"]]
    return kept.rename(columns=names)


def _added(report: RankingsChapter) -> pd.DataFrame:
    rows = added_cohorts(report)
    unprinted = dict.fromkeys(set(PRINTED) - {"location"}, "") | {"line": pd.NA, "hypothetical": False}
    return rows.assign(
        origin="added", status="ok", unit="percent", decimals=1, possible="yes", **UNKNOWN, **unprinted
    )


def _with_rank_sets(rows: pd.DataFrame, sets: pd.DataFrame) -> pd.DataFrame:
    """The places that chance leaves to ranks, from their 95% sets where other LAs' numbers of pupils are published."""
    if rows["rank_chance_low"].isna().all():
        return rows
    sets = sets.set_index(KEY[:2])[["lower", "upper"]]
    known = rows[KEY[:2]].join(sets, on=KEY[:2]).loc[lambda table: table["lower"].notna(), ["lower", "upper"]]
    rows.loc[known.index, ["rank_chance_low", "rank_chance_high"]] = known.to_numpy()
    rows.loc[known.index, "chance_from"] = RANK_SET
    return rows


def _counted(england: England) -> pd.DataFrame:
    """The ``measure, pupil_group, source`` of which numbers of pupils are published for any LA."""
    there = england.published["denominator"].notna()
    return england.published.loc[there, [*KEY[:2], "source"]].drop_duplicates()


def counted_cohorts(report: RankingsChapter, size: int = SMALL) -> pd.DataFrame:
    """The cohorts of the LA and year in the national data that are below a size, or suppressed.

    A suppressed cohort belongs if the same source publishes the numbers of pupils of that measure and group
    elsewhere.
    """
    rows = select(report.figures, area=report.area.code, year=report.year)
    rows = rows[rows["area_type"] == "la"]
    small = (rows["denominator"] < size).fillna(False).astype(bool)
    hidden = rows["denominator"].isna() & (rows["status"] != "ok")
    known = pd.MultiIndex.from_frame(report.england.once(_counted))
    hidden &= pd.MultiIndex.from_frame(rows[[*KEY[:2], "source"]]).isin(known)
    rows = rows[small | hidden].join(load_measures()[["unit", "order"]], on="measure")
    theirs = select(report.figures, area=ENGLAND, year=report.year).set_index(KEY[:2])[["value", "decimals"]]
    rows = rows.join(theirs.set_axis(["england", "england_decimals"], axis=1), on=KEY[:2])
    rows["place"] = rows["pupil_group"].map(GROUP_ORDER)
    rows = rows.sort_values(["place", "order"], kind="stable", ignore_index=True)
    keys = list(rows[KEY[:2]].itertuples(index=False, name=None))
    found, sigmas = ladders(report, report.year, keys) if keys else {}, load_sigmas()
    results = [_result(row, found.get((row.measure, row.pupil_group)), sigmas) for row in rows.itertuples()]
    table = pd.DataFrame(results, index=rows.index, columns=list(NOTHING))
    labels = [title(measure, group) for measure, group in keys]
    rows["numerator"] = rows["numerator"].where(rows["status"] == "ok")
    unprinted = dict.fromkeys(PRINTED, "") | {"line": pd.NA, "hypothetical": False}
    rows = rows.drop(columns=["value", "lower", "upper"]).join(table)
    return rows.assign(label=labels, origin="data", **unprinted)


def _result(row, ladder: Ladder | None, sigmas: dict[tuple[str, int], float]) -> dict:
    """What one cohort of the data comes to; no number at all where the figure is not published."""
    counted = pd.notna(row.denominator) and row.denominator > 0
    worth = 100 / row.denominator if row.unit == "percent" and counted else math.nan
    nothing = NOTHING | {"one_pupil_points": worth}
    if pd.notna(row.denominator) and row.denominator == 0:
        return nothing | {"reason": no_interval_reason(row.numerator, 0)}
    if row.status == "c":
        return nothing | {"reason": _SUPPRESSED}
    if row.status != "ok":
        return nothing | {"reason": no_interval_reason(status=row.status)}
    try:
        if row.unit == "percent":
            return _share(row, ladder, nothing)
        return _score(row, ladder, nothing, sigmas)
    except ValueError as error:
        raise InputError(
            f"The cohort of {title(row.measure, row.pupil_group)} in {row.year} cannot be: {error}.",
            file=row.source,
            column=row.locator,
            remedy="Correct the raw figure, or the mapping that read it.",
        ) from None


def _share(row, ladder: Ladder | None, nothing: dict) -> dict:
    reason = no_interval_reason(row.numerator, row.denominator)
    if reason:
        return nothing | {"value": row.value, "reason": reason}
    decimals = 0 if pd.isna(row.england_decimals) else int(row.england_decimals)
    share = proportion(row.numerator, row.denominator)
    return share_result(share, row.england, decimals, ladder) | {"possible": "yes"}


def _score(row, ladder: Ladder | None, nothing: dict, sigmas: dict[tuple[str, int], float]) -> dict:
    """A progress score: DfE's own interval where published, else by its method from the spread of all pupils."""
    if row.unit != "score" or row.measure not in {measure for measure, _ in sigmas}:
        reason = "no interval, because the spread of the pupils' results is not published"
        return nothing | {"value": row.value, "reason": reason}
    n = pupil_count(row.denominator, "denominator", least=1)
    if pd.notna(row.lower) and pd.notna(row.upper):
        return score_result(
            row.value, n, Interval(row.lower, row.upper), "published by DfE", row.england, ladder
        )
    if sigma := sigmas.get((row.measure, row.year)):
        interval = progress_interval(row.value, n, sigma)
        return score_result(row.value, n, interval, "DfE's method", row.england, ladder)
    return nothing | {"value": row.value, "reason": no_sigma_reason(row.measure, row.year)}
