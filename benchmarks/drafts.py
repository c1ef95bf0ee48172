"""How many of a paper's statements are proposed, and how many of these rightly: against statements transcribed by hand.

The committee papers that data/raw/barnet-2017 was transcribed from are made into a Word document, in a temporary folder,
and read back; what is proposed is held against data/raw/barnet-2017/claims.csv, of which no cell is given to it. The papers
themselves are not part of the project: set STANDARDS_PAPERS to their folder. A table of a Markdown text is a line with
tabs. What was tuned was tuned on the odd lines; the even ones are reported apart.
"""

import argparse
import re
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from docx import Document

from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import parse_band
from analysis.report.claims.draft.propose import propose
from analysis.report.claims.draft.text import plain
from analysis.report.claims.files import parse_area, parse_year, read_claims
from analysis.sources.draft import read_draft

FIRST, LAST = 698, 1600
#: What a statement says, apart from its words: these columns make a row right.
SAID = (
    "measure",
    "pupil_group",
    "year",
    "value",
    "band",
    "word",
    "comparator",
    "area",
    "figure",
    "year2",
    "comparison_group",
)
#: A figure said again is the same statement as a figure; only a reader who knows the rest of the paper can tell them apart.
SAME_KIND = {"same_figure": "value"}


def clean(line: str) -> str:
    """The words of a Markdown line as a document has them."""
    line = re.sub(r"\s*</?(?:sup|sub|b|i|p|a)\b[^>]*>", "", line)
    return " ".join(re.sub(r"^\s*(?:#+|-)\s+|\*+|<[^>]+>", "", line).split())


def made_docx(lines: dict[int, str], file: Path) -> list[tuple[int, str]]:
    """Writes a Word file of a Markdown text, a table for lines with tabs; the line and the text of each paragraph and row."""
    document, table, written = Document(), None, []
    for number, line in lines.items():
        if "\t" in line:
            cells = [clean(cell) for cell in line.split("\t")]
            table = table or document.add_table(rows=0, cols=len(cells))
            row = table.add_row()
            for place, cell in enumerate(cells[: len(row.cells)]):
                row.cells[place].text = cell
            written.append((number, "table"))
            continue
        if not (text := clean(line)):
            table = None if not line.strip() else table
            continue
        table = None
        if line.lstrip().startswith("#"):
            document.add_heading(text, level=min(len(line) - len(line.lstrip("#")), 4))
        else:
            document.add_paragraph(text)
        written.append((number, text))
    document.save(str(file))
    return written


def lines_of(passages: list[Passage], written: list[tuple[int, str]]) -> dict[str, int]:
    """The line of the text that each place of the Word file was made from."""
    texts = [(number, text) for number, text in written if text != "table"]
    rows: list[list[int]] = []
    last = -9
    for number, text in written:
        if text == "table":
            if number != last + 1 or not rows:
                rows.append([])
            rows[-1].append(number)
            last = number
    found, at = {}, 0
    for passage in passages:
        if cell := re.match(r"table (\d+), row (\d+)", passage.place):
            found[passage.place] = rows[int(cell[1]) - 1][int(cell[2]) - 1]
            continue
        while " ".join(texts[at][1].split()) != passage.text:
            at += 1
        found[passage.place] = texts[at][0]
        at += 1
    return found


def said(row, name: str) -> str:
    """A cell in one spelling; the first reading of several."""
    text = str(getattr(row, name)).split(" | ")[0].strip()
    if not text:
        return "" if name != "figure" else ""
    if name == "word":
        return find_word(text).word
    if name == "band":
        band = parse_band(text)
        return f"{band.start}-{band.end}"
    if name in ("year", "year2"):
        return str(parse_year(text))
    if name in ("comparator", "area"):
        return parse_area(text)
    if name == "value":
        number = re.sub(r"(?<=\d)(?:st|nd|rd|th)$|%$", "", text)
        return f"{float(number):g}" if re.fullmatch(r"-?[\d.]+", number) else number
    return text


def compared(gold: pd.DataFrame, made: pd.DataFrame, columns: tuple[str, ...]) -> list[bool]:
    """Whether each statement of ``gold`` has a row of its own line, kind and ``columns`` among those proposed, each row once."""
    left = Counter((row.line, row.kind, *(said(row, name) for name in columns)) for row in made.itertuples())
    found = []
    for row in gold.itertuples():
        key = (row.line, SAME_KIND.get(row.kind, row.kind), *(said(row, name) for name in columns))
        found.append(left[key] > 0)
        left[key] -= left[key] > 0
    return found
