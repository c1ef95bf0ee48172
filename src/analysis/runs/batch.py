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
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.runs import swap
from analysis.runs.plan import plan
from analysis.runs.run import cores, warm_parent
from analysis.runs.warm import warm

#: What one report being made takes of memory, beyond what is shared; measured by benchmarks/batch.py.
MB_PER_JOB = 400
OUTCOMES = ("made", "current", "skipped", "failed")
#: Pages of one report worked on at a time: while a kernel starts, another one computes.
PAGES_AT_ONCE = 2
#: Warm parents and the years that they have computed what is common to.
_rehearsed: set[tuple[str, int]] = set()
_rehearsing = Lock()


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


def make_one(record: dict, force: bool = False) -> dict:
    """Make the report of a record and complete it with its ``outcome``, and the ``reason`` if it failed."""
    try:
        return attempt(record, force)
    except warm.WorkLostError as error:
        return record | {"outcome": "failed", "reason": f"not finished: {error}", "seconds": None}


def attempt(record: dict, force: bool, env: dict[str, str] | None = None) -> dict:
    """``make_one`` that leaves it to the caller what to do if a process is killed (WorkLostError)."""
    begun = time.monotonic()
    wanted = {"area": record["code"], "year": record["year"], "formats": record["formats"]}
    wanted |= {"force": force, "jobs": PAGES_AT_ONCE}
    try:
        if warm.available():
            if record["shared"]:
                rehearse(record, env)
            found = warm.call("analysis.runs.report:report", wanted, env=env)
        else:
            from analysis.runs.report import report

            found = report(**wanted)
        outcome = {"outcome": found["outcome"]}
    except InputError as error:
        outcome = {"outcome": "failed", "reason": str(error)}
    except warm.WorkLostError:
        raise
    except (OSError, MemoryError) as error:
        outcome = {"outcome": "failed", "reason": f"the system refused: {error or 'not enough memory'}"}
    except RuntimeError as error:
        outcome = {"outcome": "failed", "reason": f"an error of the program: {error}"}
    return record | outcome | {"seconds": round(time.monotonic() - begun, 1)}


def rehearse(record: dict, env: dict[str, str] | None) -> None:
    """Let the warm parent compute what the reports of a year have in common, before the first of them."""
    wanted = (env or os.environ).get(warm.ADDRESS, ""), record["year"]
    with _rehearsing:
        if wanted in _rehearsed:
            return
        with suppress(
            InputError, RuntimeError
        ):  # what goes wrong is told by the report that it goes wrong for
            about = {"area": record["code"], "year": record["year"]}
            warm.call("analysis.runs.report:rehearse", about, here=True, env=env)
        _rehearsed.add(wanted)


def folder_name(record: dict) -> str:
    """The folder that a record's report is in, or what there is of it if it failed."""
    return record["folder"] + ("-failed" if record["outcome"] == "failed" else "")


def affordable(jobs: int | None) -> int:
    """As many reports at a time as were asked for; else one for each core, if memory allows."""
    if jobs:
        return jobs
    import psutil

    return max(1, min(cores(), psutil.virtual_memory().available // (MB_PER_JOB << 20) - 1))


@contextmanager
def engine(jobs: int) -> Iterator[Executor]:
    """Where reports are made on this machine: threads that ask the warm parent, or processes that do it themselves."""
    if warm.available():
        # a thread only waits for the process that was forked for it; on the way out the parent ends first
        with ThreadPoolExecutor(jobs) as pool, warm.parent():
            try:
                yield pool
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_warm_up) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _warm_up(tell: Callable[[dict], None] = lambda _: None) -> None:
    from analysis.runs.ready import make_ready
    from analysis.runs.report import warm_up

    make_ready(tell=tell)
    warm_up()


def _list_reports() -> None:
    from analysis.runs.report import list_reports

    list_reports()


def run_batch(
    runs: list[dict],
    *,
    jobs: int | None = None,
    force: bool = False,
    formats: Sequence[str] | None = None,
    scheduler: str | None = None,
    tell: Callable[[Summary], None] = lambda _: None,
) -> Summary:
    """Make every report of the runs that is not up to date.

    Parameters
    ----------
    runs : list of dict
        ``areas`` and ``years``, as ``read_runs`` gives them.
    jobs : int, optional
        Reports at a time; the number of cores, or fewer if memory is short, if not given.
    force : bool
        Make also those that are up to date.
    formats : sequence of str, optional
        ``docx`` and ``pdf``, beside the pages; those that each report has already, if not given.
    scheduler : str, optional
        The address of a dask.distributed scheduler: its workers make the reports (docs/batch.md).
    tell : callable
        Gets the summary, whenever there is news.

    Returns
    -------
    Summary
        Also written to ``reports/batch.json``.
    """
    begun = time.monotonic()
    jobs = affordable(jobs)
    if formats:
        from analysis.output.formats.files import require_tools

        require_tools(formats)
    summary = Summary(0)

    def step(message: dict) -> None:
        summary.step = message.get("step", "")
        tell(summary)

    try:
        step({"step": "Starting"})
        with engine(jobs) as pool:
            if warm.available():
                warm_parent(tell=step)
                records = warm.call(
                    "analysis.runs.plan:plan", {"runs": runs, "force": force, "formats": formats}
                )
            else:
                _warm_up(step)
                records = plan(runs, force, formats)
            summary.total, summary.step = len(records), ""
            summary.records += [record for record in records if "outcome" in record]
            tell(summary)
            waiting = [record for record in records if "outcome" not in record]
            if scheduler and waiting:
                from analysis.runs.cluster import cluster

                place: AbstractContextManager = cluster(scheduler, force)
            else:
                make = partial(make_one, force=force)
                place = nullcontext((partial(pool.submit, make), dict, lambda: 2 * jobs))
            with place as (submit, receive, window):
                for done in completed(submit, waiting, window):
                    summary.records.append(receive(done))
                    tell(summary)
            if warm.available():
                warm.call("analysis.runs.report:list_reports", {})
            else:
                _list_reports()
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
