"""The rows of a draft's tables: which cells stand in one, and the references of indicators that they give."""

import re
from dataclasses import replace
from itertools import groupby

from analysis.catalogue.passage import Passage
from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.cells import TableRow
from analysis.report.claims.draft.section import Section
from analysis.report.claims.draft.text import plain

_IN_TABLE = re.compile(r"(.*\brow \d+),? column (\d+)")


def row_of(passage: Passage) -> str:
    """The row that a passage of a table stands in; nothing for one outside tables."""
    found = _IN_TABLE.match(passage.place)
    return found[1] if found else ""


def with_long_cells(passages: list[Passage]) -> list[Passage]:
    """Long texts in the rows of indicators are cells too; elsewhere a long text in a table is a paragraph of the draft."""
    rows: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.kind == "cell" and (where := row_of(passage)):
            rows.setdefault(where, []).append(passage)
    of_indicators = {
        where: TableRow(tuple(cells)) for where, cells in rows.items() if TableRow(tuple(cells)).reference
    }
    heads = {
        (cell.caption, _column_of(cell)): cell.column_head
        for cells in rows.values()
        for cell in cells
        if cell.column_head
    }
    found = []
    for passage in passages:
        row_of_it = of_indicators.get(row_of(passage))
        if passage.kind == "paragraph" and row_of_it:
            caption = row_of_it.cells[0].caption
            head = heads.get((caption, _column_of(passage)), "")
            passage = replace(
                passage, kind="cell", row_head=row_of_it.heads, column_head=head, caption=caption
            )
        found.append(passage)
    return found


def _column_of(passage: Passage) -> str:
    found = _IN_TABLE.match(passage.place)
    return found[2] if found else ""


def references_in(passages: list[Passage], names: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """The references of indicators that the draft's own tables give, by measure and group."""
    found: dict[tuple[str, str], str] = {}
    cells = [passage for passage in passages if passage.kind == "cell"]
    for _, listed in groupby(cells, key=lambda cell: (cell.caption, row_of(cell))):
        one = TableRow(tuple(listed))
        if one.reference and not re.match(r"difference|gap", plain(one.title)):
            section = Section(names)
            section.enter(one.title)
            for reading in section.of(section.heading, False):
                group = section.groups_of(Facets())[0]
                found.setdefault((reading.measures[0], "" if group == "all" else group), one.reference)
    return found
