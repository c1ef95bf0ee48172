"""A movement of a rank in words, and the pattern that finds its figures again."""

import pandas as pd

from analysis.basics.numbers import ordinal
from analysis.basics.patterns import NUMBER, PLACE, figure
from analysis.basics.phrases import counted
from analysis.catalogue.measures import of_all_pupils
from analysis.catalogue.observations import select
from analysis.data.cohort_sizes import about, cohort_sizes
from analysis.data.panel import SERIES
from analysis.data.publication_status import PROVISIONAL
from analysis.report.rankings.cells import WORD
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.movements import YEARS, looked_at, moved
from analysis.report.rankings.sentences import shown


def held_for_two_years(row) -> str:
    """How far a rank has moved and held, by the nearer of the two places that it has held, with all three figures.

    Parameters
    ----------
    row : a row of ``movements_of``

    Returns
    -------
    str
        "up at least 40 places and held for two years. It was 90th in 2022, 50th in 2023 and 44th in 2024 (61% in
        2022, 66% in 2023, 67% in 2024)". The place that comes first is the nearer one, of which the number of places is.
    """
    far = "last" if row.held == "now" else "now"
    held, other, before = (_at(row, name) for name in (row.held, far, "before"))
    places = row.rank_before - held["rank"]
    gained = (held["value"] - before["value"]) * (1 if row.polarity == "high" else -1)
    otherwise = ""
    # all LAs may have moved: a rank can rise though its own figure falls
    if places * gained < 0:
        otherwise = f". The figure itself is {'better' if gained > 0 else 'worse'} as published"
    figures = ", ".join(
        f"{shown(row, each['value'])} in {each['year']}{WORD if each['status'] == PROVISIONAL else ''}"
        for each in sorted((held, other, before), key=lambda each: each["year"])
    )
    return (
        f"{'up' if places > 0 else 'down'} {'at least ' if row.least < abs(places) else ''}{counted(row.least, 'place')} and held for "
        f"two years. It was {ordinal(before['rank'])} in {before['year']}, {ordinal(held['rank'])} in {held['year']} and "
        f"{ordinal(other['rank'])} in {other['year']} ({figures}{'; low is good' if row.polarity == 'low' else ''}){otherwise}"
    )


def _at(row, name: str) -> dict:
    return {part: getattr(row, f"{part}_{name}") for part in ("rank", "value", "year", "status")}


_YEAR = r"20\d\d"
#: What ``held_for_two_years`` says.
HELD = (
    r"(?P<way>up|down) (?P<least>at least )?(?P<places>\d+) places? and held for two years\. It was "
    rf"(?P<earlier>{PLACE}) in (?P<before>{_YEAR}), (?P<rank>{PLACE}) in (?P<year>{_YEAR}) and (?P<other>{PLACE}) in (?P<other_year>{_YEAR})"
    rf" \({figure('first')} in (?P=before), "
    rf"{figure('second')} in (?P<second_year>{_YEAR}), {figure('third')} in (?P<third_year>{_YEAR})"
    r"(?:(?:; low is good)?\)\. The figure itself is (?P<otherwise>better|worse) as published)?"
)
#: What of it is a rank or a figure, the part that has it, and the part that has its year.
SAID = (
    *(
        ("rank_value", "rank", "year"),
        ("rank_value", "other", "other_year"),
        ("rank_value", "earlier", "before"),
    ),
    *(("value", "first", "before"), ("value", "second", "second_year"), ("value", "third", "third_year")),
)


def movements_of(report: RankingsChapter) -> pd.DataFrame:
    """The movements of the LA that may be named, the clearest first: rows of ``moved`` with what a sentence needs."""
    rows = (
        report.england.once(moved, report.year)
        if report.england.is_ranked
        else pd.DataFrame(columns=["area"])
    )
    rows = rows[rows["area"] == report.area.code].reset_index(drop=True)
    about = report.rankings[[*SERIES, "title", "phase", "polarity", "decimals", "numerator"]]
    rows = rows.merge(about, on=SERIES) if len(rows) else rows
    figures = select(report.figures, area=report.area.code).set_index([*SERIES, "year"])["publication_status"]
    for name, back in YEARS.items():
        year = report.year - back
        keys = zip(*(rows[part] for part in SERIES), strict=True) if len(rows) else []
        rows[f"year_{name}"] = year
        rows[f"status_{name}"] = [figures.get((*key, year), "") for key in keys]
    return rows


UNKNOWN_NUMBER = "exact number is not published"


def of_unknown(row, report: RankingsChapter) -> str:
    """The caution of a group whose number is not published: about how many pupils they are, where that can be said."""
    if pd.notna(row.numerator) or of_all_pupils(pd.DataFrame([row._asdict()])).item():
        return ""
    sizes = select(report.england.once(cohort_sizes), area=report.area.code, year=report.year)
    own = select(sizes, measure=row.measure, pupil_group=row.pupil_group)
    if own.empty:
        return f". Their {UNKNOWN_NUMBER}"
    return f". There were {about(own['pupils'].iloc[0])} pupils; their {UNKNOWN_NUMBER}"


#: What of it is no figure.
ABOUT_SO_MANY = rf"There were (?:fewer than )?about {NUMBER} pupils; their {UNKNOWN_NUMBER}"


def few_years(report: RankingsChapter) -> bool:
    """Whether no figure of the LA has a history that a movement could be told from."""
    if not report.england.is_ranked:
        return True
    return report.area.code not in set(report.england.once(looked_at, report.year)["area"])
