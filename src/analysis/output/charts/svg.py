"""A matplotlib drawing as a small, accessible SVG element that can stand in a page."""

import base64
import hashlib
import io
import re
from html import escape

from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

#: What an SVG file needs and an element of a page does not.
OF_A_FILE = r' (?:version|xmlns(?::xlink)?)="[^"]+"|<defs>\s*<style.*?</style>\s*</defs>'
#: What matplotlib writes for editors of drawings.
OF_AN_EDITOR = r"<metadata>.*?</metadata>|<!--.*?-->|<clipPath.*?</clipPath>"


def to_svg(canvas: Canvas, title: str, alt: str) -> str:
    """The drawing as an svg element, an image with a text alternative; the same drawing gives the same text."""
    lines_apart(canvas)
    stream = io.StringIO()
    canvas.savefig(stream, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return inline(stream.getvalue(), short_id(title), alt)


def short_id(title: str) -> str:
    """A few letters that stand for a chart, the same on every run."""
    return "c" + hashlib.sha256(title.encode()).hexdigest()[:6]


def lines_apart(canvas: Canvas) -> None:
    """Give each line of a text of several its own anchor.

    matplotlib places such lines by the width they have in its own font; in the page's font they would be ragged.
    """
    # the layout alone: the drawing itself comes once, with the SVG, and lays nothing out anew
    if engine := canvas.get_layout_engine():
        engine.execute(canvas)
        canvas.set_layout_engine(None)
    for text in canvas.findobj(Text):
        lines = text.get_text().split("\n")
        if len(lines) == 1 or not text.get_visible() or text.get_rotation():
            continue
        box = text.get_window_extent()
        side = {"left": box.x0, "center": (box.x0 + box.x1) / 2, "right": box.x1}[text.get_ha()]
        for number, line in enumerate(lines):
            canvas.text(
                side,
                box.y1 - box.height * (number + 0.5) / len(lines),
                line,
                transform=IdentityTransform(),
                ha=text.get_ha(),
                va="center",
                fontsize=text.get_fontsize(),
                fontweight=text.get_fontweight(),
                color=text.get_color(),
            )
        text.set_visible(False)


def inline(svg: str, prefix: str, alt: str) -> str:
    """The svg element alone, its ids unlike those of any other chart of the page.

    Left out are what only a file or an editor of drawings needs, groups and frames that show nothing, all but
    one decimal of a point, and the font, which is the page's. Styles become classes. A quarter of the size is
    left, and pages stay small.
    """
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(OF_AN_EDITOR, "", svg, flags=re.DOTALL)
    svg = re.sub(OF_A_FILE, "", svg, flags=re.DOTALL)
    svg = re.sub(r' clip-path="[^"]+"', "", svg).replace("xlink:href", "href")
    numbers = {name: number for number, name in enumerate(dict.fromkeys(re.findall(r'href="#([^"]+)"', svg)))}
    svg = re.sub(r' id="([^"]+)"', lambda match: match[0] if match[1] in numbers else "", svg)
    svg = re.sub(r'( id="| href="#)([^"]+)', lambda match: f"{match[1]}{prefix}-{numbers[match[2]]}", svg)
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    svg = re.sub(r";? ?font-family: [^;\"]+|transform=\"rotate\(-0 [^\"]+\" ?", "", svg)
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"-?\d+\.\d{2,}", _short, tag[0]), svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace("> <", "><").replace('" >', '">')
    svg = re.sub(r'(?<= d=")[^"]+', _dense, svg)
    svg = re.sub(r'<path [^>]*style="fill: none" ?/>|<g ?/>|<defs ?/>|<defs></defs>', "", svg)
    attributes = f'<svg id="{prefix}" role="img" aria-label="{escape(alt)}" '
    return _classed(_without_groups(svg)).replace("<svg ", attributes, 1)


def _short(number: re.Match) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def _dense(path: re.Match) -> str:
    """A path without the spaces that it does not need."""
    return re.sub(r"(?<=[MLCQz]) | (?=[MLCQz-])", "", path[0].strip())


def _without_groups(svg: str) -> str:
    """The drawing without the groups that say nothing about what they hold."""
    kept: list[bool] = []

    def tag(match: re.Match) -> str:
        if match[0] == "</g>":
            return match[0] if kept.pop() else ""
        kept.append(match[0] != "<g>")
        return match[0] if kept[-1] else ""

    return re.sub(r"<g>|<g [^>]*[^/]>|</g>", tag, svg)


def _classed(svg: str) -> str:
    """The styles as classes, with a style sheet that names each once; one name stands for one style in every drawing."""
    styles = dict.fromkeys(re.findall(r'style="([^"]+)"', svg))
    rules = {style: style.replace(": ", ":").replace("; ", ";") for style in styles}
    svg = re.sub(r'style="([^"]+)"', lambda own: f'class="{_class_of(rules[own[1]])}"', svg)
    head, rest = svg.split(">", 1)
    sheet = "".join(f"svg .{_class_of(rule)}{{{rule}}}" for rule in rules.values())
    return f"{head}><style>{sheet}</style>{_joined(rest)}"


def _class_of(rule: str) -> str:
    """A name of five letters: some 16 million of them, for the hundred styles of a report."""
    return "s" + base64.urlsafe_b64encode(hashlib.sha256(rule.encode()).digest())[:4].decode()


def _joined(svg: str) -> str:
    """Lines and bars that follow each other in one style as one path, and marks that do as one group."""

    def path(run: re.Match) -> str:
        places = "".join(re.findall(r'd="([^"]+)"', run[0]))
        return f'<path d="{places}" class="{run[1]}"/>'

    def group(run: re.Match) -> str:
        marks = run[0].replace(f' class="{run[1]}"', "")
        return f'<g class="{run[1]}">{marks}</g>'

    svg = re.sub(r'<path d="[^"]+" class="(s[\w-]{4})"/>(?:<path d="[^"]+" class="\1"/>)+', path, svg)
    return re.sub(r'<use [^>]+ class="(s[\w-]{4})"/>(?:<use [^>]+ class="\1"/>)+', group, svg)
