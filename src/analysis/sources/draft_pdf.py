"""Reading a PDF: its lines joined into paragraphs, and its ruled tables, page by page.

A PDF may be made to fill the memory, or to take for ever. It is read in a process of its own, with bounds on both
(``python -m analysis.sources.draft_pdf FILE``, which ``analysis.sources.draft`` starts).
"""

import json
import logging
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from analysis.catalogue.passage import Passage
from analysis.sources.draft_lines import join_lines, words_of
from analysis.sources.draft_pdf_page import Line, Page, read_page, without_repeated
from analysis.sources.draft_table import is_caption, table_passages

try:
    import resource
except ImportError:  # Windows has no such bounds; the time is bounded there too
    resource = None  # type: ignore[assignment]
try:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
except ImportError:
    pdfplumber = None  # type: ignore[assignment]

#: Pages at most, and bytes of memory.
MOST_PAGES, MOST_MEMORY = 1000, 2 << 30
#: A heading is set larger than the text by this, and has at most so many words.
LARGER, HEADING_WORDS = 1.12, 14
STOPS = (".", ":", ";", "?", "!")


def read_pages(file: Path) -> list[Page]:
    """The lines and tables of each page."""
    with pdfplumber.open(file) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise ValueError(f"more than {MOST_PAGES} pages")
        found = []
        for page in pdf.pages:
            found.append(read_page(page))
            page.close()  # else every letter of every page stays in memory
        return found


def passages_of(pages: list[Page]) -> list[Passage]:
    """The passages of pages in order."""
    lines = [line for page in pages for line in page.lines]
    known = words_of([line.text for line in lines])
    sizes = Counter(line.size for line in lines if len(line.text.split()) > 4)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    passages: list[Passage] = []
    heading, caption, tables = "", "", 0
    for page in pages:
        count = 0
        for item in page.in_order():
            if not isinstance(item, list):
                tables += 1
                passages += table_passages(item.cells(tables, page.number), heading, caption)
                caption = ""
                continue
            text = join_lines([line.text for line in item], known)
            is_heading = _is_heading(item, text, usual)
            count += 1
            if passages and count == 1 and not is_heading and _goes_on(passages[-1], text):
                text = join_lines([passages[-1].text, text], known)
                passages[-1] = replace(passages[-1], text=text)
                continue
            heading = text if is_heading else heading
            caption = text if is_caption(text) else ""
            kind = "heading" if is_heading else "paragraph"
            passages.append(Passage(f"page {page.number}, paragraph {count}", heading, kind, text))
    return passages


def _goes_on(before: Passage, text: str) -> bool:
    """Whether a page begins in the middle of the sentence in which the page before ends."""
    return before.kind == "paragraph" and not before.text.endswith(STOPS) and text[:1].islower()


def _is_heading(lines: list[Line], text: str, usual: float) -> bool:
    if len(text.split()) > HEADING_WORDS or text.endswith((".", ";")) or is_caption(text):
        return False
    return all(line.size > LARGER * usual for line in lines) or all(line.is_bold for line in lines)


def main(file: Path) -> dict:
    """The passages as plain values, or ``problem``: a word for what is wrong."""
    if resource is not None:
        with suppress(ValueError, OSError):  # a bound that is there already may be lower
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if pdfplumber is None:
        return {"problem": "missing"}
    logging.disable(logging.CRITICAL)  # pdfminer tells of every oddity of a font
    try:
        pages = read_pages(file)
    except MemoryError:
        return {"problem": "memory"}
    except ValueError as error:
        return {"problem": "pages" if "pages" in str(error) else "damaged", "why": type(error).__name__}
    except Exception as error:  # whatever a damaged file breaks in the reader, it is one thing to a person
        causes = [type(each) for each in (error, error.__context__, *error.args)]
        known = {PDFPasswordIncorrect: "protected", MemoryError: "memory"}
        problem = next((known[cause] for cause in causes if cause in known), "damaged")
        return {"problem": problem, "why": type(error).__name__}
    read = passages_of(without_repeated(pages))
    empty = [page.number for page in pages if not page.lines and not page.tables]
    return {"passages": [asdict(passage) for passage in read], "pages": len(pages), "empty": empty}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
