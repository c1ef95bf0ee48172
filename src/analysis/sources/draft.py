"""Reading a draft: a Word file, a PDF, Markdown or plain text, as passages in the order of the document.

Nothing of a draft is run, no link is followed and no picture is fetched. What is read is bounded in time and memory.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import is_zipfile

from analysis.basics import paths
from analysis.basics.errors import InputError, install_command
from analysis.basics.phrases import counted
from analysis.basics.word_package import MOST_BYTES, OLE, no_word_file
from analysis.catalogue.passage import Passage
from analysis.sources.draft_docx import read_docx
from analysis.sources.draft_pdf import MOST_MEMORY, MOST_PAGES
from analysis.sources.draft_text import read_text

#: Seconds that a PDF may take.
SECONDS = 600
WORD, PDF, TEXT = (".docx",), (".pdf",), (".md", ".markdown", ".txt", ".text")
KINDS = {"Word file": WORD, "PDF": PDF, "text": TEXT}
EXPECTED = "a Word file (.docx), a PDF (.pdf), Markdown (.md) or plain text (.txt)"


@dataclass(frozen=True)
class Draft:
    """A draft as it was read: its passages, and in sentences what of it was read in a special way or not at all."""

    file: Path
    passages: list[Passage]
    told: list[str]


def read_draft(file: Path | str, seconds: float = SECONDS) -> Draft:
    """Read a draft.

    Parameters
    ----------
    file : path
        ``.docx``, ``.pdf``, ``.md`` or ``.txt``, and of that kind by its content too.
    seconds : float
        The most that a PDF may take.

    Raises
    ------
    InputError
        If the file is missing, empty, too large, protected, damaged or of another kind, or has no text.
    """
    file = Path(file)
    kind = checked_kind(file)
    if kind == "Word file":
        passages, told = read_docx(file)
    elif kind == "PDF":
        passages, told = _read_pdf(file, seconds)
    else:
        passages, told = read_text(file)
    if not passages:
        raise InputError(
            "The draft has no text.", file=paths.shown(file),
            remedy="If its pages are pictures or text boxes, copy their text into a Word file.",
        )  # fmt: skip
    numbered = [replace(passage, number=number) for number, passage in enumerate(passages, start=1)]
    return Draft(file, numbered, told)


def checked_kind(file: Path) -> str:
    """The kind of a draft, by its name and its content, which must agree: a key of ``KINDS``."""
    name = paths.shown(file)
    if not file.is_file():
        folder = "This is a folder, not a draft." if file.is_dir() else "There is no such draft."
        raise InputError(folder, file=name, expected=EXPECTED, remedy="Is the path right?")
    if not (size := file.stat().st_size):
        raise InputError("The draft is empty: the file has no content.", file=name)
    if size > MOST_BYTES:
        raise InputError(
            f"The draft is larger than {MOST_BYTES >> 20} MB.", file=name,
            remedy="Save it without its pictures, or in parts.",
        )  # fmt: skip
    with file.open("rb") as stream:
        start = stream.read(1024)
    suffix = file.suffix.casefold()
    if suffix in (".docm", ".dotm"):
        raise InputError(
            f"The Word file has macros ({suffix}).", file=name,
            remedy="Save it as 'Word document (.docx)'. Nothing in it was run.",
        )  # fmt: skip
    if start.startswith(OLE):
        raise no_word_file(file)
    found = "PDF" if b"%PDF-" in start else "Word file" if is_zipfile(file) else "text"
    named = next((kind for kind, suffixes in KINDS.items() if suffix in suffixes), None)
    if named is None:
        raise InputError(
            f"A draft of the kind '{suffix or 'without an ending'}' is not read.", file=name, expected=EXPECTED,
            remedy="Save it as one of these.",
        )  # fmt: skip
    if named != found:
        damaged = " or it is damaged" if named != "text" and found == "text" else ""
        raise InputError(
            f"The file is named as a {named}, but it is not one{damaged}: its content is that of a {found if found != 'text' else 'text, or of nothing that is known'}.",
            file=name, expected=EXPECTED, remedy="Save it anew as what it is named, or give it the ending of what it is.",
        )  # fmt: skip
    return found


def _read_pdf(file: Path, seconds: float) -> tuple[list[Passage], list[str]]:
    """A PDF, read in a process of its own with bounds on time and memory."""
    name = paths.shown(file)
    command = [sys.executable, "-m", "analysis.sources.draft_pdf", str(file.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
        found: dict = json.loads(done.stdout) if done.returncode == 0 else {"problem": "memory"}
    except subprocess.TimeoutExpired:
        found = {"problem": "time"}
    except ValueError:
        found = {"problem": "damaged"}
    if problem := found.get("problem"):
        raise _no_pdf(problem, name, seconds)
    passages = [Passage(**passage) for passage in found["passages"]]
    empty = found["empty"]
    if not passages:
        raise InputError(
            "The PDF has no text: its pages are pictures, as those of a scan.", file=name,
            remedy="Use the file that it was made from (Word), or have its text recognised first (OCR).",
        )  # fmt: skip
    told = ["Of a PDF only tables with ruled lines are read as tables; others are read as lines of text."]
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" and others" if len(empty) > 10 else "")
        told.append(f"{counted(len(empty), 'page')} without text, perhaps pictures: {shown}.")
    return passages, told


def _no_pdf(problem: str, name: str, seconds: float) -> InputError:
    anew = "Use the Word file that it was made from, or print it to a new PDF."
    said, remedy = {
        "missing": (
            "A PDF cannot be read: a package for it is not installed.",
            f"Install it: {install_command('drafts')}",
        ),
        "protected": ("The PDF is protected with a password.", "Save a copy without a password."),
        "damaged": ("The PDF is damaged and cannot be read.", anew),
        "pages": (f"The PDF has more than {MOST_PAGES:,} pages.", "Split it into parts."),
        "time": (f"The PDF took longer than {seconds:g} seconds to read.", f"Split it into parts. {anew}"),
        "memory": (f"The PDF takes more than {MOST_MEMORY >> 30} GB of memory to read.", anew),
    }[problem]
    return InputError(said, file=name, remedy=remedy)
