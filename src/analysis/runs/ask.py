"""Reports asked for from here, one or one of many; ``report.py`` has what makes them.

What is heavy happens in children of a warm parent, and is called by name, so that this imports little. Where
processes are not forked, it happens here.
"""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.runs import freshness, swap
from analysis.runs.warm import warm

#: Pages of one report of many worked on at a time: while a kernel starts, another one computes.
PAGES_AT_ONCE = 2


def make_report(
    area: str,
    year: int,
    formats: Sequence[str] | None = None,
    claims: str | Path | None = None,
    *,
    as_at: str = "",
    written: str = "",
    force: bool = False,
    jobs: int | None = None,
    tell: Callable[[dict], None] = lambda _: None,
) -> Path:
    """Make ``reports/<area>-<year>/`` and return it; one that is up to date is left as it is.

    As at a day it is ``reports/<area>-<year>-as-at-<day>/``.

    The report is made in a folder of its own and takes the place of the previous one only when every
    page is done.

    Parameters
    ----------
    area : str
        Name, GSS code or number of a local authority.
    year : int
        The year in which the academic year ends.
    formats : sequence of str, optional
        Beside the pages, ``docx`` and ``pdf``: the whole report in one file. Those that the report has already, if
        not given.
    claims : path, optional
        A user's own statements to check, in place of those of the transcribed report.
    as_at : str
        A day such as 2025-10-01: with the figures that were public then, not the newest.
    written : str
        The day on which the claims were written that have no day of their own.
    force : bool
        Make it even if it is up to date.
    jobs : int, optional
        Pages worked on at a time; the number of cores if not given.
    tell : callable, optional
        Gets messages on the way: ``{"step": words}`` for each step that is begun, ``{"pages": 5}`` when their number is
        known and ``{"page": title}`` for each that is done.

    Raises
    ------
    InputError
        If an input is not usable, or a notebook fails (names page, cell, parameters and error).
    """
    freshness.claims_hash(claims)  # is the file there?
    question = {"area": str(area), "year": year, "claims": str(Path(claims).resolve()) if claims else ""}
    question |= {"formats": formats if formats is None else list(formats), "as_at": as_at, "written": written}
    try:
        tell({"step": "Starting"})
        with warm.parent():
            warm_up(question, tell=tell)
            made = {"force": force, "jobs": jobs or cores()}
            found = warm.call("analysis.runs.report:write_report", question | made, tell)
            warm.call("analysis.runs.report:list_reports", {})
    finally:
        swap.clear_all(paths.reports())
    return Path(found["folder"])


def make_one(record: dict, force: bool = False) -> dict:
    """Make the report of a batch's record and complete it with its ``outcome``, and the ``reason`` if it failed."""
    try:
        return attempt(record, force)
    except warm.WorkLostError as error:
        return record | {"outcome": "failed", "reason": f"not finished: {error}", "seconds": None}


def attempt(record: dict, force: bool, env: dict[str, str] | None = None) -> dict:
    """``make_one`` that leaves it to the caller what to do if a process is killed (WorkLostError)."""
    begun = time.monotonic()
    asked = {"year": record["year"], "as_at": record["as_at"]}
    wanted = asked | {"area": record["code"], "formats": record["formats"]}
    wanted |= {"force": force, "jobs": PAGES_AT_ONCE}
    try:
        if record["shared"] and warm.available():
            with suppress(InputError, RuntimeError):  # told by the report that it goes wrong for
                warm.call("analysis.runs.report:rehearse", asked, here=True, env=env)
        found = warm.call("analysis.runs.report:write_report", wanted, env=env)
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


def folder_name(record: dict) -> str:
    """The folder that a record's report is in, or what there is of it if it failed."""
    return record["folder"] + ("-failed" if record["outcome"] == "failed" else "")


def warm_up(
    question: dict | None = None,
    env: dict[str, str] | None = None,
    tell: Callable[[dict], None] = lambda _: None,
) -> None:
    """Read and import, in the warm parent, all that reports have in common; what is wrong with a question, first.

    ``question`` is what ``make_ready`` takes: ``area``, ``year``, ``claims``, ``formats``, ``as_at``, ``written``.
    """
    as_at = (question or {}).get("as_at", "")
    warm.call("analysis.runs.ready:make_ready", question or {}, tell, here=True, env=env)
    if warm.available():
        warm.call("analysis.data.store:hold", {"as_at": as_at}, here=True, env=env)
        tell({"step": "Loading what pages are made with"})
        warm.call("analysis.runs.warm.kernels:import_stack", {}, here=True, env=env)
    warm.call("analysis.runs.report:warm_up", {}, here=True, env=env)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
