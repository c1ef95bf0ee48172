"""Fetching: the files that the manifest names come into data/raw, from their address or from a folder.

A file is written aside, verified and only then moved into place: a good file never gives way to a bad one. Nor is
one lost that the manifest does not describe: it may be newer, and is kept beside the one that takes its place.
"""

import contextlib
import errno
import shutil
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from uuid import uuid4

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import Source, find, load_manifest, sha256
from analysis.sources.transfer import Limit, transfer

#: For `transfer`: what to do when the server does not have the file, and what else may help.
MANIFEST_ADVICE = (
    "Look for it at the publisher and correct its url in data/raw/manifest.toml",
    ", or get the file on another computer and run: standards fetch --from FOLDER",
)


@dataclass(frozen=True)
class Result:
    """What became of a source: ``downloaded``, ``copied``, or ``present`` (a good file was there already).

    ``note`` says what was done with another file that was there; empty if there was none.
    """

    source: Source
    outcome: str
    path: Path
    note: str = ""


def fetch(
    source_ids: list[str] | None = None,
    from_folder: Path | None = None,
    progress: bool = True,
    timeout: float = 600.0,
) -> list[Result]:
    """Bring into data/raw the files that the manifest names and the repository does not hold.

    Parameters
    ----------
    source_ids : list of str, optional
        Ids of the manifest; every source that is not committed if left out.
    from_folder : Path, optional
        Copy from this folder, by the same relative path or by file name, instead of downloading.
    progress : bool, optional
        Show a bar for each download.
    timeout : float, optional
        Seconds for all downloads together.

    Raises
    ------
    InputError
        If an id is unknown, or a file cannot be had or is not the one described, or the folder has another file
        than the one described and at hand. The other sources are fetched all the same, and what was in data/raw
        before stays as it was.
    """
    wanted = _downloadable(source_ids)
    if from_folder and not from_folder.is_dir():
        raise InputError("There is no such folder to copy from.", file=from_folder)
    limit = Limit(timeout)
    results: list[Result] = []
    errors: dict[str, InputError] = {}
    for source in wanted:
        try:
            results.append(_fetch_one(source, from_folder, limit, progress))
        except InputError as error:
            errors[source.id] = error
    if len(wanted) == 1 and errors:
        raise errors[wanted[0].id]
    if errors:
        others = "; the others are in place" if results else ""
        listed = "".join(f"\n\n{source_id}: {error}" for source_id, error in errors.items())
        raise InputError(f"{len(errors)} of {len(wanted)} sources could not be fetched{others}.{listed}")
    return results


def _downloadable(source_ids: list[str] | None) -> list[Source]:
    known = load_manifest()
    if source_ids is None:
        return [source for source in known.values() if not source.committed]
    wanted = [known_source(source_id, known) for source_id in dict.fromkeys(source_ids)]
    for source in wanted:
        if source.committed:
            raise InputError(
                f"'{source.id}' is part of the repository and is not downloaded.",
                remedy=f"If its file is lost: {paths.bring_back(paths.raw() / source.path)}",
            )
    return wanted


def known_source(source_id: str, known: dict[str, Source]) -> Source:
    """The source of that id; an id that the manifest does not have is an error for people."""
    if source_id not in known:
        raise InputError(
            f"The manifest has no source '{source_id}'.", expected=f"one of {', '.join(sorted(known))}"
        )
    return known[source_id]


def _fetch_one(source: Source, folder: Path | None, limit: Limit, progress: bool) -> Result:
    target, present, offered = target_of(source), find(source), None
    if present and is_described(present, source):
        if folder and (offered := _offered(source, folder)):
            _check(offered, source, offered, f" {paths.shown(present)} is, and stays in use.")
        return Result(source, "present", present)
    if folder:
        offered = _offered(source, folder)
        if not offered:
            raise InputError(
                f"The folder has no file for '{source.id}'.",
                file=folder,
                expected=" or ".join(dict.fromkeys([source.path, Path(source.path).name])),
                remedy=f"Save it there from {source.url}" if source.url else "Save it there.",
            )
    elif not source.url:
        raise InputError(
            f"The address of the file of '{source.id}' is not known.",
            file="manifest.toml",
            remedy=f"Look for it at the publisher and run: standards describe {source.id} --url ADDRESS",
        )
    with aside(target) as stream:
        if offered:
            with offered.open("rb") as original:
                shutil.copyfileobj(original, stream)
        else:
            transfer(source.url, stream, limit, MANIFEST_ADVICE, source.id, source.bytes, progress)
        _check(written(stream), source, offered or source.path)
        note = _kept(target, source) or _passed_over(present, source)
    return Result(source, "copied" if folder else "downloaded", target, note)


