"""Whether gaps have changed since the year before, in words: firm ones only where the change is beyond rounding and chance."""

import pandas as pd

from analysis.basics.patterns import NUMBER, POINTS, way
from analysis.basics.phrases import counted, joined
from analysis.catalogue.gap_words import CHANGED_SIDE
from analysis.report.gaps.standing import others, side_of, size, standing, standing_alone
from analysis.report.rankings.cells import provisional, provisional_among, provisional_before
from analysis.statistics.change_words import CANNOT_TELL, SOFTER


def change_sentence(row, since: str = "the year before") -> str:
    """Whether one gap has narrowed, widened or changed side, by rule; what chance may have made is said as published.

    ``since``: what the row's previous gap is of, "the year before" or a year.
    """
    if not row.verdict:
        if row.verdict_reason.endswith(f"no figure for {since}"):
            return f"There is no figure for {since} to compare it with."
        return row.verdict_reason.replace("not compared:", f"Not compared with {since}:") + "."
    reason = f"{row.verdict_reason[0].upper()}{row.verdict_reason[1:]}"
    if row.verdict == CANNOT_TELL:
        when = "The year before" if since == "the year before" else f"In {since}"
        return f"{when} they were {standing_alone(row, row.previous_gap)}{provisional_before(row)}. We cannot tell whether the gap has changed. {reason}."
    firm = is_firm(row)
    if side_of(row, row.previous_gap) != row.side:
        before, now = standing_alone(row, row.previous_gap), standing(row, row.gap, row.side)
        softer = "" if firm else ", as published"
        return f"Since {since} they went from {before}{provisional_before(row)} to {now} {others(row)}{provisional(row)}{softer}. {reason}."
    what = f"the lead over {others(row)}" if is_lead(row) else f"the gap to {others(row)}"
    before, now = size(row, row.previous_gap), size(row, row.gap)
    if firm:
        return f"Since {since}, {what} has {row.verdict} from {before}{provisional_before(row)} to {now}{provisional(row)}. {reason}."
    return f"Since {since}, {what} went from {before}{provisional_before(row)} to {now}{provisional(row)}, {row.verdict}. {reason}."


def is_firm(row) -> bool:
    """Whether the change is beyond rounding and chance."""
    return row.verdict not in ("", CANNOT_TELL, *SOFTER.values())


#: The year that a change is since, if it is not the year before.
SINCE = r"(?:Since (?P<base>\d{4}),? [^.\d]*?)?"
CHANGE = (
    rf"{SINCE}(?P<word>narrowed|widened) from (?P<earlier>{NUMBER}) {POINTS} to (?P<gap>{NUMBER}) {POINTS}"
)
SOFT_CHANGE = rf"{SINCE}went from (?P<earlier>{NUMBER}) {POINTS} to (?P<gap>{NUMBER}) {POINTS}, (?P<word>smaller|larger) as published"
CROSSED = rf"{SINCE}went from (?:(?P<earlier>{NUMBER}) {POINTS} )?{way('was')} to (?:(?P<gap>{NUMBER}) {POINTS} )?{way()} [^.,;:]*? in England"
#: Reasons (``DOUBT``, and those of ``analysis.report.gaps.changes``) whose numbers are no figures.
NO_FIGURES = (
    r"[Aa] figure is 0\b",
    r"(?:Not compared with \d{4}: )?the series has (?:a break|breaks) after \d{4}(?:(?:, \d{4})* and \d{4})?",
    r"no figure for \d{4}",
    rf"[Rr]ounding alone can produce a change of up to {NUMBER} points?",
    rf"[Ww]ith (?:about |fewer than about )?{NUMBER} pupils chance alone",
    rf"[Tt]he 95% interval of the change(?: is|,) {NUMBER} to {NUMBER} points",
)


def verdict_counts(table: pd.DataFrame, since: str = "the year before") -> str:
    """How many of the gaps to others in England have narrowed or widened, may have by chance, or cannot be told.

    ``since``: what the previous gaps are of, "the year before" or a year.
    """
    rows = table[(table["comparator"] == "national_other") & table["gap"].notna()]
    compared = rows[rows["verdict"] != ""]
    gaps = counted(len(rows), "gap")
    if compared.empty:
        which = "The one gap" if len(rows) == 1 else f"None of {gaps}"
        can = "cannot" if len(rows) == 1 else "can"
        return f"{which} to others in England {can} be compared with {since}."
    firm = [row for row in compared.itertuples() if is_firm(row)]
    kinds = pd.Series([_kind(row) for row in firm], dtype=object).value_counts()
    said = [
        f"Of {gaps} to others in England{provisional_among(rows)}, {len(compared)} can be compared with {since}.",
        f"{len(firm) or 'Not one'} of them changed by more than rounding and chance can make, by published numbers of pupils.",
    ]
    for who, words in COUNTED.items():
        if any(kinds.get(kind, 0) for kind in words):
            parts = (f"{kinds.get(kind, 0) or 'none'} {what}" for kind, what in words.items())
            said.append(f"Of groups that were {who}, {', '.join(parts)}.")
    leads = pd.Series([is_lead(row) for row in compared.itertuples()], index=compared.index)
    softly = [
        _so_many(int(number), noun, word)
        for word in dict.fromkeys(SOFTER.values())
        for noun, own in (("gap", ~leads), ("lead", leads))
        if (number := (own & compared["verdict"].eq(word)).sum())
    ]
    if softly:
        said.append(f"As published, {joined(softly)}, which may be chance.")
    soft = compared["verdict"].value_counts()
    if unknown := soft.get(CANNOT_TELL, 0):
        said.append(f"For {counted(unknown, 'gap')} we cannot tell.")
    return " ".join(said)


def _so_many(number: int, noun: str, softer: str) -> str:
    """ "3 gaps are smaller", "1 lead is larger", "1 gap changed side"."""
    word = softer.removesuffix(" as published")
    verb = "" if word == CHANGED_SIDE else "is " if number == 1 else "are "
    return f"{counted(number, noun)} {verb}{word}"


#: What became of groups that were behind, and of those that were not, by ``_kind``.
COUNTED = {
    "behind": {
        ("behind", "narrowed"): "came closer",
        ("behind", "widened"): "fell further behind",
        ("behind", CHANGED_SIDE): "moved ahead",
    },
    "level or ahead": {
        ("ahead", "widened"): "moved further ahead",
        ("ahead", "narrowed"): "came closer to the others",
        ("ahead", CHANGED_SIDE): "fell behind",
    },
}


def _kind(row) -> tuple[str, str]:
    """Where a group stood the year before, and what became of the gap: a key of ``COUNTED``."""
    before = side_of(row, row.previous_gap)
    if before == "level":
        return ("ahead", "widened" if row.side == "ahead" else CHANGED_SIDE)
    return (before, row.verdict)


def is_lead(row) -> bool:
    """Whether a group is ahead in both years, so that a wider gap is to its favour."""
    return row.side == side_of(row, row.previous_gap) == "ahead"


def verdict_words(row) -> str:
    """The verdict in words that say in whose favour the gap is: "lead widened", "changed side, now ahead, as published"."""
    if row.verdict in ("", CANNOT_TELL):
        return row.verdict
    words, _, softer = row.verdict.partition(" as published")
    softer = ", as published" if " as published" in row.verdict else ""
    if is_lead(row):
        words = f"lead {words}"
    elif row.side != side_of(row, row.previous_gap):
        words = f"{words}, now {row.side}"
    return words + softer
