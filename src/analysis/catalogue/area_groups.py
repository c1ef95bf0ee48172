"""Combined authorities, Ofsted's regions and DfE's: which local authorities are in each, and since when.

The table is our own, ``data/raw/area_groups.csv``, one row for each membership. No figure of a combined authority, nor of
the one region of Ofsted's that is two of DfE's, is published with those of LAs; for these a report has the range of the
members (``analysis.data.group_ranges``) and never an average of them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check, read_table
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.areas import load_areas

#: The kinds of groups, and what each is called.
KINDS = {
    "combined_authority": "Combined authority",
    "ofsted_region": "Ofsted's region",
    "dfe_region": "DfE's region",
}
_DATE = r"((19|20)\d\d-\d\d-\d\d)?"
_RULES = {
    "area": (r"E\d{8}", "a GSS code of a local authority"),
    "kind": ("|".join(KINDS), f"one of {', '.join(KINDS)}"),
    "group": (r"[A-Z]\S*( \S+)*", "a name"),
    "from": (_DATE, "a day such as 2014-04-01, or nothing"),
    "to": (_DATE, "a day such as 2024-05-06, or nothing"),
    "source": (r"\S.*", "whose list it is, or the order that made it"),
}
SCHEMA = pa.DataFrameSchema(
    {
        column: pa.Column(str, pa.Check.str_matches(f"^({pattern})$", name=words))
        for column, (pattern, words) in _RULES.items()
    }
)
#: What stands for a beginning and an end that are not said.
ALWAYS = (pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01"))
#: The last day of an academic year: who is a member then is one for that year.
YEAR_END = (8, 31)


@dataclass(frozen=True)
class AreaGroup:
    """A group in a year: its kind, its name, the codes of its members, and the code of the region whose average DfE publishes.

    ``region`` is empty where DfE publishes no average of just these members.
    """

    kind: str
    name: str
    members: tuple[str, ...]
    region: str = ""


def load_area_groups(file: Path | None = None) -> pd.DataFrame:
    """Every membership: ``area, kind, group, source`` as text, ``from`` and ``to`` as dates, missing where there is no end.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming file, row and column: an area that is no LA of areas.csv, a day that is
        none, an end before its beginning, an area in two groups of one kind at once.

    Examples
    --------
    >>> rows = load_area_groups()
    >>> rows.loc[rows["kind"] == "combined_authority", "group"].nunique()
    17
    """
    return _read(file or paths.raw() / "area_groups.csv").copy()


@until_written_anew
def _read(file: Path) -> pd.DataFrame:
    shown = paths.shown(file)
    table = check(read_table(file, list(_RULES)), SCHEMA, shown)
    areas = load_areas()
    known = set(areas.loc[areas["area_type"] == "la", "code"])
    for row, code in table["area"].items():
        if code not in known:
            raise InputError(
                f"'{code}' is no local authority.",
                file=shown,
                row=row,
                column="area",
                expected="the code of a local authority in areas.csv, the newest if it has had several",
            )
    typed = table.assign(**{end: _days(table[end], end, shown) for end in ("from", "to")})
    _check_spans(typed, shown)
    return typed.reset_index(drop=True)


def _days(cells: pd.Series, column: str, file: str) -> pd.Series:
    days = pd.to_datetime(cells.replace("", None), format="%Y-%m-%d", errors="coerce")
    if (wrong := days.isna() & (cells != "")).any():
        row = wrong.idxmax()
        raise InputError(
            f"'{cells[row]}' is no day.", file=file, row=row, column=column, expected=_RULES[column][1]
        )
    return days


def _check_spans(table: pd.DataFrame, file: str) -> None:
    """A membership ends after it begins, and an area is in one group of a kind at a time."""
    spans = table.assign(start=table["from"].fillna(ALWAYS[0]), end=table["to"].fillna(ALWAYS[1]))
    if (backwards := spans["end"] < spans["start"]).any():
        raise InputError(
            "The membership ends before it begins.", file=file, row=backwards.idxmax(), column="to"
        )
    spans = spans.sort_values(["area", "kind", "start"], kind="stable")
    before = spans.groupby(["area", "kind"])["end"].shift()
    if (twice := before.notna() & (before >= spans["start"])).any():
        row = twice.idxmax()
        raise InputError(
            f"{table.loc[row, 'area']} is in two groups of the kind '{table.loc[row, 'kind']}' at once.",
            file=file,
            row=row,
            column="group",
            remedy="Correct the days, or leave one of the rows out.",
        )


def groups_in(year: int) -> tuple[AreaGroup, ...]:
    """The groups of an academic year, by the year in which it ends: who is a member on 31 August and is open.

    Examples
    --------
    >>> [group.name for group in groups_in(2017) if "E08000021" in group.members]  # Newcastle upon Tyne
    ['North East (2014 to 2024)', 'North East', 'North East, Yorkshire and the Humber']
    >>> [group.name for group in groups_in(2024) if "E08000021" in group.members]
    ['North East', 'North East', 'North East, Yorkshire and the Humber']
    """
    day, areas = pd.Timestamp(date(year, *YEAR_END)), load_areas()
    rows = load_area_groups()
    rows = rows[~(rows["from"] > day) & ~(rows["to"] < day)]
    # an LA that closes on 1 April has no results of that summer, and its successor has
    open_ = ~(areas["opened"] > day) & ~(areas["closed"] <= day)
    rows = rows[rows["area"].isin(areas.loc[open_, "code"])]
    regions = _regions(rows)
    return tuple(
        AreaGroup(kind, name, members := tuple(sorted(own["area"])), regions.get(members, ""))
        for (kind, name), own in rows.groupby(["kind", "group"], sort=False)
    )


def groups_of(area: str, year: int) -> tuple[AreaGroup, ...]:
    """The groups that an LA is in, in the order of the table: its combined authority if it has one, then its regions."""
    return tuple(group for group in groups_in(year) if area in group.members)


def _regions(rows: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """The code of each region of DfE's by its members."""
    areas = load_areas()
    codes = areas[areas["area_type"] == "region"].set_index("name")["code"]
    own = rows[rows["kind"] == "dfe_region"].groupby("group")["area"]
    return {tuple(sorted(members)): codes[name] for name, members in own if name in codes.index}
