"""Reading a draft in Markdown or plain text."""

import re
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.tidy import tidy
from analysis.catalogue.passage import Passage
from analysis.sources.draft_lines import STARTS, join_lines, words_of
from analysis.sources.draft_table import Cell, is_caption, table_passages

#: The largest text that is read: 500 pages are some 2 MB.
MOST_BYTES = 10 << 20
HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)[\s#]*")
UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*")
RULE = re.compile(r"\s*\|?(\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*")
#: Markdown that is not words: comments, pictures, the address of a link, emphasis.
UNSPOKEN = [
    (re.compile(r"<!--.{0,5000}?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,2000}?)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
]
#: A line of its own of at most so many words, without a stop and without a figure, is a heading of plain text.
HEADING_WORDS = 10


def read_text(file: Path) -> tuple[list[Passage], list[str]]:
    """The passages of a text, and what a person should know of how it was read.

    Raises
    ------
    InputError
        If it is too large, or no text.
    """
    text, told = _decoded(file)
    is_markdown = file.suffix.casefold() in (".md", ".markdown")
    if is_markdown:
        for pattern, words in UNSPOKEN:
            text = pattern.sub(words, text)
    lines = text.splitlines()
    known = words_of(lines)
    passages: list[Passage] = []
    heading, caption, paragraphs, tables = "", "", 0, 0
    for group in _groups(lines, is_markdown):
        if len(group) > 1 and RULE.fullmatch(group[1]) and "|" in group[0]:
            tables += 1
            passages += table_passages(_cells(group, tables), heading, caption)
            caption = ""
            continue
        if not (words := join_lines([_bare(line, is_markdown) for line in group], known)):
            continue
        paragraphs += 1
        is_heading = _is_heading(group, words, is_markdown)
        heading = words if is_heading else heading
        caption = words if is_caption(words) else ""
        kind = "heading" if is_heading else "paragraph"
        passages.append(Passage(f"paragraph {paragraphs}", heading, kind, words))
    return passages, told


def _decoded(file: Path) -> tuple[str, list[str]]:
    """The text, and a remark if its encoding had to be guessed."""
    name = paths.shown(file)
    if file.stat().st_size > MOST_BYTES:
        raise InputError(
            f"The text is larger than {MOST_BYTES >> 20} MB.", file=name, remedy="Split it into parts."
        )
    content = file.read_bytes()
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not wide:
        raise InputError(
            "The file is not text.", file=name, expected="text, Markdown, .docx or .pdf",
            remedy="Save the draft as a Word file or as text.",
        )  # fmt: skip
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            guessed = ["It is not UTF-8, and was read as Windows' Western text."] * (encoding == "cp1252")
            return content.decode(encoding), guessed
        except UnicodeDecodeError:
            continue
    raise InputError("The file's encoding is not known.", file=name, remedy="Save it as UTF-8 text.")


def _groups(lines: list[str], is_markdown: bool) -> list[list[str]]:
    """Lines that belong together: a paragraph, a heading, an item of a list, a table."""
    groups: list[list[str]] = [[]]
    for line in lines:
        last = groups[-1]
        in_table = "|" in line
        if not line.strip():
            groups.append([])
        elif is_markdown and HEADING.fullmatch(line):
            groups += [[line], []]
        elif is_markdown and last and not in_table and UNDERLINE.fullmatch(line):
            last.append(line)
            groups.append([])
        elif last and (STARTS.match(line) or in_table != ("|" in last[0])):
            groups.append([line])
        else:
            last.append(line)
    return [group for group in groups if group]


def _bare(line: str, is_markdown: bool) -> str:
    """A line without the marks of headings, lists and quotations."""
    if not is_markdown:
        return re.sub(r"^\s*[•●▪◦■*]\s+", "", line)
    if found := HEADING.fullmatch(line):
        return found[1]
    return "" if UNDERLINE.fullmatch(line) else re.sub(r"^\s*([*+>•-]\s+)+", "", line)


def _is_heading(group: list[str], words: str, is_markdown: bool) -> bool:
    if is_markdown:
        return bool(HEADING.fullmatch(group[0])) or (len(group) > 1 and bool(UNDERLINE.fullmatch(group[-1])))
    name = re.sub(
        r"^[\d.\s]+|\b(key stage|ks)\s*\d\b|\bprogress 8\b|\battainment 8\b", "", words, flags=re.IGNORECASE
    )
    ends = words.endswith((".", ";", ":", "?", ","))
    is_item = re.match(r"\s*[•●▪◦■*-]", group[0])
    return (
        len(group) == 1
        and not (ends or is_item)
        and len(words.split()) <= HEADING_WORDS
        and not re.search(r"\d", name)
    )


def _cells(lines: list[str], table: int) -> list[list[Cell]]:
    """The cells of a table of Markdown; the line under its head has none."""
    rows = []
    for row, line in enumerate([lines[0], *lines[2:]], start=1):
        inner = line.strip().removeprefix("|")
        if not inner.endswith("\\|"):
            inner = inner.removesuffix("|")
        texts = [tidy(text.replace("\\|", "|")) for text in re.split(r"(?<!\\)\|", inner)]
        rows.append(
            [
                Cell(f"table {table}, row {row}, column {column}", (text,), column, is_head=row == 1)
                for column, text in enumerate(texts, start=1)
            ]
        )
    return rows
