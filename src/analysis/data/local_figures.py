"""What a report starts from: a question, England's figures, and the paper that was transcribed, if one was."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY, NamedObservations, select
from analysis.data.choose_source import first_published
from analysis.data.england import England
from analysis.data.neighbour_average import neighbour_average
from analysis.data.publication_status import COLUMNS, LABELS, OF_NEIGHBOURS, PROVISIONAL
from analysis.data.question import Question, asked_of
from analysis.data.store import england_on
from analysis.output.citations import PROVISIONAL as MARK
from analysis.sources.papers import Paper

Figures = TypeVar("Figures", bound="LocalFigures")


@dataclass(frozen=True, eq=False)
class LocalFigures:
    """The figures that a report on one local authority and year rests on. Nothing is computed here.

    ``observations`` holds every area and year, one row per measure, pupil group, year and area (of several
    sources, national before transcribed), with the average of the LA's statistical neighbours. ``paper`` is the
    transcribed report of this area and year, or None.
    """

    question: Question
    england: England
    paper: Paper | None
    observations: pd.DataFrame

    @property
    def area(self) -> Area:
        return self.question.area

    @property
    def year(self) -> int:
        return self.question.year

    @property
    def printed(self) -> Paper:
        """The transcribed report, for what can only be asked of one.

        Raises
        ------
        InputError
            If there is none of this area and year.
        """
        if self.paper is None:
            raise InputError(
                f"No report of {self.area.name} in {self.year} has been transcribed.",
                expected="an area and year of a committee report in data/raw/manifest.toml",
            )
        return self.paper

    @property
    def paper_source(self) -> str:
        """The id of the transcribed report in the manifest; empty without one."""
        return self.paper.source if self.paper else ""

    @property
    def paper_day(self) -> str:
        """The day on which the transcribed report was made public, such as 2025-12-05; empty without one or if it is not known."""
        source = editions().get((self.area.code, self.year))
        return source.released if self.paper and source else ""

    @cached_property
    def then(self) -> England | None:
        """What was public on the day of the transcribed report; None if its day is not known, or no release of it is at hand."""
        return england_on(self.paper_day, self.question.as_at)

    @property
    def papers_of(self) -> str:
        """The LA's code if any report on it was transcribed, whose figures stand in for those that DfE has not; or empty."""
        return self.area.code if any(code == self.area.code for code, _ in editions()) else ""

    @property
    def counted_among(self) -> int | None:
        """The number of LAs that the transcribed report counts its bands among; None to count among those ranked."""
        return self.paper.counted_among if self.paper else None

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Observations of the LA and its comparators, all years, each with ``publication_status`` and ``publication_basis``."""
        # a few thousand rows of hundreds of thousands: what concerns the LA is looked up here
        own = {self.area.code, ENGLAND, self.area.region, self.area.parent, self.question.neighbour_average}
        rows = select(self.observations, area=own - {""})
        rows = rows.assign(**self.england.publication_of(rows))
        mean = rows["source"].str.startswith("neighbours-")
        open_ = pd.MultiIndex.from_frame(rows[KEY]).isin(self._provisional_neighbours()) & mean
        rows.loc[open_, COLUMNS] = [PROVISIONAL, OF_NEIGHBOURS]
        return rows

    def _provisional_neighbours(self) -> pd.MultiIndex:
        """The measures, pupil groups and years of which a statistical neighbour has a provisional figure."""
        rows = select(self.observations, area=self.question.neighbours)
        # most can have no status that is known
        rows = rows[rows["release"].isin(LABELS) | rows["measure"].isin(self.england.statuses.measures)]
        rows = rows[self.england.publication_of(rows)["publication_status"] == PROVISIONAL]
        return pd.MultiIndex.from_frame(rows[KEY].drop_duplicates())

    def export(self) -> pd.DataFrame:
        """Observations of the LA and its comparators up to the year, for data/observations.csv, codes and names both.

        Rows that say only that nothing is published are left out; published symbols are kept.
        """
        rows = self.figures
        rows = rows[(rows["year"] <= self.year + 1) & (rows["status"] != "missing")]
        names = {code: area_name(code) for code in rows["area"].unique()}
        title = rows["measure"].map(load_measures()["short_title"])
        named = rows.assign(area_name=rows["area"].map(names), title=title, value=rows["value"].round(6))
        named = named[NamedObservations.names()]
        return named.sort_values(["measure", "pupil_group", "year", "area"], kind="stable", ignore_index=True)

    @cached_property
    def references(self) -> dict[tuple, str]:
        """Where each figure comes from: key to source and row in its raw file."""
        names = ("measure", "pupil_group", "year", "area", "source", "locator", "publication_status")
        rows = self.export()
        return {
            tuple(key): f"{source} {locator}{MARK if status == PROVISIONAL else ''}"
            for *key, source, locator, status in zip(*(rows[name].tolist() for name in names), strict=True)
        }

    def cited(self, measure: str, pupil_group: str, area: str = "", year: int = 0) -> str:
        """Where a figure comes from, for its cell in a table; empty if none is published.

        ``area``: the LA if not given; ``year``: the report's. "lait row 347821" is row 347821 of the
        file that the manifest calls ``lait``; of a provisional figure "; provisional" follows.
        """
        return self.references.get((measure, pupil_group, year or self.year, area or self.area.code), "")


def on_another_day(report: Figures, england: England) -> Figures:
    """The same question, asked of what was public on another day; nothing that was computed is taken along."""
    question = asked_of(report.question, england)
    return replace(report, question=question, england=england, observations=figures_of_all(england, question))


def figures_of_all(england: England, question: Question) -> pd.DataFrame:
    """All figures that a report reads and the average of the LA's neighbours, which comes before one that a report prints."""
    area = question.area.code
    figures, neighbours = england.figures(area), england.neighbours_of(area)
    average = neighbour_average(england.national, area, neighbours)
    printed = figures["area"] == question.neighbour_average
    if printed.any():
        average = first_published(pd.concat([average, figures[printed]], ignore_index=True))
        figures = figures[~printed]
    return pd.concat([figures, average], ignore_index=True)


def paper_of(england: England, question: Question) -> Paper | None:
    """The transcribed report on the LA and year, if there is one."""
    source = editions().get((question.area.code, question.year))
    if source is None:
        return None
    own = {name: table[table["edition"] == source.id] for name, table in england.printed.items()}
    tables = {name: table.drop(columns="edition").reset_index(drop=True) for name, table in own.items()}
    return Paper(**tables, source=source.id)
