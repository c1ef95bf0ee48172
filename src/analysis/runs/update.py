"""``standards update``: another release of DfE's interactive tool, from its repository or from a file, comes into use.

It is written aside, compared with its hash where one is known, read and checked, and its changes are shown. Only then are
its files moved to data/raw/lait_releases/ and its row added to the list. Whatever goes wrong before leaves all as it was.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest, sha256, verify
from analysis.catalogue.measures import load_measures
from analysis.catalogue.releases import DATA, DICTIONARY, Release, load_releases
from analysis.catalogue.releases_held import (
    FOLDER,
    Held,
    at_hand,
    in_folder,
    release_in_use,
    verified,
    with_dictionary,
)
from analysis.data.prepare import read_edition
from analysis.data.prepared_releases import ReadRelease, is_prepared, observations_of, read_release
from analysis.data.store import read_record
from analysis.runs import swap
from analysis.runs.update_told import change_lines, refused_words, to_add_lines, version_lines
from analysis.runs.update_which import dated, described, known_by_hash, same_as_before
from analysis.sources.lait_repository import commits_since, download_release
from analysis.sources.releases_edit import append_release
from analysis.sources.transfer import Limit


@dataclass(frozen=True)
class Given:
    """Files of a release that are at hand elsewhere, and the day on which it was public."""

    data: Path
    dictionary: Path | None = None
    released: str = ""


def update(
    release: str = "", given: Given | None = None, timeout: float = 600.0, progress: bool = True
) -> Iterator[str]:
    """Bring a release into data/raw, or all that are newer than the list, and tell what each changes.

    Parameters
    ----------
    release : str
        The id or commit of a release on the list that is not at hand. Without it DfE's repository is asked.
    given : Given, optional
        A release from files instead.
    timeout : float
        Seconds for all downloads together.
    progress : bool
        Show a bar for each download.

    Raises
    ------
    InputError
        If a release cannot be had, is not the one of the list, cannot be read, or does not fit into the list. Nothing of it
        is kept; those that were taken before it stay.
    """
    folder, limit = _folder(), Limit(timeout)
    with swap.locked(folder / "update"):
        swap.clear(folder / "update")
        if given:
            yield from _from_files(given)
        elif release:
            yield from _listed(release, limit, progress)
        else:
            yield from _newer(limit, progress)
            yield from version_lines()


def _folder() -> Path:
    """Where releases are put: data/raw, also if others are read from ``STANDARDS_RAW``, which may be anybody's."""
    folder = paths.raw() / FOLDER
    if not folder.resolve().is_relative_to(paths.raw().resolve()):
        raise InputError(
            "The folder of releases leads out of data/raw.",
            file=paths.shown(folder),
            remedy="Remove the link, and name the other folder in STANDARDS_RAW.",
        )
    return folder


def _newer(limit: Limit, progress: bool) -> Iterator[str]:
    """All releases that the repository has and the list does not, the oldest first."""
    known = load_releases()
    newest = [release for release in known if release.of_commit][-1]
    listed = {release.commit for release in known}
    found = [commit for commit in commits_since(newest.committed, limit) if commit.sha not in listed]
    if not found:
        yield f"There is no release newer than {newest.id}, the newest on the list."
        return
    yield f"Newer than {newest.id}, the newest on the list: {', '.join(map(str, found))}"
    refused = []
    for commit in found:
        with swap.scratch(_folder() / "update") as aside:
            folder = _inside(aside)
            download_release(commit.sha, folder, limit, progress=progress)
            new = described(folder, commit)
            if same := same_as_before(new):
                yield f"{commit}: has the same files as {same.id}; there is nothing to take."
                continue
            try:
                yield from _take(new, folder)
            except InputError as error:
                refused.append(f"{commit}: {error}")
    if refused:
        problem = f"{len(refused)} of {len(found)} releases cannot be used:\n" + "\n".join(refused)
        raise InputError(problem, remedy="Nothing of them is kept. The others, if any, are in use.")


