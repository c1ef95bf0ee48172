"""What a report is asked about: one local authority and one year, and whom it is compared with. Resolved once."""

from dataclasses import dataclass, replace

from analysis.basics.errors import InputError
from analysis.basics.numbers import academic_year
from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import area_name
from analysis.catalogue.existing import find_authority, region_members, require_existing
from analysis.catalogue.manifest import editions, model_name
from analysis.data.england import England


@dataclass(frozen=True)
class Question:
    """One local authority and one year.

    ``neighbours`` are the GSS codes of its statistical neighbours, nearest first, and ``neighbour_vintage`` the model
    that they are of; both are empty without DfE's sheets. ``note`` says what is unusual about the area in the year.
    ``as_at`` is the day as at which it is asked (2025-10-01); empty for now.
    """

    area: Area
    year: int
    neighbours: tuple[str, ...] = ()
    neighbour_vintage: str = ""
    note: str = ""
    as_at: str = ""

    @property
    def academic_year(self) -> str:
        return academic_year(self.year)

    @property
    def neighbour_average(self) -> str:
        """The code under which the average of the statistical neighbours is filed."""
        return f"neighbours:{self.area.code}"

    @property
    def region_members(self) -> list[str]:
        return region_members(self.area.region, self.year)

    @property
    def region_name(self) -> str:
        return area_name(self.area.region)

    @property
    def sub_region_name(self) -> str:
        """Inner or Outer London; empty elsewhere."""
        return area_name(self.area.parent) if self.area.parent else ""


def ask(area: str, year: int, england: England) -> Question:
    """The question that an area's name, GSS code or number and a year stand for.

    Raises
    ------
    InputError
        For a name that is not known (lists what is near), an area that is not a local authority, an LA that
        did not exist (names predecessor or successor), or a year without data (lists the years there are).
    """
    found = find_authority(str(area), year)
    years = available_years(england, found)
    note = require_existing(found, year, has_data=year in years)
    if year not in years:
        fetch = "fetch the national data: standards fetch"
        raise InputError(
            f"There are no data for {found.name} in {year} (academic year {academic_year(year)})"
            + ("." if years else ", nor in any other year."),
            expected=f"a year with data for {found.name}: {', '.join(map(str, years))}" if years else "",
            remedy=f"Choose one of these years, or {fetch}" if years else f"{fetch[0].upper()}{fetch[1:]}",
        )
    return asked_of(Question(found, year, note=note), england)


def asked_of(question: Question, england: England) -> Question:
    """The question, asked as at the day of ``england``: with the statistical neighbours that were known by then."""
    table = england.neighbours_of(question.area.code)
    vintage = model_name(int(table["vintage"].iloc[0])) if len(table) else ""
    neighbours = tuple(table["neighbour"])
    return replace(question, neighbours=neighbours, neighbour_vintage=vintage, as_at=england.as_at)


def available_years(england: England, area: Area) -> list[int]:
    """Years that a report can be made for: those of national data on the LA, and of transcribed reports."""
    own = england.national[(england.national["area"] == area.code) & england.national["value"].notna()]
    return sorted({*own["year"].tolist(), *(year for code, year in editions() if code == area.code)})
