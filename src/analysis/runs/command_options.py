"""The options of commands that have many, each set as one decorator."""

from collections.abc import Callable
from pathlib import Path

import click

from analysis.catalogue.manifest import STATUSES
from analysis.runs.command_line import (
    Day,
    Year,
    with_area_and_year,
    with_as_at,
    with_claims,
    with_formats,
    with_written,
)


def _options(*decorators: Callable) -> Callable:
    """All of them as one, in the order in which --help shows them."""

    def decorate(command: Callable) -> Callable:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


with_timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="Time limit for everything together.",
)

of_batch = _options(
    click.option(
        "--areas",
        metavar="LIST",
        help="all, a region, or local authorities with commas between (names in quotes).",
    ),
    click.option("--years", metavar="LIST", help="Years such as 2025, or 2016-2018,2025."),
    click.option(
        "--runs",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A list of runs.  [default: runs.toml, if neither --areas nor --years is given]",
    ),
    with_as_at,
    with_formats,
    click.option(
        "--jobs", type=click.IntRange(min=1), help="Reports at a time.  [default: the number of cores]"
    ),
    click.option("--force", is_flag=True, help="Make also those that are up to date."),
    click.option(
        "--scheduler", metavar="ADDRESS", help="Let a dask.distributed cluster make them: tcp://host:8786."
    ),
)

of_fetch = _options(
    click.option(
        "--from",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Copy the files from this folder instead of downloading them.",
    ),
    click.option("--ees", metavar="DATA_SET_ID", help="Add a data set of Explore Education Statistics."),
    click.option("--version", help="With --ees: its exact version, such as 1.1.  [default: the latest]"),
    with_timeout,
)

of_add = _options(
    click.option(
        "--mapping", default="", metavar="NAME", help="How to read it: the id of a mapping, or a draft."
    ),
    click.option(
        "--title", default="", help="What DfE calls the data set.  [default: as the mapping has it]"
    ),
    click.option("--url", default="", metavar="ADDRESS", help="Where the publisher has this file."),
    click.option("--status", type=click.Choice(STATUSES), help="What the publisher calls the figures."),
    click.option("--write", is_flag=True, help="Do it. Without this it is only shown what would be done."),
)

of_update = _options(
    click.option(
        "--from",
        "file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Take this data file instead of asking DfE's repository.",
    ),
    click.option(
        "--dictionary",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="With --from: the dictionary of its day.",
    ),
    click.option(
        "--released",
        type=Day(),
        default="",
        metavar="DAY",
        help="With --from: the day on which it was public.",
    ),
    with_timeout,
)

#: One report, and the statements that it is to check.
of_report = _options(
    with_area_and_year,
    with_as_at,
    with_formats,
    with_claims,
    with_written,
    click.option("--force", is_flag=True, help="Make it even if it is up to date."),
    click.option(
        "--jobs", type=click.IntRange(min=1), help="Pages at a time.  [default: the number of cores]"
    ),
)

#: The two days of revisions, and the local authority if they are of one.
of_revisions = _options(
    click.option(
        "--from", "released_from", type=Day(), required=True, metavar="DAY", help="The earlier day."
    ),
    click.option("--to", "released_to", type=Day(), required=True, metavar="DAY", help="The later day."),
    click.option(
        "--area",
        default="",
        help="What of this local authority's earlier report is no longer true.  [default: all]",
    ),
    click.option("--year", type=Year(), default=None, help="Of its reports.  [default: the newest in both]"),
    with_claims,
    click.option("--force", is_flag=True, help="Make it even if it is up to date."),
)
