"""The uncertainty of ranks as tables and charts."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.catalogue.measures import GROUP_ORDER, group_phrase, group_title, load_measures, title
from analysis.catalogue.observations import KEY
from analysis.output.absent import Absent
from analysis.output.charts import chart as charts
from analysis.output.table import Figure, Table
from analysis.report.cohorts.cells import NO_RANK, NOT_PUBLISHED, ORDERLESS, UNITS, england_figures
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.rank_set_sentences import as_asked_for
from analysis.report.cohorts.rank_sets import MOST
from analysis.report.rankings.cells import NO_ORDER, figure, is_provisional, provisional, unordered
from analysis.report.rankings.tables import order_notes

#: Rank ranges from rounding that are shown: the widest.
WIDEST = 10
#: A caterpillar chart of fewer local authorities shows nothing.
FEWEST = 4


def rank_set_table(sets: pd.DataFrame, report: CohortsChapter) -> Table:
    """The LA's ranks with their sets, by each method, and whether it can be among the best."""
    rows, england = _own(sets, report), england_figures(report)
    body = [_rank_set_row(row, report, england) for row in rows.itertuples()]
    notes = (
        f"Sorted by group of pupils, then by phase. {UNITS}",
        "Ranks are among the local authorities whose numbers of pupils are published. So they can differ from those on the "
        "rankings page.",
        "The first two sets are those of Mogstad, Romano, Shaikh and Wilhelm (2024). The third is that of Klein, Wright and Wieczorek "
        "(2020).",
        f"Worked out for at most {MOST} measures and groups of pupils. Among the best: shown where every place of the second set is among the best tenth, ruled out where none is.",
        *order_notes(rows),
    )
    return Table("Ranks, and the places that cannot be ruled out", pd.DataFrame(body, dtype=object), notes)


def _rank_set_row(row, report: CohortsChapter, england: dict[tuple[str, str], Figure]) -> dict:
    cells = {
        "Measure": load_measures().loc[row.measure, "short_title"],
        "Pupils": group_title(row.pupil_group),
        "Number": int(row.pupils),
        report.area.name: figure(
            row.value,
            row.unit,
            1 if row.unit == "percent" else 2,
            rests_on_provisional=is_provisional(row),
        ),
        "England": england.get((row.measure, row.pupil_group), NOT_PUBLISHED),
        "Rank": _rank(row),
        "95% set | this rank alone": _set(row.lower, row.upper),
        "95% set | all ranks at once": _set(row.lower_all, row.upper_all),
        "95% set | all at once, not simulated": _set(row.lower_joint, row.upper_joint),
        "Among the best": f"the best {row.best}: {row.among_best}" if row.among_best else NO_RANK,
    }
    if not unordered(row):
        return cells
    gone = [name for name in cells if name.startswith("95% set") or name == "Among the best"]
    return cells | dict.fromkeys(gone, ORDERLESS) | {"Rank": Figure(None, NO_ORDER)}


def _rank(row) -> Figure:
    text = f"{ordinal(row.rank)} of {row.n_ranked}"
    return Figure(float(row.rank), text, 0, rests_on_provisional=is_provisional(row))


def _own(sets: pd.DataFrame, report: CohortsChapter) -> pd.DataFrame:
    rows = sets[sets["area"] == report.area.code].join(load_measures()[["unit", "order"]], on="measure")
    place = rows["pupil_group"].map(GROUP_ORDER)
    orders = rows.join(report.rankings.set_index(KEY[:2])["orders"], on=KEY[:2])["orders"].fillna("")
    return rows.assign(place=place, orders=orders).sort_values(["place", "order"], kind="stable")


def _places(low, high) -> str:
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"


def _set(low, high) -> Figure:
    return Figure(None, _places(low, high))


