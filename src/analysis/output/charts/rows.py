"""Rows of a chart, each with its name above its marks: beside them it would take half of a phone's screen."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.output.charts.frame import INK, TYPE, Panel

#: Points: a line of type, the room that marks take, and what keeps a row apart from the next.
LINE, MARKS, APART = 12.5, 14, 9
#: Characters of the page's font that stand beside each other in a chart, and the fewest that a name is given.
LONGEST, SHORTEST = 60, 24
#: Points for the figures of an axis, and for its name below them.
FIGURES, NAME = 20, 15
#: Rows that one drawing has at most; more stand in two drawings, beside each other on a desk.
FEW = 5


@dataclass(frozen=True)
class Rows:
    """Where the rows of a chart stand, in points from its top.

    ``names``: of each row, in lines; ``said``: what stands at the right of the name; ``tops``: where the names
    begin; ``places``: where the marks are; ``height``: of all rows.
    """

    names: list[str]
    said: list[str]
    tops: list[float]
    places: list[float]
    height: float


def lay_rows(
    names: Sequence[str], said: Sequence[str] | None = None, room: Sequence[float] | float = MARKS
) -> Rows:
    """Places for rows of these names; ``said`` stands beside each, ``room`` is the height of its marks."""
    said = list(said) if said is not None else [""] * len(names)
    rooms = [room] * len(names) if isinstance(room, int | float) else list(room)
    lines, tops, places, height = [], [], [], 0.0
    for name, words, marks in zip(names, said, rooms, strict=True):
        width = max(LONGEST - len(words) - 3 * bool(words), SHORTEST)
        lines.append(textwrap.wrap(name, width) or [""])
        tops.append(height)
        height += LINE * len(lines[-1]) + marks
        # marks that are stacked grow upwards from the foot of their row
        places.append(height - min(marks, MARKS) / 2)
        height += APART
    return Rows(["\n".join(name) for name in lines], said, tops, places, height)


def name_rows(axes: Axes, rows: Rows, bold: Sequence[bool] | None = None) -> None:
    """Write the names above the rows, and what is said of each at the right."""
    weights = ["bold" if own else "normal" for own in bold or [False] * len(rows.names)]
    for name, words, top, weight in zip(rows.names, rows.said, rows.tops, weights, strict=True):
        for x, text, side in ((0, name, "left"), (1, words, "right")):
            if text:
                axes.text(
                    x, top, text, ha=side, va="top", fontsize=TYPE, color=INK, fontweight=weight,
                    # measured in a wider font than the page's: the names must not push the marks aside
                    in_layout=False, transform=axes.get_yaxis_transform(),
                )  # fmt: skip
    axes.set(ylim=(rows.height, -3), ylabel="")
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def halves(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows in two parts of the same length for two drawings, if there are many, or else in one."""
    middle = -(-len(rows) // 2)
    return [rows] if len(rows) <= FEW else [rows.iloc[:middle], rows.iloc[middle:]]


def row_panel(rows: Rows, paint: Callable, alt: str, axis: str = "", above: float = 4) -> Panel:
    """A drawing of rows over an axis, which is named if ``axis`` is given; ``above`` in points, for what stands over them."""

    def painted(axes: Axes) -> None:
        paint(axes)
        axes.set(xlabel=axis, ylabel="")
        _grid(axes, rows)

    foot = FIGURES + (NAME if axis else 0)
    return Panel(painted, alt, above + rows.height + 3 + foot, (6, 6, above, foot))


def _grid(axes: Axes, rows: Rows) -> None:
    """Lines at the figures of the axis, beside the marks alone: none goes through a name."""
    axes.grid(visible=False)
    low, high = axes.get_xlim()
    ticks = [tick for tick in axes.get_xticks() if low < tick < high]
    tops, feet = ([place + side * MARKS / 2 for place in rows.places] for side in (-1, 1))
    for tick in ticks:
        axes.vlines([tick] * len(tops), tops, feet, color="#D5D9DC", linewidth=1, zorder=0)
