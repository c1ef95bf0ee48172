"""Numbers, superlatives, small cohorts and met targets that a sentence states."""

import re

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.mentions import Mention, Sentence
from analysis.report.claims.draft.sizes import SizeReader
from analysis.report.claims.draft.statements import Stated, as_stated

_OF_AREA = re.compile(
    r"^[\s,(:]*(?:in|for|across|of|the|was|is|at|a|average|averages|figure|rate|'s|and|compared|to|with)*(?:\s+(?:in|for|across|of|the|was|is|at|a|average|averages|figure|rate|'s))*[\s,(:]*$"
)
_SCORED = re.compile(
    r"\b(?:scored?|average|rate|figure|scores?|points?)\b[^.;,]{0,40}\b(?:of|was|is|at|to|from)\s*$"
)
_SMALL = re.compile(
    r"(?:very |relatively )?(?:small|tiny) cohorts?\b|\bcohorts?\b[^.;,]{0,24} (?:is|are) (very |relatively )?small\b|small size of (?:this|the) cohort"
)
_SENSITIVE = re.compile(r"small (?:changes?|variations?|differences?|margins?)\b[^.;]*\brank")
_HANDFUL = re.compile(r"\b(?:a )?handful of pupils\b[^.;]*\bpercentage")
_MOST = re.compile(
    rf"\b({'|'.join('|'.join(listed.split('|')) for listed in words.EXTREMES.values())})\b[^.;,]{{0,45}}?\b(?:in|of|among|amongst|across|out of) (?:the |all |our )*$"
)


