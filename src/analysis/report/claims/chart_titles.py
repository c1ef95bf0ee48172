"""What the titles of charts are about: they say figures by their short names, "Key stage 2: nearest the top is Writing, greater depth, 42nd of 151"."""

import re
from dataclasses import replace

import pandas as pd

from analysis.catalogue.measures import PHASES, PUPIL_GROUPS, group_phrase
from analysis.report.claims.subject import Subject
from analysis.report.gaps.charts import FURTHEST_BEHIND
from analysis.report.rankings.charts import NEAREST

_GROUPS = {group_phrase(group): group for group in PUPIL_GROUPS}


def about_title(text: str, subject: Subject) -> tuple[Subject, str] | None:
    """The figure that a chart's title is about, and what it says of it; None for another text, or where several have the name."""
    report = subject.report
    if found := re.match(NEAREST, text):
        rows = report.rankings
        rows = rows[(rows["phase"].map(PHASES) == found["phase"]) & (rows["short_title"] == found["name"])]
        return _of(rows[rows["pupil_group"] == "all"], found, subject)
    if (found := re.match(FURTHEST_BEHIND, text)) and (group := _GROUPS.get(found["group"])):
        rows = report.gaps
        short = rows["short_title"].str[:1].str.lower() + rows["short_title"].str[1:]
        rows = rows[(rows["pupil_group"] == group) & (short == found["name"])]
        return _of(rows[rows["gap"].notna()], found, subject)
    return None


def _of(rows: pd.DataFrame, found: re.Match, subject: Subject) -> tuple[Subject, str] | None:
    named = {*rows[["measure", "pupil_group"]].itertuples(index=False, name=None)}
    if len(named) != 1:
        return None
    ((measure, group),) = named
    return replace(subject, measure=measure, pupil_group=group), found.string[found.end() :]
