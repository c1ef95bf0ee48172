"""Charts of what a small cohort and a rank can show."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, Chart, Panel, draw_panels
from analysis.output.charts.labels import LINE, head, hold_ends
from analysis.output.charts.rows import lay_rows, name_rows, row_panel
from analysis.output.table import Table


def _percent(value: float) -> str:
    return format_value(value, "percent", 0, with_unit=True)


def cohort_chart(panels: dict[str, pd.DataFrame], axis: str, title: str, alt: str, data: Table) -> Chart:
    """Figures of small cohorts with their intervals and England's figure, a drawing for each group of pupils.

    ``panels``: pupil group to ``label, value, lower, upper, england, apart`` (per cent), ``apart`` where the interval
    leaves England's figure out. ``data`` is shown beside.
    """

    def panel(name: str, rows: pd.DataFrame) -> Panel:
        laid = lay_rows(rows["label"], rows["value"].map(_percent))
        places = laid.places

        def paint(axes):
            head(axes, name)
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
            name_rows(axes, laid)
            axes.set(xlim=(0, 100))
            axes.set_xticks(range(0, 101, 20))
            hold_ends(axes)

        said = " ".join(
            f"{row.label}: {_percent(row.value)}, {_percent(row.lower)} to {_percent(row.upper)}; England {_percent(row.england)}."
            for row in rows.itertuples()
        )
        words = f"{name}: percentage of each cohort with its 95% interval, beside England's. {said}"
        return row_panel(laid, paint, words, axis, above=LINE + 8)

    legend = (
        ("●", "shown to differ from England's figure", BLUE),
        ("○", "not shown to differ, or borderline", BLUE),
        ("━", "95% interval", "#7088A0"),
        ("|", "England", DARK_ORANGE),
    )
    drawn = [panel(name, rows) for name, rows in panels.items()]
    return draw_panels(drawn, title, alt, data, legend=legend)


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
        # beside the marks alone: no line goes through a name
        tops, feet = ([place + side for place in laid.places] for side in (-7, 7))
        axes.vlines([best + 0.5] * len(tops), tops, feet, color=DARK_ORANGE, linewidth=1.5, zorder=0)
        axes.set(xlim=(-1, n + 2))
        axes.set_xticks([1, *range(25, n - 12, 25), n])

    legend = (
        ("━", "95% set of this rank alone", INK),
        ("─", "95% sets of all ranks at once", INK),
        ("|", f"where the best {best} end", DARK_ORANGE),
    )
    panel = row_panel(laid, paint, alt, f"Rank among {n} local authorities (1 is best)")
    return draw_panels([panel], title, alt, data, legend=legend, half=True)
