"""What goes wrong while a command runs, said in words and without a traceback."""

import errno
import sys

import click

from analysis.basics.errors import InputError
from analysis.basics.plain import write_plainer

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
