"""How many children stand behind DfE's percentages: the counts and shares of the interactive tool that describe an area.

They are no results, so they are not ranked and stand in no table of a report: approximate sizes of cohorts are worked
out from most of them (``analysis.data.cohort_sizes``), and tested against the others. ``data/raw/lait_codes.csv`` says of
each what it is read for.
"""

from pathlib import Path

import pandas as pd

from analysis.sources.lait_file import read_file
from analysis.sources.lait_labels import meaning

#: Code -> what it is here.
COUNTS = {
    "Premium": "pupil_premium",
    "No_2yr_olds": "two_year_olds",
    "No_3&4yr_olds": "three_and_four_year_olds",
    "SEN_CASES_JAN": "ehc_plans",
    "CPP_Total_NumRef": "referrals",
    "CPP_Total_Rateper10,000": "referrals_per_10000",
    "Ever6_FSM_Prim": "fsm6_primary",
    "Ever6_FSM_Sec": "fsm6_secondary",
    "PriFSM": "fsm_primary",
    "SecFSM": "fsm_secondary",
}
COLUMNS = ["count", "year", "area", "value"]


def read_counts(parquet: Path, area_codes: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """The counts of one release.

    Parameters
    ----------
    parquet : Path
        ``bds_long_0.parquet``.
    area_codes : dict
        Name of an area -> its GSS code and area type; capitals make no difference.

    Returns
    -------
    DataFrame
        ``count`` (a value of ``COUNTS``), ``year`` (in which the school or financial year ends), ``area`` and ``value``
        (children, per cent of pupils, or children per 10,000). What has two values or is no number is left out.

    Raises
    ------
    InputError
        If the file cannot be read, or is not LAIT's.
    """
    rows = read_file(parquet)
    rows = rows[rows["code"].isin(COUNTS)].astype({"code": str, "label": str, "area": str})
    known = {name.casefold(): code for name, (code, _) in area_codes.items()}
    years = {label: meaning(label, True)[0] for label in rows["label"].unique()}
    table = pd.DataFrame(
        {
            "count": rows["code"].map(COUNTS),
            "year": rows["label"].map(years).astype("int64"),
            "area": rows["area"].str.casefold().map(known).fillna(""),
            "value": pd.to_numeric(rows["text"], errors="coerce"),
        }
    )
    table = table[(table["year"] > 0) & (table["area"] != "") & (table["value"] > 0)].drop_duplicates()
    return table[~table.duplicated(COLUMNS[:3], keep=False)].sort_values(COLUMNS[:3], ignore_index=True)
