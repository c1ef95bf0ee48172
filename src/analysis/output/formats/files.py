"""The report as one Word or PDF file for a committee, made from its rendered pages."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from analysis.output.formats.chromium import print_page, require_browser
from analysis.output.formats.document import whole
from analysis.output.formats.word import find_pandoc, write_word

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
    """Write ``report.pdf`` into a report's folder: all pages in order, tagged, with an outline.

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
    with tempfile.TemporaryDirectory(prefix="standards-pdf-") as folder:
        page, printed = Path(folder) / "report.html", Path(folder) / "report.pdf"
        page.write_text(str(whole(report)), encoding="utf-8")
        print_page(page, printed)
        # of the same length, so that the places recorded in the file stay true
        target.write_bytes(DATES.sub(DATE, printed.read_bytes()))
    return target


def to_docx(report: Path) -> Path:
    """Write ``report.docx`` into a report's folder: Word's own headings, captions and tables, charts as pictures.

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
    return target
