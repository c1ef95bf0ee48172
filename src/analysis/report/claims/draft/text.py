"""The words of a draft as they are looked at: sentences apart, capitals and typing errors evened out."""

import re
import unicodedata
from functools import cache

from analysis.basics.errors import InputError

try:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import DamerauLevenshtein
except ImportError:  # an optional part of the project, which only drafts need
    fuzz = process = DamerauLevenshtein = None  # type: ignore[assignment]

#: Longer ones are no sentence of a paper, and would only cost time.
LONGEST = 4000
_ABBREVIATIONS = r"\b(?:e\.g|i\.e|approx|vs|cf|etc|no|nos|st|dr|mr|mrs|ms|fig|para|inc|incl|ave|avg|max|min|p|pp|est|dept|govt|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$"
_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9£%])|;\s+|\s+[•▪●◦]\s*")
_SAME = str.maketrans("‘’‚“”„–—−‐‑\u00a0\u202f\u2009", "'''\"\"\"-----   ")


def listed(words: str) -> frozenset[str]:
    """The words of a list with spaces between."""
    return frozenset(words.split())


_SHORT = ("maths", "ebacc")
#: Words of English that are one letter from a word that is looked for.
_NO_ERRORS = listed(
    "waiting writer writers writings written reader readers readings averages average schools school scores score "
    "lower lowers higher highly primarily attained attain achieve achieved achiever english nation nations nationals "
    "phase phases gaps disadvantage disadvantages advantaged absent absents expect expects expected reach reached "
    "standard standards level levels combine combines combining progressed progresses progression attend attended "
    "attending exclude excluded support supported supports special specially needs chinas asians blacks matches"
)


def needs_rapidfuzz() -> None:
    """Raises InputError if the package for typing errors is not there."""
    if process is None:
        raise InputError(
            "Statements of a draft are looked for with the package rapidfuzz, which is not installed.",
            expected="the optional part 'drafts' of this project",
            remedy="Install it: python -m pip install rapidfuzz",
        )


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; decimals, abbreviations and numbered lists do not end one.

    Examples
    --------
    >>> sentences("Up to 4.3%, i.e. 2 points. Barnet is 9th.")
    ['Up to 4.3%, i.e. 2 points.', 'Barnet is 9th.']
    """
    found, start = [], 0
    for end in _END.finditer(text):
        part = text[start : end.end()].strip()
        if re.search(_ABBREVIATIONS, part, re.IGNORECASE) or re.fullmatch(r"\(?[\dA-Za-z.]{1,6}[.)]", part):
            continue
        found.append(part.rstrip(";•▪●◦ "))
        start = end.end()
    return [part for part in (*found, text[start:].strip()) if re.search(r"\w", part)]


def plain(text: str) -> str:
    """Small letters, one kind of dash and quotation mark, "per cent" as a sign; tags of a mark-up taken out.

    Examples
    --------
    >>> plain("Ranked 16<sup>th</sup> – 85 per cent of PUPILS")
    'ranked 16th - 85% of pupils'
    """
    text = re.sub(r"\s*</?(?:sup|sub|b|i|strong|em)>", "", text[:LONGEST]).translate(_SAME).casefold()
    text = re.sub(r"[^\W\x00-\x7f]", lambda one: str(unicodedata.digit(one[0], one[0])), text)
    text = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", " ", text)
    text = re.sub(r"(\d)\s+(st|nd|rd|th)\b", r"\1\2", text)
    text = re.sub(r"\s*\bper ?cents?\b", "%", re.sub(r"\bten per ?cent", "10%", text))
    text = re.sub(r"(?<=\d)\s+%", "%", text)
    text = re.sub(
        r"\bpercentage[- ]pts?\b|\bppts?\b|\bpps?\b|%[- ](?:points?|pts?)\b", "percentage points", text
    )
    return " ".join(re.sub(r"(?<=\d)(percentage)", r" \1", text).split())


def corrected(text: str, known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """A plain text with words that are all but a known word put right, and what was put right.

    A word is only changed into one with the same first letter, one error away (two in words of nine letters or more).

    Examples
    --------
    >>> corrected("attainmnt is up", frozenset({"attainment"}))
    ('attainment is up', ("read 'attainmnt' as 'attainment'",))
    """
    said: list[str] = []

    def right(match: re.Match) -> str:
        word = match[0]
        found = _nearest(word, known)
        if not found or found == word:
            return word
        said.append(f"read '{word}' as '{found}'")
        return found

    return re.sub(r"[a-z]{6,24}|\b[me][a-z]{4}\b", right, text), tuple(dict.fromkeys(said))


@cache
def _nearest(word: str, known: frozenset[str]) -> str:
    if word in known or word in _NO_ERRORS or word.rstrip("s") in known or f"{word}s" in known:
        return word
    errors = 2 if len(word) >= 9 else 1
    like = [other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= errors]
    found = process.extractOne(
        word, sorted(like), scorer=DamerauLevenshtein.distance, score_cutoff=errors, processor=None
    )
    if found and len(word) < 6 and found[0] not in _SHORT:
        return word  # "means" is no "meals"
    # an ending is grammar, not an error: "nationally", "improves"
    if not found or word.startswith(found[0]) or found[0].startswith(word) or word[:-1] == found[0][:-1]:
        return word
    return str(found[0])


def nearest_titles(text: str, titles: dict[str, str], least: float = 72.0, most: int = 3) -> list[str]:
    """The keys whose titles are nearest to a text, best first; none below ``least`` of 100."""
    found = process.extract(text, titles, scorer=fuzz.token_set_ratio, score_cutoff=least, limit=most)
    return [key for _, _, key in sorted(found, key=lambda one: (-one[1], one[2]))]
