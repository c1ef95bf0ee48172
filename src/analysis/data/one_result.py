"""Which measures are one result: they rank every local authority alike, as absence does and attendance, its complement."""

import pandas as pd

from analysis.catalogue.observations import KEY
from analysis.data.england import England

#: In rankings of fewer LAs the same order may be by chance: of ten there are more than three million orders.
FEWEST = 10


def one_result(ranks: pd.DataFrame) -> pd.Series:
    """The first measure that ranks every LA as each measure does: itself, for one that says what no other before it says.

    A measure that is 100 less another, or the gap to a figure that is the same for all, has the ranks of that other,
    place by place and tie by tie. That is the rule; no list of measures is asked.

    Parameters
    ----------
    ranks : DataFrame
        As ``analysis.data.ranking.rank_areas`` returns them, of one year or of several.

    Returns
    -------
    Series
        The name of a measure, indexed by measure, pupil group and year, in their order.

    Examples
    --------
    >>> areas = [f"E{n:08d}" for n in range(12)]
    >>> rows = [("absence", 1 + n) for n in range(12)] + [("attendance", 1 + n) for n in range(12)]
    >>> table = pd.DataFrame(rows, columns=["measure", "rank"]).assign(pupil_group="all", year=2017, area=areas * 2)
    >>> one_result(table).tolist()
    ['absence', 'absence']
    """
    rows = ranks.sort_values([*KEY, "area"], kind="stable")
    groups = rows.groupby(KEY)
    same = pd.DataFrame(
        {"areas": groups["area"].agg(tuple), "ranks": groups["rank"].agg(lambda own: tuple(own.astype(int)))}
    ).reset_index()
    few = same["areas"].map(len) < FEWEST
    first = same.groupby(["pupil_group", "year", "areas", "ranks"])["measure"].transform("first")
    return same.assign(first=first.mask(few, same["measure"])).set_index(KEY)["first"]


def results_of(england: England, year: int) -> pd.Series:
    """``one_result`` of a year: ask for it by ``england.once(results_of, year)``."""
    return one_result(england.ranks_in(year))


def counted_once(rows: pd.DataFrame, england: England, year: int) -> pd.DataFrame:
    """Rows of results of a year without those that say once more what another row of them says; the first row stays."""
    first = pd.MultiIndex.from_frame(rows[KEY]).map(england.once(results_of, year))
    name = pd.Series(first, index=rows.index, dtype=object).fillna(rows["measure"])
    return rows[~pd.DataFrame({"name": name, "group": rows["pupil_group"]}).duplicated()]
