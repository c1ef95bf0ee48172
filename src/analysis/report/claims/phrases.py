"""The phrases of our own sentences, and the claims that each makes: numbers and words are taken from the text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.catalogue.measures import PUPIL_GROUPS, group_phrase
from analysis.data.question import Data
from analysis.report.claims.bands import TARGET_STATUSES
from analysis.report.claims.kinds import LEAST
from analysis.report.gaps.levels import PAIRS

NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"
_PLACE = r"\d+(?:st|nd|rd|th)"
_RANK = rf"(?P<rank>{_PLACE})(?: \(shared by (?P<shared>\d+)\))?"
_OF = r" of (?P<n>\d+)(?: local authorities)?"
_POINTS = r"(?:percentage )?points?"
_WAYS = {
    **dict.fromkeys(("behind", "worse than", "worse"), "worse than"),
    **dict.fromkeys(("ahead of", "ahead", "better than", "better"), "better than"),
    **dict.fromkeys(("level with", "level", "the same as", "the same"), "the same as"),
}
_WAY = f"(?P<way>{'|'.join(sorted(_WAYS, key=len, reverse=True))})"
GROUPS = {group_phrase(group): group for group in PUPIL_GROUPS}
#: What a section says of every rank in it, and of every figure beside England's.
SECTIONS = {"strengths": ("top 10%", "better than"), "development": ("bottom half", "worse than")}


@dataclass(frozen=True)
class Subject:
    """What a sentence is about, in which report, and in which section of it."""

    data: Data
    measure: str = ""
    pupil_group: str = "all"
    section: str = ""

    def cells(self, kind: str, **more) -> dict[str, str]:
        """A claim about the subject's figure."""
        about = {"measure": self.measure, "pupil_group": self.pupil_group, "year": str(self.data.year)}
        return {"kind": kind, **about, **more}

    def gap(self, kind: str, **more) -> dict[str, str]:
        """A claim about the subject's gap to other pupils: of disadvantaged ones, unless a group is named."""
        group = self.group_of_gap
        return self.cells(kind, **{"pupil_group": group, "comparison_group": PAIRS[group], **more})

    @property
    def group_of_gap(self) -> str:
        return "disadvantaged" if self.pupil_group == "all" else self.pupil_group

    @property
    def before(self) -> str:
        return str(self.data.year - 1)


def _bare(text: str) -> str:
    return text.removesuffix(" per 100 pupils").removesuffix(" percentage points")


def _many(match: re.Match, about: Callable, **more) -> list[dict]:
    """How many are ranked, and how many share the place."""
    parts = match.groupdict()
    counted = {"ranked": parts.get("n"), "sharing the place": parts.get("shared")}
    return [about("count", against=against, value=n, **more) for against, n in counted.items() if n]


def level(match, own: Subject) -> list[dict]:
    words = [match["word"]]
    if match["good"]:
        words.append("better than" if match["word"] == "below" else "worse than")
    if own.section in SECTIONS:
        words.append(SECTIONS[own.section][1])
    return [
        own.cells("value", value=_bare(match["value"])),
        own.cells("value", value=match["england"], area="England"),
        *(own.cells("comparison", word=word, comparator="England") for word in dict.fromkeys(words)),
    ]


def rank(match, own: Subject) -> list[dict]:
    band = match.groupdict().get("band") or SECTIONS.get(own.section, ("",))[0]
    found = [own.cells("rank_value", value=match["rank"]), *_many(match, own.cells)]
    # "top half" names the places between the top 20% and the middle too
    return found + ([own.cells("rank_band", band="top 50%" if band == "top half" else band)] if band else [])


