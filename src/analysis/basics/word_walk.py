"""A Word document in its own order, each paragraph and each cell with the words by which a person finds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.basics.word_text import CELL, ROW, P, blocks, qn, within


@dataclass
class Place:
    """A paragraph, or a cell with its paragraphs.

    ``column`` counts the columns of the table's grid from 1, of which a cell may take several (``span``). One that
    ``continues`` the cell above has no words of its own. ``is_head`` where Word repeats the row on each page.
    """

    place: str
    paragraphs: list = field(default_factory=list)
    row: int = 0
    column: int = 0
    span: int = 1
    continues: bool = False
    is_head: bool = False


@dataclass(frozen=True)
class WordTable:
    """A table: its number in the document, and its cells row by row."""

    number: int
    rows: list[list[Place]]


def walk(document) -> Iterator[Place | WordTable]:
    """The paragraphs and the tables of a document's body, in order. A table within a table follows it.

    Paragraphs are counted without empty ones, so that a person who counts finds them.
    """
    counted = Counted()
    for block in blocks(document.element.body):
        if block.tag == P:
            yield Place(counted.paragraph(block), [block])
        else:
            yield from _table(block, counted)


def places(document) -> dict[str, list]:
    """The paragraphs (elements) at each place of a document."""
    found: dict[str, list] = {}
    for item in walk(document):
        for place in [item] if isinstance(item, Place) else [cell for row in item.rows for cell in row]:
            if place.place and not place.continues:
                found[place.place] = place.paragraphs
    return found


@dataclass
class Counted:
    """How many paragraphs and tables there were so far."""

    paragraphs: int = 0
    tables: int = 0

    def paragraph(self, element) -> str:
        """The place of a paragraph; nothing for one without words."""
        if not any(part.text for part in element.iter(qn("w:t"))):
            return ""
        self.paragraphs += 1
        return f"paragraph {self.paragraphs}"


def _table(element, counted: Counted) -> Iterator[WordTable]:
    counted.tables += 1
    number, rows, nested = counted.tables, [], []
    for row, line in enumerate(within(element, ROW), start=1):
        cells, column = [], 1 + _number(line, "w:trPr/w:gridBefore", 0)
        is_head = line.find(_path("w:trPr/w:tblHeader")) is not None
        for cell in within(line, CELL):
            merged = cell.find(_path("w:tcPr/w:vMerge"))
            held = list(blocks(cell))
            place = Place(
                f"table {number}, row {row}, column {column}",
                [block for block in held if block.tag == P],
                row,
                column,
                span=max(_number(cell, "w:tcPr/w:gridSpan", 1), 1),
                continues=merged is not None and merged.get(qn("w:val")) != "restart",
                is_head=is_head,
            )
            nested += [block for block in held if block.tag != P]
            cells.append(place)
            column += place.span
        rows.append(cells)
    yield WordTable(number, rows)
    for inner in nested:
        yield from _table(inner, counted)


def _path(path: str) -> str:
    return "/".join(qn(step) for step in path.split("/"))


def _number(element, path: str, default: int) -> int:
    """The number of a property; the span of a damaged or hostile file is not believed beyond Word's 63 columns."""
    found = element.find(_path(path))
    text = "" if found is None else found.get(qn("w:val"), "")
    return min(int(text), 63) if text.isascii() and text.isdigit() else default
