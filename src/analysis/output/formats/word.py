"""A report as a Word file: pandoc makes it from the report's one page, its charts are pictures with their text."""

import os
import subprocess
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from PIL import Image

from analysis.basics.errors import InputError, install_command
from analysis.output.formats.chromium import take_picture
from analysis.output.formats.word_style import STYLES, dress, table_type

try:
    import pypandoc
except ImportError:
    pypandoc = None

#: Width of a chart in the picture (CSS pixels) and dots to each pixel.
CHART_WIDTH, SCALE = 480, 3
#: Width of a chart on paper, and the height that fits a page with its title (cm): Word cuts what is taller.
ON_PAPER, PAGE = 9.5, 21.5
#: The tallest picture that a browser takes in one piece.
TALLEST = 7000
#: Width of the text on paper in half points, and of a middling character as a share of its height.
PAPER, CHARACTER = 990, 0.53
#: No column asks for more room than this many characters, in a table of few columns or of many; text wraps.
WIDEST, FEW = {True: 80, False: 34}, 6
SECONDS = 180
#: Pandoc dates the file by this, so that the same report gives the same bytes.
EPOCH = "946684800"


def write_word(document: BeautifulSoup, target: Path, styles: tuple[str, ...] = STYLES) -> None:
    """Write a page (``analysis.output.formats.document.whole`` or ``brief``) as a Word file, in its ``styles``.

    Raises
    ------
    InputError
        If pandoc (the extra ``documents``) or a browser is missing.
    """
    pandoc = find_pandoc()
    with tempfile.TemporaryDirectory(prefix="standards-word-") as name:
        folder = Path(name)
        _draw_charts(document, folder)
        _without_lines(document)
        for table in document.select("table"):
            _lay_out(table)
        _plain(document)
        (folder / "report.html").write_text(str(document), encoding="utf-8")
        _convert(pandoc, folder)
        target.write_bytes(dress((folder / "report.docx").read_bytes(), document.title.get_text(), styles))


def find_pandoc() -> str:
    """The command of pandoc; an error for people if it is not installed."""
    if pypandoc is None:
        raise InputError(
            "A Word file needs pandoc, which is not installed.",
            remedy=f"Install it, or leave out --format docx: {install_command('documents')}",
        )
    return pypandoc.get_pandoc_path()


def _convert(pandoc: str, folder: Path) -> None:
    command = [pandoc, "report.html", "--from=html", "--to=docx", "--output=report.docx"]
    try:
        subprocess.run(  # noqa: S603
            command,
            cwd=folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH},
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise InputError(f"Pandoc could not write the Word file: {error.stderr.strip()}") from None


def _draw_charts(document: BeautifulSoup, folder: Path) -> None:
    """Put a picture in the place of each drawing; its text alternative goes with it."""
    batch: list[tuple[Tag, int]] = []
    for number, drawing in enumerate(drawings := document.select("figure svg"), start=1):
        width, height = map(float, drawing["viewbox"].split()[2:])
        batch.append((drawing, round(CHART_WIDTH * height / width)))
        following = drawings[number : number + 1]
        if not following or sum(height for _, height in batch) > TALLEST:
            _draw(batch, number - len(batch) + 1, document.style.string, folder)
            batch = []
    for number, drawing in enumerate(drawings, start=1):
        width, height = map(float, drawing["viewbox"].split()[2:])
        shown = f"{min(ON_PAPER, PAGE * width / height):.1f}cm"
        picture = document.new_tag("img", src=f"chart-{number}.png", alt=drawing["aria-label"], width=shown)
        # small drawings of one chart stay in one paragraph, beside each other where the paper has room
        drawing.replace_with(picture)
    for figure in document.select("figure"):
        _unframed(document, figure)


def _unframed(document: BeautifulSoup, figure: Tag) -> None:
    """Caption, key and drawings as paragraphs: of a figure with more than one picture Pandoc would make a table."""
    caption, key, drawn = (figure.select_one(part) for part in ("figcaption", ".key", ".chart"))
    if caption:
        caption.name = "div"
        caption["custom-style"] = "Image Caption"
    for part in filter(None, (key, drawn)):
        part.name = "p"
    figure.name = "div"


