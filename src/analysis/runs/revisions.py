"""Asking for revisions: what one release of the interactive tool changed, for all local authorities or for one.

``revisions_pages.py`` has what makes them. As with reports, what is heavy happens in a warm parent and its children,
and is called by name.
"""

from collections.abc import Callable
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.releases_held import as_day, release_as_at
from analysis.runs import freshness, swap
from analysis.runs.warm import warm

PAGES = "analysis.runs.revisions_pages"


def make_revisions(
    released_from: str,
    released_to: str,
    area: str = "",
    year: int = 0,
    claims: str | Path | None = None,
    *,
    force: bool = False,
    tell: Callable[[dict], None] = lambda _: None,
) -> dict:
    """Make ``reports/revisions-<from>-<to>[-<area>]/``; one that is up to date is left as it is.

    Parameters
    ----------
    released_from, released_to : str
        Two days such as 2025-12-01 and 2025-12-22: what was public at the end of each is compared.
    area : str
        Name, GSS code or number of a local authority; without one, all are compared.
    year : int
        Of the area's reports; the newest of which both releases have figures if not given.
    claims : path, optional
        A user's own statements to check by both, in place of those of the transcribed report.
    force : bool
        Make it even if it is up to date.
    tell : callable, optional
        Gets messages on the way, as ``analysis.runs.ask.make_report`` sends them.

    Returns
    -------
    dict
        ``folder``, ``outcome`` (made or current) and ``headlines``: sentences for the terminal.

    Raises
    ------
    InputError
        For days in the wrong order, days with the same release, a release that is not at hand, and whatever
        ``make_report`` has against the question.
    """
    require_two(released_from, released_to)
    freshness.claims_hash(claims)  # is the file there?
    days = {"released_from": released_from, "released_to": released_to}
    asked = days | {"area": str(area), "year": year, "claims": str(Path(claims).resolve()) if claims else ""}
    try:
        tell({"step": "Starting"})
        with warm.parent():
            warm.call(f"{PAGES}:make_ready", asked, tell, here=True)
            if warm.available():
                tell({"step": "Loading what pages are made with"})
                warm.call("analysis.runs.warm.kernels:import_stack", {}, here=True)
            warm.call("analysis.runs.report:warm_up", {}, here=True)
            found = warm.call(f"{PAGES}:write_revisions", asked | {"force": force}, tell)
            warm.call("analysis.runs.report:list_reports", {})
    finally:
        swap.clear_all(paths.reports())
    return found


def require_two(released_from: str, released_to: str) -> None:
    """Refuse two days that no revision lies between.

    Raises
    ------
    InputError
        If they are in the wrong order, or the same release was public on both, or one is not at hand.
    """
    expected = "an earlier day, then a later one: --from 2025-12-01 --to 2025-12-22"
    if as_day(released_from) >= as_day(released_to):
        problem = f"{released_to} is not later than {released_from}."
        raise InputError(problem, expected=expected, remedy="Change the two days round, or choose others")
    before, after = release_as_at(released_from), release_as_at(released_to)
    if before.id == after.id:
        raise InputError(
            f"The release that was public on {released_from} and on {released_to} is the same: {before.id}.",
            expected="two days with a release between them",
            remedy="Choose a later or an earlier day. standards releases lists all that are known.",
        )
