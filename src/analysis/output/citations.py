"""Where the figures of a table stand: rows of the raw files, and lines of the report's own data/observations.csv."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

#: The file beside the pages that holds every figure with its source. Whoever makes a report has it; published editions, which
#: may hold results and no copy of the publisher's figures, come without it, so that no page links to it.
OBSERVATIONS = "observations.csv"
#: How the reference of a figure ends that its publisher may still change.
PROVISIONAL = "; provisional"


def cited(references: Iterable[str]) -> dict[str, list[int]]:
    """Sources with the rows of their raw files, and last the lines of ``observations.csv``.

    A line of that file names the row, so the rows are only of figures that have no line.

    Examples
    --------
    >>> cited(["lait row 7; data line 3", "lait row 8; data line 4", "ees-ks2 row 3, pct", ""])
    {'lait': [], 'ees-ks2': [3], 'observations.csv': [3, 4]}
    """
    found: dict[str, set[int]] = {}
    lines: set[int] = set()
    for reference in filter(None, references):
        raw, _, line = reference.removesuffix(PROVISIONAL).partition("; data line ")
        source, _, locator = raw.partition(" ")
        row = re.match(r"row (\d+)", locator)
        found.setdefault(source, set()).update([int(row[1])] if row and not line else [])
        lines.update([int(line)] if line else [])
    places = {source: sorted(rows) for source, rows in found.items()}
    return places | ({OBSERVATIONS: sorted(lines)} if lines else {})


def source_line(places: dict[str, list[int]]) -> str:
    """One line for the workbook: "Source: lait; observations.csv, lines 3–4"."""
    texts = [", ".join(filter(None, [source, _numbers(source, rows)])) for source, rows in places.items()]
    return f"Source: {'; '.join(texts)}" if texts else ""


def source_fold(places: dict[str, list[int]]) -> str:
    """The places behind the names of the sources: a reader can open it without a mouse, and paper shows it."""
    if not places:
        return ""
    names = ", ".join(escape(source) for source in places if source != OBSERVATIONS)
    texts = [
        f"{_numbers(source, rows)} of {_linked(source)}" if rows else f"figures of {_linked(source)}"
        for source, rows in places.items()
    ]
    text = "; ".join(texts)
    return (
        f'<details class="where"><summary>Source: {names}</summary>'
        f'<p class="note">{text[0].upper()}{text[1:]}.</p></details>'
    )


def _numbers(source: str, rows: list[int]) -> str:
    return numbered(rows, "line" if source == OBSERVATIONS else "row")


def _linked(source: str) -> str:
    """The data file, or the entry of a source at the foot of the page."""
    anchor = slug(source.removesuffix("-printed"))
    if source == OBSERVATIONS:
        return f"<code>{OBSERVATIONS}</code>"
    return f'<a href="#source-{anchor}">{escape(source)}</a>'


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, for anchors and file names.

    Examples
    --------
    >>> slug("Key stage 2: reading (%)")
    'key-stage-2-reading'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def numbered(rows: list[int], unit: str = "row") -> str:
    """Row numbers in words, those that follow each other as a range.

    Examples
    --------
    >>> numbered([4, 5, 6, 9]), numbered([7], "line"), numbered([])
    ('rows 4–6, 9', 'line 7', '')
    """
    # the distance between a number and its place is the same all through a run
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0])]
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{unit}{'s' if len(rows) > 1 else ''} {', '.join(parts)}" if rows else ""
