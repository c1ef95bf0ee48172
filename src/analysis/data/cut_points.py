"""National cut-points: statistics of the national file that let a report be read without it.

For each ranked measure of a transcribed report the values at certain places of the national ranking, with the
number ranked, mean and spread. They are computed from the national file, committed, and computed again by a test
wherever the file is at hand.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.basics import paths
from analysis.basics.numbers import format_value, ordinal
from analysis.basics.read_csv import check, number, read_table
from analysis.catalogue.observations import KEY

#: Best, last of the best 5%, 10% and 20% of 152 LAs and the place after each, quarters.
PLACES = (1, 7, 8, 15, 16, 30, 31, 38, 76, 114)
NUMBERS = [*(f"rank_{place}" for place in PLACES), "last", "mean", "sd"]
COLUMNS = [*KEY, "n", *NUMBERS]
#: Decimals kept: enough to tell any two published values apart.
DECIMALS = 4


def cut_points(ranks: pd.DataFrame, figures: pd.DataFrame, year: int) -> pd.DataFrame:
    """The cut-points of every measure and pupil group that a report ranks.

    Parameters
    ----------
    ranks : DataFrame
        As ``analysis.data.ranking.rank_areas`` returns it.
    figures : DataFrame
        The printed figures of the report.
    year : int

    Returns
    -------
    DataFrame
        ``COLUMNS``. ``rank_15`` is the value of the LA in 15th place, counting ties in the order of their
        values, so that it is defined whether or not a tie spans the place.
    """
    wanted = figures.loc[(figures["kind"] == "rank") & (figures["year"] == year), KEY].drop_duplicates()
    rows = []
    for key, group in ranks.merge(wanted, on=KEY).groupby(KEY, sort=True):
        values = group.sort_values("rank", kind="stable")["value"].to_numpy()
        at = {f"rank_{place}": values[place - 1] for place in PLACES if place <= len(values)}
        shape = {"last": values[-1], "mean": values.mean(), "sd": values.std(ddof=1)}
        rows.append(dict(zip(KEY, key, strict=True)) | {"n": len(values)} | at | shape)
    return pd.DataFrame(rows, columns=COLUMNS).round(DECIMALS)


def load_cut_points(file: Path | None = None) -> pd.DataFrame:
    """The committed cut-points, one row per measure, pupil group and year.

    Raises
    ------
    InputError
        On the first cell that is not a number, naming row and column.
    """
    file = file or paths.raw() / "barnet-2017" / "cut_points.csv"
    table = read_table(file, COLUMNS)
    rule = pa.Check(lambda cells: cells.map(number).notna() | (cells == ""), error="a number, or nothing")
    whole = pa.Check.str_matches(r"^[0-9]{1,4}$", error="a whole number")
    year = pa.Check.str_matches(r"^20[0-9]{2}$", error="a year such as 2017")
    columns = {"year": pa.Column(str, year), "n": pa.Column(str, whole)}
    columns |= {name: pa.Column(str, rule) for name in NUMBERS}
    schema = pa.DataFrameSchema(columns, unique=KEY)
    table = check(table, schema, paths.shown(file))
    table = table.assign(**{name: table[name].map(number) for name in NUMBERS})
    return table.astype({"year": int, "n": int}).reset_index(drop=True)


def bracket(rank: int, row: dict, unit: str, decimals: int) -> str:
    """The two places of the cut-points that a rank lies between, with their values.

    Examples
    --------
    >>> bracket(9, {"rank_8": 70.0, "rank_15": 69.0}, "percent", 0)
    'between 8th (70) and 15th (69)'
    >>> bracket(15, {"rank_8": 70.0, "rank_15": 69.0}, "percent", 0)
    '15th is at 69'
    """
    known = [place for place in PLACES if pd.notna(row.get(f"rank_{place}"))]
    if rank in known:
        return f"{ordinal(rank)} is at {format_value(row[f'rank_{rank}'], unit, decimals)}"
    above = [place for place in known if place < rank]
    below = [place for place in known if place > rank]
    ends = [(ordinal(place), row[f"rank_{place}"]) for place in [*above[-1:], *below[:1]]]
    if not below:
        ends.append(("last", row.get("last")))
    return "between " + " and ".join(
        f"{place} ({format_value(value, unit, decimals)})" for place, value in ends
    )
