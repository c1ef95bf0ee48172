"""A project whose pages take a moment, for tests of what happens around them."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.report.contents import PAGES
from places import NATIONAL, make_home

IMPORTS = """
from analysis.report.contents import open_report
from analysis.output.data_file import DataFile
from analysis.output.table import say
data = open_report(area, year, as_at)
"""
#: A page in a moment, which shows what is the LA's own.
CELL = 'say(f"{data.area.name} in {data.question.academic_year} has {len(data.england.ranks)} ranks.")'


def write_notebook(file, *cells):
    parameters = new_code_cell(
        'area = "Barnet"\nyear = 2017\nas_at = ""', metadata={"tags": ["parameters"]}, id="parameters"
    )
    sources = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate([IMPORTS, *cells])]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_markdown_cell("# A page", id="title"), parameters, *sources]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": spec}), file)


@pytest.fixture
def quick(tmp_path, national_home, monkeypatch):
    """The project with national data, prepared."""
    home = make_home(tmp_path / "home", monkeypatch)
    monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
    shutil.copytree(national_home / "data" / "processed", home / "data" / "processed")
    for page in PAGES:
        write_notebook(home / "notebooks" / page.notebook, CELL)
    return home
