"""Ranks, comparisons and movements that a sentence states."""

import re

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.mentions import Mention
from analysis.report.claims.draft.statements import NUMBERS, Reader, as_stated
from analysis.report.claims.draft.text import listed

_COMPARED = listed(
    "the that of and both all for , average averages comparators 's figure figures rate rates ' s overall level levels / ( & by at or than both with"
)


_NEXT_TO_A_GAP = re.compile(
    r"(?:to|with|between(?: us| the \w+| our \w+)? and|against|from)(?: the| that of| that in)*"
)


class ComparisonReader(Reader):
    """A reader of what is above, below or in line with something, and of what rose or fell."""

    def _rank(self, place: int, mention: Mention) -> None:
        rank = numbers.rank_text(mention.text)
        if not rank or self._plan(mention):
            return
        then = self._year_at(place, mention.end)
        later = next(
            (n for n in range(place + 1, len(self.mentions)) if self.mentions[n].sort == "rank"), None
        )
        if (
            later
            and re.search(r"\bfrom (?:joint |equal )?$", self.sentence.text[: mention.start])
            and re.search(
                r"\bto\b(?: \w+){0,2} ?$", self.sentence.text[mention.end : self.mentions[later].start]
            )
        ):
            self._from_to(place, later, "rank_value", then)
            return
        among, of, end = self._among(place, mention.end)
        word = words.extreme_after(self.sentence.text[mention.end :])
        if word and not among:
            among = "the country"
        year = then or self._year_before(place)
        made = self._add("rank_value", place, end, value=rank + of, word=word, against=among, year=year)
        if of and not among:
            made.notes.append(f"which authorities are meant by '{rank}{of}'")

    def _from_to(self, place: int, later: int, kind: str, then: int | None) -> None:
        """Two figures and the change between them."""
        first, last = self.mentions[place], self.mentions[later]
        self.used.add(later)
        now = self._year_at(later, last.end) or self._year_before(place)
        before = then or self._baseline(now)
        about = self._about(later, last.end)
        shown = numbers.rank_text if kind == "rank_value" else as_stated
        sign = "%" if kind != "rank_value" and "percent" in (first.sort, last.sort) else ""
        for mention, year in ((first, before), (last, now)):
            value = shown(mention.text) + (sign if sign and "%" not in mention.text else "")
            self._add(kind, place, last.end, about, value=value, year=year)
        moved = self._move_nearby(place)
        if kind == "rank_value":
            better = (
                int(last.text) < int(first.text) if last.text.isdigit() and first.text.isdigit() else True
            )
            word, figure = ("improved" if better else "declined"), "rank"
        else:
            more = float(last.text.replace(",", "")) >= float(first.text.replace(",", ""))
            word, figure = moved or ("increased" if more else "decreased"), "gap" if self.gap else ""
            word = words.OF_A_GAP.get(word, word) if self.gap else word
            figure = "gap" if word in ("narrowed", "widened") else figure
        self._add("change", place, last.end, about, figure=figure, word=word, year=now, year2=before)

    def _move_nearby(self, place: int) -> str:
        """The word of movement next before or after a number, which says no more than the numbers do."""
        for other in (*range(place - 1, -1, -1), *range(place + 1, len(self.mentions))):
            if self.mentions[other].sort == "move" and other not in self.used:
                self.used.add(other)
                return self.mentions[other].text
        return ""

    def _side(self, place: int, mention: Mention) -> None:
        if self._plan(mention):
            return
        compared: list[Mention] = []
        end = mention.end
        for other in self.mentions[place + 1 :]:
            between = re.findall(r"\w+|[^\w\s]", self.sentence.between(end, other.start))
            if any(word not in _COMPARED for word in between) or other.sort not in (
                "area",
                "group",
                *NUMBERS,
            ):
                break
            if other.sort in NUMBERS and not compared and "by" in between:
                break
            if other.sort == "group" and (compared or "for" in between or "with" in between):
                break
            compared.append(other)
            end = other.end
        areas = [other for other in compared if other.sort == "area"]
        groups = [other for other in compared if other.sort == "group"]
        if not compared:
            self._compared_before(place, mention)
            return
        year = self._year_before(place)
        figures = [other for other in compared if other.sort in NUMBERS]
        about = self._about(place + len(compared), end)
        negated = bool(self.negated.search(self.sentence.text[: mention.start]))
        for other in areas:
            made = self._add(
                "comparison", place, end, about, word=mention.text, comparator=other.text, year=year
            )
            if negated:
                made.notes.append("it is denied: the word says the opposite")
        for other in groups if not areas else []:
            self._add(
                "comparison",
                place,
                end,
                about,
                word=mention.text,
                comparison_group=other.groups[0],
                year=year,
            )
        for other in figures:
            self.used.add(self.mentions.index(other))
            value = as_stated(other.text) + ("%" if other.sort == "percent" else "")
            if areas:
                nearest = max(
                    (a for a in areas if a.start < other.start), key=lambda a: a.start, default=areas[0]
                )
                self._add("value", place, end, about, value=value, year=year, area=nearest.text)
            elif self.now.names and not groups and mention.text in ("above", "below"):
                self._add("comparison", place, end, about, word=mention.text, value=value, year=year)

    def _compared_before(self, place: int, mention: Mention) -> None:
        """ "Compared with London, results are lower": whom it is compared with stands before."""
        match = re.search(r"compared (?:to|with) (?:the )?", self.sentence.text[: mention.start])
        areas = [
            other
            for other in self.sentence.of("area")
            if match and match.end() <= other.start < mention.start
        ]
        for other in areas[:3]:
            self._add(
                "comparison",
                place,
                mention.end,
                word=mention.text,
                comparator=other.text,
                year=self._year_before(place),
            )

    def _move(self, place: int, mention: Mention) -> None:
        later = Facets()
        if not self.now.names:  # "a slight decline in the percentage reaching the expected standard"
            for other in self.mentions[place:]:
                if other.sort == "measure":
                    later.add(other, self.sentence)
        if self._plan(mention) or not (
            self.now.names or later.names or self.now.groups or self.gap or self._ranking(mention)
        ):
            return
        if self.negated.search(self.sentence.text[: mention.start]) or self._runs_from(place):
            return
        year = self._year_before(place)
        self.gap = self.gap or bool(self._gap_after(place))
        word = words.OF_A_GAP.get(mention.text, mention.text) if self.gap else mention.text
        if word in ("narrowed", "widened") and not self.gap:
            return
        figures = ["gap" if self.gap else ""]
        comparator = self._gap_to(place) if self.gap else ""
        if not self.gap and self._ranking(mention):
            both = re.search(
                r"\b(?:score|progress|attainment|results?)\b[^.;]{0,40}\band (?:its|their|our|the) rank",
                self.sentence.text,
            )
            figures = ["", "rank"] if both else ["rank"]
        about = self._about(place, mention.end)
        about = about if about.names else Facets(later.names, about.groups)
        for figure in figures:
            said = (
                {"increased": "improved", "decreased": "declined"}.get(word, word)
                if figure == "rank"
                else word
            )
            self._add(
                "change",
                place,
                mention.end,
                about,
                figure=figure,
                word=said,
                comparator=comparator if figure == "gap" else "",
                year=year,
                year2=self._baseline(year),
            )

    def _runs_from(self, place: int) -> bool:
        """Whether two figures after a move say it: "widened from 17 points in 2019 to 23"."""
        following = self.mentions[place + 1 :]
        after = self.sentence.text[self.mentions[place].end : following[0].start] if following else ""
        return bool(re.fullmatch(r" (?:slightly |further |sharply )?from (?:just |only |around )?", after)) and any(
            self._to_later(place + 1) for _ in following[:1] if following[0].sort in NUMBERS
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
            made = self._add(
                "change", place, area.end, about, figure=figure, comparator=area.text, **cells
            )
        elif group is not None:
            made = self._add("change", place, group.end, about, comparison_group=group.groups[0], **cells)
        else:
            made = self._add("change", place, mention.end, about, **cells)
            made.notes.append("whose change it is compared with")
        if figure or not about.names and not self.now.names and self.sentence.of("gap"):
            made.notes.append("which gap it is compared with")

    def _ranking(self, mention: Mention) -> bool:
        return bool(
            re.search(r"\brank(?:ing|ed)?s?\b[^.;]{0,40}$", self.sentence.text[self.start : mention.start])
        )
