"""DfE's key stage 2 data set "Institution level - Local authority (information)": how many pupils each LA has.

It has no results, so no mapping reads it as figures; the sizes of cohorts are true with it instead of approximate
(``analysis.data.cohort_sizes``). Column names are those of the performance tables.
"""

import re
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import read_cells
from analysis.catalogue.areas import load_areas
from analysis.catalogue.observations import SYMBOLS

#: Column -> the pupil group that it counts.
GROUPS = {
    "telig": "all",
    "tfsm6cla1a": "disadvantaged",
    "tnotfsm6cla1a": "not_disadvantaged",
    "tsenelk": "sen_support",
    "tsenele": "ehc_plan",
}
PLACE = ["time_period", "geographic_level", "new_la_code"]
COLUMNS = ["pupil_group", "year", "area", "pupils"]
EXPECTED = f"the data set “Local authority (information)” of key stage 2, with {', '.join([*PLACE, *GROUPS])}"


def read_sizes(files: list[Path]) -> pd.DataFrame:
    """The eligible pupils of each LA at the end of key stage 2.

    Parameters
    ----------
    files : list of Path
        CSV files as DfE publishes them; of two for one year the later counts.

    Returns
    -------
    DataFrame
        ``pupil_group, year, area`` (GSS code) and ``pupils``, 1 or more. Suppressed numbers are left out.

    Raises
    ------
    InputError
        At a column that is missing, a year that is none, an area that is not known, or a cell that is neither a number of
        pupils nor a symbol of DfE's.
    """
    parts = [_read(file) for file in files]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    table = table.drop_duplicates(COLUMNS[:3], keep="last")
    return table.astype({"pupil_group": "str", "area": "str", "year": "int64", "pupils": "int64"})


def _read(file: Path) -> pd.DataFrame:
    shown = paths.shown(file)
    table = read_cells(file, [*PLACE, *GROUPS], EXPECTED, encoding="utf-8-sig")
    table = table[table["geographic_level"].str.casefold() == "local authority"]
    known = set(load_areas().query("area_type == 'la'")["code"])
    rows = []
    for row in table.itertuples():
        period, area = row.time_period.strip(), row.new_la_code.strip()
        if not re.fullmatch(r"20\d{4}", period):
            raise InputError(
                f"'{period}' is not a school year.",
                file=shown,
                row=row.Index,
                column="time_period",
                expected="a year such as 202425",
            )
        if area not in known:
            raise InputError(
                f"No local authority has the code '{area}'.",
                file=shown,
                row=row.Index,
                column="new_la_code",
                remedy="If it is new, add it to data/raw/areas.csv.",
            )
        for column, group in GROUPS.items():
            text = getattr(row, column).strip()
            if text.isdecimal():
                rows.append((group, int(period[:4]) + 1, area, int(text)))
            elif text not in SYMBOLS:
                raise InputError(
                    f"'{text}' is no number of pupils.",
                    file=shown,
                    row=row.Index,
                    column=column,
                    expected=f"a whole number, or one of {', '.join(SYMBOLS)}",
                )
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found[found["pupils"] > 0]
