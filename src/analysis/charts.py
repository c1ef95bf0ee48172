"""Charts as accessible SVG in the Government Analysis Function's style. Nothing is computed here.

Every chart carries a title that states its finding, a text alternative that states the message with its
main numbers, and the table of what it draws.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D

from analysis.svg import to_svg
from analysis.tables import Table

DARK_ORANGE = "#B4440B"  # orange as text needs more contrast than orange as a mark
BLUE, TEAL, PLUM, ORANGE, INK, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#6B7276"
WIDTH = 7.2
#: An inch in the units of an SVG drawing.
POINTS = 72
STYLE = {
    "svg.fonttype": "none",
    # measured in the font that comes with matplotlib, so that every machine draws the same file
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.grid.axis": "x",
    "xtick.color": INK,
    "ytick.color": INK,
}


@dataclass(frozen=True)
class Chart:
    """A drawn chart.

    Parameters
    ----------
    title : str
        The finding, in a sentence.
    alt : str
        The message and its main numbers, for those who do not see the picture.
    svg : str
    data : Table
        What is drawn, shown beside it.
    """

    title: str
    alt: str
    svg: str
    data: Table

    def to_html(self) -> str:
        return (
            f'<figure>\n<figcaption>{escape(self.title)}</figcaption>\n<div class="chart" role="region" '
            f'tabindex="0" aria-label="Chart: {escape(self.title)}">{self.svg}</div>\n'
            f"<details><summary>The data behind this chart</summary>\n{self.data.to_html()}\n</details>\n</figure>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": f"{self.title}\n{self.alt}", "text/html": self.to_html()}


def draw(paint: Callable, title: str, alt: str, data: Table, height: float) -> Chart:
    """Draw with ``paint(axes)`` on one pair of axes, ``height`` inches high."""
    return draw_canvas(lambda canvas: paint(canvas.subplots()), title, alt, data, height)


def draw_canvas(paint: Callable, title: str, alt: str, data: Table, height: float) -> Chart:
    """Draw with ``paint(canvas)``, which makes its own panels."""
    with mpl.rc_context():
        mpl.style.use("afcharts.afcharts")
        mpl.rcParams.update(STYLE | {"svg.hashsalt": title})
        canvas = Canvas(figsize=(WIDTH, height), layout="constrained", dpi=POINTS)
        FigureCanvasSVG(canvas)
        paint(canvas)
        return Chart(title, alt, to_svg(canvas, title, alt), data)


def wrapped(label: str, width: int = 34) -> str:
    """A long label in lines, so that the names leave room for the data."""
    return "\n".join(textwrap.wrap(label, width))


def key(axes, *entries: tuple[str, str, str]) -> None:
    """A key of (marker, words, colour), a line each, above all panels and at the left, where a phone begins."""
    axes.figure.legend(
        handles=[Line2D([], [], linestyle="", label=f"{marker} {words}") for marker, words, _ in entries],
        labelcolor=[colour for _, _, colour in entries],
        loc="outside upper left",
        fontsize=9,
        frameon=False,
        handlelength=0,
        handletextpad=0,
        borderpad=0,
        borderaxespad=0,
        labelspacing=0.35,
    )


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
                f"{value:.0f}%", (value, y), (0, 7), textcoords="offset points", ha="center", fontsize=9
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
            "Percentage": rows["value"].map("{:.1f}".format),
            "95% interval": [
                f"{low:.1f} to {high:.1f}" for low, high in zip(rows["lower"], rows["upper"], strict=True)
            ],
        }
    )
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), height)


def trend_chart(
    series: dict[str, pd.Series], breaks: tuple[int, ...], axis: str, title: str, alt: str, text: Callable
) -> Chart:
    """Values by year, one line for each area, cut where a break in the series forbids comparison.

    ``series``: area name to values indexed by year, the local authority first.
    """
    colours = dict(zip(series, (BLUE, INK, TEAL, PLUM), strict=False))

    def paint(axes):
        ends = {}
        for name, values in series.items():
            values = values.dropna()
            pieces = values.groupby([sum(year > last for last in breaks) for year in values.index])
            for _, piece in pieces:
                sns.lineplot(
                    x=piece.index,
                    y=piece.to_numpy(),
                    color=colours[name],
                    marker="o",
                    ax=axes,
                    legend=False,
                    linewidth=2.5 if name == next(iter(series)) else 1.5,
                )
            ends[name] = (values.index[-1], values.iloc[-1])
        for last in breaks:
            axes.axvline(last + 0.5, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
        spread = sorted(ends, key=lambda name: ends[name][1])
        low, high = axes.get_ylim()
        step, place = (high - low) / 14, float("-inf")
        for name in spread:  # labels stand beside the line ends, moved apart where they would overlap
            year, value = ends[name]
            place = max(value, place + step)
            axes.annotate(
                f"{name} {text(value)}",
                (year + 0.12, place),
                va="center",
                fontsize=9,
                color=colours[name],
                annotation_clip=False,
            )
        years = sorted({year for values in series.values() for year in values.index})
        axes.set(xlim=(years[0] - 0.2, years[-1] + 1.6), xlabel="", ylabel=axis)
        axes.set_xticks(years, [str(year) for year in years])
        axes.grid(axis="y")

    frame = pd.DataFrame(series)
    shown = frame.map(lambda value: "" if pd.isna(value) else text(value)).rename_axis("Year").reset_index()
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), 3.2)


def strip_chart(rows: pd.DataFrame, names: dict[str, str], title: str, alt: str, text: Callable) -> Chart:
    """Where the LA stands in the national distribution of each measure, best at the right.

    ``rows``: ``label, value, england, neighbours, q0, q10, q25, q50, q75, q90, q100, polarity, place`` (the rank
    in words); each strip runs from the worst to the best LA, whatever the unit. ``names``: how ``value``,
    ``england`` and ``neighbours`` are called; ``text(row, value)`` formats a value of a row.
    """
    scaled = _best_right(rows)

    def paint(axes):
        places = list(range(len(rows)))
        axes.hlines(places, 0, 1, color="#9AA1A5", linewidth=1, zorder=1)
        axes.hlines(places, scaled["q10"], scaled["q90"], color="#BFD3E3", linewidth=9, zorder=2)
        axes.hlines(places, scaled["q25"], scaled["q75"], color="#7FA9CB", linewidth=9, zorder=2)
        for column, colour, marker, size in (
            ("england", INK, "|", 130),
            ("neighbours", DARK_ORANGE, "D", 26),
            ("value", BLUE, "o", 70),
        ):
            there = scaled[column].notna().to_numpy()
            sns.scatterplot(
                x=scaled[column][there],
                y=[y for y, ok in zip(places, there, strict=True) if ok],
                color=colour,
                marker=marker,
                s=size,
                linewidth=2 if marker == "|" else 0.5,
                ax=axes,
                legend=False,
                zorder=4,
            )
        for y, row in enumerate(rows.itertuples()):
            axes.annotate(f"{text(row, row.value)}, {row.place}", (1.03, y), va="center", fontsize=9)
        key(
            axes,
            ("●", names["value"], BLUE),
            ("◆", names["neighbours"], DARK_ORANGE),
            ("|", names["england"], INK),
        )
        axes.set(xlim=(-0.02, 1.42), ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")
        axes.set_yticks(places, rows["label"].map(wrapped).tolist())
        axes.set_xticks([0, 1], ["worst LA", "best LA"])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)

    cuts = {
        "q0": "Lowest LA",
        "q10": "10%",
        "q25": "25%",
        "q50": "Half",
        "q75": "75%",
        "q90": "90%",
        "q100": "Highest LA",
    }
    shown = pd.DataFrame({"Measure": rows["label"]})
    for column, heading in {
        **{key_: names[key_] for key_ in ("value", "neighbours", "england")},
        **cuts,
    }.items():
        shown[heading] = [text(row, getattr(row, column)) for row in rows.itertuples()]
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), 1.4 + 0.44 * len(rows))


def _best_right(rows: pd.DataFrame) -> pd.DataFrame:
    """Every value of a row on a scale from 0 (the worst LA) to 1 (the best)."""
    columns = ["value", "england", "neighbours", "q10", "q25", "q50", "q75", "q90"]
    span = (rows["q100"] - rows["q0"]).where(lambda width: width > 0, 1)
    scaled = rows[columns].astype(float).sub(rows["q0"], axis=0).div(span, axis=0)
    return scaled.where(rows["polarity"] != "low", 1 - scaled, axis=0).clip(0, 1)


def history_chart(series: dict[str, pd.DataFrame], title: str, alt: str) -> Chart:
    """Ranks by year, a small panel for each measure, best at the top, cut at breaks in the series.

    ``series``: measure to ``year, rank, n_ranked, segment``.
    """
    columns = 3
    lines = -(-len(series) // columns)
    years = sorted({year for table in series.values() for year in table["year"]})

    def paint(canvas):
        panels = canvas.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        for axes, (name, table) in zip(panels.flat, series.items(), strict=False):
            table = table[table["rank"].notna()]
            for _, piece in table.groupby("segment"):
                sns.lineplot(
                    x=piece["year"],
                    y=piece["rank"].astype(float),
                    color=BLUE,
                    marker="o",
                    ax=axes,
                    legend=False,
                )
            last = table.iloc[-1]
            axes.annotate(
                str(int(last["rank"])),
                (last["year"], float(last["rank"])),
                (6, 0),
                textcoords="offset points",
                fontsize=9,
                va="center",
            )
            axes.set_title(wrapped(name, 28), fontsize=9, loc="left")
            axes.set(ylim=(155, -3), xlim=(years[0] - 0.4, years[-1] + 1), xlabel="", ylabel="")
            axes.set_yticks([1, 76, 152])
            axes.set_xticks([years[0], years[-1]], [str(years[0]), str(years[-1])])
            axes.tick_params(labelsize=8)
            axes.grid(axis="y")
        for axes in panels.flat[len(series) :]:
            axes.set_visible(False)

    table = pd.DataFrame({name: rows.set_index("year")["rank"] for name, rows in series.items()})
    shown = (
        table.T.map(lambda rank: "" if pd.isna(rank) else str(int(rank))).rename_axis("Measure").reset_index()
    )
    shown.columns = [str(column) for column in shown.columns]
    return draw_canvas(paint, title, alt, Table(f"{title}: data", shown, sheet=False), 0.5 + 1.45 * lines)


def gap_history_chart(
    panels: dict[str, pd.DataFrame], names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """The gap over the years, a panel for each measure, cut and marked where the series has a break.

    ``panels``: measure to ``year, value, england, segment, unit`` with a row for each year, and the numbers as
    text (``value_text``, ``england_text``); lines are drawn within a segment only. ``names``: how ``value`` and
    ``england`` are called. ``data`` is shown beside.
    """
    looks = {"value": (BLUE, "o", 2.5), "england": (DARK_ORANGE, "D", 1.5)}

    def paint(canvas):
        for axes, (name, table) in zip(
            canvas.subplots(1, len(panels), squeeze=False).flat, panels.items(), strict=True
        ):
            end = table.iloc[-1]
            for column, (colour, marker, width) in looks.items():
                # the upper of the two ends is labelled above, the lower below
                other = "england" if column == "value" else "value"
                away = 9 if not end[column] < end[other] else -15
                known = table[table[column].notna()]
                for _, piece in known.groupby("segment"):
                    sns.lineplot(
                        x=piece["year"],
                        y=piece[column].astype(float),
                        color=colour,
                        marker=marker,
                        linewidth=width,
                        ax=axes,
                        legend=False,
                    )
                for row in known.iloc[[-1]].itertuples():
                    axes.annotate(
                        getattr(row, f"{column}_text"),
                        (row.year, getattr(row, column)),
                        (0, away),
                        textcoords="offset points",
                        ha="center",
                        fontsize=9,
                        color=colour,
                    )
            axes.axhline(0, color=INK, linewidth=1)
            low = min(table[["value", "england"]].min().min(), 0)
            high = max(table[["value", "england"]].max().max(), 0)
            room = 0.14 * (high - low or 1)
            axes.set(ylim=(low - room, high + room), xlabel="", ylabel=table["unit"].iloc[0])
            first = table.drop_duplicates("segment")["year"].iloc[1:]
            for year in first:
                last = table.loc[table["year"] < year, "year"].max()
                axes.axvline((last + year) / 2, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
            axes.set_title(name, fontsize=9, loc="left", pad=5)
            years = table["year"].tolist()
            axes.set(xlim=(years[0] - 0.5, years[-1] + 0.6))
            axes.set_xticks(years, [f"’{year % 100:02d}" if len(years) > 5 else str(year) for year in years])
            axes.grid(axis="y")
        key(
            canvas.axes[0],
            ("●", names["value"], BLUE),
            ("◆", names["england"], DARK_ORANGE),
            ("┆", "break in the series: not to be compared across", INK),
        )

    return draw_canvas(paint, title, alt, data, 3.6)


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
