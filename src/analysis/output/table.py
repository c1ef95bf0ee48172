"""Tables and sentences as notebooks show them. Nothing is computed here.

Each object displays itself: as HTML in JupyterLab and on the rendered page, and as data that a run collects from the executed
notebook for ``tables.xlsx`` and ``data/*.csv``. What a page shows and what the files hold is therefore one and the same.
"""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from math import isnan

import pandas as pd
from IPython.display import Markdown

from analysis.catalogue.observations import SYMBOLS
from analysis.output.absent import Absent
from analysis.output.charts.sparkline import Sparkline
from analysis.output.citations import PROVISIONAL, cited, source_fold, source_line
from analysis.output.lined_up import most_decimals, room
from analysis.output.marks import PROVISIONAL_HTML, PROVISIONAL_KEY, PROVISIONAL_MARK

TABLE_MIME = "application/vnd.dataresource+json"
#: Text that is a figure, and stands at the right as figures do.
NUMBER = re.compile(r"[−–-]?\d[\d.,]*%?")
#: A table of no more rows says of each in which row of the raw file its first figure stands.
FEW_ROWS = 12
#: A table of more columns than this is printed in smaller type.
WIDE = 9


@dataclass(frozen=True)
class Figure:
    """One number in a table: its value, how it is printed, and where it came from.

    Parameters
    ----------
    value : float or None
        The number, in the measure's unit; None when there is none.
    text : str
        What the page prints: "69.0", "16th", "[c]".
    decimals : int, optional
        Printed precision, used for the number in the workbook.
    reference : str
        Source and row in its raw file, shown on hover: "lait row 347821", and "; provisional" if it may still change.
    rests_on_provisional : bool
        Of a number that is worked out: whether a figure that it rests on is provisional.
    """

    value: float | None
    text: str
    decimals: int | None = None
    reference: str = ""
    rests_on_provisional: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def provisional(self) -> bool:
        return self.rests_on_provisional or self.reference.endswith(PROVISIONAL)


def _is_empty(cell) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and isnan(cell))


