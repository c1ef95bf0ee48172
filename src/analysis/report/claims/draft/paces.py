"""Gaps of all pupils to an area's, and changes beside another's, that a sentence states."""

import re

from analysis.report.claims.draft import numbers
from analysis.report.claims.draft.mentions import Mention
from analysis.report.claims.draft.statements import NUMBERS, Reader

_NEXT_TO_A_GAP = re.compile(
    r"(?:to|with|between(?: us| the \w+| our \w+)? and|against|from)(?: the| that of| that in)*"
)


class PaceReader(Reader):
    """A reader of how fast a figure moved, and of what a gap is to."""

    def _to_later(self, place: int) -> int | None:
        """The number that a change runs to: "from 95.9% to 96.1%", "from 45.5% in 2016 to 50"."""
        mention, text = self.mentions[place], self.sentence.text
        if not re.search(r"\bfrom (?:just |only |around )?$", text[: mention.start]):
            return None
        later = next(
            (n for n in range(place + 1, len(self.mentions)) if self.mentions[n].sort in NUMBERS), None
        )
        if later and re.search(
            r"\bto (?:just |only |around )?$", text[mention.end : self.mentions[later].start]
        ):
            return later
        return None

    def _runs_from(self, place: int) -> bool:
        """Whether two figures after a move say it: "widened from 17 points in 2019 to 23"."""
        following = self.mentions[place + 1 :]
        after = self.sentence.text[self.mentions[place].end : following[0].start] if following else ""
        return bool(
            re.fullmatch(r" (?:slightly |further |sharply )?from (?:just |only |around )?", after)
        ) and bool(following[0].sort in NUMBERS and self._to_later(place + 1))

    def _places_moved(self, place: int) -> str:
        """ "Improved by 5 places": how many."""
        following = self.mentions[place + 1] if place + 1 < len(self.mentions) else None
        if following is None or following.sort != "places":
            return ""
        said = self.sentence.between(self.mentions[place].end, following.start)
        return (
            str(numbers.PLACES.get(following.text, following.text)) if said in ("", "by", "by just") else ""
        )

    def _gap_after(self, place: int) -> list[Mention]:
        """A gap that is what moved: "narrowed its gap to England"."""
        end = self.mentions[place].end
        return [
            one
            for one in self.sentence.of("gap")
            if 0 < one.start - end < 30
            and not re.search(r"[,.;]|\band\b", self.sentence.text[end : one.start])
        ]

    def _gap_to(self, place: int) -> str:
        """The area that all pupils' gap is to: "the gap to England"; nothing where the gap is between pupils."""
        if self.now.groups:
            return ""
        for gap in self.sentence.of("gap"):
            following = next((one for one in self.mentions if one.start >= gap.end), None)
            between = self.sentence.between(gap.end, following.start) if following else ""
            if following and following.sort == "area" and _NEXT_TO_A_GAP.fullmatch(between):
                return following.text
        return ""

    def _pace(self, place: int, mention: Mention) -> None:
        """ "Improved faster than England": a change beside another's."""
        if self._plan(mention) or self.negated.search(self.sentence.text[: mention.start]):
            return
        year = self._year_before(place)
        near = [one for one in self.mentions[place + 1 : place + 3] if one.start - mention.end < 40]
        area = next((one for one in near if one.sort == "area"), None)
        group = near[0] if near and near[0].sort == "group" else None
        about = self.now.copy()
        cells = {"word": mention.text, "year": year, "year2": self._baseline(year)}
        figure = "gap" if mention.text.split()[0] in ("narrowed", "widened") else ""
        if area is not None:
            made = self._add("change", place, area.end, about, figure=figure, comparator=area.text, **cells)
        elif group is not None:
            made = self._add("change", place, group.end, about, comparison_group=group.groups[0], **cells)
        else:
            made = self._add("change", place, mention.end, about, **cells)
            made.notes.append("whose change it is compared with")
        if figure or (not about.names and not self.now.names and self.sentence.of("gap")):
            made.notes.append("which gap it is compared with")

    def _ranking(self, mention: Mention) -> bool:
        return bool(
            re.search(r"\brank(?:ing|ed)?s?\b[^.;]{0,40}$", self.sentence.text[self.start : mention.start])
        )
