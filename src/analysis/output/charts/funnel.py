"""A funnel plot: the shares of all areas by the size of their cohorts, with limits that narrow as cohorts grow."""

import pandas as pd

from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, Chart, draw, key
from analysis.output.table import Table

#: Points of height: the plot, and the key with the axes.
PLOT, AROUND = 210, 128


def funnel_chart(
    points: pd.DataFrame, curve: pd.DataFrame, names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """Shares of areas against the size of their cohorts, one of them marked, between the limits of a funnel.

    ``points``: ``pupils, value, own``; ``curve``: ``pupils, lower_95, upper_95, lower_998, upper_998, target`` in the order of
    ``pupils``; ``names``: how ``own`` and ``pupils`` are called. Values are in per cent. ``data`` is shown beside.
    """

    def paint(axes):
        axes.plot(curve["pupils"], curve["target"], color=DARK_ORANGE, linewidth=1.2, zorder=1)
        for level, style in (("95", (0, (4, 3))), ("998", "-")):
            for end in ("lower", "upper"):
                limit = curve[f"{end}_{level}"]
                axes.plot(curve["pupils"], limit, color=INK, linewidth=1, linestyle=style, zorder=1)
        others, own = points[~points["own"]], points[points["own"]]
        axes.scatter(
            others["pupils"], others["value"], s=14, color=GREY, edgecolor="white", linewidth=0.4, zorder=2
        )
        axes.scatter(own["pupils"], own["value"], s=70, color=BLUE, edgecolor="white", zorder=4)
        axes.set(xlabel=names["pupils"], ylabel="Per cent")
        axes.set_xlim(left=0)
        axes.set_ylim(0, min(100, 1.1 * max(points["value"].max(), curve["upper_95"].max())))
        key(
            axes,
            ("●", names["own"], BLUE),
            ("•", "other local authorities", GREY),
            ("━", "all of them together", DARK_ORANGE),
            ("┄", "95% limits", INK),
            ("─", "99.8% limits", INK),
        )

    return draw(paint, title, alt, data, PLOT + AROUND)
