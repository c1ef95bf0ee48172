"""A working folder for those who installed the package: ``standards init`` lays it out, and renews it.

It holds notebooks, catalogues, transcribed reports and documentation as in the repository, and places for files of
one's own. An installed package carries them; in a checkout they are the checkout's own.
"""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis import __version__
from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import sha256

#: Where an installed package has the project's files; setup.py puts them there.
CARRIED = Path(__file__).parents[1] / "project"
README = """\
`standards fetch` gets DfE's files, `standards report --area Camden --year 2024` makes a report in `reports/`.
Your own files: cohorts in `data/raw/cohorts/`, targets in `data/raw/targets/`, claims by `--claims` (`docs/claims.md`).
`standards init .` brings back what is missing and renews, after an upgrade, what you have not changed.
"""


@dataclass(frozen=True)
class Laid:
    """What ``lay_out`` did: files written, and files left because they were changed here, by their names."""

    written: list[str]
    kept: list[str]


def project_files() -> dict[str, Path]:
    """The files of a working folder by their names in it: where they are in the package or the checkout."""
    if not paths.IN_CHECKOUT:
        found = [file for file in CARRIED.rglob("*") if file.is_file()]
        return {file.relative_to(CARRIED).as_posix(): file for file in sorted(found)}
    settings = tomllib.loads((paths.CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["education-standards"]["project-files"]
    found = [file for pattern in patterns for file in paths.CHECKOUT.glob(pattern)]
    return {file.relative_to(paths.CHECKOUT).as_posix(): file for file in sorted(found)}


def lay_out(folder: Path) -> Laid:
    """Make a working folder, or bring back and renew in one what has not been changed there.

    Parameters
    ----------
    folder : Path
        One that is not there yet, an empty one, or one that this function made.

    Raises
    ------
    InputError
        If the folder is another one, which is left as it is.
    """
    marker = folder / paths.MARKER
    if folder.exists() and not marker.is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            "The folder is not empty, and 'standards init' did not make it.",
            file=folder,
            expected="a name that is not taken yet, an empty folder, or a working folder to renew",
            remedy="standards init another folder",
        )
    folder.mkdir(parents=True, exist_ok=True)
    before = _laid_before(marker)
    _write_marker(marker, before)  # cut off from here on, the same command goes on
    contents = {name: file.read_bytes() for name, file in project_files().items()}
    contents["README.md"] = README.encode()
    laid = Laid([], [])
    for name, content in contents.items():
        file = folder / name
        if file.exists() and file.read_bytes() == content:
            pass
        elif file.exists() and sha256(file) != before.get(name):
            laid.kept.append(name)
            continue
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            laid.written.append(name)
        before[name] = sha256(file)
    _write_marker(marker, before)
    return laid


def _laid_before(marker: Path) -> dict[str, str]:
    """The hashes of files as they were laid out; a record that cannot be read vouches for none."""
    try:
        return dict(json.loads(marker.read_text(encoding="utf-8"))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write_marker(marker: Path, files: dict[str, str]) -> None:
    about = "Laid out by standards init; a file that is no longer as here was changed, and is not renewed."
    record = {"about": about, "version": __version__, "files": files}
    marker.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
