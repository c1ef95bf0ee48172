"""Which source a figure is taken from where several national files have it.

Percentages worked out from numbers of pupils come first: they are unrounded, so that ranks have fewer ties, and
they carry the numbers that intervals need. Then the Local Authority Interactive Tool, then percentages as printed.
"""

import pandas as pd

from analysis.catalogue.observations import KEY

#: A source that covers less than this share of the LAs that another has does not take its place.
COVERAGE = 0.9
FROM_COUNTS, INTERACTIVE_TOOL, PRINTED = range(3)


def one_source(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, pupil group, year and area.

    The figures of all LAs on a measure, group and year come from one source, so that a ranking never mixes two:
    the first in order of preference that covers at least ``COVERAGE`` of the LAs that any source has. Regions and
    England come from it too, or from the next source that has them.
    """
    sources = pd.Series(observations["source"].unique())
    order = {name: (_order(name), place) for place, name in enumerate(sorted(sources))}
    rank = {name: place for place, (name, _) in enumerate(sorted(order.items(), key=lambda item: item[1]))}
    rows = observations.assign(_order=observations["source"].map(rank))
    la, ok = rows["area_type"] == "la", rows["status"] == "ok"
    counts = rows[la & ok].groupby([*KEY, "_order"]).size().rename("_n").reset_index()
    enough = counts["_n"] >= COVERAGE * counts.groupby(KEY)["_n"].transform("max")
    chosen = counts[enough].groupby(KEY)["_order"].min().rename("_chosen")
    rows = rows.join(chosen, on=KEY)
    of_chosen = rows["_order"].eq(rows["_chosen"]) | rows["_chosen"].isna()
    rows = rows[~la | of_chosen].assign(_missing=~ok, _other=~of_chosen)
    rows = rows.sort_values(["_missing", "_other", "_order"], kind="stable").drop_duplicates([*KEY, "area"])
    return rows.drop(columns=["_order", "_chosen", "_missing", "_other"]).sort_index()


def _order(source: str) -> int:
    if source == "lait":
        return INTERACTIVE_TOOL
    return PRINTED if source.endswith("-printed") else FROM_COUNTS


def first_published(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, group, year and area, of rows in order of preference: the first that has a value."""
    missing = observations["value"].isna()
    ordered = pd.concat([observations[~missing], observations[missing]])
    return ordered.drop_duplicates(["measure", "pupil_group", "year", "area"], ignore_index=True)
