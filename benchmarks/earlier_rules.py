"""The rules of the summary before there was a standard of evidence, for the column "today" of the back-test.

Movements were the largest moves of rank since the year before, of 15 places or more; strengths and areas for development the
ranks that lay in the top 10% or the bottom half, whatever those ranks are worth. ``levels_of_all`` has the results that
both the rules of then and those of now pick from.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.basics.numbers import rounded
from analysis.catalogue.areas import ENGLAND, load_areas
from analysis.catalogue.existing import standing
from analysis.catalogue.gap_words import movement
from analysis.catalogue.measures import load_measures, of_all_pupils
from analysis.catalogue.observations import KEY
from analysis.data.ranking import CITY_AND_SCILLY, last_place
from analysis.report.rankings.nameable import (
    SMALL,
    as_many,
    differs_from_england,
    is_nameable,
    is_small,
    share_of,
)
from analysis.report.summary.findings import spread
from analysis.statistics.differences import chance_of_difference, difference
from analysis.statistics.verdicts import is_exceptional

PLACES_MOVED, MOST_UNKNOWN = 15, 3
#: Floating-point noise in a difference of printed figures.
NOISE = 1e-9
ON = [*KEY, "area"]


def results(england, year: int) -> pd.DataFrame:
    """Every ranked figure of every LA in a year, with England's and what ties and missing figures leave of its place."""
    about = load_measures()[["phase", "unit", "polarity", "order"]]
    counts = england.national[[*ON, "decimals", "numerator", "denominator"]]
    whole = england.national[england.national["area"] == ENGLAND]
    whole = whole[[*KEY, "value"]].rename(columns={"value": "england"})
    rows = england.ranks_in(year).merge(counts, on=ON).merge(whole, on=KEY, how="left")
    rows = rows.join(about, on="measure")
    there = set(standing(load_areas(), year)["code"]) - set(CITY_AND_SCILLY)
    rows = rows[rows["area"].isin(there) & rows["measure"].map(is_nameable)]
    absent = {key: len(names) for key, names in england.missing(year).items()}
    keys = zip(rows["measure"], rows["pupil_group"], strict=True)
    places = {name: rows[name].astype(int) for name in ("rank", "tie_first", "tie_last", "n_ranked")}
    rows = rows.assign(**places, whole=of_all_pupils(rows))
    rows["open_last"] = rows["tie_last"] + [absent.get(key, 0) for key in keys]
    own, other = (rounded(rows[name], rows["decimals"]) for name in ("value", "england"))
    rows["shown"] = own
    rows["better"] = np.sign(own - other) * np.where(rows["polarity"] == "high", 1, -1)
    return rows.sort_values(["area", "order"], kind="stable", ignore_index=True)


def levels_of_all(england, year: int) -> pd.DataFrame:
    """The results that a strength or a weakness may be picked from, by the rules that are the same then and now."""
    rows = england.once(results, year)
    rows = rows[rows["whole"] & rows["england"].notna()]
    kept = [not is_small(row) and differs_from_england(row) for row in rows.itertuples()]
    rows = rows[np.array(kept, dtype=bool)]
    return rows.assign(
        top=(rows["better"] > 0) & (rows["open_last"] <= last_place(10, rows["n_ranked"])),
        low=(rows["better"] < 0) & (rows["rank"] > last_place(50, rows["n_ranked"])),
    )


def picked(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Those that each LA's page names of the rows, by the order and the limits of the page."""
    order = ["tie_last", "rank"] if kind == "top" else ["rank"]
    found: list = []
    for _, own in rows.groupby("area"):
        own = own.sort_values(order, kind="stable")
        found += spread((own if kind == "top" else own[::-1]).itertuples(index=False))
    return pd.DataFrame(found, columns=rows.columns)


def movements(england, year: int) -> pd.DataFrame:
    """The movements that the earlier rule named, of all LAs."""
    before = england.once(results, year - 1).assign(year=year)
    rows = england.once(results, year).merge(before, on=ON, suffixes=("", "_before"))
    breaks = load_measures()["break_after"]
    rows = rows[[year - 1 not in breaks[measure] for measure in rows["measure"]]]
    apart = [rows["rank"] - rows["open_last_before"], rows["rank_before"] - rows["open_last"]]
    rows["least"] = np.maximum.reduce([*apart, np.zeros(len(rows))])
    small = (
        rows["denominator"].lt(SMALL).fillna(False)
        & rows["numerator"].notna()
        & rows["numerator_before"].notna()
    )
    among = small.groupby(rows["area"]).sum()
    rows = rows[(rows["least"] >= PLACES_MOVED) & (rows["shown"] != rows["shown_before"])]
    found: list = []
    for area, own in rows.sort_values("least", ascending=False, kind="stable").groupby("area"):
        told, unknown = [], []
        for row in own.itertuples(index=False):
            seen = _can_show(row, max(1, int(among[area])))
            if seen or (seen is None and row.whole):
                told.append(row)
            elif seen is None and 0 not in (row.value, row.value_before):
                unknown.append(row)
        found += spread(told) + spread(unknown, MOST_UNKNOWN)
    return pd.DataFrame(found, columns=rows.columns)


def _can_show(row, among: int) -> bool | None:
    """Whether the change is more than chance makes; None where its number of pupils is not published."""
    then = share_of(
        SimpleNamespace(
            unit=row.unit,
            value=row.value_before,
            numerator=row.numerator_before,
            denominator=row.denominator_before,
        )
    )
    if pd.isna(row.numerator) and pd.isna(row.denominator):
        return None if then is None or _shown(as_many(then.denominator, row.value), then, among) else False
    now = share_of(row)
    return now is not None and then is not None and _shown(now, then, among)


def _shown(now, then, among: int) -> bool:
    among = among if now.denominator < SMALL else 1
    return difference(now, then).excludes_zero and is_exceptional(chance_of_difference(now, then), among)


def words_of_gaps(rows: pd.DataFrame) -> pd.Series:
    """What the earlier rule called the changes of gaps without numbers of pupils: by rounding alone; empty where it could not tell."""
    clear = rows["change"].abs() - rows["change_rounding"] > NOISE
    printed = (rounded(rows[name], rows["gap_decimals"]) for name in ("previous_gap", "gap"))
    words = [movement(*years) for years in zip(*printed, strict=True)]
    told = clear & ~rows["doubtful"] & (rows["polarity"] != "") & (rows["verdict"] != "")
    return pd.Series(words, index=rows.index, dtype=object).where(told, "")