def _kept(target: Path, source: Source) -> str:
    """Move a file that the manifest does not describe out of the way, and say where it is now."""
    if not target.is_file() or is_described(target, source):
        return ""
    kept = target.with_name(f"{target.name}.kept-{sha256(target)[:8]}")
    target.replace(kept)
    return (
        f"The file that was there is not the one that the manifest describes. It is kept as {paths.shown(kept)}. "
        f"If it is the one that is meant: move it back and run: standards describe {source.id} --url ADDRESS"
    )


def _passed_over(present: Path | None, source: Source) -> str:
    """What to say of a file in ``STANDARDS_RAW`` that the manifest does not describe."""
    if not present or present.is_relative_to(paths.raw()):
        return ""
    return (
        f"The file in STANDARDS_RAW ({source.path}) is not the one that the manifest describes, and is not used. "
        f"If it is the one that is meant: put it at data/raw/{source.path} and run: standards describe {source.id} "
        "--url ADDRESS"
    )


def target_of(source: Source) -> Path:
    """Where the file belongs. A path that leads out of data/raw, be it by a link, is refused."""
    target, path = paths.raw() / source.path, PureWindowsPath(source.path)
    inside = path.parts and not path.anchor and ".." not in path.parts and "\\" not in source.path
    if not inside or not target.resolve().is_relative_to(paths.raw().resolve()):
        raise InputError(
            f"The path of '{source.id}' leads out of data/raw: {source.path}",
            file="manifest.toml",
            expected="a path below data/raw with / between its parts, and no link to elsewhere on the way",
            remedy="Correct the path, or remove the link and name the other folder in STANDARDS_RAW.",
        )
    return target


def is_described(file: Path, source: Source) -> bool:
    """Whether the file can be read and is the one that the manifest describes."""
    try:
        return file.stat().st_size == source.bytes and sha256(file) == source.sha256
    except OSError:
        return False


def _check(file: Path, source: Source, shown: Path | str, at_hand: str = "") -> None:
    """Raise unless the file is the one that the manifest describes; ``at_hand`` says which file is.

    ``shown`` names the file for people.
    """
    if is_described(file, source):
        return
    size = file.stat().st_size
    with file.open("rb") as stream:
        is_page = stream.read(200).lstrip().lower().startswith((b"<!doctype html", b"<html"))
    if is_page:
        problem = f"A web page came instead of the file of '{source.id}' (a sign-in page of the network?)."
    elif size < source.bytes:
        problem = f"The file of '{source.id}' is cut off, or another than the one described."
    else:
        problem = f"The file of '{source.id}' is not the one that the manifest describes."
    raise InputError(
        problem + at_hand,
        file=shown,
        expected=f"SHA-256 {source.sha256[:12]}… ({source.bytes} bytes), "
        f"found {sha256(file)[:12]}… ({size} bytes)",
        remedy="Nothing in data/raw was changed. If this file is cut off or damaged, get it again. If the publisher "
        f"has replaced the file and the new one is meant, put it at data/raw/{source.path}, run "
        f"'standards describe {source.id} --url ADDRESS' and say why in the commit.",
    )


def _offered(source: Source, folder: Path) -> Path | None:
    """The folder's file for the source, the good one if it has two that could be it; None if it has none."""
    named = [file for file in (folder / source.path, folder / Path(source.path).name) if file.is_file()]
    return next((file for file in named if is_described(file, source)), named[0] if named else None)


@contextlib.contextmanager
def aside(target: Path):
    """A file to write to, which takes the place of ``target`` if the block completes and vanishes if not."""
    part = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as stream:
            yield stream
        part.replace(target)
    except OSError as error:
        problem, remedy = f"The file cannot be written: {error.strerror or error}.", "Make way for it."
        if error.errno == errno.ENOSPC:
            problem, remedy = "The disk is full.", "Free some space and try again."
        elif isinstance(error, PermissionError):
            problem = "There is no permission to read or write this file."
            remedy = "Close it in other programs, or ask for access to its folder."
        place = Path(error.filename or target)
        raise InputError(
            problem, file=paths.shown(target if place == part else place), remedy=remedy
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def written(stream) -> Path:
    """The path of what has been written to the stream."""
    stream.flush()
    return Path(stream.name)
