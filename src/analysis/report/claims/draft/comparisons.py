"""Ranks, comparisons and movements that a sentence states."""

import re

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.mentions import Mention
from analysis.report.claims.draft.paces import PaceReader
from analysis.report.claims.draft.statements import NUMBERS, as_stated
from analysis.report.claims.draft.text import listed

_COMPARED = listed(
    "the that of and both all for , average averages comparators 's figure figures rate rates ' s overall level levels / ( & by at or than both with"
)


class ComparisonReader(PaceReader):
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
            if other.sort in NUMBERS and (
                (not compared and "by" in between) or self._is_before_a_side(other)
            ):
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
        second = self._second_of_two(figures[0]) if len(figures) == 1 and len(areas) == 1 else None
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
        if second is not None:  # "above the national average (17.2% v 18.1%)"
            for other, area in ((figures[0], ""), (second, areas[0].text)):
                self.used.add(self.mentions.index(other))
                value = as_stated(other.text) + ("%" if other.sort == "percent" else "")
                self._add("value", place, end, about, value=value, year=year, area=area)
            figures = []
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

    def _is_before_a_side(self, number: Mention) -> bool:
        """Whether a number says how far something is from what follows: "and 0.6 below London"."""
        following = next((one for one in self.mentions if one.start >= number.end), None)
        return bool(
            following and following.sort == "side" and not self.sentence.between(number.end, following.start)
        )

    def _second_of_two(self, first: Mention) -> Mention | None:
        """The number that the first is set against."""
        following = next((one for one in self.mentions if one.start >= first.end), None)
        said = self.sentence.text[first.end : following.start] if following else ""
        against = re.fullmatch(r" ?(?:v\.?|vs\.?|versus|against|compared (?:to|with)) ", said)
        return following if following and following.sort in NUMBERS and against else None

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
                value=self._places_moved(place) if figure == "rank" else "",
                year=year,
                year2=self._baseline(year),
            )
