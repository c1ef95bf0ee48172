"""Lines of print joined into paragraphs: words that were parted at a line's end are mended."""

import re
from collections import Counter

from analysis.basics.tidy import tidy

#: What a compound begins with that keeps its hyphen: "well-\nabove" is "well-above".
COMPOUNDS = {
    *(
        "well",
        "year",
        "non",
        "long",
        "short",
        "free",
        "multi",
        "all",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
    ),
    *(
        "self",
        "mid",
        "low",
        "high",
        "post",
        "pre",
        "part",
        "full",
        "half",
        "ever",
        "end",
        "cross",
        "co",
        "ex",
        "so",
    ),
    *(
        "under",
        "over",
        "sub",
        "semi",
        "first",
        "second",
        "third",
        "fourth",
        "out",
        "in",
        "inter",
        "top",
        "bottom",
    ),
}
PARTED = re.compile(r"(\w+)-$")
#: How a paragraph of its own begins: a bullet, or a number such as 2.3 or (a).
STARTS = re.compile(
    r"\s*([•●▪◦■–—*\uf0b7-]\s+|\d+(\.\d+)+\.?\s+|\d+\.\s+\S|\([a-z0-9]{1,4}\)\s+)", re.IGNORECASE
)
WORD = re.compile(r"[\w-]+")


def join_lines(lines: list[str], known: Counter | None = None) -> str:
    """Lines as one text.

    Parameters
    ----------
    lines : list of str
    known : Counter, optional
        How often the words of the whole draft occur, in small letters: which of two spellings is its own.

    Examples
    --------
    >>> join_lines(["of disadvan-", "taged pupils, well-", "above others"])
    'of disadvantaged pupils, well-above others'
    """
    text = ""
    for line in map(tidy, lines):
        if not line:
            continue
        parted = PARTED.search(text)
        if parted and line[:1].islower():
            first, second = parted[1], WORD.match(line)
            text = text if _keeps_hyphen(first, second[0] if second else "", known) else text[:-1]
            text += line
        else:
            text += f" {line}" if text else line
    return text


def words_of(lines: list[str]) -> Counter:
    """How often each word stands within a line, not at its end."""
    return Counter(word.casefold() for line in lines for word in WORD.findall(line) if not word.endswith("-"))


def _keeps_hyphen(first: str, second: str, known: Counter | None) -> bool:
    first, second = first.casefold(), second.casefold()
    if known and (known[first + second] or known[f"{first}-{second}"]):
        return known[f"{first}-{second}"] > known[first + second]
    return first in COMPOUNDS or not first.isalpha()
