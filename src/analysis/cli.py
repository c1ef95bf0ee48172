"""The command ``standards``. Heavy imports wait until a command needs them."""

import csv
import sys
from functools import partial
from pathlib import Path

import click

from analysis.basics import paths
from analysis.basics.errors import InputError, install_command
from analysis.basics.phrases import counted
from analysis.runs.claims_group import claims as claims_group
from analysis.runs.command_line import Commands, with_area_and_year, with_as_at
from analysis.runs.command_options import of_add, of_batch, of_fetch, of_report, of_revisions, of_update


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="education-standards")
def main():
    """Education standards in England: ranks, attainment gaps and what small cohorts can show."""
    paths.fix()


main.add_command(claims_group)


@main.command()
@of_report
def report(**asked):
    """Make the report on one local authority and year. One that is up to date is left as it is."""
    from analysis.runs.report_command import run

    run(**asked)
    if asked["claims"]:
        from analysis.runs.claims_read import tell_unread

        tell_unread(asked["claims"])


@main.command()
@of_batch
def batch(
    areas: str | None,
    years: str | None,
    runs: Path | None,
    as_at: str,
    formats: list[str] | None,
    jobs: int | None,
    force: bool,
    scheduler: str | None,
):
    """Make many reports, for all local authorities if need be. What is up to date is left as it is."""
    from analysis.runs.batch import run_batch
    from analysis.runs.runs_file import parse_years, read_runs
    from analysis.runs.terminal import report_bar, summary_lines

    cluster = None
    if scheduler:
        try:
            from analysis.runs.cluster import cluster_at
        except ImportError:
            remedy = f"Install it, or leave out --scheduler: {install_command('cluster')}"
            raise InputError(
                "A cluster needs dask.distributed, which is not installed.", remedy=remedy
            ) from None
        cluster = partial(cluster_at, scheduler, as_at=as_at)
    if bool(areas) != bool(years) or (areas and runs):
        raise click.UsageError("Give --areas and --years, or a list of runs.")
    if areas and years:
        names = [name.strip() for name in next(csv.reader([areas], skipinitialspace=True)) if name.strip()]
        wanted = [{"areas": names, "years": parse_years(years)}]
    else:
        wanted = read_runs(runs or paths.home() / "runs.toml")

    with report_bar() as tell:
        summary = run_batch(
            wanted, jobs=jobs, as_at=as_at, force=force, formats=formats, cluster=cluster, tell=tell
        )
    for line in summary_lines(summary):
        click.echo(line)
    sys.exit(130 if summary.stopped else 1 if summary.of("failed") else 0)


@main.command()
@of_revisions
def revisions(**asked):
    """What changed between the figures public on two days, such as 2025-12-01 and 2025-12-22."""
    from analysis.runs.revisions_command import run

    run(**asked)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path):
    """Lay out a working folder: notebooks, catalogues, places for your own files. Renews one that is there."""
    from analysis.runs.working_folder import lay_out

    laid = lay_out(folder)
    click.echo(f"{folder}: {len(laid.written)} file{'s' if len(laid.written) != 1 else ''} written.")
    if laid.kept:
        click.echo(f"Left as they are, because they were changed here: {', '.join(laid.kept)}")
    click.echo(
        f"Go there (cd {folder}), then: standards fetch, and standards report --area Camden --year 2024"
    )


@main.command()
@with_as_at
@click.option("--all-releases", is_flag=True, help="Every release of DfE's interactive tool at hand.")
def prepare(as_at: str, all_releases: bool):
    """Read and check the raw files and write data/processed."""
    from analysis.data.prepare import prepare
    from analysis.runs import swap
    from analysis.runs.prepared import prepared_lines

    with swap.locked(paths.reports() / "prepare"):
        found = prepare(as_at, all_releases)
    for line in prepared_lines(found):
        click.echo(line)


@main.command()
def releases():
    """List the releases of DfE's interactive tool: which are known, at hand and in use."""
    from analysis.runs.releases import release_lines

    for line in release_lines():
        click.echo(line)


@main.command()
@click.argument("release", default="", metavar="[RELEASE]")
@of_update
def update(release: str, file: Path | None, dictionary: Path | None, released: str, timeout: float):
    """Take what DfE has released since: a newer release, RELEASE of the list, or one from files."""
    from analysis.runs.update import Given, update

    if (release or not file) and (file or dictionary or released):
        raise click.UsageError("--dictionary and --released go with --from, and RELEASE goes without.")
    for line in update(release, Given(file, dictionary, released) if file else None, timeout):
        click.echo(line)


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@of_fetch
def fetch(sources: tuple[str], folder: Path | None, ees: str | None, version: str | None, timeout: float):
    """Download raw files that the manifest names (all of them, or each SOURCE), verified by their hashes."""
    from analysis.runs.terminal import fetched_line
    from analysis.sources.download import fetch
    from analysis.sources.ees_api import add_ees

    if ees and (sources or folder):
        raise click.UsageError("--ees adds one data set; leave SOURCE and --from out.")
    if version and not ees:
        raise click.UsageError("--version is for --ees only: other versions are what the manifest says.")
    if ees:
        results = [add_ees(ees, version, timeout=timeout)]
        click.echo(f"Described in data/raw/manifest.toml as '{results[0].source.id}': commit that change.")
    else:
        results = fetch(list(sources) or None, folder, timeout=timeout)
    for result in results:
        click.echo(fetched_line(result))


@main.command()
@click.argument("source")
@click.option("--url", default="", metavar="ADDRESS", help="Where the publisher has this file.")
def describe(source: str, url: str):
    """Record the hash and size of a raw file that was changed on purpose, and its new address."""
    from analysis.runs.terminal import described_lines
    from analysis.sources.manifest_edit import describe

    for line in described_lines(*describe(source, url)):
        click.echo(line)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@of_add
def add(file: Path, mapping: str, title: str, url: str, status: str | None, write: bool):
    """Add a local FILE of Explore Education Statistics: shows how it is read, and with --write adds it."""
    from analysis.runs.add_file import add_file
    from analysis.sources.ees_add import About

    told = add_file(file, mapping, About(title, url, status or ""), write)
    click.echo("\n".join(told.lines))
    sys.exit(0 if told.well else 1)


@main.command("cut-points")
def cut_points_command():
    """Compute the committed national cut-points again, from the national file."""
    from analysis.runs.cut_points import renew

    click.echo(f"{paths.shown(renew())} written, and its hash recorded.")


@main.command()
def check():
    """Check raw and processed data, notebooks and reports, without running anything."""
    from analysis.runs.check import check

    findings = check()
    for finding in findings:
        click.echo(f"• {finding}")
    click.echo(f"{counted(len(findings), 'finding')}." if findings else "All is as it should be.")
    sys.exit(1 if findings else 0)


@main.command()
@click.argument("where")
@with_area_and_year
@with_as_at
def explain(where: str, area: str, year: int, as_at: str):
    """Follow one number back to its raw cell: WHERE is MEASURE,PUPIL_GROUP, or a line of a report's
    data file, such as rankings.csv:LINE, gaps.csv:LINE, observations.csv:LINE or revisions.csv:LINE."""
    from analysis.runs.explain import explain

    for step in explain(where, area, year, as_at):
        click.echo(f"• {step}")
