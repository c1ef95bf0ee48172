"""What the words of a statement leave open: with whom it compares, by which average, and of which year it speaks."""

import re

from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.vague_words import Word
from analysis.report.claims.cases import Case
from analysis.report.claims.national import everyone

#: "average" said of a measure, as in "average total point score", is no average of authorities.
_AVERAGE = (
    r"\b(averages?|mean|typical)\b(?! (total|points?|scores?|scaled|progress|attainment|number|grade|entry))"
)
_YEAR = (
    r"\b20\d\d\b|\b\d\d[/-]\d\d\b|\b(this|last|previous|latest|current|recent|most recent) "
    r"(academic |school )?(year|summer|results|figures|data)|\bsince\b|\bin a year\b|\byear on year\b|\bthe year before\b"
)
_OWN = r"\b(within|locally|our (other|own)|in (the|our) (borough|county|city|authority))\b"


def said(row) -> str:
    """The words of the statement: those of the draft where they are given, else those of the row."""
    return getattr(row, "sentence", "") or row.claim


def is_vague(word: Word | None) -> bool:
    """Whether a word leaves an amount to a rule: "well above", "in line with", "just outside", "strength"."""
    if word is None:
        return False
    if word.rule == "places":
        return bool(word.side or word.most or word.doubt)
    amounts = any((*word.sizes.values(), word.least, word.most))
    return word.rule == "significant" or (amounts and (word.rule, word.least) != ("share", 100))


def open_years(row, case: Case) -> list[int]:
    """The years that a statement may be of, its own first: also the report's and the newest of the measure, if it names none.

    Where the words of the draft are not given, the year of the row is the statement's.
    """
    years = [case.year] if case.year else []
    sentence = getattr(row, "sentence", "")
    if not sentence or not years or not case.measure or re.search(_YEAR, sentence, re.IGNORECASE):
        return years
    rows = case.report.england.once(everyone, case.measure, case.pupil_group)
    known = {year for area, year in rows if area == case.area}
    return list(dict.fromkeys([*years, *(sorted(known & {case.report.year, max(known, default=0)}))]))


def says_average(row) -> bool:
    return bool(re.search(_AVERAGE, said(row), re.IGNORECASE))


def leaves_average_open(row, case: Case) -> bool:
    """Whether a comparison does not say with whom, or speaks of an average of local authorities without saying which."""
    areas = open_comparators(row, case)
    report = case.report
    broad = (ENGLAND, report.area.region, report.area.parent, report.question.neighbour_average)
    return len(areas) > 1 or (bool(areas) and says_average(row) and case.comparator in broad)


def open_comparators(row, case: Case) -> list[str]:
    """The areas that a statement may compare with, by code, that of the row first; only that one if it is named.

    "Above average" may be meant of England, of the region, of Inner or Outer London, or of the statistical neighbours. Other
    pupils, if no place is named, may be those of England or the authority's own.
    """
    report = case.report
    if case.figure != "value" or not (case.comparator or case.comparison_group):
        return []
    if case.comparison_group and not case.comparator:
        own = ENGLAND if case.kind == "arithmetic" else case.area
        named = _named(ENGLAND) + "|" + _OWN
        found = [own] if re.search(named, said(row), re.IGNORECASE) else [own, ENGLAND, case.area]
        return list(dict.fromkeys(found))
    broad = [ENGLAND, report.area.region, report.area.parent]
    if report.question.neighbours and report.paper is None:
        broad.append(report.question.neighbour_average)
    broad = [code for code in broad if code and code != case.area]
    of_another = case.area != report.area.code
    named = "|".join(_named(code) for code in broad)
    if of_another or case.comparator not in broad or re.search(named, said(row), re.IGNORECASE):
        return [case.comparator]
    return list(dict.fromkeys([case.comparator, *broad]))


def _named(code: str) -> str:
    """A pattern of the words that an area goes by."""
    if code == ENGLAND:
        return r"\bengland\b|\benglish average\b|\bnational|\bcountry\b"
    if code.startswith("neighbours:"):
        return r"\bneighbours?\b|\bneighbouring\b|\bneighbours'"
    return rf"\b{re.escape(area_name(code))}\b|\bregion(al)?\b"
