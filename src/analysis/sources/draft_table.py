"""The cells of a draft's table as passages: what the row, the column and the table are called goes with each."""

import re
from dataclasses import dataclass

from analysis.catalogue.passage import Passage

#: What is a figure and not a name: 72, 4.3%, -0.04, 98th, £1.2m, 11 of 135, c, low, n/a.
FIGURE = re.compile(
    r"\W*(\d[\d.,]*\s*(%|pp|ppts?|pts?|points?|st|nd|rd|th|=|m|k)*=?(\s*(of|/|out of|to|-|–)\s*\d[\d.,]*)?|[a-z]|n/?a|low|supp|)\W*",
    re.IGNORECASE,
)
LONGEST_FIGURE = 40
#: A year, which heads columns and rows as a name does.
YEAR = re.compile(r"\W*(19|20)\d\d(\s*[/–-]\s*(\d\d)?\d\d)?\W*")
CAPTION = re.compile(r"((T|t)able|TABLE|(F|f)igure|(C|c)hart)\s*(\d|[A-Z]\b)")
#: Columns at the left that may name a row.
MOST_NAMES = 3
#: A cell of so many words is text of the draft that stands in a table for its layout.
WORDS = 14


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its paragraphs, and the columns of the grid that it takes, from 1.

    One that ``continues`` the cell above repeats its text and is no passage. ``is_head`` where the draft says so.
    """

    place: str
    paragraphs: tuple[str, ...]
    column: int
    span: int = 1
    continues: bool = False
    is_head: bool = False

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.paragraphs))


def table_passages(rows: list[list[Cell]], heading: str, caption: str = "") -> list[Passage]:
    """The passages of a table, row by row, without numbers; heads come first as cells without heads of their own.

    Cells of many words, as in papers whose whole text stands in a table, are paragraphs.
    """
    heads = _head_rows(rows)
    over: dict[int, str] = {}
    for row in rows[:heads]:
        for cell in row:
            for column in range(cell.column, cell.column + cell.span):
                if not cell.continues and cell.text:
                    over[column] = f"{over[column]}, {cell.text}" if column in over else cell.text
    names = _name_columns(rows[heads:])
    found = []
    for place, row in enumerate(rows):
        in_head = place < heads
        named = [cell for cell in row if cell.column <= names and cell.text]
        for cell in row:
            if cell.continues or not cell.text:
                continue
            if is_text(cell):
                found += _paragraphs(cell, heading)
                continue
            beside = [] if in_head else [other.text for other in named if other.column < cell.column]
            found.append(
                Passage(
                    place=cell.place,
                    heading=heading,
                    kind="cell",
                    text=cell.text,
                    row_head=", ".join(dict.fromkeys(beside)),
                    column_head="" if in_head else over.get(cell.column, ""),
                    caption=caption,
                )
            )
    return found


def is_figure(text: str) -> bool:
    """Whether a cell is a figure, or what stands for one that is not published.

    Examples
    --------
    >>> [is_figure(text) for text in ("72%", "98th=", "-0.04", "11 of 135", "c", "Barnet", "KS2")]
    [True, True, True, True, True, False, False]
    """
    return len(text) <= LONGEST_FIGURE and bool(FIGURE.fullmatch(text))


def is_text(cell: Cell) -> bool:
    """Whether a cell holds sentences rather than a figure or a name."""
    return len(cell.text.split()) >= WORDS


def is_caption(text: str) -> bool:
    """Whether a paragraph is called "Table 3" or the like, and so may say what the table beside it shows.

    Examples
    --------
    >>> is_caption("Table 3: Attainment at Key Stage 2"), is_caption("Table tennis is popular.")
    (True, False)
    """
    return bool(CAPTION.match(text))


def _paragraphs(cell: Cell, heading: str) -> list[Passage]:
    texts = [text for text in cell.paragraphs if text]
    places = [f"{cell.place}, paragraph {number}" for number in range(1, len(texts) + 1)]
    return [
        Passage(place if len(texts) > 1 else cell.place, heading, "paragraph", text)
        for place, text in zip(places, texts, strict=True)
    ]


def _head_rows(rows: list[list[Cell]]) -> int:
    """How many rows at the top name the columns."""
    marked = 0
    while marked < len(rows) and rows[marked] and all(cell.is_head for cell in rows[marked]):
        marked += 1
    if marked:
        return min(marked, max(len(rows) - 1, 0)) or marked
    if len(rows) < 2 or not _names(rows[0]):
        return 0
    # a name over several columns has another row of names under it
    wide = any(cell.span > 1 for cell in rows[0])
    return 2 if wide and len(rows) > 2 and _names(rows[1]) else 1


def _names(row: list[Cell]) -> bool:
    """Whether the cells of a row are names or years, and none a figure. Its first may be anything."""
    texts = [cell.text for cell in row[1:] if cell.text]
    return bool(texts) and all(YEAR.fullmatch(text) or not is_figure(text) for text in texts)


def _name_columns(body: list[list[Cell]]) -> int:
    """How many columns at the left name the rows: those in which no row has a figure, and at least one."""
    for column in range(1, MOST_NAMES + 1):
        texts = [cell.text for row in body for cell in row if cell.column == column and cell.text]
        if not texts or any(is_figure(text) and not YEAR.fullmatch(text) for text in texts):
            return max(column - 1, 1)
    return MOST_NAMES
