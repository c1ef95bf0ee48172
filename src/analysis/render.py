"""Executed notebook to web page: nbconvert with the template beside this module."""

import re
from functools import cache
from html import escape, unescape
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

TEMPLATE = Path(__file__).parent / "template"


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(
        template_name="template",
        extra_template_basedirs=[str(TEMPLATE.parent)],
        exclude_anchor_links=True,
        exclude_input=True,
    )


def render(notebook: NotebookNode, report: dict) -> str:
    """The page of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; its first cell is the title.
    report : dict
        What the template shows around it: ``area, academic_year, status, title, file, notebook, pages,
        sources, version, run_hash``.
    """
    style = (TEMPLATE / "style.css").read_text(encoding="utf-8")
    resources = {"report": {**report, "style": style, "contents": contents(notebook)}}
    html, _ = _exporter().from_notebook_node(notebook, resources=resources)
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"


def contents(notebook: NotebookNode) -> list[tuple[str, str]]:
    """Anchor and text of each second-level heading, as nbconvert makes the anchors."""
    headings = [
        line.removeprefix("## ").strip()
        for cell in notebook.cells
        for text in _markdown(cell)
        for line in text.splitlines()
        if line.startswith("## ")
    ]
    return [(re.sub(r"\s", "-", unescape(heading)), escape(unescape(heading))) for heading in headings]


def _markdown(cell: NotebookNode) -> list[str]:
    if cell.cell_type == "markdown":
        return [cell.source]
    return [
        output.data["text/markdown"]
        for output in cell.get("outputs", [])
        if "text/markdown" in output.get("data", {})
    ]
