"""What a text calls groups of pupils, and the groups that they are compared with."""

import re

#: Patterns of plain text, those first that hold others; each with the pupil group it means.
_NAMES = [
    (r"(?:pupils )?not (?:known to be )?(?:eligible for|in receipt of|on) (?:free school meals|fsm)(?: \(fsm\))?", "not_fsm"),
    (r"non-?\s?(?:fsm|free school meals?)(?: pupils)?", "not_fsm"),
    (r"non-?\s?disadvant(?:aged|\.)?(?: pupils| peers)?|(?:pupils )?not disadvantaged|advantaged pupils|national other|other pupils|all other pupils", "not_disadvantaged"),
    (r"non-?\s?(?:looked[- ]after|lac|cla)(?: children)?", "all"),
    (r"(?:pupils|children) (?:without|with no) (?:any )?(?:special educational needs?(?: and disabilities)?|sen\b|send\b)|non-?\s?sen\b|no identified sen", "no_sen"),
    (r"(?:sen |special educational needs? )?support pupils(?= with)", "sen_support"),
    (r"(?:pupils )?(?:with|on|receiving) (?:sen|send|special educational needs?) support|(?:sen|send|special educational needs?) support(?: pupils)?|sen[- ]?k\b", "sen_support"),
    (r"sen pupils with (?:an )?education,? health (?:and|&) care plans?", "ehc_plan"),
    (r"(?:an? )?education,? health (?:and|&) care plans?(?: \(ehcps?\))?(?: or statements?(?: of special educational needs?)?)?", "ehc_plan"),
    (r"(?:sen with )?(?:an? )?(?:ehc plans?|ehcps?\b|ehcp pupils)(?: pupils)?(?: or statements?(?: of special educational needs?)?)?|statements? of (?:sen|special educational needs?)", "ehc_plan"),
    (r"special educational needs?(?: and disabilit(?:y|ies)| or disabilit(?:y|ies))?(?: \(send?\))?|\bsend?\b", "sen"),
    (r"child(?:ren)? looked after|looked[- ]after child(?:ren)?|children in care|(?:lac|cla)\b(?! cohort)|in care for", "looked_after"),
    (r"children on (?:a )?child protection plans?|child protection plans?", "protection_plan"),
    (r"children in need|\bcin\b", "in_need"),
    (r"(?:pupils |children )?(?:eligible for|in receipt of|entitled to|on|claiming) (?:free school meals?|fsm)(?: \(fsm\))?|free school meals?(?: \(fsm\))?(?: pupils)?|\bfsm\b(?: pupils)?", "fsm"),
    (r"disadvantage(?= (?:attainment )?gaps?\b)|disadvant(?:aged|\b\.?)(?: pupils| children| peers)?|pupil premium(?: pupils)?", "disadvantaged"),
    (r"(?:all )?white (?:british )?(?:pupils|children)|white pupils", "white"),
    (r"(?:all )?mixed (?:ethnicity |heritage )?(?:pupils|children)|(?:pupils|children) of mixed (?:ethnicity|heritage)", "mixed"),
    (r"(?:all )?asian (?:pupils|children)", "asian"),
    (r"(?:all )?black (?:pupils|children)", "black"),
    (r"(?:all )?chinese (?:pupils|children)", "chinese"),
    (r"(?:pupils|children) of other ethnic groups?", "other_ethnic"),
    (r"all pupils|all children|(?:pupils|children) overall", "all"),
]  # fmt: skip
#: Groups that are part of one named here: a figure of them is none of the whole group's.
_PARTS = re.compile(
    r"black (?:caribbean|african)|white (?:irish|working)|bangladeshi|pakistani|indian pupils|\bboys\b|\bgirls\b|\beal\b|english as an additional language|gypsy|traveller"
)
#: The peers that a group's gap is to, where a text does not say.
PEERS = {
    "disadvantaged": "not_disadvantaged",
    "fsm": "not_fsm",
    "sen_support": "no_sen",
    "ehc_plan": "no_sen",
    "sen": "no_sen",
}
ETHNIC = ("white", "mixed", "asian", "black", "chinese")
_PATTERNS = [(re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), group) for pattern, group in _NAMES]
#: What a text says of a group beside its name, which names other groups: "disadvantaged pupils (those eligible for ...)".
ASIDE = re.compile(r"\((?:those|pupils|children|e\.g\.|defined|including|i\.e\. (?:those|pupils))[^()]*\)")


def find_groups(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Where a plain text names groups; "all ethnic groups" names several."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    if every := re.search(r"all ethnic groups|each ethnic group", text):
        found.append((every.start(), every.end(), ETHNIC))
    for pattern, group in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), (group,)))
    return sorted(found)


def part_of_a_group(text: str) -> str:
    """Pupils that no group of the catalogue stands for, such as girls, if a plain text speaks of them."""
    found = _PARTS.search(text)
    return found[0] if found else ""
