"""A change of rank in words: what happened, how many pupils that was, whether chance will do, what could be seen."""

import re

from analysis.basics.numbers import academic_year, format_value, ordinal
from analysis.basics.patterns import PLACE, figure
from analysis.basics.phrases import counted, joined
from analysis.report.cohorts.change import CohortChange, Level
from analysis.report.cohorts.cohorts import RANK_SET
from analysis.report.cohorts.sentences import places_by_chance
from analysis.report.rankings.moves import MOVES
from analysis.statistics.shares import at_least_one
from analysis.statistics.verdicts import is_exceptional, times_in_ten

#: What is said where `analysis.report.cohorts.change.largest_change` finds none.
NO_CHANGE = (
    "No change of rank can be turned into pupils here. That needs, for this year and for the year before, both a published number of pupils "
    "who reached the standard and a rank that can be compared."
)


def change_sentences(change: CohortChange) -> list[str]:
    """What happened, how many pupils that was, whether chance will do, and what could have been shown."""
    before, now, interval = change.before, change.now, change.interval
    among = (
        f" It is the largest of {change.among} changes of rank in small cohorts here. The largest of many is often large by chance."
        if change.among > 1
        else ""
    )
    return [
        f"{change.title}: {_from_to(change)}.{among}",
        f"In {academic_year(now.year)} it was {_of(now)}. {_year_before(change)} The whole change is {_pupils(change)}"
        f"{f' out of {now.pupils}' if before.pupils != now.pupils else ''}.",
        f"The true change could be anything from {_signed(interval.low)} to {_signed(interval.high)} points (95% interval). "
        f"{_doubt(change)[0]} Even with no true change, a difference this large would {_how_often(*change.chances)}.{_of_several(change)}",
        _could_have_shown(change),
        _moves_sentence(change),
    ]


def change_headline(change: CohortChange | None) -> str:
    """The change in one sentence, for a summary; empty without one."""
    if change is None:
        return ""
    return f"{change.title}: {_from_to(change)}. The change is {_pupils(change)} of {change.now.pupils}. {_doubt(change)[1]}"


#: What is said of a change for which chance is an unlikely cause.
SHOWN = "Chance alone does not easily explain it."
#: The first sentence of ``change_sentences``.
FROM_TO = (
    rf"{figure('previous')}(?: \(provisional\))? in \d{{4}}/\d\d and {figure('value')}(?: \(provisional\))? in \d{{4}}/\d\d"
    rf"(?:, from (?P<earlier>{PLACE}) of (?P<n2>\d+) to (?P<rank>{PLACE}) of (?P<n>\d+))?"
)
#: The same with how many pupils it is, and whether chance is an unlikely cause.
HEADLINE = rf"{FROM_TO}\. The change is (?:\d+ (?:or|to) )?\d+ pupils? of (?P<pupils>\d+)\.(?: (?P<shown>{re.escape(SHOWN)}))?"


def _from_to(change: CohortChange) -> str:
    before, now = change.before, change.now
    return (
        f"{before.printed}%{_provisional(before)} in {academic_year(before.year)} and {now.printed}%{_provisional(now)} in "
        f"{academic_year(now.year)}{_places(change)}"
    )


def _doubt(change: CohortChange) -> tuple[str, str]:
    """Whether chance will do, at length and in short: by the interval, and by the exact test, which may be of two minds."""
    if change.interval.low <= 0 <= change.interval.high:
        return (
            "0 is among these, so the figures cannot show that anything changed.",
            "Chance alone can explain it.",
        )
    if not is_exceptional(change.chances[1], change.among):
        return (
            "0 is outside, but chance is not ruled out. This is a borderline case and does not show a change for certain.",
            "This is a borderline case, which chance alone may explain.",
        )
    return (f"0 is not among these. {SHOWN}", SHOWN)


def _among(change: CohortChange) -> list[float]:
    """How often at least one of as many changes would be as unlikely: what looking for the largest does to the odds."""
    return [at_least_one(chance, change.among) for chance in change.chances]


def _of_several(change: CohortChange) -> str:
    if change.among < 2:
        return ""
    often = _how_often(*_among(change))
    return f" Among {change.among} unrelated changes, at least one so large would {often}."


def _pupils(change: CohortChange) -> str:
    fewest, most = change.pupils
    if fewest == most:
        return counted(most, "pupil")
    return f"{fewest} {'or' if most == fewest + 1 else 'to'} {most} pupils"


def _places(change: CohortChange) -> str:
    before, now = change.before, change.now
    if before.rank is None or now.rank is None:
        return ""
    return f", from {ordinal(before.rank)} of {before.n_ranked} to {ordinal(now.rank)} of {now.n_ranked}"


def _provisional(level: Level) -> str:
    return " (provisional)" if level.provisional else ""


def _of(level) -> str:
    return f"{' or '.join(map(str, level.counts))} of {counted(level.pupils, 'pupil')}"


def _year_before(change: CohortChange) -> str:
    before = change.before
    if not change.assumed:
        return f"The year before it was {_of(before)}."
    return (
        f"The number of pupils the year before is not published. If it was the same, {before.printed}% was "
        f"{' or '.join(map(str, before.counts))} of them."
    )


def _could_have_shown(change: CohortChange) -> str:
    size = (
        f"{change.before.pupils} pupils a year"
        if change.before.pupils == change.now.pupils
        else (f"{change.before.pupils} and {change.now.pupils} pupils")
    )
    down = change.interval.low + change.interval.high < 0
    word = "fall" if down else "rise"
    if change.detectable is None:
        return f"With {size}, not even a {word} to {'0' if down else '100'}% would be seen 8 times in ten."
    return (
        f"With {size}, a true {word} from {change.before.printed}% must be {counted(change.detectable, 'point')} or more to "
        "be seen 8 times in ten."
    )


def _moves_sentence(change: CohortChange) -> str:
    """The ranks with 1, 2 and 3 pupils moved."""
    moved = change.moved().dropna()
    if moved.empty or change.places is None:
        return "The national ranking is not at hand, so the places cannot be given."
    low, high = change.places
    chance = places_by_chance(low, high, RANK_SET if change.rank_set else "")
    parts = []
    for pupils in MOVES:
        near = moved[moved["pupils"].abs() <= pupils]
        more = f"{counted(pupils, 'pupil')} more or fewer" if pupils == 1 else str(pupils)
        parts.append(f"{ordinal(near['rank_low'].min())} to {ordinal(near['rank_high'].max())} with {more}")
    return f"The rank would have been {joined(parts)}. {chance}."


def _how_often(least: float, most: float) -> str:
    """A chance in words, or two that it lies between."""
    words, most_words = times_in_ten(least), times_in_ten(most)
    if words != most_words and words == "hardly ever":
        return f"be seen {most_words} at most"
    if words != most_words:
        return f"be seen between {words.removeprefix('about ')} and {most_words.removeprefix('about ')}"
    often = {"hardly ever": "hardly ever be seen", "nearly always": "nearly always be seen"}
    return often.get(words, f"be seen {words}")


def _signed(points: float) -> str:
    return f"{'−' if points < 0 else '+'}{format_value(abs(points), 'points', 1)}"
