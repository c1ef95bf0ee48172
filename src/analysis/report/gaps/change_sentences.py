"""Whether gaps have changed since the year before, in words: firm ones only where the change is beyond rounding and chance."""

import pandas as pd

from analysis.basics.patterns import NUMBER, POINTS, way
from analysis.basics.phrases import counted
from analysis.catalogue.gap_words import CHANGED_SIDE
from analysis.report.gaps.standing import others, side_of, size, standing, standing_alone
from analysis.report.rankings.cells import provisional, provisional_among, provisional_before
from analysis.statistics.change_words import CANNOT_TELL, SOFTER


def change_sentence(row) -> str:
    """Whether one gap has narrowed, widened or changed side, by rule; what chance may have made is said as published."""
    if not row.verdict:
        return row.verdict_reason.replace("not compared:", "Not compared with the year before:") + "."
    if row.verdict == CANNOT_TELL:
        return f"The year before they were {standing_alone(row, row.previous_gap)}{provisional_before(row)}; we cannot tell whether the gap has changed, because {row.verdict_reason}."
    firm = is_firm(row)
    basis = f"for {row.verdict_reason}" if firm else row.verdict_reason
    if side_of(row, row.previous_gap) != row.side:
        before, now = standing_alone(row, row.previous_gap), standing(row, row.gap, row.side)
        softer = "" if firm else ", as published"
        return f"Since the year before they went from {before}{provisional_before(row)} to {now} {others(row)}{provisional(row)}{softer}: {basis}."
    what = f"the lead over {others(row)}" if is_lead(row) else f"the gap to {others(row)}"
    before, now = size(row, row.previous_gap), size(row, row.gap)
    if firm:
        return f"Since the year before, {what} has {row.verdict} from {before}{provisional_before(row)} to {now}{provisional(row)}: {basis}."
    return f"Since the year before, {what} went from {before}{provisional_before(row)} to {now}{provisional(row)}, {row.verdict}: {basis}."


def is_firm(row) -> bool:
    """Whether the change is beyond rounding and chance."""
    return row.verdict not in ("", CANNOT_TELL, *SOFTER.values())


CHANGE = rf"(?P<word>narrowed|widened) from (?P<earlier>{NUMBER}) {POINTS} to (?P<gap>{NUMBER}) {POINTS}"
SOFT_CHANGE = rf"went from (?P<earlier>{NUMBER}) {POINTS} to (?P<gap>{NUMBER}) {POINTS}, (?P<word>smaller|larger) as published"
CROSSED = rf"went from (?:(?P<earlier>{NUMBER}) {POINTS} )?{way('was')} to (?:(?P<gap>{NUMBER}) {POINTS} )?{way()} [^.,;:]*? in England"
#: Reasons (``DOUBT``, and those of ``analysis.report.gaps.changes``) whose numbers are no figures.
NO_FIGURES = (
    r"[Aa] figure is 0\b",
    r"the series has a break after \d{4}",
    rf"rounding alone can produce a change of up to {NUMBER} points?",
    rf"with (?:about |fewer than about )?{NUMBER} pupils chance alone",
    rf"the 95% interval of the change(?: is|,) {NUMBER} to {NUMBER} points",
)


def verdict_counts(table: pd.DataFrame) -> str:
    """How many of the gaps to others in England have narrowed or widened, may have by chance, or cannot be told."""
    rows = table[(table["comparator"] == "national_other") & table["gap"].notna()]
    compared = rows[rows["verdict"] != ""]
    gaps = counted(len(rows), "gap")
    if compared.empty:
        return f"None of {gaps} to others in England can be compared with the year before."
    firm = [row for row in compared.itertuples() if is_firm(row)]
    kinds = pd.Series([_kind(row) for row in firm], dtype=object).value_counts()
    said = [
        f"Of {gaps} to others in England{provisional_among(rows)}, {len(compared)} can be compared with the year before.",
        f"For {len(firm) or 'none'} of them published numbers of pupils show a change beyond rounding and chance.",
    ]
    for who, words in COUNTED.items():
        if any(kinds.get(kind, 0) for kind in words):
            parts = (f"{kinds.get(kind, 0) or 'none'} {what}" for kind, what in words.items())
            said.append(f"Of groups that were {who}, {', '.join(parts)}.")
    soft = compared["verdict"].value_counts()
    softer = [word for word in dict.fromkeys(SOFTER.values()) if word in soft]
    if softer:
        parts = (f"{soft[word]} {word.removesuffix(' as published')}" for word in softer)
        said.append(f"As published, for which chance is not ruled out: {', '.join(parts)}.")
    if unknown := soft.get(CANNOT_TELL, 0):
        said.append(f"For {counted(unknown, 'gap')} we cannot tell.")
    return " ".join(said)


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
