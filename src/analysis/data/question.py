"""What a notebook starts from: the prepared data, for one local authority and one year."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pandas as pd

from analysis.basics.errors import InputError
from analysis.basics.numbers import academic_year
from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import find_area
from analysis.catalogue.existing import find_authority, region_members, require_existing
from analysis.catalogue.manifest import Source, editions
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import select
from analysis.data.kept import FOR_ALL, ForAll, once
from analysis.data.neighbour_average import NAMES, neighbour_average
from analysis.data.store import Prepared, first_published, prepared_data
from analysis.output.citations import PROVISIONAL
from analysis.sources.papers import Edition

ENGLAND = "E92000001"
#: The number of LAs that the transcribed report counts its bands among, whatever number was ranked.
REPORT_N = 152


@dataclass(frozen=True)
class Data:
    """The prepared data and the question asked of them.

    ``observations`` holds every area and year, one row per measure, pupil group, year and area (of several
    sources, national before transcribed), with the average of the LA's statistical neighbours. ``ranks`` holds
    the rank of every LA; it is empty without national data. ``counted_in`` holds the data sets
    that have numbers of pupils. ``edition`` is the transcribed report of this area and year, or None; ``note`` says
    what is unusual about the area in the year.
    """

    area: Area
    year: int
    observations: pd.DataFrame
    ranks: pd.DataFrame
    measures: pd.DataFrame
    neighbour_table: pd.DataFrame
    counted_in: pd.DataFrame
    edition: Edition | None
    edition_source: str
    note: str
    #: What is the same for every LA; a Data made by ``replace`` has it too, if it has the same tables.
    for_all: ForAll | None = field(default=None, repr=False)
    #: Results of ``once`` and ``once_for_all``; of the former, a Data made from this one by ``replace`` begins without any.
    kept: dict = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self):
        tables = self.observations, self.ranks, self.measures
        self.kept[FOR_ALL] = self.for_all.of(*tables) if self.for_all else {}

    @property
    def national(self) -> bool:
        """Whether there are national data, so that ranks are recomputed."""
        return len(self.ranks) > 0

    @property
    def academic_year(self) -> str:
        return academic_year(self.year)

    @property
    def neighbours(self) -> str:
        """The code under which the average of the statistical neighbours is filed."""
        return f"neighbours:{self.area.code}"

    @property
    def neighbour_codes(self) -> list[str]:
        """The statistical neighbours, nearest first; none without DfE's sheets."""
        return self.neighbour_table["neighbour"].tolist()

    @property
    def neighbour_vintage(self) -> str:
        return NAMES[int(self.neighbour_table["vintage"].iloc[0])] if len(self.neighbour_table) else ""

    @property
    def region_members(self) -> list[str]:
        return region_members(self.area.region, self.year)

    @property
    def region_name(self) -> str:
        return self.name_of(self.area.region)

    @property
    def sub_region_name(self) -> str:
        """Inner or Outer London; empty elsewhere."""
        return self.name_of(self.area.parent) if self.area.parent else ""

    @property
    def report_n(self) -> int | None:
        """The number of LAs that bands are counted among by convention; None to count among those ranked."""
        return REPORT_N if self.edition is not None else None

    @property
    def group_order(self) -> dict[str, int]:
        return {group: place for place, group in enumerate(PUPIL_GROUPS)}

    @property
    def printed_tables(self) -> list[str]:
        """The tables of the transcribed report, in the order of print; none without a report."""
        return [] if self.edition is None else self.edition.tables["table"].tolist()

    @property
    def printed_report(self) -> Edition:
        """The transcribed report, for what can only be asked of one.

        Raises
        ------
        InputError
            If there is none of this area and year.
        """
        if self.edition is None:
            raise InputError(
                f"No report of {self.area.name} in {self.year} has been transcribed.",
                expected="an area and year of a committee report in data/raw/manifest.toml",
            )
        return self.edition

    def name_of(self, code: str) -> str:
        """The name of an area as the pages print it."""
        return "Statistical neighbours" if code.startswith("neighbours:") else find_area(code).name

    def of_area(self) -> pd.DataFrame:
        """Observations of the LA and its comparators, all years."""
        return self._of_area

    @cached_property
    def _of_area(self) -> pd.DataFrame:
        # a few thousand rows of hundreds of thousands: what concerns the LA is looked up here
        own = {self.area.code, ENGLAND, self.area.region, self.area.parent, self.neighbours} - {""}
        return select(self.observations, area=own)

    def export(self) -> pd.DataFrame:
        """Observations of the LA and its comparators up to the year, for data/observations.csv, codes and names both.

        Rows that say only that nothing is published are left out; published symbols are kept.
        """
        rows = self.of_area()
        rows = rows[(rows["year"] <= self.year + 1) & (rows["status"] != "missing")]
        names = {code: self.name_of(code) for code in rows["area"].unique()}
        title = rows["measure"].map(self.measures["short_title"])
        named = rows.assign(area_name=rows["area"].map(names), title=title, value=rows["value"].round(6))
        return named.sort_values(["measure", "pupil_group", "year", "area"], kind="stable", ignore_index=True)

    def cited(self, measure: str, pupil_group: str, area: str = "", year: int = 0) -> str:
        """Where a figure comes from, for its cell in a table; empty if none is published.

        ``area``: the LA if not given; ``year``: the report's. "lait row 291211; data line 812" is row 291211 of the
        file that the manifest calls ``lait`` and line 812 of data/observations.csv, counted from the header.
        """
        return cited_lines(self).get((measure, pupil_group, year or self.year, area or self.area.code), "")


