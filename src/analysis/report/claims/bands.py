"""Vague words about places, targets and numbers: "top 10%", "just outside", "nearly met", "most", "small cohort"."""

import re
from dataclasses import dataclass
from fractions import Fraction

from analysis.basics.errors import InputError
from analysis.basics.numbers import format_value
from analysis.basics.phrases import counted
from analysis.catalogue.vague_words import Judgement, Word, find_word, load_words
from analysis.data.open_places import lies_in
from analysis.data.ranking import last_place

#: Equal parts of a ranking by name, and which of them a word means: -1 is the last.
_PARTS = {"third": 3, "quartile": 4, "fifth": 5, "quintile": 5, "tenth": 10, "decile": 10}
_WHICH = {
    **dict.fromkeys(("top", "first", "highest", "best"), 0),
    **{"second": 1, "third": 2, "fourth": 3, "fifth": 4},
    **dict.fromkeys(("bottom", "lowest", "last", "worst"), -1),
}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
EXPECTED_BAND = "a band such as top 10%, second quartile, bottom half, top third, top 3 or bottom five; 'just outside' and the like go under word"

TARGET_STATUSES = ("met", "may be met", "nearly met", "not met", "cannot be judged")


@dataclass(frozen=True)
class Band:
    """A part of the ranking, as shares of the LAs in per cent (top 10% is 0 to 10), or as a number of places (top 3)."""

    name: str
    start: int | Fraction
    end: int | Fraction
    #: So many places at the top, or below zero at the bottom, whatever the number of LAs; 0 for a share.
    count: int = 0

    def places(self, n: int) -> tuple[int, int]:
        """The first and last rank of the band among ``n`` LAs, as reports count them: 15 of 152 for the top 10%.

        Examples
        --------
        >>> parse_band("second quartile").places(152), parse_band("bottom half").places(152)
        ((39, 76), (77, 152))
        >>> parse_band("top third").places(152), parse_band("bottom 3").places(12)
        ((1, 50), (10, 12))
        """
        if self.count:
            return (1, min(self.count, n)) if self.count > 0 else (max(n + self.count, 0) + 1, n)
        return last_place(self.start, n) + 1, last_place(self.end, n)

    def certain(self, first: int, last: int, n: int, most: int) -> bool:
        """Whether every place from ``first`` to ``last`` lies in the band, among ``n`` LAs or ``most``: as ``lies_in``."""
        if self.count:
            return min(last, n) <= self.count if self.count > 0 else first > most + self.count
        return lies_in(first, last, n, self.start, self.end, most)


def parse_band(text: str) -> Band:
    """The band that a text names.

    Raises
    ------
    InputError
        If it names none.

    Examples
    --------
    >>> parse_band("top 10%").end, parse_band("bottom 50%").start, parse_band("Top quartile").end
    (10, 50, 25)
    """
    words = " ".join(text.casefold().split()).replace("quarter", "quartile").replace("half", "50%")
    if found := re.fullmatch(r"(top|bottom|lowest|highest) (\d{1,2})( ?%| per ?cent)", words):
        share = int(found[2])
        return Band(text, 0, share) if found[1] in ("top", "highest") else Band(text, 100 - share, 100)
    found = re.fullmatch(rf"(\w+) ({'|'.join(_PARTS)})", words)
    if found and _WHICH.get(found[1], 9) < _PARTS[found[2]]:
        parts = _PARTS[found[2]]
        which = _WHICH[found[1]] % parts
        start, end = Fraction(100 * which, parts), Fraction(100 * (which + 1), parts)
        return Band(text, int(start), int(end)) if 100 % parts == 0 else Band(text, start, end)
    if found := re.fullmatch(rf"(\w+) (\d{{1,3}}|{'|'.join(_NUMBERS)})( places)?", words):
        places = int(found[2]) if found[2].isdigit() else 1 + _NUMBERS.index(found[2])
        if places and _WHICH.get(found[1]) in (0, -1):
            return Band(text, 0, 100, places if _WHICH[found[1]] == 0 else -places)
    raise InputError(f"'{text}' is not a band.", expected=EXPECTED_BAND)


