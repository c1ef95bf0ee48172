"""What every chart shares: the style, the frame with title, text alternative and data, and the key."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D

from analysis.output.charts.svg import to_svg
from analysis.output.table import Table

DARK_ORANGE = "#B4440B"  # orange as text needs more contrast than orange as a mark
BLUE, TEAL, PLUM, ORANGE, INK, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#6B7276"
#: Inches: no wider than a phone's screen at a size of type that can be read, so that no chart is scrolled sideways.
WIDTH = 4.4
#: An inch in the units of an SVG drawing.
POINTS = 72
#: The only size of type in a chart, in points: 9 pixels on a screen of 320, about 16 on a desk.
TYPE = 10
STYLE = {
    "svg.fonttype": "none",
    # measured in the font that comes with matplotlib, so that every machine draws the same file
    "font.family": "DejaVu Sans",
    **dict.fromkeys(("font.size", "xtick.labelsize", "ytick.labelsize", "axes.labelsize"), TYPE),
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
    """Draw with ``paint(axes)`` on one pair of axes; ``height`` in points, with key and axis."""
    return draw_canvas(lambda canvas: paint(canvas.subplots()), title, alt, data, height)


def draw_canvas(paint: Callable, title: str, alt: str, data: Table, height: float) -> Chart:
    """Draw with ``paint(canvas)``, which makes its own panels; ``height`` in points."""
    with mpl.rc_context():
        mpl.style.use("afcharts.afcharts")
        mpl.rcParams.update(STYLE | {"svg.hashsalt": title})
        canvas = Canvas(figsize=(WIDTH, height / POINTS), layout="constrained", dpi=POINTS)
        FigureCanvasSVG(canvas)
        paint(canvas)
        return Chart(title, alt, to_svg(canvas, title, alt), data)


def key(axes, *entries: tuple[str, str, str]) -> None:
    """A key of (marker, words, colour), a line each, above all panels and at the left, where a phone begins."""
    axes.figure.legend(
        handles=[Line2D([], [], linestyle="", label=f"{marker} {words}") for marker, words, _ in entries],
        labelcolor=[colour for _, _, colour in entries],
        loc="outside upper left",
        fontsize=TYPE,
        frameon=False,
        handlelength=0,
        handletextpad=0,
        borderpad=0,
        borderaxespad=0,
        labelspacing=0.35,
    )
