"""One page on everything: every rank on one scale, the dots of a phase stacked where they would touch."""

import pandas as pd
import seaborn as sns

from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, ORANGE, TYPE, Chart, draw, key
from analysis.output.charts.rows import lay_rows, name_rows
from analysis.output.table import Table

#: Points from one dot of a stack to the next, and the ranks that two dots beside each other must be apart.
STEP, TOUCH = 6, 3
#: Points for the key, the axis and its name.
AROUND = 84


def profile_chart(
    rows: pd.DataFrame, order: list[str], n: int, bands: dict[str, int], title: str, alt: str
) -> Chart:
    """Every rank on one scale from 1 to ``n``, a row of dots for each phase.

    ``rows``: ``row`` (name of the phase), ``rank``, ``whole`` (all pupils, or a group of them); ``order``: phases
    from the top; ``bands``: name to last place.
    """
    rows = rows.reset_index(drop=True)
    level = pd.concat([stacked(rows.loc[rows["row"] == name, "rank"]) for name in order])
    tallest = level.groupby(rows["row"]).max()
    laid = lay_rows(order, room=[12 + STEP * tallest[name] for name in order])

    def paint(axes):
        heights = rows["row"].map(dict(zip(order, laid.places, strict=True))) - STEP * level
        axes.hlines([place + 4 for place in laid.places], 1, n, color="#C5CACD", linewidth=1, zorder=0)
        for whole, colour, marker in ((False, ORANGE, "D"), (True, BLUE, "o")):
            chosen = rows["whole"] == whole
            sns.scatterplot(
                x=rows.loc[chosen, "rank"].astype(float), y=heights[chosen], color=colour, marker=marker,
                s=26 if marker == "o" else 18, edgecolor="none", ax=axes, legend=False, zorder=3,
            )  # fmt: skip
        name_rows(axes, laid)
        for name, place in bands.items():
            axes.axvline(place + 0.5, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
            words = name.removeprefix("top ") if len(bands) > 1 else name
            axes.text(place + 0.5, -4, words, ha="center", va="bottom", fontsize=TYPE, color=INK)
        ends = f"where the {', '.join(bands)} end" if len(bands) > 1 else "the last place that meets it"
        key(
            axes, ("●", "all pupils", BLUE), ("◆", "a group of pupils", DARK_ORANGE), ("┆", ends, INK)
        )  # fmt: skip
        axes.set(xlim=(-2, n + 3), xlabel=f"Rank among {n} local authorities (1 is best)")
        axes.set_xticks([1, *range(25, n - 12, 25), n])
        axes.grid(visible=False)

    # the ends are those of all pupils: a group of few can stand anywhere
    whole = rows[rows["whole"]].groupby("row")["rank"].agg(["size", "min", "median", "max"])
    phases = whole.astype({"min": int, "max": int}).assign(groups=(~rows["whole"]).groupby(rows["row"]).sum())
    phases = phases.loc[[name for name in order if name in phases.index]].reset_index()
    names = ["Phase", "Measures", "Best rank", "Middle rank", "Lowest rank", "Ranks of groups"]
    shown = phases.set_axis(names, axis=1)
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), AROUND + laid.height)


def stacked(ranks: pd.Series, apart: int = TOUCH) -> pd.Series:
    """The level of each dot in a stack on which no two dots touch: 0 at the foot.

    Examples
    --------
    >>> stacked(pd.Series([1, 2, 4, 1, 60])).tolist()
    [0, 2, 0, 1, 0]
    """
    levels, last = pd.Series(0, index=ranks.index), list[int]()
    for place, rank in ranks.astype(int).sort_values(kind="stable").items():
        level = next((number for number, before in enumerate(last) if rank - before >= apart), len(last))
        last[level : level + 1] = [rank]
        levels[place] = level
    return levels
