"""The command ``standards revisions``. What is heavy is called by name, so that this imports little."""

from pathlib import Path

import click

from analysis.basics import paths
from analysis.runs.command_line import Day, Year, with_claims
from analysis.runs.revisions import make_revisions
from analysis.runs.terminal import page_bar


@click.command()
@click.option("--from", "released_from", type=Day(), required=True, metavar="DAY", help="The earlier day.")
@click.option("--to", "released_to", type=Day(), required=True, metavar="DAY", help="The later day.")
@click.option(
    "--area",
    default="",
    help="What of this local authority's earlier report is no longer true.  [default: all]",
)
@click.option("--year", type=Year(), default=None, help="Of its reports.  [default: the newest in both]")
@with_claims
@click.option("--force", is_flag=True, help="Make it even if it is up to date.")
def revisions(
    released_from: str, released_to: str, area: str, year: int | None, claims: Path | None, force: bool
):
    """What changed between the figures public on two days, such as 2025-12-01 and 2025-12-22."""
    if (year or claims) and not area:
        raise click.UsageError("--year and --claims are of one local authority: give --area too.")
    with page_bar() as tell:
        found = make_revisions(released_from, released_to, area, year or 0, claims, force=force, tell=tell)
    done = "Revisions" if found["outcome"] == "made" else "Up to date"
    click.echo(f"\n{done}: {paths.shown(Path(found['folder']))}/index.html\n")
    for sentence in found["headlines"]:
        click.echo(f"  • {sentence}")