def movement(match, own: Subject) -> list[dict]:
    found = [
        own.cells("rank_value", value=match["rank"]),
        own.cells("rank_value", value=match["earlier"], year=own.before),
        own.cells(
            "change", figure="rank", year2=own.before, value=match["places"], against=LEAST if match["least"] else "",
            word="improved" if match["way"] == "up" else "declined",
        ),
        own.cells("value", value=_bare(match["value"])),
        own.cells("value", value=_bare(match["previous"]), year=own.before),
    ]  # fmt: skip
    if match["otherwise"]:
        word = "improved" if match["otherwise"] == "improved" else "declined"
        found.append(own.cells("change", word=word, year2=own.before))
    return found


def gap(match, own: Subject, **more) -> list[dict]:
    """How far a group is from other pupils in England, and on which side."""
    found = [own.gap("comparison", word=_WAYS[match["way"]], comparator="England", **more)]
    size = match.groupdict().get("gap")
    return [own.gap("arithmetic", value=size, **more), *found] if size else found


def gap_before(match, own: Subject) -> list[dict]:
    return gap(match, own, year=own.before)


def levels_of_gap(match, own: Subject) -> list[dict]:
    group = GROUPS[match["group"]]
    other = replace(own, pupil_group=PAIRS[group])
    return [
        replace(own, pupil_group=group).cells("value", value=match["value"]),
        other.cells("value", value=match["other"], area="England"),
    ]


def gap_rank(match, own: Subject) -> list[dict]:
    ranked = own.gap("rank_value", figure="gap_rank", value=match["rank"])
    # a gap to England's other pupils ranks as its own level does
    return [ranked, *_many(match, replace(own, pupil_group=own.group_of_gap).cells)]


def own_gap(match, own: Subject) -> list[dict]:
    where = "England" if match["whose"] == "England's own gap" else own.data.area.name
    return [own.gap("arithmetic", value=match["gap"], area=where, comparator=where)]


def gap_change(match, own: Subject) -> list[dict]:
    return [
        own.gap("change", figure="gap", word=match["word"], year2=own.before),
        own.gap("arithmetic", value=match["earlier"], year=own.before),
        own.gap("arithmetic", value=match["gap"]),
    ]


def gap_crossed(match, own: Subject) -> list[dict]:
    """Where a group was and where it is, of a gap that is neither narrower nor wider but points elsewhere."""
    found = [
        *gap(match, own),
        own.gap("comparison", word=_WAYS[match["was"]], comparator="England", year=own.before),
    ]
    earlier = match["earlier"]
    return [*found, own.gap("arithmetic", value=earlier, year=own.before)] if earlier else found


def bands(match, own: Subject) -> list[dict]:
    every, best, more, low = (
        0 if text in (None, "none") else int(text.replace(",", ""))
        for text in (match[name] for name in ("all", "best", "more", "low"))
    )
    wanted = {"top 10%": best, "top 20%": best + more, "bottom half": low}
    found = [{"kind": "count", "against": "every rank", "value": str(every), "year": str(own.data.year)}]
    return found + [
        {"kind": "count", "against": "ranks", "band": band, "value": str(n), "year": str(own.data.year)}
        for band, n in wanted.items()
    ]


def targets(match, own: Subject) -> list[dict]:
    said = {
        status: found[1]
        for status in TARGET_STATUSES
        if (found := re.search(rf"(\d+|none) (?:is |are )?{status}(?=[ ,]|$)", match["parts"]))
    }
    wanted = {"targets": match["all"], **{f"targets {status}": n for status, n in said.items()}}
    return [
        {"kind": "count", "against": against, "value": n.replace("none", "0"), "year": str(own.data.year)}
        for against, n in wanted.items()
    ]


def cohort_change(match, own: Subject) -> list[dict]:
    now, earlier = (float(match[name].strip("%")) for name in ("value", "previous"))
    found = [
        own.cells("value", value=match["value"]),
        own.cells("value", value=match["previous"], year=own.before),
        own.cells(
            "change", year2=own.before, cohort=match["pupils"],
            word="unchanged" if now == earlier else "increased" if now > earlier else "decreased",
        ),
    ]  # fmt: skip
    if not match["rank"]:
        return found
    return [
        *found,
        own.cells("rank_value", value=match["rank"]),
        own.cells("rank_value", value=match["earlier"], year=own.before),
        own.cells("count", against="ranked", value=match["n"]),
        own.cells("count", against="ranked", value=match["n2"], year=own.before),
    ]


