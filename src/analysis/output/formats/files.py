"""The report as one Word or PDF file for a committee, and its brief as another, made from the rendered pages."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from analysis.output.formats.chromium import print_page, require_browser
from analysis.output.formats.document import BRIEF, brief, whole
from analysis.output.formats.word import find_pandoc, write_word
from analysis.output.formats.word_style import ONE_SIDE

#: The dates that Chromium writes into a PDF, and the one that stands in their place.
DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)")
DATE = rb"/\1 (D:20000101000000+00'00')"


def require_tools(formats: Sequence[str]) -> None:
    """Are pandoc and a browser there, as ``docx`` and ``pdf`` need them? Told before a report is made, not after."""
    if "docx" in formats:
        find_pandoc()
    if formats:
        require_browser()


def to_pdf(report: Path) -> Path:
    """Write ``report.pdf`` into a report's folder, all pages in order, tagged, with an outline; and ``brief.pdf``, one side.

    Parameters
    ----------
    report : Path
        A folder with the pages of a report.

    Raises
    ------
    InputError
        If there is no Chromium, Chrome or Edge, or a page is missing.
    """
    target = report / "report.pdf"
    document = whole(report)
    with tempfile.TemporaryDirectory(prefix="standards-pdf-") as folder:
        page = Path(folder) / "report.html"
        page.write_text(str(document), encoding="utf-8")
        _print(page, target)
    _print((report / BRIEF).resolve(), report / "brief.pdf")
    return target


def _print(page: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="standards-pdf-") as folder:
        printed = Path(folder) / "printed.pdf"
        print_page(page, printed)
        # of the same length, so that the places recorded in the file stay true
        target.write_bytes(DATES.sub(DATE, printed.read_bytes()))


def to_docx(report: Path) -> Path:
    """Write ``report.docx`` and ``brief.docx`` into a report's folder: Word's own headings and tables, charts as pictures.

    Parameters
    ----------
    report : Path
        A folder with the pages of a report.

    Raises
    ------
    InputError
        If pandoc (the extra ``documents``) or a browser is missing, or a page is.
    """
    target = report / "report.docx"
    write_word(whole(report), target)
    write_word(brief(report), report / "brief.docx", ONE_SIDE)
    return target
