"""The claims that our own sentences make: numbers and words are taken from the text.

Each pattern stands beside the sentence that it reads, in the ``sentences`` of its page; here is what follows from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from analysis.basics.patterns import WAYS
from analysis.catalogue.measures import PUPIL_GROUPS, group_phrase
from analysis.data.publication_status import FINAL, NOT_STATED, PROVISIONAL, REVISED
from analysis.report.claims.bands import TARGET_STATUSES
from analysis.report.claims.kinds import LEAST
from analysis.report.cohorts import change_sentences as change_said
from analysis.report.cohorts import sentences as cohorts_said
from analysis.report.gaps import change_sentences as gap_changes_said
from analysis.report.gaps import sentences as gaps_said
from analysis.report.gaps.levels import PAIRS
from analysis.report.indicators import sentences as targets_said
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings import movement_sentences as movement_said
from analysis.report.rankings import publication_sentences as publication_said
from analysis.report.rankings import sentences as ranked

GROUPS = {group_phrase(group): group for group in PUPIL_GROUPS}
#: What a section says of every rank in it, and of every figure beside England's.
SECTIONS = {"strengths": ("top 10%", "better than"), "development": ("bottom half", "worse than")}


@dataclass(frozen=True)
class Subject:
    """What a sentence is about, in which report, and in which section of it."""

    report: IndicatorsChapter
    measure: str = ""
    pupil_group: str = "all"
    section: str = ""

    def cells(self, kind: str, **more) -> dict[str, str]:
        """A claim about the subject's figure."""
        about = {"measure": self.measure, "pupil_group": self.pupil_group, "year": str(self.report.year)}
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
        return str(self.report.year - 1)


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
    """Three ranks and figures, and the moves to both years' ranks; the places are of the one that is named first."""
    word, about = "improved" if match["way"] == "up" else "declined", {"year2": match["before"]}
    years, least = about | {"year": match["year"]}, {"against": LEAST if match["least"] else ""}
    said = [(kind, match[name], match[year]) for kind, name, year in movement_said.SAID]
    own_way = [f"{match['otherwise']} as published"] if match["otherwise"] else []
    return [
        *(own.cells(kind, value=_bare(value), year=year) for kind, value, year in said),
        own.cells("change", figure="rank", word=word, value=match["places"], **least, **years),
        own.cells("change", figure="rank", word=word, year=match["other_year"], **about),
        *(own.cells("change", word=each, **years) for each in own_way),
    ]


def gap(match, own: Subject, **more) -> list[dict]:
    """How far a group is from other pupils in England, and on which side."""
    found = [own.gap("comparison", word=WAYS[match["way"]], comparator="England", **more)]
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
    where = "England" if match["whose"] == "England's own gap" else own.report.area.name
    return [own.gap("arithmetic", value=match["gap"], area=where, comparator=where)]


def gap_change(match, own: Subject) -> list[dict]:
    word = match["word"] if match["word"] in ("narrowed", "widened") else f"{match['word']} as published"
    return [
        own.gap("change", figure="gap", word=word, year2=own.before),
        own.gap("arithmetic", value=match["earlier"], year=own.before),
        own.gap("arithmetic", value=match["gap"]),
    ]


def gap_crossed(match, own: Subject) -> list[dict]:
    """Where a group was and where it is, of a gap that is neither narrower nor wider but points elsewhere."""
    found = [
        *gap(match, own),
        own.gap("comparison", word=WAYS[match["was"]], comparator="England", year=own.before),
    ]
    earlier = match["earlier"]
    return [*found, own.gap("arithmetic", value=earlier, year=own.before)] if earlier else found


def bands(match, own: Subject) -> list[dict]:
    every, best, more, low = (
        0 if text in (None, "none") else int(text.replace(",", ""))
        for text in (match[name] for name in ("all", "best", "more", "low"))
    )
    wanted = {"top 10%": best, "top 20%": best + more, "bottom half": low}
    found = [{"kind": "count", "against": "every rank", "value": str(every), "year": str(own.report.year)}]
    found += _provisional(match, own, "provisional ranks")
    return found + [
        {"kind": "count", "against": "ranks", "band": band, "value": str(n), "year": str(own.report.year)}
        for band, n in wanted.items()
    ]


def publication(match, own: Subject) -> list[dict]:
    """How many figures of the year there are, and how many of them have each publication status."""
    parts = match.groupdict()
    wanted = {
        "figures": parts["all"],
        **{f"figures {status}": parts.get(status) for status in (PROVISIONAL, REVISED, FINAL)},
    }
    wanted[f"figures {NOT_STATED}"] = parts.get("unstated") or (
        "" if "provisional" in parts else parts["all"]
    )
    return [
        {"kind": "count", "against": against, "value": n, "year": str(own.report.year)}
        for against, n in wanted.items()
        if n
    ]


def _provisional(match, own: Subject, against: str) -> list[dict]:
    """How many are said to be provisional, or to rest on what is."""
    n = match["provisional"]
    return [{"kind": "count", "against": against, "value": n, "year": str(own.report.year)}] if n else []


def targets(match, own: Subject) -> list[dict]:
    said = {
        status: found[1]
        for status in TARGET_STATUSES
        if (found := re.search(rf"(\d+|none) (?:is |are )?{status}(?=[ ,]|$)", match["parts"]))
    }
    wanted = {"targets": match["all"], **{f"targets {status}": n for status, n in said.items()}}
    return _provisional(match, own, "targets provisional") + [
        {"kind": "count", "against": against, "value": n.replace("none", "0"), "year": str(own.report.year)}
        for against, n in wanted.items()
    ]


def cohort_change(match, own: Subject) -> list[dict]:
    now, earlier = (float(match[name].strip("%")) for name in ("value", "previous"))
    found = [
        own.cells("value", value=match["value"]),
        own.cells("value", value=match["previous"], year=own.before),
        own.cells(
            "change", year2=own.before, cohort=match["pupils"],
            word="unchanged" if now == earlier else f"{'higher' if now > earlier else 'lower'} as published",
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
    """Each pattern, those first that hold others, with the claims that what it reads makes."""

    def nothing(match, own: Subject) -> list[dict]:
        return []

    return [
        (publication_said.PUBLISHED_ON, nothing),
        (publication_said.COUNTS, publication),
        (publication_said.NOTHING_STATED, publication),
        (ranked.BANDS, bands),
        (targets_said.COUNTS, targets),
        (change_said.HEADLINE, cohort_change),
        (movement_said.HELD, movement),
        (gaps_said.RANK_OF_GAP, gap_rank),
        (gaps_said.OWN_GAP, own_gap),
        (gap_changes_said.CHANGE, gap_change),
        (gap_changes_said.SOFT_CHANGE, gap_change),
        (gap_changes_said.CROSSED, gap_crossed),
        *((pattern, nothing) for pattern in gap_changes_said.NO_FIGURES),
        (gaps_said.YEAR_BEFORE, gap_before),
        (gaps_said.GAP, gap),
        (gaps_said.LEVELS, levels_of_gap),
        (ranked.LEVEL, level),
        (ranked.OF_RANKED_IN_BAND, rank),
        (cohorts_said.SHARE, share),
    ]
