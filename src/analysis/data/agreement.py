"""The figures that DfE's interactive tool and another national file both have, beside each other as each prints them.

A file that has the tool's figure may take its place with a sharper one; a file that has another figure may not.
"""

import numpy as np
import pandas as pd

INTERACTIVE_TOOL = "lait"
PRINTED = "-printed"
FIGURE = ["measure", "pupil_group", "year", "area"]
#: What rounding in binary leaves behind.
NOTHING = 1e-9
KEPT = [*FIGURE, "area_type", "value", "decimals", "source"]


def beside_the_tool(observations: pd.DataFrame) -> pd.DataFrame:
    """Every figure of another file that the interactive tool has too: same measure, group, year and area.

    Returns
    -------
    DataFrame
        ``source, measure, pupil_group, year, area, area_type``; ``value`` and ``decimals`` as the file prints it,
        ``value_tool`` and ``decimals_tool`` as the tool does; their ``difference``, and whether they are the
        ``same``: to the decimals of whichever is printed with fewer.
    """
    rows = observations.loc[observations["value"].notna(), KEPT]
    of_tool = rows["source"] == INTERACTIVE_TOOL
    printed = rows["source"].str.endswith(PRINTED)
    others = rows[~of_tool].assign(source=rows["source"].str.removesuffix(PRINTED), _worked_out=~printed)
    # of a percentage that we worked out from numbers of pupils, what the file prints
    others = others.sort_values("_worked_out", kind="stable").drop_duplicates([*FIGURE, "source"])
    tool = rows.loc[of_tool, [*FIGURE, "value", "decimals"]]
    both = others.drop(columns="_worked_out").merge(tool, on=FIGURE, suffixes=("", "_tool"))
    places = both[["decimals", "decimals_tool"]].astype("float64").min(axis=1).fillna(0)
    difference = (both["value"] - both["value_tool"]).abs()
    return both.assign(difference=difference, same=difference <= 0.5 * 10.0 ** -np.asarray(places) + NOTHING)
