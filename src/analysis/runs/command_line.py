"""What commands share: kinds of parameters, and what goes wrong, said in words and without a traceback."""

import errno
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from analysis.basics.errors import InputError
from analysis.basics.plain import write_plainer
from analysis.catalogue.releases_held import as_day
from analysis.runs.freshness import FORMATS

#: Errors of the system by their number: what is wrong, what to do.
REFUSALS = {
    errno.ENOSPC: ("The disk is full.", "Free some space"),
    errno.EDQUOT: ("The disk is full: your quota is used up.", "Free some space"),
    errno.EACCES: ("The file or folder may not be read or written.", "Give yourself permission"),
    errno.EPERM: ("The file or folder may not be changed.", "Give yourself permission"),
    errno.EROFS: (
        "The folder is on a disk that may only be read.",
        "Work in a folder on another disk: standards init DIR",
    ),
}


class Year(click.ParamType):
    """A year as people write it: 2017, 2016/17 or 2016-17."""

    name = "year"

    def convert(self, value, param, ctx) -> int:
        text = str(value).strip()
        parts = re.fullmatch(r"(20\d\d)(?:[/-](?:20)?(\d\d))?", text)
        if not parts or (parts[2] and (int(parts[1]) + 1) % 100 != int(parts[2])):
            expected = "the year in which the academic year ends, such as 2017 for 2016/17"
            raise InputError(f"'{text}' is not a year.", expected=expected)
        return int(parts[1]) + bool(parts[2])


class Formats(click.ParamType):
    """What to write beside the pages, which are always made: html, docx and pdf with commas between."""

    name = "formats"

    def convert(self, value, param, ctx) -> list[str]:
        wanted = [name.strip() for name in str(value).split(",") if name.strip() and name.strip() != "html"]
        if unknown := [name for name in wanted if name not in FORMATS]:
            raise InputError(
                f"No report can be written as {', '.join(unknown)}.", expected="html, docx or pdf"
            )
        return list(dict.fromkeys(wanted))


class Day(click.ParamType):
    """A day such as 2025-10-01, kept as text."""

    name = "day"

    def convert(self, value, param, ctx) -> str:
        return as_day(str(value).strip()).isoformat() if value else ""


with_as_at = click.option(
    "--as-at",
    type=Day(),
    default="",
    metavar="DAY",
    help="With the figures that were public on a day such as 2025-10-01.  [default: the newest at hand]",
)

with_claims = click.option(
    "--claims",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A CSV file of statements to check (docs/claims.md).",
)

with_written = click.option(
    "--written",
    type=Day(),
    default="",
    metavar="DAY",
    help="The day on which the statements of --claims were written, such as 2025-12-05, where the file does not say.",
)

with_formats = click.option(
    "--format",
    "formats",
    type=Formats(),
    metavar="LIST",
    help="html, with docx and pdf if wanted: html,docx,pdf  [default: html, and what a report has already]",
)


def with_area_and_year(command: Callable) -> Callable:
    """The two options that say which report."""
    year = "Year in which the academic year ends: 2017 is 2016/17."
    command = click.option("--year", type=Year(), default=2017, show_default=True, help=year)(command)
    area = "Name, code or number of the local authority."
    return click.option("--area", default="Barnet", show_default=True, help=area)(command)


class Commands(click.Group):
    """Shows what is wrong with the input, not a traceback, on any terminal."""

    def main(self, *arguments, **named):
        write_plainer()
        return super().main(*arguments, **named)

    def invoke(self, context):
        try:
            return super().invoke(context)
        except InputError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was there before is as it was.", err=True)
            sys.exit(130)
        except (OSError, MemoryError) as error:
            if getattr(error, "errno", None) == errno.EPIPE:
                raise  # the reader of our output has gone: click ends quietly
            click.echo(f"Error: {_of_the_machine(error)}", err=True)
            sys.exit(1)


def _of_the_machine(error: OSError | MemoryError) -> InputError:
    """What the disk, the rights on it or the memory did not allow, in words."""
    number = getattr(error, "errno", None) or 0
    problem, remedy = REFUSALS.get(number, (f"The system refused: {error}.", "Mend that"))
    if isinstance(error, MemoryError):
        problem, remedy = "There is not enough memory.", "Close other programs"
    return InputError(
        problem,
        file=getattr(error, "filename", None),
        remedy=f"{remedy}, then run the command again. Reports and data made before are unchanged.",
    )
