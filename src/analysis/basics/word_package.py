"""A Word file opened safely: how large it may grow is checked before and while it is unpacked, and nothing in it is run.

A docx is a zip of XML files. What the zip's directory says of their sizes is checked first; as a directory may lie, each
is then unpacked in small pieces up to the size that it was said to have, and only what was unpacked so is given to the
reader of Word files. No link is followed and no entity of the XML resolved.
"""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from analysis.basics import paths
from analysis.basics.errors import InputError, install_command

try:
    from docx import Document
except ImportError:
    Document = None  # type: ignore[assignment]

#: The largest draft that is read, the most that it may unpack to, and the most of any one part of it that is XML.
MOST_BYTES, MOST_UNPACKED, MOST_XML = 100 << 20, 400 << 20, 64 << 20
#: Parts of a package, and how many times smaller than its text a part may be packed (XML is some 10 to 40 times
#: smaller) once it is of some size.
MOST_PARTS, MOST_PACKED, SMALL = 10_000, 200, 1 << 20
PIECE = 1 << 16
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
#: What a declaration of entities begins with, in the encodings that XML may have.
DECLARATIONS = [
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
]
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def need_drafts(module, what: str) -> None:
    """An error for people if a package of the extra ``drafts`` is not installed."""
    if module is None:
        raise InputError(
            f"{what} cannot be read: a package for it is not installed.",
            remedy=f"Install it: {install_command('drafts')}",
        )


def open_word(file: Path, pictures: bool = True):
    """A Word file as python-docx's ``Document``; without its pictures where only its words are wanted.

    Raises
    ------
    InputError
        If it is no docx, protected, damaged, or would unpack to more than is allowed.
    """
    need_drafts(Document, "A Word file")
    name = paths.shown(file)
    try:
        with ZipFile(file) as package:
            _check_directory(package, name)
            checked = _unpacked(package, pictures, name)
        return Document(checked)
    except InputError:
        raise
    except Exception as error:  # whatever a damaged package breaks in the reader, it is one thing to a person
        raise InputError(
            f"The Word file is damaged and cannot be read ({type(error).__name__}).", file=name,
            remedy="Open it in Word, let Word repair it, and save it anew as 'Word document (.docx)'.",
        ) from error  # fmt: skip


def has_macros(file: Path) -> bool:
    """Whether a Word file carries macros. They are never run."""
    with ZipFile(file) as package:
        return any(part.endswith("vbaProject.bin") for part in package.namelist())


def no_word_file(file: Path) -> InputError:
    """What a file that is in Microsoft's older container is: a protected file, or one of an older Word."""
    with file.open("rb") as stream:
        protected = "EncryptedPackage".encode("utf-16-le") in stream.read(MOST_BYTES)
    if protected:
        return InputError(
            "The Word file is protected with a password.", file=paths.shown(file),
            remedy="Open it in Word, take the password off (File, Info, Protect Document), and save a copy.",
        )  # fmt: skip
    return InputError(
        "The file is of an older format of Office (.doc).", file=paths.shown(file),
        remedy="Open it in Word and save it as 'Word document (.docx)'.",
    )  # fmt: skip


def _check_directory(package: ZipFile, name: str) -> None:
    """Refuse what the directory says is too much, and packages that are not a Word file."""
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise InputError(
            "The file is not a Word file, though it is packed like one.", file=name, expected="a .docx file",
            remedy="Save the draft as 'Word document (.docx)'.",
        )  # fmt: skip
    if len(names) < len(parts):
        raise _too_much("it has two parts of one name", name)
    if len(parts) > MOST_PARTS:
        raise _too_much(f"it has more than {MOST_PARTS:,} parts", name)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_much(f"it would unpack to more than {MOST_UNPACKED >> 20} MB", name)
    for part in parts:
        if part.flag_bits & 1:
            raise InputError(
                "The file is packed with a password.", file=name, remedy="Save it without a password."
            )
        if _is_xml(part) and part.file_size > MOST_XML:
            raise _too_much(f"its part {part.filename} would unpack to more than {MOST_XML >> 20} MB", name)
        if part.file_size > SMALL and part.file_size > MOST_PACKED * max(part.compress_size, 1):
            raise _too_much(f"its part {part.filename} is packed more than {MOST_PACKED} times smaller", name)


def _too_much(why: str, name: str) -> InputError:
    return InputError(
        f"The file is not read, because it may be made to fill the memory: {why}.", file=name,
        remedy="If it is a true draft, open it in Word, copy its text into a new document, and save that.",
    )  # fmt: skip


def _unpacked(package: ZipFile, pictures: bool, name: str) -> BytesIO:
    """The package anew, with parts of which each is known to be as large as it was said to be."""
    checked = BytesIO()
    with ZipFile(checked, "w", ZIP_STORED) as copy:
        for part in package.infolist():
            if part.is_dir():
                continue
            wanted = pictures or _is_xml(part)
            content = _part(package, part) if wanted else b""
            if _is_xml(part) and any(word in content for word in DECLARATIONS):
                raise InputError(
                    f"The file is not read: its part {part.filename} declares entities, which no Word file needs.",
                    file=name, remedy="Open it in Word and save it anew as 'Word document (.docx)'.",
                )  # fmt: skip
            if part.filename == "[Content_Types].xml":
                _check_type(content, name)
            copy.writestr(part.filename, content)
    checked.seek(0)
    return checked


def _check_type(content: bytes, name: str) -> None:
    if MAIN.encode() in content:
        return
    with_macros = b"macroEnabled" in content
    raise InputError(
        "The Word file has macros (.docm)." if with_macros else "The file is a template, or not saved by Word.",
        file=name, remedy="Save it as 'Word document (.docx)'. Nothing in it was run.",
    )  # fmt: skip


def _part(package: ZipFile, part: ZipInfo) -> bytes:
    """One part, unpacked piece by piece and never beyond its size: the directory may say less than there is."""
    pieces, size = [], 0
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > part.file_size:
                raise BadZipFile(part.filename)
            pieces.append(piece)
    content = b"".join(pieces)
    if size != part.file_size or zlib.crc32(content) != part.CRC:
        raise BadZipFile(part.filename)
    return content


def _is_xml(part: ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels"))
