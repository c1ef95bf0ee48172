"""The one data model: every published figure is a row of observations.

One row per measure x pupil group x year x area x source. Readers in ``analysis.sources`` make them,
``standards prepare`` writes them, everything else reads them here.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.columns import Columns
from analysis.basics.errors import InputError
from analysis.basics.read_csv import check
from analysis.catalogue import meanings

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
#: What a figure of an area is of, and what makes an observation one.
KEY = ["measure", "pupil_group", "year"]
OBSERVATION_KEY = [*KEY, "area", "source"]


class Observations(Columns):
    """One row for each measure, pupil group, year, area and source."""

    class Config:
        unique = OBSERVATION_KEY

    measure: str = pa.Field(str_matches=r"^[a-z0-9_]+$", description=meanings.MEASURE)
    pupil_group: str = pa.Field(str_matches=r"^[a-z0-9_]+$", description=meanings.PUPIL_GROUP)
    year: int = pa.Field(in_range={"min_value": 2000, "max_value": 2100}, description=meanings.YEAR)
    area: str = pa.Field(
        str_matches=r"^(neighbours:)?E\d{8}$",
        description="The GSS code of the area; neighbours: and a code for the mean of that area's statistical neighbours.",
    )
    area_type: str = pa.Field(isin=AREA_TYPES, description="la, region, country or neighbours.")
    value: float = pa.Field(nullable=True, description="The published figure, in the measure's unit.")
    status: str = pa.Field(isin=STATUSES, description=meanings.STATUS)
    numerator: pd.Int64Dtype = pa.Field(nullable=True, ge=0, description=meanings.NUMERATOR)
    denominator: pd.Int64Dtype = pa.Field(nullable=True, ge=0, description=meanings.DENOMINATOR)
    lower: float = pa.Field(
        nullable=True, description="The lower end of the publisher's 95% interval, in the measure's unit."
    )
    upper: float = pa.Field(
        nullable=True, description="The upper end of the publisher's 95% interval, in the measure's unit."
    )
    decimals: pd.Int8Dtype = pa.Field(
        nullable=True, in_range={"min_value": 0, "max_value": 6}, description=meanings.DECIMALS
    )
    release: str = pa.Field(isin=RELEASES, description=meanings.RELEASE)
    source: str = pa.Field(description=meanings.SOURCE)
    locator: str = pa.Field(description=meanings.LOCATOR)

    @pa.dataframe_check(name="a value if and only if status is ok")
    def _value_if_ok(cls, table: pd.DataFrame) -> pd.Series:
        return (table["status"] == "ok") == table["value"].notna()

    @pa.dataframe_check(name="numerator no greater than denominator")
    def _part_of_all(cls, table: pd.DataFrame) -> pd.Series:
        return ~(table["numerator"] > table["denominator"]).fillna(False).astype(bool)


class NamedObservations(Observations):
    """One row for each figure of the local authority and its comparators up to the year after the report's."""

    class Config:
        name = "observations.csv"

    area_name: str = pa.Field(description=meanings.AREA_NAME)
    title: str = pa.Field(description=meanings.SHORT_TITLE)
    publication_status: str = pa.Field(description=meanings.PUBLICATION_STATUS)
    publication_basis: str = pa.Field(description=meanings.PUBLICATION_BASIS)


def make_observations(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """Complete, type and validate a table of observations.

    Parameters
    ----------
    table : DataFrame
        Any of the columns of ``Observations``; those left out are filled: status ``ok`` where there is a value, else
        ``missing``; counts, intervals and decimals missing; release ``published``.
    file : str
        The file the table was read from, named in errors.

    Returns
    -------
    DataFrame
        Exactly the columns of ``Observations``, in their order and types, sorted by key.

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
    numbers = {name: kind for name, kind in Observations.types().items() if kind != "str"}
    table = table[Observations.names()].astype(numbers).reset_index(drop=True)
    remedy = "Correct the raw figure, or the mapping that read it."
    table = check(table, Observations.to_schema(), file, remedy)
    return table.sort_values(OBSERVATION_KEY, kind="stable", ignore_index=True)


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
    if list(observations.columns) != Observations.names():
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
