"""How many of each row: bars that lie within one another, each part of the one behind it."""

import pandas as pd

from analysis.output.charts.frame import BLUE, DARK_ORANGE, INK, Chart, draw, key
from analysis.output.charts.rows import lay_rows, name_rows
from analysis.output.table import Table

#: Points for the axis and its name, and for a line of the key.
AXIS, KEY = 42, 16
FILLS = ("#C5D6E4", BLUE, DARK_ORANGE)


def counts_chart(rows: pd.DataFrame, names: dict[str, str], axis: str, title: str, alt: str) -> Chart:
    """Bars from 0 for each row, the longest behind.

    ``rows``: ``label`` and the columns of ``names``, at most three, each a part of the one before it; ``names``: what
    they are called.
    """
    laid = lay_rows(rows["label"], [", ".join(map(str, row)) for row in rows[[*names]].to_numpy().tolist()])
    fills = dict(zip(names, FILLS, strict=False))

    def paint(axes):
        for (name, fill), height in zip(fills.items(), (11, 8, 5), strict=False):
            axes.barh(laid.places, rows[name], height=height, color=fill, edgecolor=INK, linewidth=0.5)
        name_rows(axes, laid)
        # the palest fill is no colour for words
        inks = [INK, *FILLS[1:]]
        key(axes, *(("■", words, ink) for words, ink in zip(names.values(), inks, strict=False)))
        axes.set(xlim=(0, None), xlabel=axis)

    shown = rows[["label", *names]].rename(columns={"label": "Measure", **names})
    data = Table(f"{title}: data", shown, sheet=False)
    return draw(paint, title, alt, data, AXIS + KEY * len(names) + laid.height)
