"""A copy of a Word file with a comment on each sentence that something is to be said of. The file itself is untouched."""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from analysis.basics.word_package import open_word
from analysis.basics.word_text import TEXT, Letter, letters, qn
from analysis.basics.word_walk import places

AUTHOR, INITIALS = "Check of statements", "CS"
#: A sentence is looked for elsewhere in the draft only if it has so many letters and digits.
LEAST_LETTERS = 12
#: Signs that belong to the figure or sentence after them, or before them.
BEFORE, AFTER = "(£-−+<>~'\"“‘[", ".%)]'\"”’!?="
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Note:
    """What is said of a sentence: where it stands, its words (none: all that stands there), and the comment's paragraphs.

    A paragraph is a list of pieces, each a text and whether it is bold.
    """

    place: str
    sentence: str
    paragraphs: tuple[tuple[tuple[str, bool], ...], ...]


def annotate(draft: Path, target: Path, notes: list[Note]) -> list[Note]:
    """Write a copy of a draft with a comment for each note.

    Parameters
    ----------
    draft : Path
        A docx. It is read and not changed.
    target : Path
        The copy, which takes its name only once it is complete.
    notes : list of Note
        In the order in which they are numbered. A sentence that is not at its place, as after an edit of the draft, is
        looked for in all of it.

    Returns
    -------
    list of Note
        Those whose sentence was not found, for which there is no comment.

    Raises
    ------
    InputError
        As ``analysis.basics.word_package.open_word``.
    """
    document = open_word(draft)
    at = places(document)
    missing = []
    for note in notes:
        if not (found := _find(note, at)):
            missing.append(note)
            continue
        comment = document.comments.add_comment(author=AUTHOR, initials=INITIALS)
        _mark(*found, comment.comment_id)
        for number, pieces in enumerate(note.paragraphs):
            paragraph = comment.add_paragraph() if number else comment.paragraphs[0]
            for text, is_bold in pieces:
                paragraph.add_run(text).bold = is_bold or None
    part = target.with_name(f".{target.name}.part")
    try:
        document.save(str(part))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return missing


def _find(note: Note, at: dict[str, list]) -> tuple[list[Letter], int, int] | None:
    """The letters of the sentence's paragraphs, and where among them it begins and ends."""
    own = at.get(note.place) or at.get(note.place.rpartition(", paragraph ")[0]) or []
    key = "".join(key for key, _ in _keyed(note.sentence))
    if own:
        seen = [letter for paragraph in own for letter in letters(paragraph)]
        if found := _stretch(seen, key):
            return found
    if len(key) >= LEAST_LETTERS:
        for paragraphs in at.values():
            seen = [letter for paragraph in paragraphs for letter in letters(paragraph)]
            if found := _stretch(seen, key):
                return found
    is_cell = note.place.startswith("table ") and "paragraph" not in note.place
    if own and (is_cell or not key):
        seen = [letter for paragraph in own for letter in letters(paragraph)]
        return (seen, 0, len(seen)) if seen else None
    return None


def _keyed(text) -> list[tuple[str, int]]:
    """The letters and digits alone, small, each with its place: how quotes, dashes and spaces are set is no matter."""
    return [
        (key, place) for place, letter in enumerate(text) for key in letter.casefold() if letter.isalnum()
    ]


def _stretch(seen: list[Letter], key: str) -> tuple[list[Letter], int, int] | None:
    text = "".join(letter.letter for letter in seen)
    keyed = _keyed(text)
    first = "".join(one for one, _ in keyed).find(key) if key else -1
    if first < 0:
        return None
    start, end = keyed[first][1], keyed[first + len(key) - 1][1] + 1
    while start > 0 and text[start - 1] in BEFORE:
        start -= 1
    while end < len(text) and text[end] in AFTER:
        end += 1
    return seen, start, end


def _mark(seen: list[Letter], start: int, end: int, number: int) -> None:
    """Put the marks of a comment around the letters from ``start`` to before ``end``."""
    last = _run(seen[end - 1])
    if end < len(seen) and _run(seen[end]) is last:
        _part_before(seen[end])
    first = _run(seen[start])
    begins = _part_before(seen[start])
    last = begins if last is first else last
    opening, closing = (last.makeelement(qn(f"w:commentRange{which}")) for which in ("Start", "End"))
    for mark in (opening, closing):
        mark.set(qn("w:id"), str(number))
    begins.addprevious(opening)
    last.addnext(closing)
    # the sign of the comment stands beside an insertion or a link, not within it
    beside = closing
    while beside.getparent().tag != qn("w:p"):
        beside = beside.getparent()
    sign = last.makeelement(qn("w:r"))
    reference = last.makeelement(qn("w:commentReference"))
    reference.set(qn("w:id"), str(number))
    sign.append(reference)
    beside.addnext(sign)


def _run(letter: Letter):
    return letter.part.getparent()


def _part_before(letter: Letter):
    """Part a run before a letter, and return the run that begins with it. Both keep the run's formatting."""
    run = _run(letter)
    content = [child for child in run if child.tag != qn("w:rPr")]
    if letter.part is content[0] and letter.place == 0:
        return run
    right = run.makeelement(run.tag, run.attrib)
    if (formatting := run.find(qn("w:rPr"))) is not None:
        right.append(deepcopy(formatting))
    moved = content[content.index(letter.part) :]
    if letter.place:
        text = letter.part.text
        rest = letter.part.makeelement(TEXT)
        letter.part.text, rest.text = text[: letter.place], text[letter.place :]
        for part in (letter.part, rest):
            part.set(SPACE, "preserve")
        moved = [rest, *moved[1:]]
    for child in moved:
        right.append(child)
    run.addnext(right)
    return right
