"""A batch on a cluster: a real scheduler and two worker processes, one of which is killed on the way."""

import os
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from folder_contents import hashes, hidden

from analysis.basics.errors import InputError
from analysis.runs.batch import run_batch
from analysis.runs.warm import warm

distributed = pytest.importorskip(
    "distributed", reason="needs the extra for clusters: pip install '.[cluster]'"
)
cluster_at = pytest.importorskip("analysis.runs.cluster").cluster_at
pytestmark = pytest.mark.skipif(not warm.available(), reason="workers fork processes: Linux only")
AREAS, YEAR = ["Barnet", "Camden", "Brent"], 2024


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler with two workers of one thread each, and their processes."""
    started = []

    def start(*command):
        env = {name: value for name, value in os.environ.items() if name != "STANDARDS_HOME"}
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
            env=env | {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    file = tmp_path / "scheduler.json"
    place = ["--scheduler-file", str(file)]
    start("scheduler", *place, "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0")
    worker = ["--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    workers = [
        start("worker", *place, *worker, "--local-directory", str(tmp_path / f"w{i}")) for i in range(2)
    ]
    with distributed.Client(scheduler_file=str(file), timeout=120) as client:
        client.wait_for_workers(2, timeout=120)
        address = client.scheduler.address
    yield address, workers
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_that_is_killed_takes_nothing_along(quick, scheduler):
    address, workers = scheduler
    seen = []

    def tell(summary):
        seen.append(len(summary.records))
        if len(summary.records) == 1 and workers[0].poll() is None:
            workers[0].send_signal(signal.SIGKILL)

    runs = [{"areas": AREAS, "years": [YEAR]}]
    summary = run_batch(runs, cluster=partial(cluster_at, address), tell=tell)
    assert workers[0].poll() == -signal.SIGKILL and workers[1].poll() is None
    assert [record["outcome"] for record in summary.records] == ["made"] * 3, summary.records
    assert len({record["area"] for record in summary.records}) == 3, "each report counts once"
    made = {folder.name for folder in (quick / "reports").iterdir() if folder.is_dir()}
    assert made == {f"{area.lower()}-{YEAR}" for area in AREAS} and not hidden(quick)
    there = hashes(quick / "reports")
    assert len(run_batch(runs, force=True).of("made")) == 3
    assert hashes(quick / "reports") == there, "the same bytes as without a cluster"


def test_a_scheduler_that_is_not_there_is_told(quick):
    begun = time.monotonic()
    with pytest.raises(InputError, match="No scheduler answers"):
        run_batch([{"areas": ["Barnet"], "years": [YEAR]}], cluster=partial(cluster_at, "tcp://127.0.0.1:9"))
    assert time.monotonic() - begun < 120
