"""Reader of a transcribed committee report: every printed figure, kept as it was printed.

Four files, described in data/raw/README.md: ``tables.csv`` (the tables), ``figures.csv`` (one row per
printed figure), ``indicators.csv`` (targets and results of the annex) and ``cohorts.csv`` (groups and
counts that the papers name). Figures become observations; ranks and differences, which observations do
not hold, stay in the printed figures, beside which recomputed ones are set.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.read_csv import check, decimals, number, read_table
from analysis.catalogue.areas import COUNTED_AMONG
from analysis.catalogue.observations import make_observations

KINDS = ("value", "rank", "gap", "gap_rank", "label", "target", "mark", "count")
BRACKETS = ("", "not_fsm", "not_disadvantaged", "previous_year")
#: What the print puts where it has no figure.
NOT_PRINTED = (".", "-", "Not yet known")
TYPES = {
    "E09000003": "la",
    "E12000007": "region",
    "E92000001": "country",
    "neighbours:E09000003": "neighbours",
}

_ROW = pa.Check.str_matches(r"^\d+$")
_YEAR = pa.Check.str_matches(r"^20\d\d$")
_TABLES = {
    "table": pa.Column(str, pa.Check.str_matches(r"^t\d\d$")),
    "title": pa.Column(str),
    "section": pa.Column(str),
    "phase": pa.Column(str),
    **{name: pa.Column(str, _ROW) for name in ("heading_line", "first_line", "last_line")},
    "brackets": pa.Column(str, pa.Check.isin(BRACKETS)),
    "n_columns": pa.Column(str, _ROW),
    "note": pa.Column(str),
}
_FIGURES = {
    "table": pa.Column(str, pa.Check.str_matches(r"^(t\d\d|annex-a)$")),
    "line": pa.Column(str, _ROW),
    "row_label": pa.Column(str),
    "column_label": pa.Column(str),
    "measure": pa.Column(str, pa.Check.str_matches(r"^[a-z0-9_]+$")),
    "pupil_group": pa.Column(str, pa.Check.str_matches(r"^[a-z_]+$")),
    "comparison_group": pa.Column(str, pa.Check.str_matches(r"^[a-z_]*$")),
    "year": pa.Column(str, _YEAR),
    "area": pa.Column(str, pa.Check.isin(list(TYPES))),
    "kind": pa.Column(str, pa.Check.isin(KINDS)),
    "bracketed": pa.Column(str, pa.Check.isin(("yes", "no"))),
    "printed": pa.Column(str, pa.Check.str_length(min_value=1)),
}
_FIGURE_KEY = ["table", "line", "row_label", "column_label", "measure", "pupil_group", "year", "area", "kind"]
_INDICATORS = [
    *("reference", "title", "line", "measure", "pupil_group", "comparison_group", "year"),
    *("target_printed", "target_kind", "target_value", "target_comparator"),
    *("result_printed", "mark", "rank_printed", "previous_printed"),
]
_COHORTS = [
    *("id", "paper", "location", "line", "label", "measure", "pupil_group", "year", "period"),
    *("numerator", "denominator", "percentage", "kind", "related", "relation", "note"),
]


@dataclass(frozen=True)
class Paper:
    """A transcribed committee report: ``tables``, ``figures``, ``indicators``, ``cohorts`` (DataFrames).

    ``source`` is its id in the manifest, ``counted_among`` the number of LAs that it counts its bands among, whatever
    number was ranked.
    """

    tables: pd.DataFrame
    figures: pd.DataFrame
    indicators: pd.DataFrame
    cohorts: pd.DataFrame
    source: str = ""
    counted_among: int = COUNTED_AMONG


def read_paper(folder: Path, measures: list[str], pupil_groups: list[str]) -> Paper:
    """Read and validate a transcribed report.

    Parameters
    ----------
    folder : Path
        Holds the four files.
    measures, pupil_groups : list of str
        The ids that the catalogue knows; any other is an error.

    Raises
    ------
    InputError
        On the first cell that is not what its column may hold, naming file, row and column.
    """
    tables = _read(folder / "tables.csv", pa.DataFrameSchema(_TABLES, unique=["table"]))
    figures = _read_figures(folder / "figures.csv", tables["table"].tolist(), measures, pupil_groups)
    indicators = _read(folder / "indicators.csv", _text_schema(_INDICATORS, "reference"))
    cohorts = _read_cohorts(folder / "cohorts.csv")
    return Paper(
        tables.astype(dict.fromkeys(("heading_line", "first_line", "last_line", "n_columns"), int)),
        figures,
        indicators,
        cohorts,
    )


def _text_schema(columns: list[str], key: str) -> pa.DataFrameSchema:
    return pa.DataFrameSchema({name: pa.Column(str) for name in columns}, unique=[key])


def _read(file: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    table = read_table(file, list(schema.columns))
    return check(table, schema, paths.shown(file))


def _read_figures(file: Path, tables: list[str], measures: list[str], groups: list[str]) -> pd.DataFrame:
    name = paths.shown(file)
    figures = _read(file, pa.DataFrameSchema(_FIGURES, unique=[*_FIGURE_KEY, "bracketed"]))
    known = pa.DataFrameSchema(
        {
            "table": pa.Column(str, pa.Check.isin([*tables, "annex-a"], error="a table of tables.csv")),
            "measure": pa.Column(str, pa.Check.isin(measures, error="a measure of measures.csv")),
            "pupil_group": pa.Column(str, pa.Check.isin(groups, error="a pupil group of the catalogue")),
            "comparison_group": pa.Column(
                str, pa.Check.isin(["", *groups], error="a pupil group of the catalogue")
            ),
        }
    )
    check(figures, known, name)
    figures["value"] = figures["printed"].map(_printed_number)
    numeric = figures["kind"].isin(["value", "gap", "rank", "gap_rank", "count"])
    readable = figures["value"].notna() | figures["printed"].isin(NOT_PRINTED) | ~numeric
    check(
        figures.assign(printed=figures["printed"].where(readable)),
        pa.DataFrameSchema({"printed": pa.Column(str, nullable=False)}),
        name,
        remedy="Write the number as it is printed, for example 69.0, 41.3%, 16th or -0.04.",
    )
    figures["decimals"] = figures["printed"].map(decimals).where(figures["value"].notna()).astype("Int8")
    figures["row"] = figures.index
    return figures.astype({"line": int, "year": int}).reset_index(drop=True)


def _printed_number(text: str) -> float:
    """The number in "69.0", "41.3%" or "16th"."""
    return number(text.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th"))


def _read_cohorts(file: Path) -> pd.DataFrame:
    count = pa.Check.str_matches(r"^(\d{1,3}(,\d{3})*|\d*)$", error="a whole number, or nothing")
    share = pa.Check.str_matches(r"^([+-]?\d+(\.\d+)?( ?%)?)?$", error="a percentage as printed, or nothing")
    columns = {name: pa.Column(str) for name in _COHORTS}
    columns |= {
        "numerator": pa.Column(str, count),
        "denominator": pa.Column(str, count),
        "percentage": pa.Column(str, share),
        "line": pa.Column(str, _ROW),
        "year": pa.Column(str, _YEAR),
    }
    cohorts = _read(file, pa.DataFrameSchema(columns, unique=["id"]))
    for name in ("numerator", "denominator"):
        cohorts[name] = pd.to_numeric(cohorts[name].str.replace(",", "").replace("", None)).astype("Int64")
    cohorts["percent"] = cohorts["percentage"].map(number)
    cohorts["decimals"] = cohorts["percentage"].map(decimals).where(cohorts["percent"].notna()).astype("Int8")
    cohorts["row"] = cohorts.index
    return cohorts.astype({"line": int, "year": int}).reset_index(drop=True)


def to_observations(figures: pd.DataFrame, source: str, release: str) -> pd.DataFrame:
    """Printed values as observations.

    A figure that the report prints twice becomes one observation, with the locator of its first
    printing; the data-checks page compares the printings. Differences and ranks are left out.
    """
    levels = figures[figures["kind"] == "value"].drop_duplicates(["measure", "pupil_group", "year", "area"])
    table = levels[["measure", "pupil_group", "year", "area", "value", "decimals"]].assign(
        area_type=levels["area"].map(TYPES),
        source=source,
        release=release,
        locator="row " + levels["row"].astype(str),
    )
    return make_observations(table, "figures.csv")
