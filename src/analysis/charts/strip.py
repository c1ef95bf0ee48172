"""The LA and its comparators among all local authorities, measure by measure."""

from collections.abc import Callable

import pandas as pd
import seaborn as sns

from analysis.charts.frame import BLUE, DARK_ORANGE, INK, Chart, draw, key, wrapped
from analysis.tables import Table


def strip_chart(rows: pd.DataFrame, names: dict[str, str], title: str, alt: str, text: Callable) -> Chart:
    """Where the LA stands in the national distribution of each measure, best at the right.

    ``rows``: ``label, value, england, neighbours, q0, q10, q25, q50, q75, q90, q100, polarity, place`` (the rank
    in words); each strip runs from the worst to the best LA, whatever the unit. ``names``: how ``value``,
    ``england`` and ``neighbours`` are called; ``text(row, value)`` formats a value of a row.
    """
    scaled = _best_right(rows)

    def paint(axes):
        places = list(range(len(rows)))
        axes.hlines(places, 0, 1, color="#9AA1A5", linewidth=1, zorder=1)
        axes.hlines(places, scaled["q10"], scaled["q90"], color="#BFD3E3", linewidth=9, zorder=2)
        axes.hlines(places, scaled["q25"], scaled["q75"], color="#7FA9CB", linewidth=9, zorder=2)
        for column, colour, marker, size in (
            ("england", INK, "|", 130),
            ("neighbours", DARK_ORANGE, "D", 26),
            ("value", BLUE, "o", 70),
        ):
            there = scaled[column].notna().to_numpy()
            sns.scatterplot(
                x=scaled[column][there],
                y=[y for y, ok in zip(places, there, strict=True) if ok],
                color=colour,
                marker=marker,
                s=size,
                linewidth=2 if marker == "|" else 0.5,
                ax=axes,
                legend=False,
                zorder=4,
            )
        for y, row in enumerate(rows.itertuples()):
            axes.annotate(f"{text(row, row.value)}, {row.place}", (1.03, y), va="center", fontsize=9)
        key(
            axes,
            ("●", names["value"], BLUE),
            ("◆", names["neighbours"], DARK_ORANGE),
            ("|", names["england"], INK),
        )
        axes.set(xlim=(-0.02, 1.42), ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")
        axes.set_yticks(places, rows["label"].map(wrapped).tolist())
        axes.set_xticks([0, 1], ["worst LA", "best LA"])
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines["bottom"].set_visible(False)

    cuts = {
        "q0": "Lowest LA",
        "q10": "10%",
        "q25": "25%",
        "q50": "Half",
        "q75": "75%",
        "q90": "90%",
        "q100": "Highest LA",
    }
    shown = pd.DataFrame({"Measure": rows["label"]})
    for column, heading in {
        **{key_: names[key_] for key_ in ("value", "neighbours", "england")},
        **cuts,
    }.items():
        shown[heading] = [text(row, getattr(row, column)) for row in rows.itertuples()]
    return draw(paint, title, alt, Table(f"{title}: data", shown, sheet=False), 1.4 + 0.44 * len(rows))


def _best_right(rows: pd.DataFrame) -> pd.DataFrame:
    """Every value of a row on a scale from 0 (the worst LA) to 1 (the best)."""
    columns = ["value", "england", "neighbours", "q10", "q25", "q50", "q75", "q90"]
    span = (rows["q100"] - rows["q0"]).where(lambda width: width > 0, 1)
    scaled = rows[columns].astype(float).sub(rows["q0"], axis=0).div(span, axis=0)
    return scaled.where(rows["polarity"] != "low", 1 - scaled, axis=0).clip(0, 1)