def rank_set_charts(sets: pd.DataFrame, report: CohortsChapter) -> list[charts.Chart]:
    """The LA among its statistical neighbours: on the first two measures that a committee asks for, whatever they show."""
    rows = _own(sets, report)
    rows = rows[rows["orders"] != "no"]
    if rows.empty:
        return []
    picked = as_asked_for(rows).drop_duplicates("measure").head(2)
    return [chart for row in picked.itertuples() if (chart := _caterpillar(sets, row, report))]


def _caterpillar(sets: pd.DataFrame, own, report: CohortsChapter) -> charts.Chart | None:
    rows = sets[(sets["measure"] == own.measure) & (sets["pupil_group"] == own.pupil_group)]
    if len(rows) < FEWEST:
        return None
    rows = rows.assign(own=rows["area"] == report.area.code, label=rows["area_name"])
    rows = rows.sort_values(["rank", "area_name"], kind="stable", ignore_index=True)
    what = f"{load_measures().loc[own.measure, 'short_title']}, {group_phrase(own.pupil_group)}"
    message = (
        f"{what}: {report.area.name} is {ordinal(own.rank)} of {own.n_ranked}{provisional(own)}, and chance leaves it open from "
        f"{ordinal(own.lower)} to {ordinal(own.upper)}"
    )
    parts = [
        f"{row.label}: {ordinal(row.rank)}, {_places(row.lower, row.upper)} alone, {_places(row.lower_all, row.upper_all)} at once."
        for row in rows.itertuples()
    ]
    alt = (
        f"Rank of {report.area.name} and of {len(rows) - 1} of its statistical neighbours among {own.n_ranked} local authorities, "
        f"each with its 95% set of places. {' '.join(parts)}"
    )
    shown = pd.DataFrame(
        {
            "Local authority": rows["label"],
            "Pupils": rows["pupils"].astype(str),
            "Rank": [ordinal(rank) for rank in rows["rank"]],
            "This rank alone": [_places(row.lower, row.upper) for row in rows.itertuples()],
            "All ranks at once": [_places(row.lower_all, row.upper_all) for row in rows.itertuples()],
        }
    )
    table = Table(f"{message}: data", shown, sheet=False)
    return charts.rank_set_chart(rows, own.n_ranked, own.best, message, alt, table)


def rounding_table(ranges: pd.DataFrame, report: CohortsChapter) -> Table:
    """The ranks that rounding and ties leave widest open."""
    ranges = ranges.assign(width=ranges["upper"] - ranges["lower"] + 1)
    ranges = ranges[ranges["width"] > 1].sort_values("width", ascending=False, kind="stable").head(WIDEST)
    body = [
        {
            "Measure": title(row.measure, row.pupil_group),
            "Rank": Figure(float(row.rank), ordinal(row.rank), 0, rests_on_provisional=is_provisional(row)),
            "Possible places": _set(row.lower, row.upper),
            "How many": int(row.width),
        }
        for row in ranges.itertuples()
    ]
    return Table(
        f"The {len(body)} ranks that rounding and ties leave widest open", pd.DataFrame(body, dtype=object)
    )


def without_numbers_table(table: pd.DataFrame) -> Table:
    """Why figures have no interval, how many, of whom, and where the numbers of pupils are."""
    body = []
    for (reason, data_set), rows in table.groupby(["reason", "data_set"], sort=False):
        groups = rows["pupil_group"].unique()
        listed = "; ".join(group_title(group) for group in groups)
        body.append(
            {
                "Why there is no interval": _sentence(reason.removeprefix("no interval, because ")),
                "Figures": len(rows),
                "Pupils": listed if len(groups) <= FEWEST else f"{len(groups)} groups of pupils",
                "Where DfE publishes numbers, for some years": data_set or Absent("not known"),
            }
        )
    return Table(
        "Figures without an interval",
        pd.DataFrame(body, dtype=object).sort_values("Figures", ascending=False),
        ("Sorted by the number of figures. The data sets are on Explore Education Statistics.",),
    )


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
