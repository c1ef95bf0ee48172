"""Folders that take the place of others whole, and locks that end with the process that holds them.

What is being made is in a scratch folder beside its target, under a lock of the target's name. Whenever a
process is killed, the target is the previous folder or the new one; what is left of the scratch is cleared away
by the next run.
"""

import ctypes
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

RENAME_EXCHANGE, AT_FDCWD = 2, -100
#: What stands in a hidden folder's name between the target's name and chance.
MARK = ".making-"
PREVIOUS, LOCK = ".previous", ".lock"


@contextmanager
def locked(target: Path, waiting: Callable[[], None] | None = None, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of ``target``: True. If another process has it, wait, or give False without ``wait``.

    The lock is the operating system's, on a file beside the target: a process that is killed loses it, and children
    that are forked do not have it. ``waiting`` is called once, before a wait.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    file = target.with_name(f".{target.name}{LOCK}")
    lock = FileLock(file, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        if wait:
            if waiting:
                waiting()
            lock.acquire(blocking=True)
    try:
        yield lock.is_locked
    finally:
        if lock.is_locked:
            with suppress(OSError):  # Windows removes no file that is open: there, the release does it
                file.unlink()  # still held: whoever waits for this file finds that it is gone, and asks anew
            lock.release()


@contextmanager
def scratch(target: Path) -> Iterator[Path]:
    """An empty folder beside ``target``, on the same file system, gone at the end."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}{MARK}", dir=target.parent) as folder:
        yield Path(folder)


def put(folder: Path, target: Path) -> None:
    """Put a finished folder, of a scratch folder, where ``target`` is or shall be; under the lock of ``target``."""
    if not target.exists():
        folder.rename(target)
    elif not _exchange(folder, target):
        previous = target.with_name(f".{target.name}{PREVIOUS}")
        target.rename(previous)
        # killed here, there is no report for a moment: the next run puts the previous one back
        folder.rename(target)
        shutil.rmtree(previous)


def _exchange(one: Path, other: Path) -> bool:
    """Change the places of two folders in one step, so that ``other`` is there at every moment, if the system can."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0


def clear(target: Path) -> None:
    """Clear away what a killed run left of ``target``, whose lock is held: the previous folder goes back in place."""
    previous = target.with_name(f".{target.name}{PREVIOUS}")
    if previous.exists() and not target.exists():
        previous.rename(target)
    for left in [previous, *target.parent.glob(f".{target.name}{MARK}*")]:
        shutil.rmtree(left, ignore_errors=True)


def clear_all(folder: Path) -> None:
    """Clear away what killed runs left in a folder; what another run is making now is left alone."""
    kinds = "|".join(map(re.escape, (MARK, PREVIOUS, LOCK)))
    names = {
        match[1] for path in folder.glob(".*") if (match := re.fullmatch(rf"\.(.+?)(?:{kinds}).*", path.name))
    }
    for name in sorted(names):
        with locked(folder / name, wait=False) as held:
            if held:
                clear(folder / name)
