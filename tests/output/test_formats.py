"""Word and PDF: the same report, whole, for those who circulate paper."""

import re
import shutil
import zipfile
from html import unescape

import pytest
from bs4 import BeautifulSoup

from analysis.basics.errors import InputError
from analysis.output.formats import chromium, word
from analysis.output.formats.document import LEFT_OUT, whole
from analysis.output.formats.document import brief as brief_of
from analysis.output.formats.files import to_docx, to_pdf
from analysis.output.formats.word import column_shares
from analysis.runs.ask import make_report
from analysis.runs.batch import run_batch


@pytest.fixture
def report(offline_report, tmp_path):
    """A copy of the report: what is written into it is not part of the tests of the original."""
    return shutil.copytree(offline_report, tmp_path / "report")


@pytest.fixture
def browser():
    if chromium.find_browser() is None:
        pytest.skip("needs Chromium, Chrome or Edge on this machine")


def page_files(report):
    index = BeautifulSoup((report / "index.html").read_text(encoding="utf-8"), "html.parser")
    return [link["href"] for link in index.select("nav[aria-label^=Pages] a") if link["href"] not in LEFT_OUT]


def captions(report):
    """Captions of the tables that stand on the pages, those behind charts left out."""
    texts = [(report / file).read_text(encoding="utf-8") for file in page_files(report)]
    found = [unescape(text) for page in texts for text in re.findall("<caption[^>]*>(.*?)</caption>", page)]
    return [text for text in found if not text.endswith(": data")]


def test_the_document_holds_every_page_once_and_its_links_hold(report):
    document = whole(report)
    sections = [section["id"] for section in document.select("section")]
    assert sections == [*(file.removesuffix(".html") for file in page_files(report)), "sources"]
    ids = [element["id"] for element in document.select("[id]")]
    assert len(ids) == len(set(ids))
    targets = [link["href"] for link in document.select("[href]")]
    assert all(target[0] == "#" and target[1:] in ids for target in targets)
    labels = [element["aria-labelledby"] for element in document.select("[aria-labelledby]")]
    assert set(labels) <= set(ids)
    assert document.title.get_text() == "Barnet: education standards 2016/17"


def test_a_folder_without_a_report_is_an_error_that_says_so(tmp_path):
    with pytest.raises(InputError, match=r"index\.html"):
        to_pdf(tmp_path)


def test_the_pdf_is_tagged_and_the_same_each_time(report, browser):
    first = to_pdf(report).read_bytes()
    assert first.startswith(b"%PDF-") and b"/StructTreeRoot" in first and b"/Lang (en-GB)" in first
    assert b"/Outlines" in first
    brief = (report / "brief.pdf").read_bytes()
    assert brief.startswith(b"%PDF-") and len(brief) < len(first) / 3
    assert to_pdf(report).read_bytes() == first and (report / "brief.pdf").read_bytes() == brief


def test_the_brief_is_a_file_of_its_own_and_no_part_of_the_whole(report):
    assert not whole(report).select("#brief")
    document = brief_of(report)
    page = BeautifulSoup((report / "brief.html").read_text(encoding="utf-8"), "html.parser")
    assert document.h1.get_text() == page.h1.get_text() and not document.select("nav, footer, .where")
    assert [heading.get_text() for heading in document.select("h2")] == [
        heading.get_text() for heading in page.select("main h2")
    ]
    assert document.title.get_text() == "Barnet: education standards 2016/17"


def test_the_word_file_has_words_own_headings_captions_tables_and_described_charts(report, browser):
    pytest.importorskip("pypandoc", reason="needs pandoc: pip install '.[documents]'")
    first = to_docx(report).read_bytes()
    with zipfile.ZipFile(report / "report.docx") as archive:
        text = archive.read("word/document.xml").decode()
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        footer = archive.read("word/footer1.xml").decode()
    tables = re.findall("<w:tbl>.*?</w:tbl>", text, flags=re.DOTALL)
    named = [
        unescape(name) for table in tables for name in re.findall('<w:tblCaption w:val="([^"]*)"', table)
    ]
    assert set(captions(report)) <= set(named)
    assert all("<w:tblHeader" in table for table in tables), "a table without heading rows"
    assert text.count('w:val="Heading1"') == len(page_files(report)) + 1
    described = [unescape(words) for words in re.findall('<wp:docPr descr="([^"]*)"', text)]
    assert len(described) == len(pictures) > 0
    assert all(len(words) > 60 for words in described)
    heights = [int(size) / 360_000 for size in re.findall(r'<wp:extent cx="\d+" cy="(\d+)"', text)]
    assert max(heights) < 22, "a chart is taller than a page and would be cut"
    assert "standards-word-" not in text and "Barnet: education standards 2016/17" in footer
    assert to_docx(report).read_bytes() == first
    with zipfile.ZipFile(report / "brief.docx") as archive:
        brief = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert "Strengths" in brief and "w:pageBreakBefore" not in styles


def test_without_a_browser_or_pandoc_the_error_says_what_to_install(report, monkeypatch):
    monkeypatch.setattr(chromium, "find_browser", lambda: None)
    with pytest.raises(InputError, match="Chromium, Chrome or Edge"):
        to_pdf(report)
    monkeypatch.setattr(word, "pypandoc", None)
    with pytest.raises(InputError, match="pandoc") as raised:
        to_docx(report)
    assert "-m pip install pypandoc-binary==" in str(raised.value)
    assert not (report / "report.pdf").exists() and not (report / "report.docx").exists()


@pytest.mark.parametrize("formats", [["docx"], ["pdf"], ["docx", "pdf"]])
def test_what_a_format_needs_is_asked_for_before_anything_is_made(home, formats, monkeypatch):
    monkeypatch.setenv("PATH", str(home))  # where there is no browser, in the processes of the command too
    with pytest.raises(InputError, match=r"not installed|none was found"):
        make_report("Barnet", 2017, formats)
    with pytest.raises(InputError, match=r"not installed|none was found"):
        run_batch([{"areas": ["Barnet"], "years": [2017]}], formats=formats)
    assert not (home / "reports").exists() and not (home / "data" / "processed").exists()


@pytest.mark.parametrize("columns", [2, 8, 17])
def test_columns_of_a_word_table_share_the_page(columns):
    texts = [["Reading, writing and mathematics", "Measure"], *[["12.3", "Neighbours"]] * (columns - 1)]
    shares = column_shares(texts)
    assert len(shares) == columns and sum(shares) <= 100.01
    assert shares[0] == max(shares)
