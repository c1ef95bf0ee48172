"""Sizes of changes and of differences that a sentence states."""

import re

from analysis.report.claims.draft import words
from analysis.report.claims.draft.comparisons import ComparisonReader
from analysis.report.claims.draft.mentions import Mention


class SizeReader(ComparisonReader):
    """A reader of how far a figure went, and of how far it is from another."""

    def _size_of_change(self, place: int, mention: Mention, value: str) -> bool:
        """ "Improved by 11 points", "an increase of 9 points", "the increase (4.3%)", "a 9 point rise": adds a change."""
        text = self.sentence.text
        move = next((n for n in range(place - 1, -1, -1) if self.mentions[n].sort == "move"), None)
        after = next(
            (n for n in range(place + 1, len(self.mentions)) if self.mentions[n].sort == "move"), None
        )
        if (
            move is not None
            and re.fullmatch(
                r"\W*(?:slightly |further )?(?:by|of) (?:just |only |around |almost |nearly )?|[^.;,()]{0,30}\(",
                text[self.mentions[move].end : mention.start],
            )
        ) or (move is not None and self._up_by(move, mention)):
            at = move
        elif after is not None and re.fullmatch(
            r"(?: |-)*(?:percentage )?(?:point |higher )?", text[mention.end : self.mentions[after].start]
        ):
            at = after
        else:
            return False
        for stated in [
            one
            for one in self.found
            if one.cells["kind"] == "change" and one.where == self.mentions[at].start
        ]:
            self.found.remove(stated)  # said before its size was read
        self.used.add(at)
        word = self.mentions[at].text
        word = words.OF_A_GAP.get(word, word) if self.gap else word
        now = self._year_before(place)
        if between := re.search(r"between (20\d\d)(?:[/-]\d\d)? and (20\d\d)", text):
            now = int(between[2])
        same = re.search(
            r"\b(?:increase|decrease|rise|fall|drop|reduction)\b",
            text[self.mentions[at].start : self.mentions[at].end],
        )
        earlier = [
            one for one in self.found if one.cells["kind"] == "change" and one.cells["word"] == word and same
        ]
        for stated in earlier:
            self.found.remove(stated)  # "it had increased to 55%, an increase of 9 points" is one change
        value = value.rstrip("%") if mention.sort == "points" else value
        self._add(
            "change",
            place,
            mention.end,
            figure="gap" if self.gap or word in ("narrowed", "widened") else "",
            word=word,
            value=value,
            year=now,
            year2=self._baseline(now),
        )
        return True

    def _up_by(self, move: int, mention: Mention) -> bool:
        """Whether a number is how far it went: "up 1.2 points on last year", "an increase on last year of 3 points"."""
        text = self.sentence.text
        words_between = text[self.mentions[move].end : mention.start]
        if re.fullmatch(r" (?:by )?(?:just |only |a further |another )?", words_between):
            whole = text[self.mentions[move].start : self.mentions[move].end]
            return mention.sort == "points" or whole in ("up", "down")
        return mention.sort == "points" and bool(
            re.fullmatch(r" (?:on|since|from) [^.;,]{4,24} (?:of|by) ", words_between)
        )

    def _size_of_difference(self, place: int, mention: Mention, value: str) -> bool:
        """ "3 points above the national average": a difference, and the side that the words after it say."""
        if place + 1 >= len(self.mentions) or (side := self.mentions[place + 1]).sort != "side":
            return False
        if self.sentence.between(mention.end, side.start) or mention.sort not in (
            "points",
            "percent",
            "decimal",
        ):
            return False
        area = next((other for other in self.mentions[place + 2 :] if other.sort == "area"), None)
        if area is None or area.start - side.end > 40 or mention.sort == "percent":
            return mention.sort == "points"
        made = self._add(
            "arithmetic",
            place,
            mention.end,
            self.now.copy(),
            value=value,
            comparator=area.text,
            year=self._year_before(place),
        )
        if mention.sort == "decimal":
            made.notes.append(f"whether '{mention.text}' is the figure itself or the difference")
        return True
