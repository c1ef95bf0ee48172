"""What ``standards report`` does. The rest of what is heavy is called by name."""

from pathlib import Path

import click

from analysis.basics import paths
from analysis.catalogue.releases_held import release_in_use
from analysis.data.inputs import inputs
from analysis.runs import freshness, place
from analysis.runs.ask import make_report
from analysis.runs.terminal import page_bar


def run(
    area: str,
    year: int,
    as_at: str,
    formats: list[str] | None,
    claims: Path | None,
    written: str,
    force: bool,
    jobs: int | None,
) -> None:
    """Make the report with a bar of progress, unless it is up to date, and print its headlines."""
    if written and not claims:
        raise click.UsageError("--written is of the statements of a file: give --claims too.")
    folder = freshness.find_report(area, year, as_at)
    if (
        force
        or place.superseded()
        or not folder
        or freshness.stale_because(folder, inputs(as_at), claims, formats or (), written)
    ):
        with page_bar() as tell:
            folder = make_report(
                area,
                year,
                formats,
                claims,
                as_at=as_at,
                written=written,
                force=force,
                jobs=jobs,
                tell=tell,
            )
        click.echo(f"\nReport: {paths.shown(folder)}/index.html\n")
        if not release_in_use():
            click.echo(
                "DfE's national data are not at hand: ranks are those that the committee report prints. To get them: "
                "standards fetch\n"
            )
    else:
        click.echo(f"Up to date: {paths.shown(folder)}/index.html (--force makes it again)\n")
    if fewer := place.fewer_sources(folder):
        click.echo(f"{fewer}\n")
    for sentence in freshness.read_record(folder).get("headlines", []):
        click.echo(f"  • {sentence}")