class SentenceReader(SizeReader):
    """A reader of all that a sentence states."""

    def read(self) -> list[Stated]:
        super().read()
        self._targets()
        self._cohorts()
        return self.found

    def _percent(self, place: int, mention: Mention) -> None:
        self._number(place, mention, as_stated(mention.text) + "%")

    def _decimal(self, place: int, mention: Mention) -> None:
        self._number(place, mention, as_stated(mention.text))

    def _points(self, place: int, mention: Mention) -> None:
        self._number(place, mention, as_stated(mention.text))

    def _whole(self, place: int, mention: Mention) -> None:
        if _SCORED.search(self.sentence.text[: mention.start]) or self._to_later(place):
            self._number(place, mention, as_stated(mention.text))

    def _pupils(self, place: int, mention: Mention) -> None:
        if not self._plan(mention) and not re.search(
            r"\b(?:of|per|every|one in) $", self.sentence.text[: mention.start]
        ):
            self._add(
                "count",
                place,
                mention.end,
                value=as_stated(mention.text),
                against="pupils",
                year=self._year_before(place),
            )

    def _number(self, place: int, mention: Mention, value: str) -> None:
        if self._plan(mention):
            if "target" in self.sentence.text:
                self._add("target_is", place, mention.end, value=value)
            return
        if self._size_of_change(place, mention, value) or self._size_of_difference(place, mention, value):
            return
        later, then = self._to_later(place), self._year_at(place, mention.end)
        if later:
            self._from_to(place, later, "arithmetic" if self.gap else "value", then)
            return
        year = then or self._year_before(place)
        if then is None and self._moved_from(place):
            year = self._baseline(year)
        elif then is None and (before := self._year_beside(place)):
            year = before
        if self.gap and (comparator := self._gap_to(place)):
            self._add("arithmetic", place, mention.end, value=value, comparator=comparator, year=year)
            return
        if self.gap and not self._area_of(place, mention):
            self._add("arithmetic", place, mention.end, value=value, year=year)
            return
        area = self._area_of(place, mention)
        about = self.now.copy() if area else self._about(place, mention.end, loose=True)
        if area and (after := self._about(place, mention.end)).of_part != about.of_part:
            about = after
        made = self._add("value", place, mention.end, about, area=area, value=value, year=year)
        if mention.sort == "points" and self.sentence.of("side", "move", "pace", "gap"):
            made.notes.append(f"what the {mention.text} points are of")

    def _year_beside(self, place: int) -> int | None:
        """The year right before a number, whatever else it is: "lower than in the previous year (3.4%)"."""
        before = self.mentions[place - 1] if place else None
        if before is None or before.sort != "year":
            return None
        said = self.sentence.text[before.end : self.mentions[place].start]
        if not re.fullmatch(r" ?\(|(?:'s)? (?:figure|rate|result|score|level) of ", said):
            return None
        return numbers.year_of(before.text, self.year)

    def _moved_from(self, place: int) -> bool:
        """Whether a number is what a figure came from: "80%, up from 79%"."""
        mention = self.mentions[place]
        before = self.mentions[place - 1] if place else None
        return (
            before is not None
            and before.sort == "move"
            and bool(
                re.fullmatch(
                    r" from (?:just |only |around )?", self.sentence.text[before.end : mention.start]
                )
            )
        )

    def _area_of(self, place: int, mention: Mention) -> str:
        """Whose figure a number is: "65% nationally", "England 89.7%", "a national average in 2016 of 22.8"."""
        text = self.sentence.text
        later = [
            other for other in self.mentions[place + 1 : place + 5] if other.sort not in ("year", "measure")
        ]
        if (
            len(later) > 1 and later[0].sort == "group" and later[1].sort == "area"
        ):  # "47% for disadvantaged pupils nationally"
            near = self.sentence.between(mention.end, later[0].start) in ("for", "of", "among")
            if (
                near
                and self.sentence.between(later[0].end, later[1].start) in ("", "in", "across")
                and not self.gap
            ):
                return later[1].text
        beside = later and later[0].sort == "area" and not (self.gap and later[0].start > mention.end + 30)
        if beside:
            between = self.sentence.between(mention.end, later[0].start)
            if re.fullmatch(r"(?:in|for|across|of|the|at|\(|,|\s)*", between) and not re.match(
                r"\W*(?:average |figure )?(?:was |is |of |at )?\d", text[later[0].end :]
            ):
                return later[0].text
        before = [other for other in self.mentions[:place] if other.sort != "year"]
        peers = len(before) > 1 and before[-2].sort == "group" and self.gap  # "other pupils nationally"
        if before and before[-1].sort == "area" and not peers:
            between = self.sentence.between(before[-1].end, mention.start)
            if _OF_AREA.match(between + " ") and not re.search(r"\b(?:above|below|than)\b", between):
                return before[-1].text
        return ""

    def _area(self, place: int, mention: Mention) -> None:
        """ "The highest in London": a superlative, if the words before an area say one."""
        match = _MOST.search(self.sentence.text[: mention.start])
        if (
            not match
            or self._plan(mention)
            or re.search(
                r"\b(?:one of|among|amongst|some of) (?:the )?$|(?:\d(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:performing |equal |joint )?$",
                self.sentence.text[: match.start()],
            )
        ):
            return
        word = next(word for word, listed in words.EXTREMES.items() if match[1] in listed.split("|"))
        among = {"England": "all"}.get(mention.text, mention.text)
        self._add("superlative", place, mention.end, word=word, against=among, year=self._year_before(place))

    def _targets(self) -> None:
        if match := words.MET.search(self.sentence.text):
            said = [part for part in match.groups() if part]
            word = {"missed": "not met", "met or nearly met": "met or nearly met"}.get(said[-1], "met")
            if said[0].startswith("not"):
                word = "not met"
            elif said[0].strip() in ("nearly", "almost"):
                word = "nearly met"
            about = self.found[-1].about if self.found and self.found[-1].where < match.start() else self.now
            self.found.append(Stated({"kind": "target_met", "word": word}, about.copy(), [], match.start()))

    def _cohorts(self) -> None:
        text = self.sentence.text
        about = (self.found[0].about if self.found else self.now).copy()
        if found := _SMALL.search(text):
            word = "very small cohort" if "very small" in found[0] or "tiny" in found[0] else "small cohort"
            self.found.append(Stated({"kind": "cohort_size", "word": word}, about, [], found.start()))
        if found := _SENSITIVE.search(text):
            cells = {"kind": "sensitivity", "word": "a small change moves the rank", "year": str(self.year)}
            self.found.append(Stated(cells, about, [], found.start()))
        if found := _HANDFUL.search(text):
            self.found.append(
                Stated(
                    {"kind": "sensitivity", "word": "a handful of pupils alters it"}, about, [], found.start()
                )
            )


def stated_in(sentence: Sentence, year: int) -> list[Stated]:
    """All that a sentence states, in its order."""
    return sorted(SentenceReader(sentence, year).read(), key=lambda one: one.where)
