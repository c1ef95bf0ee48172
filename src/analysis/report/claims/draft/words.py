"""Words of a plain text that say how figures stand or move, as words of data/raw/vague_words.csv."""

import re
from functools import cache

from analysis.catalogue.vague_words import load_words

#: Usual wordings beside those of the table. "Just above" claims no more than that it is above.
_ALSO = {
    "above": "higher|just above|slightly above|slightly higher than|exceeds|exceeded|exceeding|greater than|in excess of|outperforms|outperformed|remains above",
    "below": "just below|slightly below|slightly lower than|lower|lags|falls short of|under-?performs|less than|fewer than",
    "better than": "better|outperforming|more favourable than|stronger than|slightly better than",
    "worse than": "less favourable than|weaker than|poorer than|slightly worse than|not been as successful|behind that of",
    "in line with": "consistent with|on a par with|similar|comparable to|broadly similar to|much the same as|close to|matches|matched",
    "roughly in line with": "approximately in line with|roughly the same as",
    "well above": "considerably above|considerably higher than|substantially above|well ahead of",
    "well below": "considerably below|considerably lower than|substantially below",
    "significantly better than": "significantly better",
    "the same as": "equal with|identical to|level with",
}
_MOVES = {
    "increased": "increased|increases|increase|rose|risen|rises|rise|went up|gone up|grew|grown|growth|up",
    "decreased": "decreased|decreases|decrease|fell|fallen|falls|fall|dropped|drops|drop|went down|gone down|down|downward trend|reduced|reduction",
    "improved": "improved|improves|improvement|(?:is|are|been|be) improving|better than before",
    "declined": "declined|declines|decline|deteriorated|worsened|deterioration",
    "slightly improved": "slightly improved|slight improvement|small improvement|improved slightly",
    "slightly declined": "slightly declined|slight decline|declined slightly|small fall|slight fall|fell slightly",
    "markedly improved": "markedly improved|sharp improvement|substantially improved|improved markedly|improved significantly|significant improvement|significantly improved",
    "markedly declined": "markedly declined|sharp decline|sharply fell|fell sharply|declined sharply",
    "unchanged": "unchanged|stayed the same|remained the same|remains the same|no change|remained static",
    "narrowed": "narrowed|narrowing|narrows|diminished|diminishing|closed|closing|shrunk|shrank",
    "widened": "widened|widening|widens",
}
#: Of a gap, words of size mean that it narrowed or widened.
OF_A_GAP = {"increased": "widened", "decreased": "narrowed", "improved": "narrowed", "declined": "widened"}
_NOT_A_STATEMENT = re.compile(
    r"\b(?:to|will|would|should|could|may|might|must|can|for|of|aims? at|towards|further|continued|need(?:ed)?|require[sd]?|school|continuous|area for|priority for) (?:\w+ )?$"
)
EXTREMES = {
    "highest": "highest|largest|greatest|biggest",
    "lowest": "lowest|smallest|fewest",
    "best": "best|strongest",
    "worst": "worst|weakest|poorest",
}
PLACES = {
    "just outside": r"(?:only )?just (?:outside|missed|missing|short of|below)|narrowly (?:outside|missed|missing)|only (?:just )?missed|just outside of",
    "well outside": r"(?:well|far|some way) (?:outside|below|short of|beneath|off)",
    "outside": r"outside|not (?:yet )?(?:in|within)|(?:still |remains )?below|missed|short of",
}
#: A band that is not named again: "just outside this target".
THIS_TARGET = re.compile(rf"\b({'|'.join(PLACES.values())}) (?:of )?(?:this|the|our|that) target\b")
GAP = re.compile(
    r"\b(?:gaps?|differences?|disparity|diminishing the difference)\b(?! in (?:approach|opinion))"
)
#: Plans and wishes: what they hold is no statement of what is.
PLAN = re.compile(
    r"\b(?:targets?|aims?|aiming|aspirations?|aspires?|ambitions?|goal is|objective|vision|mission|intends?|plans? to|strive|want|seek)\b|\b(?:will|would|should|could) (?:be|reach|achieve|attain|have|rank)\b|\bto ensure\b"
)
PERIOD = re.compile(r"\b(autumn(?: term)?(?: ?(?:and|/|&) ?spring)?|spring|summer) terms?\b")
#: What opens a list of wishes.
WISHES = re.compile(
    r"\b(?:aims?|aspirations?|ambitions?|vision|mission|objectives?|intends?|plans?|strive|will|in order to|priorities are)\b"
)
MET = re.compile(
    r"targets?\b[^.;]*?\b(?:(?:has|have|was|were|is|are) )?(not (?:been )?|nearly |almost )?(?:been )?(?:successfully )?(met or nearly met|met|achieved|missed)\b|^this has (not )?(?:been )?(?:successfully )?(met)\b"
)
DEFINES = re.compile(
    r"(?<!^this )\bmeans? that\b|\b(?:is defined|are defined|is equal to|is calculated|are calculated|is based on|refers to|is worth|is presented as|are presented as|must be|judged to have reached)\b"
)


def _pattern(words: dict[str, str]) -> tuple[re.Pattern, dict[str, str]]:
    flat = {text: word for word, listed in words.items() for text in re.split(r"\|(?![^(]*\))", listed)}
    longest = sorted(flat, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(longest)})(?![\w-])"), flat


