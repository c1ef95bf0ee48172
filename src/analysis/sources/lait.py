"""The data file of DfE's Local Authority Interactive Tool (LAIT) as observations.

It holds local authorities, regions and England; averages of statistical neighbours are not in it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet as pq

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.lait_codes import FETCH, load_codes, read_dictionary
from analysis.catalogue.observations import SYMBOLS, make_observations

SOURCE = "lait"
#: Column of the data file -> what it is here.
COLUMNS = {"Short Desc": "code", "Years": "label", "LA and Regions": "area", "Values": "text"}
TEXT = (pyarrow.string(), pyarrow.large_string())
#: More than this is no file of LAIT's (it has about 640,000 rows), and might not fit into memory.
MOST_ROWS = 3_000_000
#: LAIT prints one decimal where its dictionary states none.
DEFAULT_DECIMALS = 1
STATUSES = {"-": "missing"} | {symbol: symbol for symbol in SYMBOLS if symbol != "missing"}
RELEASES = {"": "published", "prov": "provisional", "rev": "revised", "final": "final"}
LABELS = "a year such as 2017, 2025 (prov), 2024 (Rev) or 2020 (Final), or an academic year such as 2016/17"
_LABEL = re.compile(r"(20\d\d)(?:[/-](\d\d))?(?: \((\w+)\))?")


@dataclass(frozen=True)
class Fault:
    """Figures of the data file that cannot be what their label says, and what is done with them.

    ``label`` (a year label) and ``text`` (a value as it stands in the file) narrow the rows of the code
    down where they are given. ``read_as`` is the year the rows are read as; without it they are read as not
    published. A fault that the publisher has mended is left alone: rows are moved only while the year that
    they belong to is empty, and a whole year is dropped only while every area has the same figure in it.
    """

    code: str
    reason: str
    label: str = ""
    text: str = ""
    read_as: str = ""


#: Codes that count the children behind a percentage: code -> the measure, of all pupils. The number that they are a share
#: of is an estimate, which is not in the file.
NUMERATORS = {
    "No_2yr_olds": "early_education_take_up_age_2",
    "No_3&4yr_olds": "early_education_take_up_age_3_4",
}
_COPIED = "Every area has the same figure: the one for England, copied down."
FAULTS = (
    Fault(
        "FSP_Gooddev_Chinese",
        "Labelled 2021, a summer without early years assessments. The other ethnic groups have their figures "
        "under 2022, and this one has none there.",
        label="2021",
        read_as="2022",
    ),
    Fault("Stability_School", _COPIED, label="2018"),
    Fault("Stability_School", _COPIED, label="2019"),
    Fault(
        "Age19_SENwoS",
        "0 stands for no figure: it is found only for authorities in years before they opened or after they closed.",
        text="0",
    ),
)


def read_lait(
    parquet: Path,
    dictionary: Path,
    codes: pd.DataFrame | Path,
    area_codes: dict[str, tuple[str, str]],
    faults: tuple[Fault, ...] = FAULTS,
) -> pd.DataFrame:
    """The mapped figures of LAIT's data file as observations.

    Parameters
    ----------
    parquet, dictionary : Path
        ``bds_long_0.parquet`` and ``lait_data_dictionary.csv`` of one release.
    codes : DataFrame or Path
        ``lait_codes.csv``, or what ``load_codes`` made of it.
    area_codes : dict
        Name of an area -> its GSS code and area type; capitals make no difference.
    faults : tuple of Fault
        What is corrected; with none the figures are as they stand in the file, for the rules that look for faults.

    Returns
    -------
    DataFrame
        Observations of source ``lait``. ``locator`` is "row N", N counting the rows of the parquet file
        from 0. Values are the file's, unrounded. ``decimals`` are those that LAIT prints, or fewer where no
        figure of the code and year has as many.

    Raises
    ------
    InputError
        If a file cannot be read, or holds a code, year label, area or value that is not known, or two
        different figures for one measure, group, year and area.
    """
    codes = codes if isinstance(codes, pd.DataFrame) else load_codes(codes)
    file, entries = paths.shown(parquet), read_dictionary(dictionary)
    rows = _read(parquet, file)
    _require(rows["code"].isin(codes.index), rows, "code", file, "a code of lait_codes.csv")
    rows = rows[rows["code"].isin({*codes.index[codes["measure"] != ""], *NUMERATORS})]
    _require(rows["code"].isin(entries["code"]), rows, "code", file, "a code of the LAIT dictionary")
    rows = _dated(_without_faults(rows, faults), entries, file, faults)
    value, status = pd.to_numeric(rows["text"], errors="coerce").astype("float64"), rows["text"].map(STATUSES)
    _require(np.isfinite(value) | status.notna(), rows, "text", file, "a number, or - where there is none")
    known = {name.casefold(): area for name, area in area_codes.items()}
    found = {name: known.get(name.casefold(), ("", "")) for name in rows["area"].cat.categories}
    code, area_type = (rows["area"].map({name: area[i] for name, area in found.items()}) for i in (0, 1))
    _require(code != "", rows, "area", file, "a name or other name of areas.csv")
    figures = pd.DataFrame(
        {
            "measure": rows["code"].map(codes["measure"]).astype(str),
            "pupil_group": rows["code"].map(codes["pupil_group"]).astype(str),
            "year": rows["year"],
            "area": code.astype(str),
            "area_type": area_type.astype(str),
            "value": value,
            "status": status.fillna("ok").astype(str),
            "decimals": _decimals(rows, value, entries),
            "release": rows["release"],
            "source": SOURCE,
            "locator": "row " + rows.index.astype(str),
        }
    )
    same = ["measure", "pupil_group", "year", "area", "value", "status"]
    return make_observations(_with_numerators(figures, rows["code"]).drop_duplicates(same), file)


def _with_numerators(figures: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """The figures with the numbers of children that ``NUMERATORS`` names beside the percentages they belong to."""
    counts = figures.assign(measure=codes.astype(object).map(NUMERATORS), pupil_group="all")
    counts = counts[counts["measure"].notna() & counts["value"].notna()]
    on = ["measure", "pupil_group", "year", "area"]
    known = counts.drop_duplicates(on).set_index(on)["value"].round().astype("Int64")
    figures = figures[~codes.isin(NUMERATORS)]
    return figures.join(known.rename("numerator"), on=on)


def _read(parquet: Path, file: str) -> pd.DataFrame:
    """The columns we use, as text; the index counts the rows of the file from 0."""
    expected = f"LAIT's data file: Parquet, with the text columns {', '.join(COLUMNS)}"
    try:
        schema = pq.read_schema(parquet)
        for column in COLUMNS:
            if column not in schema.names or schema.field(column).type not in TEXT:
                problem = (
                    f"The column '{column}' {'is not text' if column in schema.names else 'is missing'}."
                )
                raise InputError(problem, file=file, column=column, expected=expected, remedy=FETCH)
        if (rows := pq.read_metadata(parquet).num_rows) > MOST_ROWS:
            problem = f"LAIT's data file has {rows:,} rows, many times what it ever had."
            raise InputError(problem, file=file, expected=f"at most {MOST_ROWS:,}", remedy=FETCH)
        table = pq.read_table(parquet, columns=list(COLUMNS))
    except FileNotFoundError:
        raise InputError("LAIT's data file is missing.", file=file, remedy=FETCH) from None
    except (pyarrow.ArrowException, OSError) as error:
        problem = f"LAIT's data file cannot be read: {error}."
        raise InputError(problem, file=file, expected=expected, remedy=FETCH) from None
    cells = {ours: table[theirs].fill_null("") for theirs, ours in COLUMNS.items()}
    few = {name: cells[name].dictionary_encode() for name in ("code", "label", "area")}
    return pd.DataFrame({name: column.to_pandas() for name, column in (cells | few).items()})


def _require(holds: pd.Series, rows: pd.DataFrame, column: str, file: str, expected: str) -> None:
    """Stop at the first row for which something does not hold."""
    if not holds.all():
        row = rows.loc[holds.idxmin()]
        raise InputError(
            f"'{row[column]}' is not known (code '{row['code']}', year '{row['label']}', {row['area']}).",
            file=file,
            row=str(row.name),
            column=next(theirs for theirs, ours in COLUMNS.items() if ours == column),
            expected=expected,
            remedy=f"If DfE has added it, teach the reader what it means. If the file is damaged: {FETCH}",
        )


def _without_faults(rows: pd.DataFrame, faults: tuple[Fault, ...]) -> pd.DataFrame:
    """The rows, the figures that ``faults`` drop read as not published."""
    text = rows["text"].copy()
    for fault in faults:
        at = rows["code"] == fault.code
        if fault.label:
            at &= rows["label"] == fault.label
        if fault.text:
            text[at & (text == fault.text)] = "-"
        elif not fault.read_as and len(text[at & (text != "-")].unique()) == 1:
            text[at] = "-"
    return rows.assign(text=text)


def _dated(rows: pd.DataFrame, entries: pd.DataFrame, file: str, faults: tuple[Fault, ...]) -> pd.DataFrame:
    """The rows with ``year`` and ``release`` from their labels.

    "2025 (prov)" is a year and a release; "2016/17" is read only of codes whose years are academic. Rows
    under another label are left out if none has a figure (an empty column of the publisher's), else refused.
    """
    labels = len(rows["label"].cat.categories)
    key = rows["code"].cat.codes.to_numpy("int64") * labels + rows["label"].cat.codes
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    pairs = list(zip(rows["code"].iloc[first], rows["label"].iloc[first], strict=True))
    moves = {
        (fault.code, fault.label): fault.read_as
        for fault in faults
        if fault.read_as and (fault.code, fault.read_as) not in pairs
    }
    academic = set(entries["code"][entries["academic"]])
    meanings = [_meaning(moves.get((code, label), label), code in academic) for code, label in pairs]
    rows = rows.assign(
        year=np.array([year for year, _ in meanings], dtype="int64")[of],
        release=pd.Series([release for _, release in meanings], dtype=str).array[of],
    )
    empty = np.bincount(of, weights=rows["text"] != "-")[of] == 0
    _require((rows["year"] > 0) | empty, rows, "label", file, LABELS)
    return rows[rows["year"] > 0]


def _meaning(label: str, academic: bool) -> tuple[int, str]:
    """The year and release that a label stands for; year 0 if it is not known."""
    match = _LABEL.fullmatch(label)
    first, second, release = match.groups(default="") if match else ("0", "", "?")
    year = int(first) + bool(second)
    spans = not second or (academic and int(second) == year % 100)
    return (year, RELEASES[release.casefold()]) if spans and release.casefold() in RELEASES else (0, "")


def _decimals(rows: pd.DataFrame, value: pd.Series, entries: pd.DataFrame) -> pd.Series:
    """The dictionary's decimals (one where it states none), or as many as the code has in the year if fewer."""
    needed = pd.Series(6, index=value.index)
    for places in range(5, -1, -1):
        scaled = value * 10.0**places
        needed[(scaled - scaled.round()).abs() < 1e-6] = places
    shown = needed.where(value.notna()).groupby([rows["code"], rows["year"]], observed=True).transform("max")
    stated = entries.fillna({"decimals": DEFAULT_DECIMALS}).groupby("code")["decimals"].max()
    return rows["code"].map(stated).astype("float64").clip(upper=shown.fillna(6)).astype("Int8")