@once
def cited_lines(data: Data) -> dict[tuple, str]:
    """Where each figure stands in data/observations.csv: key to source, row in the raw file and line."""
    rows = data.export()
    keys = zip(*(rows[name].tolist() for name in ("measure", "pupil_group", "year", "area")), strict=True)
    places = zip(*(rows[name].tolist() for name in ("source", "locator", "release")), strict=True)
    lines = [
        f"{source} {locator}; data line {line}{PROVISIONAL if release == 'provisional' else ''}"
        for line, (source, locator, release) in enumerate(places, start=2)
    ]
    return dict(zip(keys, lines, strict=True))


def load(area: str, year: int) -> Data:
    """The data for one LA and year.

    Parameters
    ----------
    area : str
        Name, GSS code or LA number.
    year : int
        The calendar year in which the academic year ends: 2017 for 2016/17.

    Raises
    ------
    InputError
        For a name that is not known (lists what is near), an area that is not a local authority, an LA that
        did not exist (names predecessor or successor), or a year without data (lists the years there are).
    """
    found = find_authority(str(area), year)
    return _loaded(prepared_data(), found, year)


@lru_cache(maxsize=2)
def _loaded(prepared: Prepared, found: Area, year: int) -> Data:
    source = editions().get((found.code, year))
    years = available_years(prepared, found)
    note = require_existing(found, year, has_data=year in years)
    if year not in years:
        fetch = "fetch the national data: standards fetch"
        raise InputError(
            f"There are no data for {found.name} in {year} (academic year {academic_year(year)})"
            + ("." if years else ", nor in any other year."),
            expected=f"a year with data for {found.name}: {', '.join(map(str, years))}" if years else "",
            remedy=f"Choose one of these years, or {fetch}" if years else f"{fetch[0].upper()}{fetch[1:]}",
        )
    table = _neighbours_of(prepared.neighbours, found)
    average = neighbour_average(prepared.national, found.code, table)
    observations, measures = _with_average(prepared.figures(found.code), average, found.code), load_measures()
    return Data(
        area=found,
        year=year,
        observations=observations,
        ranks=prepared.ranks,
        measures=measures,
        neighbour_table=table,
        counted_in=prepared.counted_in,
        edition=_edition(prepared, source) if source else None,
        edition_source=source.id if source else "",
        note=note,
        for_all=ForAll((observations, prepared.ranks, measures), prepared.kept),
    )


def _with_average(figures: pd.DataFrame, average: pd.DataFrame, area: str) -> pd.DataFrame:
    """All figures and the average of an LA's neighbours, which comes before one that a report prints."""
    printed = figures["area"] == f"neighbours:{area}"
    if printed.any():
        average = first_published(pd.concat([average, figures[printed]], ignore_index=True))
        figures = figures[~printed]
    return pd.concat([figures, average], ignore_index=True)


def available_years(prepared: Prepared, area: Area) -> list[int]:
    """Years that a report can be made for: those of national data on the LA, and of transcribed reports."""
    own = prepared.national[(prepared.national["area"] == area.code) & prepared.national["value"].notna()]
    counts = own.groupby("year").size()
    return sorted({*counts.index.tolist(), *(year for code, year in editions() if code == area.code)})


def _neighbours_of(table: pd.DataFrame, area: Area) -> pd.DataFrame:
    """The newest vintage of neighbours that has the LA."""
    own = table[table["area"] == area.code]
    return own[own["vintage"] == own["vintage"].max()].sort_values("position", ignore_index=True)


def _edition(prepared: Prepared, source: Source) -> Edition:
    own = {name: table[table["edition"] == source.id] for name, table in prepared.editions.items()}
    return Edition(
        **{name: table.drop(columns="edition").reset_index(drop=True) for name, table in own.items()}
    )
