"""Charts of what a small cohort and a rank can show."""

import pandas as pd

from analysis.charts.frame import BLUE, DARK_ORANGE, GREY, INK, Chart, draw, draw_canvas, key, wrapped
from analysis.tables import Table


def cohort_chart(panels: dict[str, pd.DataFrame], axis: str, title: str, alt: str, data: Table) -> Chart:
    """Figures of small cohorts with their intervals and England's figure, a panel for each group of pupils.

    ``panels``: pupil group to ``label, value, lower, upper, england, apart`` (per cent), ``apart`` where the interval
    leaves England's figure out. ``data`` is shown beside.
    """
    sizes = [len(rows) for rows in panels.values()]

    def paint(canvas):
        canvas.get_layout_engine().set(hspace=0.02)
        column = canvas.subplots(len(panels), 1, sharex=True, squeeze=False, height_ratios=sizes)[:, 0]
        for axes, (name, rows) in zip(column, panels.items(), strict=True):
            places = list(range(len(rows)))
            axes.hlines(places, rows["lower"], rows["upper"], color=BLUE, linewidth=3, alpha=0.5, zorder=1)
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
            axes.set(xlim=(0, 100), ylim=(len(rows) - 0.5, -0.6), xlabel="", ylabel="")
            axes.set_yticks(places, rows["label"].tolist())
            axes.tick_params(axis="y", length=0, labelsize=9)
            axes.set_title(name, fontsize=10, loc="left")
        column[-1].set_xlabel(axis)
        key(
            column[0],
            ("●", "interval leaves England's figure out", BLUE),
            ("○", "interval includes England's figure", BLUE),
            ("|", "England", DARK_ORANGE),
        )
        column[0].set_title(next(iter(panels)), fontsize=10, loc="left", pad=6)

    return draw_canvas(paint, title, alt, data, 1.3 + 0.3 * sum(sizes) + 0.45 * len(sizes))


def rank_set_chart(rows: pd.DataFrame, n: int, best: int, title: str, alt: str, data: Table) -> Chart:
    """Ranks with the places that cannot be ruled out, best at the left: a caterpillar chart.

    ``rows``: ``label, rank, lower, upper, lower_all, upper_all, own``, in the order of the ranks; ``n``: how many
    are ranked; ``best``: the last of the best places, marked by a line. ``data`` is shown beside.
    """

    def paint(axes):
        places = list(range(len(rows)))
        colours = [BLUE if own else GREY for own in rows["own"]]
        axes.hlines(places, rows["lower_all"], rows["upper_all"], color=colours, linewidth=1.2, zorder=1)
        axes.hlines(places, rows["lower"], rows["upper"], color=colours, linewidth=6, alpha=0.45, zorder=2)
        for own, marker, size in ((True, "o", 70), (False, "D", 32)):
            chosen = (rows["own"] == own).to_numpy()
            axes.scatter(
                rows["rank"][chosen].astype(float),
                [place for place, ok in zip(places, chosen, strict=True) if ok],
                marker=marker, s=size, color=BLUE if own else GREY, edgecolor="white", zorder=3,
            )  # fmt: skip
        for y, row in enumerate(rows.itertuples()):
            axes.annotate(
                str(row.rank), (row.rank, y), (0, 7), textcoords="offset points", ha="center", fontsize=8
            )
        axes.axvline(best + 0.5, color=DARK_ORANGE, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        axes.annotate(
            f"best {best}", (best + 0.5, 1), (3, -3), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", fontsize=8, color=DARK_ORANGE,
        )  # fmt: skip
        key(
            axes,
            ("━", "95% set of this rank alone", INK),
            ("─", "95% sets of all ranks at once", INK),
        )
        axes.set(
            xlim=(-1, n + 2),
            ylim=(len(rows) - 0.4, -0.9),
            xlabel=f"Rank among {n} local authorities",
            ylabel="",
        )
        axes.set_yticks(places, rows["label"].map(wrapped).tolist())
        for label, own in zip(axes.get_yticklabels(), rows["own"], strict=True):
            label.set_fontweight("bold" if own else "normal")
        axes.set_xticks([1, *range(25, n, 25), n] if n - n // 25 * 25 > 8 else [1, *range(25, n - 8, 25), n])
        axes.tick_params(axis="y", length=0, labelsize=9)
        axes.grid(visible=False)

    return draw(paint, title, alt, data, 1.5 + 0.36 * len(rows))
