"""A draft that is damaged, protected or made to harm ends in one clear error, in bounded time and memory."""

import hashlib
import os
import subprocess
import sys
import time
import tracemalloc
import zlib
from zipfile import ZipFile

import docx
import pytest

from analysis.basics import word_package
from analysis.basics.errors import InputError
from analysis.sources import draft
from analysis.sources.draft import read_draft
from drafts_made import down, lying, ole, pdf, repacked, word, word_of, write_pdf


def refused(file, *words: str, **options) -> str:
    before = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    with pytest.raises(InputError) as error:
        read_draft(file, **options)
    said = str(error.value)
    assert file.name in said and all(word in said for word in words), said
    assert not before or hashlib.sha256(file.read_bytes()).hexdigest() == before
    return said


@pytest.fixture
def paper(tmp_path):
    return word(tmp_path / "a.docx", "In 2025 72% of pupils reached it.")


def test_a_draft_that_is_not_there(tmp_path):
    refused(tmp_path / "none.docx", "no such draft")
    (tmp_path / "b.docx").mkdir()
    refused(tmp_path / "b.docx", "folder")


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.md", "a.txt"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    refused(tmp_path / name, "empty")


def test_a_word_file_without_words(tmp_path):
    refused(word(tmp_path / "a.docx"), "no text")


def test_a_part_that_would_unpack_to_too_much(paper):
    refused(
        repacked(paper, {"word/media/a.png": bytes(word_package.MOST_UNPACKED + 1)}),
        "fill the memory",
        "400 MB",
    )


def test_a_part_that_is_packed_too_well(paper):
    refused(
        repacked(paper, {"word/other.xml": b"<a>" + b" " * (20 << 20) + b"</a>"}),
        "fill the memory",
        "200 times",
    )


def test_a_directory_that_says_less_than_there_is(paper):
    lying(paper, "word/other.xml", b"<a>" + os.urandom(1000).hex().encode() * 20000 + b"</a>", said=100)
    tracemalloc.start()
    try:
        read_draft(
            paper
        )  # only the 100 bytes that it was said to have are unpacked, and nothing refers to them
    except InputError as error:
        assert "damaged" in str(error)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_many_parts(paper):
    refused(repacked(paper, {f"word/a{n}.xml": b"" for n in range(word_package.MOST_PARTS)}), "parts")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(paper, encoding):
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]><w:document '
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )
    said = refused(repacked(paper, {"word/document.xml": bomb.encode(encoding)}), "entities")
    assert "root:" not in said


def test_a_protected_word_file_and_one_of_an_old_word(tmp_path):
    refused(ole(tmp_path / "a.docx", encrypted=True), "password")
    refused(ole(tmp_path / "b.docx", encrypted=False), "older format")
    refused(ole(tmp_path / "c.doc", encrypted=False), "older format")


@pytest.mark.parametrize("size", [0.3, 0.7, 0.99])
def test_a_damaged_word_file(paper, size):
    content = paper.read_bytes()
    paper.write_bytes(content[: int(len(content) * size)])
    refused(paper, "damaged")


def test_a_word_file_with_broken_xml_or_a_broken_part(paper):
    repacked(paper, {"word/document.xml": b"<w:document><w:body>"})
    refused(paper, "damaged")
    word(paper, "In 2025.")
    content = bytearray(paper.read_bytes())
    middle = content.find(b"word/document.xml") + 60
    content[middle : middle + 20] = bytes(20)
    paper.write_bytes(bytes(content))
    refused(paper, "damaged")


def test_very_deep_xml(tmp_path, paper):
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    refused(repacked(paper, {"word/document.xml": deep}))


def test_names_that_do_not_fit_the_content(tmp_path, paper):
    other = tmp_path / "b.pdf"
    other.write_bytes(paper.read_bytes())
    refused(other, "named as a PDF", "Word file")
    text = tmp_path / "c.docx"
    text.write_text("In 2025 72%.", encoding="utf-8")
    refused(text, "named as a Word file", "damaged")
    refused(_without_document(paper), "not a Word file")
    unknown = tmp_path / "e.odt"
    unknown.write_bytes(b"x")
    refused(unknown, ".odt")


