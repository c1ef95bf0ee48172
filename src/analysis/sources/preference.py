"""Which source a figure is taken from where several national files have it.

Percentages worked out from numbers of pupils come first: they are unrounded, so that ranks have fewer ties, and
they carry the numbers that intervals need. Then the Local Authority Interactive Tool, then percentages as printed.
"""

import pandas as pd

KEY = ["measure", "pupil_group", "year"]
FROM_COUNTS, INTERACTIVE_TOOL, PRINTED = range(3)


def one_source(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, pupil group, year and area.

    The figures of all LAs on a measure, group and year come from one source, the first that has any: a ranking
    never mixes two. Regions and England come from it too, or from the next source that has them.
    """
    order = pd.Series(PRINTED, index=observations.index)
    order[observations["source"] == "lait"] = INTERACTIVE_TOOL
    own = observations["source"].str.startswith("ees-") & ~observations["source"].str.endswith("-printed")
    order[own] = FROM_COUNTS
    rows = observations.assign(_order=order)
    la = rows["area_type"] == "la"
    ok = rows["status"] == "ok"
    chosen = rows[la & ok].groupby(KEY)["_order"].min().rename("_chosen")
    rows = rows.join(chosen, on=KEY)
    of_chosen = rows["_order"].eq(rows["_chosen"]) | rows["_chosen"].isna()
    rows = rows[~la | of_chosen].assign(_missing=~ok)
    rows = rows.sort_values(["_missing", "_order"], kind="stable").drop_duplicates([*KEY, "area"])
    return rows.drop(columns=["_order", "_chosen", "_missing"]).sort_index()
