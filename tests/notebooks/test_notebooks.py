"""Notebooks stay what they should be: parameterised, short, without functions or outputs, and runnable."""

import ast
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


#: What a page of a report is asked for, and what the page of revisions is.
REPORT = 'area = "Barnet"\nyear = 2017\nas_at = ""'
REVISIONS = 'area = ""\nreleased_from = "2025-12-01"\nreleased_to = "2025-12-22"\nyear = 0\nclaims = ""'


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_committed_without_outputs(notebook):
    assert not any(cell.outputs or cell.execution_count for cell in code(notebook))
    assert "papermill" not in notebook.metadata and "widgets" not in notebook.metadata


def test_begins_with_its_title_and_the_parameters(notebook):
    title, parameters = notebook.cells[:2]
    assert title.source.startswith("# ") and "?" in title.source
    assert parameters.metadata.tags == ["parameters"]
    if title.source.startswith("# Revisions"):
        assert parameters.source == REVISIONS
        return
    own = '\nclaims = ""\nwritten = ""' if title.source.startswith("# Claims") else ""
    assert parameters.source == REPORT + own


def test_defines_nothing_and_keeps_cells_short(notebook):
    for cell in code(notebook):
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}
        assert len(cell.source.splitlines()) < 10


def test_papermill_finds_the_same_parameters():
    for path in NOTEBOOKS:
        own = {"claims", "written"} if path.stem == "50_claims" else set()
        expected = {"area", "year", "as_at"} | own
        if path.stem == "80_revisions":
            expected = {"area", "released_from", "released_to", "year", "claims"}
        assert set(papermill.inspect_notebook(str(path))) == expected


def test_runs_by_the_plain_papermill_command_line(home, tmp_path):
    from analysis.data.prepare import prepare

    prepare()
    command = [
        sys.executable,
        "-m",
        "papermill",
        "10_rankings.ipynb",
        str(tmp_path / "out.ipynb"),
        "-p",
        "year",
        "2017",
    ]
    done = subprocess.run(command, cwd=home / "notebooks", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    text = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "rankings.csv" in text and '"output_type": "error"' not in text
