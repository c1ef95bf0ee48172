"""Add a local file of Explore Education Statistics: its place below data/raw, its entry in the manifest, its mapping.

All of it is put in place, or nothing: what was written is taken away again if the manifest cannot be changed.
"""

import contextlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.ees_mapping import Mapping
from analysis.catalogue.ees_mapping_files import load_mappings, misfit
from analysis.catalogue.manifest import SLUG, STATUSES, Source, find, load_manifest, sha256
from analysis.sources.download import aside, is_described, target_of
from analysis.sources.ees_draft import draft, slug_of
from analysis.sources.ees_file import read_header
from analysis.sources.ees_propose import Proposal
from analysis.sources.manifest_edit import append, check_address, today

DRAFTS = "drafts"


@dataclass(frozen=True)
class About:
    """What a person knows of a file and the file does not say; empty where nothing was said."""

    title: str = ""
    url: str = ""
    status: str = ""


def entry(proposal: Proposal, about: About) -> Source:
    """The manifest's entry for a file that a mapping reads.

    Raises
    ------
    InputError
        If the manifest has the file, its name or its id already, or the address is none.
    """
    file, known = proposal.file, load_manifest()
    check_address(about.url)
    hashed, name = sha256(file), _name(file)
    path = f"ees/{slug_of(name)}.csv" + ".gz" * file.name.lower().endswith(".gz")
    # a file that lies where files of this kind belong stays as it is
    path = f"ees/{file.name}" if file.resolve().parent in _places() else path
    source = Source(
        id=f"ees-{slug_of(name)}",
        path=path,
        title=about.title or (proposal.mapping.title if proposal.mapping else name),
        publisher="Department for Education",
        url=about.url,
        retrieved=today(),
        licence="Open Government Licence v3.0",
        sha256=hashed,
        bytes=file.stat().st_size,
        status=about.status or _status(proposal),
        committed=False,
        reader="ees",
        mapping=proposal.mapping.id if proposal.mapping and proposal.named else "",
    )
    _refuse_known(source, known)
    return source


def _name(file: Path) -> str:
    return re.sub(r"(\.csv)?(\.gz)?$", "", file.name, flags=re.IGNORECASE)


def _places() -> list[Path]:
    return [(folder / "ees").resolve() for folder in paths.downloads()]


def _status(proposal: Proposal) -> str:
    """What the file calls all its figures, if that is one word of the manifest's."""
    found = set(proposal.reading.observations["release"]) if proposal.reading else set()
    return found.pop() if len(found) == 1 and found <= set(STATUSES) else "published"


def _refuse_known(source: Source, known: dict[str, Source]) -> None:
    same = next((one for one in known.values() if one.sha256 == source.sha256), None)
    if same:
        problem = f"The file is in the manifest already, as '{same.id}'."
        raise InputError(
            problem, file="manifest.toml", remedy=f"To record a change: standards describe {same.id}"
        )
    taken = next((one for one in known.values() if source.id == one.id or source.path == one.path), None)
    if taken:
        raise InputError(
            f"The manifest has another file of that name, as '{taken.id}'.",
            file="manifest.toml",
            remedy=f"Rename the file. If it takes the other's place: put it at data/raw/{taken.path}, then "
            f"standards describe {taken.id} --url ADDRESS",
        )


def add(proposal: Proposal, source: Source) -> list[Path]:
    """Put file, mapping and entry in place, and return the files that were written besides the manifest.

    Raises
    ------
    InputError
        If another file is in the way, or the manifest cannot be changed; nothing is changed then.
    """
    new: list[Path] = []
    with contextlib.ExitStack() as undo:
        for origin, target in _moves(proposal, source):
            if target.exists():
                problem = "Another file, which the manifest does not describe, is in the way."
                raise InputError(problem, file=paths.shown(target), remedy="Move it away.")
            with aside(target) as stream, origin.open("rb") as original:
                shutil.copyfileobj(original, stream)
            undo.callback(target.unlink, missing_ok=True)
            new.append(target)
        append(source)
        undo.pop_all()
    if proposal.draft and proposal.draft.resolve().parent == _drafts().resolve():
        proposal.draft.unlink()
    return new


def _moves(proposal: Proposal, source: Source) -> list[tuple[Path, Path]]:
    """What is copied where: the file unless it is in its place, and a draft that has become a mapping."""
    target, moves = target_of(source), []
    at_hand = [target, *(folder / source.path for folder in paths.downloads())]
    if not any(is_described(file, source) for file in at_hand):
        moves.append((proposal.file, target))
    if proposal.draft and proposal.mapping:
        _refuse_ambiguous(proposal.mapping)
        moves.append((proposal.draft, paths.raw() / "ees_mappings" / f"{proposal.mapping.id}.toml"))
    return moves


def _refuse_ambiguous(mapping: Mapping) -> None:
    """Refuse a new mapping with another's id, or that fits a file which the manifest leaves to be read by its columns."""
    if not re.fullmatch(SLUG, mapping.id) or mapping.id in load_mappings():
        problem = f"The mapping cannot be called '{mapping.id}'."
        expected = "an id of its own, of small letters, digits and hyphens"
        raise InputError(problem, file=mapping.file, expected=expected)
    for source in load_manifest().values():
        file = find(source) if source.reader == "ees" and not source.mapping else None
        if file and not misfit(mapping, read_header(file)):
            raise InputError(
                f"The mapping '{mapping.id}' fits the file of '{source.id}' too, and two would.",
                file="manifest.toml",
                remedy=f"Say in the entry of '{source.id}' which mapping it is read with: mapping = NAME.",
            )


def _drafts() -> Path:
    return paths.raw() / "ees_mappings" / DRAFTS


def write_draft(proposal: Proposal) -> Path:
    """Write a draft of a mapping for a file that none fits, for a person to finish.

    Raises
    ------
    InputError
        If there is a draft of that name.
    """
    name = slug_of(_name(proposal.file))
    file = _drafts() / f"{name}.toml"
    if file.exists():
        remedy = f"Finish it, then: standards add FILE --mapping {paths.shown(file)}. Or move it away."
        raise InputError("There is a draft for this file already.", file=paths.shown(file), remedy=remedy)
    text = draft(proposal.contents, name, proposal.nearest[0][0], paths.shown(file))
    with aside(file) as stream:
        stream.write(text.encode("utf-8"))
    return file
