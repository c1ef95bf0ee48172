"""What a sentence states: ranks, bands, comparisons, changes and values, each with what it is about."""

import re
from dataclasses import dataclass, field

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.mentions import Mention, Sentence

_AFTER = frozenset(
    "for in on at of the las la ' s local authorities authority nationally country and both all , ( ) percentage proportion pupils average averages measure by with this these , average's & achieving".split()
)
_COMPARED = frozenset("the that of and both all for , average averages comparators 's figure figures rate rates ' s overall level levels / ( & by at or than both with".split())
_VERB = re.compile(r"^\W*(?:is|was|are|were|has|have|had|ranks?|ranked|remains?|shows?|rose|fell|improved|increased|also)\b")
_NOTHING = re.compile(r"^[\s,(]*$")
NUMBERS = ("percent", "decimal", "points", "whole")


@dataclass
class Stated:
    """One thing that a sentence states: the cells of a claim, and what it is about."""

    cells: dict[str, str]
    about: Facets
    notes: list[str] = field(default_factory=list)
    where: int = 0


class Reader:
    """Goes through a sentence from left to right and keeps what is being spoken of."""

    def __init__(self, sentence: Sentence, year: int):
        self.sentence, self.year = sentence, year
        self.now, self.found = Facets(), list[Stated]()
        self.gap, self.start, self.used = False, 0, set[int]()
        self.mentions = sentence.mentions
        self.planned = bool(words.PLAN.search(sentence.text))
        self.negated = re.compile(r"\b(?:not|no longer|never|neither)\b[^,.;]{0,12}$")

    def read(self) -> list[Stated]:
        if words.DEFINES.search(self.sentence.text):
            return self.found
        for place, mention in enumerate(self.mentions):
            if mention.sort in ("measure", "group"):
                self.now.add(mention, self.sentence)
            elif mention.sort == "gap":
                self.gap = True
            elif place not in self.used and (rule := getattr(self, f"_{mention.sort}", None)):
                rule(place, mention)
        return self.found

    # what is spoken of

    def _about(self, place: int, end: int) -> Facets:
        """The subject of what is stated at a place: what stands after it with "for" or "in", else what stood before."""
        about, position, taken = self.now.copy(), end, []
        for other in self.mentions[place + 1 :]:
            if other.start < end or other.sort in ("area", "out_of") and not taken:
                position = max(position, other.end)
                continue
            between = re.findall(r"\w+|[^\w\s]", self.sentence.between(position, other.start))
            if other.sort not in ("measure", "group") or any(word not in _AFTER for word in between):
                break
            if not taken and not {"for", "in", "on", "at", "of", "(", "with", "by"} & set(between):
                break
            taken.append(other)
            position = other.end
        if taken and not _VERB.match(self.sentence.text[position : position + 30]):
            about.closed = True
            for other in taken:
                about.add(other, self.sentence)
            self.now = about.copy()
        self.now.closed = True
        return about

    def _year_at(self, place: int, end: int) -> int | None:
        """A year directly after a place, "in 2016", which is that of what is stated there."""
        if place + 1 < len(self.mentions) and (other := self.mentions[place + 1]).sort == "year":
            if re.fullmatch(r"[\s,(]*(?:in|for|during|the|same|period|at|end|of|academic|year|\s)*", self.sentence.between(end, other.start)):
                self.used.add(place + 1)
                return numbers.year_of(other.text, self.year)
        return None

    def _year_before(self, place: int) -> int:
        """The year that the sentence named last, unless it is a baseline ("since 2016") or was another figure's."""
        for earlier in range(place - 1, -1, -1):
            other = self.mentions[earlier]
            if other.sort != "year" or earlier in self.used:
                continue
            if re.search(r"\b(?:since|from|between|than in|compared (?:to|with)|on|to|until) $", self.sentence.text[: other.start]):
                continue
            return numbers.year_of(other.text, self.year)
        return self.year

    def _baseline(self, year: int) -> int:
        """The year that a change is against: "since 2016", "from 2016", "between 2016 and 2017"; the one before, if none."""
        for other in self.sentence.of("year"):
            if re.search(r"\b(?:since|from|between|than in|compared (?:to|with)|on|than) (?:the )?$", self.sentence.text[: other.start]):
                earlier = numbers.year_of(other.text, self.year)
                if earlier < year:
                    return earlier
        return year - 1

    def _plan(self, mention: Mention) -> bool:
        """Whether what stands at a mention is a target or a wish: said of it since the last statement."""
        return self.planned and bool(words.PLAN.search(self.sentence.text[self.start : mention.start]))

    def _add(self, kind: str, place: int, end: int, about: Facets | None = None, **cells) -> Stated:
        made = Stated(
            {"kind": kind, **{name: str(cell) for name, cell in cells.items() if cell not in ("", None)}},
            about if about is not None else self._about(place, end),
            [self.mentions[place].note] if self.mentions[place].note else [],
            self.mentions[place].start,
        )
        if self.gap and kind in ("rank_value", "rank_band"):
            made.cells["figure"] = "gap_rank"
        self.found.append(made)
        self.start = max(self.start, end)
        return made

    # what is stated

    def _band(self, place: int, mention: Mention) -> None:
        text, before = self.sentence.text, self.sentence.text[: mention.start]
        after = text[mention.end :]
        if self._plan(mention):
            self._add("target_is", place, mention.end, band=mention.text)
        elif few := re.match(r"(?: of [^,.]*?)? ?(?:for|on|in) (most|several|all|nearly all) (?:key |other )?(?:indicators|measures)", after):
            self._add("count", place, mention.end, Facets(), word=few[1], band=mention.text, against="ranks", year=self.year)
        else:
            word, by = words.place_word(before, after)
            year = self._year_at(place, mention.end) or self._year_before(place)
            self._add("rank_band", place, mention.end, word=word, band=mention.text, value=numbers.PLACES.get(by, by), year=year)

    def _edge(self, place: int, mention: Mention) -> None:
        bands = [other for other in self.sentence.of("band") if other.start < mention.start]
        if bands:
            self._add("band_edge", place, mention.end, Facets(), band=bands[-1].text, value=numbers.rank_text(mention.text), year=self.year)

    def _out_of(self, place: int, mention: Mention) -> None:
        self._add("count", place, mention.end, Facets(), against="local authorities", value=mention.text, year=self.year)

    def _rank(self, place: int, mention: Mention) -> None:
        rank = numbers.rank_text(mention.text)
        if not rank or self._plan(mention):
            return
        then = self._year_at(place, mention.end)
        later = next((n for n in range(place + 1, len(self.mentions)) if self.mentions[n].sort == "rank"), None)
        if later and re.search(r"\bfrom (?:joint |equal )?$", self.sentence.text[: mention.start]) and re.search(
            r"\bto\b(?: \w+){0,2} ?$", self.sentence.text[mention.end : self.mentions[later].start]
        ):
            self._from_to(place, later, "rank_value", then)
            return
        self._add("rank_value", place, mention.end, value=rank, year=then or self._year_before(place))

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
            better = int(last.text) < int(first.text) if last.text.isdigit() and first.text.isdigit() else True
            word, figure = ("improved" if better else "declined"), "rank"
        else:
            more = float(last.text.replace(",", "")) >= float(first.text.replace(",", ""))
            word, figure = moved or ("increased" if more else "decreased"), "gap" if self.gap else ""
            word = words.OF_A_GAP.get(word, word) if self.gap else word
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
        compared, end = [], mention.end
        for other in self.mentions[place + 1 :]:
            between = re.findall(r"\w+|[^\w\s]", self.sentence.between(end, other.start))
            if any(word not in _COMPARED for word in between) or other.sort not in ("area", "group", *NUMBERS):
                break
            if other.sort in NUMBERS and not compared and "by" in between:
                break
            if other.sort == "group" and (compared or "for" in between or "of" not in between + ["of"]):
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
            made = self._add("comparison", place, end, about, word=mention.text, comparator=other.text, year=year)
            if negated:
                made.notes.append("it is denied: the word says the opposite")
        for other in groups if not areas else []:
            self._add("comparison", place, end, about, word=mention.text, comparison_group=other.groups[0], year=year)
        for other in figures:
            self.used.add(self.mentions.index(other))
            value = as_stated(other.text) + ("%" if other.sort == "percent" else "")
            if areas:
                nearest = max((a for a in areas if a.start < other.start), key=lambda a: a.start, default=areas[0])
                self._add("value", place, end, about, value=value, year=year, area=nearest.text)
            elif self.now.names and not groups and mention.text in ("above", "below"):
                self._add("comparison", place, end, about, word=mention.text, value=value, year=year)

    def _compared_before(self, place: int, mention: Mention) -> None:
        """ "Compared with London, results are lower": whom it is compared with stands before."""
        match = re.search(r"compared (?:to|with) (?:the )?", self.sentence.text[: mention.start])
        areas = [other for other in self.sentence.of("area") if match and match.end() <= other.start < mention.start]
        for other in areas[:3]:
            self._add("comparison", place, mention.end, word=mention.text, comparator=other.text, year=self._year_before(place))

    def _move(self, place: int, mention: Mention) -> None:
        later = Facets()
        if not self.now.names:  # "a slight decline in the percentage reaching the expected standard"
            for other in self.mentions[place:]:
                if other.sort == "measure":
                    later.add(other, self.sentence)
        if self._plan(mention) or not (self.now.names or later.names or self.now.groups or self.gap or self._ranking(mention)):
            return
        if self.negated.search(self.sentence.text[: mention.start]):
            return
        year = self._year_before(place)
        word = words.OF_A_GAP.get(mention.text, mention.text) if self.gap else mention.text
        if word in ("narrowed", "widened") and not self.gap:
            return
        figures = ["gap" if self.gap else ""]
        if not self.gap and self._ranking(mention):
            both = re.search(r"\b(?:score|progress|attainment|results?)\b[^.;]{0,40}\band (?:its|their|our|the) rank", self.sentence.text)
            figures = ["", "rank"] if both else ["rank"]
        about = self._about(place, mention.end)
        about = about if about.names else Facets(later.names, about.groups)
        for figure in figures:
            said = {"increased": "improved", "decreased": "declined"}.get(word, word) if figure == "rank" else word
            self._add("change", place, mention.end, about, figure=figure, word=said, year=year, year2=self._baseline(year))

    def _ranking(self, mention: Mention) -> bool:
        return bool(re.search(r"\brank(?:ing|ed)?s?\b[^.;]{0,40}$", self.sentence.text[self.start : mention.start]))


def as_stated(text: str) -> str:
    """A number as a claims file has it, without thousands' commas and a plus sign."""
    return text.replace(",", "").removeprefix("+")
