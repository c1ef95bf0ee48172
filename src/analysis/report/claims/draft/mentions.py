"""Everything that a sentence mentions, with where it stands: measures, groups, areas, years, numbers, words."""

import re
from dataclasses import dataclass, field

from analysis.report.claims.draft import numbers, words
from analysis.report.claims.draft.groups_named import ASIDE, find_groups
from analysis.report.claims.draft.measures_named import Name, find_names


@dataclass(frozen=True)
class Mention:
    """One thing mentioned. ``sort`` is measure, group, area, year, gap, side, move, or a kind of number."""

    start: int
    end: int
    sort: str
    text: str
    name: Name | None = None
    groups: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Sentence:
    """A plain sentence, what it mentions in order, its text with spaces where something is mentioned, and where its own
    authority is named."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    rest: str = ""
    own: tuple[int, ...] = ()

    def between(self, first: int, last: int) -> str:
        """The words between two places that are no mention, with single spaces."""
        return " ".join(self.rest[first:last].split())

    def of(self, *sorts: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.sort in sorts]


def read(text: str, own_names: tuple[str, ...] = ()) -> Sentence:
    """What a plain text mentions; of two that overlap, the one looked for first."""
    letters = list(text)

    def take(start: int, end: int, blank: str = " ") -> None:
        letters[start:end] = blank * (end - start)

    named = find_names(text)
    for match in numbers.NOISE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end, _ in named):
            take(match.start(), match.end())
    for match in ASIDE.finditer(text):
        take(match.start(), match.end())
    own: list[int] = []
    if own_names:  # the report's own area is nobody to compare with
        listed = "|".join(map(re.escape, own_names))
        for match in re.finditer(rf"(?<![\w-])(?:{listed})(?:'s?)?(?![\w-])", text):
            own.append(match.start())
            take(match.start(), match.end())
    found: list[Mention] = []

    def add(start: int, end: int, sort: str, said: str, **parts) -> None:
        found.append(Mention(start, end, sort, said, **parts))
        take(start, end)

    for start, end, groups in find_groups("".join(letters)):
        add(start, end, "group", text[start:end], groups=groups)
    for start, end, name in named:
        if "".join(letters[start:end]) == text[start:end]:
            add(start, end, "measure", text[start:end], name=name)
    for sort, pattern in numbers.PATTERNS:
        for match in pattern.finditer("".join(letters)):
            inner = next(filter(None, match.groups()), match[0])
            said = numbers.band_name(match) if sort == "band" else inner
            if sort == "band_without_side":  # "in the 10% of LAs": a word was left out
                add(match.start(), match.end(), "band", f"top {said}%", note="read as the top of the ranking")
            elif sort == "band_as_said":
                add(match.start(), match.end(), "band", match[0].replace("twenty", "20"))
            elif sort == "run":
                add(match.start(), match.end(), sort, match[0])
            else:
                add(match.start(), match.end(), sort, said)
    for match in words.GAP.finditer("".join(letters)):
        add(match.start(), match.end(), "gap", match[0])
    for sort, look in (("pace", words.find_paces), ("side", words.find_sides), ("move", words.find_moves)):
        for start, end, word in look("".join(letters)):
            add(start, end, sort, word)
    for start, end, area in numbers.find_areas("".join(letters)):
        add(start, end, "area", area)
    return Sentence(text, sorted(found, key=lambda one: one.start), "".join(letters), tuple(own))
