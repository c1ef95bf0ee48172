"""How many of each row: bars that lie within one another, each part of the one behind it."""

import pandas as pd

from analysis.output.charts.frame import BLUE, DARK_ORANGE, INK, Chart, Panel, draw_panels
from analysis.output.charts.rows import halves, lay_rows, name_rows, row_panel
from analysis.output.table import Table

FILLS = ("#C5D6E4", BLUE, DARK_ORANGE)


def counts_chart(rows: pd.DataFrame, names: dict[str, str], axis: str, title: str, alt: str) -> Chart:
    """Bars from 0 for each row, the longest behind.

    ``rows``: ``label`` and the columns of ``names``, at most three, each a part of the one before it; ``names``: what
    they are called.
    """
    fills = dict(zip(names, FILLS, strict=False))
    longest = rows[[*names]].max().max()

    def panel(part: pd.DataFrame) -> Panel:
        counts = [", ".join(map(str, row)) for row in part[[*names]].to_numpy().tolist()]
        laid = lay_rows(part["label"], counts)

        def paint(axes):
            for (name, fill), height in zip(fills.items(), (11, 8, 5), strict=False):
                axes.barh(laid.places, part[name], height=height, color=fill, edgecolor=INK, linewidth=0.5)
            name_rows(axes, laid)
            axes.set(xlim=(0, 1.05 * longest))

        said = " ".join(f"{label}: {text}." for label, text in zip(part["label"], counts, strict=True))
        return row_panel(laid, paint, f"Bars of {', '.join(names.values())}. {said}", axis)

    shown = rows[["label", *names]].rename(columns={"label": "Measure", **names})
    data = Table(f"{title}: data", shown, sheet=False)
    # the palest fill is no colour for words
    inks = [INK, *FILLS[1:]]
    legend = [("■", words, ink) for words, ink in zip(names.values(), inks, strict=False)]
    return draw_panels([panel(part) for part in halves(rows)], title, alt, data, legend=legend)
