"""What a sentence states: ranks, bands, comparisons, changes and values, each with what it is about."""

import re
from dataclasses import dataclass, field

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.mentions import Mention, Sentence
from analysis.report.claims.draft.text import listed

_AFTER = listed(
    "for in on at of the las la ' s local authorities authority nationally country and both all , ( ) percentage proportion pupils average averages measure by with this these those who are ,  average's & achieving"
)
_VERB = re.compile(
    r"^\W*(?:it |this |they |we )?(?:is|was|are|were|has|have|had|ranks?|ranked|remains?|shows?|rose|fell|improved|increased|also)\b"
)
_NOTHING = re.compile(r"^[\s,(]*$")
_OBJECT = re.compile(
    r" ?(?:of|the|were|was|are|is|had|have|achiev|reach|met|meet|gain|attain|pass|enter|obtain|miss|secur|made|in)\w*\b"
)
_CLAUSE = re.compile(r"\b(?:against|compared|whereas|while|whilst|but)\b")
_THEN = re.compile(
    r"[\s,(]*(?:in|for|during|the|same|period|at|end|of|academic|year|seen|recorded|reported|achieved|\s)*"
)
_AMONG = re.compile(
    r"(?: (?:performing |equal |joint )?[a-z]+est| best| worst| (?:place|position))?(?: [a-z]+){0,4}? (?:(?:out )?of|among|amongst|in|within|across) (?:the |our |its |all )*(?:(\d{1,2}) (?:of )?(?:the |our )?|(?:ten|eleven) )?(?:nearest |closest )?$"
)
_OF_SO_MANY = re.compile(r" (?:out )?of (?:the |our )?(\d{1,2})\b(?!%|\.\d)")
NUMBERS = ("percent", "decimal", "points", "whole")


@dataclass
class Stated:
    """One thing that a sentence states: the cells of a claim, and what it is about; ``several`` if it gives more figures of
    the same for one year."""

    cells: dict[str, str]
    about: Facets
    notes: list[str] = field(default_factory=list)
    where: int = 0
    several: bool = False


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

    def _about(self, place: int, end: int, loose: bool = False) -> Facets:
        """The subject of what is stated at a place: what stands after it with "for" or "in", else what stood before."""
        about, position = self.now.copy(), end
        taken: list[Mention] = []
        for other in self.mentions[place + 1 :]:
            if other.start < end or (other.sort in ("area", "out_of") and not taken):
                position = max(position, other.end)
                continue
            between = re.findall(r"\w+|[^\w\s]", self.sentence.between(position, other.start))
            if other.sort not in ("measure", "group") or any(word not in _AFTER for word in between):
                break
            if not taken and not {"for", "in", "on", "at", "of", "(", "with", "by"} & set(between):
                break
            taken.append(other)
            position = other.end
        if not taken and loose:
            taken = self._said_after(place, end)
            position = taken[-1].end if taken else end
        if taken and not _VERB.match(self.sentence.text[position : position + 30]):
            about.closed = True
            for other in taken:
                about.add(other, self.sentence)
            self.now = about.copy()
            self.start = max(self.start, position)
        self.now.closed = True
        return about

    def _said_after(self, place: int, end: int) -> list[Mention]:
        """The subject of a number that stands first: "72% of pupils achieved a good level of development"."""
        first = self.mentions[place]
        before = [one for one in self.mentions[:place] if one.start >= self.start and one.name]
        named = any(one.name and one.name.part in ("whole", "subject", "sort") for one in before)
        if not _OBJECT.match(self.sentence.text[end:]):
            return []
        taken = []
        for other in self.mentions[place + 1 :]:
            if other.sort in (*NUMBERS, first.sort, "side", "band", "rank", "move") or _CLAUSE.search(
                self.sentence.text[end : other.start]
            ):
                break
            if named and not (other.name and other.name.part == "standard"):
                continue  # "in writing, 71% were at the expected standard"
            if other.sort in ("measure", "group"):
                taken.append(other)
        return taken

    def _year_at(self, place: int, end: int) -> int | None:
        """A year directly after a place, "in 2016", which is that of what is stated there."""
        other = self.mentions[place + 1] if place + 1 < len(self.mentions) else None
        if (
            other is None
            or other.sort != "year"
            or not _THEN.fullmatch(self.sentence.between(end, other.start))
        ):
            return None
        self.used.add(place + 1)
        return numbers.year_of(other.text, self.year)

    def _year_before(self, place: int) -> int:
        """The year that the sentence named last, unless it is a baseline ("since 2016") or was another figure's."""
        for earlier in range(place - 1, -1, -1):
            other = self.mentions[earlier]
            if other.sort != "year" or earlier in self.used:
                continue
            if re.search(
                r"\b(?:since|from|between|than in|compared (?:to|with)|on|to|until) $",
                self.sentence.text[: other.start],
            ):
                continue
            return numbers.year_of(other.text, self.year)
        return self.year

    def _baseline(self, year: int) -> int:
        """The year that a change is against: "since 2016", "from 2016", "between 2016 and 2017"; the one before, if none."""
        for other in self.sentence.of("year"):
            if re.search(
                r"\b(?:since|from|between|than in|compared (?:to|with)|on|than) (?:the )?$",
                self.sentence.text[: other.start],
            ):
                earlier = numbers.year_of(other.text, self.year)
                if earlier < year:
                    return earlier
        return year - 1

    def _among(self, place: int, end: int) -> tuple[str, str, int]:
        """Whom a place is among, "of our 11 statistical neighbours", of how many, and where that ends; England is everybody."""
        text = self.sentence.text
        following = [one for one in self.mentions[place + 1 :] if one.sort not in ("whole", "year")]
        area = following[0] if following and following[0].sort == "area" else None
        said = text[end : area.start] if area else text[end:]
        found = _AMONG.match(said) if area else _OF_SO_MANY.match(said)
        if not found:
            return "", "", end
        of = f" of {found[1]}" if found[1] else ""
        if area is None:
            return "", of, end
        return ("" if area.text == "England" else area.text), (of if area.text != "England" else ""), area.end

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
            if "target" in text:
                self._add("target_is", place, mention.end, band=mention.text)
        elif few := re.match(
            r"(?: of [^,.]*?)? ?(?:for|on|in) (most|several|all|nearly all) (?:key |other )?(?:indicators|measures)",
            after,
        ):
            self._add(
                "count",
                place,
                mention.end,
                Facets(),
                word=few[1],
                band=mention.text,
                against="ranks",
                year=self.year,
            )
        else:
            word, by = words.place_word(before, after)
            among, _, end = self._among(place, mention.end)
            year = self._year_at(place, mention.end) or self._year_before(place)
            self._add(
                "rank_band",
                place,
                end,
                word=word,
                against=among,
                band=mention.text,
                value=numbers.PLACES.get(by, by),
                year=year,
            )

    def _edge(self, place: int, mention: Mention) -> None:
        bands = [other for other in self.sentence.of("band") if other.start < mention.start]
        if bands:
            self._add(
                "band_edge",
                place,
                mention.end,
                Facets(),
                band=bands[-1].text,
                value=numbers.rank_text(mention.text),
                year=self.year,
            )

    def _out_of(self, place: int, mention: Mention) -> None:
        made = self._add(
            "count",
            place,
            mention.end,
            Facets(),
            against="local authorities",
            value=mention.text,
            year=self.year,
        )
        if place and self.mentions[place - 1].sort == "rank":
            made.notes.append("whether all authorities are meant or those with a rank")


def as_stated(text: str) -> str:
    """A number as a claims file has it, without thousands' commas and a plus sign."""
    return text.replace(",", "").removeprefix("+")
