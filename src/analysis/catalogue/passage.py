"""A passage of a draft: what the readers of documents give, and what statements are looked for in."""

from dataclasses import dataclass

#: The kinds of passage.
KINDS = ("paragraph", "heading", "cell")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading or a table's cell of a draft, as a reader sees it.

    Parameters
    ----------
    place : str
        Where it stands, in words for a person: "paragraph 14", "table 3, row 2, column 4", "page 2, paragraph 3".
    heading : str
        The text of the heading that it stands under; empty before the first.
    kind : str
        One of ``KINDS``.
    text : str
        Its words, with single spaces between them.
    row_head, column_head, caption : str
        Of a cell, what its row, its column and its table are called; empty elsewhere, or where there is none.
    number : int
        Counts all passages of a draft in the order of the document, from 1.
    """

    place: str
    heading: str
    kind: str
    text: str
    row_head: str = ""
    column_head: str = ""
    caption: str = ""
    number: int = 0
