"""The same work on many things, in two processes where there are enough of them."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import ceil
from typing import Any

#: More would take more memory than they save time: each holds a table of a third of a million rows.
PROCESSES = 2
#: Fewer are done here: a process takes as long to start as one release takes to be read.
ENOUGH = 4


def in_processes(work: Callable[..., Any], calls: Sequence[tuple], neighbours: bool = False) -> Iterator[Any]:
    """``work(*call)`` for each of the calls, in their order, as they are done.

    Parameters
    ----------
    work : callable
        A function of a module: a process finds it by its name. What it is given and returns is copied.
    calls : sequence of tuple
    neighbours : bool
        Calls that follow each other share what ``work`` keeps, so each process gets a run of them.
    """
    if len(calls) < ENOUGH:
        yield from (work(*call) for call in calls)
        return
    run = ceil(len(calls) / PROCESSES) if neighbours else 1
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(work, *zip(*calls, strict=True), chunksize=run)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
