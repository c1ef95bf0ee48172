"""One page: a notebook executed by papermill, rendered, and what it shows collected."""

import logging
from dataclasses import asdict
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.exceptions import PapermillExecutionError

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.output.page import render
from analysis.output.table import TABLE_MIME
from analysis.runs.warm.kernels import kernel_settings

#: Lines of a failed cell that a message shows.
SHOWN_LINES = 12


def make_page(notebook: str, parameters: dict, context: dict, folder: str) -> dict:
    """Execute a page's notebook and render it into ``folder``; the notebook is kept in ``folder``/notebooks.

    Parameters
    ----------
    notebook : str
        File name in ``notebooks/``.
    parameters : dict
        For papermill.
    context : dict
        As ``analysis.output.page.render`` takes it.
    folder : str

    Returns
    -------
    dict
        ``tables``: those for the workbook; or ``failed``: what to tell of the cell that failed.
    """
    place = Path(folder)
    output = place / "notebooks" / notebook
    try:
        executed = execute(notebook, parameters, output)
    except (PapermillExecutionError, DeadKernelError) as error:
        return {"failed": failure(error, notebook, parameters)}
    (place / context["file"]).write_text(render(executed, context), encoding="utf-8")
    tables = []
    for data, metadata in outputs(executed):
        if TABLE_MIME in data:
            tables.append(data[TABLE_MIME])
        if "text/csv" in data:
            name = Path(metadata["text/csv"]["name"]).name
            (place / "data" / name).write_text(data["text/csv"], encoding="utf-8", newline="")
    return {"tables": tables}


def execute(notebook: str, parameters: dict, output: Path) -> nbformat.NotebookNode:
    """Run a notebook with papermill; the executed copy is written to ``output``, also if a cell fails."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    file = paths.notebooks() / notebook
    # papermill only warns of an unknown parameter, and the notebook runs with its default
    known = papermill.inspect_notebook(file).keys()
    if missing := sorted(parameters.keys() - known):
        raise InputError(
            f"The notebook does not declare the parameter {', '.join(missing)}.",
            file=f"notebooks/{notebook}",
            remedy=f"Add it to the cell tagged 'parameters', or restore the notebook: {paths.bring_back(file)}",
        )
    with kernel_settings() as config:
        return papermill.execute_notebook(
            file,
            output,
            parameters=parameters,
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=paths.notebooks(),
            config=config,
            extra_arguments=["--log-level=CRITICAL"],
        )


def warm_template() -> None:
    """Render a page for nothing, so that the template is there for every page to come."""
    cells = [
        new_markdown_cell("# Title"),
        new_code_cell(outputs=[new_output("display_data", {"text/plain": ""})]),
    ]
    source = asdict(next(iter(load_manifest().values())))
    names = ("area", "academic_year", "status", "title", "file", "notebook", "version", "run_hash")
    context = dict.fromkeys(names, "") | {"pages": [], "absent": [], "sources": [source]}
    render(new_notebook(cells=cells), context)


def outputs(notebook: nbformat.NotebookNode) -> list[tuple[dict, dict]]:
    """Data and metadata of every displayed object, in order."""
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [(output.data, output.metadata) for output in shown if "data" in output]


def failure(error: Exception, notebook: str, parameters: dict) -> dict:
    """What to tell of a notebook that failed, in one screen: cell, parameters, error."""
    given = ", ".join(f"{name} = {value!r}" for name, value in parameters.items())
    if not isinstance(error, PapermillExecutionError):
        return {"where": "its process was killed (out of memory?)", "details": [f"parameters: {given}"]}
    lines = strip_ansi(error.source).strip().splitlines()
    shown = [*lines[:SHOWN_LINES], *(["..."] if len(lines) > SHOWN_LINES else [])]
    said = strip_ansi(error.evalue).strip().splitlines() or [""]
    return {
        "where": f"cell {error.exec_count} of {notebook} failed",
        "details": [
            f"parameters: {given}",
            "cell:",
            *(f"  {line}" for line in shown),
            f"{error.ename}: {said[0]}",
            *said[1:SHOWN_LINES],
        ],
    }
