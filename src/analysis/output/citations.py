"""Where the figures of a table stand: publisher, release and date, and then the rows of the raw files."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

#: The data file of figures as their publisher has them. Whoever makes a report has it; published editions, which may hold results
#: and no copy of the publisher's figures, come without it, so that no page links to it.
NOT_PUBLISHED = "observations.csv"
#: How the reference of a figure ends that its publisher may still change.
PROVISIONAL = "; provisional"
#: Runs of rows that are named; a table of more has them in its cells and in the data files.
MOST_RUNS = 8
#: A file of a repository of GitHub at one commit, as it is downloaded.
RAW_FILE = re.compile(r"https://raw\.githubusercontent\.com/([^/]+/[^/]+)/([0-9a-f]{40})/(.+)")


def cited(references: Iterable[str]) -> dict[str, list[int]]:
    """Sources with the rows of their raw files.

    Examples
    --------
    >>> cited(["lait row 7", "lait row 8; provisional", "ees-ks2 row 3, pct", "neighbours-2021 mean of 10", ""])
    {'lait': [7, 8], 'ees-ks2': [3], 'neighbours-2021': []}
    """
    found: dict[str, set[int]] = {}
    for reference in filter(None, references):
        source, _, locator = reference.removesuffix(PROVISIONAL).partition(" ")
        row = re.match(r"row (\d+)", locator)
        found.setdefault(source, set()).update([int(row[1])] if row else [])
    return {source: sorted(rows) for source, rows in found.items()}


def source_line(places: dict[str, list[int]]) -> str:
    """One line for the workbook: "Source: lait, rows 3–4"."""
    texts = [", ".join(filter(None, [source, numbered(rows)])) for source, rows in places.items()]
    return f"Source: {'; '.join(texts)}" if texts else ""


def source_fold(places: dict[str, list[int]], firsts: Iterable[tuple[str, str]] = ()) -> str:
    """Where a table's figures come from, to open without a mouse; paper shows it.

    The sources stand in it by their ids, which ``with_sources`` replaces on a page by what they are. ``firsts``: of a
    short table, the name of each row and the reference of its first figure.
    """
    if not places:
        return ""
    names = "; ".join(f"<cite>{escape(source)}</cite>" for source in places)
    items = "".join(
        f'<li><cite class="full">{escape(source)}</cite>{f": {numbered(rows)}" if rows else ""}.</li>'
        for source, rows in places.items()
    )
    raw = [(name, re.search(r" (row \d+)", reference)) for name, reference in firsts]
    if told := "; ".join(f"{escape(name)}: {row[1]}" for name, row in raw if row):
        items += f"<li>The first figure of each line. {told}.</li>"
    return f'<details class="where"><summary>Source: {names}</summary><ul>{items}</ul></details>'


def with_sources(html: str, sources: list[dict]) -> str:
    """The page with every source in place of its id: its title, and in full publisher, title, day and a link.

    Parameters
    ----------
    html : str
    sources : list of dict
        As ``run.json`` has them, with ``dated``: when each was retrieved or published.
    """
    known = {escape(source["id"]): source for source in sources}

    def told(match: re.Match) -> str:
        full, name = match[1], match[2]
        source = known.get(name.removesuffix("-printed"))
        as_printed = ", as printed" if name.endswith("-printed") else ""
        if source is None:
            return OF_NEIGHBOURS.get(bool(full), name) if name.startswith("neighbours-") else name
        title = escape(source["title"]) + as_printed
        if not full:
            return title
        page = release_page(source)
        linked = f'<a href="{escape(page)}">{title}</a>' if page else title
        return f"{escape(source['publisher'])}: {linked}, {escape(source['dated'])}"

    return re.sub(r'<cite( class="full")?>(.*?)</cite>', told, html)


#: What is told of an average over the statistical neighbours, in short and in full.
OF_NEIGHBOURS = {
    False: "averages of the statistical neighbours",
    True: "Averages of the statistical neighbours, worked out here from their own figures",
}


def release_page(source: dict) -> str:
    """The publisher's page of a source: its own, or of a file on GitHub the page of the release that it is part of.

    Examples
    --------
    >>> release_page({"url": f"https://raw.githubusercontent.com/dfe/tool/{'a1' * 20}/data/figures.csv"})
    'https://github.com/dfe/tool/tree/a1a1a1a1a1a1'
    >>> release_page({"page": "https://www.gov.uk/ks2", "url": "https://www.gov.uk/ks2.csv"})
    'https://www.gov.uk/ks2'
    """
    file = RAW_FILE.fullmatch(source["url"])
    of_release = f"https://github.com/{file[1]}/tree/{file[2][:12]}" if file else source["url"]
    return source.get("page") or of_release


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, for anchors and file names.

    Examples
    --------
    >>> slug("Key stage 2: reading (%)")
    'key-stage-2-reading'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def numbered(rows: list[int]) -> str:
    """Row numbers in words, those that follow each other as a range; of many, the first and how many more there are.

    Examples
    --------
    >>> numbered([4, 5, 6, 9]), numbered([7]), numbered([])
    ('rows 4–6, 9', 'row 7', '')
    >>> numbered(list(range(1, 30, 2)))
    'rows 1, 3, 5, 7, 9, 11, 13, 15 and 7 more'
    """
    # the distance between a number and its place is the same all through a run
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0])]
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:MOST_RUNS]]
    more = sum(map(len, runs[MOST_RUNS:]))
    return (
        f"row{'s' if len(rows) > 1 else ''} {', '.join(parts)}{f' and {more} more' if more else ''}"
        if rows
        else ""
    )
