"""Which releases of DfE's interactive tool are at hand, which of them is in use, and which was public on a day.

A release is at hand in a folder of its own, ``lait_releases/<id>/`` below data/raw or ``STANDARDS_RAW``, or as the two
files that the manifest describes (``lait`` and ``lait-dictionary``).
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import is_zipfile

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import Source, find, load_manifest, sha256, verify
from analysis.catalogue.releases import DATA, DICTIONARY, Release, load_releases

FOLDER = "lait_releases"
SOURCE, DICTIONARY_SOURCE = "lait", "lait-dictionary"

#: What is true of every release, where the manifest does not describe one.
TEMPLATE = Source(
    id=SOURCE,
    path="",
    title="Local Authority Interactive Tool, dataset",
    publisher="Department for Education",
    url="",
    retrieved="",
    licence="Open Government Licence v3.0",
    sha256="",
    bytes=0,
    status="published",
    committed=False,
    reader=SOURCE,
)


@dataclass(frozen=True)
class Held:
    """A release that is at hand: its data file and the dictionary of its day, which may be lacking.

    ``entry`` describes the data file as the manifest would; ``listed`` is whether the list knows the release. A release
    whose dictionary was never described and cannot be read is read with that of the release nearest in time, whose id
    is ``borrowed``.
    """

    release: Release
    data: Path
    dictionary: Path | None
    entry: Source
    of_manifest: bool = False
    listed: bool = True
    borrowed: str = ""

    @property
    def id(self) -> str:
        return self.release.id

    def files(self) -> list[Path]:
        return [self.data, *([self.dictionary] if self.dictionary else [])]

    def inputs(self) -> dict[str, str]:
        """SHA-256 of its files as they are, by the path that records have."""
        return {paths.recorded(path): sha256(path) for path in self.files() if path.is_file()}


def release_folder(release: Release) -> Path:
    """Where the files of a release are: the first folder that has the data file, or else where they belong in data/raw."""
    folders = [base / FOLDER / release.id for base in paths.downloads()]
    return next((folder for folder in folders if (folder / DATA).exists()), folders[0])


def at_hand() -> list[Held]:
    """The releases whose data file is at hand, the oldest first. Nothing is read: ``verified`` compares hashes."""
    releases = load_releases()
    own = _of_manifest(releases)
    folders = [
        in_folder(release, release_folder(release))
        for release in releases
        if (release_folder(release) / DATA).exists() and not (own and release == own.release)
    ]
    found = sorted([*folders, *([own] if own else [])], key=lambda held: held.release.committed)
    return [with_dictionary(held, found) for held in found]


def release_in_use() -> Held | None:
    """The newest release at hand; None without any."""
    held = at_hand()
    return held[-1] if held else None


def release_as_at(day: str) -> Held:
    """The release that was in use on a day such as 2025-10-01: the last one that was public by its end.

    Raises
    ------
    InputError
        If it is no day, comes before the first release, or its release is not at hand: an older one would not be what
        was public.
    """
    wanted, held = as_day(day), at_hand()
    known = sorted(
        {*load_releases(), *(each.release for each in held)}, key=lambda release: release.committed
    )
    public = [release for release in known if release.date <= wanted]
    there = ", ".join(each.id for each in held) or "none"
    if not public:
        raise InputError(
            f"No release of DfE's interactive tool is known that was public on {day}.",
            expected=f"a day from {known[0].date.isoformat()} on",
            remedy="Choose a later day. standards releases lists all that are known.",
        )
    found = next((each for each in held if each.release == public[-1]), None)
    if found is None:
        raise InputError(
            f"The release that was public on {day} is {public[-1].id}, which is not at hand.",
            expected=f"its files in data/raw/{FOLDER}/{public[-1].id}; at hand: {there}",
            remedy=f"{public[-1].remedy}. Or choose another day: standards releases shows which are at hand.",
        )
    return found


def in_use(as_at: str = "") -> Held | None:
    """The release that was public on a day, or without a day the newest at hand; None if there is no day and no release."""
    return release_as_at(as_at) if as_at else release_in_use()


def as_day(text: str) -> date:
    """A day as 2025-10-01.

    Raises
    ------
    InputError
        If the text is none.
    """
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError
    except ValueError:
        raise InputError(f"'{text}' is not a day.", expected="a day such as 2025-10-01") from None
    return day


def verified(held: Held) -> Held:
    """The release, if its files are those that the list, or the manifest, describes.

    Raises
    ------
    InputError
        If one is missing, or is another file: with both hashes. Nothing is changed.
    """
    if held.of_manifest:
        sources = load_manifest()
        verify(held.entry)
        if DICTIONARY_SOURCE in sources:
            verify(sources[DICTIONARY_SOURCE])
        return held
    release = held.release
    expected = {held.data: release.sha256}
    if release.dictionary_sha256 and held.dictionary is None:
        raise InputError(
            f"The dictionary of the release {held.id} is missing: its data are only read with it.",
            file=paths.shown(held.data.with_name(DICTIONARY)),
            remedy=release.remedy,
        )
    if release.dictionary_sha256 and held.dictionary:
        expected[held.dictionary] = release.dictionary_sha256
    for file, known in expected.items():
        _require(file, known, release)
    return held


def _require(file: Path, known: str, release: Release) -> None:
    """Refuse a file of a release that has another hash than the list says."""
    try:
        found = sha256(file)
    except OSError as error:
        problem = f"A file of the release {release.id} cannot be read ({error.strerror})."
        raise InputError(problem, file=paths.shown(file), remedy="Replace it, or its folder.") from None
    if found != known:
        raise InputError(
            f"A file of the release {release.id} is not the one that DfE released.",
            file=paths.shown(file),
            expected=f"SHA-256 {known}, found {found}",
            remedy=f"Move its folder out of {FOLDER}. {release.remedy}",
        )


def with_dictionary(held: Held, others: list[Held]) -> Held:
    """The release, with the dictionary nearest in time if its own was never described and is not there."""
    having = [other for other in others if other.dictionary and other is not held]
    if held.dictionary or held.of_manifest or held.release.dictionary_sha256 or not having:
        return held
    moment = held.release.committed
    nearest = min(having, key=lambda other: abs(other.release.committed - moment))
    return replace(held, dictionary=nearest.dictionary, borrowed=nearest.id)


def unlisted() -> list[Path]:
    """Folders of releases that the list does not know, and that are not used."""
    known = {release.id for release in load_releases()}
    folders = [folder for base in paths.downloads() for folder in sorted((base / FOLDER).glob("*"))]
    return [each for each in folders if each.is_dir() and each.name not in known and each.name[0] != "."]


def _of_manifest(releases: list[Release]) -> Held | None:
    """The release that the manifest's own files are; one that the list does not know is of the day it was fetched."""
    sources = load_manifest()
    entry = next((source for source in sources.values() if source.reader == SOURCE), None)
    data = find(entry) if entry else None
    if entry is None or data is None:
        return None
    described = sources.get(DICTIONARY_SOURCE)
    dictionary = find(described) if described else None
    same = [release for release in releases if release.sha256 == entry.sha256]
    both = [each for each in same if described and each.dictionary_sha256 == described.sha256]
    release = (both or same or [_unknown(entry)])[-1]
    return Held(release, data, dictionary, entry, of_manifest=True, listed=bool(same))


