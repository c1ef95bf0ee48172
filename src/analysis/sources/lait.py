"""The data file of DfE's Local Authority Interactive Tool (LAIT) as observations.

It holds local authorities, regions and England; averages of statistical neighbours are not in it. Every release is
read: what is not understood is left out, counted and named. What could be misread, or is no file of LAIT's, is refused.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.lait_codes import FETCH, NO_DICTIONARY, load_codes, read_dictionary
from analysis.catalogue.not_understood import NotUnderstood, as_table
from analysis.catalogue.observations import SYMBOLS, make_observations
from analysis.sources.lait_faults import FAULTS, Fault, without_faults
from analysis.sources.lait_file import read_file
from analysis.sources.lait_labels import meaning
from analysis.sources.left_out import LeftOut, lacking

SOURCE = "lait"
#: LAIT prints one decimal where its dictionary states none.
DEFAULT_DECIMALS = 1
#: Of the rows whose codes are known so many, at least, must be understood: else it is another file.
LEAST_UNDERSTOOD = 0.5
STATUSES = {"-": "missing"} | {symbol: symbol for symbol in SYMBOLS if symbol != "missing"}


#: Codes that count the children behind a percentage: code -> the measure, of all pupils. The number that they are a share
#: of is an estimate, which is not in the file.
NUMERATORS = {
    "No_2yr_olds": "early_education_take_up_age_2",
    "No_3&4yr_olds": "early_education_take_up_age_3_4",
}


def read_lait(
    parquet: Path,
    dictionary: Path | None,
    codes: pd.DataFrame | Path,
    area_codes: dict[str, tuple[str, str]],
    faults: tuple[Fault, ...] = FAULTS,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The mapped figures of LAIT's data file as observations, and what of it is not understood.

    Parameters
    ----------
    parquet, dictionary : Path
        ``bds_long_0.parquet`` and the dictionary of one release. Without a dictionary nothing is known of decimals, nor
        of which years are academic.
    codes : DataFrame or Path
        ``lait_codes.csv``, or what ``load_codes`` made of it.
    area_codes : dict
        Name of an area -> its GSS code and area type; capitals make no difference.
    faults : tuple of Fault
        What is corrected; with none the figures are as they stand in the file, for the rules that look for faults.

    Returns
    -------
    observations : DataFrame
        Observations of source ``lait``. ``locator`` is "row N", N counting the rows of the parquet file
        from 0. Values are the file's, unrounded. ``decimals`` are those that LAIT prints, or fewer where no
        figure of the code and year has as many.
    not_understood : DataFrame
        ``kind, name, rows, example, done``: unknown codes, year labels, areas and values, all of whose rows are left
        out; keys with two different figures, of which none is taken; codes that the dictionary or the file lacks.

    Raises
    ------
    InputError
        If a file cannot be read, is not LAIT's, or more than half of its figures are not understood.
    """
    codes = codes if isinstance(codes, pd.DataFrame) else load_codes(codes)
    rows, entries, found = _understood(parquet, dictionary, codes, area_codes, faults)
    return _as_observations(rows, codes, entries, paths.shown(parquet)), as_table(found)


def read_figures(
    parquet: Path, dictionary: Path | None, codes: pd.DataFrame, area_codes: dict[str, tuple[str, str]]
) -> pd.DataFrame:
    """The mapped figures of LAIT's data file and no more, in half the time of ``read_lait``: for comparing releases.

    Parameters
    ----------
    parquet, dictionary, codes, area_codes
        As ``read_lait`` takes them.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area, area_type, value, release, locator`` as ``read_lait`` has them, a row for each
        measure, pupil group, year and area with a value, in the order of the file.

    Raises
    ------
    InputError
        As ``read_lait``.
    """
    rows, _, _ = _understood(parquet, dictionary, codes, area_codes, FAULTS)
    rows = rows[rows["value"].notna() & ~rows["code"].isin(NUMERATORS)]
    rows = rows.drop_duplicates(["code", "year", "area_code"])
    return pd.DataFrame(
        {
            "measure": rows["code"].map(codes["measure"]).astype(str),
            "pupil_group": rows["code"].map(codes["pupil_group"]).astype(str),
            "year": rows["year"],
            "area": rows["area_code"],
            "area_type": rows["area_type"],
            "value": rows["value"],
            "release": rows["release"],
            "locator": "row " + rows.index.astype(str),
        }
    )


