"""Executed notebook to web page: nbconvert with the template beside this module."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from nbconvert import HTMLExporter, TemplateExporter
from nbformat import NotebookNode

from analysis.output.citations import release_page, slug, with_sources

#: What the template puts where the list of contents belongs.
CONTENTS = "<!-- contents -->"
MIN_CONTENTS = 3
#: What figures rest on if nothing more is said of them: pages need not begin with it.
USUAL = "National data published by the Department for Education"
#: The style sheet of a drawing, which names its classes as every other drawing does.
SHEET = r"(?<=>)<style>(svg .*?)</style>"
TEMPLATE = Path(__file__).parent / "template"
USUAL_TEMPLATE = "index.html.j2"


class PageExporter(HTMLExporter):
    """nbconvert's HTML without what it does to a finished page.

    HTMLExporter reads the page again, which takes longer than making it, for images and for the cells of JupyterLab's
    template. Our template has neither: a chart is an svg element that brings its text alternative.
    """

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw) -> tuple[str, dict]:
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


@cache
def _exporter(template: str) -> PageExporter:
    return PageExporter(
        template_name="template",
        template_file=template,
        # none has anything to do here, and each copies the notebook
        default_preprocessors=[],
        extra_template_basedirs=[str(TEMPLATE.parent)],
        exclude_anchor_links=True,
        exclude_input=True,
        filters={"in_css": in_css},
    )


def in_css(text: str) -> str:
    r"""A text as it may stand in a string of a style sheet, where entities are not read: without what could end it.

    Examples
    --------
    >>> in_css('King\'s "Lynn" </style>')
    "King's Lynn /style>"
    """
    return re.sub(r'["\\\\<\n\r]', "", text)


def stylesheet() -> str:
    """The look of every page, on screen and on paper."""
    return (TEMPLATE / "style.css").read_text(encoding="utf-8")


def render(notebook: NotebookNode, report: dict) -> str:
    """The page of an executed notebook.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; its first cell is the title.
    report : dict
        What the template shows around it: ``area, academic_year, status, title, file, notebook, pages, absent,
        sources, version, run_hash``, and if they are to be named ``python`` and ``packages``; ``template`` names
        another file of the template than that of most pages. Cells tagged
        ``committee-report`` are left out if ``without_papers``; ``own_claims`` if a file of claims was given.
    """
    sources = [
        source
        | {"dated": dated(source), "anchor": f"source-{slug(source['id'])}", "page": release_page(source)}
        for source in report["sources"]
    ]
    shown = report | {"sources": sources, "edition": edition(report), "style": stylesheet()}
    shown["usual"] = report["status"] == USUAL
    shown["says"] = _outputs_of(notebook)
    html, _ = _exporter(report.get("template", USUAL_TEMPLATE)).from_notebook_node(
        notebook, resources={"report": shown}
    )
    html = with_one_sheet(with_contents(with_sources(html, sources)))
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"


def _outputs_of(notebook: NotebookNode) -> str:
    """The tables and charts of a page as text: how to read a column or a chart is told where there is one."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return " ".join(output.get("data", {}).get("text/html", "") for output in outputs)


def edition(report: dict) -> str:
    """What tells one making of a report from another: the day of each source, and the hash of its inputs."""
    days: dict[str, list[str]] = {}
    for source in sorted(report["sources"], key=lambda source: source["retrieved"] or source["released"]):
        days.setdefault(dated(source), []).append(source["id"])
    told = "; ".join(f"{', '.join(names)} {day}" for day, names in days.items())
    return f"{told}; run {report['run_hash'][:8]}"


def dated(source: dict) -> str:
    """When a source was retrieved or, of a release of which nobody wrote that down, published.

    Examples
    --------
    >>> dated({"retrieved": "2026-04-08"}), dated({"retrieved": "", "released": "2025-12-01"})
    ('retrieved on 8 April 2026', 'published on 1 December 2025')
    """
    if source["retrieved"]:
        return f"retrieved on {written(source['retrieved'])}"
    return f"published on {written(source['released'])}"


def written(day: str) -> str:
    """A date as people write it.

    Examples
    --------
    >>> written("2026-04-08")
    '8 April 2026'
    """
    return f"{(found := date.fromisoformat(day)).day} {found:%B %Y}"


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
    listed = f'<details class="contents"><summary>On this page</summary>\n<nav aria-label="On this page">\n<ul>\n{items}\n</ul>\n</nav></details>'
    return head + main.replace(CONTENTS, listed if len(anchors) > MIN_CONTENTS else "", 1) + foot


def with_one_sheet(html: str) -> str:
    """The page with the style sheets of its drawings as one, at the end of its head."""
    sheets = re.findall(SHEET, html)
    rules = dict.fromkeys(rule for sheet in sheets for rule in re.findall(r"[^}]+}", sheet))
    if not rules:
        return html
    html = re.sub(SHEET, "", html)
    return html.replace("</head>", f'<style class="drawings">{"".join(rules)}</style>\n</head>', 1)
