"""Other areas that the LA is in: its combined authority and its regions, by the range of their members."""

from dataclasses import replace

import pandas as pd

from analysis.basics.phrases import joined
from analysis.catalogue.area_groups import KINDS, AreaGroup, groups_of
from analysis.data.group_ranges import group_ranges
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import figure, in_percent, is_provisional
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.headline_results import RESULTS, headline_results

NOTES = (
    "By area, the smallest first; in each in the order of age. Lowest, median and highest are members' figures. The median is that of "
    "the member in the middle. It is no average: members differ in size.",
    "An average stands here only where DfE publishes one of just these members. It publishes none of combined authorities.",
)


def other_areas(report: RankingsChapter) -> list[AreaGroup]:
    """The groups that the LA is in, the smallest first; those of the same members are one, with both kinds in its name."""
    found: dict[tuple[str, ...], list[AreaGroup]] = {}
    for group in groups_of(report.area.code, report.year):
        found.setdefault(group.members, []).append(group)
    merged = [replace(same[0], name=_named(same)) for same in found.values()]
    return sorted(merged, key=lambda group: len(group.members))


def _named(same: list[AreaGroup]) -> str:
    """The name and what it is: "London (Ofsted's region and DfE's region)"."""
    kinds = [KINDS[group.kind] for group in same]
    return f"{same[0].name} ({joined([kinds[0][0].lower() + kinds[0][1:] if kinds[0].startswith('C') else kinds[0], *kinds[1:]])})"


def other_areas_table(report: RankingsChapter) -> Table | None:
    """The headline results beside the range of the members of each group; None without national data."""
    rows = {row.measure: row for row in headline_results(report).itertuples()}
    groups = other_areas(report) if report.england.is_ranked else []
    ranges = group_ranges(report.england, report.year, groups, rows)
    body = [_row(found, rows[found.measure], report) for found in ranges.itertuples()]
    if not body:
        return None
    caption = f"Other areas that {report.area.name} is in, {report.question.academic_year}"
    return Table(caption, pd.DataFrame(body, dtype=object), NOTES, stacked=True)


def _row(found, row, report: RankingsChapter) -> dict:
    def shown(value, cited: str = "") -> Figure | None:
        return figure(
            value,
            row.unit,
            row.decimals,
            cited,
            rests_on_provisional=is_provisional(row),
            with_unit=in_percent(row),
        )

    return {
        "Area": found.group,
        "Result": RESULTS[found.measure],
        report.area.name: shown(row.value, report.cited(row.measure, row.pupil_group)),
        "Lowest": shown(found.lowest),
        "Median": shown(found.median),
        "Highest": shown(found.highest),
        "Average": shown(found.published) or Absent("none published"),
        "Members with a figure": f"{found.with_figure} of {found.members}",
    }
