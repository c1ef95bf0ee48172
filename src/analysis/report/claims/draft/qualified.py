"""What a sentence says beside its figures: of how many years, of which gap, which figure is whose, and what no row can say.

A row that leaves out "for the third year running" or "did not" is complete and means something else. What can be said in a
row is put into it; what cannot stands under ``not_understood``, so that nobody accepts it without having read it.
"""

import re

from analysis.report.claims.draft.about import Facets
from analysis.report.claims.draft.groups_named import PEERS
from analysis.report.claims.draft.measures_named import load_names
from analysis.report.claims.draft.mentions import Sentence
from analysis.report.claims.draft.statements import Stated

#: Kinds that may be said of several years, as the checks have it.
_OF_YEARS = ("comparison", "change", "rank_band", "rank_value", "superlative")
_OWN_GAP = re.compile(
    r"\bwithin (?:the |our |this )?(?:own )?(?:borough|county|city|council|authority|local authority|district|area)\b"
    r"|\bwithin(?: the)? {4,}"
)
_OWN = re.compile(r"\b(?:own|local|in-borough|in-county|internal) (?:[a-z]+ ){0,2}gaps?\b")
_NATIONAL_PEERS = re.compile(
    r"\bnational(?:ly)? (?:other|non|peers|all other)|(?:\bothers?|\bpeers|not disadvantaged|\bnon-\w+|\bnot \w+ for)[a-z -]{0,40} (?:national|in england)"
)
WHICH_GAP = "whether the gap is to other pupils in England or to those of the area"
#: Of a gap, words of a comparison mean that it is narrower or wider.
_OF_A_GAP = {
    **dict.fromkeys(("below", "just below", "well below", "better than", "narrower than"), "narrower than"),
    **dict.fromkeys(("above", "just above", "well above", "worse than", "wider than"), "wider than"),
}
#: Words that change what a sentence says and that no row has a cell for; each is looked for where nothing was mentioned.
_LEFT_OVER = (
    r"(?<!whether or )\b(?:not|never|neither|nor|without|cannot)\b(?! only)|n't\b|\bfail(?:s|ed)? to\b|\bno longer\b",
    r"\b(?:over|in|within|during|for) (?:a |the )?(?:(?:last|past|previous|space of) )?(?:[a-z]{1,6} |  +)?years?\b|\byears? (?:ago|earlier|before)\b|\brecent years\b|\bover time\b|\b[a-z]+-year (?:average|trend|period)\b",
    r"\bpre-?(?:pandemic|covid)\b|\bbefore (?:the pandemic|covid)|\bsince (?=[a-z])(?!then\b)[a-z -]{3,20}",
    r"\b(?:first|second|third|fourth) time\b|\bon record\b|\bever\b|\bhistoric\b|\bconsecutive\b|\brunning\b|\bin a row\b|\byear[- ]on[- ]year\b",
    r"\b(?:faster|slower|quicker|twice|double|doubled|halved|tripled|treble)\b|\bhalf the\b|\b(?:more|less|further) than\b",
    r"\b(?:predict\w*|forecast\w*|project(?:ed|ions?)|anticipated|expected to|estimated|if|would|could|might|may)\b",
    r"\b(?:except|excluding|apart from|other than|unlike|rather than)\b|\bmost improved\b|\bone of\b",
    r"\b(?:academy|academies|trust|ward|federation|cluster|maintained schools)\b",
    r"\b(?:north|south|east|west|north[- ]west|south[- ]west|central) ?(?=\s{5})",
)
_EXTREME_SINCE = re.compile(r"\b(?:highest|lowest|best|worst|strongest)\b[a-z ]{0,30} since\b")
_ROUGHLY = re.compile(
    r"\b(nearly|almost|over|more than|around|about|approximately|roughly|just under|just over|under|less than|fewer than|at least|at most|up to|circa|close to)\s*(?:the )?$"
)


def qualify(stated: list[Stated], sentence: Sentence) -> list[Stated]:
    """The statements of a sentence with what it says beside their figures, in their cells or in their notes."""
    if not stated:
        return stated
    _named_after(stated, sentence)
    _several_years(stated, sentence)
    _gaps(stated, sentence)
    _respectively(stated, sentence)
    for one in stated:
        one.several = _is_one_of_several(one, stated)
        one.notes += _left_over(sentence)
        one.notes += _unused(stated, sentence)
        found = _ROUGHLY.search(sentence.text[: one.where])
        if found and "value" in one.cells and one.cells["kind"] != "rank_value":
            one.notes.append(f"'{found[1]}' before the number")
    return stated