def band_holds(word: str | Word, rank: int, band: Band | None, n: int) -> Judgement:
    """Whether a word about a rank and a band holds: in, just outside, outside, well outside.

    Parameters
    ----------
    word : str or Word
        Of rule places. One that names a band itself, such as "strength", needs no other.
    rank, n : int
        The rank, and the number of LAs that the band is counted among.
    band : Band or None

    Raises
    ------
    InputError
        If neither the word nor ``band`` says which band.

    Examples
    --------
    >>> top = parse_band("top 10%")
    >>> band_holds("in", 15, top, 152).holds, band_holds("just outside", 16, top, 152).holds
    (True, True)
    >>> band_holds("well outside", 22, top, 152).holds is None, band_holds("just outside", 9, top, 152).holds
    (True, False)
    """
    word = find_word(word) if isinstance(word, str) else word
    band = parse_band(word.side) if word.side else band
    if band is None:
        raise InputError(f"'{word.word}' names no band.", column="band", expected=EXPECTED_BAND)
    first, last = band.places(n)
    if last < first:
        return Judgement(None, "", f"more than {n} local authorities: of so few none is in the {band.name}")
    beyond = rank - last
    where = f"the {band.name} {'ends' if first == 1 else f'runs from {first}'} {'at' if first == 1 else 'to'} {last}"
    if rank < first:
        return Judgement(False, f"{where}: the rank is better than that")
    if word.least is None:
        return Judgement(beyond <= 0, where if beyond <= 0 else f"{where}, {_places(beyond)} before")
    if beyond <= 0:
        return Judgement(False, f"{where}: the rank is inside it")
    reason = f"{where}, {_places(beyond)} before"
    if word.least <= beyond <= (word.most or n):
        return Judgement(True, reason)
    near = word.least - word.doubt <= beyond <= (word.most or n) + word.doubt
    limit = f"{word.least:g} to {word.most:g}" if word.most else f"{word.least:g} or more"
    return Judgement(None if near else False, f"{reason}, and the rule asks for {limit}")


def part_of(case) -> Band:
    """The part of the ranking that a claim about a band names: by its word, or else by its band."""
    return parse_band(case.word_or_in.side) if case.word_or_in.side else case.the_band


def certainly_in(band: Band, view, rank) -> bool:
    """Whether a rank lies in a band whatever ties and LAs without a figure leave open: as `View.certainly_in`, of any band."""
    first, last, _ = rank.open_places(int(rank.value))
    return band.certain(first, last, view.counted_among(rank), view.at_most(rank))


def _places(count: int) -> str:
    return f"{count} place{'' if count == 1 else 's'}"


def target_status(
    *, places: int | None = None, shortfall: float | None = None, unit="percent", decimals=1
) -> str:
    """met, nearly met or not met: from the places that a rank is beyond its band, or how far a figure falls short.

    Examples
    --------
    >>> target_status(places=0), target_status(places=5), target_status(places=11)
    ('met', 'nearly met', 'not met')
    >>> target_status(shortfall=0.1), target_status(shortfall=-2)
    ('nearly met', 'met')
    """
    nearly = load_words()["nearly met"]
    amount, limit = (shortfall, nearly.size(unit, decimals)) if places is None else (places, nearly.most)
    if amount is None:
        raise TypeError("target_status() needs places or shortfall")
    if amount <= 1e-9:
        return "met"
    return "nearly met" if limit is not None and amount <= limit + 1e-9 else "not met"


def target_holds(word: str | Word, status: str) -> bool:
    """Whether a word about a target, or a mark, is that of the status.

    Examples
    --------
    >>> target_holds("met or nearly met", "nearly met"), target_holds("G", "nearly met")
    (True, False)
    """
    word = find_word(word) if isinstance(word, str) else word
    return status in word.side.split(" or ")


def quantity_holds(word: str | Word, part: int, whole: int) -> Judgement:
    """Whether a word about how many holds: all, nearly all, most, several, few.

    Examples
    --------
    >>> quantity_holds("most", 51, 88).holds, quantity_holds("most", 44, 88).holds
    (True, False)
    """
    word = find_word(word) if isinstance(word, str) else word
    if word.rule == "number":
        holds = part >= word.least if word.least is not None else part <= word.limit("most")
        return Judgement(bool(holds), f"{part}")
    share, least = 100 * part / whole if whole else 0.0, word.limit("least")
    # "most" is more than half; the other shares include their end
    holds = share > least if least == 50 else share >= least
    return Judgement(holds, f"{part} of {whole}, {format_value(share, 'percent', 0, with_unit=True)}")


def cohort_holds(word: str | Word, n: int) -> Judgement:
    """Whether a group of ``n`` pupils is as small as the word says.

    Examples
    --------
    >>> cohort_holds("very small cohort", 135).holds
    True
    """
    word = find_word(word) if isinstance(word, str) else word
    most = word.limit("most")
    return Judgement(n <= most, f"{counted(n, 'pupil')}, and the rule allows {most:g}")
