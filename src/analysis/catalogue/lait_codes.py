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
from analysis.basics.read_csv import check, read_cells, read_table
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures

FETCH = "Fetch the national data again: standards fetch lait"

#: Column of the dictionary -> what its cells mean. "NA" stands for an empty cell.
MEANINGS = {
    "Polarity": {"High": "high", "Low": "low", "-": "", "": "", "NA": ""},
    "dps": {"": np.nan, "NA": np.nan} | {str(places): places for places in range(7)},
    "No_Quartile": {"N": False, "": True, "NA": True},
}
DICTIONARY_COLUMNS = ["Measure_short", *MEANINGS, "Year_Type"]

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


def read_dictionary(file: Path) -> pd.DataFrame:
    """What LAIT says of its codes, one row for each topic that a code stands under.

    Returns
    -------
    DataFrame
        ``code``, ``polarity`` (``high``, ``low`` or empty), ``decimals`` (NaN where not stated),
        ``quartiles`` (whether LAIT gives bands) and ``academic`` (whether its years are academic years).

    Raises
    ------
    InputError
        If the file is not the dictionary, or has a cell whose meaning is not known.
    """
    shown = paths.shown(file)
    expected = f"LAIT's data dictionary, CSV in latin-1, with {', '.join(DICTIONARY_COLUMNS)}. {FETCH}"
    table = read_cells(file, DICTIONARY_COLUMNS, expected, encoding="latin-1")
    meaning = {}
    for column, meanings in MEANINGS.items():
        cells = table[column].str.strip()
        if not (good := cells.isin(meanings)).all():
            raise InputError(
                f"The LAIT dictionary says '{cells[good.idxmin()]}' of '{table['Measure_short'][good.idxmin()]}'.",
                file=shown,
                column=column,
                expected=f"one of {', '.join(text or 'nothing' for text in meanings)}",
            )
        meaning[column] = cells.map(meanings)
    return pd.DataFrame(
        {
            "code": table["Measure_short"],
            "polarity": meaning["Polarity"],
            "decimals": meaning["dps"].astype("float64"),
            "quartiles": meaning["No_Quartile"].astype(bool),
            "academic": table["Year_Type"].str.strip() == "Academic Year",
        }
    )


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
