"""What every chart shares: the style, the frame with title, text alternative and data, and the key.

A chart is one drawing or several small ones, of the same scale, which stand beside each other where the page is wide enough
and under each other on a phone. Type is drawn once, in the drawing's own units.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from analysis.output.charts.svg import to_svg
from analysis.output.table import Table

DARK_ORANGE = "#B4440B"  # orange as text needs more contrast than orange as a mark
BLUE, TEAL, PLUM, ORANGE, INK, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#6B7276"
#: Inches: no wider than a phone's screen at a size of type that can be read, so that no chart is scrolled sideways; and
#: the width of a small drawing, of which three stand beside each other on a desk.
WIDTH, NARROW = 4.4, 3.4
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
    # a label stands at its line of the grid, or at the end of the scale
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}
#: Classes of the page's style sheet: how many drawings stand beside each other on a desk.
ABREAST = {1: "", 2: " two", 3: " three"}


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
        One drawing, or several one after the other, each with its own text alternative.
    data : Table
        What is drawn, shown beside it.
    abreast : int
        How many drawings stand beside each other on a desk.
    legend : tuple
        Marker, words and colour of each entry of the key that stands above the drawings.
    half : bool
        Whether the chart may stand beside another of its kind.
    """

    title: str
    alt: str
    svg: str
    data: Table
    abreast: int = 1
    legend: tuple[tuple[str, str, str], ...] = ()
    half: bool = False

    def to_html(self) -> str:
        kind = ' class="half"' if self.half else ""
        return (
            f"<figure{kind}>\n<figcaption>{escape(self.title)}</figcaption>\n{self._key()}"
            f'<div class="chart{ABREAST[self.abreast]}">{self.svg}</div>\n'
            f"<details><summary>The data behind this chart</summary>\n{self.data.to_html()}\n</details>\n</figure>"
        )

    def _key(self) -> str:
        if not self.legend:
            return ""
        entries = "".join(
            f'<span><b style="color:{colour}">{marker}</b> {escape(words)}</span> '
            for marker, words, colour in self.legend
        )
        return f'<div class="key">{entries.strip()}</div>\n'

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": f"{self.title}\n{self.alt}", "text/html": self.to_html()}


@dataclass(frozen=True)
class Panel:
    """One drawing of a chart of several.

    Parameters
    ----------
    paint : callable
        Draws on the axes that it is given.
    alt : str
        What this drawing shows, for those who do not see it.
    height : float
        Of the drawing, in points.
    margins : tuple of float
        Left, right, top and bottom of the axes, in points.
    """

    paint: Callable
    alt: str
    height: float
    margins: tuple[float, float, float, float] = (4, 4, 4, 20)


def draw_panels(
    panels: Sequence[Panel],
    title: str,
    alt: str,
    data: Table,
    *,
    width: float = WIDTH,
    abreast: int = 2,
    legend: Sequence[tuple[str, str, str]] = (),
    half: bool = False,
) -> Chart:
    """Draw each panel for itself, ``width`` inches wide; ``abreast`` of them stand beside each other on a desk."""
    drawings = []
    for number, panel in enumerate(panels):
        name = f"{title} {number}"
        with mpl.rc_context():
            mpl.style.use("afcharts.afcharts")
            mpl.rcParams.update(STYLE | {"svg.hashsalt": name})
            canvas = Canvas(figsize=(width, panel.height / POINTS), layout="none", dpi=POINTS)
            FigureCanvasSVG(canvas)
            left, right, top, bottom = panel.margins
            wide = width * POINTS
            panel.paint(
                canvas.add_axes(
                    (
                        left / wide,
                        bottom / panel.height,
                        1 - (left + right) / wide,
                        1 - (top + bottom) / panel.height,
                    )
                )
            )
            drawings.append(to_svg(canvas, name, panel.alt))
    # small drawings keep their size where they are few
    beside = abreast if width < WIDTH else min(abreast, len(panels))
    return Chart(title, alt, "".join(drawings), data, beside, tuple(legend), half)
