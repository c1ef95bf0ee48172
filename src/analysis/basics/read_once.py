"""Files that are read once, and again when they have been written anew."""

from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


def until_written_anew(read: Callable[..., Result]) -> Callable[..., Result]:
    """Read files once, and again when one of them has been written anew: a notebook may be open for days."""

    @lru_cache
    def kept(_stamps, *files: Path) -> Result:
        return read(*files)

    @wraps(read)
    def current(*files: Path) -> Result:
        return kept(tuple(map(_stamp, files)), *files)

    return current


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        about = file.stat()
    except OSError:  # the reader says what is wrong with it
        return ()
    return about.st_mtime_ns, about.st_size, about.st_ino
