"""What comes before any kernel: raw files at hand, data/processed as they give it, and a question it can answer."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.existing import find_authority
from analysis.catalogue.manifest import editions, find, load_manifest
from analysis.catalogue.releases_held import release_in_use
from analysis.data.england import England
from analysis.data.own_files import check_names
from analysis.data.prepare import is_current, prepare
from analysis.data.store import is_known, prepared_england
from analysis.output.formats.files import require_tools
from analysis.report.claims.files import read_file
from analysis.report.cohorts.own_file import cohorts_file, read_cohorts
from analysis.report.contents import open_report
from analysis.report.indicators.targets import load_targets
from analysis.runs import swap
from analysis.sources.download import fetch

FETCH_SECONDS = 10


def make_ready(
    area: str = "",
    year: int = 0,
    claims: str = "",
    formats: Sequence[str] | None = None,
    as_at: str = "",
    written: str = "",
    tell: Callable[[dict], None] = lambda _: None,
) -> None:
    """Prepare if needed, and read the data; with an area, raise what ``analysis.report.contents.open_report`` has against the question.

    ``claims`` is a user's own file and ``formats`` what is to be written beside the pages; ``as_at`` the day whose
    release of the interactive tool is to be prepared, in place of the newest, and ``written`` that of the claims. ``tell`` gets a message for each step.
    """
    # what is wrong with a question is told before the long part
    require_tools(formats or ())
    check_names()
    rows = read_file(claims).claims if claims else None
    if area:
        check_own(area, year)
    fetch_national(tell)
    prepared = prepared_as_at(as_at, tell)
    _ = prepared.national, prepared.published
    tell({"step": "Ranking all authorities"})
    _ = prepared.ranks
    prepare_days([source.released for source in editions().values()], as_at, tell)
    if rows is not None:
        prepare_days([*rows["date"], written], as_at, tell)
    if area:
        tell({"step": "Finding the authority's figures"})
        open_report(area, year, as_at)


def prepared_as_at(as_at: str = "", tell: Callable[[dict], None] = lambda _: None) -> England:
    """The data as at a day, or of now: prepared if they are not yet, and read."""
    tell({"step": "Looking for changes"})
    with swap.locked(paths.reports() / "prepare"):
        if not is_current(as_at):
            tell({"step": "Preparing the data", "more": 1})
            prepare(as_at)
        tell({"step": "Reading the data"})
        return prepared_england(as_at)


def prepare_days(days: Iterable[str], as_at: str, tell: Callable[[dict], None]) -> None:
    """Prepare what was public when papers and statements were written, where a release of their day is at hand."""
    for day in sorted({*days}):
        if is_known(day, as_at):
            prepared_as_at(day, tell)


def check_own(area: str, year: int) -> None:
    """Read the targets and cohorts that an analyst added for a report, for what is wrong with them."""
    found = find_authority(area, year)
    load_targets(found, year)
    if (cohorts := cohorts_file(found, year)).exists():
        read_cohorts(cohorts)


def fetch_national(tell: Callable[[dict], None]) -> None:
    """Try, for ten seconds, to download the national files that are not at hand; without them the report says so."""
    if release_in_use() or os.environ.get("STANDARDS_OFFLINE"):
        return
    # another file than described is not ours to move
    wanted = [source.id for source in load_manifest().values() if not source.committed and not find(source)]
    tell({"step": "Looking for DfE's files", "more": 1})
    with suppress(InputError):
        fetch(wanted, progress=False, timeout=FETCH_SECONDS)
