"""The claims that a sentence about a trend makes."""

import re

from analysis.report.claims.subject import Subject
from analysis.report.rankings.trends import GAINING


def bare(text: str) -> str:
    """A figure without the words of its unit."""
    return text.removesuffix(" per 100 pupils").removesuffix(" percentage points")


def between(match: re.Match, own: Subject) -> list[dict]:
    """The figure of a year within a trend, and that the one of the report's year is worse, or better, than that."""
    now = "worse" if match["word"] == "better" else "better"
    return [
        own.cells("value", value=bare(match["value"]), year=match["year"]),
        own.cells("change", word=f"{now} as published", year=str(own.report.year), year2=match["year"]),
    ]


def trend(match: re.Match, own: Subject) -> list[dict]:
    """Ranks and figures of the two ends, the move between them, and each step that is said to have gone the same way."""
    word, then, now = "improved" if match["way"] == GAINING else "declined", match["before"], match["year"]
    first = int(now) - int(match["running"] or 0)
    steps = [(str(year), str(year - 1)) for year in range(first + 1, int(now) + 1)]
    own_way = [f"{match['otherwise']} as published"] if match["otherwise"] else []
    return [
        *(
            own.cells("rank_value", value=match[name], year=year)
            for name, year in (("earlier", then), ("rank", now))
        ),
        *(
            own.cells("value", value=bare(match[name]), year=year)
            for name, year in (("first", then), ("last", now))
        ),
        *(
            own.cells("change", figure="rank", word=word, year=year, year2=before)
            for year, before in [(now, then), *steps]
        ),
        *(own.cells("change", word=each, year=now, year2=then) for each in own_way),
    ]
