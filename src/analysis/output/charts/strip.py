"""The LA and its comparators among all local authorities, measure by measure."""

from collections.abc import Callable

import pandas as pd

from analysis.output.charts.frame import BLUE, DARK_ORANGE, INK, Chart, Panel, draw_panels
from analysis.output.charts.labels import hold_ends
from analysis.output.charts.rows import halves, lay_rows, name_rows, row_panel
from analysis.output.table import Table

#: Height of a bar in points, and its edge: fills light enough for the marks on them cannot be told from white.
THICK, EDGE = 9, "#5F84A6"
#: Fills of the middle four fifths and of the middle half, and the line from the worst to the best.
MOST, HALF, LINE = "#E1EBF3", "#A9C4DB", "#868E93"
#: What is drawn of all local authorities: the two ends of each, in the order of value.
SPANS = {
    "Middle half of local authorities": ("q25", "q75"),
    "Middle four fifths": ("q10", "q90"),
    "Lowest and highest": ("q0", "q100"),
}


def strip_chart(rows: pd.DataFrame, names: dict[str, str], title: str, alt: str, text: Callable) -> Chart:
    """Where the LA stands in the national distribution of each measure, best at the right.

    ``rows``: ``label, value, england, neighbours, q0, q10, q25, q50, q75, q90, q100, polarity, place`` (the rank
    in words); each strip runs from the worst to the best LA, whatever the unit. ``names``: how ``value``,
    ``england`` and ``neighbours`` are called; ``text(row, value)`` formats a value of a row.
    """
    shown = pd.DataFrame({"Measure": rows["label"]})
    records = list(rows.itertuples())
    for column in ("value", "neighbours", "england"):
        shown[names[column]] = [text(row, getattr(row, column)) for row in records]
    for span, (low, high) in SPANS.items():
        shown[span] = [
            f"{text(row, getattr(row, low))} to {text(row, getattr(row, high))}" for row in records
        ]
    legend = (
        ("●", names["value"], BLUE),
        ("◆", names["neighbours"], DARK_ORANGE),
        ("|", names["england"], INK),
        ("■", "dark box: the middle half of local authorities", EDGE),
        ("□", "light box: the middle four fifths", EDGE),
    )
    panels = [_panel(part, names, text) for part in halves(rows)]
    return draw_panels(panels, title, alt, Table(f"{title}: data", shown, sheet=False), legend=legend)


def _panel(rows: pd.DataFrame, names: dict[str, str], text: Callable) -> Panel:
    """A drawing of some of the rows."""
    scaled = _best_right(rows)
    records = list(rows.itertuples())
    laid = lay_rows(rows["label"], [f"{text(row, row.value)}, {row.place}" for row in records])
    places = laid.places

    def paint(axes):
        axes.hlines(places, 0, 1, color=LINE, linewidth=1, zorder=1)
        for low, high, fill in (("q10", "q90", MOST), ("q25", "q75", HALF)):
            axes.barh(
                places, scaled[high] - scaled[low], left=scaled[low], height=THICK, color=fill, edgecolor=EDGE,
                linewidth=0.8, zorder=2,
            )  # fmt: skip
        for column, colour, marker, size in (
            ("england", INK, "|", 130),
            ("neighbours", DARK_ORANGE, "D", 26),
            ("value", BLUE, "o", 60),
        ):
            there = scaled[column].notna().to_numpy()
            axes.scatter(
                scaled[column][there], [y for y, ok in zip(places, there, strict=True) if ok],
                marker=marker, s=size, color=colour, edgecolor=None if marker == "|" else "white",
                linewidth=2 if marker == "|" else 0.5, zorder=4,
            )  # fmt: skip
        name_rows(axes, laid)
        axes.set(xlim=(0, 1))
        axes.set_xticks([0, 1], ["worst local authority", "best"])
        hold_ends(axes)
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)

    said = " ".join(f"{row.label}: {text(row, row.value)}, {row.place}." for row in records)
    alt = f"Where {names['value']} lies between the worst and the best local authority, measure by measure. {said}"
    return row_panel(laid, paint, alt)


def _best_right(rows: pd.DataFrame) -> pd.DataFrame:
    """Every value of a row on a scale from 0 (the worst LA) to 1 (the best)."""
    columns = ["value", "england", "neighbours", "q10", "q25", "q50", "q75", "q90"]
    span = (rows["q100"] - rows["q0"]).where(lambda width: width > 0, 1)
    scaled = rows[columns].astype(float).sub(rows["q0"], axis=0).div(span, axis=0)
    return scaled.where(rows["polarity"] != "low", 1 - scaled, axis=0).clip(0, 1)
