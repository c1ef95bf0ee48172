"""Of the figures of a report's year: how many are provisional, revised or final, and when the next are due."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.catalogue.lait_updates import day_of, last_day
from analysis.catalogue.measures import PHASES
from analysis.data.agreement import INTERACTIVE_TOOL
from analysis.data.publication_status import STATUSES
from analysis.report.rankings.chapter import RankingsChapter


@dataclass(frozen=True)
class Published:
    """What is known of the publication of a report's figures.

    ``released`` is the day of the release of DfE's interactive tool (2025-12-22), empty without it; ``of_tool_alone`` is
    whether all figures are from it. ``counts`` has the number of figures by status.
    """

    released: str
    of_tool_alone: bool
    counts: dict[str, int]

    @property
    def figures(self) -> int:
        """The LA's published figures of the year."""
        return sum(self.counts.values())


def published(report: RankingsChapter) -> Published:
    """How many of the LA's figures of the year have each status."""
    rows = report.rankings[report.rankings["value"].notna()]
    found = rows["publication_status"].value_counts()
    counts = {status: int(found.get(status, 0)) for status in STATUSES}
    return Published(report.england.release[:10], bool(rows["source"].eq(INTERACTIVE_TOOL).all()), counts)


@dataclass(frozen=True)
class Due:
    """A day on which figures are, or were, due by DfE's dictionary: of how many figures of the year, and of which phases."""

    day: date
    figures: int
    phases: tuple[str, ...]


def due(report: RankingsChapter) -> tuple[list[Due], list[Due]]:
    """When figures on what the report has are due next, and when they were due: each the earliest first.

    What is past is told by the day as at which the report is, or by that of the release: a page made of the same data is
    the same whenever it is made. Both are empty without a release or its dictionary's days, and for a year before the newest.
    """
    # of a year before the newest no more figures come
    if not report.england.release or report.year < report.england.national["year"].max():
        return [], []
    today = date.fromisoformat(report.question.as_at or report.england.release[:10])
    rows = report.rankings[report.rankings["value"].notna()]
    rows = rows.merge(report.england.updates, on=["measure", "pupil_group"])
    rows = rows.assign(day=[day_of(text) for text in rows["next_update"]])
    found = [_due(day, own) for day, own in rows[rows["day"].notna()].groupby("day")]
    return [each for each in found if last_day(each.day) >= today], [
        each for each in found if last_day(each.day) < today
    ]


def _due(day: date, rows: pd.DataFrame) -> Due:
    phases = {*rows["phase"]}
    return Due(day, len(rows), tuple(title for phase, title in PHASES.items() if phase in phases))
