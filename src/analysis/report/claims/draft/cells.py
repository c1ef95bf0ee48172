"""Cells of a draft's tables as statements: a figure with what its row, column and caption are called."""

import re
from dataclasses import dataclass, replace

from analysis.catalogue.passage import Passage
from analysis.report.claims.draft import numbers
from analysis.report.claims.draft.about import Facets, facets_of
from analysis.report.claims.draft.cell_changes import CellClaim, is_of_changes, of_a_change
from analysis.report.claims.draft.groups_named import PEERS
from analysis.report.claims.draft.mentions import read
from analysis.report.claims.draft.qualified import WHICH_GAP
from analysis.report.claims.draft.section import Section
from analysis.report.claims.draft.statements import as_stated
from analysis.report.claims.draft.text import plain

_FIGURE = re.compile(r"(?<![\w.,])([+-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?)(%?)(?![\w.]*\w)")
_RANK = re.compile(r"\brank(?:ing|ed)?\b")
_RANKED = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)?(?:=)?(?!\d|\.\d|%)")
_REFERENCE = re.compile(r"^[a-z]{2,6}[/ -]?[a-z]{0,2}\d{1,3}(?:-\d)?$")
_DIFFERENCE = re.compile(r"\b(?:difference|gap)\b")
_BRACKETS = (
    re.compile(r"in brackets (?:is|are)(?: from| for)? ([^().]{2,30})"),
    re.compile(r"(?:\(|\b)'?([^()]{2,40}?)'? in brackets"),
)


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its cells, and the words in it that say what it is of (a title, a reference)."""

    cells: tuple[Passage, ...]

    @property
    def heads(self) -> str:
        """What names the row: the longest head that a cell of it has."""
        return max((cell.row_head for cell in self.cells), key=len, default="")

    @property
    def reference(self) -> str:
        """Of an indicator, if the row begins with one: CES/S24."""
        first = (self.heads or self.cells[0].text).split(",")[0].strip()
        return first if _REFERENCE.match(plain(first)) else ""

    @property
    def title(self) -> str:
        """What an indicator is called, where the row begins with its reference."""
        if not self.reference:
            return ""
        after = self.heads.split(",", 1)[1].strip() if "," in self.heads else ""
        named = [
            cell.text
            for cell in self.cells
            if re.search(r"indicator|title|measure|description", cell.column_head.casefold())
        ]
        return named[0] if named else after or (max((cell.text for cell in self.cells[:2]), key=len))


def cell_claims(cell: Passage, row: TableRow, section: Section, year: int) -> list[CellClaim]:
    """What one cell of a table states; nothing for words without a figure."""
    text, head, column = plain(cell.text), plain(cell.row_head), plain(cell.column_head)
    if (
        not text
        or not head
        or head.endswith("....")
        or text in ("-", ".", "n/a")
        or text in plain(row.title)
        or re.fullmatch(r"20\d\d([/-]\d\d)?", text)
    ):
        return []
    title = row.title
    names = " ".join(filter(None, [column, plain(title) if title else head]))
    about = facets_of(names, section.own_names)
    caption = facets_of(plain(cell.caption), section.own_names) if cell.caption else Facets()
    if not about.names:
        about = Facets(caption.names, about.groups or caption.groups)
    group = (about.groups or caption.groups or section.groups_of(Facets()))[0]
    when = (
        _year(column, year)
        or (None if row.reference else _year(head, year))
        or _year(plain(cell.caption), year)
        or year
    )
    area = _area(column, section) if row.reference else _area(head, section) or _area(column, section)
    base = {"area": area, "year": str(when)}
    reference = row.reference
    if reference and "target" in column:
        return _target(text, about, group, reference)
    if (
        _DIFFERENCE.search(column)
        or _DIFFERENCE.search(head)
        or re.search(r"^(?:difference|gap)\b", plain(title))
    ):
        differences = _difference(text, base, about, group, reference, bool(_RANK.search(head)))
        notes = () if reference or "nation" in f"{names} {plain(cell.caption)}" else (WHICH_GAP,)
        return [replace(claim, notes=notes) for claim in differences]
    has_difference = any(_DIFFERENCE.search(plain(other.column_head)) for other in row.cells)
    if has_difference and not about.groups and not area:
        group = "disadvantaged" if group in ("all", "not_disadvantaged") else group
    if (_RANK.search(head) or _RANK.search(column)) and (found := _RANKED.search(text)):
        cells = {"kind": "rank_value", "value": numbers.rank_text(found[1]), **base}
        # "national rank" is a place among all, "London rank" one in London
        if area and area == _area(column, section):
            cells |= {"area": "", "against": "" if area == "England" else area}
        return [CellClaim(cells, about, group)]
    if reference and (pairs := _pairs(text)):
        return [
            CellClaim({"kind": "value", "value": value, **base, "area": one}, about, group)
            for one, value in pairs
        ]
    figures = _figures(text, base, about, group, reference, section, cell)
    return [of_a_change(claim) for claim in figures] if is_of_changes(column, head) else figures


def _figures(
    text: str, base: dict, about: Facets, group: str, reference: str, section: Section, cell: Passage
) -> list[CellClaim]:
    """A figure, its bracket, its rank, its mark."""
    found = []
    ranks = re.findall(r"rank:? (\d{1,3})", text)
    plain_text = re.sub(r"rank:? \d{1,3}(?:st|nd|rd|th)?", " ", text)
    figures = list(_FIGURE.finditer(plain_text))
    if len(re.findall(r"[a-z]{3,}", plain_text)) > 3 or not (figures or ranks):
        return []
    for place, figure in enumerate(figures[:2]):
        cells = {"kind": "value", "value": as_stated(figure[1]) + figure[2], **base}
        if place == 0:
            found.append(CellClaim(cells, about, group))
        elif bracket := _bracket(cell, section, base, group):
            found.append(CellClaim(cells | bracket[0], about, bracket[1]))
    for rank in ranks:
        found.append(
            CellClaim(
                {"kind": "rank_value", "value": numbers.rank_text(rank), **base, "area": ""}, about, group
            )
        )
    if reference and (mark := re.search(r"\(([gar])\)", text)):
        found.append(CellClaim({"kind": "mark", "word": mark[1].upper()}, about, group, reference))
    return found


def _bracket(cell: Passage, section: Section, base: dict, group: str) -> tuple[dict, str] | None:
    """What a second figure in brackets is of, where a head, the caption, the heading or the text before says it."""
    for text in (plain(cell.column_head), plain(cell.caption), section.text, section.note):
        match = next(filter(None, (pattern.search(text) for pattern in _BRACKETS)), None)
        if not match:
            continue
        said = match[1]
        if year := re.search(r"20\d\d", said):
            return {"year": year[0]}, group
        others = facets_of(said).groups
        if others or "other" in said:
            return {}, others[0] if others else "not_disadvantaged"
        if "previous" in said or "last year" in said:
            return {"year": str(int(base["year"]) - 1)}, group
    return None


def _target(text: str, about: Facets, group: str, reference: str) -> list[CellClaim]:
    cells = {"kind": "target_is"}
    for _, pattern in [one for one in numbers.PATTERNS if one[0] == "band"]:
        if match := pattern.search(text):
            return [CellClaim(cells | {"band": numbers.band_name(match)}, about, group, reference)]
    if areas := numbers.find_areas(text):
        return [CellClaim(cells | {"comparator": areas[0][2]}, about, group, reference)]
    if figure := _FIGURE.search(text):
        return [CellClaim(cells | {"value": figure[1] + figure[2]}, about, group, reference)]
    return []


def _difference(
    text: str, base: dict, about: Facets, group: str, reference: str, is_rank: bool
) -> list[CellClaim]:
    """A difference between groups; in an indicator's row its levels and rank are not read, as they are of several groups."""
    group = "disadvantaged" if group in ("all", "not_disadvantaged") else group
    if is_rank:
        if found := _RANKED.search(text):
            cells = {
                "kind": "rank_value",
                "figure": "gap_rank",
                "value": numbers.rank_text(found[1]),
                **base,
                "area": "",
            }
            return [CellClaim(cells, about, group)]
        return []
    made: list[CellClaim] = []
    cut = re.sub(r"\([^()]*\)?", " ", text)
    ranks = re.findall(r"rank:? (\d{1,3})", cut)
    cut = re.sub(r"rank:? \d{1,3}(?:st|nd|rd|th)?", " ", cut)
    kind = {"kind": "value", "figure": "gap"} if reference else {"kind": "arithmetic"}
    pairs = _pairs(cut) if reference else []
    for area, value in pairs or [(base["area"], f[1] + f[2]) for f in list(_FIGURE.finditer(cut))[:1]]:
        made.append(CellClaim({**kind, "value": value, **base, "area": area}, about, group))
    for rank in ranks:
        made.append(
            CellClaim(
                {"kind": "rank_value", "figure": "gap_rank", "value": numbers.rank_text(rank), **base},
                about,
                group,
            )
        )
    return made + (_levels(text, base, about, group) if reference else [])


