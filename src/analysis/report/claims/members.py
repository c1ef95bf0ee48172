"""All that a superlative is among: an area named there stands for its members, and none for its average."""

import re
from typing import NamedTuple

from analysis.basics.errors import InputError
from analysis.catalogue.areas import ENGLAND, area_name, find_area, load_areas
from analysis.catalogue.existing import region_members
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.data.england import England
from analysis.report.checks.evidence import COMPLEMENTS
from analysis.report.claims.cases import Case, area_code
from analysis.report.claims.files import parse_area, parse_year
from analysis.report.claims.national import everyone

EXPECTED_PEERS = "measures, pupil groups, years or areas, with semicolons between"
#: What stands for every local authority in England. "all" beside other pupil groups is that of all pupils.
EVERY_AUTHORITY = (
    *("all", "all local authorities", "local authorities"),
    *("the country", "country", "nationally", "the nation"),
)


class Peer(NamedTuple):
    """One that a figure is compared with: its name, what of the claim's key it changes, and as a member of what."""

    name: str
    changes: dict
    of: str = ""


def peers(case: Case) -> list[Peer]:
    """All that a superlative is among, the claim's own figure left out: an area stands for its members.

    "average of London" is London's own figure, as one figure among those named.

    Raises
    ------
    InputError
        If a name is not known, or the claim's area is no member of what it is named among.
    """
    found: list[Peer] = []
    texts = [part for part in (part.strip() for part in case.against.split(";")) if part]
    for text in texts:
        average = re.sub(r"^(the )?average of (the )?", "", text, flags=re.IGNORECASE)
        if text in load_measures().index:
            found.append(Peer(load_measures().loc[text, "short_title"], {"measure": text}))
        elif text in PUPIL_GROUPS and not (text == "all" and len(texts) == 1):
            found.append(Peer(PUPIL_GROUPS[text], {"pupil_group": text}))
        elif re.fullmatch(r"20\d\d(/\d\d)?", text):
            found.append(Peer(text, {"year": parse_year(text)}))
        elif average != text:
            found.append(Peer(f"average of {average}", {"area": area_code(average, case.report)}))
        else:
            found += _members(text, case)
    return [peer for peer in found if case.key(**peer.changes) != case.key()]


def _members(text: str, case: Case) -> list[Peer]:
    """An authority itself, or the members of what the text names."""
    parse_area("England" if text.casefold() in EVERY_AUTHORITY else text)  # an InputError names what is near
    code = ENGLAND if text.casefold() in EVERY_AUTHORITY else area_code(text, case.report)
    if code.startswith("neighbours:"):
        if case.area != case.report.area.code:
            problem = f"The statistical neighbours are those of {case.report.area.name}, and the claim is about another area."
            raise InputError(problem, column="against", expected=EXPECTED_PEERS)
        names = [(area_name(each), each) for each in case.report.question.neighbours]
        return [Peer(name, {"area": each}, "statistical neighbours") for name, each in names]
    area = find_area(code)
    if area.area_type == "la":
        return [Peer(area.name, {"area": code})]
    members = _within(code, case)
    of = f"the regions of {area.name}" if find_area(case.area).area_type != "la" else area.name
    if case.area not in members:
        of += f" and {area_name(case.area)}"
    return [Peer(name, {"area": each}, of) for each, name in members.items()]


def _within(code: str, case: Case) -> dict[str, str]:
    """Code and name of the authorities of a region or of England; for a claim about a region, the regions of England."""
    if find_area(case.area).area_type == "la":
        measure = COMPLEMENTS.get(case.measure, case.measure)
        return case.report.england.once(authorities_of, code, case.the_year, measure, case.pupil_group)
    if code != ENGLAND or not case.area.startswith("E12"):
        problem = f"{area_name(case.area)} is not a member of {area_name(code)} as its authorities are."
        raise InputError(problem, column="against", expected="an area that the claim's own is one of")
    areas = load_areas()
    return areas[areas["code"].str.startswith("E12")].set_index("code")["name"].to_dict()


def authorities_of(england: England, code: str, year: int, measure: str, pupil_group: str) -> dict[str, str]:
    """Code and name of the authorities of an area: those of the year, and others that have a figure for it."""
    areas = load_areas()
    inside = (areas[["region", "parent"]] == code).any(axis=1) | (code == ENGLAND)
    with_figure = {area for area, when in england.once(everyone, measure, pupil_group) if when == year}
    members = areas[inside & areas["code"].isin({*region_members(code, year), *with_figure})]
    # figures worked back to a successor stand for those it replaced
    replaced = members["successors"].map(lambda heirs: bool(with_figure & set(heirs.split())))
    return members[(members["area_type"] == "la") & ~replaced].set_index("code")["name"].to_dict()


def published_figures(case: Case) -> dict:
    """Every published figure of the claim's measure and pupils, by area and year."""
    return case.report.england.once(everyone, COMPLEMENTS.get(case.measure, case.measure), case.pupil_group)
