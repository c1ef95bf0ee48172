"""The same batch on many machines: a dask.distributed cluster, through its ``concurrent.futures`` interface.

A worker needs this package, the same version of it, and the raw files, found or fetched by their hashes. All else
that a report is made from (notebooks, catalogue, transcribed reports) is small and is sent to each worker once,
also to one that joins late or comes back. Reports are put in place by the worker where it sees the same reports
folder as we do, and come back as files where it does not. docs/batch.md has the set-up.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.catalogue.releases_held import FOLDER, at_hand
from analysis.data.inputs import inputs
from analysis.runs import freshness, swap
from analysis.runs.ask import folder_name
from analysis.runs.batch import Place
from analysis.runs.cluster_worker import ProjectPlugin, make_remote

CONNECT_SECONDS = 10
#: How often a report is begun again whose worker's processes were killed; dask counts workers that die on its own.
RETRIES = 3


def receive(outcome: dict) -> dict:
    """Here again: put the files of a report in place, if it came with files."""
    if files := outcome.pop("files", None):
        target = paths.reports() / folder_name(outcome)
        with swap.locked(target), swap.scratch(target) as place:
            for name, content in files.items():
                file = place / "report" / name
                if not file.resolve().is_relative_to((place / "report").resolve()):
                    raise InputError(f"A worker sent a file that leads out of the report: {name}")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            swap.put(place / "report", target)
    return outcome


@contextmanager
def cluster_at(address: str, force: bool, share: bool = True, as_at: str = "") -> Iterator[Place]:
    """A dask.distributed cluster as ``run_batch`` wants it: submit, receive, and how many at a time.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://host:8786``.
    force : bool
        Make also reports that are up to date.
    share : bool
        Let workers write into our reports folder, where they see it.
    as_at : str
        The day as at which the reports are; its release of the interactive tool is sent along.

    Raises
    ------
    InputError
        If no scheduler answers.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        expected = "the address that 'dask scheduler' prints, such as tcp://host:8786"
        raise InputError(f"No scheduler answers at {address}: {error}.", expected=expected) from None
    with client, _token(share) as token:
        plugin = ProjectPlugin(bundle(token, as_at))
        client.register_plugin(plugin, name=plugin.name)
        try:
            pool = client.get_executor(pure=False, retries=RETRIES)
            yield (
                lambda record: pool.submit(make_remote, record, plugin.name, force),
                receive,
                lambda: 2 * sum(client.nthreads().values()) + 2,
            )
        finally:
            client.unregister_worker_plugin(plugin.name)


def bundle(token: str, as_at: str = "") -> dict:
    """What workers are sent: the project's own small files, the releases at hand, and what must be the same there.

    All releases, some 2 MB each: what others say of a release's figures makes them provisional or revised.
    """
    fetched = {source.path for source in load_manifest().values() if not source.committed}
    releases = {
        paths.recorded(file): file for held in at_hand() if not held.of_manifest for file in held.files()
    }
    files = [
        file
        for folder in (paths.notebooks(), paths.raw())
        for file in sorted(folder.rglob("*"))
        if file.is_file() and ".ipynb_checkpoints" not in file.parts and ".kept-" not in file.name
    ]
    return {
        "files": {
            file.relative_to(paths.home()).as_posix(): file.read_bytes()
            for file in files
            if not (file.is_relative_to(paths.raw()) and _is_left(file.relative_to(paths.raw()), fetched))
        }
        | {name: file.read_bytes() for name, file in releases.items()},
        "inputs": inputs(as_at),
        "as_at": as_at,
        "code": freshness.code_hash(),
        "packages": freshness.packages(),
        "folders": [str(folder) for folder in paths.downloads()],
        "token": token,
    }


def _is_left(file: Path, fetched: set[str]) -> bool:
    """Whether a raw file is not sent from its folder: workers fetch it, or it is of a release."""
    return file.as_posix() in fetched or file.parts[0] == FOLDER


@contextmanager
def _token(share: bool) -> Iterator[str]:
    """A file in the reports folder with chance for a name and content: who reads it sees the same folder."""
    if not share:
        yield ""
        return
    text = uuid.uuid4().hex
    file = paths.reports() / f".batch-{text}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    try:
        yield str(file)
    finally:
        file.unlink(missing_ok=True)
