"""Drafts made for tests: Word files with what people and attackers put into them, and PDFs written by hand."""

import io
import re
import struct
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(file: Path, *paragraphs: str, table: list[list[str]] | None = None) -> Path:
    """A Word file; a paragraph that begins with # is a heading."""
    document = docx.Document()
    for text in paragraphs:
        if text.startswith("#"):
            document.add_heading(text.lstrip("# "), 1)
        else:
            document.add_paragraph(text)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                made.cell(row, column).text = text
    document.save(str(file))
    return file


def word_of(file: Path, *elements: str) -> Path:
    """A Word file whose body is these elements, written as XML with the prefix w."""
    document = docx.Document()
    for element in reversed(elements):
        document.element.body.insert(0, parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {W}", element, count=1)))
    document.save(str(file))
    return file


def repacked(file: Path, parts: dict[str, bytes]) -> Path:
    """A zip's parts with some of them replaced or added."""
    with ZipFile(file) as package:
        content = {name: package.read(name) for name in package.namelist()}
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in (content | parts).items():
            package.writestr(name, data)
    return file


def lying(file: Path, name: str, data: bytes, said: int) -> Path:
    """A zip with a part whose directory says that it unpacks to less than it does, with a checksum that fits."""
    repacked(file, {name: data})
    content = file.read_bytes()
    size, crc = struct.pack("<L", len(data)), struct.pack("<L", zlib.crc32(data))
    changed = content.replace(size, struct.pack("<L", said)).replace(
        crc, struct.pack("<L", zlib.crc32(data[:said]))
    )
    assert changed != content
    file.write_bytes(changed)
    return file


def ole(file: Path, encrypted: bool) -> Path:
    """What Office's older container begins with; a protected docx is such a container."""
    inside = "EncryptedPackage".encode("utf-16-le") if encrypted else b"WordDocument"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + inside + bytes(600))
    return file


def pdf(
    file: Path,
    pages: list[list[tuple[float, float, str]]],
    drawn: str = "",
    trailer: str = "",
    size: int = 11,
) -> Path:
    """A PDF with lines of text, each with its distance from the left and the bottom; ``drawn`` is put on every page."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        texts = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({text.replace('(', '[').replace(')', ']')}) Tj ET\n"
            for x, y, text in lines
        )
        stream = drawn + texts
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return write_pdf(file, objects, trailer)


def write_pdf(file: Path, objects: list[str | bytes], trailer: str = "") -> Path:
    """The objects of a PDF, with the table of where each stands."""
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        body = content if isinstance(content, bytes) else content.encode("latin-1")
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    file.write_bytes(out.getvalue())
    return file


def down(texts: list[str], top: float = 760, step: float = 14) -> list[tuple[float, float, str]]:
    """Lines of a page one under the other."""
    return [(60, top - step * place, text) for place, text in enumerate(texts)]
