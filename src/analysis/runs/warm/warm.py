"""Work done in processes that are forked from a parent which has imported the stack and read the data once.

A *warm parent* is a process of one thread that does nothing but fork, on request, over a socket in a private
folder. What it has imported and read, its children have from their first moment, without a copy: pages of memory
are shared until they are written to. A child runs one function, ``"module:name"``, with arguments and results as
JSON. A request is a connection, and a connection is a life: whoever asked and goes away, however it goes, takes
the child along, and a parent without its owner kills its children and ends.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from analysis.basics.errors import InputError
from analysis.runs.warm.warm_server import LENGTH_BYTES, Server, find_function

#: Where a process finds the warm parent that it is to ask.
ADDRESS = "STANDARDS_WARM_PARENT"
#: Set to "ordinary", it does without forks: one fresh interpreter for each kernel.
CHOICE = "STANDARDS_KERNELS"
#: What a fresh warm parent runs. As in ipykernel's launcher, nothing is imported from the folder one happens to be in.
START = "import sys; sys.path[0] or sys.path.pop(0); from analysis.runs.warm.warm_server import main; main()"

#: A socket's path has at most 107 characters. In a folder for temporary files with a longer path than this it has more.
LONGEST = 50


class WorkLostError(RuntimeError):
    """A process ended before it had an answer: killed, or out of memory."""


def available() -> bool:
    """Whether processes are forked here: on Linux, unless ``STANDARDS_KERNELS=ordinary`` says otherwise.

    macOS can fork, but its system libraries cannot be used in the child; Windows cannot.
    """
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and os.environ.get(CHOICE) != "ordinary"


class Request:
    """One connection to a warm parent: a function that runs in a child of it, or in the parent itself.

    Parameters
    ----------
    function : str
        ``"module:name"``.
    arguments : dict
        Keyword arguments: anything that JSON holds.
    tells : bool
        The function sends messages on the way: it gets what sends one as ``tell``.
    here : bool
        Run it in the parent, for what every later child is to have.
    """

    def __init__(self, function: str, arguments: dict, *, here=False, tells=False, env=None, cwd=None):
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            environment = dict(env or os.environ)
            self.socket.connect(environment.get(ADDRESS, ""))
            wanted = {"function": function, "arguments": arguments, "here": here, "tells": tells}
            text = json.dumps(wanted | {"env": environment, "cwd": str(cwd or Path.cwd())}).encode()
            self.socket.sendall(len(text).to_bytes(LENGTH_BYTES) + text)
        except OSError as error:
            self.socket.close()
            raise WorkLostError(f"the warm parent is gone: {error}") from None
        self.lines = self.socket.makefile("r", encoding="utf-8")

    def message(self) -> dict:
        """The next message: ``pid`` first, then what the function sends, ``result`` or ``error``, ``exit`` last."""
        with suppress(OSError):
            if line := self.lines.readline():
                return json.loads(line)
        raise WorkLostError("its process, or the parent of it, was killed")

    def answer(self, tell: Callable[[dict], None] | None = None):
        """Wait for the result; ``tell`` gets the messages on the way."""
        answer: dict = {}
        while "exit" not in (message := self.message()):
            if message.keys() & {"result", "error"}:
                answer = message
            elif tell and "pid" not in message:
                tell(message)
        if "error" in answer:
            raise _error(answer["kind"], answer["error"])
        if "result" not in answer:
            raise WorkLostError(f"its process ended with exit status {message['exit']}")
        return answer["result"]

    def signal(self, number: int) -> None:
        """Send a signal to the child and its process group."""
        with suppress(OSError):
            self.socket.sendall(bytes([number]))

    def close(self) -> None:
        """Give the request up: a child that is still there is killed."""
        self.lines.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _error(kind: str, about) -> Exception:
    if kind == "system":
        return OSError(*about)
    return {"input": InputError, "memory": MemoryError}.get(kind, RuntimeError)(about)


def call(
    function: str,
    arguments: dict,
    tell: Callable[[dict], None] | None = None,
    *,
    here: bool = False,
    env: dict[str, str] | None = None,
):
    """What ``function`` returns, run in a child of the warm parent that ``env`` (or this process's own) names.

    Where processes are not forked, it runs in this process, and its errors are as it raised them.

    Raises
    ------
    InputError
        As the function raised it.
    WorkLostError
        If the child was killed.
    RuntimeError
        For any other error, with its traceback.
    """
    if not available():
        return find_function(function)(**arguments, **({"tell": tell} if tell else {}))
    with Request(function, arguments, here=here, tells=tell is not None, env=env) as request:
        return request.answer(tell)


@contextmanager
def parent(*, fork: bool = False, env: dict[str, str] | None = None) -> Iterator[None]:
    """A warm parent for the length of a ``with``, that this process and those it asks for are to ask.

    Where processes are not forked there is none.

    Parameters
    ----------
    fork : bool
        Fork it from this process, which must have one thread only, so that it has what this process has;
        else it is a fresh interpreter.
    env : dict, optional
        The environment of that interpreter, in which its address is then written instead of our own.
    """
    if not available():
        yield
        return
    if fork and threading.active_count() > 1:
        raise RuntimeError("A process with several threads cannot be forked safely.")
    place = os.environ if env is None else env
    before = place.get(ADDRESS)
    with _private_folder() as folder, socket.socket(socket.AF_UNIX) as listener:
        address = str(Path(folder) / "parent")
        listener.bind(address)
        listener.listen(128)
        held, lifeline = os.pipe()
        wait = _forked(listener, held, lifeline) if fork else _started(listener, held, env)
        os.close(held)
        listener.close()
        place[ADDRESS] = address
        try:
            yield
        finally:
            place.pop(ADDRESS)
            if before is not None:
                place[ADDRESS] = before
            os.close(lifeline)
            wait()


def short_temporary_folder() -> str | None:
    """Where sockets are kept: None for the usual folder, or the system's own if that has too long a path for them."""
    return None if len(tempfile.gettempdir()) <= LONGEST else "/tmp"  # noqa: S108 (a private folder is made in it)


@contextmanager
def _private_folder() -> Iterator[str]:
    """A folder that only this user can enter, which the warm parent may remove before us."""
    folder = tempfile.mkdtemp(prefix="standards-", dir=short_temporary_folder())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(listener: socket.socket, held: int, env: dict[str, str] | None) -> Callable:
    listener.set_inheritable(True)
    # a session of its own: Ctrl-C is for the owner
    command = [sys.executable, "-c", START, str(listener.fileno()), str(held)]
    return subprocess.Popen(  # noqa: S603 (this Python, this module)
        command,
        pass_fds=[listener.fileno(), held],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env=env,
    ).wait


def _forked(listener: socket.socket, held: int, lifeline: int) -> Callable:
    if pid := os.fork():
        return partial(os.waitpid, pid, 0)
    status = 1
    try:
        os.close(lifeline)
        Server(listener, held).serve()
        status = 0
    finally:
        os._exit(status)