def _named_after(stated: list[Stated], sentence: Sentence) -> None:
    """What a statement is about, where its sentence names it only later: "a rise of 3 points was seen in phonics"."""
    named = sentence.of("measure")
    for one in stated:
        if not named or one.about.names or one.cells["kind"] in ("count", "band_edge"):
            continue
        if len(named) > 1:
            one.notes.append("which of the measures it is said of")
        else:
            one.about = Facets(dict(one.about.names), one.about.groups)
            one.about.add(named[0], sentence)


def _is_one_of_several(one: Stated, stated: list[Stated]) -> bool:
    """Whether the sentence gives more figures of the same thing and year: then "reading, writing and maths" may be three."""
    alike = {
        other.cells.get("value")
        for other in stated
        if _of_the_same(one.about.names, other.about.names)
        and other.about.groups == one.about.groups
        and all(
            other.cells.get(name) == one.cells.get(name)
            for name in ("kind", "area", "year", "figure", "against")
        )
        and one.cells["kind"] in ("value", "rank_value")
    }
    return len(alike) > 1


def _of_the_same(first: dict, second: dict) -> bool:
    """Whether two are named alike; a standard that only one of a list has is that of all."""
    standards = [first.get("standard"), second.get("standard")]
    apart = all(standards) and standards[0] != standards[1]
    parts = (set(first) | set(second)) - {"standard"}
    return not apart and all(first.get(part) == second.get(part) for part in parts)


def _several_years(stated: list[Stated], sentence: Sentence) -> None:
    """Puts "for the third year running" under ``against`` of what it is said of; the others say that they leave it out."""
    runs = sentence.of("run")
    if not runs:
        return
    able = [one for one in stated if one.cells["kind"] in _OF_YEARS]
    before = [one for one in able if one.where < runs[0].start]
    first = max(before, key=lambda one: one.where) if before else able[0] if able else None
    for one in stated:
        said_of = first is not None and one in able and one.where == first.where and len(runs) == 1
        if not said_of or not _takes_years(one):
            one.notes.extend(f"'{run.text}'" for run in runs)
            continue
        run = re.sub(r"(?:in )?each of the (?:last|past) (\S+) years", r"\1 years running", runs[0].text)
        run = re.sub(r"\b(?:academic|school) year", "year", run)
        since = re.search(r"since (20\d\d)(?:[/-](?:20)?(\d\d))?", run)
        if since:
            year = int(since[1]) + bool(since[2])
            year += one.cells["kind"] == "change"  # the first change since a year is the one to the next
            run = f"every year since {year}"
        one.cells["against"] = "; ".join(filter(None, [one.cells.get("against", ""), run]))


def _takes_years(one: Stated) -> bool:
    if one.cells["kind"] != "change":
        return True
    years = int(one.cells["year"]) - int(one.cells["year2"])
    return years == 1 and "value" not in one.cells


def _gaps(stated: list[Stated], sentence: Sentence) -> None:
    """A gap between the authority's own pupils, and a gap that may be that or the one to others in England."""
    own = bool(_OWN_GAP.search(sentence.rest) or _OWN.search(sentence.text))
    for one in stated:
        cells = one.cells
        gaps = [gap for gap in sentence.of("gap") if gap.start < one.where]
        if gaps and cells["kind"] == "comparison" and "comparator" in cells and cells["word"] in _OF_A_GAP:
            cells |= {"figure": "own_gap", "word": _OF_A_GAP[cells["word"]]}
            one.notes += [] if own else [WHICH_GAP]
            continue
        of_a_gap = "gap" in cells.get("figure", "") or (
            cells["kind"] == "arithmetic" and "comparator" not in cells and bool(sentence.of("gap"))
        )
        if not of_a_gap:
            continue
        behind = [group.groups[0] for group in sentence.of("group") if group.groups[0] in PEERS]
        if behind and one.about.groups and one.about.groups[0] not in PEERS:
            one.about.groups = (behind[0],)  # "the gap of disadvantaged pupils to others" is theirs
        if cells.get("comparator"):
            if cells["kind"] == "change" and cells["comparator"] != "England":
                one.notes.append(f"a change of the gap to {cells['comparator']}")
        elif own and cells["kind"] in ("arithmetic", "value", "change"):
            cells["figure"] = "own_gap"
            cells["kind"] = "change" if cells["kind"] == "change" else "value"
        elif own or not _NATIONAL_PEERS.search(sentence.text):
            one.notes.append(WHICH_GAP)


