"""The words of a Word document as a reader sees them once tracked changes are accepted, each with where it stands.

Headers, footers, footnotes and text boxes are not among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis.basics.tidy import tidy


def qn(name: str) -> str:
    """The full name of an element or attribute of Word's XML: of ``w:p``."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name.removeprefix('w:')}"


P, TABLE, ROW, CELL, RUN, TEXT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t"))
#: What only holds other parts, read through: content controls, links, insertions.
THROUGH = {
    qn(f"w:{name}")
    for name in (
        "sdt",
        "sdtContent",
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
}
#: Parts of a run that are a space, and one that is a hyphen, to a reader.
SPACES = {qn(f"w:{name}") for name in ("tab", "br", "cr", "ptab")}
HYPHEN = qn("w:noBreakHyphen")


@dataclass(frozen=True)
class Letter:
    """One character that a reader sees, the part of a run that it is of, and its place within that part."""

    letter: str
    part: Any
    place: int


def blocks(parent) -> Iterator:
    """The paragraphs and tables (elements) of a body or a cell, in order."""
    for child in parent:
        if child.tag in (P, TABLE):
            yield child
        elif child.tag in THROUGH:
            yield from blocks(child)


def within(parent, wanted: str) -> Iterator:
    """The rows of a table, or the cells of a row, through what only holds them; deleted rows are left out."""
    for child in parent:
        if child.tag == wanted:
            if wanted != ROW or child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag in THROUGH:
            yield from within(child, wanted)


def runs(paragraph) -> Iterator:
    """The runs of a paragraph that are read: what is deleted or moved away is not among them."""
    for child in paragraph:
        if child.tag == RUN:
            yield child
        elif child.tag in THROUGH:
            yield from runs(child)


def letters(paragraph) -> list[Letter]:
    """Every character of a paragraph in order, as it stands."""
    found = []
    for run in runs(paragraph):
        for part in run:
            if part.tag == TEXT:
                found += [Letter(letter, part, place) for place, letter in enumerate(part.text or "")]
            elif part.tag in SPACES:
                found.append(Letter(" ", part, 0))
            elif part.tag == HYPHEN:
                found.append(Letter("-", part, 0))
    return found


def text_of(paragraph) -> str:
    """The words of a paragraph."""
    pieces = []
    for run in runs(paragraph):
        for part in run:
            if part.tag == TEXT:
                pieces.append(part.text or "")
            elif part.tag in SPACES:
                pieces.append(" ")
            elif part.tag == HYPHEN:
                pieces.append("-")
    return tidy("".join(pieces))