_LEVEL_OF_AREA = re.compile(r"([a-z' ]+):?\s*-?[\d.]+%?\s*\(([-\d.]+%?)")
_LEVEL_OF_PEERS = re.compile(r"national other[^\d]*?(-?\d[\d.]*%?)")
_LEVEL_OF_GROUP = re.compile(r"\(\w+ disadvant\w*\.?:?\s*(-?\d[\d.]*%?)")


def _levels(text: str, base: dict, about: Facets, group: str) -> list[CellClaim]:
    """The levels that stand in brackets beside a difference: of the group, and of the other pupils of England."""
    found = []
    if level := _LEVEL_OF_GROUP.search(text):
        found.append(CellClaim({"kind": "value", "value": level[1].rstrip("."), **base}, about, group))
    if level := _LEVEL_OF_PEERS.search(text):
        cells = {"kind": "value", "value": level[1].rstrip("."), **base, "area": "England"}
        found.append(CellClaim(cells, about, PEERS.get(group, "not_disadvantaged")))
    for level in _LEVEL_OF_AREA.finditer(text):
        if areas := numbers.find_areas(level[1]):
            found.append(
                CellClaim({"kind": "value", "value": level[2], **base, "area": areas[-1][2]}, about, group)
            )
    return found


def _pairs(text: str) -> list[tuple[str, str]]:
    """Areas and the figures beside them: "London 94.3% England 89.7%"."""
    found, areas = [], numbers.find_areas(text)
    for place, (_, end, area) in enumerate(areas):
        upto = areas[place + 1][0] if place + 1 < len(areas) else len(text)
        if figure := re.match(r"\s*:?\s*([+-]?\d{1,3}(?:\.\d+)?)(%?)", text[end:upto]):
            found.append((area, figure[1] + figure[2]))
    return found


def _year(text: str, year: int) -> int | None:
    found = re.search(r"\b20\d\d(?:[/-]\d\d)?\b|\blast year\b|\bprevious year\b", text)
    return numbers.year_of(found[0], year) if found else None


def _area(text: str, section: Section) -> str:
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in section.own_names):
        return ""
    areas = read(text, section.own_names).of(
        "area"
    )  # what is a measure's name is no area: reading, the subject
    if not areas and re.search(r"\bnational\b", text):  # "national other" names pupils and their area
        return "England"
    return areas[0].text if areas else ""
