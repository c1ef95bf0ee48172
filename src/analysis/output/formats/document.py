"""All pages of a rendered report as one page, from which the PDF and Word files are made."""

from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.basics.errors import InputError
from analysis.output.page import stylesheet

PARSER = "html.parser"
#: One side of A4, a file of its own.
BRIEF = "brief.html"
#: Pages that are no part of the whole: what repeats the printed figures for checking, which no committee circulates, and the
#: brief, which repeats the summary.
LEFT_OUT = ("data-checks.html", BRIEF)
#: What only a screen has a use for.
ON_SCREEN = ".contents, .download, .next, .screen, .chart + details"
#: References from one part of a page to another, which a longer page must keep apart.
REFERENCES = ("id", "aria-labelledby")
STYLE = """
section{break-before:page}section:first-of-type{break-before:auto}
.pages{padding-left:1.3em}
@page{@bottom-left{content:"%s";font:8pt Arial,"Liberation Sans",sans-serif;color:#4a5358}}
"""
EMPTY = (
    '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"/><title></title><style></style></head>'
    '<body><header><div class="masthead"></div></header><ul class="pages"></ul></body></html>'
)


def whole(report: Path) -> BeautifulSoup:
    """All pages of a report as one, a section each, in the order of its navigation.

    Links between pages lead to their sections; links to other files become text, as the document travels
    without them.

    Raises
    ------
    InputError
        If a page is missing.
    """
    index = _read(report / "index.html")
    names = {
        link["href"]: link.get_text() for link in index.select("header nav a") if link["href"] not in LEFT_OUT
    }
    title = _title(index)
    document = BeautifulSoup(EMPTY, PARSER)
    document.title.string = title
    document.style.string = stylesheet() + STYLE % title.replace('"', "")
    document.select_one(".masthead").replace_with(index.select_one(".masthead").extract())
    for file, name in names.items():
        page = index if file == "index.html" else _read(report / file)
        for sheet in page.select("style.drawings"):
            document.style.string = document.style.string + sheet.string
        document.body.append(_section(document, page.main, file, names))
        document.select_one(".pages").append(_entry(document, _anchor(file), name))
    document.body.append(_section(document, _sources(document, index.footer), "sources.html", names))
    document.select_one(".pages").append(_entry(document, "sources", "Sources"))
    return document


def brief(report: Path) -> BeautifulSoup:
    """The brief of a report, as ``whole`` has all pages.

    Raises
    ------
    InputError
        If the page is missing.
    """
    page = _read(report / BRIEF)
    document = BeautifulSoup(EMPTY, PARSER)
    document.title.string = _title(page)
    document.style.string = stylesheet()
    document.select_one(".masthead").replace_with(page.select_one(".masthead").extract())
    document.select_one(".pages").decompose()
    for fold in page.select(".where"):
        fold.decompose()
    document.body.append(_section(document, page.main, BRIEF, {}))
    return document


def _title(page: BeautifulSoup) -> str:
    about = page.select_one(".who")
    return f"{about.strong.get_text()}: {about.span.get_text().replace('Education', 'education', 1)}"


def _read(file: Path) -> BeautifulSoup:
    try:
        return BeautifulSoup(file.read_text(encoding="utf-8"), PARSER)
    except FileNotFoundError:
        raise InputError(
            f"The page {file.name} is not there.", file=file.name, remedy="Make the report again."
        ) from None


def _anchor(file: str) -> str:
    return file.removesuffix(".html")


def _entry(document: BeautifulSoup, anchor: str, name: str) -> Tag:
    """A line of the list of contents."""
    entry, link = document.new_tag("li"), document.new_tag("a", href=f"#{anchor}")
    link.string = name
    entry.append(link)
    return entry


def _sources(document: BeautifulSoup, footer: Tag) -> Tag:
    """The foot of the summary as a section of its own."""
    heading = document.new_tag("h1")
    heading.string = "Sources"
    footer.h2.replace_with(heading)
    return footer


def _section(document: BeautifulSoup, part: Tag, file: str, names: dict[str, str]) -> Tag:
    """The content of a page, with ids and links that hold in the whole document."""
    anchor = _anchor(file)
    for element in part.select(ON_SCREEN):
        element.decompose()
    for fold in part.select(".where"):
        note = document.new_tag("p", attrs={"class": "note"})
        places = " ".join(item.get_text() for item in fold.select("li"))
        note.string = f"Source: {places}"
        fold.replace_with(note)
    for attribute in REFERENCES:
        for element in part.select(f"[{attribute}]"):
            element[attribute] = f"{anchor}-{element[attribute]}"
    for element in part.select("[href]"):
        target, _, place = element["href"].partition("#")
        target = target or file
        if target in names or target == file:
            element["href"] = "#" + "-".join(filter(None, [_anchor(target), place]))
        else:
            element.unwrap()
    section = document.new_tag("section", id=anchor)
    section.extend(list(part.contents))
    return section
