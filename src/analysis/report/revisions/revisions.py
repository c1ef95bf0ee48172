"""What one release changed: every figure of a local authority that is not what it was, and what that did to ranks.

Two states of England are compared, each as at a day. A figure has changed if its stored value has; whether the change
can be seen in what is printed is told apart. Only series in which something changed are ranked: in the others no rank
can have moved.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, rounded
from analysis.catalogue.areas import area_name
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.data.england import England
from analysis.data.publication_status import COLUMNS, LATER, UNKNOWN
from analysis.data.ranking import FAR, FURTHER, band, rank_areas, with_moves
from analysis.report.revisions.columns import Revisions

PLACE = [*KEY, "area"]
#: What ranking needs of an observation.
RANKED = [*PLACE, "area_type", "value"]
#: Kinds of change in which a figure that was there is another.
CHANGED = ("printed", "stored")
SIDES = ("before", "after")


@dataclass(frozen=True, eq=False)
class Compared:
    """Two states of England side by side.

    ``rows`` has the columns of ``Revisions``, for every local authority of each series (measure, pupil group and year) in
    which any figure is not what it was; ``figures`` is the number of figures that both have, in all series.
    """

    before: England
    after: England
    rows: pd.DataFrame
    figures: int

    @cached_property
    def revised(self) -> pd.DataFrame:
        """revisions.csv: the rows of which value, symbol or rank is not what it was."""
        rows = self.rows
        moved = rows["places_moved"].fillna(0) > 0
        return rows[(rows["change"] != "none") | moved].reset_index(drop=True)

    def of(self, area: str) -> pd.DataFrame:
        """The rows of ``revised`` of one local authority; of all without one."""
        rows = self.revised
        return rows[rows["area"] == area].reset_index(drop=True) if area else rows


def compared(after: England, before: England) -> Compared:
    """What the later state of England has that the earlier has not. ``after.once(compared, before)`` keeps it.

    Parameters
    ----------
    after : England
        As at the later day.
    before : England
        As at the earlier day.
    """
    found = _figures(before).merge(_figures(after), on=PLACE, how="outer", suffixes=("_before", "_after"))
    found["change"] = _kinds(found)
    series = found.loc[found["change"] != "none", KEY].drop_duplicates()
    rows = found.merge(series, on=KEY)
    for side, england in zip(SIDES, (before, after), strict=True):
        rows = _with_ranks(rows, england.national[RANKED].merge(series, on=KEY), side)
        rows = _with_status(_with_origin(rows, england.release, side), england, side)
    both = found[["value_before", "value_after"]].notna().all(axis=1)
    return Compared(before, after, _finished(rows), int(both.sum()))


def _figures(england: England) -> pd.DataFrame:
    """The figures and symbols of local authorities. A row that says only that nothing is published is none."""
    rows = england.national
    columns = [*PLACE, "value", "status", "decimals", "release", "source"]
    there = (rows["area_type"] == "la") & (rows["status"] != "missing")
    return rows.loc[there, columns].rename(columns={"release": "called"})


def _kinds(found: pd.DataFrame) -> pd.Series:
    """What became of each figure, by ``Revisions.change``."""
    before, after = found["value_before"], found["value_after"]
    there, now = before.notna(), after.notna()
    both = there & now
    stored = both & (before.round(STORED_DECIMALS) != after.round(STORED_DECIMALS))
    kinds = pd.Series("none", index=found.index)
    kinds[there & ~now], kinds[now & ~there] = "went", "appeared"
    symbols = found["status_before"].fillna("") != found["status_after"].fillna("")
    kinds[~there & ~now & symbols] = "symbol"
    kinds[stored] = "stored"
    rows = found[stored]
    printed = [rounded(rows[f"value_{side}"], rows[f"decimals_{side}"]) for side in SIDES]
    kinds[rows.index[printed[0] != printed[1]]] = "printed"
    return kinds


def _with_ranks(rows: pd.DataFrame, figures: pd.DataFrame, side: str) -> pd.DataFrame:
    ranks = rank_areas(figures)
    names = {"rank": "rank", "n_ranked": "n", "tie_first": "tie_first", "tie_last": "tie_last"}
    ranks = ranks[[*PLACE, *names]].rename(columns={old: f"{new}_{side}" for old, new in names.items()})
    rows = rows.merge(ranks, on=PLACE, how="left")
    pairs = zip(rows[f"rank_{side}"].tolist(), rows[f"n_{side}"].tolist(), strict=True)
    rows[f"band_{side}"] = ["" if rank is pd.NA else band(rank, n) for rank, n in pairs]
    return rows


def _with_origin(rows: pd.DataFrame, release: str, side: str) -> pd.DataFrame:
    """Of which release each figure is; a figure of another file is of its source."""
    source = rows[f"source_{side}"].fillna("")
    rows[f"release_{side}"] = source.mask(source == "lait", release)
    texts = [f"status_{side}", f"called_{side}"]
    rows[texts] = rows[texts].fillna("")
    return rows


def _with_status(rows: pd.DataFrame, england: England, side: str) -> pd.DataFrame:
    """What is known of each figure on its day: whether it is provisional, and from what.

    What is known only from a later release counts as not stated: that a figure has changed says nothing of what had been
    said of it.
    """
    own = {f"{name}_{side}": name for name in ("value", "source")} | {f"called_{side}": "release"}
    stated = england.publication_of(rows[[*PLACE, *own]].rename(columns=own))
    stated.loc[stated["publication_basis"].str.startswith(LATER.format("")), COLUMNS] = UNKNOWN
    return rows.join(stated.add_suffix(f"_{side}"))


def _finished(rows: pd.DataFrame) -> pd.DataFrame:
    about = load_measures()[["title", "short_title", "unit", "order"]]
    rows = rows.join(about, on="measure")
    rows["area_name"] = rows["area"].map({code: area_name(code) for code in rows["area"].unique()})
    rows = with_moves(rows)
    rows = rows.sort_values(["order", "pupil_group", "year", "area"], kind="stable", ignore_index=True)
    return rows[Revisions.names()]


def by_series(found: Compared) -> pd.DataFrame:
    """One row for each measure, pupil group and year in which something changed, those with the most changes as printed first.

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, short_title``; of figures ``both, changed, printed, appeared, went``; of ranks
        ``ranked`` (in both), ``moved, far, further`` (five places, ten), ``within_ties``, ``largest`` and ``bands`` (that changed).
    """
    rows = found.rows
    moved = rows["places_moved"].fillna(0).astype(int)
    ranked = rows["places_moved"].notna()
    counted = pd.DataFrame(
        {
            "both": rows[["value_before", "value_after"]].notna().all(axis=1),
            "changed": rows["change"].isin(CHANGED),
            **{kind: rows["change"] == kind for kind in ("printed", "appeared", "went", "symbol")},
            "ranked": ranked,
            "moved": moved > 0,
            "far": moved >= FAR,
            "further": moved >= FURTHER,
            "within_ties": rows["within_ties"],
            "bands": ranked & (rows["band_before"] != rows["band_after"]),
        }
    ).astype(int)
    keys = [rows[name] for name in (*KEY, "short_title")]
    table = counted.groupby(keys).sum().join(moved.groupby(keys).max().rename("largest")).reset_index()
    order = ["printed", "changed", "further", "moved"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def by_area(found: Compared) -> pd.DataFrame:
    """One row for each local authority with a change, those of which most ranks moved far first.

    Returns
    -------
    DataFrame
        ``area, area_name, changed, printed, moved, far, further, bands``, of all measures, groups and years.
    """
    rows = found.revised
    moved = rows["places_moved"].fillna(0)
    counted = pd.DataFrame(
        {
            "changed": rows["change"].isin(CHANGED),
            "printed": rows["change"] == "printed",
            "moved": moved > 0,
            "far": moved >= FAR,
            "further": moved >= FURTHER,
            "bands": rows["places_moved"].notna() & (rows["band_before"] != rows["band_after"]),
        }
    ).astype(int)
    table = counted.groupby([rows["area"], rows["area_name"]]).sum().reset_index()
    return table.sort_values(["far", "further", "changed"], ascending=False, kind="stable", ignore_index=True)


def furthest(found: Compared, most: int) -> pd.DataFrame:
    """The ranks of all pupils that moved furthest, at most ``most``: rows of ``revised``."""
    rows = found.revised
    rows = rows[(rows["pupil_group"] == "all") & (rows["places_moved"].fillna(0) > 0)]
    return rows.sort_values("places_moved", ascending=False, kind="stable", ignore_index=True).head(most)
