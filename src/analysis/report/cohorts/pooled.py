"""Three years' pupils counted together: a steadier figure of a small group, which says nothing of this year alone."""

import math

import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.data.england import England
from analysis.data.ordering import COUNTED, FEWEST_AREAS, of_shares
from analysis.report.cohorts.estimate_columns import Pooled
from analysis.report.rankings.chapter import RankingsChapter
from analysis.statistics.shares import Interval, proportion

YEARS = 3
NOTHING = Interval(math.nan, math.nan)
#: Results that a pupil has once: years of absence or of care hold the same pupils again, and do not add up.
ONCE = ("early_years", "ks1", "ks2", "ks4", "ks5")
LEFT_OUT = "not pooled, because the figure of at least one of the three years is suppressed or missing"
NO_ORDER = "no rank, because the pooled figures do not order local authorities"
TOO_FEW = "no rank, because too few local authorities have all three years published"


def pooled(report: RankingsChapter) -> pd.DataFrame:
    """The LA's percentages of three years' pupils, the last year being the report's.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        The columns of ``Pooled``: a row for each percentage of the year that the LA has in any of the three, if the
        series has no break among them and numbers of pupils are published in all three years. An LA with a suppressed or
        missing year is left out, so that no count can be worked out from the sum of three. The interval is Wilson's.
    """
    rows = report.england.once(pooled_of_all, report.year)
    own = rows[rows["area"] == report.area.code].reset_index(drop=True)
    if own.empty:
        return Pooled.empty()
    counts = zip(own["numerator"], own["denominator"], strict=True)
    ends = [
        proportion(int(k), int(n)).confidence_interval().percent if pd.notna(n) else NOTHING
        for k, n in counts
    ]
    order = report.rankings.reset_index().set_index(KEY[:2])["index"]
    own = own.assign(
        place=own.join(order, on=KEY[:2])["index"],
        year=report.year,
        first_year=report.year - YEARS + 1,
        area_name=report.area.name,
        value=own.join(report.rankings.set_index(KEY[:2])["value"], on=KEY[:2])["value"],
        lower=[end.low for end in ends],
        upper=[end.high for end in ends],
    )
    own = own.assign(**pd.DataFrame([_placed(row) for row in own.itertuples()]))
    own = own.assign(**_status(own, report)).sort_values("place", kind="stable", ignore_index=True)
    return own[Pooled.names()].astype(Pooled.types())


def _status(own: pd.DataFrame, report: RankingsChapter) -> dict[str, pd.Series]:
    """Publication status of the report's year, the newest of the three, which decides whether the sum may change."""
    known = report.rankings.set_index(KEY[:2])[["publication_status", "publication_basis"]]
    found = own[KEY[:2]].join(known, on=KEY[:2])
    return {name: found[name].fillna("") for name in known.columns}


def pooled_of_all(england: England, year: int) -> pd.DataFrame:
    """The pooled percentages of all LAs: ``measure, pupil_group, area`` and what is worked out from their counts."""
    about = load_measures()
    rows = england.published
    rows = rows[rows["year"].between(year - YEARS + 1, year) & (rows["area_type"] == "la")]
    rows = rows[rows["denominator"].gt(0)].join(
        about[["unit", "phase", "break_after", "polarity"]], on="measure"
    )
    rows = rows[rows["unit"].eq("percent") & rows["phase"].isin(ONCE)]
    counted = rows[
        rows["numerator"].notna()
        & rows["value"].notna()
        & ~rows["break_after"].map(lambda breaks: _broken(breaks, year))
    ]
    parts = [
        _pooled(own).assign(measure=measure, pupil_group=group)
        for (measure, group), own in counted.groupby(KEY[:2], sort=False)
        if own["year"].nunique() == YEARS
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["area"])


def _broken(breaks: tuple[int, ...], year: int) -> bool:
    """Whether a series has a break between the first of the three years and the last."""
    return any(year - YEARS < last < year for last in breaks)


def _pooled(rows: pd.DataFrame) -> pd.DataFrame:
    """The LAs of a measure and group with their sums: those with a figure in each year, and those without."""
    by_area = rows.groupby("area")
    table = (
        by_area[COUNTED].sum().assign(years=by_area.size(), polarity=rows["polarity"].iloc[0]).reset_index()
    )
    whole = table["years"] == YEARS
    kept, gone = table[whole].reset_index(drop=True), table.loc[~whole, ["area"]]
    kept["pooled"] = 100 * kept["numerator"].astype(float) / kept["denominator"].astype(float)
    low_first = kept["polarity"].eq("low").any()
    kept["rank"] = kept["pooled"].round(STORED_DECIMALS).rank(method="min", ascending=bool(low_first))
    ordering = of_shares(kept, len(table)) if len(kept) >= FEWEST_AREAS else None
    both = pd.concat([kept, gone.assign(rank=math.nan)], ignore_index=True)
    return both.assign(n_ranked=len(kept), left_out=len(gone), ordering=ordering)


def _placed(row) -> dict:
    """The pooled rank of an LA and its 90% range, where the pooled figures of nearly all LAs order them."""
    nothing = {"rank": math.nan, "rank_low": math.nan, "rank_high": math.nan}
    if pd.isna(row.pooled):
        return nothing | {"reason": LEFT_OUT}
    if row.ordering is None or not row.ordering.enough:
        return nothing | {"reason": TOO_FEW}
    found = row.ordering.estimate(row.area)
    if found is None:
        return nothing | {"reason": NO_ORDER}
    return {"rank": row.rank, **{name: found[name] for name in ("rank_low", "rank_high")}, "reason": ""}
