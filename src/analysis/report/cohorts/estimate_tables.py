"""Estimates that use all local authorities, as tables and charts."""

import numpy as np
import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import PHASES, group_phrase, group_title, load_measures
from analysis.catalogue.observations import KEY
from analysis.output.absent import Absent
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.cohorts.cells import NO_RANK, NOT_PUBLISHED, UNITS, england_figures, or_why
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.estimate_words import chance_in_words
from analysis.report.cohorts.funnels import Drawn, funnels_of_all
from analysis.report.cohorts.tables import places_figure
from analysis.report.rankings.cells import figure, is_provisional, provisional
from analysis.statistics.funnel import LIMITS, limits

#: Funnels that are drawn: of headline measures, the groups of most pupils last.
MOST_DRAWN = 2
#: Points of a curve of limits.
CURVE = 60


def estimates_table(shrunken: pd.DataFrame, report: CohortsChapter) -> Table:
    """The LA's figures, the places that chance leaves open, and beside them the estimate of figure and rank."""
    sets, england = report.rank_sets, england_figures(report)
    sets = sets[sets["area"] == report.area.code].set_index(KEY[:2])
    body = [_estimate_row(row, sets, report, england) for row in shrunken.itertuples() if row.reason == ""]
    notes = (
        f"Sorted by group of pupils, then by phase. {UNITS} Ranks are among the local authorities with a published figure.",
        "Estimates are empirical Bayes: a beta-binomial model of the counts of all local authorities, or for progress scores a normal one.",
        "More than chance: the share of the variance between local authorities that chance does not explain (rankability).",
        "Figures without an estimate, and why, are in shrunken_ranks.csv.",
    )
    return Table("Estimates that use all local authorities", pd.DataFrame(body, dtype=object), notes)


def _estimate_row(
    row, sets: pd.DataFrame, report: CohortsChapter, england: dict[tuple[str, str], Figure]
) -> dict:
    key = (row.measure, row.pupil_group)
    unit = load_measures().loc[row.measure, "unit"]
    decimals = 1 if unit == "percent" else 2
    ends = [format_value(end, unit, decimals, true_minus=True) for end in (row.lower, row.upper)]
    low, high = sets.loc[key, ["lower", "upper"]] if key in sets.index else (pd.NA, pd.NA)
    return {
        "Measure": load_measures().loc[row.measure, "short_title"],
        "Pupils": group_title(row.pupil_group),
        "Number": int(row.pupils),
        report.area.name: figure(row.value, unit, decimals, rests_on_provisional=is_provisional(row)),
        "England": england.get(key, NOT_PUBLISHED),
        "95% set of places": or_why(places_figure(low, high), Absent("not worked out")),
        "Estimate | figure": figure(row.estimate, unit, decimals),
        "Estimate | 90% range": Figure(None, " to ".join(ends)),
        "Estimate | mean rank": Figure(row.expected_rank, format_value(row.expected_rank, "count", 0), 0),
        "Estimate | 90% range of rank": places_figure(row.rank_low, row.rank_high),
        "Chance of | best tenth": chance_in_words(row.chance_best_10),
        "Chance of | best quarter": chance_in_words(row.chance_best_25),
        "More than chance": f"{format_value(100 * row.rankability, 'percent', 0)}%",
    }


def pooled_table(pooled: pd.DataFrame, report: CohortsChapter) -> Table:
    """The percentage of the year, which stays first, and that of three years' pupils."""
    first, england, gone = pooled["first_year"].iloc[0], england_figures(report), Absent("a year missing")
    body = [
        {
            "Measure": load_measures().loc[row.measure, "short_title"],
            "Pupils": group_title(row.pupil_group),
            f"{report.year} alone (%) | {report.area.name}": or_why(
                figure(row.value, "percent", 1, rests_on_provisional=is_provisional(row)),
                Absent("suppressed or missing"),
            ),
            f"{report.year} alone (%) | England": england.get((row.measure, row.pupil_group), NOT_PUBLISHED),
            f"{first} to {report.year} | pupils": Figure(None, f"{row.numerator} of {row.denominator}")
            if pd.notna(row.denominator)
            else gone,
            f"{first} to {report.year} | estimate (%)": or_why(figure(row.pooled, "percent", 1), gone),
            f"{first} to {report.year} | 95% interval (%)": Figure(
                None, f"{format_value(row.lower, 'percent', 1)} to {format_value(row.upper, 'percent', 1)}"
            )
            if pd.notna(row.lower)
            else gone,
            "Rank | estimate": or_why(_rank(row), NO_RANK),
            "Rank | 90% range": or_why(places_figure(row.rank_low, row.rank_high), NO_RANK),
            "Left out": int(row.left_out),
        }
        for row in pooled.itertuples()
    ]
    reasons = pooled.loc[pooled["reason"] != "", "reason"].value_counts()
    notes = [
        "Sorted by group of pupils, then by phase. Left out: local authorities with a suppressed or missing year. Those with all three "
        "years are ranked.",
        "Only results that a pupil has once are counted together. Absence and care have the same pupils in several years.",
        *(f"{count} {reason}." for reason, count in reasons.items()),
    ]
    return Table("Three years counted together", pd.DataFrame(body, dtype=object), tuple(notes))