@dataclass(frozen=True)
class Table:
    """An accessible table: caption, header cells with scope, right-aligned figures, notes.

    Parameters
    ----------
    caption : str
        What the table shows, unique on its page.
    frame : DataFrame
        Cells are text, ``Figure``, numbers (printed as they are) or missing. The first column names
        the row. Column labels are the printed headings; a label "A | B" puts B under a shared A.
    notes : sequence of str
        Lines under the table.
    sheet : bool
        Whether the table gets a sheet in the workbook.
    stacked : bool
        On a phone each row is a block of labelled figures, in place of columns that lie beyond the edge: for tables of
        many columns none of which matters less than the first.
    desk : sequence of str
        Columns that a narrow screen has no room for; paper shows them.
    """

    caption: str
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    sheet: bool = True
    empty: str = "–"
    classes: dict[str, str] = field(default_factory=dict)
    stacked: bool = False
    desk: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Short, as it stands in a page twice; the same on every run."""
        return "table-" + hashlib.sha256(self.caption.encode()).hexdigest()[:6]

    def to_html(self) -> str:
        if self.frame.empty:
            return f'<p class="note">{escape(self.caption)}: nothing to show.</p>'
        body = "\n".join(self._row(row) for row in self.frame.itertuples(index=False, name=None))
        notes = "".join(f'<p class="note">{escape(note)}</p>' for note in [*self.notes, *self._symbols()])
        notes += source_fold(self._cited(), self._firsts())
        kind = " wide" if len(self.frame.columns) > WIDE else " compact" if self.desk else ""
        kind += " stack" if self.stacked else ""
        return (
            f'<div class="table{kind}" role="region" aria-labelledby="{self.anchor}" tabindex="0">\n<table{self._is("table")}>\n'
            f'<caption id="{self.anchor}">{escape(self.caption)}</caption>\n{self._head()}\n'
            f"<tbody>\n{body}\n</tbody>\n</table>\n</div>\n{notes}"
        )

    def _figures(self) -> list[Figure]:
        """The figures of the table, row by row."""
        rows = self.frame.itertuples(index=False, name=None)
        return [cell for row in rows for cell in row if isinstance(cell, Figure)]

    def _cited(self) -> dict[str, list[int]]:
        return cited(figure.reference for figure in self._figures())

    def _firsts(self) -> list[tuple[str, str]]:
        """The name of each row, and where its first figure comes from; nothing of a table of many rows."""
        rows = [] if len(self.frame) > FEW_ROWS else self.frame.itertuples(index=False, name=None)
        return [
            (str(row[0]), cell.reference) for row in rows for cell in row[1:2] if isinstance(cell, Figure)
        ]

    def _symbols(self) -> list[str]:
        """The key to the symbols that this table uses."""
        shown = {figure.text for figure in self._figures()}
        key = [f"[{symbol}] {meaning}" for symbol, meaning in SYMBOLS.items() if f"[{symbol}]" in shown]
        tied = any(re.search(r"\d(st|nd|rd|th)=", text) for text in shown)
        key += ["= a place shared with others"] if tied else []
        return key + ([PROVISIONAL_KEY] if any(figure.provisional for figure in self._figures()) else [])

    def _head(self) -> str:
        parts = [str(label).split(" | ", 1) for label in self.frame.columns]
        if not any(len(part) == 2 for part in parts):
            cells = "".join(
                f'<th scope="col"{self._align(i)}>{escape(part[0])}</th>' for i, part in enumerate(parts)
            )
            return f"<thead><tr>{cells}</tr></thead>"
        first, second, i = [], [], 0
        while i < len(parts):
            if len(parts[i]) == 1:
                first.append(f'<th scope="col" rowspan="2"{self._align(i)}>{escape(parts[i][0])}</th>')
                i += 1
                continue
            span = next((j for j in range(i, len(parts)) if parts[j][0] != parts[i][0]), len(parts)) - i
            first.append(f'<th scope="colgroup" colspan="{span}">{escape(parts[i][0])}</th>')
            second += [f'<th scope="col" class="n">{escape(parts[j][1])}</th>' for j in range(i, i + span)]
            i += span
        return f"<thead><tr>{''.join(first)}</tr><tr>{''.join(second)}</tr></thead>"

    def _align(self, position: int) -> str:
        """Headings of columns that hold figures stand over them, at the right."""
        cells = [cell for cell in self.frame.iloc[:, position] if not _is_empty(cell)]
        figures = cells and all(
            isinstance(cell, Figure | Absent) or NUMBER.fullmatch(str(cell)) for cell in cells
        )
        names = ["n"] * bool(figures) + ["desk"] * (self.frame.columns[position] in self.desk)
        return f' class="{" ".join(names)}"' if names else ""

    def _row(self, row: tuple) -> str:
        head, *cells = row
        # a row that was printed without a name has no header cell: an empty one says nothing
        first = f'<th scope="row"{self._is("rowheader")}>{escape(str(head))}</th>'
        first = first if str(head).strip() else "<td></td>"
        shown = [self._labelled(self._cell(cell, i), i) for i, cell in enumerate(cells, start=1)]
        return f"<tr{self._is('row')}>{first}{''.join(shown)}</tr>"

    def _labelled(self, cell: str, position: int) -> str:
        """A cell with the heading that stands before it where rows are blocks, or marked as one for a desk."""
        if self.frame.columns[position] in self.desk:
            return re.sub(r'^<td(?: class="([^"]*)")?', r'<td class="desk \1"', cell)
        if not self.stacked:
            return cell
        label = escape(str(self.frame.columns[position]).replace(" | ", ": "))
        return cell.replace("<td", f'<td{self._is("cell")} data-label="{label}"', 1)

    def _is(self, role: str) -> str:
        """What an element is, said where the style sheet may show it as a block: browsers forget it then."""
        return f' role="{role}"' if self.stacked else ""

    def _cell(self, cell, position: int) -> str:
        if isinstance(cell, Sparkline):
            return f"<td>{cell.to_html()}</td>"
        if _is_empty(cell):
            return f"<td>{self.empty}</td>"
        if isinstance(cell, Absent):
            return f'<td class="absent">{escape(cell.why)}</td>'
        if isinstance(cell, Figure):
            return self._figure(cell, position)
        if isinstance(cell, int | float) or NUMBER.fullmatch(str(cell)):
            return f"<td>{cell}</td>"
        style = self.classes.get(str(cell))
        text = f'<span class="{style}">{escape(str(cell))}</span>' if style else escape(str(cell))
        return f'<td class="t">{text}</td>'

    def _figure(self, cell: Figure, position: int) -> str:
        """A figure, lined up with those of its column by decimal point, and by last digit beside a mark."""
        most, marked = self._lined_up[position]
        shown = "" if cell.reference.startswith("neighbours-") else cell.reference.removesuffix(PROVISIONAL)
        hover = f' title="{escape(shown)}"' if shown else ""
        names = [room(cell.text, most), "unmarked" if marked and not cell.provisional else ""]
        kind = f' class="{" ".join(filter(None, names))}"' if any(names) else ""
        mark = f" {PROVISIONAL_HTML}" if cell.provisional else ""
        return f"<td{kind}{hover}>{escape(cell.text)}{mark}</td>"

    @cached_property
    def _lined_up(self) -> list[tuple[int, bool]]:
        """Of each column the most decimals of its numbers, and whether one is marked as provisional."""
        cells = (self.frame.iloc[:, i] for i in range(len(self.frame.columns)))
        columns = [[cell for cell in column if isinstance(cell, Figure)] for column in cells]
        return [
            (most_decimals(map(str, column)), any(cell.provisional for cell in column)) for column in columns
        ]

    def to_resource(self) -> dict:
        """The table as data: number, decimals and printed text of every cell (Tabular Data Resource)."""
        cells = [[self._datum(cell) for cell in row] for row in self.frame.itertuples(index=False, name=None)]
        return {
            "title": self.caption,
            "notes": [*self.notes, *self._symbols(), *filter(None, [source_line(self._cited())])],
            "schema": {"fields": [{"name": str(label)} for label in self.frame.columns]},
            "data": cells,
        }

    @staticmethod
    def _datum(cell) -> dict | str | None:
        if _is_empty(cell):
            return None
        if isinstance(cell, Figure):
            mark = f" {PROVISIONAL_MARK}" if cell.provisional else ""
            return {"value": cell.value, "text": cell.text + mark, "decimals": cell.decimals}
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return {"value": cell, "text": str(cell), "decimals": 0 if float(cell).is_integer() else None}
        return str(cell)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/plain": self.caption, "text/html": self.to_html()}
        return bundle | ({TABLE_MIME: self.to_resource()} if self.sheet and len(self.frame) else {})


def say(*sentences: str) -> Markdown:
    """One paragraph of sentences. Anything that HTML could read as markup is shown as it is."""
    return Markdown(" ".join(escape(sentence, quote=False) for sentence in sentences if sentence))


def bullets(*sentences: str) -> Markdown:
    """A list of sentences, one a line."""
    return Markdown("\n".join(f"- {escape(sentence, quote=False)}" for sentence in sentences if sentence))
