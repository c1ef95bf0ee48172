"""A page of a PDF: its lines with their place and type, and the tables that are ruled on it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analysis.basics.tidy import tidy
from analysis.sources.draft_lines import STARTS
from analysis.sources.draft_table import Cell

#: Lines within this share of a page's height from its top or bottom may be its header or footer.
EDGE = 0.09
#: A gap between two lines that is wider than this share of their height parts paragraphs.
GAP = 0.75
#: A line that ends a sentence and is shorter than this share of the page's widest ends a paragraph.
SHORT = 0.8
STOPS = (".", ":", ";", "?", "!")


@dataclass(frozen=True)
class Line:
    """A line of print; distances in points from the page's top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool


@dataclass(frozen=True)
class PdfTable:
    """A ruled table: the texts of its rows, nothing where a cell is part of another, and where it begins."""

    top: float
    rows: list[list[str | None]]

    def cells(self, number: int, page: int) -> list[list[Cell]]:
        """The cells with their places; one without text of its own beside one is taken to be part of it."""
        found = []
        for row, texts in enumerate(self.rows, start=1):
            cells: list[Cell] = []
            for column, text in enumerate(texts, start=1):
                if text is None and cells:
                    cells[-1] = replace(cells[-1], span=cells[-1].span + 1)
                    continue
                place = f"page {page}, table {number}, row {row}, column {column}"
                cells.append(Cell(place, (tidy(text or ""),), column))
            found.append(cells)
        return found


@dataclass(frozen=True)
class Page:
    """The lines and tables of a page, from top to bottom."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[PdfTable] = field(default_factory=list)

    def in_order(self) -> Iterator[list[Line] | PdfTable]:
        """Paragraphs, each as its lines, and tables, in the order of the page."""
        waiting = sorted(self.tables, key=lambda table: table.top)
        for lines in _paragraphs(self.lines, [table.top for table in waiting]):
            while waiting and waiting[0].top < lines[0].top:
                yield waiting.pop(0)
            yield lines
        yield from waiting


def read_page(page) -> Page:
    """What pdfplumber finds on one of its pages."""
    tables, boxes = [], []
    for table in page.find_tables():
        rows = table.extract()
        # a frame around text is no table
        if len(rows) > 1 and max(map(len, rows)) > 1:
            tables.append(PdfTable(table.bbox[1], rows))
            boxes.append(table.bbox)
    words = page.extract_words(extra_attrs=["size", "fontname"], use_text_flow=False, keep_blank_chars=False)
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    return Page(page.page_number, float(page.height), _lines(outside), tables)


def without_repeated(pages: list[Page]) -> list[Page]:
    """The pages without headers and footers: what stands at the edge of three pages or more, but for its numbers."""
    at_edge = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _is_at_edge(line, page)}
    )
    least = max(3, len(pages) // 4)

    def stays(line: Line, page: Page) -> bool:
        alone = re.fullmatch(r"(page\s*)?\d+(\s*of\s*\d+)?", line.text.casefold())
        return not _is_at_edge(line, page) or (at_edge[_key(line)] < least and not alone)

    return [replace(page, lines=[line for line in page.lines if stays(line, page)]) for page in pages]


def _inside(word: dict, box: tuple) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _lines(words: list[dict]) -> list[Line]:
    """Words that stand on one line, from left to right."""
    rows: list[list[dict]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        last = rows[-1] if rows else None
        # small letters raised, such as the end of 98th, stand on the line that they begin in
        if last and word["top"] < last[0]["bottom"] - 0.4 * min(_height(word), _height(last[0])):
            last.append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda word: word["x0"])) for row in rows]


def _height(word: dict) -> float:
    return float(word["bottom"] - word["top"])


def _line(words: list[dict]) -> Line:
    text = ""
    for before, word in zip([None, *words], words, strict=False):
        close = before is not None and word["x0"] - before["x1"] < 0.12 * word["size"]
        text += word["text"] if close or not text else f" {word['text']}"
    letters = Counter[float]()
    for word in words:
        letters[round(float(word["size"]), 1)] += len(word["text"])
    return Line(
        tidy(text),
        left=min(float(word["x0"]) for word in words),
        right=max(float(word["x1"]) for word in words),
        top=min(float(word["top"]) for word in words),
        bottom=max(float(word["bottom"]) for word in words),
        size=letters.most_common(1)[0][0],
        is_bold=all(re.search(r"bold|black|heavy", str(word["fontname"]), re.IGNORECASE) for word in words),
    )


def _paragraphs(lines: list[Line], tables: list[float]) -> list[list[Line]]:
    """Lines that belong together."""
    lines = [line for line in lines if line.text]
    widest = max((line.right for line in lines), default=0.0)
    found: list[list[Line]] = []
    for line in lines:
        last = found[-1][-1] if found else None
        if last is None or _parts(last, line, widest) or any(last.top < top < line.top for top in tables):
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _parts(last: Line, line: Line, widest: float) -> bool:
    """Whether a new paragraph begins between two lines."""
    apart = line.top - last.bottom > GAP * max(last.bottom - last.top, 1.0)
    other_type = abs(line.size - last.size) > 0.6 or line.is_bold != last.is_bold
    ended = last.text.endswith(STOPS) and last.right < SHORT * widest
    return apart or other_type or ended or bool(STARTS.match(line.text))


def _is_at_edge(line: Line, page: Page) -> bool:
    return line.bottom < EDGE * page.height or line.top > (1 - EDGE) * page.height


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())
