"""Charts over the years, cut where a series has a break or years have no figures."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, TYPE, Chart, draw_canvas, key
from analysis.output.table import Table

#: Panels beside each other: two are what a phone has room for.
COLUMNS = 2
#: Points: a panel of ranks or values, one of gaps, and the key.
PANEL, GAP_PANEL, KEY = 112, 150, 52
#: Colour, mark and line of each series, told apart without colour as well.
LOOKS = {
    "value": (BLUE, "o", "-", 2.5),
    "neighbours": (DARK_ORANGE, "D", (0, (4, 2)), 1.5),
    "england": (INK, "s", "-", 1.2),
}


def history_chart(series: dict[str, pd.DataFrame], title: str, alt: str) -> Chart:
    """Ranks by year, a small panel for each measure, best at the top, cut at breaks in the series.

    ``series``: measure to ``year, rank, n_ranked, segment``.
    """
    n = int(max(table["n_ranked"].max() for table in series.values()))

    def paint(canvas):
        for axes, table in _panels(canvas, series):
            table = table[table["rank"].notna()]
            series_line(axes, table, "rank", "value")
            last = table.iloc[-1]
            _end(axes, last["year"], last["rank"], str(int(last["rank"])))
            axes.set(ylim=(n + 4, -4))
            axes.set_yticks([1, (n + 1) // 2, n])

    table = pd.DataFrame({name: rows.set_index("year")["rank"] for name, rows in series.items()})
    shown = (
        table.T.map(lambda rank: "" if pd.isna(rank) else str(int(rank))).rename_axis("Measure").reset_index()
    )
    shown.columns = [str(column) for column in shown.columns]
    data = Table(f"{title}: data", shown, sheet=False)
    return draw_canvas(paint, title, alt, data, PANEL * -(-len(series) // COLUMNS))


def trend_chart(
    panels: dict[str, pd.DataFrame], names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """Values by year with those of the comparators, a panel for each measure, cut at breaks in the series.

    ``panels``: measure to ``year, value, neighbours, england, segment`` and ``text``, the value as printed;
    ``names``: how the three are called. ``data`` is shown beside.
    """

    def paint(canvas):
        for axes, table in _panels(canvas, panels):
            for column in reversed(LOOKS):
                series_line(axes, table[table[column].notna()], column, column)
            last = table[table["value"].notna()].iloc[-1]
            _end(axes, last["year"], last["value"], last["text"])
            axes.margins(y=0.15)
            axes.locator_params(axis="y", nbins=4)
        marks = {"value": "●", "neighbours": "◆", "england": "■"}
        key(canvas.axes[0], *((marks[name], names[name], look[0]) for name, look in LOOKS.items()))

    return draw_canvas(paint, title, alt, data, KEY + PANEL * -(-len(panels) // COLUMNS))


def gap_history_chart(
    panels: dict[str, pd.DataFrame], names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """The gap over the years, a panel for each measure, cut and marked where the series has a break.

    ``panels``: measure to ``year, value, england, segment, unit`` with a row for each year, and the numbers as
    text (``value_text``, ``england_text``); lines are drawn within a segment only. ``names``: how ``value`` and
    ``england`` are called. ``data`` is shown beside.
    """
    marks = {"value": (BLUE, "●"), "england": (INK, "■")}

    def paint(canvas):
        column = canvas.subplots(len(panels), 1, squeeze=False)[:, 0]
        for axes, (name, table) in zip(column, panels.items(), strict=True):
            end = table.iloc[-1]
            for series, (colour, _) in marks.items():
                known = table[table[series].notna()]
                series_line(axes, known, series, series)
                # the upper of the two ends is labelled above, the lower below
                other = "england" if series == "value" else "value"
                away = 8 if not end[series] < end[other] else -16
                for row in known.iloc[[-1]].itertuples():
                    axes.annotate(
                        getattr(row, f"{series}_text"), (row.year, getattr(row, series)), (0, away),
                        textcoords="offset points", ha="center", fontsize=TYPE, color=colour,
                    )  # fmt: skip
            axes.axhline(0, color=INK, linewidth=1)
            low = min(table[["value", "england"]].min().min(), 0)
            high = max(table[["value", "england"]].max().max(), 0)
            room = 0.2 * (high - low or 1)
            axes.set(ylim=(low - room, high + room), xlabel="", ylabel="")
            _breaks(axes, table)
            axes.set_title(f"{name} ({table['unit'].iloc[0].lower()})", fontsize=TYPE, loc="left", pad=5)
            years = table["year"].tolist()
            axes.set(xlim=(years[0] - 0.5, years[-1] + 0.6))
            axes.set_xticks(years, [f"’{year % 100:02d}" if len(years) > 5 else str(year) for year in years])
            axes.locator_params(axis="y", nbins=5)
            axes.grid(axis="y")
        key(
            canvas.axes[0],
            *((mark, names[series], colour) for series, (colour, mark) in marks.items()),
            ("┆", "break in the series: not to be compared across", INK),
        )

    return draw_canvas(paint, title, alt, data, KEY + GAP_PANEL * len(panels))


def _panels(canvas, series: dict[str, pd.DataFrame]) -> list[tuple[Axes, pd.DataFrame]]:
    """A small panel for each series with its name and the first and last of all years; the rest of a line is empty."""
    years = sorted({year for table in series.values() for year in table["year"]})
    grid = canvas.subplots(-(-len(series) // COLUMNS), COLUMNS, squeeze=False)
    for axes in grid.flat[len(series) :]:
        axes.set_visible(False)
    for axes, (name, table) in zip(grid.flat, series.items(), strict=False):
        axes.set_title(name.replace(" and maths, ", " and maths,\n"), fontsize=TYPE, loc="left", pad=5)
        axes.set(xlim=(years[0] - 0.4, years[-1] + 0.3 * (years[-1] - years[0])), xlabel="", ylabel="")
        axes.set_xticks([years[0], years[-1]], [str(years[0]), str(years[-1])])
        axes.grid(axis="y")
        _breaks(axes, table)
    return list(zip(grid.flat, series.values(), strict=False))


def series_line(axes: Axes, table: pd.DataFrame, column: str, look: str) -> None:
    """The line of a series, a piece for each segment, and for years that follow each other, with a mark at its end."""
    colour, marker, dashes, width = LOOKS[look]
    years, values = table["year"].to_numpy(), table[column].to_numpy(float, na_value=float("nan"))
    segments = table["segment"].to_numpy()
    # a line across years without figures would show a course that nobody measured
    apart = (np.diff(years) > 1) | (segments[1:] != segments[:-1])
    pieces = np.cumsum(np.concatenate([[True], apart])) if len(years) else years
    for number in dict.fromkeys(pieces):
        piece = pieces == number
        axes.plot(
            years[piece], values[piece], color=colour, linestyle=dashes, linewidth=width,
            marker=marker, markersize=5, markeredgewidth=0, markevery=[-1],
        )  # fmt: skip
    axes.set(xlabel="", ylabel="")


def _end(axes: Axes, year: float, value: float, text: str) -> None:
    axes.annotate(
        text, (year, float(value)), (7, 0), textcoords="offset points", fontsize=TYPE, va="center",
        color=BLUE, annotation_clip=False,
    )  # fmt: skip


def _breaks(axes: Axes, table: pd.DataFrame) -> None:
    """A dashed line where the years on its two sides are not to be compared."""
    for year in table.drop_duplicates("segment")["year"].iloc[1:]:
        last = table.loc[table["year"] < year, "year"].max()
        axes.axvline((last + year) / 2, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
