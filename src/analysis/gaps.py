"""Attainment gaps: how far a group of pupils is from the others, in the local authority and in England.

Three questions, kept apart (``comparator``): the LA's group against the other pupils of England
(``national_other``, the "diminishing the difference" of committee reports), against the LA's own other
pupils (``own_other``), and against the same group in England (``national_same``). A gap is the group
minus its comparison, in percentage or score points: negative means that the group is behind.
"""

import pandas as pd

from analysis.data import ENGLAND
from analysis.observations import select

#: Each group and the pupils it is compared with. FSM and disadvantaged are different pairs: never mixed.
PAIRS = {
    "disadvantaged": "not_disadvantaged",
    "fsm": "not_fsm",
    "sen_support": "no_sen",
    "ehc_plan": "no_sen",
    **dict.fromkeys(("white", "mixed", "asian", "black", "chinese", "other_ethnic", "looked_after"), "all"),
}
COMPARATORS = {
    "national_other": "other pupils in England",
    "own_other": "other pupils in the local authority",
    "national_same": "the same pupils in England",
}
KEY = ["measure", "pupil_group", "year"]
COLUMNS = [
    *("measure", "pupil_group", "comparison_group", "comparator", "year", "area", "area_name", "value"),
    *("comparison_value", "gap", "lower", "upper", "pupils", "rank", "n_ranked", "previous_gap", "change"),
]


def gaps(observations: pd.DataFrame, comparator: str) -> pd.DataFrame:
    """The gap of every group with a comparison, for every area and year that has both levels.

    Parameters
    ----------
    observations : DataFrame
        As ``analysis.observations`` defines them, one row per measure, pupil group, year and area.
    comparator : str
        A key of ``COMPARATORS``.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, comparison_group, comparator, year, area, value, comparison_value, gap``
        and the printed precision of each: ``decimals``, ``comparison_decimals`` and ``gap_decimals``, the
        coarser of the two.
    """
    levels = observations.loc[observations["value"].notna(), [*KEY, "area", "value", "decimals"]]
    groups = levels[levels["pupil_group"].isin(PAIRS)]
    groups = groups.assign(comparison_group=groups["pupil_group"].map(PAIRS))
    own_area = comparator == "own_other"
    others = levels if own_area else levels[levels["area"] == ENGLAND].drop(columns="area")
    others = others.rename(columns={"value": "comparison_value", "decimals": "comparison_decimals"})
    if comparator == "national_same":
        rows = groups.merge(others, on=KEY)
    else:
        others = others.rename(columns={"pupil_group": "comparison_group"})
        on = ["measure", "comparison_group", "year", *(["area"] if own_area else [])]
        rows = groups.merge(others, on=on)
    return rows.assign(
        comparator=comparator,
        gap=rows["value"] - rows["comparison_value"],
        gap_decimals=rows[["decimals", "comparison_decimals"]].min(axis=1),
    )


def attainment_gaps(data) -> pd.DataFrame:
    """The gaps of the LA in the year, with the year before where no break lies between.

    Parameters
    ----------
    data : analysis.data.Data

    Returns
    -------
    DataFrame
        The columns of ``gaps.csv`` (DESIGN: output contract), then the decimals of each figure and ``title, phase, unit``. Rows
        of England's own gap (``own_other``) are included, for comparison. ``lower``, ``upper`` and
        ``pupils`` are missing where no numbers of pupils are published.
    """
    area = data.area.code
    observations = data.of_area()
    rows = pd.concat([gaps(observations, comparator) for comparator in COMPARATORS], ignore_index=True)
    wanted = (rows["area"] == area) | ((rows["area"] == ENGLAND) & (rows["comparator"] == "own_other"))
    rows = rows[wanted]
    before = rows[[*KEY, "comparator", "area", "gap"]].rename(columns={"gap": "previous_gap"})
    before = before.assign(year=before["year"] + 1)
    rows = rows[rows["year"] == data.year].merge(before, on=[*KEY, "comparator", "area"], how="left")
    about = data.measures[["title", "phase", "unit", "break_after", "order"]]
    rows = rows.merge(about, left_on="measure", right_index=True)
    broken = [year - 1 in breaks for year, breaks in zip(rows["year"], rows["break_after"], strict=True)]
    rows["previous_gap"] = rows["previous_gap"].mask(broken)
    rows["change"] = rows["gap"] - rows["previous_gap"]
    rows["area_name"] = rows["area"].map({area: data.area.name, ENGLAND: "England"})
    for column in ("lower", "upper", "pupils", "rank", "n_ranked"):
        rows[column] = pd.NA
    rows = rows.sort_values(["order", "comparator", "area"], kind="stable", ignore_index=True)
    return rows[[*COLUMNS, "decimals", "comparison_decimals", "gap_decimals", "title", "phase", "unit"]]


def printed_gaps(data) -> pd.DataFrame:
    """Every difference that the transcribed report prints, beside the one that its own levels give.

    Returns
    -------
    DataFrame
        ``table, line, measure, pupil_group, year, area, printed`` (text), ``printed_gap, level,
        comparison_level, recomputed, agrees``, in the order of print. The levels are those printed in the
        same table, else those printed elsewhere in the report; ``agrees`` compares at the precision to
        which the difference is printed.
    """
    figures = data.edition.figures
    rows = figures[figures["kind"] == "gap"].rename(columns={"value": "printed_gap"})
    levels = figures[(figures["kind"] == "value") & figures["value"].notna()]
    own = [_level(levels, row, row.pupil_group, row.area) for row in rows.itertuples()]
    other = [_level(levels, row, row.comparison_group, ENGLAND) for row in rows.itertuples()]
    rows = rows.assign(level=own, comparison_level=other)
    rows["recomputed"] = rows["level"] - rows["comparison_level"]
    tolerance = 0.5 * 10.0 ** -rows["decimals"].astype(float) + 1e-9
    rows["agrees"] = (rows["recomputed"] - rows["printed_gap"]).abs() <= tolerance
    columns = ["table", "line", *KEY, "comparison_group", "area", "printed", "printed_gap", "level"]
    return rows[[*columns, "comparison_level", "recomputed", "agrees", "decimals"]].reset_index(drop=True)


def _level(levels: pd.DataFrame, gap, group: str, area: str) -> float:
    """The level behind a printed difference: from its own line, its own table, or the whole report."""
    same = select(levels, measure=gap.measure, pupil_group=group, year=gap.year, area=area)
    if same.empty:
        return float("nan")
    nearest = (same["line"] != gap.line).astype(int) + (same["table"] != gap.table).astype(int)
    return float(same.loc[nearest.idxmin(), "value"])