def _draw(batch: list[tuple[Tag, int]], first: int, style: str, folder: Path) -> None:
    """Draw several charts on one page, one under the other, and cut the picture of it."""
    total = sum(height for _, height in batch)
    boxes = "".join(
        f'<div class="chart" style="height:{height}px;overflow:hidden">{drawing}</div>'
        for drawing, height in batch
    )
    layout = f"body{{width:{CHART_WIDTH}px}}.chart svg{{max-width:none}}"
    page, sheet = folder / "charts.html", folder / "charts.png"
    page.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><style>{style}{layout}</style>{boxes}', encoding="utf-8"
    )
    take_picture(page, sheet, CHART_WIDTH, total, SCALE)
    with Image.open(sheet) as image:
        top = 0
        for number, (_, height) in enumerate(batch, start=first):
            part = image.crop((0, top * SCALE, CHART_WIDTH * SCALE, (top + height) * SCALE))
            # as few colours as a chart has: a quarter of the size
            part.convert("RGB").quantize(64).save(folder / f"chart-{number}.png", optimize=True)
            top += height
    sheet.unlink()


def _without_lines(document: BeautifulSoup) -> None:
    """Leave the column of lines of years out: as small as a word they are no pictures, and the workbook has them in words."""
    tables = {id(found := line.find_parent("table")): found for line in document.select("svg.spark")}
    for table in tables.values():
        for row in table.select("tr"):
            row.find_all(["th", "td"])[-1].decompose()


def _lay_out(table: Tag) -> None:
    """Say what pandoc cannot see in a style sheet: which cells stand at the right, how wide the columns are."""
    for cell in table.select("td:not(.t), th.n"):
        cell["style"] = "text-align:right"
    columns: list[list[str]] = []
    for row in table.select("tbody tr"):
        for place, cell in enumerate(row.find_all(["th", "td"])):
            columns += [[]] * (place + 1 > len(columns))
            columns[place] = [*columns[place], cell.get_text()]
    for place, heading in enumerate(_headings(table)):
        columns[place].append(heading)
    group = BeautifulSoup("", "html.parser").new_tag("colgroup")
    for share in column_shares(columns):
        group.append(BeautifulSoup(f'<col style="width:{share:.1f}%"/>', "html.parser"))
    (table.caption or table.contents[0]).insert_after(group)


def _headings(table: Tag) -> list[str]:
    """The heading over each column: of two rows, the lower."""
    first, *second = table.select("thead tr")
    below = iter(second[0].find_all("th") if second else [])
    texts: list[str] = []
    for cell in first.find_all("th"):
        span = int(cell.get("colspan", 1))
        texts += [next(below).get_text() for _ in range(span)] if span > 1 else [cell.get_text()]
    return texts


def column_shares(columns: list[list[str]]) -> list[float]:
    """Per cent of the page for each column: room for its longest word, then for its longest line."""
    line = PAPER / (CHARACTER * table_type(len(columns)))
    widest = WIDEST[len(columns) <= FEW]
    least = [max(len(word) for text in texts for word in [*text.split(), ""]) + 2.5 for texts in columns]
    wish = [
        max(low, min(max(map(len, texts)), widest) + 1.5) for low, texts in zip(least, columns, strict=True)
    ]
    spare, asked = max(line - sum(least), 0), sum(wish) - sum(least)
    part = min(spare / asked, 1) if asked else 0
    widths = [low + part * (high - low) for low, high in zip(least, wish, strict=True)]
    return [100 * width / max(sum(widths), line) for width in widths]


def _plain(document: BeautifulSoup) -> None:
    """What pandoc would lose: folds as paragraphs under a bold line, notes in a style of their own."""
    for note in document.select("p.note"):
        note.wrap(document.new_tag("div", attrs={"custom-style": "Note"}))
    for line in document.select(".masthead > *"):
        line.decompose() if "who" in line.get("class", []) else None
    for summary in document.select("summary"):
        summary.name = "p"
        summary.string.wrap(document.new_tag("strong")) if summary.string else None
    document.style.decompose()
