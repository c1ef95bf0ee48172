"""One report, asked for from here; what makes it is ``analysis.runs.report``.

What is heavy happens in children of a warm parent (``analysis.runs.warm.warm``), so that this imports little. Where processes
are not forked, it happens here.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from analysis.basics import paths
from analysis.runs import freshness, swap
from analysis.runs.warm import warm


def make_report(
    area: str,
    year: int,
    formats: Sequence[str] | None = None,
    claims: str | Path | None = None,
    *,
    force: bool = False,
    jobs: int | None = None,
    tell: Callable[[dict], None] | None = None,
) -> Path:
    """Make ``reports/<area>-<year>/`` and return it; one that is up to date is left as it is.

    The report is made in a folder of its own and takes the place of the previous one only when every
    page is done.

    Parameters
    ----------
    area, year
        As ``analysis.data.question.load`` takes them; checked before any kernel starts.
    formats : sequence of str, optional
        Beside the pages, ``docx`` and ``pdf``: the whole report in one file. Those that the report has already, if
        not given.
    claims : path, optional
        A user's own statements to check, in place of those of the transcribed report.
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
    jobs, tell = jobs or cores(), tell or (lambda _: None)
    if formats:
        from analysis.output.formats.files import require_tools

        require_tools(formats)
    with _claims_named(claims):
        if not warm.available():
            from analysis.runs.ready import make_ready
            from analysis.runs.report import list_reports, report, warm_up

            make_ready(str(area), year, tell)
            warm_up()
            folder = report(str(area), year, formats, force, jobs, tell)["folder"]
            list_reports()
            return Path(folder)
        try:
            tell({"step": "Starting"})
            with warm.parent():
                warm_parent(area=str(area), year=year, tell=tell)
                wanted = {
                    "area": str(area),
                    "year": year,
                    "formats": formats if formats is None else list(formats),
                    "force": force,
                    "jobs": jobs,
                }
                folder = warm.call("analysis.runs.report:report", wanted, tell)["folder"]
                warm.call("analysis.runs.report:list_reports", {})
                return Path(folder)
        finally:
            swap.clear_all(paths.reports())


@contextmanager
def _claims_named(claims: str | Path | None) -> Iterator[None]:
    """A user's file of claims in the environment, which every kernel inherits."""
    before = os.environ.get(freshness.CLAIMS)
    if claims:
        freshness.claims_hash(claims)  # is it there?
        os.environ[freshness.CLAIMS] = str(Path(claims).resolve())
    try:
        yield
    finally:
        if claims:
            os.environ.pop(freshness.CLAIMS)
        if before is not None:
            os.environ[freshness.CLAIMS] = before


def warm_parent(
    env: dict[str, str] | None = None,
    area: str = "",
    year: int = 0,
    tell: Callable[[dict], None] = lambda _: None,
) -> None:
    """Let the warm parent read and import all that reports have in common; what is wrong with a question, first."""
    warm.call("analysis.runs.ready:make_ready", {"area": area, "year": year}, tell, here=True, env=env)
    warm.call("analysis.data.store:hold", {}, here=True, env=env)
    tell({"step": "Loading what pages are made with"})
    warm.call("analysis.runs.warm.kernels:import_stack", {}, here=True, env=env)
    warm.call("analysis.runs.report:warm_up", {}, here=True, env=env)


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
