"""The record of every raw file: what it is, where it came from, and the hash that it must have."""

import hashlib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from analysis import paths
from analysis.errors import InputError


@dataclass(frozen=True)
class Source:
    """One raw file as ``manifest.toml`` describes it.

    ``path`` is relative to data/raw (or to the folder named by ``STANDARDS_RAW``); ``status`` is the
    release status of the figures (``published``, ``provisional``, ``revised``, ``final``).
    ``committed`` files are part of the repository, the others are downloaded. ``reader`` names what reads
    the file into observations, if anything does; a transcribed report has its ``edition`` (year) and ``area``.
    """

    id: str
    path: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str
    sha256: str
    bytes: int
    status: str
    committed: bool = True
    reader: str = ""
    edition: int = 0
    area: str = ""


def load_manifest(file: Path | None = None) -> dict[str, Source]:
    """All sources by id.

    Raises
    ------
    InputError
        If the manifest is missing, is not TOML, lacks a field, names an unknown one, or repeats an id.
    """
    file = file or paths.raw() / "manifest.toml"
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["source"]
    except FileNotFoundError:
        raise InputError(
            "The manifest of raw files is missing.",
            file=paths.shown(file),
            remedy="Restore it from version control: git checkout data/raw/manifest.toml",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise InputError(
            f"The manifest cannot be read: {error}.",
            file=paths.shown(file),
            expected="TOML with one [[source]] table per raw file",
        ) from None
    sources: dict[str, Source] = {}
    known = {field.name for field in fields(Source)}
    needed = {field.name for field in fields(Source)[:10]}
    for number, entry in enumerate(entries, start=1):
        wrong = sorted(needed - entry.keys()) or sorted(entry.keys() - known)
        if wrong or entry["id"] in sources:
            raise InputError(
                f"Source {number} ({entry.get('id', 'no id')}) "
                + (f"lacks or misnames {', '.join(wrong)}." if wrong else "repeats an id."),
                file=paths.shown(file),
                expected=f"the fields {', '.join(sorted(needed))}",
            )
        sources[entry["id"]] = Source(**entry)
    return sources


def sha256(path: Path) -> str:
    """The file's SHA-256 as hex, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find(source: Source) -> Path | None:
    """Where the file is: data/raw first, then ``STANDARDS_RAW``; None if in neither."""
    folders = [paths.raw()] if source.committed else paths.downloads()
    return next((folder / source.path for folder in folders if (folder / source.path).exists()), None)


def verify(source: Source) -> Path:
    """The path of a raw file that is what the manifest says.

    Raises
    ------
    InputError
        If the file is missing or is not the file that was described.
    """
    path = find(source)
    if path is None:
        remedy = (
            f"Restore it: git checkout data/raw/{source.path}"
            if source.committed
            else f"Download it: standards fetch {source.id} (or set STANDARDS_RAW to a folder that has it)."
        )
        raise InputError(f"The raw file of '{source.title}' is missing.", file=source.path, remedy=remedy)
    if not path.is_file():
        raise InputError(
            f"'{source.path}' is not a file.", file=paths.shown(path), remedy="Replace it with the file."
        )
    found = sha256(path)
    if found != source.sha256:
        raise InputError(
            f"The raw file '{source.path}' is not the one that was described: its contents have changed.",
            file=paths.shown(path),
            expected=f"SHA-256 {source.sha256[:12]}… ({source.bytes} bytes), "
            f"found {found[:12]}… ({path.stat().st_size} bytes)",
            remedy=(
                f"Raw files are never edited. Restore it (git checkout data/raw/{source.path}), or, if the change "
                "is meant, run 'standards describe' to record the new hash and say why in the commit."
                if source.committed
                else f"Fetch it again: standards fetch {source.id}"
            ),
        )
    return path
