"""A funnel plot: the shares of all areas by the size of their cohorts, with limits that narrow as cohorts grow."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, Chart, Panel, draw_panels
from analysis.output.charts.labels import Label, name_ends
from analysis.output.table import Table

#: Points of height, and at the left, right, top and bottom of the plot.
HEIGHT, MARGINS = 250, (34, 68, 6, 36)


def funnel_chart(
    points: pd.DataFrame, curve: pd.DataFrame, names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """Shares of areas against the size of their cohorts, one of them marked, between the limits of a funnel.

    ``points``: ``pupils, value, own``; ``curve``: ``pupils, lower_95, upper_95, lower_998, upper_998, target`` in the order of
    ``pupils``; ``names``: how ``own`` and ``pupils`` are called. Values are in per cent. ``data`` is shown beside.
    """
    own = points[points["own"]]

    def paint(axes):
        axes.plot(curve["pupils"], curve["target"], color=DARK_ORANGE, linewidth=1.2, zorder=1)
        for level, style in (("95", (0, (4, 3))), ("998", "-")):
            for end in ("lower", "upper"):
                limit = curve[f"{end}_{level}"]
                axes.plot(curve["pupils"], limit, color=INK, linewidth=1, linestyle=style, zorder=1)
        others = points[~points["own"]]
        axes.scatter(
            others["pupils"], others["value"], s=14, color=GREY, edgecolor="white", linewidth=0.4, zorder=2
        )
        axes.scatter(own["pupils"], own["value"], s=70, color=BLUE, edgecolor="white", zorder=4)
        axes.set(xlabel=names["pupils"], ylabel="")
        axes.set_xlim(0, curve["pupils"].max() * 1.01)
        axes.set_ylim(0, min(100, 1.1 * max(points["value"].max(), curve["upper_95"].max())))
        axes.yaxis.set_major_formatter("{x:g}%")
        end = curve.iloc[-1]
        limits = [
            Label(float(end[f"{side}_{level}"]), f"{words}% limit", INK)
            for side in ("lower", "upper")
            for level, words in (("95", "95"), ("998", "99.8"))
        ]
        name_ends(axes, [Label(float(end["target"]), "all together", DARK_ORANGE), *limits])

    legend = [
        ("●", f"{names['own']}, {format_value(row.value, 'percent', 0, with_unit=True)}", BLUE)
        for row in own.itertuples()
    ]
    legend.append(("•", "other local authorities", GREY))
    return draw_panels([Panel(paint, alt, HEIGHT, MARGINS)], title, alt, data, legend=legend, half=True)
