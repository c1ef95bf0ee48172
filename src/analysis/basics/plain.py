"""Text in characters that every terminal and spreadsheet has: the punctuation of print as typewriters write it."""

import codecs
import re
import sys
import unicodedata

#: From the best that print has to what ASCII has.
PUNCTUATION = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
    "•": "*", "…": "...", "×": "x", "≤": "<=", "≥": ">=", "≈": "about ", "→": "->",
}  # fmt: skip
#: "5–10", of which a spreadsheet would make the fifth of October if it were "5-10".
RANGE = re.compile(r"(?<=\d)[–‒](?=\d)")
_TABLE = str.maketrans(PUNCTUATION)


def plain(text: str) -> str:
    """The text with ASCII's punctuation. Letters stay as they are: a name may have an accent.

    Examples
    --------
    >>> plain("“best” – 5–10 pupils, −0.6, Zoë’s…")
    '"best" - 5 to 10 pupils, -0.6, Zoë\\'s...'
    """
    return text if text.isascii() else RANGE.sub(" to ", text).translate(_TABLE)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """For ``codecs``: what to write for letters that an encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_TABLE)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    return "".join(letter if letter.isascii() else "?" for letter in bare), error.end


codecs.register_error("plainer", _plainer)


def write_plainer() -> None:
    """Let output and messages be written to any terminal or file, in its encoding, with the nearest that it has."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plainer")
