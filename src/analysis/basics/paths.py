"""Where things are. Only this module knows; everything else asks it."""

import os
from pathlib import Path

from analysis.basics.errors import InputError

#: Names the project folder, and a further folder of downloaded raw files.
HOME, RAW = "STANDARDS_HOME", "STANDARDS_RAW"
#: What `standards init` writes into a working folder: which files it laid out there.
MARKER = ".standards.json"
#: The checkout that this package lies in, if it lies in one.
CHECKOUT = Path(__file__).resolve().parents[3]
IN_CHECKOUT = Path(__file__).resolve().parents[2].name == "src" and (CHECKOUT / "pyproject.toml").is_file()


def home() -> Path:
    """The project folder.

    It is the one that ``STANDARDS_HOME`` names; else the working folder that one is in or below; else the checkout
    that this package is used from.

    Raises
    ------
    InputError
        If there is none.
    """
    if named := os.environ.get(HOME):
        folder = Path(named).resolve()
        if not (folder / "data" / "raw").is_dir():
            raise InputError(
                "STANDARDS_HOME names a folder that is no project.",
                file=folder,
                expected="a folder that 'standards init' made, or a checkout",
                remedy=f"standards init {folder}",
            )
        return folder
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / MARKER).is_file() or (folder == CHECKOUT and IN_CHECKOUT):
            return folder
    if IN_CHECKOUT:
        return CHECKOUT
    raise InputError(
        "This folder is not a working folder of education standards, nor in one.",
        file=here,
        remedy="Make one and go there: standards init DIR, then cd DIR. Or set STANDARDS_HOME to one that you have.",
    )


def fix() -> None:
    """Make the folders that the environment names absolute: kernels run in another folder than the command."""
    for name in (HOME, RAW):
        if os.environ.get(name):
            os.environ[name] = str(Path(os.environ[name]).resolve())


def raw() -> Path:
    return home() / "data" / "raw"


def downloads() -> list[Path]:
    """Folders searched for downloaded raw files, in order: data/raw, then ``STANDARDS_RAW``."""
    elsewhere = os.environ.get(RAW)
    return [raw()] + ([Path(elsewhere).resolve()] if elsewhere else [])


def processed() -> Path:
    return home() / "data" / "processed"


def release_file(release_id: str, suffix: str = ".parquet") -> Path:
    """What is prepared of a release of the interactive tool: its observations, or with ``.json`` what was read of it."""
    return processed() / "lait" / f"{release_id}{suffix}"


def notebooks() -> Path:
    return home() / "notebooks"


def reports() -> Path:
    return home() / "reports"


def shown(path: Path) -> str:
    """A path as messages print it: relative to the project, never of one machine."""
    path = Path(path)
    for base in [home(), *downloads()]:
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name


def recorded(path: Path) -> str:
    """The name of a raw file in records, wherever it lies: ``data/raw/lait/...`` also if it is in ``STANDARDS_RAW``."""
    base = next((folder for folder in downloads() if path.is_relative_to(folder)), path.parent)
    return f"data/raw/{path.relative_to(base).as_posix()}"


def bring_back(path: Path) -> str:
    """What brings a file of the project back as it was: said where one is missing or damaged."""
    if not (home() / MARKER).is_file():
        return f"git checkout {shown(path)}"
    return f"{'remove it, then ' if path.exists() else ''}standards init {home()}"


def aside(file: Path) -> Path:
    """Where a file is written before it takes the place of the one that is there."""
    return file.with_name(f"{file.name}.new")
