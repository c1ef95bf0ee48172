"""Charts of levels: groups side by side, and values with their intervals."""

from collections.abc import Callable

import pandas as pd
import seaborn as sns

from analysis.basics.numbers import format_value
from analysis.output.charts.frame import BLUE, DARK_ORANGE, ORANGE, TYPE, Chart, Panel, draw_panels
from analysis.output.charts.labels import hold_ends
from analysis.output.charts.rows import halves, lay_rows, name_rows, row_panel
from analysis.output.table import Table

#: The least that an axis of two levels covers, in their unit (percentage points).
NARROWEST = 25


def dumbbell_chart(
    rows: pd.DataFrame, names: tuple[str, str], axis: str, title: str, alt: str, text: Callable
) -> Chart:
    """Two levels of each measure and the distance between them.

    ``rows``: ``label, value, comparison_value``; ``names``: what the two are; ``text`` formats a value.
    """
    both = rows[["value", "comparison_value"]]
    low, high = both.min().min(), both.max().max()
    # few points must not look like many
    room = max(0.13 * (high - low), (NARROWEST - (high - low)) / 2)

    def panel(part: pd.DataFrame) -> Panel:
        laid = lay_rows(part["label"])

        def paint(axes):
            axes.hlines(
                laid.places, part["value"], part["comparison_value"], color="#8A9195", linewidth=3, zorder=1
            )
            for column, colour, marker in (("value", BLUE, "o"), ("comparison_value", ORANGE, "D")):
                sns.scatterplot(
                    x=part[column], y=laid.places, color=colour, s=50, marker=marker, ax=axes, legend=False,
                    zorder=3,
                )  # fmt: skip
            pairs = zip(laid.places, part["value"], part["comparison_value"], strict=True)
            for y, value, other in pairs:
                side = -1 if value <= other else 1
                for x, towards, colour in ((value, side, BLUE), (other, -side, DARK_ORANGE)):
                    axes.annotate(
                        text(x), (x, y), (8 * towards, 0), textcoords="offset points", va="center",
                        ha="right" if towards < 0 else "left", fontsize=TYPE, color=colour,
                    )  # fmt: skip
            name_rows(axes, laid)
            axes.set(xlim=(low - room, high + room))

        said = " ".join(
            f"{row.label}: {text(row.value)}, compared with {text(row.comparison_value)}."
            for row in part.itertuples()
        )
        return row_panel(laid, paint, f"{names[0]} and {names[1][0].lower()}{names[1][1:]}. {said}", axis)

    shown = pd.DataFrame(
        {
            "Measure": rows["label"],
            names[0]: rows["value"].map(text),
            names[1]: rows["comparison_value"].map(text),
        }
    )
    data = Table(f"{title}: data", shown, sheet=False)
    legend = (("●", names[0], BLUE), ("◆", names[1], DARK_ORANGE))
    return draw_panels([panel(part) for part in halves(rows)], title, alt, data, legend=legend)


def interval_chart(rows: pd.DataFrame, axis: str, title: str, alt: str) -> Chart:
    """Percentages of small cohorts with their intervals. ``rows``: ``label, value, lower, upper, cohort`` (per cent)."""

    def panel(part: pd.DataFrame) -> Panel:
        said = [
            f"{format_value(value, 'percent', 0, with_unit=True)} ({cohort})"
            for value, cohort in zip(part["value"], part["cohort"], strict=True)
        ]
        laid = lay_rows(part["label"], said)

        def paint(axes):
            axes.hlines(laid.places, part["lower"], part["upper"], color="#7088A0", linewidth=4, zorder=1)
            sns.scatterplot(x=part["value"], y=laid.places, color=BLUE, s=55, ax=axes, legend=False, zorder=3)
            name_rows(axes, laid)
            axes.set(xlim=(0, 100))
            axes.set_xticks(range(0, 101, 20))
            hold_ends(axes)

        words = " ".join(f"{label}: {text}." for label, text in zip(part["label"], said, strict=True))
        return row_panel(laid, paint, f"Percentage of each cohort with its 95% interval. {words}", axis)

    shown = pd.DataFrame(
        {
            "Cohort": rows["label"],
            "Pupils": rows["cohort"],
            "Percentage": rows["value"].map(lambda value: format_value(value, "percent", 1)),
            "95% interval": [
                f"{format_value(low, 'percent', 1)} to {format_value(high, 'percent', 1)}"
                for low, high in zip(rows["lower"], rows["upper"], strict=True)
            ],
        }
    )
    data = Table(f"{title}: data", shown, sheet=False)
    legend = (("●", "percentage", BLUE), ("━", "95% interval", "#7088A0"))
    return draw_panels([panel(part) for part in halves(rows)], title, alt, data, legend=legend)
