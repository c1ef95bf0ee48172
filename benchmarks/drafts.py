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

from analysis.catalogue.areas import find_area
from analysis.catalogue.passage import Passage
from analysis.catalogue.vague_words import find_word
from analysis.report.claims.bands import parse_band
from analysis.report.claims.draft.propose import propose
from analysis.report.claims.draft.text import plain
from analysis.report.claims.files import parse_area, parse_year, read_claims

FIRST, LAST = 698, 1600
#: What a statement says, apart from its words: these columns make a row right.
SAID = ("measure", "pupil_group", "year", "value", "band", "word", "comparator", "area", "figure", "year2", "comparison_group")
#: A figure said again is the same statement as a figure; only a reader who knows the rest of the paper can tell them apart.
SAME_KIND = {"same_figure": "value"}


def clean(line: str) -> str:
    """The words of a Markdown line as a document has them."""
    line = re.sub(r"\s*</?(?:sup|sub|b|i|p|a)\b[^>]*>", "", line)
    return " ".join(re.sub(r"^\s*(?:#+|-)\s+|\*+|<[^>]+>", "", line).split())


def passages_of(lines: dict[int, str]) -> tuple[list[Passage], dict[str, int]]:
    """The passages of a Markdown text by line, and the line of each place."""
    found, line_of, heading, tables = [], {}, "", 0
    heads: list[str] = []
    previous = 0
    for number, line in lines.items():
        if not line.strip():
            continue
        if "\t" in line:
            cells = [clean(cell) for cell in line.split("\t")]
            if previous != number - 1:
                tables, heads, row, caption = tables + 1, cells, 0, ""
            previous, row = number, row + 1
            for column, cell in enumerate(cells):
                place = f"table {tables}, row {row}, column {column + 1}"
                line_of[place] = number
                if cell and row > 1 and column > 0:
                    head = heads[column] if column < len(heads) else ""
                    found.append(Passage(place, heading, "cell", cell, cells[0], head, caption, len(found) + 1))
            continue
        text = clean(line)
        if not text:
            continue
        place = f"paragraph {number}"
        line_of[place] = number
        is_heading = line.lstrip().startswith("#")
        heading = text if is_heading else heading
        found.append(Passage(place, heading, "heading" if is_heading else "paragraph", text, number=len(found) + 1))
    return found, line_of


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
