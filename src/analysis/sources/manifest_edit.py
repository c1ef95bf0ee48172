"""Changes to manifest.toml: record a file anew, or append a source.

People write the manifest too. So its text is changed, not written anew, and it takes the old one's place only
if it reads back as what is meant: comments, order and the other entries stay as they are.
"""

import re
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime

import tomlkit

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import Source, find, load_manifest, sha256, verify
from analysis.sources.download import aside, known_source, written

#: What `describe` may change.
RECORDED = ("sha256", "bytes", "retrieved", "url")


def describe(source_id: str, url: str = "") -> tuple[Source, Source]:
    """Record a raw file's hash and size in the manifest anew, with today's date, if they have changed.

    The address of a download that has changed is the one given, or else not known: at the old one is the old file.
    What is part of the repository keeps its address, which is that of the papers it was transcribed or computed from.

    Parameters
    ----------
    source_id : str
    url : str, optional
        Where the publisher has this file.

    Returns
    -------
    tuple of Source
        The description before and after.

    Raises
    ------
    InputError
        If the id is unknown, the file is missing, or ``url`` is no address.
    """
    check_address(url)
    known = load_manifest()
    old = known_source(source_id, known)
    file = find(old)
    if file is None or not file.is_file():
        file = verify(old)  # raises, and says what to do
    new = replace(old, sha256=sha256(file), bytes=file.stat().st_size)
    if new != old:
        new = replace(new, retrieved=today(), url=old.url if old.committed else "")
    new = replace(new, url=url or new.url)
    if new == old:
        return old, old
    document = tomlkit.parse(_manifest_text())
    entry = next(entry for entry in document["source"] if entry["id"] == source_id)
    for name in RECORDED:
        if entry[name] != getattr(new, name):
            entry[name] = getattr(new, name)
    _write_manifest(tomlkit.dumps(document), known | {source_id: new})
    return old, new


def check_address(url: str) -> None:
    """Refuse what is no address of a file; none at all is good."""
    if url and not re.fullmatch(r"https?://[\w.:-]+/[!-~]*", url):
        raise InputError(f"'{url}' is not the address of a file.", expected="https://…, without spaces")


def append(source: Source) -> None:
    """Add an entry at the end, with the fields that differ from their defaults and the file's own line ends."""
    text, known = _manifest_text(), load_manifest()
    defaults = {field.name: field.default for field in fields(Source)}
    given = {name: value for name, value in asdict(source).items() if value != defaults[name]}
    end = "\r\n" if "\r\n" in text else "\n"
    entry = "\n" + tomlkit.dumps({"source": [given]})
    _write_manifest(
        text + ("" if text.endswith("\n") else end) + entry.replace("\n", end), known | {source.id: source}
    )


def _manifest_text() -> str:
    return (paths.raw() / "manifest.toml").read_bytes().decode("utf-8")


def _write_manifest(text: str, meant: dict[str, Source]) -> None:
    """Replace the manifest, at once and only if the new text says what is meant."""
    with aside(paths.raw() / "manifest.toml") as stream:
        stream.write(text.encode("utf-8"))
        if load_manifest(written(stream)) != meant:
            raise InputError(
                "The manifest is written in a way that cannot be changed for you, or it changed meanwhile.",
                file="manifest.toml",
                remedy="Try again, or change the entry by hand.",
            )


def today() -> str:
    """Today's date (UTC), as ``retrieved`` has it."""
    return datetime.now(UTC).date().isoformat()
