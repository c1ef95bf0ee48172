"""Which source a figure is taken from where several national files have it.

Figures that carry numbers of pupils come first: percentages worked out from them are unrounded, so that ranks have
fewer ties, and intervals need them. Then the Local Authority Interactive Tool, then figures as printed. A file takes the
tool's place only with the tool's own figures, made sharper: never with other ones, nor with coarser ones.
"""

import pandas as pd

from analysis.catalogue.observations import KEY
from analysis.data.agreement import INTERACTIVE_TOOL, KEPT, PRINTED, beside_the_tool

#: A source that covers less than this share of the LAs that another has does not take its place.
COVERAGE = 0.9
#: Nor does one, of the tool's place, of whose figures of LAs less than this share are those of the tool.
AGREEING = 0.9
FIRST, TOOL, LAST = range(3)
#: More decimals than any figure is printed with.
MANY = 99


def one_source(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, pupil group, year and area.

    The figures of all LAs on a measure, group and year come from one source, so that a ranking never mixes two:
    the first in order of preference that covers at least ``COVERAGE`` of the LAs that any source has. Regions and
    England come from it too, or from the next source that has them.
    """
    rows = observations[[*KEY, "area", "area_type"]].assign(_order=_order(observations))
    la, ok = rows["area_type"] == "la", observations["status"] == "ok"
    counts = rows[la & ok].groupby([*KEY, "_order"]).size().rename("_n").reset_index()
    enough = counts["_n"] >= COVERAGE * counts.groupby(KEY)["_n"].transform("max")
    chosen = counts[enough].groupby(KEY)["_order"].min().rename("_chosen")
    rows = rows.join(chosen, on=KEY)
    of_chosen = rows["_order"].eq(rows["_chosen"]) | rows["_chosen"].isna()
    # by place in the table: that is all that is sorted, and rows are taken once
    rows = rows.assign(_missing=~ok, _other=~of_chosen, _at=range(len(rows)))[~la | of_chosen]
    several = rows.duplicated([*KEY, "area"], keep=False)
    best = rows[several].sort_values(["_missing", "_other", "_order"], kind="stable")
    best = best.drop_duplicates([*KEY, "area"])
    return observations.iloc[[*rows.loc[~several, "_at"], *best["_at"]]].sort_index()


def _order(observations: pd.DataFrame) -> pd.Series:
    """The place of each row's source on its measure, group and year, the smallest the first to be taken."""
    among, names = pd.factorize(observations["source"], sort=True)
    tool = observations["source"] == INTERACTIVE_TOOL
    place = pd.Series(LAST, index=observations.index).mask(tool, TOOL).mask(_sharper(observations), FIRST)
    return place * len(names) + among


def _sharper(observations: pd.DataFrame) -> pd.Series:
    """Whether each row's source has numbers of pupils for its measure, group and year, and the figures of the tool.

    One that has no figures at all has nothing but symbols, which say more than the tool's "not published".
    """
    of = [*KEY, "source"]
    la = observations.loc[observations["area_type"] == "la", [*KEPT, "denominator"]]
    file = la[~la["source"].str.endswith(PRINTED) & (la["source"] != INTERACTIVE_TOOL)]
    figures = file[file["value"].notna()]
    both = beside_the_tool(la).groupby(of).agg(same=("same", "mean"), tool=("decimals_tool", "max"))
    # a percentage that was worked out has no decimals of its own, and is finer than any that is printed
    both["own"] = figures["decimals"].astype("float64").fillna(MANY).groupby([figures[n] for n in of]).max()
    coarser = both["own"] < both["tool"].astype("float64")
    other = both.index[(both["same"] < AGREEING) | coarser]
    keys = {
        name: pd.MultiIndex.from_frame(rows[of].drop_duplicates())
        for name, rows in (
            ("all", file),
            ("figures", figures),
            ("counted", file[file["denominator"].notna()]),
        )
    }
    first = keys["counted"].difference(other).union(keys["all"].difference(keys["figures"]))
    found = pd.Series(False, index=observations.index)
    others = observations["source"] != INTERACTIVE_TOOL
    found[others] = pd.MultiIndex.from_frame(observations.loc[others, of]).isin(first)
    return found


def first_published(observations: pd.DataFrame) -> pd.DataFrame:
    """One row per measure, group, year and area, of rows in order of preference: the first that has a value."""
    missing = observations["value"].isna()
    ordered = pd.concat([observations[~missing], observations[missing]])
    return ordered.drop_duplicates(["measure", "pupil_group", "year", "area"], ignore_index=True)
