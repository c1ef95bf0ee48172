"""Names of worksheets after what they hold, as short as Excel has them."""

import re
from collections.abc import Iterable, Iterator

#: What Excel allows.
LONGEST = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
#: Words of captions as people shorten them on a tab.
SHORT = {
    r"^Changes of gaps\b": "Gap changes",
    r"^Gap of disadvantaged pupils to other pupils in England, by year$": "Gap of disadvantaged, by year",
    r"^Headline results of the statistical neighbours": "Headline results, neighbours",
    r"^Ranked measures of each phase, by band$": "Ranked measures, by band",
    r"^More pupils needed for the next band.*": "Pupils to the next band",
    r"^How far it is to each target.*": "How far to each target",
    r", before the pandemic$": "",
    r": how unequal its own results are$": "",
    r"^Printed differences of .*": "Printed differences",
    r"^The rank in \d+ with a few pupils more or fewer$": "Rank, a few pupils more or less",
    r"^The (\d+) ranks? that rounding and ties leave widest open$": r"\1 ranks widest open by ties",
    r"^Printed totals, differences and parts.*": "Printed totals and differences",
    r"^Counts and percentages that the papers name.*": "Other counts that papers name",
    r"^Figures of the annex that do not agree.*": "Figures of the annex in doubt",
    r"^Claims that hold in the papers.*": "Claims that hold in papers only",
    r"^Readings of vague and ambiguous claims$": "Readings of vague claims",
    r"^How strengths, results to watch.*": "How findings are picked",
    r"^What vague words are taken to mean$": "What vague words mean",
    r"^Printed ranks beside recomputed.*": "Printed ranks that differ",
    r"^Figures of the publisher's file that look wrong$": "Publisher's figures in doubt",
    r"^Figures that DfE's interactive tool and.*": "Figures that two sources have",
    r"\bGrades? 5 or above in English and mathematics\b": "Grade 5+ English, maths",
    r" at A level\b": "",
    r"\b[Ss]uspensions and permanent exclusions\b": "exclusions",
    r"\beducation and training after 16\b": "after 16",
    r"\battainment by age 19\b": "age 19",
    r"\blooked-after children and care leavers\b": "looked after",
    r"\bby Ofsted\b": "",
    r"^Key stage (\d): ": r"KS\1, ",
    r"\b[Kk]ey stage (\d)\b": r"KS\1",
    r"^School attendance\b": "Attendance",
    r"\bschool attendance\b": "attendance",
    r"^exclusions\b": "Exclusions",
    r"^Education and training after 16\b": "After 16",
    r"^Destinations after KS4\b": "Destinations",
    r"^Attainment by age 19\b": "Age 19",
    r"^Special educational needs\b": "SEN",
    r"^Looked-after children and care leavers\b": "Looked after",
    r"\bgroups of pupils\b": "groups",
    r"\bpupils eligible for free school meals\b": "FSM",
    r": cohorts of fewer than \d+ pupils$": ", cohorts",
    r"^(.*): figures without an interval, by phase$": r"No interval, \1",
    r"^Do cohorts vary .*": "Do cohorts vary as draws would",
    r"^Ranks, and the places that cannot be ruled out$": "Ranks and possible places",
    r"\bEnglish Baccalaureate\b": "EBacc",
    r"\bSEN support pupils\b": "SEN support",
    r"\ball and disadvantaged pupils\b": "both groups",
    r"\b(primary|secondary) schools\b": r"\1",
    r"^Children on a child protection plan\b": "Child protection plan",
    r"\bpupils with SEN support\b": "SEN support",
    r"\b[Pp]upils with an EHC plan( or statement)?": "EHC plan",
    r"\b[Cc]hildren on a child protection plan\b": "child protection plan",
    r"\b[Ee]xpected standard\b": "expected",
    r"\breading, writing and math(s|ematics)\b": "RWM",
    r"\b[Dd]isadvantaged pupils\b": "disadvantaged",
    r"\b[Ll]ocal authorities\b": "LAs",
}
#: Words at the end of a name that lead to one that was cut off.
LEADING = re.compile(
    r"(?:^|[ ,]+)(?:a|an|and|as|at|before|beside|by|for|from|in|is|of|on|or|per|that|the|to|where|which|with)$"
)
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
    text = YEAR.sub("", caption.removesuffix(" (low is good)"))
    for words, shorter in SHORT.items():
        text = re.sub(words, shorter, text)
    text = CODE.sub(r"\2 \1", text)
    # a tab may hold no colon, and no name may be empty or begin or end with an apostrophe
    text = FORBIDDEN.sub(" ", text.replace(": ", ", "))
    return re.sub(r"\s+", " ", text).strip(" '") or "Table"


def _cut(text: str, longest: int) -> str:
    """A text cut between words, not behind one that leads to the next."""
    if len(text) <= longest:
        return text
    kept = text[: longest + 1].rpartition(" ")[0].rstrip(" ,'")
    while (shorter := LEADING.sub("", kept).rstrip(" ,'")) != kept and shorter:
        kept = shorter
    return kept or text[:longest]