@cache
def _sides() -> tuple[re.Pattern, dict[str, str]]:
    words: dict[str, str] = {}
    for word in load_words().values():
        if word.rule in ("side", "near", "at_least", "significant") and word.word != "unchanged":
            names = [
                word.word,
                *(text for text in word.also if text not in ("over", "more than", "under", "about")),
            ]
            words[word.word] = "|".join([*names, *filter(None, [_ALSO.get(word.word, "")])])
    return _pattern(words)


_move = cache(lambda: _pattern(_MOVES))


def _word(flat: dict[str, str], text: str) -> str:
    return flat.get(text) or next(word for pattern, word in flat.items() if re.fullmatch(pattern, text))


def find_sides(text: str) -> list[tuple[int, int, str]]:
    """Where a plain text compares, with the word of the table."""
    pattern, flat = _sides()
    return [(match.start(), match.end(), _word(flat, match[0])) for match in pattern.finditer(text)]


def find_moves(text: str) -> list[tuple[int, int, str]]:
    """Where a plain text says that a figure moved; what it should do, and names such as "school improvement", are left out."""
    pattern, flat = _move()
    found = []
    for match in pattern.finditer(text):
        word = match[0]
        if word in ("up", "down") and not re.match(
            r"(?: slightly)? (?:from|by|on|to \d|\d|since|to  |(?:another |a further |just |only )? )",
            text[match.end() :],
        ):
            continue
        if word == "improved" and re.match(
            r" (?!ranking|rank\b|attainment|results?|outcomes?|performance|position|from|by|in|to|on|since|over|and|at|again|for|across|between|slightly|markedly|significantly|compared|but|with|the|year|this|last|than)[a-z]",
            text[match.end() :],
        ):
            continue  # what is improved is a thing: "improved curriculum pathways"
        if word in ("up", "down") and re.search(
            r"\b(?:made|set|follow|broken|draw\w*) $", text[: match.start()]
        ):
            continue
        if (
            re.search(r"[a-z]s?$", word)
            and _NOT_A_STATEMENT.search(text[: match.start()])
            and not _of_size(text, match)
        ):
            continue
        found.append((match.start(), match.end(), _word(flat, word)))
    return found


def extreme_after(text: str) -> str:
    """The superlative that a place is counted by, "3rd lowest": the word of the table, if the text begins with one."""
    match = re.match(r" (?:performing |equal |joint )?([a-z]+)\b", text)
    named = [word for word, listed in EXTREMES.items() if match and match[1] in listed.split("|")]
    return named[0] if named else ""


_PACES = {
    "rose": "rose|risen|increased|grew|grown|went up|gone up",
    "fell": "fell|fallen|decreased|dropped|went down|gone down",
    "improved": "improved|improving",
    "declined": "declined|worsened|deteriorated",
    "narrowed": "narrowed|closed",
    "widened": "widened",
}
_HOW_FAST = re.compile(
    rf"\b({'|'.join(_PACES.values())})(?: (?!not\b)[a-z' ]{{1,40}}?)?,? (?:(?:by )?(?:much |slightly )?(?P<pace>more|faster|further|more quickly|quicker|less|slower|more slowly|less quickly) than"
    r"|(?:at )?(?P<over>more than |over )?(?P<times>twice|double|half)(?: as (?:fast|much|quickly) as| that (?:of|in)| the rate (?:of|in|for|seen in|across)| the(?= [a-z ]{1,20} (?:rate|pace))))(?![\w-])"
)


def find_paces(text: str) -> list[tuple[int, int, str]]:
    """Where a plain text says how fast a figure moved beside another one, with the word of the table."""
    found = []
    for match in _HOW_FAST.finditer(text):
        move = next(word for word, listed in _PACES.items() if match[1] in listed.split("|"))
        if pace := match["pace"]:
            word = f"{move} {'less' if pace in ('less', 'slower', 'more slowly', 'less quickly') else 'more'} than"
        elif move in ("narrowed", "widened") or (match["over"] and match["times"] == "half"):
            continue  # the table has no such word
        else:
            times = {"double": "twice"}.get(match["times"], match["times"])
            word = f"{move} at {'more than ' if match['over'] else ''}{times} the rate of"
        found.append((match.start(), match.end(), word))
    return found


def _of_size(text: str, match: re.Match) -> bool:
    """Whether a size or years follow: "an increase of 9 points" states something, "to increase attainment" does not."""
    return bool(re.match(r" (?:of|by) [\d+-]|,? from [\d]", text[match.end() :])) and not re.search(
        r"\b(?:to|will|should|must|would) $", text[: match.start()]
    )


def place_word(before: str, after: str) -> tuple[str, str]:
    """The word about a band that its surroundings say, and by how many places; in it, if they say nothing."""
    if found := re.search(
        r"\b(one|two|three|four|five|\d{1,2}) (?:ranking )?places? (?:outside|short of|below|off) (?:of )?(?:the )?$",
        before,
    ):
        return "just outside", found[1]
    for word, pattern in PLACES.items():
        if re.search(rf"\b(?:{pattern}) (?:of )?(?:being )?(?:in |within )?(?:the |this )?$", before):
            by = re.match(
                r"(?: of [a-z]+)?(?: nationally)? by (?:just |only )?(one|two|three|four|five|\d{1,2}) (?:ranking )?places?",
                after,
            )
            return ("just outside" if by else word), by[1] if by else ""
    return "", ""
