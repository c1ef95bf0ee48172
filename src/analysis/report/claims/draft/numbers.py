"""Numbers in a plain text: percentages, points, ranks, bands, years, counts; dates and references are none of these."""

import re
from functools import cache

from analysis.catalogue.areas import load_areas

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_WORDS = {"five": "5", "ten": "10", "twenty": "20"}
#: What has digits and is no figure.
NOISE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{4}}(?! and)|https?://\S+|\S+@\S+"
    r"|\b(?:section|article|paragraph|para|appendix|annex|table|figure|chart|page|part|act|regulation|item|phase|band) \d+[a-z]?(?:\.\d+)*\b"
    r"|\bact (?:19|20)\d\d|\b(?:19|20)\d\d act\b|^\(?\d+(?:\.\d+)+\.?\s|^\(?\d{1,2}[.)]\s|£ ?[\d,.]+(?:m|k|bn)?"
    r"|\bgrades? [\da-z*](?:[ -]+(?:to|or)?[ -]*[\da-z*])?|\blevel \d|\byears? \d{1,2}\b|\bages? \d+(?: to \d+)?"
    r"|\ba\*-c|\b\d{1,2}[- ]year[- ]olds?|\b\d+ ?(?:weeks?|months?|days?|hours?|minutes?)\b|\b20\d\d-20?\d\d (?:strategy|plan)"
)
_NUMBER = r"(?<![\w.,])[+-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?"
_N = r"(?:\d{1,2}(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_EXTREME = (
    "(?:performing |equal |joint )?(?:highest|lowest|best|worst|strongest|weakest|poorest|largest|smallest)"
)
_PATTERNS = [
    ("run", rf"\b{_N} (?:(?:academic |school )?years? (?:running|in a row|in succession)|(?:consecutive|successive) (?:academic |school )?years?)\b"),
    ("run", rf"\b{_N} times? (?:in|of|out of) (?:the (?:last|past) )?{_N} years?\b|\b(?:every|each) year since 20\d\d(?:[/-]\d\d)?\b"),
    ("run", rf"\b(?:in )?each of the (?:last|past) {_N} years\b"),
    ("edge", r"(?:i\.?e\.?,?\s*)?\b(\d{1,3})(?:st|nd|rd|th) (?:or|and) (?:above|better|higher)"),
    ("edge", r"\b(?<=rather than )(\d{1,3})(?:st|nd|rd|th)\b"),
    ("band", r"\b(top|bottom|lowest|highest|upper) (\d{1,2}|five|ten|twenty)%|\b(top|bottom|lowest|highest|first|second|third|fourth|upper|lower) (quartile|quarter|half)\b|\btop (decile)\b"),
    ("band_as_said", r"\b(?:top|bottom|lowest|highest|best|worst) (?:third|fifth|quintile|tenth|decile)\b"),
    ("band_as_said", r"\b(?:top|bottom) (?:\d{1,2}|three|five|ten|twenty)(?= (?:places |performing )?(?:in|of|nationally|local|las?|authorit\w+|councils|boroughs|for)\b|[,.;)]|$)"),
    ("band_without_side", r"(?<=in the )(\d{1,2})%(?= of (?:las|local authorities|authorities|councils))"),
    ("out_of", r"\b(?:out )?of (?:the )?(1[45]\d)(?: (?:las|local authorities|authorities|councils|english authorities))?\b"),
    ("year", r"\b20\d\d[/-](?:20)?\d\d\b|\b20[012]\d\b|\b(?:the )?(?:previous|last|prior|preceding) (?:academic |school )?year\b|\b(?:a|the) year (?:before|earlier)\b|\bthis year\b"),
    ("places", r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:ranking )?places?\b"),
    ("rank", r"\b(?:joint |equal )?(\d{1,3})(?:st|nd|rd|th)\b(?! (?:place outside|century|birthday|year running|time))"),
    ("rank", r"(?<=ranked )(\d{1,3})\b(?!%|\.\d)|(?<=rank of )(\d{1,3})\b|(?<=ranking of )(\d{1,3})\b|(?<=rank: )(\d{1,3})\b|(?<=rank )(\d{1,3})\b(?!%|\.)"),
    ("rank", rf"\b(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?= {_EXTREME}\b)"),
    ("rank", r"(?<=came )(first|second|third|fourth|fifth)(?= (?:in|of|among|out of)\b)"),
    ("rank", r"\branked (first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|bottom|last)\b"),
    ("points", rf"({_NUMBER})[ -](?:percentage points?|points?|pts?)\b"),
    ("pupils", r"(?<![\w.,])(\d{1,3}(?:,\d{3})*|\d+) (?:pupils|children|young people|students|learners)\b"),
    ("percent", rf"({_NUMBER})%"),
    ("decimal", r"(?<![\w.,/])([+-]?\d{1,3}\.\d{1,2})(?![\d%]|\.\d)|(?<![\w.,/+-])([+-]\d{1,3})(?![\d%]|\.\d)"),
    ("whole", r"(?<![\w.,/£+-])(\d{1,3})(?![\d%/]|\.\d|-)"),
]  # fmt: skip
PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
PLACES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def band_name(match: re.Match) -> str:
    """The band that a match names, as the claims file writes it."""
    if match[5]:
        return "top 10%"
    if match[1]:
        side = {"upper": "top"}.get(match[1], match[1])
        return f"{side} {_WORDS.get(match[2], match[2])}%"
    side = {"upper": "top", "lower": "third" if match[4] != "half" else "bottom"}.get(match[3], match[3])
    side = {"first": "top", "fourth": "bottom"}.get(side, side)
    return f"{side} {match[4].replace('quarter', 'quartile')}"


def rank_text(digits: str) -> str:
    """A rank as a claim states it: 3rd for "3" and for "third"."""
    if digits in _ORDINALS:
        digits = str(_ORDINALS.index(digits) + 1)
    if not digits.isdigit():
        return ""
    n = int(digits)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def year_of(text: str, year: int) -> int:
    """The year that words mean in a paper of a year: 2017 for 2016/17, the one before for "last year"."""
    if found := re.fullmatch(r"(20\d\d)[/-](?:20)?(\d\d)", text):
        return int(found[1][:2] + found[2])
    if re.fullmatch(r"20\d\d", text):
        return int(text)
    return year if text == "this year" else year - 1


@cache
def _areas() -> tuple[re.Pattern, dict[str, str]]:
    """Names of areas in plain text, and how the claims file writes them."""
    names = {
        **dict.fromkeys(("england", "national", "nationally", "national average", "the country"), "England"),
        **dict.fromkeys(
            ("statistical neighbours", "statistical neighbour", "stat neighbours", "stat neighbour", "stat neigh",
             "statistical n'bours", "statistical neighbors", "similar authorities", "neighbours", "sn average"), "neighbours"
        ),
        **dict.fromkeys(("regional average", "regionally", "the region", "regional"), "region"),
    }  # fmt: skip
    for area in load_areas().itertuples():
        for text in (area.name, *str(area.other_names or "").split(";")):
            key = text.strip().casefold()
            if len(key) > 3 and key not in names:
                names[key] = area.name
    listed = "|".join(map(re.escape, sorted(names, key=lambda text: (-len(text), text))))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])"), names


def find_areas(text: str) -> list[tuple[int, int, str]]:
    """Where a plain text names areas, as the claims file writes them."""
    pattern, names = _areas()
    return [(match.start(), match.end(), names[match[0]]) for match in pattern.finditer(text)]
