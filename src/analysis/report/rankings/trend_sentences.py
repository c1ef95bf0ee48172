"""A trend of years in words, the pattern that finds its figures again, and what the page says of trends together."""

import pandas as pd

from analysis.basics.numbers import as_printed, half_away, ordinal
from analysis.basics.patterns import PLACE, figure
from analysis.basics.phrases import counted, joined
from analysis.catalogue.families import one_of_each
from analysis.catalogue.measures import PHASES
from analysis.catalogue.observations import KEY, select
from analysis.data.panel import SERIES
from analysis.report.rankings.cells import provisional
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.movement_sentences import of_unknown
from analysis.report.rankings.movements import FALSE_SHARE
from analysis.report.rankings.sentences import name, shown
from analysis.report.rankings.trends import GAINING, LOSING, RUNNING, SHORT, UNKNOWN
from analysis.statistics.trend import FEWEST_POINTS, FEWEST_RECENT

#: So many trends are written out; more are counted.
MOST = 8
NO_TREND = (
    "No figure has gained or lost ground on other local authorities for years by more than rounding and chance make. That does not "
    "show that nothing changed."
)
NONE_LONG_ENOUGH = "No trend can be told."
NO_NATIONAL = "No trend can be told: that takes national figures of several years."
FEW_PUPILS = "No trend is told of an authority that has few pupils altogether."
#: What is said before the trends: of whom, and that it is no rule of the summary's.
AGAINST_OTHERS = (
    "Ground is gained or lost against the other local authorities, over all years since the series last broke. The figure itself can "
    "be lower than in some of these years, as others may have fallen more. The summary names rises and falls by another rule: those "
    "of one or two years that have held."
)
#: What a trend is, and what it is not.
NOTE = (
    "The figure is compared with the median of all local authorities, as all may rise at once. One line is laid through all years since the last break in the series. Years without a figure, such as 2020 and 2021, are no "
    "break. A jump over them counts for nothing, as nobody saw what happened in them. A trend is no forecast."
)


def trends_of(report: RankingsChapter) -> pd.DataFrame:
    """The rows of the rankings whose figure gains or loses ground, the clearest first, with value and rank of the first year."""
    rows = report.rankings
    rows = rows[rows["trend"].isin([GAINING, LOSING])].sort_values("trend_p", kind="stable")
    own = select(report.figures, area=report.area.code)[[*KEY, "value"]]
    then = own.merge(report.ranks[[*KEY, "rank"]], on=KEY).rename(
        columns={"year": "trend_from", "value": "value_then", "rank": "rank_then"}
    )
    then["trend_from"] = then["trend_from"].astype("Int64")
    rows = one_of_each(rows.merge(then, on=[*SERIES, "trend_from"], how="left"))
    between = [_furthest_between(row, own) for row in rows.itertuples()]
    rows["value_between"] = pd.Series([value for _, value in between], index=rows.index, dtype=float)
    rows["year_between"] = pd.Series([year for year, _ in between], index=rows.index, dtype="Int64")
    return rows


def _furthest_between(row, own: pd.DataFrame) -> tuple:
    """Year and value of the figure that was best (of ground lost worst) within a trend, if it was so by more than the last; or none."""
    rows = select(own, measure=row.measure, pupil_group=row.pupil_group).dropna(subset="value")
    rows = rows[(rows["year"] > row.trend_from) & (rows["year"] < row.year)]
    if rows.empty:
        return pd.NA, float("nan")
    up = (row.polarity == "high") == (row.trend == GAINING)
    year, value = rows.loc[rows["value"].idxmax() if up else rows["value"].idxmin(), ["year", "value"]]
    then, now = as_printed(value, row.decimals), as_printed(row.value, row.decimals)
    return (int(year), float(value)) if (then > now if up else then < now) else (pd.NA, float("nan"))


