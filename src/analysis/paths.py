"""Where things are. Only this module knows; everything else asks it."""

import os
from pathlib import Path


def home() -> Path:
    """The project folder: ``STANDARDS_HOME`` if set, else the checkout this package is installed from."""
    return Path(os.environ.get("STANDARDS_HOME") or Path(__file__).parents[2]).resolve()


def raw() -> Path:
    return home() / "data" / "raw"


def downloads() -> list[Path]:
    """Folders searched for downloaded raw files, in order: data/raw, then ``STANDARDS_RAW``."""
    elsewhere = os.environ.get("STANDARDS_RAW")
    return [raw()] + ([Path(elsewhere).resolve()] if elsewhere else [])


def processed() -> Path:
    return home() / "data" / "processed"


def notebooks() -> Path:
    return home() / "notebooks"


def reports() -> Path:
    return home() / "reports"


def shown(path: Path) -> str:
    """A path as messages and records print it: relative to the project, never of one machine."""
    path = Path(path)
    for base in [home(), *downloads()]:
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name
