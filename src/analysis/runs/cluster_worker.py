"""What a dask.distributed worker does for a batch (``analysis.runs.cluster`` is the other side)."""

import hashlib
import os
import shutil
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import cast

from distributed import WorkerPlugin, get_worker

from analysis.basics.errors import InputError
from analysis.runs import place
from analysis.runs.ask import attempt, folder_name, warm_up
from analysis.runs.warm import warm


class Project:
    """On a worker: a home for what was sent, and the warm parent that makes reports of it."""

    def __init__(self, sent: dict, folder: Path):
        self.sent, self.folder, self.home = sent, folder, folder / "home"
        self.lock, self.running = threading.Lock(), ExitStack()
        self.env: dict[str, str] = {}
        self.refused: InputError | None = None
        self.shares_reports = _same_token(sent["token"])

    def start(self) -> dict[str, str]:
        """The environment in which the warm parent is found, which is started if it is not there.

        Raises
        ------
        InputError
            If this worker cannot make these reports; the same each time it is asked.
        """
        with self.lock:
            if self.refused:
                raise self.refused
            if not self.env:
                try:
                    self.env = self._started()
                except BaseException as error:
                    self.running.close()
                    self.refused = error if isinstance(error, InputError) else None
                    raise
            return self.env

    def _started(self) -> dict[str, str]:
        if not warm.available():
            raise InputError("The worker cannot fork processes.", expected="a worker on Linux")
        self._unpack()
        raw = os.environ.get("STANDARDS_RAW")
        env = {**os.environ, "STANDARDS_HOME": str(self.home), "STANDARDS_OFFLINE": "1"}
        env.pop("STANDARDS_RAW", None)
        self.running.enter_context(warm.parent(env=env))
        expected = {name: self.sent[name] for name in ("inputs", "code", "packages")}
        asked = {
            "inputs": list(expected["inputs"]),
            "folders": [*([raw] if raw else []), *self.sent["folders"]],
        }
        warm.call("analysis.runs.cluster_inputs:fetch_inputs", asked, here=True, env=env)
        day = {"as_at": self.sent["as_at"]}
        warm_up(day, env=env)
        warm.call("analysis.runs.cluster_inputs:require_same", day | {"expected": expected}, env=env)
        return env

    def stop(self) -> None:
        with self.lock:
            self.running.close()
            self.env = {}

    def _unpack(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, content in self.sent["files"].items():
            file = self.home / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if self.shares_reports:
            (self.home / "reports").symlink_to(Path(self.sent["token"]).parent)


def make_remote(record: dict, name: str, force: bool) -> dict:
    """On a worker: make one report; without a shared folder its files are in ``files`` of the outcome."""
    project = cast(ProjectPlugin, get_worker().plugins[name]).project
    try:
        env = project.start()
        outcome = attempt(record, force, env)
    except InputError as error:
        return record | {"outcome": "failed", "reason": str(error), "seconds": None}
    except warm.WorkLostError:
        project.stop()
        raise
    if not project.shares_reports:
        # no report stands there that this one could rest on less than
        folder = project.home / "reports" / folder_name(outcome).replace(place.FEWER, "")
        outcome["files"] = {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


def name_of(sent: dict) -> str:
    whole = hashlib.sha256(
        repr((sorted(sent["inputs"].items()), sent["code"], sent["as_at"], sent["token"])).encode()
    )
    return f"standards-{whole.hexdigest()[:12]}"


def _same_token(token: str) -> bool:
    with suppress(OSError):
        return bool(token) and Path(token).read_text(encoding="utf-8") == Path(token).name.removeprefix(
            ".batch-"
        )
    return False


class ProjectPlugin(WorkerPlugin):
    """Gives each worker the project, once; the scheduler keeps it for workers that join or come back."""

    def __init__(self, sent: dict):
        self.sent, self.name = sent, name_of(sent)

    def setup(self, worker) -> None:
        self.project = Project(self.sent, Path(worker.local_directory) / self.name)

    def teardown(self, worker) -> None:
        self.project.stop()
