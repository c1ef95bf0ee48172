"""The command ``standards``. Heavy imports wait until a command needs them."""

import sys

import click

from analysis.errors import InputError


class Commands(click.Group):
    """Shows what is wrong with the input, not a traceback."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except InputError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="education-standards")
def main():
    """Education standards in England: ranks, attainment gaps and what small cohorts can show."""


@main.command()
@click.option(
    "--area", default="Barnet", show_default=True, help="Name, code or number of the local authority."
)
@click.option(
    "--year", default=2017, show_default=True, help="Year in which the academic year ends: 2017 is 2016/17."
)
def report(area: str, year: int):
    """Make the report on one local authority and year."""
    from tqdm import tqdm

    from analysis.run import make_report

    def progress(pages):
        bar = tqdm(pages, unit="page", bar_format="{desc:32}{bar:24} {n_fmt}/{total_fmt} [{elapsed}]")
        for page in bar:
            bar.set_description(page.title)
            yield page
        bar.set_description("Done")

    from analysis import paths
    from analysis.data import load
    from analysis.narrative import headlines

    folder = make_report(area, year, progress)
    click.echo(f"\nReport: {paths.shown(folder)}/index.html\n")
    for sentence in headlines(load(area, year)):
        click.echo(f"  • {sentence}")


@main.command()
def prepare():
    """Read and check the raw files and write data/processed."""
    from analysis.prepare import prepare

    for source in (found := prepare())["sources"]:
        absent = ", ".join(f"{n} [{symbol}]" for symbol, n in source["without_value"].items())
        click.echo(
            f"{source['source']}: {source['observations']:,} observations, {source['measures']} measures, "
            f"{source['areas']} areas, {source['years']}" + (f"; without a value: {absent}" if absent else "")
        )
    for source in found["not_present"]:
        click.echo(f"{source['source']}: not present (fetch it with: standards fetch {source['source']})")
