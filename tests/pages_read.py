"""Every sentence of every page of a report, with the heading that it stands under: for tests that read pages as a reader does."""

import re
from collections.abc import Iterator
from copy import copy

import nbformat
from bs4 import BeautifulSoup
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from analysis.basics import paths
from analysis.catalogue.measures import PHASES, load_measures
from analysis.report.contents import Report

#: Headings under which each figure is said to be one of the best, or to lie in the lower half.
SECTIONS = {"Strengths": "strengths", "To watch": "development"}
PHASE_OF = {title: phase for phase, title in PHASES.items()}
HEADING = re.compile(r"#+ (.*)")


def sentences(notebook: str, area: str, year: int) -> Iterator[tuple[str, str]]:
    """Heading and text of each paragraph and list item that a notebook's code shows, in order; of tables caption and notes.

    What stands in the notebook itself is the same for every LA and says nothing of a figure; its headings count.
    """
    shell = InteractiveShell.instance()
    heading = ""
    for cell in nbformat.read(paths.notebooks() / notebook, as_version=4).cells:
        if cell.cell_type == "markdown":
            shown = [line for line in cell.source.splitlines() if HEADING.fullmatch(line)]
        elif "parameters" in cell.metadata.get("tags", []):
            shown, source = [], f"area, year, as_at, claims = {area!r}, {year}, '', ''"
            shell.run_cell(source).raise_error()
        else:
            with capture_output() as captured:
                done = shell.run_cell(cell.source)
            done.raise_error()
            last = [] if done.result is None else [shell.display_formatter.format(done.result)[0]]
            shown = [_text(data) for data in [*(output.data for output in captured.outputs), *last]]
        for text in shown:
            for line in filter(None, map(str.strip, text.splitlines())):
                if found := HEADING.fullmatch(line):
                    heading = found[1]
                else:
                    yield heading, line.removeprefix("- ").removeprefix("* ")


def _text(data: dict) -> str:
    """What is read of an output: markdown as it is, and of HTML all that stands outside the cells of tables and charts."""
    if "text/markdown" in data:
        return data["text/markdown"]
    page = BeautifulSoup(data.get("text/html", ""), "html.parser")
    for part in page.find_all(["svg", "style", "tbody", "thead", "details", "script"]):
        part.decompose()
    blocks = page.find_all(["h1", "p", "li", "dd", "caption", "figcaption"])
    return "\n".join(re.sub(r"\s+", " ", block.get_text(" ", strip=True)) for block in blocks)


def of_phase(report: Report, heading: str) -> Report:
    """The report as far as the phase goes that a heading names: counts under it are of its measures. Otherwise itself."""
    if heading not in PHASE_OF:
        return report
    measures = load_measures()["phase"]
    narrowed = copy(report)
    for name in ("rankings", "ranks"):
        rows = getattr(report, name)
        vars(narrowed)[name] = rows[rows["measure"].map(measures) == PHASE_OF[heading]].reset_index(drop=True)
    return narrowed
