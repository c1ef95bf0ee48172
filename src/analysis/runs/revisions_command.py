"""What ``standards revisions`` does. The rest of what is heavy is called by name."""

from pathlib import Path

import click

from analysis.basics import paths
from analysis.runs.revisions import make_revisions
from analysis.runs.terminal import page_bar


def run(
    released_from: str, released_to: str, area: str, year: int | None, claims: Path | None, force: bool
) -> None:
    """Make the revisions with a bar of progress, and print their headlines."""
    if (year or claims) and not area:
        raise click.UsageError("--year and --claims are of one local authority: give --area too.")
    with page_bar() as tell:
        found = make_revisions(released_from, released_to, area, year or 0, claims, force=force, tell=tell)
    done = "Revisions" if found["outcome"] == "made" else "Up to date"
    click.echo(f"\n{done}: {paths.shown(Path(found['folder']))}/index.html\n")
    for sentence in found["headlines"]:
        click.echo(f"  • {sentence}")
