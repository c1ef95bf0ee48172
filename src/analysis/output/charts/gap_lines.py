"""Gaps over the years beside each other, a small drawing for each measure, cut where a series breaks."""

from html import escape
from itertools import groupby, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from analysis.output.charts.frame import BLUE, GREY, INK, POINTS, STYLE, TYPE, WIDTH, Chart
from analysis.output.charts.svg import to_svg
from analysis.output.table import Table

#: Points: the height of a drawing, and the least between two labels.
HEIGHT, APART = 165, 13
#: A name that is longer does not stand beside its line: the key has it.
LONGEST = 11
#: Colour, mark and width of each line.
LINES = {"england": (INK, "s", 1.2), "value": (BLUE, "o", 2.5)}
#: As many drawings beside each other as the screen has room for; one on a phone.
GRID = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem 1.5rem"


def gap_lines(
    panels: dict[str, pd.DataFrame], names: dict[str, str], title: str, alt: str, data: Table
) -> Chart:
    """The gap by year beside England's own, a drawing for each measure with the same years.

    Parameters
    ----------
    panels : dict of str to DataFrame
        By name: ``year`` in order, ``value, england`` (points; missing where there is none), ``segment``, a number that is
        the same in years that may be compared, and the figures as printed (``value_text, england_text``).
    names : dict of str to str
        What ``value`` and ``england`` are called, at the end of a line: if too long, the key alone has it.
    title, alt : str
        ``alt`` is said of each drawing, after its name.
    data : Table
        Shown beside.
    """
    years = sorted({year for table in panels.values() for year in table["year"]})
    span = range(years[0], years[-1] + 1)
    drawn = [_drawing(table, names, span, name, f"{name}. {alt}") for name, table in panels.items()]
    svg = f'<div style="{GRID}">{"".join(drawn)}</div>'
    broken = any(table["segment"].nunique() > 1 for table in panels.values())
    return Chart(title, alt, _key(names, broken) + svg, data)


def _key(names: dict[str, str], broken: bool) -> str:
    marks = [
        f'<span style="color:{LINES[series][0]};white-space:nowrap">{mark} {escape(names[series])}</span>'
        for series, mark in (("value", "●"), ("england", "■"))
    ]
    if broken:
        marks.append("┆ the series breaks: do not compare the years on its two sides")
    return f'<p class="note">{" &ensp; ".join(marks)}</p>'


def _drawing(table: pd.DataFrame, names: dict[str, str], span: range, name: str, alt: str) -> str:
    with mpl.rc_context():
        mpl.style.use("afcharts.afcharts")
        mpl.rcParams.update(STYLE | {"svg.hashsalt": name})
        canvas = Canvas(figsize=(WIDTH, HEIGHT / POINTS), layout="constrained", dpi=POINTS)
        FigureCanvasSVG(canvas)
        _paint(canvas.subplots(), table, names, span, name)
        return to_svg(canvas, alt, alt)


def _paint(axes: Axes, table: pd.DataFrame, names: dict[str, str], span: range, name: str) -> None:
    shown = table[["value", "england"]].astype(float)
    low, high = min(shown.min().min(), 0), max(shown.max().max(), 0)
    room = 0.16 * (high - low or 1)
    axes.set(
        xlim=(span[0] - 0.5, span[-1] + 0.29 * len(span) + 0.9),
        ylim=(low - room, high + room),
        xlabel="",
        ylabel="",
    )
    axes.set_title(name, fontsize=TYPE, loc="left", pad=5)
    axes.axhline(0, color=INK, linewidth=1)
    axes.set_xticks(list(span), [f"’{year % 100:02d}" for year in span])
    axes.locator_params(axis="y", nbins=5)
    axes.grid(axis="y")
    axes.grid(visible=False, axis="x")
    for series in LINES:
        _line(axes, table[table[series].notna()], series)
    _breaks(axes, table)
    _ends(axes, table, names, (low - room, high + room))


def _line(axes: Axes, known: pd.DataFrame, series: str) -> None:
    """A piece for each run of years that follow each other and may be compared, with a mark at each year."""
    colour, mark, width = LINES[series]
    for piece in pieces(known["year"].tolist(), known["segment"].tolist()):
        rows = known[known["year"].isin(piece)]
        axes.plot(
            rows["year"], rows[series].astype(float), color=colour, linewidth=width, marker=mark, markersize=4,
            markeredgewidth=0,
        )  # fmt: skip


def pieces(years: list[int], segments: list[int]) -> list[list[int]]:
    """The runs of years that a line may join: next to each other, and of one segment.

    Examples
    --------
    >>> pieces([2018, 2019, 2022, 2023], [0, 0, 0, 1])
    [[2018, 2019], [2022], [2023]]
    """
    keyed = enumerate(zip(years, segments, strict=True))
    runs = groupby(keyed, key=lambda item: (item[1][0] - item[0], item[1][1]))
    return [[year for _, (year, _) in run] for _, run in runs]


def _breaks(axes: Axes, table: pd.DataFrame) -> None:
    """A dashed line at a break; a shaded place for years that have no figures, with the line at its end and not through its words."""
    for year in table.drop_duplicates("segment")["year"].iloc[1:]:
        axes.axvline(year - 0.5, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    for before, after in pairwise(table["year"].tolist()):
        if after - before > 1:
            axes.axvspan(before + 0.5, after - 0.5, color="#EEF0F2", linewidth=0, zorder=0)
            axes.text(
                (before + after) / 2, 0.03, "no\nfigures" if after - before > 2 else "–", ha="center", va="bottom",
                fontsize=TYPE, color=INK, transform=axes.get_xaxis_transform(),
            )  # fmt: skip


def _ends(axes: Axes, table: pd.DataFrame, names: dict[str, str], ends: tuple[float, float]) -> None:
    """The name and last figure of each line at its end, moved apart where they would cover each other."""
    last = {series: table[table[series].notna()].iloc[-1] for series in LINES if table[series].notna().any()}
    places = {series: float(row[series]) for series, row in last.items()}
    least = APART * (ends[1] - ends[0]) / (HEIGHT - 45)
    if len(places) == 2 and abs(np.subtract(*places.values())) < least:
        upper, lower = sorted(places, key=places.__getitem__, reverse=True)
        middle = sum(places.values()) / 2
        places = {upper: middle + least / 2, lower: middle - least / 2}
    for series, place in places.items():
        row, name = last[series], names[series].partition("’s")[0].partition("'s")[0]
        text = row[f"{series}_text"]
        axes.annotate(
            f"{name} {text}" if len(name) <= LONGEST else text, (row["year"], place), (7, 0),
            textcoords="offset points", va="center", fontsize=TYPE, color=LINES[series][0], annotation_clip=False,
        )  # fmt: skip