def ground(row) -> str:
    """How a figure has gained or lost ground, with rank and figure of the first and the last year.

    Parameters
    ----------
    row : a row of ``trends_of``

    Returns
    -------
    str
        "gaining ground over 8 years with a figure, from 90th in 2016 to 30th in 2025 (79% in 2016, 83% in 2025), and its rank
        became better in each of the last 3 years".
    """
    gained = (row.value - row.value_then) * (1 if row.polarity == "high" else -1)
    way = 1 if row.trend == GAINING else -1
    otherwise = ""
    # all LAs may have moved: a rank can rise though its own figure falls
    if way * gained < 0:
        otherwise = f", although the figure is {'better' if gained > 0 else 'worse'} as published"
    running = ""
    if pd.notna(row.trend_running) and row.trend_running >= RUNNING:
        became = "better" if way > 0 else "worse"
        running = f", and its rank became {became} in each of the last {row.trend_running} years"
    low = "; low is good" if row.polarity == "low" else ""
    return (
        f"{row.trend} over {row.trend_years} years with a figure, from {ordinal(row.rank_then)} in {row.trend_from} to "
        f"{ordinal(row.rank)} in {row.year}{otherwise} ({shown(row, row.value_then)} in {row.trend_from}, "
        f"{shown(row, row.value)} in {row.year}{provisional(row)}{low}){running}"
    )


def in_between(row) -> str:
    """That the figure itself was better (of ground lost worse) within a trend than now, if it was; empty if not.

    Ranks and the distance from the median tell a trend, and others may have moved more: the figure need not be at its best.
    """
    if pd.isna(row.year_between):
        return ""
    word = "better" if row.trend == GAINING else "worse"
    return f" The figure itself was {word} in between: {shown(row, row.value_between)} in {row.year_between}."


_YEAR = r"20\d\d"
#: What ``in_between`` says.
BETWEEN = (
    rf"The figure itself was (?P<word>better|worse) in between: {figure('value')} in (?P<year>{_YEAR})\."
)
#: What ``ground`` says.
GROUND = (
    rf"(?P<way>{GAINING}|{LOSING}) over \d+ years with a figure, from (?P<earlier>{PLACE}) in (?P<before>{_YEAR}) to "
    rf"(?P<rank>{PLACE}) in (?P<year>{_YEAR})(?:, although the figure is (?P<otherwise>better|worse) as published)? "
    rf"\({figure('first')} in (?P=before), {figure('last')} in (?P=year)(?:; low is good)?\)"
    r"(?:, and its rank became (?:better|worse) in each of the last (?P<running>\d+) years)?"
)


def trends_said(report: RankingsChapter) -> list[str]:
    """The trends of the LA, or that there is none, the clearest first."""
    if not report.england.is_ranked:
        return [NO_NATIONAL]
    rows = trends_of(report)
    said = [
        f"{name(row)}: {ground(row)}{of_unknown(row, report)}.{in_between(row)}"
        for row in rows.head(MOST).itertuples()
    ]
    if more := len(rows) - len(said):
        said.append(f"The data file has {counted(more, 'more figure')} with a trend.")
    return said or [NO_TREND if len(_looked_at(report)) else NONE_LONG_ENOUGH]


def _looked_at(report: RankingsChapter) -> pd.DataFrame:
    rows = report.rankings
    return rows[~rows["trend"].isin(["", SHORT, UNKNOWN])]


def many_trends(report: RankingsChapter) -> list[str]:
    """How many figures were looked at for a trend, how many were too short, and what is asked; empty without national data."""
    rows = report.rankings
    rows = rows[rows["trend"] != ""]
    if not report.england.is_ranked:
        return []
    if rows.empty:
        return [FEW_PUPILS]
    looked_at, short = _looked_at(report), rows[rows["trend"] == SHORT]
    said = []
    if len(looked_at):
        one_in = int(half_away(1 / FALSE_SHARE, 0))
        said.append(
            f"{len(looked_at)} of {counted(len(rows), 'ranked figure')} could be looked at for a trend. At most about one in {one_in} of those "
            "named is expected to be chance (Benjamini and Hochberg)."
        )
    if len(short):
        said.append(
            f"{_which(rows, short)} too few years for a trend. It needs {FEWEST_POINTS} without a break in the series. The last "
            f"{FEWEST_RECENT} of them must have no gap."
        )
    return [*said, NOTE] if len(looked_at) else said


def _which(rows: pd.DataFrame, short: pd.DataFrame) -> str:
    """How many have too few years, and the phases of which all have."""
    if len(short) == len(rows):
        return "All ranked figures have" if len(rows) > 1 else "The one ranked figure has"
    phases = [
        title
        for phase, title in PHASES.items()
        if len(own := rows[rows["phase"] == phase]) and (own["trend"] == SHORT).all()
    ]
    every = f" (all under {joined(phases)})" if phases else ""
    return f"{counted(len(short), 'figure')}{every} {'has' if len(short) == 1 else 'have'}"
