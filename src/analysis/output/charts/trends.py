"""Charts over the years, cut where a series has a break or years have no figures."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.basics.numbers import ordinal
from analysis.output.charts.frame import BLUE, DARK_ORANGE, GREY, INK, NARROW, Chart, Panel, draw_panels
from analysis.output.charts.labels import LINE, Label, head, hold_ends, name_ends, wrapped
from analysis.output.table import Table

#: Points: the plot of a small drawing, one of gaps, and what stands below a plot.
PLOT, FOOT = 84, 20
#: Points at the left and the right of a plot: for figures of the axis, and for names at the ends of lines.
LEFT, RIGHT, RANKS = 30, 90, 50
#: Characters of a line of a drawing's name, and of a name at the end of a line.
NAME, END = 42, 17
#: The fewest places that an axis of ranks covers, and how far off a band's end may be that it is drawn to say where
#: the ranks lie: a move of two places must not look like one of fifty.
FEWEST, NEAR = 20, 30
#: Colour, mark and line of each series, told apart without colour as well.
LOOKS = {
    "value": (BLUE, "o", "-", 2.5),
    "neighbours": (DARK_ORANGE, "D", (0, (4, 2)), 1.5),
    "england": (INK, "s", "-", 1.2),
}
MARKS = {"value": "●", "neighbours": "◆", "england": "■"}
BREAK = ("┆", "break in the series: not to be compared across", GREY)


def history_chart(
    series: dict[str, pd.DataFrame],
    bands: Mapping[str, dict[str, int]],
    said: Mapping[str, str],
    title: str,
    alt: str,
) -> Chart:
    """Ranks by year, a small drawing for each measure with the range of its own ranks, best at the top, cut at breaks.

    ``series``: measure to ``year, rank, n_ranked, segment``; ``bands``: measure to the last place of each band, by the
    band's name; ``said``: measure to the ends of its line in words.
    """
    series = {name: rows[rows["rank"].notna()] for name, rows in series.items()}
    span = _span(series)

    def panel(name: str, table: pd.DataFrame) -> Panel:
        n, last = int(table["n_ranked"].max()), table.iloc[-1]
        drawn = near_bands(table["rank"], bands[name])
        low, high = rank_range([*table["rank"], *drawn.values()], n)

        def paint(axes: Axes) -> None:
            room = 0.06 * (high - low)
            axes.set(ylim=(high + room, low - room))
            ticks = MaxNLocator(4, integer=True, min_n_ticks=2).tick_values(low, high)
            axes.set_yticks(sorted({max(int(tick), 1) for tick in ticks if tick <= high}))
            _over_years(axes, name, table, span)
            axes.grid(visible=False)
            for place in drawn.values():
                axes.axhline(place + 0.5, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
            series_line(axes, table, "rank", "value")
            ends = [Label(place + 0.5, band, INK) for band, place in drawn.items()]
            name_ends(axes, [Label(last["rank"], ordinal(int(last["rank"])), BLUE, bold=True), *ends])

        words = f"{name}: rank among local authorities by year, the best at the top. {said[name]}."
        return _panel(name, paint, words, PLOT, RANKS)

    table = pd.DataFrame({name: rows.set_index("year")["rank"] for name, rows in series.items()})
    shown = (
        table.T.map(lambda rank: "" if pd.isna(rank) else str(int(rank))).rename_axis("Measure").reset_index()
    )
    shown.columns = [str(column) for column in shown.columns]
    data = Table(f"{title}: data", shown, sheet=False)
    legend = (
        ("●", "rank, 1st at the top; each scale has the range of its own ranks", BLUE),
        ("┄", "where the top 10%, the top 20% or the top half ends", GREY),
        BREAK,
    )
    panels = [panel(name, rows) for name, rows in series.items()]
    return draw_panels(panels, title, alt, data, width=NARROW, abreast=3, legend=legend)


def near_bands(ranks: pd.Series, bands: dict[str, int]) -> dict[str, int]:
    """The bands that end among the ranks, or else the one that ends nearest to them, if it is near."""
    best, lowest = int(ranks.min()), int(ranks.max())
    away = {name: max(best - place, place - lowest, 0) for name, place in bands.items()}
    if among := {name: bands[name] for name, distance in away.items() if not distance}:
        return among
    nearest = min(away, key=lambda name: away[name], default=None)
    return {nearest: bands[nearest]} if nearest is not None and away[nearest] <= NEAR else {}


def rank_range(places: list, n: int) -> tuple[int, int]:
    """The first and last place of an axis that shows these, at least ``FEWEST`` places of the ``n``."""
    low, high = int(min(places)), int(max(places))
    more = max(FEWEST - (high - low), 0)
    low = max(low - more // 2, 1)
    high = min(max(high, low + FEWEST), n)
    return max(min(low, high - FEWEST), 1), high


def trend_chart(
    panels: dict[str, pd.DataFrame],
    names: dict[str, str],
    title: str,
    alt: str,
    data: Table,
    said: Mapping[str, str] | None = None,
) -> Chart:
    """Values by year with those of the comparators, a small drawing for each measure, cut at breaks in the series.

    ``panels``: measure to ``year, value, neighbours, england, segment`` and ``text``, the value as printed (and, if they
    are to be written, ``neighbours_text`` and ``england_text``); ``names``: how the three are called; ``said``: what the
    text alternative of each drawing says. ``data`` is shown beside.
    """
    span = _span(panels)

    def panel(name: str, table: pd.DataFrame) -> Panel:
        def paint(axes: Axes) -> None:
            _over_years(axes, name, table, span)
            labels = []
            for column in reversed(LOOKS):
                known = table[table[column].notna()]
                series_line(axes, known, column, column)
                if len(known):
                    labels.append(_end_label(known.iloc[-1], column, names[column]))
            axes.margins(y=0.1)
            axes.locator_params(axis="y", nbins=4)
            name_ends(axes, labels)

        last = table[table["value"].notna()].iloc[-1]
        words = (
            f"{name}: {names['value']} {last['text']} in {int(last['year'])}, with the comparators by year."
        )
        return _panel(name, paint, said[name] if said else words, PLOT, RIGHT)

    drawn = [panel(name, rows) for name, rows in panels.items()]
    breaks = [BREAK] if any(rows["segment"].nunique() > 1 for rows in panels.values()) else []
    legend = [(MARKS[column], names[column], look[0]) for column, look in LOOKS.items()]
    return draw_panels(drawn, title, alt, data, width=NARROW, abreast=3, legend=[*legend, *breaks])


def _end_label(row: pd.Series, column: str, name: str) -> Label:
    text = row["text"] if column == "value" else row.get(f"{column}_text", "")
    words = wrapped(f"{name} {text}".strip(), END)
    return Label(float(row[column]), words, LOOKS[column][0], bold=column == "value")


def _span(series: Mapping[str, pd.DataFrame]) -> tuple[int, int]:
    """The first and the last of all years with figures."""
    years = [int(year) for table in series.values() for year in table["year"]]
    return min(years), max(years)


def _panel(name: str, paint: Callable, alt: str, plot: float, right: float) -> Panel:
    above = 7 + LINE * (wrapped(name, NAME).count("\n") + 1)
    return Panel(paint, alt, above + plot + FOOT, (LEFT, right, above, FOOT))


def _over_years(axes: Axes, name: str, table: pd.DataFrame, span: tuple[int, int]) -> None:
    """The name of a small drawing, its axis of years, the same in all, and its breaks."""
    head(axes, wrapped(name, NAME))
    first, last = span
    axes.set(xlim=(first - 0.4, last + 0.4), xlabel="", ylabel="")
    axes.set_xticks([first, last], [str(first), str(last)])
    hold_ends(axes)
    axes.grid(axis="y")
    for year in table.drop_duplicates("segment")["year"].iloc[1:]:
        before = table.loc[table["year"] < year, "year"].max()
        axes.axvline((before + year) / 2, color=GREY, linewidth=1, linestyle=(0, (1, 2)), zorder=0)


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
