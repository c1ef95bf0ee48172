"""Jupyter kernels that are warm from the start: a kernel provisioner that forks instead of starting Python.

A kernel's first seconds go into imports, and a report's kernels all import the same and read the same data. Here
a kernel is a child of the warm parent (``analysis.runs.warm.warm``), which has done that once. Everything else is as ever:
jupyter_client's own manager and provisioner, ipykernel's own application, papermill and nbclient unchanged. Where
there is no warm parent, or the kernel is not ipykernel, ordinary kernels start the ordinary way.
"""

import json
import os
import re
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner
from traitlets.config import Config

from analysis.basics import paths
from analysis.runs.warm import warm
from analysis.runs.warm.unused import left_out

#: The name of the entry point in the group ``jupyter_client.kernel_provisioners``.
NAME = "standards-warm"
#: The module that a command for an ipykernel runs.
LAUNCHER = "ipykernel_launcher"
#: Where a kernel shows figures, set before matplotlib is imported, as ipykernel does.
INLINE = "module://matplotlib_inline.backend_inline"

#: What takes long to import and is needed by each kernel, or to make a page of it. tqdm comes before ipykernel, in
#: the presence of which it would look for a notebook's widgets.
STACK = (
    *(
        "tqdm.auto",
        "pandas",
        "scipy.stats",
        "seaborn",
        "pyarrow.parquet",
        "gptables",
        "papermill",
        "nbconvert",
    ),
    *("ipykernel.debugger", "ipykernel.ipkernel", "ipykernel.kernelapp"),
    # what a kernel and the drawing of a chart import only when they need it, which each page does
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "sqlite3", "tornado.platform.asyncio", "pandas.io.formats.csvs"),
    *("afcharts", "matplotlib.backends.backend_mixed", "pandas.core.reshape.reshape"),
)


class WarmProvisioner(LocalProvisioner):
    """Launches a Python kernel as a child of the warm parent; all else as ``LocalProvisioner``."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any):
        if warm.ADDRESS not in os.environ or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        forked = ForkedProcess(arguments, kwargs.get("env"), kwargs.get("cwd"))
        self.process = forked  # type: ignore[assignment]  # has what LocalProvisioner asks of a Popen
        # its own group from its first moment; signals go through the parent, which knows whether it is still there
        self.pid, self.pgid, self.cwd = forked.pid, None, kwargs.get("cwd") or Path.cwd()
        return self.connection_info


class ForkedProcess:
    """A child of the warm parent, for those who expect a ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], env: dict[str, str] | None, cwd: str | None):
        self.request = warm.Request(
            "analysis.runs.warm.kernel_process:run_kernel", {"arguments": arguments}, env=env, cwd=cwd
        )
        self.pid: int = self.request.message()["pid"]
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        if self.returncode is None and select.select([self.request.socket], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self) -> int:
        """The exit status, once it has ended."""
        try:
            while self.returncode is None:
                self.returncode = self.request.message().get("exit")
        except warm.WorkLostError:
            self.returncode = -signal.SIGKILL
        self.request.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            self.request.signal(number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def import_stack() -> None:
    """Import what every kernel, and every page made from one, needs: called in a warm parent, before anything else."""
    # read by matplotlib as it is imported; ipykernel sets it in each kernel, which is too late for a forked one
    os.environ.setdefault("MPLBACKEND", INLINE)
    with left_out():
        for name in [*STACK, *imported_by_notebooks()]:
            with suppress(ImportError):  # the notebook that needs it says so
                import_module(name)


def imported_by_notebooks() -> list[str]:
    """The modules that the notebooks' cells import, and names that may be modules: ``views.gaps`` of ``from views import gaps``."""
    found: set[str] = set()
    for file in paths.notebooks().glob("*.ipynb"):
        for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
            lines = "".join(cell["source"]) if cell["cell_type"] == "code" else ""
            for module, names in re.findall(
                r"^\s*(?:from|import) ([\w.]+)(?: import ([\w, ]+))?", lines, re.MULTILINE
            ):
                found.update(
                    [module, *(f"{module}.{name.split()[0]}" for name in names.split(",") if name.split())]
                )
    return sorted(found)


@contextmanager
def kernel_settings() -> Iterator[Config]:
    """Configuration for papermill's kernels: warm ones if this process has a warm parent, on private sockets.

    On POSIX kernels listen in a folder that only this user can enter, not on the network. The folder has to be given:
    by default kernels of one working directory listen on the same names, and wait for each other for ever.
    """
    factory = KernelProvisionerFactory.instance()
    if entry_points(group=factory.GROUP_NAME, name=NAME):
        factory.default_provisioner_name = NAME
    if os.name != "posix":
        yield Config()
        return
    # within the warm parent's own folder, which is removed even if this process is killed
    beside = os.environ.get(warm.ADDRESS)
    place = Path(beside).parent if beside else warm.short_temporary_folder()
    with TemporaryDirectory(prefix="kernel-", dir=place) as folder:
        files = {"ip": f"{folder}/socket", "connection_file": f"{folder}/kernel.json"}
        yield Config({"KernelManager": {"transport": "ipc", **files}})