def share(match, own: Subject) -> list[dict]:
    cohort = f"{match['part']} of {match['whole']}"
    return [{"kind": "arithmetic", "value": match["value"], "cohort": cohort}]


def phrases(year: int) -> list[tuple[str, Callable[[re.Match, Subject], list[dict]]]]:
    """Each phrase as a pattern, those first that hold others, with the claims that it makes."""
    value, before = (
        rf"(?P<value>{NUMBER}%?(?: per 100 pupils| percentage points)?)",
        rf"(?P<previous>{NUMBER}%?(?: per 100 pupils| percentage points)?)",
    )
    return [
        (rf"Of (?P<all>{NUMBER}) ranked measures? of all pupils, (?P<best>{NUMBER}|none) (?:is|are) in the top 10% of local authorities, "
         rf"(?P<more>{NUMBER}|none)(?: more)? in the top 20%, and (?P<low>{NUMBER}|none) in the bottom half", bands),
        (r"Of (?P<all>\d+) indicators?, (?P<parts>[^.]*)", targets),
        (rf"the change from {before} to {value}(?:, from (?P<earlier>{_PLACE}) of (?P<n2>\d+) to (?P<rank>{_PLACE}) of "
         r"(?P<n>\d+))?, is (?:\d+ (?:or|to) )?\d+ pupils? of (?P<pupils>\d+)", cohort_change),
        (rf"(?P<way>up|down) (?P<least>at least )?(?P<places>\d+) places?, from (?P<earlier>{_PLACE}) to (?P<rank>{_PLACE})"
         rf"(?:, although the figure (?P<otherwise>improved|worsened))? \({before} in {year - 1}, {value} in {year}", movement),
        (rf"By this gap [^.]*? is {_RANK}{_OF}(?: \(as the committee report prints it\))?, counting from the one least behind or "
         r"furthest ahead", gap_rank),
        (rf"(?P<whose>England's own gap|The gap within [^.]*?) is (?P<gap>{NUMBER}) {_POINTS}", own_gap),
        (rf"(?P<word>narrowed|widened) from (?P<earlier>{NUMBER}) {_POINTS} to (?P<gap>{NUMBER}) {_POINTS}", gap_change),
        (rf"went from (?:(?P<earlier>{NUMBER}) {_POINTS} )?{_WAY.replace('way', 'was')} to (?:(?P<gap>{NUMBER}) {_POINTS} )?{_WAY} "
         r"[^.,;:]*? in England", gap_crossed),
        (r"[Aa] figure is 0\b", lambda match, own: []),
        (r"the series has a break after \d{4}", lambda match, own: []),
        (rf"rounding alone can produce a change of up to {NUMBER} points?", lambda match, own: []),
        (rf"[Tt]he year before they were (?:(?P<gap>{NUMBER}) {_POINTS} )?{_WAY}", gap_before),
        (rf"(?:(?P<gap>{NUMBER}) {_POINTS} )?{_WAY} [^.,;]*? in England", gap),
        (rf"(?P<value>{NUMBER}%?) for (?P<group>[^,.]*?) in [^,.]*, (?P<other>{NUMBER}%?) for [^,.]* in England", levels_of_gap),
        (rf"{value}, (?P<word>above|below|the same as) England's (?P<england>{NUMBER}%?)(?P<good>, and low is good)?", level),
        (rf"{_RANK}{_OF}(?: \((?P<band>top \d+%|top half|bottom half)\))?", rank),
        (r"(?P<part>\d+) of (?P<whole>\d+) \((?P<value>\d+%)\)", share),
    ]  # fmt: skip
