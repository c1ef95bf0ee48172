"""Executed notebook to web page: nbconvert with the template beside this module."""

import re
from functools import cache
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

from analysis.tables import slug

#: What the template puts where the list of contents belongs.
CONTENTS = "<!-- contents -->"
MIN_CONTENTS = 3
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
    html, _ = _exporter().from_notebook_node(notebook, resources={"report": {**report, "style": style}})
    return re.sub(r"\n\s*\n+", "\n", with_contents(html)).strip() + "\n"


def with_contents(html: str) -> str:
    """The page with an anchor on each second-level heading and, if there are several, a list of them."""
    anchors: dict[str, str] = {}

    def anchored(match: re.Match) -> str:
        text = re.sub("<[^>]+>", "", match[1])
        anchor = slug(text) + ("" if slug(text) not in anchors else f"-{len(anchors)}")
        anchors[anchor] = text
        return f'<h2 id="{anchor}">{match[1]}</h2>'

    head, main, foot = re.split(r"(?=<main)|(?=</main>)", html, maxsplit=2)
    main = re.sub(r"<h2>(.*?)</h2>", anchored, main)
    items = "\n".join(f'<li><a href="#{anchor}">{text}</a></li>' for anchor, text in anchors.items())
    listed = f'<details class="contents"><summary>On this page</summary>\n<ul>\n{items}\n</ul>\n</details>'
    return head + main.replace(CONTENTS, listed if len(anchors) > MIN_CONTENTS else "", 1) + foot
