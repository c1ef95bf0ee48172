"""How people name local authorities: capitals and accents make no difference, and "Council" or "LB" is no part of a name."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Area:
    """One area. ``region`` and ``parent`` are GSS codes or empty: ``parent`` of a London authority is Inner
    or Outer London. ``la_number`` is DfE's, None for regions and England."""

    code: str
    name: str
    slug: str
    la_number: int | None
    area_type: str
    region: str
    parent: str
    opened: date | None
    closed: date | None
    successors: tuple[str, ...]


#: What an authority is called, to the beginnings of the GSS codes of those that are called so: E06 unitary authorities,
#: E08 metropolitan districts, E09 London boroughs, E10 counties.
KINDS = {
    "london borough|lb|lbc": ("E09",),
    "royal borough|rb": ("E06", "E09"),
    "metropolitan borough|metropolitan district|city and metropolitan borough|metropolitan|mbc|mdc": ("E08",),
    "borough|bc": ("E06", "E08", "E09"),
    "city|city and county": ("E06", "E08", "E09"),
    "county": ("E06", "E10"),
    "unitary": ("E06",),
    "district": ("E08",),
}
_KIND = "|".join(KINDS)
#: Longer names than this are no names.
LONGEST = 100
TITLED = re.compile(
    rf"(?:the )?(?:(?:council|corporation) of (?:the )?)?"
    rf"(?:(?P<front>{_KIND}) of (?:the )?|(?P<short>lb|rb|london borough|royal borough|metropolitan borough) )?"
    rf"(?P<name>.+?)"
    rf"(?: (?P<back>{_KIND}))?(?: (?:council|corporation|cc|authority|local authority|la))?"
)
COUNCIL = re.compile(
    r"(?:the )?(?:(?:council|corporation) of (?:the )?)?(?P<name>.+?)(?: (?:council|corporation))?"
)


def letters(text: str) -> str:
    """Small letters, no accents, and "&" as a word."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def name_key(text: str) -> str:
    return "".join(filter(str.isalnum, letters(text)))


def of_titled(text: str, lookup: dict[str, list["Area"]]) -> list["Area"]:
    """The authorities that a name with words such as "London Borough of" or "County Council" may be of.

    The words that say what kind of authority it is must be true of it: "Derbyshire City Council" is none, and "Derby
    County Council" may be either of two, so that both are given.
    """
    words = " ".join(re.findall(r"[^\W_]+", letters(text[: LONGEST + 1])))
    if len(text) > LONGEST or not (council := COUNCIL.fullmatch(words)):
        return []
    if found := _authorities(name_key(council["name"]), lookup):  # "Bedford Borough" is a name as it stands
        return found
    if not (titled := TITLED.fullmatch(words)):
        return []
    key = name_key(titled["name"])
    found = _authorities(key, lookup)
    for kind in filter(None, (titled["front"], titled["short"], titled["back"])):
        if kind == "county":
            found = _of_county(key, found, lookup)
        elif (
            kind.startswith("city") or "borough" in kind
        ):  # the town that a county has its name of is not the county
            found = [area for area in found if not name_key(area.name).startswith(f"{key}shire")]
        codes = next(codes for names, codes in KINDS.items() if kind in names.split("|"))
        found = [area for area in found if area.code.startswith(codes)]
    return found


def _authorities(key: str, lookup: dict[str, list["Area"]]) -> list["Area"]:
    return [area for area in lookup.get(key, []) if area.area_type == "la"]


def _of_county(key: str, found: list["Area"], lookup: dict[str, list["Area"]]) -> list["Area"]:
    """Those that a county's name may mean: of the county of the town's name, and of a county that was there before."""
    names = [name for name in lookup if re.fullmatch(rf"{key}(shire)?(before\d{{4}})?", name)]
    every = {area.code: area for name in names for area in _authorities(name, lookup)}
    is_city = f"cityof{key}" in lookup or f"{key}cityof" in lookup
    return [] if is_city and len(every) == 1 else list(every.values())
