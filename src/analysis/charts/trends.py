"""Charts over the years, cut where a series has a break."""

from collections.abc import Callable

import pandas as pd
import seaborn as sns

from analysis.charts.frame import (
    BLUE,
    DARK_ORANGE,
    GREY,
    INK,
    PLUM,
    TEAL,
    Chart,
    draw,
    draw_canvas,
    key,
    wrapped,
)
from analysis.tables import Table


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
