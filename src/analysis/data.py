"""What a notebook starts from: the prepared data, for one local authority and one year."""

import json
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import paths
from analysis.areas import Area, find_area
from analysis.errors import InputError
from analysis.measures import load_measures
from analysis.observations import load_observations, select
from analysis.sources.barnet import Edition
from analysis.sources.manifest import Source, load_manifest

ENGLAND = "E92000001"
#: The 2016/17 report counts its bands among 152 LAs whatever number was ranked.
REPORT_N = 152
EDITION_TABLES = ("tables", "figures", "indicators", "cohorts")


@dataclass(frozen=True)
class Data:
    """The prepared data and the question asked of them.

    ``observations`` holds every area and year, one row per measure, pupil group, year and area (of
    several sources, national before transcribed). ``edition`` is the transcribed report of this area
    and year, or None.
    """

    area: Area
    year: int
    observations: pd.DataFrame
    measures: pd.DataFrame
    edition: Edition | None
    edition_source: str
    national: bool

    @property
    def academic_year(self) -> str:
        return academic_year(self.year)

    @property
    def neighbours(self) -> str:
        """The code under which the average of the statistical neighbours is filed."""
        return f"neighbours:{self.area.code}"

    @property
    def region_name(self) -> str:
        return self.name_of(self.area.region)

    @property
    def band_n(self) -> int:
        """The number of LAs that the bands of a transcribed report are counted among."""
        return REPORT_N

    @property
    def printed_tables(self) -> list[str]:
        """The tables of the transcribed report, in the order of print; none without a report."""
        return [] if self.edition is None else self.edition.tables["table"].tolist()

    def name_of(self, code: str) -> str:
        """The name of an area as the pages print it."""
        if code.startswith("neighbours:"):
            return "Statistical neighbours"
        return find_area(code).name

    def export(self) -> pd.DataFrame:
        """Observations of the LA and its comparators for data/observations.csv, codes and names both."""
        rows = self.of_area()
        names = {code: self.name_of(code) for code in rows["area"].unique()}
        titles = rows["measure"].map(self.measures["title"])
        named = rows.assign(area_name=rows["area"].map(names), title=titles)
        return named.sort_values(["measure", "pupil_group", "year", "area"], kind="stable", ignore_index=True)

    def of_area(self) -> pd.DataFrame:
        """Observations of the LA and its comparators, all years."""
        return select(self.observations, area=[self.area.code, ENGLAND, self.area.region, self.neighbours])


def academic_year(year: int) -> str:
    """2017 as "2016/17".

    Examples
    --------
    >>> academic_year(2017), academic_year(2000)
    ('2016/17', '1999/00')
    """
    return f"{year - 1}/{year % 100:02d}"


@cache
def _prepared(folder) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    editions = {name: pd.read_parquet(folder / f"printed_{name}.parquet") for name in EDITION_TABLES}
    return load_observations(folder / "observations.parquet"), editions


def editions() -> dict[tuple[str, int], Source]:
    """The transcribed reports by area code and year."""
    sources = [source for source in load_manifest().values() if source.edition]
    return {(source.area, source.edition): source for source in sources}


def available_years(observations: pd.DataFrame, area: Area) -> list[int]:
    """Years that a report can be made for: those of national data on the LA, and of transcribed reports."""
    transcribed = {source.id for source in editions().values()}
    national = observations[(observations["area"] == area.code) & ~observations["source"].isin(transcribed)]
    return sorted(
        {*national["year"].unique().tolist(), *(year for code, year in editions() if code == area.code)}
    )


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
        For a name that is not known (lists what is near), an area that is not a local authority, or a
        year without data (lists the years there are).
    """
    found = find_area(str(area))
    if found.area_type != "la":
        raise InputError(
            f"'{found.name}' is a {found.area_type}, and the report is on one local authority.",
            expected="the name of a local authority, such as Barnet",
        )
    observations, tables = _prepared(paths.processed())
    years = available_years(observations, found)
    if year not in years:
        listed = f"{', '.join(map(str, years))}" if years else "none"
        raise InputError(
            f"There are no data for {found.name} in {year} (academic year {academic_year(year)}).",
            expected=f"a year with data for {found.name}: {listed}",
            remedy="Choose one of these years, or fetch the national data: standards fetch",
        )
    source = editions().get((found.code, year))
    edition = Edition(**{name: _of(table, source) for name, table in tables.items()}) if source else None
    transcribed = {source.id for source in editions().values()}
    national = bool((~observations["source"].isin(transcribed)).any())
    preferred = _preferred(observations, transcribed)
    return Data(found, year, preferred, load_measures(), edition, source.id if source else "", national)


def validation_report() -> dict:
    """What ``standards prepare`` read and found."""
    return json.loads((paths.processed() / "validation.json").read_text(encoding="utf-8"))


def _of(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    return table[table["edition"] == source.id].drop(columns="edition").reset_index(drop=True)


def _preferred(observations: pd.DataFrame, transcribed: set[str]) -> pd.DataFrame:
    """One row per measure, pupil group, year and area: the national file's where it has one."""
    order = observations["source"].isin(transcribed)
    return (
        observations.assign(_late=order)
        .sort_values("_late", kind="stable")
        .drop_duplicates(["measure", "pupil_group", "year", "area"])
        .drop(columns="_late")
    )
