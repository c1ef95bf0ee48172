"""Charts of what a small cohort and a rank can show."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, TYPE, Chart, draw, draw_canvas, key
from analysis.output.charts.rows import lay_rows, name_rows
from analysis.output.table import Table

#: Points for the key, the axis and its name, and for the heading of a panel.
AROUND, HEADING = 92, 24


def _percent(value: float) -> str:
    return format_value(value, "percent", 0, with_unit=True)


def cohort_chart(panels: dict[str, pd.DataFrame], axis: str, title: str, alt: str, data: Table) -> Chart:
    """Figures of small cohorts with their intervals and England's figure, a panel for each group of pupils.

    ``panels``: pupil group to ``label, value, lower, upper, england, apart`` (per cent), ``apart`` where the interval
    leaves England's figure out. ``data`` is shown beside.
    """
    laid = {name: lay_rows(rows["label"], rows["value"].map(_percent)) for name, rows in panels.items()}
    heights = [one.height for one in laid.values()]

    def paint(canvas):
        canvas.get_layout_engine().set(hspace=0.02)
        column = canvas.subplots(len(panels), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
        for axes, (name, rows) in zip(column, panels.items(), strict=True):
            places = laid[name].places
            axes.hlines(places, rows["lower"], rows["upper"], color="#7088A0", linewidth=4, zorder=1)
            for apart, face in ((True, BLUE), (False, "white")):
                at = (rows["apart"] == apart).to_numpy()
                axes.scatter(
                    rows["value"][at],
                    [place for place, chosen in zip(places, at, strict=True) if chosen],
                    s=45, facecolor=face, edgecolor=BLUE, linewidth=1.5, zorder=3,
                )  # fmt: skip
            axes.scatter(
                rows["england"], places, marker="|", s=150, color=DARK_ORANGE, linewidth=2.5, zorder=4
            )
            name_rows(axes, laid[name])
            axes.set(xlim=(0, 100), xlabel="")
            axes.set_title(name, fontsize=TYPE, fontweight="bold", loc="left", pad=6)
        column[-1].set_xlabel(axis)
        key(
            column[0],
            ("●", "interval leaves England's figure out", BLUE),
            ("○", "interval includes England's figure", BLUE),
            ("|", "England", DARK_ORANGE),
        )

    return draw_canvas(paint, title, alt, data, AROUND + sum(heights) + HEADING * len(heights))


def rank_set_chart(rows: pd.DataFrame, n: int, best: int, title: str, alt: str, data: Table) -> Chart:
    """Ranks with the places that cannot be ruled out, best at the left: a caterpillar chart.

    ``rows``: ``label, rank, lower, upper, lower_all, upper_all, own``, in the order of the ranks; ``n``: how many
    are ranked; ``best``: the last of the best places, marked by a line. ``data`` is shown beside.
    """

    laid = lay_rows(rows["label"], [ordinal(rank) for rank in rows["rank"]])

    def paint(axes):
        colours = [BLUE if own else GREY for own in rows["own"]]
        axes.hlines(laid.places, rows["lower_all"], rows["upper_all"], color=colours, linewidth=1.2, zorder=1)
        axes.hlines(
            laid.places, rows["lower"], rows["upper"], color=colours, linewidth=6, alpha=0.6, zorder=2
        )
        for own, marker, size in ((True, "o", 60), (False, "D", 30)):
            chosen = (rows["own"] == own).to_numpy()
            axes.scatter(
                rows["rank"][chosen].astype(float),
                [place for place, ok in zip(laid.places, chosen, strict=True) if ok],
                marker=marker, s=size, color=BLUE if own else GREY, edgecolor="white", zorder=3,
            )  # fmt: skip
        name_rows(axes, laid, bold=list(rows["own"]))
        axes.axvline(best + 0.5, color=DARK_ORANGE, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        key(
            axes,
            ("━", "95% set of this rank alone", INK),
            ("─", "95% sets of all ranks at once", INK),
            ("┆", f"where the best {best} end", DARK_ORANGE),
        )
        axes.set(xlim=(-1, n + 2), xlabel=f"Rank among {n} local authorities (1 is best)")
        axes.set_xticks([1, *range(25, n - 12, 25), n])
        axes.grid(visible=False)

    return draw(paint, title, alt, data, AROUND + laid.height)
