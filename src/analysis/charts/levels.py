"""Charts of levels: every rank on one scale, groups side by side, values with their intervals."""

from collections.abc import Callable

import pandas as pd
import seaborn as sns

from analysis.charts.frame import BLUE, DARK_ORANGE, GREY, INK, ORANGE, Chart, draw, key, wrapped
from analysis.measures import format_value
from analysis.tables import Table


def profile_chart(
    rows: pd.DataFrame, order: list[str], n: int, bands: dict[str, int], title: str, alt: str
) -> Chart:
    """Every rank on one scale from 1 to ``n``, a row of dots for each phase.

    ``rows``: ``row`` (name of the phase), ``rank``, ``whole`` (all pupils, or a group of them); ``order``: phases from the top; ``bands``: name to last place.
    """

    def paint(axes):
        # equal ranks of a phase are stacked, so that no dot hides another
        stack = rows.groupby(["row", "rank"]).cumcount() * 0.13
        heights = rows["row"].map(order.index) - stack
        for whole, colour, marker in ((False, ORANGE, "D"), (True, BLUE, "o")):
            chosen = rows["whole"] == whole
            sns.scatterplot(
                x=rows.loc[chosen, "rank"].astype(float),
                y=heights[chosen],
                color=colour,
                marker=marker,
                s=38,
                alpha=0.9,
                edgecolor="white",
                ax=axes,
                legend=False,
                zorder=3,
            )
        for name, place in bands.items():
            axes.axvline(place + 0.5, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
            axes.text(place + 0.5, -0.72, name, ha="center", va="bottom", fontsize=8, color=INK)
        key(axes, ("●", "all pupils", BLUE), ("◆", "a group of pupils", DARK_ORANGE))
        axes.set(
            xlim=(-1, n + 2),
            ylim=(len(order) - 0.5, -0.7),
            ylabel="",
            xlabel=f"Rank among {n} local authorities (1 is best)",
        )
        axes.set_yticks(range(len(order)), order)
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False)
        axes.hlines(range(len(order)), 1, n, color="#E3E6E8", linewidth=1, zorder=0)

    phases = rows.groupby("row")["rank"].agg(["size", "min", "median", "max"]).loc[order].reset_index()
    phases[["min", "max"]] = phases[["min", "max"]].astype(int)
    shown = phases.set_axis(["Phase", "Measures", "Best rank", "Middle rank", "Lowest rank"], axis=1)
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), 1.2 + 0.5 * len(order))


def dumbbell_chart(
    rows: pd.DataFrame, names: tuple[str, str], axis: str, title: str, alt: str, text: Callable
) -> Chart:
    """Two levels of each measure and the distance between them.

    ``rows``: ``label, value, comparison_value``; ``names``: what the two are; ``text`` formats a value.
    """
    height = 1.5 + 0.5 * len(rows)

    def paint(axes):
        places = range(len(rows))
        axes.hlines(places, rows["value"], rows["comparison_value"], color="#A9AFB3", linewidth=3, zorder=1)
        for column, colour, marker in (("value", BLUE, "o"), ("comparison_value", ORANGE, "D")):
            sns.scatterplot(
                x=rows[column], y=places, color=colour, s=60, marker=marker, ax=axes, legend=False, zorder=3
            )
        for y, (value, other) in enumerate(zip(rows["value"], rows["comparison_value"], strict=True)):
            side = -1 if value <= other else 1
            for x, towards in ((value, side), (other, -side)):
                axes.annotate(
                    text(x),
                    (x, y),
                    (8 * towards, 0),
                    textcoords="offset points",
                    va="center",
                    ha="right" if towards < 0 else "left",
                    fontsize=9,
                )
        key(axes, ("●", names[0], BLUE), ("◆", names[1], DARK_ORANGE))
        low, high = (
            rows[["value", "comparison_value"]].min().min(),
            rows[["value", "comparison_value"]].max().max(),
        )
        room = 0.16 * (high - low or 1)
        axes.set(xlim=(low - room, high + room), ylim=(len(rows) - 0.5, -0.5), xlabel=axis, ylabel="")
        axes.set_yticks(places, rows["label"].map(wrapped).tolist())
        axes.tick_params(axis="y", length=0)

    shown = pd.DataFrame(
        {
            "Measure": rows["label"],
            names[0]: rows["value"].map(text),
            names[1]: rows["comparison_value"].map(text),
        }
    )
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), height)


def interval_chart(rows: pd.DataFrame, axis: str, title: str, alt: str) -> Chart:
    """Percentages of small cohorts with their intervals. ``rows``: ``label, value, lower, upper, cohort`` (per cent)."""
    height = 0.9 + 0.62 * len(rows)

    def paint(axes):
        places = range(len(rows))
        axes.hlines(places, rows["lower"], rows["upper"], color=BLUE, linewidth=3, alpha=0.55, zorder=1)
        sns.scatterplot(x=rows["value"], y=places, color=BLUE, s=60, ax=axes, legend=False, zorder=3)
        for y, value in enumerate(rows["value"]):
            axes.annotate(
                format_value(value, "percent", 0, with_unit=True),
                (value, y),
                (0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=9,
            )
        axes.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.7), xlabel=axis, ylabel="")
        axes.set_yticks(
            places,
            [
                f"{wrapped(label)}\n({cohort})"
                for label, cohort in zip(rows["label"], rows["cohort"], strict=True)
            ],
        )
        axes.tick_params(axis="y", length=0, labelsize=9)

    shown = pd.DataFrame(
        {
            "Cohort": rows["label"],
            "Pupils": rows["cohort"],
            "Percentage": rows["value"].map(lambda value: format_value(value, "percent", 1)),
            "95% interval": [
                f"{format_value(low, 'percent', 1)} to {format_value(high, 'percent', 1)}"
                for low, high in zip(rows["lower"], rows["upper"], strict=True)
            ],
        }
    )
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), height)