def _rank(row) -> Figure | None:
    return None if pd.isna(row.rank) else Figure(float(row.rank), f"{ordinal(row.rank)} of {row.n_ranked}", 0)


def dispersion_table(moves: pd.DataFrame) -> Table:
    """How far figures move from year to year, in how far draws would."""
    body = [
        {
            "Phase": PHASES[row.phase],
            "Pupils": group_title(row.pupil_group),
            "Measures": int(row.measures),
            "Pairs of years": int(row.pairs),
            "Moves (1 is two draws)": figure(row.dispersion, "score", 2),
            "By chance, small counts left out": or_why(
                figure(row.as_published, "score", 2), Absent("none left out")
            ),
        }
        for row in moves.itertuples()
    ]
    note = (
        "1 is as far as two draws of so many pupils would move. England's own change is taken out. Where counts below 6 are not published, "
        "chance gives less than 1. All local authorities, no pair across a break."
    )
    return Table(
        "Do cohorts vary from year to year as draws would?", pd.DataFrame(body, dtype=object), (note,)
    )


def funnel_charts(funnels: pd.DataFrame, report: CohortsChapter) -> list[charts.Chart]:
    """The funnels of the headline measures of small groups, at most ``MOST_DRAWN``; the rest is in the data file."""
    drawn = report.england.once(funnels_of_all, report.year)
    headline = report.rankings.loc[
        report.rankings["headline"] & (report.rankings["pupil_group"] != "all"), KEY[:2]
    ]
    keys = pd.MultiIndex.from_frame(headline)
    chosen = funnels[pd.MultiIndex.from_frame(funnels[KEY[:2]]).isin(keys)].head(MOST_DRAWN)
    return [_funnel(row, drawn[row.measure, row.pupil_group], report) for row in chosen.itertuples()]


def _funnel(row, drawn: Drawn, report: CohortsChapter) -> charts.Chart:
    areas, found = drawn
    what = f"{load_measures().loc[row.measure, 'short_title']}, {group_phrase(row.pupil_group)}"
    side = "above" if row.value > row.target else "below"
    where = {
        "none": "inside the limits of chance",
        "95%": f"{side} the 95% limits, inside the 99.8% limits",
        "99.8%": f"{side} the 99.8% limits",
    }[row.outside]
    name = report.area.name
    message = f"{what}: {name}{provisional(row)} is {where}"
    percent = [
        format_value(end, "percent", 0, with_unit=True)
        for end in (row.value, row.target, row.lower_95, row.upper_95)
    ]
    alt = (
        f"Funnel plot of {row.areas} local authorities by number of pupils. {name}: {percent[0]} of {row.pupils} pupils; all together "
        f"{percent[1]}; 95% limits for so many pupils {percent[2]} to {percent[3]}. {row.areas_outside_95} local authorities lie outside the 95% "
        f"limits, where chance would put about {format_value(row.expected_outside_95, 'count', 0)}."
    )
    points = pd.DataFrame(
        {
            "pupils": areas["denominator"].astype(float),
            "value": 100 * areas["numerator"].astype(float) / areas["denominator"].astype(float),
            "own": areas["area"] == report.area.code,
        }
    )
    sizes = np.linspace(points["pupils"].min(), points["pupils"].max(), CURVE)
    curve = pd.DataFrame({"pupils": sizes, "target": 100 * found.target})
    for level, ends in zip(
        ("95", "998"), (100 * limits(found.target, found.tau2, sizes, at) for at in LIMITS), strict=True
    ):
        curve[f"lower_{level}"], curve[f"upper_{level}"] = ends[:, 0], ends[:, 1]
    shown = pd.DataFrame(
        {
            "Local authority": areas["area"].map(area_name),
            "Pupils": areas["denominator"].astype(str),
            "Per cent": points["value"].map(lambda value: format_value(value, "percent", 1)),
        }
    )
    names = {"own": name, "pupils": f"Number of {group_phrase(row.pupil_group)}"}
    table = Table(f"{message}: data", shown.sort_values("Local authority"), sheet=False)
    return charts.funnel_chart(points, curve, names, message, alt, table)