def _without_document(file):
    with ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("xl/workbook.xml", "<a/>")
    return file


def test_macros_are_not_run(tmp_path, paper):
    refused(repacked(word(tmp_path / "b.docm", "In 2025."), {}), "macros")
    carried = repacked(paper, {"word/vbaProject.bin": b"AutoOpen"})
    assert any("macros" in sentence for sentence in read_draft(carried).told)
    with ZipFile(carried) as package:
        types = package.read("[Content_Types].xml").decode()
    changed = types.replace(word_package.MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")
    refused(repacked(carried, {"[Content_Types].xml": changed.encode()}), "macros")


def test_links_are_not_followed(paper, monkeypatch):
    document = docx.Document(str(paper))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("http://203.0.113.1/beacon.png", kind, is_external=True)
    document.save(str(paper))
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was made"))
    assert any("none was followed" in sentence for sentence in read_draft(paper).told)


def test_text_boxes_and_notes_are_said_not_to_be_read(tmp_path):
    boxed = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box 99%</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    noted = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    file = word_of(tmp_path / "a.docx", f"<w:p><w:r><w:t>Read.</w:t></w:r>{boxed}{noted}</w:p>")
    found = read_draft(file)
    assert [passage.text for passage in found.passages] == ["Read."]
    assert "text box" in " ".join(found.told) and "footnotes" in " ".join(found.told)


def test_a_scanned_pdf(tmp_path):
    refused(pdf(tmp_path / "a.pdf", [[], []], drawn="0 0 300 300 re f\n"), "no text", "scan")


def test_a_page_without_text_is_named(tmp_path):
    found = read_draft(pdf(tmp_path / "a.pdf", [down(["In 2025 72%."]), []]))
    assert any("without text" in sentence and "2" in sentence for sentence in found.told)


def test_a_protected_pdf(tmp_path):
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00><00>]"
    )
    refused(pdf(tmp_path / "a.pdf", [down(["In 2025 72%."])], trailer=lock), "password")


@pytest.mark.parametrize("size", [0.2, 0.5])
def test_a_damaged_pdf(tmp_path, size):
    file = pdf(tmp_path / "a.pdf", [down(["In 2025 72%."])])
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * size)])
    refused(file)


def test_a_pdf_that_takes_too_long(tmp_path):
    file = pdf(tmp_path / "a.pdf", [down(["In 2025 72%."])])
    began = time.monotonic()
    refused(file, "longer than 0.01 seconds", "Split it", seconds=0.01)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform == "win32", reason="there are no bounds on memory there")
def test_a_pdf_that_unpacks_to_fill_the_memory(tmp_path):
    packer = zlib.compressobj(9)
    piece = bytes(16 << 20)
    packed = b"".join(packer.compress(piece) for _ in range(160)) + packer.flush()  # 2.5 GB in 2.5 MB
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [4 0 R] /Count 1 >>", stream,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << >> >>",
    ]  # fmt: skip
    refused(write_pdf(tmp_path / "a.pdf", objects))


def test_five_hundred_pages(tmp_path):
    said = [
        f"Paragraph {n}: in 2025 {n % 100}% of pupils reached the expected standard." for n in range(12_500)
    ]
    file = word(tmp_path / "a.docx", *said)
    began = time.monotonic()
    assert len(read_draft(file).passages) == 12_500
    assert time.monotonic() - began < 60


def test_without_the_package_the_error_says_what_to_install(paper, monkeypatch):
    monkeypatch.setattr(word_package, "Document", None)
    assert "pip install" in refused_without_name(paper)


def refused_without_name(file) -> str:
    with pytest.raises(InputError) as error:
        read_draft(file)
    return str(error.value)


def test_a_pdf_is_read_in_a_process_of_its_own(tmp_path, monkeypatch):
    started = []
    real = subprocess.run
    monkeypatch.setattr(
        draft.subprocess, "run", lambda command, **named: started.append(command) or real(command, **named)
    )
    read_draft(pdf(tmp_path / "a.pdf", [down(["In 2025 72%."])]))
    assert started[0][1:3] == ["-m", "analysis.sources.draft_pdf"]