def _unknown(entry: Source) -> Release:
    """What the manifest says of a data file that the list does not have."""
    commit = re.search(r"/([0-9a-f]{40})/", entry.url)
    day = datetime.fromisoformat(entry.public_on).replace(tzinfo=UTC)
    return Release(commit[1] if commit else entry.sha256[:40], day, entry.sha256, entry.bytes)


def in_folder(release: Release, folder: Path) -> Held:
    """A release whose files are in a folder."""
    found = sorted(file for file in folder.iterdir() if "dictionary" in file.name.casefold())
    # the released name goes first; the first dictionaries are workbooks, one of them an empty file
    named = [file for file in found if file.name == DICTIONARY] or [
        file for file in found if is_zipfile(file)
    ]
    template = next((source for source in load_manifest().values() if source.reader == SOURCE), TEMPLATE)
    path = f"{FOLDER}/{release.id}/{DATA}"
    day = release.date.isoformat()
    entry = replace(template, path=path, sha256=release.sha256, bytes=release.bytes, url=release.address())
    entry = replace(entry, retrieved="", released=day)  # nobody wrote down when it was retrieved
    return Held(release, folder / DATA, next(iter(named), None), entry)


def held_release(release_id: str) -> Held:
    """The release of an id, which must be at hand.

    Raises
    ------
    InputError
        If it is not: the message lists those that are.
    """
    held = {each.id: each for each in at_hand()}
    if release_id not in held:
        expected = f"one of {', '.join(held) or 'none: no release is at hand'}"
        raise InputError(
            f"There is no release {release_id} at hand.", expected=expected, remedy="standards releases"
        )
    return held[release_id]
