"""Names of worksheets after what they hold, as short as Excel has them."""

import re
from collections.abc import Iterable, Iterator

#: What Excel allows.
LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
#: Words of captions as people shorten them on a tab.
SHORT = {
    r"^Key stage (\d): ": r"KS\1, ",
    r"\b[Kk]ey stage (\d)\b": r"KS\1",
    r"^School attendance\b": "Attendance",
    r"^Suspensions and permanent exclusions\b": "Exclusions",
    r"^Education and training after 16\b": "After 16",
    r"^Destinations after KS4\b": "Destinations",
    r"^Attainment by age 19\b": "Age 19",
    r"^Special educational needs\b": "SEN",
    r"^Looked-after children and care leavers\b": "Looked after",
    r"\bgroups of pupils\b": "groups",
    r"\bpupils eligible for free school meals\b": "free school meals",
    r"\bpupils with SEN support\b": "SEN support",
    r"\bpupils with an EHC plan( or statement)?": "EHC plan",
    r"\bchildren on a child protection plan\b": "child protection plan",
    r"\b[Ee]xpected standard\b": "expected",
    r"\breading, writing and math(s|ematics)\b": "RWM",
    r"\b[Dd]isadvantaged pupils\b": "disadvantaged",
    r"\b[Ll]ocal authorities\b": "LAs",
}
#: The year of a report is that of all its sheets.
YEAR = re.compile(r",? (in )?20\d\d(/\d\d)?$")
#: The number of a printed table: it stands first, so that it is not cut off.
CODE = re.compile(r"^(.*) \((t\d\d)\)$")


def sheet_names(captions: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A name for each table, unlike all others: from page title and caption.

    Examples
    --------
    >>> list(sheet_names([("Rankings", "Key stage 2: all pupils, 2024/25"), ("Attainment gaps", "Gaps: disadvantaged pupils")]))
    ['KS2 ranks, all pupils', 'Gaps, disadvantaged']
    >>> list(sheet_names([("Data checks", "Key stage 2 progress, disadvantaged pupils (t14)")]))
    ['t14 KS2 progress, disadvantaged']
    """
    taken = {"cover", "contents", "notes"}
    for page, caption in captions:
        name = _short(caption)
        if page == "Rankings":
            name = re.sub(r", (all pupils|groups)$", r" ranks, \1", name)
        name, number = _cut(name, LONGEST), 2
        first = name
        while name.lower() in taken:
            name, number = f"{_cut(first, LONGEST - len(str(number)) - 1)} {number}", number + 1
        taken.add(name.lower())
        yield name


def _short(caption: str) -> str:
    text = YEAR.sub("", caption)
    for words, shorter in SHORT.items():
        text = re.sub(words, shorter, text)
    text = CODE.sub(r"\2 \1", text)
    # a tab may hold no colon, and no name may be empty or begin or end with an apostrophe
    text = FORBIDDEN.sub(" ", text.replace(": ", ", "))
    return re.sub(r"\s+", " ", text).strip(" '") or "Table"


def _cut(text: str, longest: int) -> str:
    """A text cut between words."""
    if len(text) <= longest:
        return text
    return text[: longest + 1].rpartition(" ")[0].rstrip(" ,'") or text[:longest]
