"""The differences that a transcribed report prints, worked out again from its own levels and from national data.

A printed difference that its levels do not give is a slip in the difference or in a level. Which of the two is
read off by rule: another printing of a level, the national file, or the gap to the LA's own other pupils may
give the printed number. Nothing is decided by hand.
"""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.areas import ENGLAND, area_name, find_area
from analysis.catalogue.measures import group_phrase
from analysis.catalogue.observations import KEY, select
from analysis.report.cohorts.chapter import CohortsChapter

#: Each row of Annex A is an indicator with levels of its own; the rows of other tables share theirs.
ANNEX = "annex-a"


def printed_gaps(report: CohortsChapter) -> pd.DataFrame:
    """Every difference that the transcribed report prints, beside the one that its own levels give.

    Returns
    -------
    DataFrame
        In the order of print: ``table, line, row_label, measure, pupil_group, comparison_group, year, area``;
        ``printed`` (text), ``printed_gap, decimals``; ``level, comparison_level`` (as printed on the same
        line, else in the same table, else first in the report) and ``recomputed``; ``national_level,
        national_comparison`` and ``national`` from the national file; ``agrees``, whether the printed levels
        give the difference at the precision it is printed to; and ``reason`` where they do not.
    """
    figures = report.printed.figures
    rows = figures[figures["kind"] == "gap"].rename(columns={"value": "printed_gap"})
    levels = figures[(figures["kind"] == "value") & figures["value"].notna()]
    national = report.observations[report.observations["source"] != report.paper_source]
    national = national[national["value"].notna() & (national["area_type"] != "neighbours")]
    found = [_worked_out(row, levels, national, report) for row in rows.itertuples()]
    rows = rows.reset_index(drop=True).join(pd.DataFrame(found))
    columns = ["table", "line", "row_label", *KEY, "comparison_group", "area", "printed", "printed_gap"]
    columns += ["decimals", "level", "comparison_level", "recomputed", "national_level"]
    return rows[[*columns, "national_comparison", "national", "agrees", "reason"]]


def printed_gap_ranks(report: CohortsChapter, table: pd.DataFrame) -> pd.DataFrame:
    """The ranks of differences that the report prints, beside the recomputed ones.

    Returns
    -------
    DataFrame
        ``table, line, row_label, measure, pupil_group, year, printed_rank, rank, n_ranked, tie_last,
        outcome``, the last one of "the same", "within the tie", "another place", "cannot be checked".
    """
    figures = report.printed.figures
    rows = figures[figures["kind"] == "gap_rank"].rename(columns={"value": "printed_rank"})
    ranks = table[(table["comparator"] == "national_other") & (table["rank_basis"] == "recomputed")]
    rows = rows.merge(ranks[[*KEY, "rank", "n_ranked", "tie_last"]], on=KEY, how="left")
    outcome = pd.Series("another place", index=rows.index)
    outcome[rows["printed_rank"].between(rows["rank"].astype(float), rows["tie_last"].astype(float))] = (
        "within the tie"
    )
    outcome[rows["printed_rank"] == rows["rank"].astype(float)] = "the same"
    rows["outcome"] = outcome.where(rows["rank"].notna(), "cannot be checked")
    columns = ["table", "line", "row_label", *KEY, "printed_rank", "rank", "n_ranked", "tie_last", "outcome"]
    return rows[columns]


def _worked_out(row, levels: pd.DataFrame, national: pd.DataFrame, report: CohortsChapter) -> dict:
    """What one printed difference comes to."""
    own = _printings(levels, row, row.pupil_group, row.area)
    other = _printings(levels, row, row.comparison_group, ENGLAND)
    level = own[0][0] if own else float("nan")
    comparison = other[0][0] if other else float("nan")
    official = _official(national, row, row.pupil_group, row.area)
    official_other = _official(national, row, row.comparison_group, ENGLAND)
    agrees = _gives(level, comparison, row)
    return {
        "level": level,
        "comparison_level": comparison,
        "recomputed": level - comparison,
        "national_level": official,
        "national_comparison": official_other,
        "national": official - official_other,
        "agrees": agrees,
        "reason": "" if agrees else _reason(row, own, other, national, report),
    }


def _gives(level: float, comparison: float, row) -> bool:
    """Whether two levels give the printed difference, at the precision it is printed to."""
    return abs(level - comparison - row.printed_gap) <= 0.5 * 10.0 ** -int(row.decimals) + 1e-9


def _printings(levels: pd.DataFrame, row, group: str, area: str) -> list[tuple[float, int]]:
    """Value and line of every printing of a level, nearest first: its line, its table, then the order of print."""
    same = select(levels, measure=row.measure, pupil_group=group, year=row.year, area=area)
    near = pd.DataFrame(
        {
            "line": same["line"] != row.line,
            "table": (same["table"] != row.table) | (row.table == ANNEX),
            "at": same["line"],
        }
    )
    order = near.sort_values(["line", "table", "at"], kind="stable").index
    return [(float(same["value"][i]), int(same["line"][i])) for i in order]


def _official(national: pd.DataFrame, row, group: str, area: str) -> float:
    rows = select(national, measure=row.measure, pupil_group=group, year=row.year, area=area)
    return float(rows["value"].iloc[0]) if len(rows) else float("nan")


def _reason(row, own: list, other: list, national: pd.DataFrame, report: CohortsChapter) -> str:
    """What would give the printed difference, or that nothing does."""
    if not own or not other:
        return "cannot be checked: a level is not printed"
    place = "England" if row.area == ENGLAND else area_name(row.area)
    for printings, fixed, group, where in (
        (own, (None, other[0][0]), row.pupil_group, place),
        (other, (own[0][0], None), row.comparison_group, "England"),
    ):
        for value, line in printings[1:]:
            level, comparison = (value if part is None else part for part in fixed)
            if _gives(level, comparison, row):
                words = f"{group_phrase(group)} in {where}"
                return f"{_number(value)} for {words}, as printed on line {line}, does give it"
    official = _official(national, row, row.pupil_group, row.area)
    official_other = _official(national, row, row.comparison_group, ENGLAND)
    if _gives(official, official_other, row):
        return (
            f"the national file's levels, {_number(official)} and {_number(official_other)}, give it"
            + _misplaced(row, other[0][0], official_other, row.comparison_group, "England", national)
            + _misplaced(row, own[0][0], official, row.pupil_group, place, national)
        )
    own_other = _official(national, row, row.comparison_group, row.area)
    if _gives(official, own_other, row):
        numbers = f"{_number(official)} against {_number(own_other)} in the national file"
        return f"it equals the difference to other pupils in {place} itself ({numbers})"
    return "no printed or national level gives it"


def _misplaced(row, printed: float, official: float, group: str, place: str, national: pd.DataFrame) -> str:
    """That a printed level is not the national file's, and whose figure it is there, if it is anybody's."""
    if abs(printed - official) < 1e-9:
        return ""
    rows = select(national, measure=row.measure, year=row.year, area=[row.area, ENGLAND])
    rows = rows[(rows["value"] - printed).abs() < 1e-9]
    whose = [
        f"{group_phrase(other.pupil_group)} in {find_area(other.area).name}" for other in rows.itertuples()
    ]
    known = f" is its figure for {whose[0]}" if len(whose) == 1 else " is not its figure"
    return f"; {_number(printed)}, printed for {group_phrase(group)} in {place},{known}"


def _number(value: float) -> str:
    return format_value(value, "points", 1, true_minus=True).removesuffix(".0")
