"""DfE's Local Authority Interactive Tool (LAIT): its data file and dictionary as observations.

Which of its codes is which measure and pupil group is data, ``data/raw/lait_codes.csv``. The file holds
local authorities, regions and England; averages of statistical neighbours are not in it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pyarrow
import pyarrow.parquet as pq

from analysis import paths
from analysis.errors import InputError
from analysis.measures import PUPIL_GROUPS, load_measures
from analysis.observations import SYMBOLS, make_observations
from analysis.validation import check, read_table

SOURCE = "lait"
#: Column of the data file -> what it is here.
COLUMNS = {"Short Desc": "code", "Years": "label", "LA and Regions": "area", "Values": "text"}
DICTIONARY_COLUMNS = ["Measure_short", "Polarity", "dps", "Year_Type", "No_Quartile"]
#: LAIT prints one decimal where its dictionary states none.
DEFAULT_DECIMALS = 1
STATUSES = {"-": "missing"} | {symbol: symbol for symbol in SYMBOLS if symbol != "missing"}
RELEASES = {
    "": "published",
    "prov": "provisional",
    "provisional": "provisional",
    "rev": "revised",
    "revised": "revised",
    "final": "final",
}
FETCH = "Fetch the national data again: standards fetch lait"

_LABEL = re.compile(r"(20\d\d)([/-]\d\d)?(?: \((\w+)\))?")


@dataclass(frozen=True)
class Fault:
    """Figures of the data file that cannot be what their label says, and what is done with them.

    ``label`` (a year label) and ``text`` (a value as it stands in the file) narrow the code's rows down
    where they are given. ``read_as`` is the year the rows are read as; without it they are read as not
    published. A fault that the publisher has mended is left alone: rows are moved only while the year they
    belong to is empty, and a whole year is dropped only while every area has the same figure in it.
    """

    code: str
    reason: str
    label: str = ""
    text: str = ""
    read_as: int = 0


FAULTS = (
    Fault(
        "FSP_Gooddev_Chinese",
        "Labelled 2021, when the early years assessments were cancelled; the other ethnic groups have their "
        "figures under 2022, and this one has none there.",
        label="2021",
        read_as=2022,
    ),
    *(
        Fault(
            "Stability_School",
            "Every area has the same figure: the one for England, copied down.",
            label=label,
        )
        for label in ("2018", "2019")
    ),
    Fault(
        "Age19_SENwoS",
        "0 stands for no figure: for authorities in years before they opened or after they closed.",
        text="0",
    ),
)

_FEW = "Too few authorities have a figure for this group; the measure has bands for other groups."
_TWICE = "The dictionary lists the code under two topics, and only one of its two entries leaves out bands."
#: Where the catalogue differs from the dictionary on purpose: (code, what differs) -> why.
EXPLAINED = {
    ("LAC_Good_Develop", "quartiles"): _FEW,
    ("CPP_Good_Develop", "quartiles"): _FEW,
    ("CINPermAbsent_3Term", "quartiles"): _TWICE,
    ("CINPermExclusion", "quartiles"): _TWICE,
    ("EngBacEntriesSENSupport", "decimals"): "The figures have one decimal, as those of every other group.",
}

CODES_SCHEMA = pa.DataFrameSchema(
    {
        "code": pa.Column(str, pa.Check(lambda cells: cells != "", name="a code of LAIT"), unique=True),
        "measure": pa.Column(str),
        "pupil_group": pa.Column(str, pa.Check.isin(["", *PUPIL_GROUPS])),
        "not_mapped": pa.Column(str),
    }
)


def load_codes(file: Path | None = None) -> pd.DataFrame:
    """What each LAIT code is: ``measure`` and ``pupil_group``, or why it is ``not_mapped``; indexed by code.

    Raises
    ------
    InputError
        If a row has neither or both, names an unknown measure or group, or two codes are the same figure.
    """
    file = file or paths.raw() / "lait_codes.csv"
    shown = paths.shown(file)
    codes = check(read_table(file, list(CODES_SCHEMA.columns)), CODES_SCHEMA, shown)
    mapped = codes["measure"] != ""
    known = codes["measure"].isin(load_measures().index)
    twice = mapped & codes.duplicated(["measure", "pupil_group"])
    rules = {
        "not_mapped": (mapped == (codes["not_mapped"] == ""), "a measure, or the reason why there is none"),
        "measure": (~mapped | known, "a measure of measures.csv"),
        "pupil_group": (mapped == (codes["pupil_group"] != ""), "a group where there is a measure"),
        "code": (~twice, "one code for each measure and pupil group"),
    }
    for column, (holds, expected) in rules.items():
        if not holds.all():
            row = holds.idxmin()
            raise InputError(
                f"The row of the LAIT code '{codes['code'][row]}' does not fit: '{codes[column][row]}'.",
                file=shown,
                row=row,
                column=column,
                expected=expected,
                remedy="Correct the row.",
            )
    return codes.set_index("code")


def read_dictionary(file: Path) -> pd.DataFrame:
    """What LAIT says of its codes, a row for each topic that a code stands under.

    Returns
    -------
    DataFrame
        ``code``, ``polarity`` (``high``, ``low`` or empty), ``decimals`` (NaN where not stated),
        ``academic`` (whether its years are academic years) and ``quartiles`` (whether LAIT gives bands).
    """
    shown, expected = paths.shown(file), f"LAIT's data dictionary, CSV in latin-1, with {DICTIONARY_COLUMNS}"
    try:
        table = pd.read_csv(file, encoding="latin-1", dtype=str, keep_default_na=False)
    except FileNotFoundError:
        raise InputError("The LAIT dictionary is missing.", file=shown, remedy=FETCH) from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"The LAIT dictionary cannot be read: {error}.", file=shown, expected=expected, remedy=FETCH
        ) from None
    if missing := [column for column in DICTIONARY_COLUMNS if column not in table]:
        raise InputError(
            f"The LAIT dictionary lacks the column {', '.join(missing)}.",
            file=shown,
            row=1,
            column=missing[0],
            expected=expected,
            remedy=FETCH,
        )
    table.index += 1  # entries, as the texts in them run over several lines
    cells = table.apply(lambda column: column.str.strip())
    known = {
        "Polarity": {"High": "high", "Low": "low", "-": "", "": "", "NA": ""},
        "dps": {"": np.nan, "NA": np.nan} | {str(n): n for n in range(7)},
        "No_Quartile": {"N": False, "": True, "NA": True},
    }
    for column, meanings in known.items():
        if not (good := cells[column].isin(meanings)).all():
            raise InputError(
                f"The LAIT dictionary says '{cells[column][good.idxmin()]}' of "
                f"{cells['Measure_short'][good.idxmin()]}, entry {good.idxmin()}.",
                file=shown,
                column=column,
                expected=f"one of {', '.join(text or 'nothing' for text in meanings)}",
            )
    return pd.DataFrame(
        {
            "code": table["Measure_short"],
            "polarity": cells["Polarity"].map(known["Polarity"]),
            "decimals": cells["dps"].map(known["dps"]).astype("float64"),
            "academic": cells["Year_Type"] == "Academic Year",
            "quartiles": cells["No_Quartile"].map(known["No_Quartile"]).astype(bool),
        }
    )


def check_catalogue(
    dictionary: pd.DataFrame, codes: pd.DataFrame, measures: pd.DataFrame, explained: dict | None = None
) -> list[str]:
    """Where the catalogue says something else than LAIT's dictionary, a sentence each; best empty.

    Parameters
    ----------
    dictionary, codes, measures : DataFrame
        As ``read_dictionary``, ``load_codes`` and ``load_measures`` return them.
    explained : dict, optional
        Differences that are meant, (code, what differs) -> why; ``EXPLAINED`` if not given. One that is
        no longer there is itself reported.
    """
    explained = EXPLAINED if explained is None else explained
    absent = [f"LAIT has a code '{code}' that lait_codes.csv lacks." for code in _absent(dictionary["code"], codes)]
    absent += [f"lait_codes.csv has '{code}', which LAIT lacks." for code in _absent(codes.index, dictionary["code"])]
    mapped = codes[codes["measure"] != ""].join(measures, on="measure")
    rows = dictionary.merge(mapped, left_on="code", right_index=True, suffixes=("_lait", ""))
    differs = {
        "polarity": rows["polarity_lait"] != rows["polarity"],
        "quartiles": (rows["quartiles_lait"] != rows["quartiles"]) & (rows["polarity"] != ""),
        "decimals": rows["decimals_lait"].notna() & (rows["decimals_lait"] != rows["decimals"]),
    }
    found = {
        (row["code"], what): f"{what} of {row['measure']}: {row[what]} here, {row[f'{what}_lait']} for "
        f"'{row['code']}' in LAIT's dictionary."
        for what, at in differs.items()
        for _, row in rows[at].iterrows()
    }
    stale = [f"{what} of '{code}' agrees after all." for code, what in explained if (code, what) not in found]
    return absent + [text for key, text in found.items() if key not in explained] + stale


def _absent(names: pd.Series | pd.Index, among) -> list[str]:
    return sorted(set(names) - set(among.index if isinstance(among, pd.DataFrame) else among))


def read_lait(
    parquet: Path, dictionary: Path, codes: pd.DataFrame | Path, area_codes: dict[str, tuple[str, str]]
) -> pd.DataFrame:
    """The mapped figures of LAIT's data file as observations.

    Parameters
    ----------
    parquet, dictionary : Path
        ``bds_long_0.parquet`` and ``lait_data_dictionary.csv``.
    codes : DataFrame or Path
        ``lait_codes.csv``, or what ``load_codes`` made of it.
    area_codes : dict
        Name of an area -> its GSS code and area type; capitals make no difference.

    Returns
    -------
    DataFrame
        Observations of source ``lait``. ``locator`` is "row N", N counting the rows of the parquet file
        from 0. Values are the file's, unrounded. ``decimals`` are those LAIT prints, or fewer where no
        figure of the code and year has as many.

    Raises
    ------
    InputError
        If a file cannot be read, or holds a code, year label, area or value that is not known, or two
        different figures for one measure, group, year and area.
    """
    codes = codes if isinstance(codes, pd.DataFrame) else load_codes(codes)
    file, entries = paths.shown(parquet), read_dictionary(dictionary)
    rows = _mapped_rows(parquet, codes, file)
    if unknown := _absent(rows["code"].cat.categories, entries["code"]):
        raise InputError(
            f"The LAIT dictionary has no entry for '{unknown[0]}'.",
            file=paths.shown(dictionary),
            column="Measure_short",
            remedy="Use the dictionary and the data file of one release. " + FETCH,
        )
    rows = _dated(_mended(rows), entries, file)
    value = pd.to_numeric(rows["text"], errors="coerce").astype("float64")
    status = rows["text"].map(STATUSES)
    _require((np.isfinite(value) | status.notna()), rows, "text", file, "a number, or - for none")
    area = _areas(rows["area"], area_codes)
    _require(area["code"].notna(), rows, "area", file, "an area of areas.csv")
    figures = pd.DataFrame(
        {
            "measure": _named(rows["code"], codes["measure"]),
            "pupil_group": _named(rows["code"], codes["pupil_group"]),
            "year": rows["year"],
            "area": area["code"],
            "area_type": area["type"],
            "value": value,
            "status": status.fillna("ok").astype(str),
            "decimals": _decimals(rows, value, entries),
            "release": rows["release"],
            "source": SOURCE,
            "locator": "row " + rows.index.astype(str),
        }
    )
    repeated = ["measure", "pupil_group", "year", "area", "value", "status"]
    return make_observations(figures.drop_duplicates(repeated), file)


def _mapped_rows(parquet: Path, codes: pd.DataFrame, file: str) -> pd.DataFrame:
    """The rows of the codes that have a measure; the index counts the rows of the file from 0."""
    expected = f"LAIT's data file, a Parquet file with {', '.join(COLUMNS)}"
    try:
        present = pq.read_schema(parquet).names
        if missing := [column for column in COLUMNS if column not in present]:
            raise InputError(
                f"LAIT's data file lacks the column {', '.join(missing)}.",
                file=file,
                column=missing[0],
                expected=expected,
                remedy=FETCH,
            )
        text = list(COLUMNS)[:3]  # few different texts, many times each
        table = pq.read_table(parquet, columns=list(COLUMNS), read_dictionary=text)
    except FileNotFoundError:
        raise InputError("LAIT's data file is missing.", file=file, remedy=FETCH) from None
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(
            f"LAIT's data file cannot be read: {error}.", file=file, expected=expected, remedy=FETCH
        ) from None
    rows = table.to_pandas().rename(columns=COLUMNS)
    for name, column in {ours: theirs for theirs, ours in COLUMNS.items()}.items():
        if rows[name].isna().any() or not pd.api.types.is_string_dtype(getattr(rows[name], "cat", rows[name]).dtype):
            raise InputError("")
    return rows
