"""England: the figures of every local authority and year, and what is computed from them once, whichever LA asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.catalogue.areas import find_area
from analysis.catalogue.lait_updates import NO_UPDATES
from analysis.catalogue.manifest import editions
from analysis.catalogue.measures import load_measures
from analysis.data.agreement import INTERACTIVE_TOOL
from analysis.data.choose_source import first_published, one_source
from analysis.data.publication_status import Statuses
from analysis.data.rank_movements import Movements
from analysis.data.ranking import distribution, rank_areas
from analysis.data.unpublished import unpublished
from analysis.sources.ks2_sizes import COLUMNS as SIZES


@dataclass(frozen=True, eq=False)
class England:
    """All of data/processed, read once: every area and year. Each is equal to itself only.

    ``observations`` are as ``analysis.catalogue.observations`` defines them. ``counted_in`` holds the data sets of
    Explore Education Statistics that have numbers of pupils, by measure and pupil group. ``printed`` are the tables of
    the transcribed reports by name, ``inputs`` the SHA-256 of every file that all were read from, by path. ``release`` is
    the id of the release of DfE's interactive tool (empty without it) and ``as_at`` the day as at which all is, if one was
    asked for. ``moves`` says how far ranks moved between the first release of a year and that release
    (``analysis.data.rank_movements.Movements``), ``statuses`` what is known of the release's figures beyond their labels, and
    ``updates`` when its dictionary says that measures were and will be updated (``analysis.catalogue.lait_updates``).
    ``sizes`` are the eligible pupils of key stage 2, where their file is at hand (``analysis.sources.ks2_sizes``).
    """

    observations: pd.DataFrame
    neighbours: pd.DataFrame
    counted_in: pd.DataFrame
    printed: dict[str, pd.DataFrame]
    inputs: dict[str, str]
    release: str = ""
    as_at: str = ""
    moves: pd.DataFrame = field(default_factory=Movements.empty)
    statuses: Statuses = field(default_factory=Statuses, repr=False)
    updates: pd.DataFrame = field(default_factory=NO_UPDATES.copy, repr=False)
    sizes: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SIZES), repr=False)
    kept: dict = field(init=False, default_factory=dict, repr=False)

    @cached_property
    def national(self) -> pd.DataFrame:
        """Observations of national files, those that cover every LA: one row per measure, group, year and area."""
        transcribed = {source.id for source in editions().values()}
        rows = one_source(self.observations[~self.observations["source"].isin(transcribed)])
        # a percentage worked out from counts is unrounded; it is shown with the decimals of its measure
        without = rows["decimals"].isna()
        decimals = rows.loc[without, "measure"].map(load_measures()["decimals"])
        return rows.assign(decimals=rows["decimals"].fillna(decimals))

    @cached_property
    def published(self) -> pd.DataFrame:
        """National observations, what has no value last."""
        return first_published(self.national)

    def figures(self, area: str) -> pd.DataFrame:
        """What a report on an LA reads: national figures, and where there are none those of its own transcribed reports.

        One row per measure, group, year and area. The papers of one LA supply nothing to a report on another.
        """
        own = {source.id for (code, _), source in editions().items() if code == area}
        if not own:
            return self.published
        printed = self.observations[self.observations["source"].isin(own)]
        return first_published(pd.concat([self.national, printed], ignore_index=True))

    def neighbours_of(self, area: str) -> pd.DataFrame:
        """The newest vintage of an LA's statistical neighbours, nearest first; empty if there is none."""
        own = self.neighbours[self.neighbours["area"] == area]
        return own[own["vintage"] == own["vintage"].max()].sort_values("position", ignore_index=True)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The rank of every LA on every measure in every year."""
        return rank_areas(self.national)

    def publication_of(self, observations: pd.DataFrame) -> pd.DataFrame:
        """Status and basis of observations: ``publication_status`` and ``publication_basis``, with their index."""
        return self.statuses.of(observations, INTERACTIVE_TOOL)

    @property
    def is_ranked(self) -> bool:
        """Whether there are national data, so that ranks are recomputed."""
        return len(self.ranks) > 0

    def how_far_moved(self, year: int) -> pd.DataFrame:
        """How far ranks moved in the years before ``year`` that were revised: rows of ``moves``.

        Neither that year itself is among them nor anything that became known after the release that all is of.
        """
        return self.moves[self.moves["year"] < year].reset_index(drop=True)

    def once(self, compute: Callable[..., Any], *arguments) -> Any:
        """``compute(self, *arguments)``, computed the first time that it is asked for. Callers get copies of a table."""
        key = (compute.__module__, compute.__qualname__, arguments)
        if key not in self.kept:
            self.kept[key] = compute(self, *arguments)
        found = self.kept[key]
        # pandas copies what a caller writes to
        return found.copy(deep=False) if isinstance(found, pd.DataFrame) else found

    def known(self, compute: Callable[..., Any], *arguments) -> Any:
        """What ``once`` has found already, or None: for those who need only a part of it."""
        return self.kept.get((compute.__module__, compute.__qualname__, arguments))

    def ranks_in(self, year: int) -> pd.DataFrame:
        """The rank of every LA on every measure in a year: rows of ``ranks``."""
        return self.once(_ranks_in, year)

    def distribution(self, year: int, n: int | None) -> pd.DataFrame:
        """The national distribution of each measure in a year; ``n`` counts the best tenth among so many LAs."""
        return self.once(_distribution, year, n)

    def unranked(self, year: int) -> pd.DataFrame:
        """The LAs of a year that have such pupils and no value, as ``analysis.data.unpublished`` defines them: KEY and area."""
        return self.once(_unranked, year)

    def missing(self, year: int) -> dict[tuple[str, str], tuple[str, ...]]:
        """The same by measure and pupil group: names, in the order of their codes."""
        return self.once(_missing, year)


def _ranks_in(england: England, year: int) -> pd.DataFrame:
    return england.ranks[england.ranks["year"] == year]


def _distribution(england: England, year: int, n: int | None) -> pd.DataFrame:
    return distribution(england.ranks_in(year), n)


def _unranked(england: England, year: int) -> pd.DataFrame:
    return unpublished(england.ranks, england.national, year)


def _missing(england: England, year: int) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = england.unranked(year).sort_values("area")
    names = rows["area"].map({code: find_area(code).name for code in rows["area"].unique()})
    return {key: tuple(own) for key, own in names.groupby([rows["measure"], rows["pupil_group"]])}
