"""The top of the first page: its title, a few labelled sentences and one table."""

from dataclasses import dataclass
from html import escape

from analysis.output.table import Table


@dataclass(frozen=True)
class FirstScreen:
    """What a reader sees before anything else; ``sentences`` are by their label."""

    title: str
    sentences: dict[str, str]
    table: Table

    def to_html(self) -> str:
        said = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{escape(text, quote=False)}</dd></div>"
            for label, text in self.sentences.items()
        )
        below = f'\n<dl class="said">{said}</dl>' if said else ""
        return f"<h1>{escape(self.title)}</h1>\n{self.table.to_html()}{below}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return self.table._repr_mimebundle_() | {"text/plain": self.title, "text/html": self.to_html()}
