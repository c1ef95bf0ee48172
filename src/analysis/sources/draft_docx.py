"""Reading a Word file: its paragraphs and tables in the document's order, as they stand once changes are accepted."""

import re
from pathlib import Path

from analysis.basics.phrases import counted
from analysis.basics.tidy import tidy
from analysis.basics.word_package import has_macros, open_word
from analysis.basics.word_text import qn, runs, text_of
from analysis.basics.word_walk import Place, WordTable, walk
from analysis.catalogue.passage import Passage
from analysis.sources.draft_table import Cell, is_caption, table_passages

#: A line in bold of at most so many words and without a full stop is a heading.
HEADING_WORDS = 12


def read_docx(file: Path) -> tuple[list[Passage], list[str]]:
    """The passages of a Word file, and what a person should know of how it was read.

    Raises
    ------
    InputError
        As ``analysis.basics.word_package.open_word``.
    """
    document = open_word(file, pictures=False)
    styles = _styles(document)
    items = [item for item in walk(document) if isinstance(item, WordTable) or item.place]
    passages: list[Passage] = []
    heading = ""
    for index, item in enumerate(items):
        if isinstance(item, WordTable):
            passages += table_passages(_cells(item), heading, _caption(items, index, styles))
            continue
        (paragraph,) = item.paragraphs
        if not (text := text_of(paragraph)):
            continue
        is_heading = _is_heading(paragraph, text, styles)
        heading = text if is_heading else heading
        passages.append(Passage(item.place, heading, "heading" if is_heading else "paragraph", text))
    return passages, _told(document, file)


def _styles(document) -> dict[str, str]:
    """The English name of each style by its id, which Word writes in every language."""
    return {style.style_id: (style.name or "").casefold() for style in document.styles if style.style_id}


def _style(paragraph, styles: dict[str, str]) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else styles.get(found.get(qn("w:val")), "")


def _is_heading(paragraph, text: str, styles: dict[str, str]) -> bool:
    if re.match(r"(heading|title|subtitle)\b", _style(paragraph, styles)):
        return True
    if len(text.split()) > HEADING_WORDS or text.endswith((".", ";", ":", "?")) or is_caption(text):
        return False
    spoken = [
        run for run in runs(paragraph) if any((part.text or "").strip() for part in run.iter(qn("w:t")))
    ]
    return bool(spoken) and all(_is_bold(run) for run in spoken)


def _is_bold(run) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false", "off")


def _caption(items: list, index: int, styles: dict[str, str]) -> str:
    """What the paragraph before a table, or else the one after it, calls it."""
    for near in (index - 1, index + 1):
        if 0 <= near < len(items) and isinstance(items[near], Place):
            (paragraph,) = items[near].paragraphs
            text = text_of(paragraph)
            if _style(paragraph, styles) == "caption" or is_caption(text):
                return text
    return ""


def _cells(table: WordTable) -> list[list[Cell]]:
    """The cells with their words; one that continues the cell above has its words."""
    rows: list[list[Cell]] = []
    above: dict[int, tuple[str, ...]] = {}
    for row in table.rows:
        cells = []
        for place in row:
            own = tuple(tidy(text_of(paragraph)) for paragraph in place.paragraphs)
            above[place.column] = texts = above.get(place.column, ()) if place.continues else own
            cells.append(Cell(place.place, texts, place.column, place.span, place.continues, place.is_head))
        rows.append(cells)
    return rows


def _told(document, file: Path) -> list[str]:
    """What of the file was read in a way that a person should know of, or was not read."""
    body = document.element.body

    def count(*names: str) -> int:
        return sum(1 for _ in body.iter(*(qn(name) for name in names)))

    told = []
    if changes := count("w:ins", "w:del", "w:moveFrom", "w:moveTo"):
        told.append(
            f"It has {counted(changes, 'tracked change')}, read as if accepted: what is inserted counts, what is deleted does not."
        )
    if boxes := count("w:txbxContent"):
        told.append(
            f"{counted(boxes, 'text box', 'text boxes')} of it not read: text boxes have no place for comments."
        )
    if count("w:footnoteReference", "w:endnoteReference"):
        told.append("Its footnotes and endnotes are not read.")
    if has_macros(file):
        told.append("It carries macros, of which nothing was run.")
    if outside := [part for part in document.part.rels.values() if part.is_external]:
        told.append(f"Of its {counted(len(outside), 'link')} to elsewhere none was followed.")
    return told
