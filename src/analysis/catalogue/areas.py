"""Local authorities, regions and England: names, codes and reorganisations.

The areas are a table of our own, ``data/raw/areas.csv``, one row per area. A boundary change that gives
the same authority a new GSS code is an entry in ``other_codes``; a reorganisation that replaces the
authority is ``closed``, ``successors`` and new rows. Reorganisations take effect on 1 April, so an
authority's first results are those of the summer of the year it opened.
"""

import re
from difflib import get_close_matches
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check, read_table
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.area_names import Area, letters, name_key, of_titled

ENGLAND = "E92000001"
#: The number of LAs that reports of 2016/17 count their bands among, whatever number was ranked.
COUNTED_AMONG = 152
_CODE = r"E(06|08|09|10|12|13|92)\d{6}"
_CODES = (rf"({_CODE}( {_CODE})*)?", "GSS codes with a space between, or nothing")
_DATE = (r"(20\d\d-04-01)?", "a first of April such as 2019-04-01, or nothing")
_RULES = {
    "code": (_CODE, "a GSS code"),
    "la_number": (r"([2-9]\d\d)?", "three digits, or nothing"),
    "name": (r"[A-Z][^;]*", "a name"),
    "other_names": (r"([^;]+(;[^;]+)*)?", "names with semicolons between, or nothing"),
    "other_codes": _CODES,
    "area_type": ("la|region|country", "one of"),
    "region": _CODES,
    "parent": _CODES,
    "opened": _DATE,
    "closed": _DATE,
    "successors": _CODES,
}
SCHEMA = pa.DataFrameSchema(
    {
        column: pa.Column(str, pa.Check.str_matches(f"^({pattern})$", name=words))
        for column, (pattern, words) in _RULES.items()
    }
)


def load_areas(file: Path | None = None) -> pd.DataFrame:
    """Every area: the authorities of 2013 to 2026, the regions, Inner and Outer London, and England.

    Returns
    -------
    DataFrame
        The columns of the file and ``slug``, one row per area. ``la_number`` is Int64; ``opened`` and
        ``closed`` are dates, missing where the authority is older than 2013 or still there.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming file, row and column.

    Examples
    --------
    >>> load_areas()["area_type"].value_counts().to_dict()
    {'la': 158, 'region': 11, 'country': 1}
    """
    return catalogue(file)[0].copy()


def catalogue(file: Path | None = None) -> tuple[pd.DataFrame, dict[str, list[Area]]]:
    """The areas, and which of them each name, variant, code and number stands for."""
    return _read_areas(file or paths.raw() / "areas.csv")


@until_written_anew
def _read_areas(file: Path) -> tuple[pd.DataFrame, dict[str, list[Area]]]:
    shown = paths.shown(file)
    table = check(read_table(file, list(_RULES)), SCHEMA, shown)
    _check_references(table, shown)
    table["slug"] = [re.sub(r"[^a-z0-9]+", "-", letters(name)).strip("-") for name in table["name"]]
    typed = table.assign(
        la_number=pd.to_numeric(table["la_number"].replace("", None)).astype("Int64"),
        opened=pd.to_datetime(table["opened"].replace("", None)),
        closed=pd.to_datetime(table["closed"].replace("", None)),
    )
    lookup: dict[str, list[Area]] = {}
    taken: dict[str, int] = {}
    for column in ("code", "la_number", "name", "other_codes", "other_names"):
        owned = dict(taken)
        for row, area in zip(table.index, map(_area, typed.itertuples()), strict=True):
            cell = table.loc[row, column]
            keys = {name_key(text) for text in re.split(" " if column == "other_codes" else ";", cell)} - {""}
            for key in keys:
                # two areas may share a variant ("Cheshire"), but nothing else
                other = (owned if column == "other_names" else taken).get(key, row)
                if other != row:
                    problem, where = f"'{cell}' stands for two areas.", f"{other} and {row}"
                    raise InputError(
                        problem, file=shown, row=where, column=column, remedy="Correct one of them."
                    )
                if area not in lookup.setdefault(key, []):
                    lookup[key].append(area)
                taken[key] = row
    return typed.reset_index(drop=True), lookup