def _listed(name: str, limit: Limit, progress: bool) -> Iterator[str]:
    """A release that the list knows."""
    found = [
        each
        for each in load_releases()
        if name == each.id or (len(name) >= 7 and each.commit.startswith(name))
    ]
    if len(found) != 1:
        raise InputError(
            f"The list has no release '{name}'.",
            file="data/raw/lait_releases.csv",
            expected="an id such as 2025-12-22_1f369c8",
            remedy="standards releases lists them. Newer ones: standards update, without a name",
        )
    (release,) = found
    if present := _present(release):
        yield f"{present.id}: is at hand already ({paths.shown(present.data)}), with the hashes of the list."
        return
    if not release.of_commit:
        raise InputError(
            f"The release {release.id} was taken from a file: DfE's commit is not known.",
            remedy=release.remedy,
        )
    with swap.scratch(_folder() / "update") as aside:
        folder = _inside(aside)
        download_release(release.commit, folder, limit, bool(release.dictionary_sha256), progress)
        yield from _take(release, folder, listed=True)


def _from_files(given: Given) -> Iterator[str]:
    """A release from files; one with the hash of one on the list is that one."""
    with swap.scratch(_folder() / "update") as aside:
        folder = _inside(aside)
        for file, name in ((given.data, DATA), (given.dictionary, DICTIONARY)):
            if file and not file.is_file():
                raise InputError("There is no such file to take.", file=file)
            if file:
                shutil.copyfile(file, folder / name)
        release = known_by_hash(folder, given.released)
        if release and (present := _present(release)):
            yield f"{present.id}: this file is at hand already, as the list has it ({paths.shown(present.data)})."
            return
        yield from _take(release or dated(folder, given.released), folder, bool(release), given)


def _take(release: Release, folder: Path, listed: bool = False, given: Given | None = None) -> Iterator[str]:
    """Read what is in the folder, tell what it changes, and put it in its place and on the list."""
    others = at_hand()
    try:
        read = read_release(with_dictionary(in_folder(release, folder), others), transcribed())
    except InputError as error:
        sources = {DATA: given.data, DICTIONARY: given.dictionary} if given else None
        told = refused_words(str(error), paths.shown(folder), sources)
        raise InputError(f"The release {release.id} was not taken; all is as it was. {told}") from error
    yield f"{release.id}: {len(read.observations):,} observations, years up to {read.validation['newest_year']}"
    yield from _compared([held for held in others if held.release.committed < release.committed], read)
    yield from to_add_lines(read)
    target = _folder() / release.id
    moved = _put(folder, target)
    try:
        if not listed:
            append_release(release)
    except BaseException:
        if moved:
            shutil.rmtree(target, ignore_errors=True)
        raise
    used = release_in_use()
    state = "in use" if used and used.release == release else f"at hand (--as-at {release.date.isoformat()})"
    yield f"  {paths.shown(target)} is {state}." + " Its row is in data/raw/lait_releases.csv." * (not listed)


def _compared(earlier: list[Held], read: ReadRelease) -> Iterator[str]:
    """What the release changes against the last of those before it."""
    if not earlier:
        yield "  No earlier release is at hand, so that it is compared with none."
        return
    before = earlier[-1]
    try:
        prepared = is_prepared(read_record(paths.processed()), before)
        figures = observations_of(before.id) if prepared else read_release(before, transcribed()).observations
    except InputError as error:
        yield f"  It is compared with none, as the one before it cannot be read. {error}"
        return
    yield from change_lines(before, figures, read)


def _put(folder: Path, target: Path) -> bool:
    """Move the files to their place; whether a folder is new there. Other files than these are never replaced."""
    if not target.exists():
        folder.rename(target)
        return True
    files = sorted(folder.iterdir())
    for file in files:
        if (target / file.name).exists() and sha256(target / file.name) != sha256(file):
            raise InputError(
                "Another file is where the release belongs. All is as it was.",
                file=paths.shown(target / file.name),
                remedy="Move its folder away and run the command again.",
            )
    for file in files:
        file.replace(target / file.name)
    return False


def _present(release: Release) -> Held | None:
    """The release, if it is at hand and its files are those of the list; one without its dictionary is not."""
    held = next((each for each in at_hand() if each.release == release), None)
    if held and held.dictionary is None and release.dictionary_sha256:
        return None
    return verified(held) if held else None


def _inside(aside: Path) -> Path:
    """A folder within one that only we may open: it will be moved, with the rights that folders have here."""
    folder = aside / "release"
    folder.mkdir()
    return folder


def transcribed() -> pd.DataFrame:
    """The figures of the transcribed reports, most of which every release must have."""
    editions = [
        source for source in load_manifest().values() if source.reader == "edition" and verify(source)
    ]
    return pd.concat([read_edition(source, load_measures())[0] for source in editions], ignore_index=True)
