"""The ranks of all LAs, as every report of a year needs them: computed once for all local authorities."""

import pandas as pd

from analysis.catalogue.areas import find_area
from analysis.data.kept import once_for_all
from analysis.data.question import Data
from analysis.data.ranking import distribution, without_value


@once_for_all
def ranks_in(data: Data, year: int) -> pd.DataFrame:
    """The rank of every LA on every measure in a year: rows of ``data.ranks``."""
    return data.ranks[data.ranks["year"] == year]


@once_for_all
def distribution_in(data: Data, year: int, n: int | None) -> pd.DataFrame:
    """The national distribution of each measure in a year, as ``analysis.data.ranking.distribution`` returns it."""
    return distribution(ranks_in(data, year), n)


@once_for_all
def unranked_in(data: Data, year: int) -> pd.DataFrame:
    """The LAs of a year without a value, as ``analysis.data.ranking.without_value`` returns them."""
    return without_value(data.observations, ranks_in(data, year), year)


@once_for_all
def missing_in(data: Data, year: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """The LAs without a value in a year that have had one in another, by measure and pupil group.

    They have such pupils, so they would have a place among the LAs. Names, in the order of their codes.
    """
    on = ["measure", "pupil_group", "area"]
    rows = unranked_in(data, year).merge(data.ranks[on].drop_duplicates(), on=on).sort_values("area")
    names = rows["area"].map({code: find_area(code).name for code in rows["area"].unique()})
    return {key: tuple(own) for key, own in names.groupby([rows["measure"], rows["pupil_group"]])}
