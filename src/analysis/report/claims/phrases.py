"""The claims that our own sentences make: numbers and words are taken from the text.

Each pattern stands beside the sentence that it reads, in the ``sentences`` of its page; here is what follows from it.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from analysis.basics.patterns import WAYS
from analysis.catalogue.measures import PUPIL_GROUPS, group_phrase
from analysis.data.publication_status import FINAL, NOT_STATED, PROVISIONAL, REVISED
from analysis.report.claims import band_phrases, headline_phrases, trend_phrases
from analysis.report.claims.bands import TARGET_STATUSES
from analysis.report.claims.kinds import AT_BEST, LEAST
from analysis.report.claims.subject import Subject, provisional
from analysis.report.cohorts import change_sentences as change_said
from analysis.report.cohorts import estimate_sentences as estimates_said
from analysis.report.cohorts import rank_set_sentences as sets_said
from analysis.report.cohorts import sentences as cohorts_said
from analysis.report.gaps import change_sentences as gap_changes_said
from analysis.report.gaps import sentences as gaps_said
from analysis.report.gaps.levels import PAIRS
from analysis.report.indicators import sentences as targets_said
from analysis.report.rankings import band_sentences as bands_said
from analysis.report.rankings import headline_results
from analysis.report.rankings import headline_sentences as headlines_said
from analysis.report.rankings import movement_sentences as movement_said
from analysis.report.rankings import publication_sentences as publication_said
from analysis.report.rankings import sentences as ranked
from analysis.report.rankings import trend_sentences as trends_said

GROUPS = {group_phrase(group): group for group in PUPIL_GROUPS}
#: What a section says of every rank in it, and of every figure beside England's.
SECTIONS = {"strengths": ("top 10%", "better than"), "development": ("bottom half", "worse than")}


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
    if not band:
        return found
    hangs = AT_BEST if match.groupdict().get("hangs") else ""
    # "top half" names the places between the top 20% and the middle too
    return [*found, own.cells("rank_band", band="top 50%" if band == "top half" else band, against=hangs)]


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
    return gap(match, own, year=_earlier(match, own))


def _earlier(match, own: Subject) -> str:
    """The year that a change of a gap is since: the one that is named, or the year before."""
    return match.groupdict().get("base") or own.before


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
        own.gap("change", figure="gap", word=word, year2=_earlier(match, own)),
        own.gap("arithmetic", value=match["earlier"], year=_earlier(match, own)),
        own.gap("arithmetic", value=match["gap"]),
    ]


def gap_crossed(match, own: Subject) -> list[dict]:
    """Where a group was and where it is, of a gap that is neither narrower nor wider but points elsewhere."""
    found = [
        *gap(match, own),
        own.gap("comparison", word=WAYS[match["was"]], comparator="England", year=_earlier(match, own)),
    ]
    earlier = match["earlier"]
    return [*found, own.gap("arithmetic", value=earlier, year=_earlier(match, own))] if earlier else found


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


def targets(match, own: Subject) -> list[dict]:
    said = {
        status: found[1]
        for status in TARGET_STATUSES
        if (found := re.search(rf"(\d+|none) (?:is |are )?{status}(?=[ ,]|$)", match["parts"]))
    }
    results = {"target results": match["results"]} if match["results"] else {}
    wanted = {"targets": match["all"], **results, **{f"targets {status}": n for status, n in said.items()}}
    return provisional(match, own, "targets provisional") + [
        {"kind": "count", "against": against, "value": n.replace("none", "0"), "year": str(own.report.year)}
        for against, n in wanted.items()
    ]


def cohort_change(match, own: Subject) -> list[dict]:
    """Two percentages; that they changed is claimed only where the sentence says that chance does not explain it."""
    now, earlier = (float(match[name].strip("%")) for name in ("value", "previous"))
    way = ("increased", "decreased") if match["shown"] else ("higher as published", "lower as published")
    word = "unchanged" if now == earlier else way[now < earlier]
    return [*from_to(match, own), own.cells("change", year2=own.before, cohort=match["pupils"], word=word)]


def from_to(match, own: Subject) -> list[dict]:
    """A figure and its rank, if there is one, in two years."""
    found = [
        own.cells("value", value=match["value"]),
        own.cells("value", value=match["previous"], year=own.before),
    ]
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
        (bands_said.BANDS, band_phrases.bands),
        (headline_results.BEST_OF, band_phrases.of_title),
        (headline_results.LOWER_IN, band_phrases.of_title),
        (headlines_said.BETTER, headline_phrases.better),
        (headlines_said.LOWEST, headline_phrases.lowest),
        (headlines_said.BY_STATUS, nothing),
        (bands_said.OPEN_BANDS, band_phrases.open_bands),
        (bands_said.USUAL, band_phrases.usual_bands),
        (bands_said.ABOUT, band_phrases.about_bands),
        (bands_said.GROUPS, band_phrases.about_bands),
        (bands_said.FEW, nothing),
        (targets_said.SAME_RESULTS, nothing),
        (targets_said.COUNTS, targets),
        (targets_said.ONE_TARGET, nothing),
        (change_said.HEADLINE, cohort_change),
        (movement_said.HELD, movement),
        (trends_said.GROUND, trend_phrases.trend),
        (trends_said.BETWEEN, trend_phrases.between),
        (movement_said.ABOUT_SO_MANY, nothing),
        (sets_said.SET, nothing),
        (estimates_said.BY_CHANCE, nothing),
        (estimates_said.POOLED_RANK, nothing),
        (change_said.FROM_TO, from_to),
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
