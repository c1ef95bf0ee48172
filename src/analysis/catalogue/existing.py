"""Which local authorities there were in a year: reorganisations, and the members of a region."""

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import find_area, listed_areas, load_areas


def predecessors(area: Area) -> list[Area]:
    """The authorities that this one replaced, wholly or in part.

    Examples
    --------
    >>> [area.name for area in predecessors(find_area("BCP"))]
    ['Dorset (before 2019)', 'Poole', 'Bournemouth']
    """
    table = load_areas()
    return [find_area(code) for code in table["code"][table["successors"].str.contains(area.code)]]


def require_existing(area: Area, year: int, has_data: bool = False) -> str:
    """Refuse an authority in a year it did not exist, unless the publisher has figures for it all the same.

    Parameters
    ----------
    area : Area
    year : int
        The calendar year in which the academic year ends: results of summer ``year``.
    has_data : bool
        Whether the observations hold values for the area and year. Publishers work some figures back to a
        successor, and go on with some for a closed authority.

    Returns
    -------
    str
        A note to print with such figures; empty if the authority existed.

    Raises
    ------
    InputError
        If it did not exist and there are no figures, naming its predecessors or successors.

    Examples
    --------
    >>> require_existing(find_area("Cumbria"), 2022)
    ''
    >>> print(require_existing(find_area("Rutland"), 2023) or "Rutland has always been there.")
    Rutland has always been there.
    """
    session = f"{year - 1}/{year % 100:02d}"
    if area.opened and year < area.opened.year:
        event, first, others = "opened", area.opened.year, predecessors(area)
        years = f"for a year up to {first - 1}, or for {area.name} from {first}"
        note = f"the figures for {session} were worked back to its area. It replaced"
    elif area.closed and year >= area.closed.year:
        event, first, others = "closed", area.closed.year, [find_area(code) for code in area.successors]
        years = f"for a year from {first}, or for {area.name} up to {first - 1}"
        note = f"the figures for {session} are published under it all the same. It was replaced by"
    else:
        return ""
    event = f"{area.name} {event} on 1 April {first}"
    if has_data:
        return f"{event}; {note} {listed_areas(others, 'and')}."
    problem = f"{event}: it did not exist in summer {year} and has no results for {session}."
    raise InputError(problem, remedy=f"Ask for {listed_areas(others)} {years}.")


def standing(areas: pd.DataFrame, year: int) -> pd.DataFrame:
    """The authorities that existed in summer ``year``, when the academic year ending in it was examined.

    Examples
    --------
    >>> [len(standing(load_areas(), year)) for year in (2017, 2019, 2021, 2023)]
    [152, 151, 152, 153]
    """
    early, late = areas["opened"].dt.year > year, areas["closed"].dt.year <= year
    return areas[(areas["area_type"] == "la") & ~early & ~late]


def region_members(code: str, year: int) -> list[str]:
    """GSS codes of the authorities of a region, of Inner or Outer London or of England in summer ``year``.

    Examples
    --------
    >>> len(region_members("E12000007", 2017)), len(region_members("E13000001", 2017))
    (33, 14)
    """
    area, table = find_area(code), standing(load_areas(), year)
    if area.area_type == "la":
        raise InputError(
            f"{area.name} is not a region.", expected="a region, Inner or Outer London, or England"
        )
    within = (table[["region", "parent"]] == area.code).any(axis=1) | (area.area_type == "country")
    return table.loc[within, "code"].tolist()


def find_authority(text: str | int, year: int) -> Area:
    """As ``find_area``, for a report on one local authority in a year.

    Raises
    ------
    InputError
        Also for a region or England, with the authorities that it has and how to have a report on each of them.

    Examples
    --------
    >>> find_authority("Camden Council", 2025).name
    'Camden'
    """
    found = find_area(text)
    if found.area_type == "la":
        return found
    several = "all" if found.area_type == "country" else f'"{found.name}"'
    names = [] if several == "all" else [find_area(code).name for code in region_members(found.code, year)]
    raise InputError(
        f"'{found.name}' is a {found.area_type}, and a report is on one local authority.",
        expected=f"one of {', '.join(names)}" if names else "the name of a local authority, such as Barnet",
        remedy=f"Choose one, or make a report on each: standards batch --areas {several} --years {year}",
    )
