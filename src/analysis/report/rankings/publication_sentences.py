"""Sentences on what was published when, what is provisional, and what is due next. No more is said than is known."""

from datetime import date

from analysis.basics.phrases import counted, joined
from analysis.data.publication_status import FINAL, NOT_STATED, PROVISIONAL, REVISED
from analysis.output.page import written
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.publication import Due, Published, due, published


def published_sentence(report: RankingsChapter) -> str:
    """The day of the figures, and how many are provisional: the header of every page."""
    found = published(report)
    said: list[str] = []
    if found.released:
        whose = "Figures" if found.of_tool_alone else "Figures of the interactive tool"
        said.append(f"{whose} as published on {written(found.released)}.")
    return " ".join([*said, *statuses_counted(found)])


def statuses_counted(found: Published) -> list[str]:
    """How many figures of the year have each status, in one sentence; nothing where there is no figure."""
    counts = found.counts
    if counts[NOT_STATED] == found.figures:
        unknown = f"Whether any of the {found.figures} is provisional is not stated."
        return [unknown] if found.figures else []
    if counts[PROVISIONAL]:
        text = f"{counts[PROVISIONAL]} of {found.figures} provisional, marked (p)"
    else:
        text = f"None of {found.figures} is known to be provisional"
    known = [f"{counts[status]} {status}" for status in (REVISED, FINAL) if counts[status]]
    text += f"; {joined(known)}" if known else ""
    text += f"; for {counts[NOT_STATED]} it is not stated" if counts[NOT_STATED] else ""
    return [f"{text}."]


#: The day of the figures, which is no figure, and how many of them have each status.
PUBLISHED_ON = r"as published on \d{1,2} [A-Z][a-z]+ \d{4}"
COUNTS = (
    r"(?:(?P<provisional>\d+)|None) of (?P<all>\d+) (?:provisional, marked \(p\)|is known to be provisional)"
    r"(?:; (?:(?P<revised>\d+) revised)?(?: and )?(?:(?P<final>\d+) final)?)?(?:; for (?P<unstated>\d+) it is not stated)?"
)
NOTHING_STATED = r"Whether any of the (?P<all>\d+) is provisional is not stated"


def due_in_short(report: RankingsChapter) -> str:
    """When the next figures are due, for the header of a page; empty if no day is known."""
    coming, past = due(report)
    if coming:
        return f"The first new figures are due {on(coming[0].day)}, by DfE's dictionary (for {_number(coming[:1])} here)."
    return (
        f"New figures were due {on(past[0].day)}, by DfE's dictionary (for {_number(past[:1])} here)."
        if past
        else ""
    )


def due_sentences(report: RankingsChapter) -> list[str]:
    """When the next figures are due and when others were, with the phases of education that they are of."""
    coming, past = due(report)
    by = f"By DfE's dictionary of {written(report.england.release[:10])}" if coming or past else ""
    said = []
    if coming:
        said.append(
            f"{by} the first new figures are due {on(coming[0].day)}. They are for {_number(coming[:1])} of this report "
            f"({_phases(coming[:1])})."
        )
    if past:
        when = on(past[0].day) if len(past) == 1 else f"before that day, the earliest {on(past[0].day)}"
        by = "By the same dictionary" if coming else by
        said.append(f"{by} new figures for {_number(past)} ({_phases(past)}) were due {when}.")
    return said


def on(day: date) -> str:
    """A day of the dictionary in a sentence: "on 29 July 2026"; the first of a month stands for it: "in July 2026".

    Examples
    --------
    >>> on(date(2026, 7, 29)), on(date(2026, 7, 1))
    ('on 29 July 2026', 'in July 2026')
    """
    return f"in {day:%B %Y}" if day.day == 1 else f"on {written(day.isoformat())}"


def _number(days: list[Due]) -> str:
    return counted(sum(each.figures for each in days), "figure")


def _phases(days: list[Due]) -> str:
    phases = dict.fromkeys(phase for each in days for phase in each.phases)
    return "; ".join(phase[0].lower() + phase[1:] for phase in phases)
