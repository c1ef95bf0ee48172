"""The one data model: every published figure is a row of observations.

One row per measure x pupil group x year x area x source. Readers in ``analysis.sources`` make them,
``standards prepare`` writes them, everything else reads them here.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check

#: Published symbols that stand where a value would be, and what each means on a page.
SYMBOLS = {
    "c": "suppressed to protect confidentiality",
    "x": "not available",
    "z": "not applicable",
    "low": "rounds to zero",
    "u": "low reliability",
    "missing": "not published",
}
STATUSES = ("ok", *SYMBOLS)
AREA_TYPES = ("la", "region", "country", "neighbours")
RELEASES = ("provisional", "revised", "final", "unvalidated", "published")
KEY = ["measure", "pupil_group", "year", "area", "source"]


def _text(**options) -> pa.Column:
    return pa.Column(str, nullable=False, **options)


SCHEMA = pa.DataFrameSchema(
    {
        "measure": _text(checks=pa.Check.str_matches(r"^[a-z0-9_]+$")),
        "pupil_group": _text(checks=pa.Check.str_matches(r"^[a-z0-9_]+$")),
        "year": pa.Column("int64", checks=pa.Check.in_range(2000, 2100)),
        "area": _text(checks=pa.Check.str_matches(r"^(neighbours:)?E\d{8}$")),
        "area_type": _text(checks=pa.Check.isin(AREA_TYPES)),
        "value": pa.Column("float64", nullable=True),
        "status": _text(checks=pa.Check.isin(STATUSES)),
        "numerator": pa.Column("Int64", nullable=True, checks=pa.Check.ge(0)),
        "denominator": pa.Column("Int64", nullable=True, checks=pa.Check.ge(0)),
        "lower": pa.Column("float64", nullable=True),
        "upper": pa.Column("float64", nullable=True),
        "decimals": pa.Column("Int8", nullable=True, checks=pa.Check.in_range(0, 6)),
        "release": _text(checks=pa.Check.isin(RELEASES)),
        "source": _text(),
        "locator": _text(),
    },
    checks=[
        pa.Check(
            lambda d: (d["status"] == "ok") == d["value"].notna(), name="a value if and only if status is ok"
        ),
        pa.Check(
            lambda d: ~(d["numerator"] > d["denominator"]).fillna(False).astype(bool),
            name="numerator no greater than denominator",
        ),
    ],
    unique=KEY,
    strict=True,
    ordered=True,
)
COLUMNS = list(SCHEMA.columns)


def make_observations(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """Complete, type and validate a table of observations.

    Parameters
    ----------
    table : DataFrame
        Any of ``COLUMNS``; those left out are filled: status ``ok`` where there is a value, else
        ``missing``; counts, intervals and decimals missing; release ``published``.
    file : str
        The file the table was read from, named in errors.

    Returns
    -------
    DataFrame
        Exactly ``COLUMNS``, in their order and types, sorted by key.

    Raises
    ------
    InputError
        On the first row that breaks the schema, naming its locator, column, rule and value.
    """
    table = table.copy()
    if "status" not in table:
        table["status"] = table["value"].notna().map({True: "ok", False: "missing"})
    for column, default in {
        "numerator": pd.NA,
        "denominator": pd.NA,
        "lower": float("nan"),
        "upper": float("nan"),
        "decimals": pd.NA,
        "release": "published",
    }.items():
        if column not in table:
            table[column] = default
    table = table[COLUMNS].astype(
        {
            "value": "float64",
            "numerator": "Int64",
            "denominator": "Int64",
            "lower": "float64",
            "upper": "float64",
            "decimals": "Int8",
            "year": "int64",
        }
    )
    table = table.reset_index(drop=True)
    table = check(table, SCHEMA, file, remedy="Correct the raw figure, or the mapping that read it.")
    return table.sort_values(KEY, kind="stable", ignore_index=True)


def write_observations(observations: pd.DataFrame, file: Path) -> None:
    observations.to_parquet(file, index=False, compression="zstd")


def load_observations(file: Path | None = None) -> pd.DataFrame:
    """The processed observations, as ``standards prepare`` wrote them.

    Raises
    ------
    InputError
        If they have not been prepared, or the file is not what ``prepare`` writes.
    """
    file = file or paths.processed() / "observations.parquet"
    try:
        observations = pd.read_parquet(file)
    except FileNotFoundError:
        raise InputError(
            "The data have not been prepared yet.", file=paths.shown(file), remedy="Run: standards prepare"
        ) from None
    except Exception as error:  # pyarrow raises many kinds for a damaged file
        raise InputError(
            f"The prepared data cannot be read: {error}.",
            file=paths.shown(file),
            remedy="Delete the file and run: standards prepare",
        ) from None
    if list(observations.columns) != COLUMNS:
        raise InputError(
            "The prepared data have other columns than this version writes.",
            file=paths.shown(file),
            remedy="Run: standards prepare",
        )
    return observations


def select(observations: pd.DataFrame, **conditions) -> pd.DataFrame:
    """Rows where each named column equals the value, or is one of the values of a list.

    Examples
    --------
    >>> table = pd.DataFrame({"year": [2016, 2017], "area": ["E09000003", "E09000003"]})
    >>> select(table, year=2017, area=["E09000003"])["year"].tolist()
    [2017]
    """
    chosen = pd.Series(True, index=observations.index)
    for column, wanted in conditions.items():
        wanted = [wanted] if isinstance(wanted, str | int) else list(wanted)
        chosen &= observations[column].isin(wanted)
    return observations[chosen]  # once, at the end: it is the copying of rows that takes time
