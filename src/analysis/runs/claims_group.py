"""The commands ``standards claims``: from a draft to a copy with the verdicts beside its sentences."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from analysis.runs.command_line import Day, with_area_and_year

FILE = click.Path(path_type=Path)
with_written = click.option(
    "--written",
    type=Day(),
    default="",
    metavar="DATE",
    help="The day on which the paper was written: it is judged by what was public then.",
)
with_force = click.option("--force", is_flag=True, help="Write over the file that is there.")


def later(name: str) -> Callable:
    """A function of ``analysis.runs.drafts``, which is heavy and so imported only when a command is run."""
    return getattr(import_module("analysis.runs.drafts"), name)


def with_out(default: str) -> Callable:
    return click.option("--out", type=FILE, metavar="FILE", help=f"Where to write it.  [default: {default}]")


def told(found) -> None:
    """Print what was done, and end with 1 if not all is well."""
    for line in found.lines:
        click.echo(line)
    sys.exit(0 if found.well else 1)


def step(message: dict) -> None:
    """Say what is being done, beside the results."""
    if words := message.get("step") or message.get("waiting"):
        click.echo(f"{words} …", err=True)


@click.group()
def claims():
    """Check the statements of a draft: propose them, confirm them, and write the verdicts beside its sentences."""


@claims.command("propose")
@click.argument("draft", type=FILE)
@with_area_and_year
@with_out("the draft's name with -claims.csv")
@with_force
def propose_command(draft: Path, area: str, year: int, out: Path | None, force: bool):
    """Find the statements of DRAFT (.docx, .pdf, .md, .txt) and write them into a CSV file to confirm."""
    told(later("propose_claims")(draft, area, year, out, force))


@claims.command("accept")
@click.argument("file", type=FILE)
@click.option(
    "--kind", "kinds", default="", metavar="LIST", help="Kinds with commas between: value,rank_value."
)
@click.option("--all", "everything", is_flag=True, help="Rows of every kind.")
def accept_command(file: Path, kinds: str, everything: bool):
    """Confirm the rows of FILE that have no answer yet and lack nothing: of some kinds, or all."""
    wanted = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    if bool(wanted) == everything:
        raise click.UsageError("Give either --kind or --all.")
    told(later("accept_claims")(file, wanted, everything))


@claims.command("check")
@click.argument("file", type=FILE)
@with_area_and_year
@with_written
@with_out("the file's name with -verdicts.csv")
def check_command(file: Path, area: str, year: int, written: str, out: Path | None):
    """Give the verdicts on the confirmed rows of FILE, here and in a CSV file, without a report."""
    told(later("check_file")(file, area, year, written, out, step))


@claims.command("annotate")
@click.argument("draft", type=FILE)
@click.option("--claims", "file", type=FILE, required=True, metavar="FILE", help="The confirmed statements.")
@with_area_and_year
@with_written
@with_out("the draft's name with -checked.docx")
@with_force
def annotate_command(
    draft: Path, file: Path, area: str, year: int, written: str, out: Path | None, force: bool
):
    """Write a copy of DRAFT (.docx) with the verdicts as comments on its sentences. DRAFT is not changed."""
    told(later("annotate_draft")(draft, file, area, year, written, out, force, step))
