"""Statements of a draft as rows of a claims file, for a person to confirm.

Rules and a table of names, nothing else: no model of language, no network, and the same rows each time. Each sentence that
states a figure, a rank, a band, a comparison or a change becomes one row or more, with the draft's words, the place, the
readings in order where there are several, and what was not understood. Nothing is judged before it is confirmed.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

import pandas as pd

from analysis.catalogue.area_names import Area
from analysis.catalogue.areas import catalogue
from analysis.catalogue.passage import Passage
from analysis.report.claims.draft.about import Facets, Reading, words_alone
from analysis.report.claims.draft.cells import CellClaim, TableRow, cell_claims
from analysis.report.claims.draft.compose import PROPOSED, row
from analysis.report.claims.draft.groups_named import part_of_a_group
from analysis.report.claims.draft.measures_named import load_names
from analysis.report.claims.draft.mentions import read
from analysis.report.claims.draft.qualified import qualify
from analysis.report.claims.draft.section import Section
from analysis.report.claims.draft.statements import Stated
from analysis.report.claims.draft.table_rows import references_in, row_of, with_long_cells
from analysis.report.claims.draft.text import LONGEST, corrected, needs_rapidfuzz, plain, sentences
from analysis.report.claims.draft.values import stated_in
from analysis.report.claims.draft.words import PERIOD, THIS_TARGET, WISHES, place_word

#: Rows beyond these are not proposed: nobody confirms more, and a made-up file must not fill the memory.
MOST_ROWS = 20_000
_WORDS = "disadvantaged statistical neighbours national nationally average quartile ranked ranking eligible increased decreased improved declined narrowed attainment attendance authorities significantly percentage compared"
_REFERS_BACK = re.compile(
    r"(?:this|that|these|it|the (?:figure|rate|gap|percentage|proportion|result|score|rank(?:ing)?))\b"
)
_TOO_MANY = f"the draft states more than {MOST_ROWS:,} things; those after this one are not proposed"
_CONTENTS = re.compile(r"\.{4,}\s*\d+\s*$")
#: Kinds that are stated in words alone; without a measure they say too little for a row.
_IN_WORDS = ("comparison", "change", "rank_band", "superlative", "sensitivity", "cohort_size")


def propose(passages: list[Passage], area: Area, year: int) -> pd.DataFrame:
    """The rows of a claims file for what a draft states.

    Parameters
    ----------
    passages : list of Passage
        As a reader of documents gives them, in the order of the draft.
    area : Area
        The local authority that the draft is about.
    year : int
        The year of the results: 2017 for 2016/17. What names no year is taken to be of it.

    Returns
    -------
    DataFrame
        ``PROPOSED`` as text, one row a statement in the order of the draft, ``confirm`` empty. Empty if it states nothing.

    Raises
    ------
    InputError
        If the package for typing errors is not installed.
    """
    needs_rapidfuzz()
    names = _names_of(area)
    passages = with_long_cells(passages)
    section, rows, references = Section(names), list[dict[str, str]](), references_in(passages, names)
    for is_cell, found in groupby(passages, key=lambda passage: passage.kind == "cell"):
        listed = list(found)
        for made in (
            _of_table(listed, section, year) if is_cell else _of_text(listed, section, year, references)
        ):
            if len(rows) == MOST_ROWS:
                rows[-1]["not_understood"] = "; ".join(filter(None, [rows[-1]["not_understood"], _TOO_MANY]))
                return _table(rows)
            rows.append(made)
    return _table(rows)


def _table(rows: list[dict[str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=PROPOSED, dtype=str)
    table["id"] = [f"d{number:03d}" for number in range(1, len(table) + 1)]
    return table


def _of_text(
    passages: list[Passage], section: Section, year: int, references: dict
) -> Iterator[dict[str, str]]:
    for passage in passages:
        if _CONTENTS.search(passage.text):
            continue
        if passage.kind == "heading" or words_alone(passage.text):
            section.enter(passage.text, passage.kind == "heading")
            continue
        section.paragraph()
        section.note = plain(passage.text)
        for sentence in sentences(passage.text):
            yield from _unique(_of_sentence(sentence, passage, section, year, references))
        if passage.text.rstrip().endswith(":"):  # the list that follows is of what is wished, or is not
            section.wishes = bool(WISHES.search(plain(sentences(passage.text)[-1])))


def _of_sentence(
    words: str, passage: Passage, section: Section, year: int, references: dict
) -> Iterator[dict[str, str]]:
    text, put_right = corrected(plain(words), _known_words())
    if len(words) > LONGEST:
        put_right = (*put_right, f"only the first {LONGEST:,} characters of the sentence were read")
    sentence = read(text, section.own_names)
    if _REFERS_BACK.match(text):
        section.refer_back()
    stated = [] if section.wishes else qualify(stated_in(sentence, year), sentence)
    if found := PERIOD.search(text):
        section.period = f"{found[1].replace('/', ' and ').replace(' term', '')} {'terms' if 'spring' in found[1] and 'autumn' in found[1] else 'term'}"
    if (match := THIS_TARGET.search(text)) and section.target_band:
        word = place_word(text[: match.end(1)] + " the ", "")[0]
        cells = {"kind": "rank_band", "word": word, "band": section.target_band, "year": str(year)}
        stated.append(
            Stated(
                cells,
                stated[-1].about.copy() if stated else Facets(),
                ["the band of the target named before"],
                match.start(),
            )
        )
    for one in stated:
        if one.cells["kind"] == "target_is":
            section.target_band = one.cells.get("band", "")
    about = Facets()
    for mention in sentence.of("measure", "group"):
        about.add(mention, sentence)
    for one in stated:
        for made in _rows(one, section, words, put_right, part_of_a_group(text), references):
            yield made | {"location": passage.place, "period": section.period}
    last = stated[-1].about if stated and stated[-1].about.names else about
    section.remember(Facets(last.names or about.names, last.groups or about.groups))


def _rows(
    stated: Stated, section: Section, words: str, put_right: tuple[str, ...], part: str, references: dict
) -> Iterator[dict[str, str]]:
    """A row for each measure and each group that a statement is of."""
    cells, notes = stated.cells, (*stated.notes, *put_right)
    percent = cells["kind"] == "value" and cells.get("value", "").endswith("%")
    rank = cells["kind"] in ("rank_value", "rank_band") or cells.get("figure") == "rank"
    found = section.of(stated.about, percent, rank)
    if part and cells["kind"] != "count":
        notes = (*notes, f"'{part}' is no pupil group of the catalogue")
    groups = section.groups_of(stated.about)
    if "gap" in cells.get("figure", "") or cells["kind"] == "arithmetic":
        groups = groups[:1]
    if cells["kind"] in ("count", "band_edge"):
        yield row(cells, None, "", words, notes)
        return
    if not found:
        if cells["kind"] not in _IN_WORDS and any(
            other.names or other.groups for other in (stated.about, *section.behind)
        ):
            yield row(cells, None, groups[0], words, notes)
        return
    for reading in found:
        attended = [
            name for names in stated.about.names.values() for name in names if name.name == "attendance"
        ]
        if attended and not rank and reading.measures[0].startswith("absence"):
            notes = (*notes, "attendance is read as absence")
        if _of_schools_above(reading, stated.about, section.heading):
            notes = (*notes, "whether it is of all schools: the heading names a kind of school")
        for group in groups:
            reference = references.get((reading.measures[0], "" if group == "all" else group), "")
            yield row(
                cells, reading, group, words, (*notes, reading.note if stated.several else ""), reference
            )


def _of_schools_above(reading: Reading, about: Facets, heading: Facets) -> bool:
    """Whether absence or exclusions are read as of one kind of school that only a heading of something else names."""
    measure = reading.measures[0] if len(reading.measures) == 1 else ""
    of_schools = measure.endswith(("_primary", "_secondary", "_special")) and "sort" in about.names
    kind = f"_{measure.rsplit('_', 1)[-1]}"
    named = any(one.endswith(kind) for name in heading.names.get("sort", []) for one in name.measures)
    return of_schools and "school" not in about.names and not named


def _of_table(passages: list[Passage], section: Section, year: int) -> Iterator[dict[str, str]]:
    section.table()
    for _, cells in groupby(passages, key=lambda cell: (cell.caption, row_of(cell))):
        table_row = TableRow(tuple(cells))
        for cell in table_row.cells:
            for claim in cell_claims(cell, table_row, section, year):
                yield from (made | {"location": cell.place} for made in _of_cell(claim, cell, section))


def _of_cell(claim: CellClaim, cell: Passage, section: Section) -> Iterator[dict[str, str]]:
    percent = claim.cells.get("value", "").endswith("%")
    words = " | ".join(filter(None, [cell.row_head, cell.column_head, cell.text]))
    found = section.of(claim.about, percent, claim.cells["kind"] == "rank_value")
    if not found and not any(other.names for other in (claim.about, *section.behind)):
        return  # a table of something else
    meanings: list[Reading | None] = [*found] or [None]
    for reading in meanings:
        yield row(claim.cells, reading, claim.group, words, claim.notes, claim.reference)


def _unique(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each statement of a sentence once."""
    seen = set()
    for made in rows:
        key = tuple(text for name, text in made.items() if name not in ("not_understood", "candidates"))
        if key not in seen:
            seen.add(key)
            yield made


def _names_of(area: Area) -> tuple[str, ...]:
    """How a draft may call its own authority, in plain text."""
    names = [name for name, areas in catalogue()[1].items() if area in areas and not re.search(r"\d", name)]
    return tuple(sorted({plain(area.name), *names}, key=len, reverse=True))


@cache
def _known_words() -> frozenset[str]:
    """The words that a typing error may be of: those of names of measures, and of statements."""
    named = {word for name in load_names() for word in re.findall(r"[a-z]{5,}", name)}
    return frozenset(named | set(_WORDS.split()))
