"""Which figures have gained or lost ground for years: a trend over all comparable years, beside the moves of the last ones.

One computation for every LA, as for movements. What is followed is the figure less the median of all LAs of its year, as
all may rise at once. Its noise is that of the numbers of pupils and of what years differ by besides
(``analysis.data.figure_errors``), and no less than what the changes of all LAs of that size show
(``analysis.data.usual_moves``). Whether the slope may be named is decided by the rule for every change
(``analysis.statistics.change_words``) and by the false discovery rate that movements have.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.data.england import England
from analysis.data.figure_errors import figure_errors
from analysis.data.local_figures import LocalFigures
from analysis.data.open_places import open_places
from analysis.data.panel import SERIES, Panel, panel
from analysis.data.reliability import poor_series
from analysis.data.row_sizes import row_sizes
from analysis.data.usual_moves import noise_of
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.nameable import is_nameable
from analysis.statistics.change_words import SHOWN, standing_of
from analysis.statistics.trend import FEWEST_POINTS, FEWEST_RECENT, common_slope, years_running
from analysis.statistics.usual_moves import beyond_chance

ON = [*SERIES, "area"]
GAINING, LOSING = "gaining ground", "losing ground"
NONE, SHORT, UNKNOWN = "none shown", "too few years", "not known"
#: What a trend may be called, and what that means.
MEANINGS = {
    GAINING: "against other LAs the figure has become better, by more than rounding and chance make it",
    LOSING: "against other LAs it has become worse, by more than rounding and chance make it",
    NONE: "rounding or chance may have made whatever slope there is",
    SHORT: f"fewer than {FEWEST_POINTS} comparable years, or fewer than {FEWEST_RECENT} up to this one without a gap",
    UNKNOWN: "nothing is known of what chance does to it, or its ranks are poor guides or never named",
}
#: So many steps in a row are said.
RUNNING = 3
COLUMNS = ["trend", "trend_from", "trend_years", "trend_p", "trend_running"]


def trends_of_all(england: England, year: int) -> pd.DataFrame:
    """The trend of every figure of every LA up to a year; for ``England.once``.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, area``, then ``COLUMNS`` (the word of ``MEANINGS``; the first year; how many years have a
        figure; the two-sided chance of as steep a slope where there is none; and how many years running the rank has moved
        that way, whichever places ties and LAs without a figure leave open, where the word is of ground), ``change``, what
        the slope comes to over its years in the measure's unit (more is better), and ``error``, its standard error.
    """
    known = england.once(panel, year)
    if not len(known.keys) or year not in known.years:
        return pd.DataFrame(columns=[*ON, *COLUMNS, "change", "error"])
    same = known.segment == known.segment[:, [-1]]
    values = np.where(same, known.worth, np.nan)
    found = common_slope(known.years, values, _variances(england, year, known))
    there = np.isfinite(values)
    first = np.array(known.years)[np.argmax(there, axis=1)]
    span = found.points.astype(float) - 1  # the years between, without those that are missing
    rows = known.keys.assign(
        trend_from=first,
        trend_years=there.sum(axis=1),
        trend_p=found.chance,
        change=found.slope * span,
        error=found.error * span,
        recent=_recent(there),
    )
    rows = rows[there[:, -1]].reset_index(drop=True)
    poor = england.once(poor_series, year)
    named = [
        is_nameable(measure) and (measure, group) not in poor
        for measure, group in rows[SERIES].itertuples(index=False, name=None)
    ]
    looked_at = np.array(named, dtype=bool) & rows["trend_p"].notna()
    beyond = rows[looked_at].groupby("area")["trend_p"].transform(lambda own: beyond_chance(own, FALSE_SHARE))
    rows["beyond"] = rows.index.isin(beyond.index[beyond.astype(bool)])
    short = (rows["trend_years"] < FEWEST_POINTS) | (rows["recent"] < FEWEST_RECENT)
    rows["trend"] = np.select([short, ~looked_at], [SHORT, UNKNOWN], NONE)
    rows = _with_running(rows, england, year)
    rows.loc[short, "trend_p"] = np.nan
    return rows[[*ON, *COLUMNS, "change", "error"]]


def _recent(there: np.ndarray) -> np.ndarray:
    """How many years up to the last have a figure without a gap."""
    return np.cumprod(there[:, ::-1], axis=1).sum(axis=1)


def _variances(england: England, year: int, known: Panel) -> np.ndarray:
    """What chance does to each figure of the panel, as a variance; infinite or missing where nothing can be said."""
    rows = england.once(figure_errors)
    rows = rows[(rows["year"] <= year) & (rows["area"] != ENGLAND)]
    at = pd.MultiIndex.from_frame(known.keys[ON]).get_indexer(pd.MultiIndex.from_frame(rows[ON]))
    rows, at = rows[at >= 0], at[at >= 0]
    spread = np.full((len(known.keys), len(known.years)), np.nan)
    spread[at, rows["year"].to_numpy(dtype=int) - known.years[0]] = rows["spread"].to_numpy(dtype=float)
    usual = noise_of(known, year, england.once(row_sizes, year))[:, None]
    variance = np.where(np.isnan(spread), usual, np.fmax(spread, usual)) ** 2
    return np.where(np.isfinite(usual), variance, np.nan)


def _with_running(rows: pd.DataFrame, england: England, year: int) -> pd.DataFrame:
    """The rows with the firm words, and how many years running each rank has moved that way."""
    decimals = rows["measure"].map(load_measures()["decimals"]).astype(float)
    standing = [
        standing_of(change, rounding, error)
        for change, rounding, error in zip(rows["change"], 10.0**-decimals, rows["error"], strict=True)
    ]
    way = np.sign(rows["change"].fillna(0.0))
    ends = _places(england, year, rows["trend_from"])
    now = england.once(open_places, year).set_index(ON)[["open_first", "open_last"]].astype(float)
    now = now.reindex(pd.MultiIndex.from_frame(rows[ON])).reset_index(drop=True)
    then = ends.reindex(pd.MultiIndex.from_frame(rows[[*ON, "trend_from"]])).reset_index(drop=True)
    # a slope that the ranks of its ends do not show is not named
    apart = np.where(way > 0, then["open_first"] - now["open_last"], now["open_first"] - then["open_last"])
    firm = rows["beyond"] & (rows["trend"] == NONE) & (np.array(standing) == SHOWN) & (apart > 0)
    rows["trend"] = rows["trend"].mask(firm & (way > 0), GAINING).mask(firm & (way < 0), LOSING)
    steps = years_running(_steps(rows, england, year))
    running = pd.Series(np.abs(steps), index=rows.index).where(firm & (np.sign(steps) == way))
    return rows.assign(trend_running=running.astype("Int64"))


def _places(england: England, year: int, years: pd.Series) -> pd.DataFrame:
    """The open places of every LA in some years, by measure, group, LA and year."""
    parts = [
        england.once(open_places, each).assign(trend_from=each) for each in sorted({*years.astype(int), year})
    ]
    return pd.concat(parts).set_index([*ON, "trend_from"])[["open_first", "open_last"]].astype(float)


def _steps(rows: pd.DataFrame, england: England, year: int) -> np.ndarray:
    """Whether each year's rank is better (1) or worse (-1) than the year before, whichever places they stand for; else 0."""
    first = int(rows["trend_from"].min()) if len(rows) else year
    index = pd.MultiIndex.from_frame(rows[ON])
    places = {
        each: england.once(open_places, each)
        .set_index(ON)[["open_first", "open_last"]]
        .astype(float)
        .reindex(index)
        .reset_index(drop=True)
        for each in range(first, year + 1)
    }
    columns = []
    for each in range(first + 1, year + 1):
        before, after = places[each - 1], places[each]
        up, down = after["open_last"] < before["open_first"], after["open_first"] > before["open_last"]
        columns.append(np.where(rows["trend_from"] < each, up.astype(int) - down.astype(int), 0))
    return np.column_stack(columns) if columns else np.zeros((len(rows), 1), dtype=int)


def with_trends(rows: pd.DataFrame, report: LocalFigures) -> pd.DataFrame:
    """The rows of rankings.csv with ``COLUMNS``; without national ranks they are not known."""
    if not report.england.is_ranked:
        return rows.assign(
            trend="",
            trend_p=np.nan,
            **{
                name: pd.array([pd.NA] * len(rows), dtype="Int64")
                for name in COLUMNS[1:]
                if name != "trend_p"
            },
        )
    found = report.england.once(trends_of_all, report.year)
    found = found.loc[found["area"] == report.area.code, [*SERIES, *COLUMNS]]
    whole = dict.fromkeys(("trend_from", "trend_years", "trend_running"), "Int64")
    rows = rows.merge(found.astype(whole), on=SERIES, how="left")
    return rows.assign(trend=rows["trend"].fillna(""))
