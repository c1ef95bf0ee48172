"""What the codes of LAIT mean: DfE's dictionary, and our mapping of its codes to the catalogue.

LAIT has a code for each measure and pupil group. ``data/raw/lait_codes.csv`` says which measure and group
of ours each is, or why it is left out; the dictionary says how LAIT ranks and prints it.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import MOST_BYTES, check, read_cells, read_table
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.not_understood import NotUnderstood

FETCH = "Fetch the national data again: standards fetch lait"

#: Column of the dictionary -> what its cells mean. "NA" stands for an empty cell.
MEANINGS = {
    "Polarity": {"High": "high", "Low": "low", "-": "", "": "", "NA": ""},
    "dps": {"": np.nan, "NA": np.nan} | {str(places): places for places in range(7)},
    "No_Quartile": {"N": False, "": True, "NA": True},
}
#: The column that says whether a code's years are academic, financial or calendar ones, or the day they are of.
YEARS = "Year_Type"
#: The column with the codes, without which a file is not the dictionary.
NAME = "Measure_short"
NOT_STATED = "taken as not stated"

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

SCHEMA = pa.DataFrameSchema(
    {
        "code": pa.Column(str, pa.Check(lambda cells: cells != "", name="a code of LAIT"), unique=True),
        "measure": pa.Column(str),
        "pupil_group": pa.Column(str, pa.Check.isin(["", *PUPIL_GROUPS])),
        "not_mapped": pa.Column(str),
    }
)


#: What is known of codes where a release has no dictionary: nothing.
NO_DICTIONARY = pd.DataFrame(
    {
        "code": pd.Series(dtype=str),
        "polarity": pd.Series(dtype=str),
        "decimals": pd.Series(dtype="float64"),
        "quartiles": pd.Series(dtype=bool),
        "academic": pd.Series(dtype=bool),
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
    codes = check(read_table(file, list(SCHEMA.columns)), SCHEMA, shown)
    mapped = codes["measure"] != ""
    known = codes["measure"].isin(load_measures().index)
    rules = {
        "measure": (~mapped | known, "a measure of measures.csv"),
        "not_mapped": (mapped == (codes["not_mapped"] == ""), "a measure, or the reason why there is none"),
        "pupil_group": (mapped == (codes["pupil_group"] != ""), "a pupil group where there is a measure"),
        "code": (
            ~(mapped & codes.duplicated(["measure", "pupil_group"])),
            "one code for each measure and pupil group",
        ),
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


def read_dictionary(file: Path) -> tuple[pd.DataFrame, list[NotUnderstood]]:
    """What LAIT says of its codes, one row for each topic that a code stands under, and what of it is not understood.

    Parameters
    ----------
    file : Path
        CSV in latin-1, or a workbook, as the earliest releases have it.

    Returns
    -------
    DataFrame
        ``code``, ``polarity`` (``high``, ``low`` or empty), ``decimals`` (NaN where not stated),
        ``quartiles`` (whether LAIT gives bands) and ``academic`` (whether its years are academic years).
    list of NotUnderstood
        Columns that are not there and cells whose meaning is not known: they count as not stated.

    Raises
    ------
    InputError
        If the file is not the dictionary.
    """
    table = dictionary_cells(file)
    meaning, found = {}, []
    for column in [name for name in (*MEANINGS, YEARS) if name not in table]:
        found.append(NotUnderstood("dictionary", column, len(table), "the column is not there", NOT_STATED))
        table[column] = ""
    for column, meanings in MEANINGS.items():
        cells = table[column].str.strip()
        for text, rows in table[~cells.isin(meanings)].groupby(cells):
            code = rows["Measure_short"].iloc[0]
            found.append(
                NotUnderstood("dictionary", f"{column}: {text}", len(rows), f"said of {code}", NOT_STATED)
            )
        meaning[column] = cells.map(lambda text, meanings=meanings: meanings.get(text, meanings[""]))
    entries = pd.DataFrame(
        {
            "code": table["Measure_short"],
            "polarity": meaning["Polarity"],
            "decimals": meaning["dps"].astype("float64"),
            "quartiles": meaning["No_Quartile"].astype(bool),
            "academic": table[YEARS].str.strip().str.casefold().str.startswith("academic"),
        }
    )
    return entries, found


def dictionary_cells(file: Path) -> pd.DataFrame:
    """Every cell of the dictionary as text, under its own headings.

    Raises
    ------
    InputError
        If the file is not the dictionary.
    """
    expected = f"LAIT's data dictionary, CSV in latin-1 or a workbook, with {', '.join([NAME, *MEANINGS, YEARS])}. {FETCH}"
    try:
        with file.open("rb") as stream:
            is_workbook = stream.read(2) == b"PK"
    except OSError:
        is_workbook = False  # the reader of text says what is wrong with it
    if not is_workbook:
        return read_cells(file, [NAME], expected, encoding="latin-1")
    shown = paths.shown(file)
    if file.stat().st_size > MOST_BYTES:
        raise InputError(
            f"The file is too large: more than {MOST_BYTES >> 20} MB.", file=shown, expected=expected
        )
    try:
        sheets = pd.read_excel(file, sheet_name=None, dtype=str, keep_default_na=False, engine="openpyxl")
    except Exception as error:  # a damaged workbook fails in many ways
        raise InputError(f"The workbook cannot be read: {error}.", file=shown, expected=expected) from None
    table = next((sheet for sheet in sheets.values() if NAME in sheet), None)
    if table is None:
        raise InputError(f"No sheet has the column {NAME}.", file=shown, column=NAME, expected=expected)
    return table.fillna("")


def contradictions(entries: pd.DataFrame, codes: pd.DataFrame, measures: pd.DataFrame) -> list[NotUnderstood]:
    """Codes that the dictionary says the opposite of: high is good where ``measures.csv`` has low, or the other way round.

    Parameters
    ----------
    entries, codes, measures : DataFrame
        As ``read_dictionary``, ``load_codes`` and ``load_measures`` return them.
    """
    mapped = codes[codes["measure"] != ""].join(measures["polarity"].rename("ours"), on="measure")
    rows = entries.merge(mapped, left_on="code", right_index=True)
    opposite = {"high": "low", "low": "high"}
    rows = rows[rows["polarity"] == rows["ours"].map(opposite)].drop_duplicates("code")
    return [
        NotUnderstood(
            "polarity",
            row.code,
            1,
            f"{row.polarity} is good by DfE's dictionary, {row.ours} is good by measures.csv",
            f"{row.measure} is ranked by measures.csv: if DfE is right, correct its polarity there",
        )
        for row in rows.itertuples()
    ]


def check_catalogue(
    dictionary: pd.DataFrame,
    codes: pd.DataFrame,
    measures: pd.DataFrame,
    explained: dict[tuple[str, str], str] | None = None,
) -> list[str]:
    """Where the catalogue says something else than LAIT's dictionary, a sentence each; best empty.

    Parameters
    ----------
    dictionary, codes, measures : DataFrame
        As ``read_dictionary``, ``load_codes`` and ``load_measures`` return them.
    explained : dict, optional
        Differences that are meant, (code, what differs) -> why; ``EXPLAINED`` if not given. One that is
        no longer there is itself a sentence.
    """
    explained = EXPLAINED if explained is None else explained
    ours, theirs = set(codes.index), set(dictionary["code"])
    sentences = [f"LAIT has '{code}', which lait_codes.csv lacks." for code in sorted(theirs - ours)]
    sentences += [f"lait_codes.csv has '{code}', which LAIT lacks." for code in sorted(ours - theirs)]
    mapped = codes[codes["measure"] != ""].join(measures, on="measure")
    rows = dictionary.merge(mapped, left_on="code", right_index=True, suffixes=("_lait", ""))
    differs = {
        "polarity": rows["polarity_lait"] != rows["polarity"],
        "quartiles": (rows["quartiles_lait"] != rows["quartiles"]) & (rows["polarity"] != ""),
        "decimals": rows["decimals_lait"].notna() & (rows["decimals_lait"] != rows["decimals"]),
    }
    found = {
        (row["code"], what): f"{row['measure']}: {what} is {row[what]} here, and {row[f'{what}_lait']} of "
        f"'{row['code']}' in LAIT's dictionary."
        for what, at in differs.items()
        for _, row in rows[at].iterrows()
    }
    sentences += [sentence for key, sentence in found.items() if key not in explained]
    return sentences + [
        f"{code}: {what} agrees, but is listed as different."
        for code, what in explained
        if (code, what) not in found
    ]
