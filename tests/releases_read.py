"""DfE's releases read plainly: no more than the figures, by another way than the package's reader."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes

COLUMNS = {"Short Desc": "code", "Years": "label", "LA and Regions": "name", "Values": "text"}
KINDS = {"prov": "provisional", "rev": "revised", "revised": "revised", "final": "final"}


def read_release(folder: Path) -> pd.DataFrame:
    """Observations as far as the rules need them; rows of unknown codes and labels are left out."""
    table = pd.read_parquet(folder / "bds_long_0.parquet", columns=list(COLUMNS)).rename(columns=COLUMNS)
    codes = load_codes()
    codes = codes[codes["measure"] != ""]
    table = table[table["code"].isin(codes.index)].fillna("")
    labels = {label: _label(label) for label in table["label"].unique()}
    areas = {name.casefold(): area for name, area in _names()}
    value = pd.to_numeric(table["text"], errors="coerce")
    table = pd.DataFrame(
        {
            "measure": table["code"].map(codes["measure"]),
            "pupil_group": table["code"].map(codes["pupil_group"]),
            "year": table["label"].map({label: year for label, (year, _) in labels.items()}),
            "area": table["name"].map(lambda name: areas.get(name.casefold(), ("", ""))[0]),
            "area_type": table["name"].map(lambda name: areas.get(name.casefold(), ("", ""))[1]),
            "value": value,
            "decimals": np.select(
                [value.isna() | value.eq(value.round(n)) for n in (0, 1, 2, 3)], [0, 1, 2, 3], 4
            ),
            "release": table["label"].map({label: kind for label, (_, kind) in labels.items()}),
            "locator": "row " + table.index.astype(str),
        }
    )
    table = table[(table["year"] > 0) & (table["area"] != "")]
    table["decimals"] = table.groupby(["measure", "pupil_group", "year"])["decimals"].transform("max")
    table = table.sort_values("value", kind="stable")  # missing values last
    return table.drop_duplicates(["measure", "pupil_group", "year", "area"]).sort_index(ignore_index=True)


def _names() -> list[tuple[str, tuple[str, str]]]:
    return [
        (name, (area.code, area.area_type))
        for area in load_areas().itertuples()
        for name in [area.name, *filter(None, area.other_names.split(";"))]
    ]


def _label(label: str) -> tuple[int, str]:
    match = re.fullmatch(r"(20\d\d)(?:[/-](\d\d))?\s*(?:\((\w+)\))?", label)
    if not match:
        return 0, ""
    return int(match[1]) + bool(match[2]), KINDS.get((match[3] or "").casefold(), "published")
