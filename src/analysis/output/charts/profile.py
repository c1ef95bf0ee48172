"""One page on everything: every rank, a drawing for each phase, on one scale; the dots stacked where they would touch."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from analysis.basics.numbers import ordinal
from analysis.output.charts.frame import (
    BLUE,
    DARK_ORANGE,
    GREY,
    INK,
    ORANGE,
    POINTS,
    TYPE,
    WIDTH,
    Chart,
    Panel,
    draw_panels,
)
from analysis.output.charts.labels import LINE, head, width_of, wrapped
from analysis.output.table import Table

#: Points from one dot of a stack to the next, and the ranks that two dots beside each other must be apart.
STEP, TOUCH = 6, 3
#: Points at the sides of a drawing, for the figures of its axis, and between dots and names.
SIDE, FOOT, APART = 8, 20, 6
#: What brackets around a name mean.
BRACKETS = "In brackets: few pupils or rare events decide this rank, or it changes much from year to year."
#: Characters of a line of a name.
NAME = 58


def profile_chart(
    rows: pd.DataFrame, order: list[str], n: int, bands: dict[str, int], title: str, alt: str
) -> Chart:
    """Every rank on one scale from 1 to ``n``, a drawing with its dots for each phase.

    ``rows``: ``row`` (name of the phase), ``rank``, ``whole`` (all pupils, or a group of them), and ``name``, the words
    beside the best and the lowest rank of a phase, empty for all others; ``order``: phases in their order; ``bands``: name
    to last place.
    """
    rows = rows.reset_index(drop=True)
    # the ends are those of all pupils: a group of few can stand anywhere
    whole = rows[rows["whole"]].groupby("row")["rank"].agg(["size", "min", "median", "max"])
    phases = whole.astype({"min": int, "max": int}).assign(groups=(~rows["whole"]).groupby(rows["row"]).sum())
    phases = phases.loc[[name for name in order if name in phases.index]].reset_index()
    names = ["Phase", "Measures", "Best rank", "Middle rank", "Lowest rank", "Ranks of groups"]
    data = Table(f"{title}: data", phases.set_axis(names, axis=1), sheet=False)
    panels = [_panel(name, rows[rows["row"] == name], n, bands) for name in order]
    ends = f"where the {', '.join(bands)} end" if len(bands) > 1 else "the last place that meets it"
    legend = [("●", "all pupils", BLUE), ("◆", "a group of pupils", DARK_ORANGE)]
    legend += [("┆", ends, INK), ("", f"The best of {n} local authorities is 1st, at the left.", INK)]
    if rows["name"].str.startswith("(").any():
        legend.append(("", BRACKETS, INK))
    return draw_panels(panels, title, alt, data, legend=legend)


def _panel(phase: str, rows: pd.DataFrame, n: int, bands: dict[str, int]) -> Panel:
    """The dots of a phase, with the names of the best above them and of the lowest below."""
    level = stacked(rows["rank"])
    named = rows[rows["name"] != ""].sort_values("rank", kind="stable")
    best, lowest = named.iloc[:1], named.iloc[1:].iloc[-1:]
    above = [wrapped(name, NAME) for name in best["name"]]
    below = [wrapped(name, NAME) for name in lowest["name"]]
    room = {"above": _height(above), "below": _height(below)}
    dots = STEP * (int(level.max()) + 1) + 4
    height = room["above"] + dots + room["below"]

    def paint(axes: Axes) -> None:
        head(axes, phase)
        foot = room["above"] + dots - STEP / 2 - 2
        heights = foot - STEP * level
        axes.set(xlim=(1, n), ylim=(height, 0), xlabel="", ylabel="")
        for whole, colour, marker in ((False, ORANGE, "D"), (True, BLUE, "o")):
            chosen = rows["whole"] == whole
            sns.scatterplot(
                x=rows.loc[chosen, "rank"].astype(float), y=heights[chosen], color=colour, marker=marker,
                s=26 if marker == "o" else 18, edgecolor="none", ax=axes, legend=False, zorder=3,
            )  # fmt: skip
        for row in [*best.index, *lowest.index]:
            whole = rows["whole"][row]
            axes.scatter(
                [float(rows["rank"][row])], [heights[row]], s=44, marker="o" if whole else "D",
                color=BLUE if whole else ORANGE, edgecolor=INK, linewidth=1.5, zorder=4,
            )  # fmt: skip
        for row, text in zip(best.index, above, strict=True):
            _beside(axes, rows["rank"][row], heights[row], text, room["above"] - APART, "bottom")
        for row, text in zip(lowest.index, below, strict=True):
            _beside(axes, rows["rank"][row], heights[row], text, height - room["below"] + APART, "top")
        top, end = room["above"], room["above"] + dots
        for place in bands.values():
            axes.vlines(place + 0.5, top, end, color=GREY, linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        _places(axes, n, bands)
        axes.grid(visible=False)
        axes.set(xlabel="", ylabel="")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)

    ranks = rows.loc[rows["whole"], "rank"]
    ends = f", {ordinal(int(ranks.min()))} to {ordinal(int(ranks.max()))}" if len(ranks) else ""
    words = "; ".join([*best["name"], *lowest["name"]])
    alt = f"{phase}: a dot for each rank; of all pupils {len(ranks)}{ends}; of groups {len(rows) - len(ranks)}. {words}".strip()
    return Panel(paint, alt, LINE + 6 + height + FOOT, (SIDE, SIDE, LINE + 6, FOOT))


def _height(texts: list[str]) -> float:
    """Points that names take, with what keeps them apart from the dots."""
    return sum(LINE * (text.count("\n") + 1) + APART for text in texts)


def _beside(axes: Axes, rank: int, dot: float, text: str, edge: float, side: str) -> None:
    """Words above or below the dots, within the drawing, and a line from them to the dot that they name."""
    wide = WIDTH * POINTS - 2 * SIDE
    low, high = axes.get_xlim()
    x = (rank - low) / (high - low) * wide
    left = min(max(x - width_of(text) / 2, 0), max(wide - width_of(text), 0))
    axes.vlines(rank, edge, dot, color=INK, linewidth=0.8, zorder=1)
    axes.text(
        low + left / wide * (high - low), edge, text, ha="left", va=side, fontsize=TYPE, color=INK,
        linespacing=1.15,
    )  # fmt: skip


def _places(axes: Axes, n: int, bands: dict[str, int]) -> None:
    """The ends of the bands, and the first and last place where there is room for them."""
    wide = WIDTH * POINTS - 2 * SIDE
    ticks: dict[float, str] = {
        place + 0.5: name.removeprefix("top ") if len(bands) > 1 else name for name, place in bands.items()
    }
    taken = [(place / n * wide, width_of(words) / 2 + 4) for place, words in ticks.items()]
    for place, x in ((1, 0.0), (n, wide)):
        if all(abs(x - other) > width_of(ordinal(place)) + room for other, room in taken):
            ticks[place] = ordinal(place)
    axes.set_xticks(list(ticks), list(ticks.values()))
    for label, tick in zip(axes.get_xticklabels(), ticks, strict=True):
        label.set_horizontalalignment("left" if tick == 1 else "right" if tick == n else "center")


def stacked(ranks: pd.Series, apart: int = TOUCH) -> pd.Series:
    """The level of each dot in a stack on which no two dots touch: 0 at the foot.

    Examples
    --------
    >>> stacked(pd.Series([1, 2, 4, 1, 60])).tolist()
    [0, 2, 0, 1, 0]
    """
    levels, last = pd.Series(0, index=ranks.index), list[int]()
    for place, rank in ranks.astype(int).sort_values(kind="stable").items():
        level = next((number for number, before in enumerate(last) if rank - before >= apart), len(last))
        last[level : level + 1] = [rank]
        levels[place] = level
    return levels
