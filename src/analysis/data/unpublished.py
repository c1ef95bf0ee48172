"""The local authorities that have pupils of a kind and no published figure of them: each would have a place.

One definition, for ``not_published``, ``worst_rank``, open places, claims and the page's list of who is not ranked. An
authority that is merely without a value may have no such pupils (City of London has no school at key stage 4) and cannot
stand before anyone; one whose figure is suppressed has them, whether or not a figure of it was ever published.
"""

import numpy as np
import pandas as pd

from analysis.catalogue.areas import load_areas
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import KEY
from analysis.data.ranking import without_value

#: Symbols that say that there are such pupils, too few or too doubtful to publish.
HIDDEN = ("c", "u", "low")
#: The symbol that says that there are none.
NONE_THERE = "z"
#: Phases whose measures are of the same pupils, those of one stage of school: who has a figure of one has pupils for the others.
STAGES = ("early_years", "phonics", "ks1", "ks2", "ks4")


def unpublished(ranks: pd.DataFrame, observations: pd.DataFrame, year: int) -> pd.DataFrame:
    """The authorities that have such pupils in a year and no published figure of them.

    Parameters
    ----------
    ranks : DataFrame
        As ``analysis.data.ranking.rank_areas`` returns them, of every year.
    observations : DataFrame
        As ``analysis.catalogue.observations`` defines them, one row per measure, pupil group, year and area.
    year : int

    Returns
    -------
    DataFrame
        ``measure, pupil_group, year, area``, for each ranking of the year every authority that

        * existed in summer ``year`` and is not ranked, nor is one that replaced it (its pupils are in that one's figure);
        * is marked in that year as suppressed, of low reliability or rounding to zero; or has had a value in another year, or a
          figure of the same pupils on another measure of the same stage (``STAGES``), and is not marked as one that the
          measure does not apply to.
    """
    own = ranks[ranks["year"] == year]
    every = _without_ranked_successor(without_value(own, year), own)
    marks = observations[
        (observations["year"] == year) & (observations["area_type"] == "la") & observations["value"].isna()
    ]
    marks = marks[[*KEY, "area", "status"]].drop_duplicates([*KEY, "area"])
    status = every.merge(marks, on=[*KEY, "area"], how="left")["status"].to_numpy()
    on = [*KEY[:2], "area"]
    ever = pd.MultiIndex.from_frame(every[on]).isin(pd.MultiIndex.from_frame(ranks[on]))
    ever |= _known_at_the_stage(every, observations)
    return every[pd.Series(status, every.index).isin(HIDDEN) | (ever & (status != NONE_THERE))]


def _known_at_the_stage(rows: pd.DataFrame, observations: pd.DataFrame) -> np.ndarray:
    """Whether an authority has a figure, or a suppressed one, of the same pupils on any measure of the row's stage, in any year."""
    there = observations["value"].notna() | observations["status"].isin(HIDDEN)
    seen = observations.loc[there, [*KEY[:2], "area"]].drop_duplicates()
    phases = load_measures()["phase"]

    def at_stage(table: pd.DataFrame) -> pd.MultiIndex:
        return pd.MultiIndex.from_arrays([table["measure"].map(phases), table["pupil_group"], table["area"]])

    return rows["measure"].map(phases).isin(STAGES).to_numpy() & at_stage(rows).isin(at_stage(seen))


def _without_ranked_successor(rows: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    """The rows less those of authorities of which a successor is ranked: figures were worked back to it."""
    areas = load_areas()
    there = pd.MultiIndex.from_frame(ranks[[*KEY, "area"]])
    for old in areas[areas["successors"] != ""].itertuples():
        own = rows[rows["area"] == old.code]
        for successor in old.successors.split():
            replaced = pd.MultiIndex.from_frame(own.assign(area=successor)[[*KEY, "area"]]).isin(there)
            rows = rows.drop(own.index[replaced], errors="ignore")
    return rows
