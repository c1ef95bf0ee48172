"""Vague words as rules: what "in line with", "just outside" or "significantly better" asks of the figures.

They stand in ``data/raw/vague_words.csv``. Sentences are written and checked by the same table, so that none fails its own check.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import as_printed
from analysis.basics.read_csv import check, number, read_table
from analysis.basics.read_once import until_written_anew
from analysis.catalogue.gap_words import CHANGED_SIDE, movement
from analysis.catalogue.word_rules import RULES, SCHEMA, SIZES

__all__ = ["RULES", "SIZES", "Judgement", "Word", "find_word", "load_words", "word_holds"]

_BETTER = {"high": "above", "low": "below"}
_SIGN = {"above": 1, "up": 1, "below": -1, "down": -1}
_OF_RANKS = {"above": "better", "up": "better", "below": "worse", "down": "worse"}
_OTHER_WAY = {
    "move": "the gap changed side, and has neither narrowed nor widened",
    "side": "the two gaps point different ways",
}
#: What became of a gap, by side of the word.
_MOVEMENTS = {"smaller": "narrowed", "larger": "widened"}
_TINY = 1e-9


@dataclass(frozen=True)
class Word:
    """One row of the table. ``size`` is by unit: the amount that a difference may, or must, have."""

    word: str
    also: tuple[str, ...]
    rule: str
    side: str
    sizes: dict[str, float]
    least: float | None
    most: float | None
    doubt: float
    meaning: str

    def limit(self, name: str) -> float:
        """``least`` or ``most``, for a rule that cannot do without.

        Raises
        ------
        InputError
            If the table leaves it empty.
        """
        found = {"least": self.least, "most": self.most}[name]
        if found is None:
            raise InputError(
                f"The word '{self.word}' has no '{name}', which its rule '{self.rule}' needs.",
                expected="a number in data/raw/vague_words.csv",
            )
        return found

    def size(self, unit: str, decimals: int) -> float | None:
        """The amount for a unit; that of scores depends on the decimals they are published with."""
        return self.sizes.get(f"score_{min(int(decimals), 2)}" if unit == "score" else unit)


@dataclass(frozen=True)
class Judgement:
    """Whether a word holds: True, False, or None where the rule leaves it open; ``needs`` says what is missing."""

    holds: bool | None
    reason: str = ""
    needs: str = ""


def load_words(file: Path | None = None) -> dict[str, Word]:
    """Every word of the table by name, in its order.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming file, row and column.
    """
    return _load(file or paths.raw() / "vague_words.csv")


@until_written_anew
def _load(file: Path) -> dict[str, Word]:
    table = check(read_table(file, list(SCHEMA.columns)), SCHEMA, paths.shown(file))
    words = {}
    for row in table.itertuples():
        sizes = {name: number(getattr(row, name)) for name in SIZES if getattr(row, name)}
        least, most = (number(cell) if cell else None for cell in (row.least, row.most))
        also = tuple(filter(None, (text.strip() for text in row.also.split(";"))))
        doubt = number(row.doubt) if row.doubt else 0.0
        words[row.word] = Word(row.word, also, row.rule, row.side, sizes, least, most, doubt, row.meaning)
    return words


def find_word(text: str) -> Word:
    """The word that a text stands for: its name or another wording of the table, in any capitals.

    Raises
    ------
    InputError
        If there is none, listing the nearest.

    Examples
    --------
    >>> find_word("Similar to").word
    'in line with'
    """
    words = load_words()
    known = {name.casefold(): word for word in words.values() for name in (*word.also, word.word)}
    key = " ".join(text.casefold().split())
    if key not in known:
        near = get_close_matches(key, list(known), n=3, cutoff=0.5)
        raise InputError(
            f"'{text}' is not a word of the table of vague words."
            + (f" The nearest: {', '.join(near)}." if near else ""),
            expected="a word of data/raw/vague_words.csv",
        )
    return known[key]


def word_holds(
    word: str | Word,
    value: float,
    comparator: float,
    unit: str,
    *,
    decimals: int = 2,
    polarity: str = "high",
    printed: tuple[int, int] | None = None,
    label: str = "",
    interval: tuple[float, float] | None = None,
) -> Judgement:
    """Whether a word about two figures holds: of a comparison, or of a change (``value`` now, ``comparator`` before).

    Parameters
    ----------
    word : str or Word
        Of rule side, near, at_least, significant or move; ``smaller`` and ``larger`` of gaps are by their size.
    value, comparator : float
        In one unit, as they are printed.
    unit : str
        The measure's (percent, points, rate, score), or ``rank``, of which fewer is better.
    decimals : int
        With which the measure is published: it chooses the amount for scores.
    polarity : {"high", "low"}
        Which direction is better.
    printed : (int, int), optional
        The decimals that each figure is printed with. Where they differ, the side of two figures that are the
        same to the coarser of them is left open.
    label, interval : optional
        The publisher's own words on significance ("Above average"), or its 95% interval of ``value``.

    Examples
    --------
    >>> word_holds("in line with", 73.2, 73.0, "percent").holds, word_holds("above", 8, 8, "percent").holds
    (True, False)
    >>> word_holds("better than", 3.9, 4.0, "percent", polarity="low").holds
    True
    >>> word_holds("above", 79, 79.3, "percent", printed=(0, 1)).holds is None
    True
    """
    word = find_word(word) if isinstance(word, str) else word
    polarity = "low" if unit == "rank" else polarity
    difference = round(value - comparator, 9)
    # of ranks, "in line with" and the like allow places
    size = word.most if unit == "rank" else word.size(unit, decimals)
    if word.rule in ("near", "at_least"):
        if size is None:
            return Judgement(None, "", f"an amount for figures in {unit} in data/raw/vague_words.csv")
        behind = difference if unit == "rank" else -difference
        enough = word.rule == "at_least" and behind <= 0
        return Judgement(True) if enough else _within(abs(difference), size, word.doubt)
    if word.rule == "significant":
        return _significant(_direction(word.side, polarity), comparator, label, interval)
    if word.side in _MOVEMENTS:
        if (found := movement(comparator, value)) == CHANGED_SIDE:
            return Judgement(False, _OTHER_WAY[word.rule])
        ahead = abs(difference) if found == _MOVEMENTS[word.side] else 0
    else:
        # a higher rank is one nearer to 1
        side = _OF_RANKS.get(word.side, word.side) if unit == "rank" else word.side
        ahead = difference * _SIGN[_direction(side, polarity)]
    if ahead and printed and _same_when_coarser(value, comparator, printed):
        return Judgement(None, f"the same to {min(printed)} decimals; the side rests on digits not printed")
    if ahead <= 0:
        return Judgement(False, "the two are the same as printed" if difference == 0 else "")
    return _large_enough(word, ahead, size, unit)


def _direction(side: str, polarity: str) -> str:
    """above or below, for a side that may be a judgement."""
    if side == "better":
        return _BETTER[polarity]
    if side == "worse":
        return _BETTER["low" if polarity == "high" else "high"]
    return side


def _within(distance: float, size: float, doubt: float) -> Judgement:
    if distance <= size + _TINY:
        return Judgement(True)
    if distance <= size * (1 + doubt) + _TINY:
        return Judgement(
            None, f"{distance:g} apart, and the rule allows {size:g}, or {size * (1 + doubt):g} at most"
        )
    return Judgement(False, f"{distance:g} apart, and the rule allows {size:g}")


def _large_enough(word: Word, ahead: float, size: float | None, unit: str) -> Judgement:
    """The size of a difference on the right side: "slightly" has a most, "well" and "markedly" a least."""
    if unit == "rank":
        size = word.most if word.most is not None else word.least
    if size is None:
        return Judgement(True)
    if word.most is not None:
        return _within(ahead, size, word.doubt)
    return Judgement(
        ahead >= size - _TINY,
        "" if ahead >= size - _TINY else f"by {ahead:g}, and the rule asks for {size:g}",
    )


def _same_when_coarser(value: float, comparator: float, printed: tuple[int, int]) -> bool:
    if printed[0] == printed[1]:
        return False
    return as_printed(value, min(printed)) == as_printed(comparator, min(printed))


def _significant(direction: str, comparator: float, label: str, interval: tuple | None) -> Judgement:
    if label:
        side = "above" if "above" in label.casefold() else "below" if "below" in label.casefold() else ""
        return Judgement(side == direction, f"the publisher's label is '{label}'")
    if interval is not None:
        beyond = interval[0] > comparator if direction == "above" else interval[1] < comparator
        return Judgement(beyond, f"the publisher's 95% interval is {interval[0]:g} to {interval[1]:g}")
    return Judgement(None, "", "the publisher's interval or label, or the number of pupils")