def _area(row) -> Area:
    same = {
        column: getattr(row, column) for column in ("code", "name", "slug", "area_type", "region", "parent")
    }
    return Area(
        **same,
        opened=None if pd.isna(row.opened) else row.opened.date(),
        closed=None if pd.isna(row.closed) else row.closed.date(),
        la_number=None if pd.isna(row.la_number) else int(row.la_number),
        successors=tuple(row.successors.split()),
    )


def _check_references(table: pd.DataFrame, file: str) -> None:
    """What a row says of other rows must be so, or a report would compare with the wrong areas."""
    regions = {"", *table.loc[table["area_type"] == "region", "code"]}
    opened = dict(zip(table["code"], table["opened"], strict=True))
    replacing = {code for codes in table["successors"] for code in codes.split()}
    for area in table.itertuples():
        is_la, heirs = area.area_type == "la", {opened.get(code) for code in area.successors.split()}
        for column, holds, expected in [
            ("la_number", is_la == bool(area.la_number), "a number for an authority, and only for one"),
            ("region", area.region in regions and (area.region or not is_la), "the code of a region"),
            ("parent", area.parent in regions, "the code of a region, or nothing"),
            (
                "opened",
                bool(area.opened) == (area.code in replacing),
                "a date for a successor, and only there",
            ),
            ("closed", bool(area.closed) == bool(heirs), "a date where there are successors, and only there"),
            ("successors", heirs <= {area.closed}, f"authorities of this table that opened on {area.closed}"),
        ]:
            if not holds:
                problem = f"The row of {area.name} does not agree with the others."
                raise InputError(problem, file=file, row=area.Index, column=column, expected=expected)


def listed_areas(areas: list[Area], word: str = "or") -> str:
    names = [f"'{area.name}'" for area in areas]
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def find_area(text: str | int) -> Area:
    """The area that a name, a usual variant, a GSS code, an LA number or a slug stands for.

    Capitals, spaces, punctuation and accents make no difference; nor do words such as "London Borough of" or "City
    Council" in the name of an authority, if they are true of just one.

    Raises
    ------
    InputError
        If nothing has that name, listing the nearest names, or several areas have it, listing them.

    Examples
    --------
    >>> find_area("BARNET").code, find_area(302).code, find_area("E09000003").slug
    ('E09000003', 'E09000003', 'barnet')
    >>> find_area("hull").name, find_area("Camden Council").name
    ('Kingston upon Hull, City of', 'Camden')
    """
    lookup, key = catalogue()[1], name_key(str(text))
    found = lookup.get(key) or of_titled(str(text), lookup)
    if len(found) == 1:
        return found[0]
    shown = "".join(letter if letter.isprintable() else "?" for letter in str(text)[:60])
    if found:
        remedy = "Write the name in full, or use the GSS code or the LA number."
        raise InputError(
            f"'{shown}' may be {listed_areas(found)}.", expected="the name of one area", remedy=remedy
        )
    names = [name for name in lookup if not re.search(r"\d{3}", name)]
    within = [name for name in names if (len(key) > 3 and key in name) or (len(name) > 4 and name in key)]
    near = [*within, *get_close_matches(key[:60], names, n=3, cutoff=0.75)]
    nearest = ", ".join([*dict.fromkeys(area.name for name in near for area in lookup[name])][:6])
    raise InputError(
        f"No area is called '{shown}'." + f" The nearest names: {nearest}." * bool(nearest),
        expected="a name, GSS code or LA number of an English local authority or region",
        remedy="Choose one from data/raw/areas.csv, which lists them all (in Python: load_areas()).",
    )


def area_name(code: str) -> str:
    """The name of an area as the pages print it; an average of neighbours has a code and a name too."""
    return "Statistical neighbours" if code.startswith("neighbours:") else find_area(code).name
