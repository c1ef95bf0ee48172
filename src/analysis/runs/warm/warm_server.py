"""The process that forks on request: what a warm parent does (``analysis.runs.warm.warm`` is how it is asked)."""

import ctypes
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path

from analysis.basics.errors import InputError
from analysis.runs.warm.unused import left_out

PR_SET_PDEATHSIG = 1
#: A request begins with its length in so many bytes.
LENGTH_BYTES = 4
#: A request is sent at once; whoever takes longer than these seconds is not one of us.
PATIENCE = 10


class Server:
    """What a warm parent does: fork on request until its owner is gone."""

    def __init__(self, listener: socket.socket, lifeline: int):
        self.listener, self.lifeline = listener, lifeline
        #: file descriptor of each child process to its number and the connection that asked for it
        self.children: dict[int, tuple[int, socket.socket]] = {}

    def serve(self) -> None:
        with selectors.DefaultSelector() as self.selector:
            signal.signal(signal.SIGTERM, self._ended_by_system)
            for source in (self.listener, self.lifeline):
                self.selector.register(source, selectors.EVENT_READ, None)
            while True:
                for key, _ in self.selector.select():
                    if key.fileobj is self.listener:
                        self._accept()
                    elif key.fileobj == self.lifeline:
                        return self._end()
                    elif key.data in self.children:
                        self._heard(key.fileobj, key.data)

    def _accept(self) -> None:
        connection, _ = self.listener.accept()
        with suppress(OSError, ValueError):
            connection.settimeout(PATIENCE)
            # no byte more than the request: the next may be a signal for the child
            request = json.loads(_exactly(connection, int.from_bytes(_exactly(connection, LENGTH_BYTES))))
            connection.settimeout(None)
            if request["here"]:
                _run(connection, request)
                _send(connection, {"exit": 0})
                connection.close()
            else:
                self._fork(connection, request)
            return
        connection.close()

    def _fork(self, connection: socket.socket, request: dict) -> None:
        owner = os.getpid()
        pid = os.fork()
        if not pid:
            self._become(connection, request, owner)
        _send(connection, {"pid": pid})
        child = os.pidfd_open(pid)
        self.children[child] = pid, connection
        self.selector.register(child, selectors.EVENT_READ, child)
        self.selector.register(connection, selectors.EVENT_READ, child)

    def _become(self, connection: socket.socket, request: dict, owner: int) -> None:
        """The child's whole life."""
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            end_with(owner)
            os.setsid()
            self.selector.close()
            self.listener.close()
            os.close(self.lifeline)
            for child, (_, other) in self.children.items():
                os.close(child)
                other.close()
            os.environ.clear()
            os.environ.update(request["env"])
            os.chdir(request["cwd"])
            status = _run(connection, request)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)

    def _heard(self, source, child: int) -> None:
        """A child ended, or whoever asked for it sends it a signal or has gone."""
        pid, connection = self.children[child]
        if source == child:
            # what it started goes with it; its number is not given to another process before it is waited for
            _kill(pid)
            _, status = os.waitpid(pid, 0)
            _send(connection, {"exit": os.waitstatus_to_exitcode(status)})
            self.selector.unregister(child)
            with suppress(KeyError):
                self.selector.unregister(connection)
            connection.close()
            os.close(child)
            del self.children[child]
            return
        numbers = b""
        with suppress(OSError):
            numbers = connection.recv(16)
        for number in numbers:
            _kill(pid, number)
        if not numbers:
            self.selector.unregister(connection)
            _kill(pid)

    def _ended_by_system(self, *_) -> None:
        """The owner was killed while this process was at work on something of its own."""
        self._end()
        os._exit(1)

    def _end(self) -> None:
        """The owner has gone: so do the children, and the folder that it may have been killed before it removed."""
        for pid, _ in self.children.values():
            _kill(pid)
        for pid, _ in self.children.values():
            os.waitpid(pid, 0)
        shutil.rmtree(Path(self.listener.getsockname()).parent, ignore_errors=True)


def _exactly(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count and (more := connection.recv(count - len(received))):
        received += more
    return received


def _kill(pid: int, number: int = signal.SIGKILL) -> None:
    """A signal to a child and all it started; to the child alone before it has a group of its own."""
    for send in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            send(pid, number)
            return


def end_with(owner: int, how: int = signal.SIGKILL) -> None:
    """Ask the system for a signal to this process when its parent ends, however it ends."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, how, 0, 0, 0)
    if os.getppid() != owner:  # it ended before we asked
        os._exit(1)


def _send(connection: socket.socket, message: dict) -> None:
    with suppress(OSError):
        connection.sendall(json.dumps(message).encode() + b"\n")


def find_function(name: str) -> Callable:
    """The function ``"module:name"``; its module is imported if it is not there yet."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _run(connection: socket.socket, request: dict) -> int:
    """Call the function and send what it returns or raises; the exit status."""
    try:
        tell = {"tell": lambda message: _send(connection, message)} if request["tells"] else {}
        # what runs here imports what every child is to have: a second or two less of what none of them uses
        with left_out() if request["here"] else nullcontext():
            result = find_function(request["function"])(**request["arguments"], **tell)
    except InputError as error:
        _send(connection, {"error": str(error), "kind": "input"})
        return 1
    except OSError as error:  # a full disk, no right to write: told in words by the command
        about = [error.errno, error.strerror, error.filename and str(error.filename)]
        _send(connection, {"error": about, "kind": "system"})
        return 1
    except MemoryError:
        _send(connection, {"error": "", "kind": "memory"})
        return 1
    except Exception:
        _send(connection, {"error": traceback.format_exc(), "kind": "unexpected"})
        return 1
    _send(connection, {"result": result})
    return 0


def main() -> None:
    """Serve at the socket and with the lifeline whose file descriptors are the arguments."""
    end_with(os.getppid(), signal.SIGTERM)
    Server(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])).serve()
