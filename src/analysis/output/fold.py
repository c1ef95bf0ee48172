"""What a reader opens when it is wanted: tables and charts behind their name."""

from html import escape

from IPython.display import HTML


def folded(name: str, *shown: object) -> list[object]:
    """What stands in a cell, behind ``name``, for ``display(*folded(...))``; nothing if there is nothing to show.

    A browser opens it for a link to a place in it and for its own search; paper shows it open. In JupyterLab, where every
    output is a page of its own, the name stands above what it names.

    Examples
    --------
    >>> [type(part).__name__ for part in folded("Key stage 2", "a table")], folded("Key stage 2", None)
    (['HTML', 'str', 'HTML'], [])
    """
    parts = [part for part in shown if part is not None]
    if not parts:
        return []
    return [HTML(f'<details class="fold"><summary>{escape(name)}</summary>'), *parts, HTML("</details>")]
