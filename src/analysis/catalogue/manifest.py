"""The record of every raw file: what it is, where it came from, and the hash that it must have."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError

EXPECTED = "TOML with one [[source]] table per raw file"
SLUG = r"[a-z0-9][a-z0-9-]*"
STATUSES = ("published", "provisional", "revised", "final")


@dataclass(frozen=True)
class Source:
    """One raw file as ``manifest.toml`` describes it.

    ``path`` is relative to data/raw (or to the folder named by ``STANDARDS_RAW``); ``status`` is the
    release status of the figures (``published``, ``provisional``, ``revised``, ``final``); ``url`` is where the
    publisher has the file, or what was transcribed or computed from; it is empty if that is not known.
    ``committed`` files are part of the repository, the others are downloaded. ``reader`` names what reads
    the file into observations, if anything does; a transcribed report has its ``edition`` (year) and ``area``.
    ``mapping`` says which mapping of ``ees_mappings`` a file of Explore Education Statistics is read with; the one
    that fits its columns if left out.
    ``retrieved`` is empty of a release of which nobody wrote it down; ``released`` is the day on which the publisher made
    the file public, where it is known; ``vintage`` the month of a model of statistical neighbours, such as 2025-05.
    ``page`` is the publisher's own page of the release, for readers, if ``url`` does not lead to one.
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
    mapping: str = ""
    released: str = ""
    vintage: str = ""
    page: str = ""

    @property
    def public_on(self) -> str:
        """The first day on which the file is known to have been public: its release, or else the day it was fetched."""
        return self.released or self.retrieved

    def public_by(self, day: str) -> bool:
        """Whether a report as at a day (2025-10-01) may use the file. Without a day it may; committed files it always may."""
        return not day or self.committed or self.public_on <= day


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
            remedy=f"Restore it: {paths.bring_back(file)}",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, OSError, RecursionError) as error:
        raise InputError(
            f"The manifest cannot be read: {error}.", file=paths.shown(file), expected=EXPECTED
        ) from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError("The manifest has no list of sources.", file=paths.shown(file), expected=EXPECTED)
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
        for name, holds, expected in _rules(entry):
            if not holds:
                problem = f"Source {number} ({entry['id']}) has '{entry[name]}' as its {name}."
                if name == "path":
                    problem = (
                        f"The path of source {number} ({entry['id']}) leads out of data/raw: {entry[name]}"
                    )
                raise InputError(problem, file=paths.shown(file), expected=expected)
        sources[entry["id"]] = Source(**entry)
    return sources


def editions() -> dict[tuple[str, int], Source]:
    """The transcribed reports by area code and year."""
    sources = [source for source in load_manifest().values() if source.edition]
    return {(source.area, source.edition): source for source in sources}


def neighbour_models() -> dict[int, Source]:
    """The models of statistical neighbours by their year, the newest first.

    Raises
    ------
    InputError
        If two models are of one year.
    """
    sources = [source for source in load_manifest().values() if source.vintage]
    models: dict[int, Source] = {}
    for source in sorted(sources, key=lambda source: source.vintage, reverse=True):
        other = models.setdefault(int(source.vintage[:4]), source)
        if other is not source:
            raise InputError(
                f"Two models of statistical neighbours are of {source.vintage[:4]}: {other.id} and {source.id}.",
                file="data/raw/manifest.toml",
                expected="one for each year",
                remedy="Take the entry of one of them out.",
            )
    return models


def model_name(year: int) -> str:
    """What a page calls a model of statistical neighbours: May 2025; its year if the manifest no longer has it."""
    model = neighbour_models().get(year)
    return f"{date.fromisoformat(f'{model.vintage}-01'):%B %Y}" if model else str(year)


def _rules(entry: dict) -> Iterator[tuple[str, bool, str]]:
    """Field, whether its value can be, and what it can be."""
    for field in fields(Source):
        if field.name in entry:
            kinds: dict[object, str] = {str: "text", int: "a whole number", bool: "true or false"}
            article = kinds[field.type]
            yield field.name, type(entry[field.name]) is field.type, article
    yield "id", bool(re.fullmatch(SLUG, entry["id"])), "small letters, digits and hyphens"
    yield "sha256", bool(re.fullmatch("[0-9a-f]{64}", entry["sha256"])), "64 hexadecimal digits"
    yield "bytes", entry["bytes"] >= 0, "the size of the file"
    yield "retrieved", _is_day(entry["retrieved"]), "a day such as 2026-04-08"
    released, vintage = entry.get("released", ""), entry.get("vintage", "")
    yield "released", not released or _is_day(released), "a day such as 2026-04-08"
    yield "vintage", not vintage or _is_day(f"{vintage}-01"), "a month such as 2025-05"
    yield "status", entry["status"] in STATUSES, f"one of {', '.join(STATUSES)}"
    mapped = entry.get("mapping", "")
    suits = not mapped or (entry.get("reader") == "ees" and re.fullmatch(SLUG, mapped))
    yield "mapping", bool(suits), 'the id of a mapping of data/raw/ees_mappings, with reader = "ees"'
    yield "path", _within(entry["path"]), "a path within data/raw, with / between folders"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _within(path: str) -> bool:
    """Whether a path can only lead to a file inside the folder it is joined to, on any system."""
    parts = path.split("/")
    return path.isprintable() and not any(
        part in ("", ".", "..") or set(part) & set('\\:*?"<>|') for part in parts
    )


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
            f"Restore it: {paths.bring_back(paths.raw() / source.path)}"
            if source.committed
            else f"Download it: standards fetch {source.id} (or set STANDARDS_RAW to a folder that has it)."
        )
        raise InputError(f"The raw file of '{source.title}' is missing.", file=source.path, remedy=remedy)
    if not path.is_file():
        raise InputError(
            f"'{source.path}' is not a file.", file=paths.shown(path), remedy="Replace it with the file."
        )
    try:
        found = sha256(path)
    except OSError as error:
        raise InputError(
            f"The raw file '{source.path}' may not be read ({error.strerror}).",
            file=paths.shown(path),
            remedy="Give yourself permission to read it.",
        ) from None
    if found != source.sha256:
        raise InputError(
            f"The raw file '{source.path}' is not the one that was described: its contents have changed.",
            file=paths.shown(path),
            expected=f"SHA-256 {source.sha256[:12]}… ({source.bytes} bytes), "
            f"found {found[:12]}… ({path.stat().st_size} bytes)",
            remedy=(
                f"Raw files are never edited. Restore it ({paths.bring_back(path)}), or, if the change "
                "is meant, run 'standards describe' to record the new hash and say why in the commit."
                if source.committed
                else f"Fetch the described one: standards fetch {source.id} (this one is kept beside it). If this one "
                f"is meant: standards describe {source.id} --url ADDRESS"
            ),
        )
    return path
