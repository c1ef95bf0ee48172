"""The look of a Word file that pandoc has written: styles, size of type in tables, A4 paper, page numbers."""

import io
import re
import zipfile
from html import escape
from pathlib import Path

#: Files of styles: of a whole report, and of one side of A4.
STYLES = ("word-styles.xml",)
ONE_SIDE = ("word-styles.xml", "word-brief-styles.xml")
TEMPLATE = Path(__file__).parents[1] / "template"
#: Half points of the type in a table, by the number of columns up to which it is used.
TABLE_TYPE = {6: 17, 9: 15, 12: 13, 999: 12}
DATE = (2000, 1, 1, 0, 0, 0)
PAPER = (
    '<w:footerReference w:type="default" r:id="rIdFooter"/>',
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1020" w:right="1020" w:bottom="1020" w:left="1020" w:header="567" w:footer="567" w:gutter="0"/>',
)
RELATION = (
    '<Relationship Id="rIdFooter" Target="footer1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"/>'
)
CONTENT_TYPE = (
    '<Override PartName="/word/footer1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
)
STYLE = re.compile(r'<w:style [^>]*w:styleId="(\w+)".*?</w:style>', re.DOTALL)


def table_type(columns: int) -> int:
    """Half points of the type in a table of so many columns."""
    return next(size for most, size in TABLE_TYPE.items() if columns <= most)


def dress(docx: bytes, title: str, own: tuple[str, ...] = STYLES) -> bytes:
    """The Word file in the look of the report; the same file gives the same bytes. ``own`` are files of styles, the last first."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changes = {
        "word/document.xml": _document,
        "word/styles.xml": lambda text: _styles(text, own),
        "word/_rels/document.xml.rels": lambda text: text.replace(
            "</Relationships>", f"{RELATION}</Relationships>"
        ),
        "[Content_Types].xml": lambda text: text.replace("</Types>", f"{CONTENT_TYPE}</Types>"),
    }
    for name, change in changes.items():
        parts[name] = change(parts[name].decode()).encode()
    footer = (TEMPLATE / "word-footer.xml").read_text(encoding="utf-8")
    parts["word/footer1.xml"] = footer.replace("TITLE", escape(title)).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _document(text: str) -> str:
    text = re.sub(r"<w:tbl>.*?</w:tbl>", _table, text, flags=re.DOTALL)
    footer, paper = PAPER
    return text.replace("<w:sectPr>", f"<w:sectPr>{footer}", 1).replace(
        "</w:sectPr>", f"{paper}</w:sectPr>", 1
    )


def _table(found: re.Match) -> str:
    """A table in its size of type, the first column marked as the names of the rows, no row cut by a page."""
    table = found[0]
    size = table_type(table.count("<w:gridCol "))
    small = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    table = re.sub(r"<w:rPr>(.*?)</w:rPr>", rf"<w:rPr>\1{small}</w:rPr>", table)
    table = table.replace("<w:r><w:t", f"<w:r><w:rPr>{small}</w:rPr><w:t")
    table = table.replace('w:firstColumn="0"', 'w:firstColumn="1"').replace('w:val="0020"', 'w:val="00A0"')
    table = table.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")
    return table.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")


def _styles(text: str, files: tuple[str, ...]) -> str:
    """Pandoc's styles, with those of the report in the place of the ones of the same name."""
    texts = [(TEMPLATE / file).read_text("utf-8") for file in files]
    own = {found[1]: found[0] for styles in texts for found in STYLE.finditer(styles)}
    text = STYLE.sub(lambda found: own.pop(found[1], found[0]), text)
    return text.replace("</w:styles>", "".join(own.values()) + "</w:styles>")