def _respectively(stated: list[Stated], sentence: Sentence) -> None:
    """Gives the figures of "A and B were 83% and 70% respectively" to what is listed, in its order."""
    if "respectively" not in sentence.text:
        return
    figures = [one for one in stated if one.cells["kind"] in ("value", "rank_value")]
    alike = list({one.where: one for one in figures}.values())
    given = _listed_names(alike) or _listed_cells(alike, sentence)
    if not given or len(alike) < len(stated):
        for one in stated:
            one.notes.append("which figure is whose, by 'respectively'")
        return
    for one, (about, cells) in zip(alike, given, strict=True):
        one.about = about
        one.cells.update(cells)


def _listed_names(figures: list[Stated]) -> list[tuple[Facets, dict[str, str]]]:
    """What each figure is about, where the list is of as many measures or groups as there are figures."""
    if len(figures) < 2 or any(one.about.names != figures[0].about.names for one in figures):
        return []
    if any(one.cells.get("area") or one.cells["year"] != figures[0].cells["year"] for one in figures):
        return []
    about, given = figures[0].about, list[tuple[Facets, dict[str, str]]]()
    for part, names in about.names.items():
        if len(names) == 1 and names[0].name == "reading, writing and mathematics" and len(figures) == 3:
            names = [load_names()[subject] for subject in ("reading", "writing", "mathematics")]
        if len(names) == len(figures):
            given = [(_of_one(about, part, [name]), {}) for name in names]
    if not given and len(about.groups) == len(figures):
        given = [(Facets(dict(about.names), (group,)), {}) for group in about.groups]
    return given


def _of_one(about: Facets, part: str, names: list) -> Facets:
    """The same, of one of several names alone."""
    return Facets({**about.names, part: names}, about.groups)


def _listed_cells(figures: list[Stated], sentence: Sentence) -> list[tuple[Facets, dict[str, str]]]:
    """The area or the year of each figure, where as many are listed as there are figures."""
    if any(sum(map(len, one.about.names.values())) > 3 for one in figures):
        return []
    areas = sorted(
        [(one.start, one.text) for one in sentence.of("area")] + [(start, "") for start in sentence.own]
    )
    years = [one for one in sentence.of("year") if re.fullmatch(r"20\d\d(?:[/-](?:20)?\d\d)?", one.text)]
    if len(areas) == len(figures) and len(years) < 2:
        return [(one.about.copy(), {"area": area}) for one, (_, area) in zip(figures, areas, strict=True)]
    if len(years) == len(figures) and not sentence.of("area"):
        ends = [int(re.sub(r"^(20)\d\d[/-](?:20)?", r"\1", one.text)) for one in years]
        return [(one.about.copy(), {"year": str(year)}) for one, year in zip(figures, ends, strict=True)]
    return []


def _left_over(sentence: Sentence) -> list[str]:
    found = [match for pattern in _LEFT_OVER for match in re.finditer(pattern, sentence.rest)]
    found += list(_EXTREME_SINCE.finditer(sentence.text))
    return [f"'{' '.join(match[0].split())}'" for match in found]


def _unused(stated: list[Stated], sentence: Sentence) -> list[str]:
    """Places that are named and stand in no row: the figure may be theirs."""
    used = {one.cells.get(name, "") for one in stated for name in ("area", "comparator")}
    used |= {part.strip() for one in stated for part in one.cells.get("against", "").split(";")}
    used |= {"England"} if {"all", "the country"} & used else set()
    ranked = any(
        one.cells["kind"] in ("rank_value", "rank_band") or one.cells.get("figure") for one in stated
    )
    ranked = ranked or bool(sentence.of("gap") and _NATIONAL_PEERS.search(sentence.text))
    return [
        f"what is said of {area.text}"
        for area in sentence.of("area")
        if area.text not in used and not (area.text == "England" and ranked)
    ]
