"""Findings for ``validation.json`` and in short lines for the command line."""

from collections.abc import Iterable

import pandas as pd

from analysis.basics.phrases import counted
from analysis.data.source_faults.found import SourceFaults
from analysis.data.source_faults.rules import RULES

LABEL_RULE = "label_without_year"
TITLES = {name: rule.title for name, rule in RULES.items()} | {LABEL_RULE: "A label that is no year"}


def label_faults(labels: pd.DataFrame, release: str) -> pd.DataFrame:
    """Labels of the file that name no year as findings; they are of no measure, and of year 0."""
    rows = [
        {
            "rule": LABEL_RULE,
            "measure": "",
            "pupil_group": "",
            "year": 0,
            "areas": "",
            "n_areas": 0,
            "why": f"{counted(row.rows, 'row')} under the label '{row.label}', which names no year; "
            + (
                f"{row.with_value} of them {'has' if row.with_value == 1 else 'have'} a value."
                if row.with_value
                else "none has a value."
            ),
            "ranks": 0,
            "release": release,
            "mended_in": "",
        }
        for row in labels.rename(columns={"values": "with_value"}).itertuples()
    ]
    return pd.DataFrame(rows, columns=SourceFaults.names())


def as_records(findings: pd.DataFrame) -> list[dict]:
    """A dictionary for each finding, of plain text and whole numbers."""
    return findings.to_dict("records")


def short_lines(records: Iterable[dict]) -> list[str]:
    """One line for each rule and measure: what looks wrong, in which years, and how many ranks rest on it."""
    table = pd.DataFrame(list(records), columns=SourceFaults.names())
    lines = []
    for (rule, measure), rows in table.groupby(["rule", "measure"], sort=False):
        if not measure:
            lines += [f"{TITLES[str(rule)]}: {why}" for why in rows["why"]]
            continue
        ranks = f"; {counted(int(rows['ranks'].sum()), 'rank')} rest on it" if rows["ranks"].any() else ""
        lines.append(f"{TITLES[str(rule)]}: {measure}, {groups_of(rows)}, {years_of(rows)}{ranks}")
    return lines


def groups_of(rows: pd.DataFrame) -> str:
    """The pupil group of findings, or how many there are."""
    groups = rows["pupil_group"].unique()
    return groups[0] if len(groups) == 1 else counted(len(groups), "pupil group")


def years_of(rows: pd.DataFrame) -> str:
    """The years of findings, "2018, 2019" or "2016 to 2024"."""
    years = sorted(rows["year"].unique())
    return ", ".join(map(str, years)) if len(years) < 4 else f"{years[0]} to {years[-1]}"
