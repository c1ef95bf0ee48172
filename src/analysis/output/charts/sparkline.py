"""A line of a few years, as small as a word, for a cell of a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise

#: Width and height of the drawing and its margin, in its own units; the page sets its size.
WIDTH, HEIGHT, MARGIN = 80.0, 20.0, 3.0


@dataclass(frozen=True)
class Sparkline:
    """The course of one figure: its years, values and printed values; a line is cut where years are missing or a series breaks.

    Parameters
    ----------
    years, segments : tuple of int
        In order; figures of different segments are not to be compared.
    values : tuple of float
        One for each year.
    texts : tuple of str
        The values as they are printed, for those who do not see the line.
    """

    years: tuple[int, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    segments: tuple[int, ...]

    def __str__(self) -> str:
        return "; ".join(f"{year}: {text}" for year, text in zip(self.years, self.texts, strict=True))

    @property
    def alt(self) -> str:
        """What the line shows, for those who do not see it."""
        years = f"{self.years[0]} to {self.years[-1]}" if len(self.years) > 1 else f"{self.years[0]} alone"
        return f"Line of the years {years}, cut where years are missing or not to be compared. {self}"

    def to_html(self) -> str:
        """An svg element with a dot at its last year; of one year the dot alone."""
        places = list(map(self._place, self.years, self.values))
        lines = "".join(
            f'<path d="M{x:.1f} {y:.1f}L{right:.1f} {other:.1f}"/>'
            for (x, y), (right, other) in self._joined(places)
        )
        x, y = places[-1]
        return (
            f'<svg class="spark" role="img" aria-label="{escape(self.alt)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
            f'{lines}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
        )

    def _joined(self, places: list[tuple[float, float]]) -> Iterable[tuple]:
        """The pairs of places that a line may join."""
        for (before, after), (start, end) in zip(
            pairwise(zip(self.years, self.segments, strict=True)), pairwise(places), strict=True
        ):
            if after[0] == before[0] + 1 and after[1] == before[1]:
                yield start, end

    def _place(self, year: int, value: float) -> tuple[float, float]:
        first, last = self.years[0], self.years[-1]
        low, high = min(self.values), max(self.values)
        across = (year - first) / (last - first) if last > first else 1
        up = (value - low) / (high - low) if high > low else 0.5
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)