def _understood(
    parquet: Path,
    dictionary: Path | None,
    codes: pd.DataFrame,
    area_codes: dict[str, tuple[str, str]],
    faults: tuple[Fault, ...],
) -> tuple[pd.DataFrame, pd.DataFrame, list[NotUnderstood]]:
    """The rows that are understood, what the dictionary says of codes, and what is not understood."""
    file = paths.shown(parquet)
    entries, found = read_dictionary(dictionary) if dictionary else (NO_DICTIONARY, [])
    left = LeftOut(read_file(parquet), found)
    _require_lait(left.rows["code"].isin(codes.index).any() or left.rows.empty, 0, file)
    left.out(~left.rows["code"].isin(codes.index), "code", "code", "add it to lait_codes.csv")
    wanted = {*codes.index[codes["measure"] != ""], *NUMERATORS}
    found += lacking(wanted, left.rows["code"], entries)
    left.rows = _dated(without_faults(left.rows[left.rows["code"].isin(wanted)], faults), entries, faults)
    whole = len(left.rows)
    # an empty column of the publisher's under a label that is no year says nothing
    empty = (left.rows["year"] == 0) & left.rows["empty"]
    left.rows = left.rows[~empty]
    left.out(left.rows["year"] == 0, "label", "year label", "")
    left.rows["value"] = pd.to_numeric(left.rows["text"], errors="coerce").astype("float64")
    left.rows["status"] = left.rows["text"].map(STATUSES)
    left.out(~(np.isfinite(left.rows["value"]) | left.rows["status"].notna()), "text", "value", "")
    _place(left.rows, area_codes)
    left.out(left.rows["area_code"] == "", "area", "area", "add it to areas.csv")
    left.rows["status"] = left.rows["status"].fillna("ok").astype(str)
    left.out(_contradicted(left.rows), "code", "two figures for one", "")
    _require_lait(len(left.rows) + empty.sum() >= LEAST_UNDERSTOOD * whole, whole - len(left.rows), file)
    return left.rows, entries, found


def _place(rows: pd.DataFrame, area_codes: dict[str, tuple[str, str]]) -> None:
    """Add ``area_code`` and ``area_type``, both empty where the name of an area is not known."""
    known = {name.casefold(): area for name, area in area_codes.items()}
    placed = {name: known.get(name.casefold(), ("", "")) for name in rows["area"].cat.categories}
    for i, column in enumerate(("area_code", "area_type")):
        rows[column] = rows["area"].map({name: area[i] for name, area in placed.items()}).astype(str)


def _as_observations(
    rows: pd.DataFrame, codes: pd.DataFrame, entries: pd.DataFrame, file: str
) -> pd.DataFrame:
    figures = pd.DataFrame(
        {
            "measure": rows["code"].map(codes["measure"]).astype(str),
            "pupil_group": rows["code"].map(codes["pupil_group"]).astype(str),
            "year": rows["year"],
            "area": rows["area_code"],
            "area_type": rows["area_type"],
            "value": rows["value"],
            "status": rows["status"],
            "decimals": _decimals(rows, rows["value"], entries),
            "release": rows["release"],
            "source": SOURCE,
            "locator": "row " + rows.index.astype(str),
        }
    )
    same = ["measure", "pupil_group", "year", "area", "value", "status"]
    return make_observations(_with_numerators(figures, rows["code"]).drop_duplicates(same), file)


def _require_lait(holds: bool, rows: int, file: str) -> None:
    """Refuse a file that has the columns of LAIT's, but not what stands in them."""
    if not holds:
        what = f"{rows:,} of its rows are not" if rows else "None of its codes is"
        raise InputError(
            f"{what} understood: this is not LAIT's data file.",
            file=file,
            expected="codes of lait_codes.csv, years, names of areas and figures, each in its column",
            remedy=FETCH,
        )


def _contradicted(rows: pd.DataFrame) -> pd.Series:
    """Rows of which others of the same code, year and area say something else: any of them could be the wrong one."""
    key = ["code", "year", "area_code"]
    again = rows[rows.duplicated(key, keep=False)]
    if again.empty:
        return pd.Series(False, index=rows.index)
    each = again.drop_duplicates([*key, "value", "status"])
    several = each[each.duplicated(key, keep=False)]
    bad = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(several[key]))
    return pd.Series(bad, index=rows.index)


def _with_numerators(figures: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """The figures with the numbers of children that ``NUMERATORS`` names beside the percentages they belong to."""
    counts = figures.assign(measure=codes.astype(object).map(NUMERATORS), pupil_group="all")
    counts = counts[counts["measure"].notna() & counts["value"].notna()]
    on = ["measure", "pupil_group", "year", "area"]
    known = counts.drop_duplicates(on).set_index(on)["value"].round().astype("Int64")
    figures = figures[~codes.isin(NUMERATORS)]
    return figures.join(known.rename("numerator"), on=on)


def _dated(rows: pd.DataFrame, entries: pd.DataFrame, faults: tuple[Fault, ...]) -> pd.DataFrame:
    """The rows with ``year`` and ``release`` from their labels, and whether the code's label is ``empty`` of figures.

    "2025 (prov)" is a year and a release; "2016/17" is read only of codes whose years are academic. A label that is
    not understood has the year 0.
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
    meanings = [meaning(moves.get((code, label), label), code in academic) for code, label in pairs]
    return rows.assign(
        year=np.array([year for year, _ in meanings], dtype="int64")[of],
        release=pd.Series([release for _, release in meanings], dtype=str).array[of],
        empty=np.bincount(of, weights=rows["text"] != "-")[of] == 0,
    )


def _decimals(rows: pd.DataFrame, value: pd.Series, entries: pd.DataFrame) -> pd.Series:
    """The dictionary's decimals (one where it states none), or as many as the code has in the year if fewer."""
    needed = pd.Series(6, index=value.index)
    for places in range(5, -1, -1):
        scaled = value * 10.0**places
        needed[(scaled - scaled.round()).abs() < 1e-6] = places
    shown = needed.where(value.notna()).groupby([rows["code"], rows["year"]], observed=True).transform("max")
    stated = entries.fillna({"decimals": DEFAULT_DECIMALS}).groupby("code")["decimals"].max()
    return rows["code"].map(stated).astype("float64").clip(upper=shown.fillna(6)).astype("Int8")
