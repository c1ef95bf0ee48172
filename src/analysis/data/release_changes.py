"""What one release of DfE's interactive tool changes against another: two tables of observations, and counts.

DfE adds years and measures, and changes figures in place. A figure that changes moves the rank of its LA, and of others
whose figures stay as they were.
"""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from analysis.catalogue.observations import KEY
from analysis.data.ranking import rank_areas

#: Figures that differ by less are the same: DfE's file has them as text, now and then with the noise of a sum.
SAME = 1e-6


class ReleaseChanges(pa.DataFrameModel):
    """A row for each measure, pupil group and year of which anything is not as it was.

    ``before`` and ``after`` are the areas with a figure, ``same`` and ``changed`` those with one in both releases.
    ``became_figures`` had a symbol before, ``became_symbols`` have one now; ``appeared`` and ``went`` are figures of an area
    of which the other release has not even a symbol. ``other_symbols`` have a symbol in both, and not the same.
    ``ranks`` counts the LAs whose rank is another, has come or is gone, of ``ranked`` in either release.
    """

    measure: Series[str]
    pupil_group: Series[str]
    year: Series[int]
    before: Series[int] = pa.Field(ge=0)
    after: Series[int] = pa.Field(ge=0)
    same: Series[int] = pa.Field(ge=0)
    changed: Series[int] = pa.Field(ge=0)
    became_figures: Series[int] = pa.Field(ge=0)
    became_symbols: Series[int] = pa.Field(ge=0)
    appeared: Series[int] = pa.Field(ge=0)
    went: Series[int] = pa.Field(ge=0)
    other_symbols: Series[int] = pa.Field(ge=0)
    ranks: Series[int] = pa.Field(ge=0)
    ranked: Series[int] = pa.Field(ge=0)

    class Config:
        """No other columns."""

        strict = True

    @classmethod
    def names(cls) -> list[str]:
        """The columns, in order."""
        return list(cls.to_schema().columns)


CHANGES = ("changed", "became_figures", "became_symbols", "appeared", "went", "other_symbols")


def compare(before: pd.DataFrame, after: pd.DataFrame, measures: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count what changed between two releases, by measure, pupil group and year.

    Parameters
    ----------
    before, after : DataFrame
        The observations of each; ``measure, pupil_group, year, area, area_type, value, status`` are used.
    measures : DataFrame, optional
        The catalogue, for the polarity.

    Returns
    -------
    DataFrame
        As ``ReleaseChanges`` defines it, sorted by its key; empty if nothing changed.
    """
    key = [*KEY, "area"]
    cells = before[[*key, "value", "status"]].merge(
        after[[*key, "value", "status"]], on=key, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    had, has = cells["value_before"].notna(), cells["value_after"].notna()
    both = cells["_merge"] == "both"
    differ = (cells["value_before"] - cells["value_after"]).abs() >= SAME
    counted = {
        "before": had,
        "after": has,
        "same": had & has & ~differ,
        "changed": had & has & differ,
        "became_figures": both & ~had & has,
        "became_symbols": both & had & ~has,
        "appeared": has & (cells["_merge"] == "right_only"),
        "went": had & (cells["_merge"] == "left_only"),
        "other_symbols": both & ~had & ~has & (cells["status_before"] != cells["status_after"]),
    }
    table = cells[KEY].assign(**counted).groupby(KEY, observed=True, as_index=False).sum()
    table = table[table[list(CHANGES)].any(axis=1)].sort_values(KEY, ignore_index=True)
    # where no figure is another no rank is
    first, second = (release.merge(table[KEY], on=KEY) for release in (before, after))
    table = table.merge(_ranks(first, second, measures), on=KEY, how="left").fillna({"ranks": 0, "ranked": 0})
    text = {name: "str" for name in KEY if name != "year"}
    counts = {name: "int64" for name in ReleaseChanges.names() if name not in text}
    return ReleaseChanges.validate(table.astype(text | counts)[ReleaseChanges.names()])


def _ranks(before: pd.DataFrame, after: pd.DataFrame, measures: pd.DataFrame | None) -> pd.DataFrame:
    """How many LAs are ranked in either release, and how many of their ranks are not the same in both."""
    first, second = (
        rank_areas(table, measures=measures)[[*KEY, "area", "rank"]] for table in (before, after)
    )
    places = first.merge(second, on=[*KEY, "area"], how="outer", suffixes=("_before", "_after"))
    other = places["rank_before"].fillna(0) != places["rank_after"].fillna(0)
    found = places[KEY].assign(ranks=other.astype("int64"), ranked=1)
    return found.groupby(KEY, observed=True, as_index=False).sum()


def new_series(before: pd.DataFrame, after: pd.DataFrame) -> tuple[list[str], list[str], list[int]]:
    """Measures with figures that have none before, those that have none any more, and the years that are new.

    A year is new if no measure had a figure of it.
    """
    first, second = (table[table["value"].notna()] for table in (before, after))
    old, new = {*first["measure"]}, {*second["measure"]}
    years = {*second["year"].astype(int)} - {*first["year"].astype(int)}
    return sorted(new - old), sorted(old - new), sorted(years)
