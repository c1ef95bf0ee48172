"""Many reports: planned, made side by side, failures collected, what is up to date left alone.

One warm parent serves them all; each report is made in a process of its own that is forked from it and gone when the
report is there. Nothing in memory grows with their number: the records of outcomes are a line each.
"""

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import psutil

from analysis.basics import paths
from analysis.runs import swap
from analysis.runs.ask import cores, make_one, warm_up
from analysis.runs.warm import warm

#: What one report being made takes of memory, beyond what is shared; measured by benchmarks/batch.py.
MB_PER_JOB = 400
OUTCOMES = ("made", "current", "skipped", "failed")
#: What submits a record, what receives its result, and how many may be on the way at a time.
Place = tuple[Callable[[dict], Future], Callable[[dict], dict], Callable[[], int]]


@dataclass
class Summary:
    """What became of each report: its records, and whether the batch was stopped before the end."""

    total: int
    records: list[dict] = field(default_factory=list)
    seconds: float = 0.0
    stopped: bool = False
    #: What is being done before the number of reports is known.
    step: str = ""

    def of(self, outcome: str) -> list[dict]:
        return [record for record in self.records if record["outcome"] == outcome]

    @property
    def remaining(self) -> int:
        return self.total - len(self.records)


def affordable(jobs: int | None) -> int:
    """As many reports at a time as were asked for; else one for each core, if memory allows."""
    if jobs:
        return jobs
    return max(1, min(cores(), psutil.virtual_memory().available // (MB_PER_JOB << 20) - 1))


@contextmanager
def engine(jobs: int) -> Iterator[Executor]:
    """Where reports are made on this machine: threads that ask the warm parent, or processes that do it themselves."""
    pool: Executor = ThreadPoolExecutor(jobs)  # a thread only waits for the process that was forked for it
    if not warm.available():
        pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=warm_up)
    with pool, warm.parent():  # on the way out the parent ends first
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def run_batch(
    runs: list[dict],
    *,
    jobs: int | None = None,
    as_at: str = "",
    force: bool = False,
    formats: Sequence[str] | None = None,
    cluster: Callable[[bool], AbstractContextManager[Place]] | None = None,
    tell: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Make every report of the runs that is not up to date.

    Parameters
    ----------
    runs : list of dict
        ``areas`` and ``years``, as ``read_runs`` gives them.
    jobs : int, optional
        Reports at a time; the number of cores, or fewer if memory is short, if not given.
    as_at : str
        A day such as 2025-10-01: every report with the figures that were public then.
    force : bool
        Make also those that are up to date.
    formats : sequence of str, optional
        ``docx`` and ``pdf``, beside the pages; those that each report has already, if not given.
    cluster : callable, optional
        Called with ``force``, gives the place where the reports are made instead of this machine (docs/batch.md).
    tell : callable
        Gets the summary, whenever there is news.

    Returns
    -------
    Summary
        Also written to ``reports/batch.json``.
    """
    begun = time.monotonic()
    jobs = affordable(jobs)
    summary = Summary(0)

    def step(message: dict) -> None:
        summary.step = message.get("step", "")
        tell(summary)

    try:
        step({"step": "Starting"})
        with engine(jobs) as pool:
            warm_up({"formats": formats, "as_at": as_at}, tell=step)
            asked = {"runs": runs, "force": force, "formats": formats, "as_at": as_at}
            records = warm.call("analysis.runs.plan:plan", asked)
            summary.total, summary.step = len(records), ""
            summary.records += [record for record in records if "outcome" in record]
            tell(summary)
            waiting = [record for record in records if "outcome" not in record]
            here: Place = (partial(pool.submit, partial(make_one, force=force)), dict, lambda: 2 * jobs)
            with cluster(force) if cluster and waiting else nullcontext(here) as (submit, receive, window):
                for done in completed(submit, waiting, window):
                    summary.records.append(receive(done))
                    tell(summary)
            warm.call("analysis.runs.report:list_reports", {})
    except KeyboardInterrupt:
        summary.stopped = True
    finally:
        swap.clear_all(paths.reports())
    summary.seconds = round(time.monotonic() - begun, 1)
    write_summary(summary)
    return summary


def completed(
    submit: Callable[[dict], Future], records: Iterable[dict], window: Callable[[], int]
) -> Iterator[dict]:
    """The results of submitted records as they come, with no more than ``window()`` of them on the way."""
    left = iter(records)
    under_way: dict[Future, dict] = {}
    while True:
        limit = window()
        while len(under_way) < limit and (record := next(left, None)):
            under_way[submit(record)] = record
        if not under_way:
            return
        finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in finished:
            record = under_way.pop(future)
            error = future.exception()
            lost = {"outcome": "failed", "reason": f"not finished: {error!r}", "seconds": None}
            yield future.result() if error is None else record | lost


def write_summary(summary: Summary) -> None:
    """Write ``reports/batch.json``: how many of each outcome, and what was skipped or failed, and why."""
    content = {
        "total": summary.total,
        **{outcome: len(summary.of(outcome)) for outcome in OUTCOMES},
        "remaining": summary.remaining,
        "stopped": summary.stopped,
        "seconds": summary.seconds,
        "reports": sorted(summary.records, key=lambda record: (record["year"], record["area"])),
    }
    file = paths.reports() / "batch.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".batch.json.{os.getpid()}")
    aside.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    aside.replace(file)
