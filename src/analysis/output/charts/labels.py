"""Words beside the marks that they name, in the drawing itself, so that nobody looks from a key to a line and back."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.transforms import IdentityTransform

from analysis.output.charts.frame import TYPE

#: Points: a line of type, and what a character of the page's font takes on average (it is narrower than the drawing's).
LINE, CHARACTER = 12.0, 5.3


@dataclass(frozen=True)
class Label:
    """Words at a height of the axes, in a colour."""

    y: float
    text: str
    colour: str
    bold: bool = False


def wrapped(text: str, characters: int) -> str:
    """The words in lines of at most so many characters."""
    return "\n".join(textwrap.wrap(text, characters, break_long_words=False)) or text


def width_of(text: str) -> float:
    """About how wide the longest line of a text is, in points."""
    return CHARACTER * max(map(len, text.split("\n")))


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """The middles of labels as near as can be to where they are wanted, so that none lies over another.

    Labels that touch share the room around them; all stay between ``low`` and ``high`` if there is room.

    Examples
    --------
    >>> spread([10, 12, 50], [10, 10, 10], 0, 100)
    [6.0, 16.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[list[int], float]] = []
    for i in order:
        members = [i]
        while True:
            size = sum(heights[j] for j in members)
            foot, feet = 0.0, []
            for j in members:
                feet.append(wanted[j] - heights[j] / 2 - foot)
                foot += heights[j]
            start = max(min(sum(feet) / len(feet), high - size), low)
            before = blocks[-1] if blocks else None
            if before is None or before[1] + sum(heights[j] for j in before[0]) <= start:
                break
            members = blocks.pop()[0] + members
        blocks.append((members, start))
    middles = [0.0] * len(wanted)
    for members, start in blocks:
        for j in members:
            middles[j] = start + heights[j] / 2
            start += heights[j]
    return middles


def name_ends(axes: Axes, labels: Sequence[Label], beside: float = 6) -> None:
    """Write labels into the right margin, each at its height or as near to it as the others leave room for."""
    axes.get_ylim()  # the limits that the data ask for are worked out only when they are asked for
    box = axes.get_window_extent()
    wanted = [float(axes.transData.transform((0, label.y))[1]) for label in labels]
    heights = [LINE * (label.text.count("\n") + 1) for label in labels]
    # the name of the drawing stands above
    places = spread(wanted, heights, 0, box.y1 + LINE / 2)
    for label, place in zip(labels, places, strict=True):
        axes.figure.text(
            box.x1 + beside, place, label.text, transform=IdentityTransform(), va="center", ha="left",
            fontsize=TYPE, color=label.colour, fontweight="bold" if label.bold else "normal",
        )  # fmt: skip


def hold_ends(axes: Axes) -> None:
    """Keep the first and the last figure of an axis within the drawing."""
    labels = axes.get_xticklabels()
    for label, side in ((labels[0], "left"), (labels[-1], "right")):
        label.set_horizontalalignment(side)


def head(axes: Axes, text: str) -> None:
    """The name of a small drawing, at its top left."""
    canvas = axes.figure
    canvas.text(
        0, canvas.get_window_extent().y1 - 1, text, transform=IdentityTransform(), va="top", ha="left",
        fontsize=TYPE, fontweight="bold",
    )  # fmt: skip
