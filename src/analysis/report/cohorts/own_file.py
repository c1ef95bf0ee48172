"""Cohorts that an analyst adds, with the numbers of pupils that no national file has."""

from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.read_csv import read_table
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures, title
from analysis.catalogue.observations import KEY, select
from analysis.report.cohorts.results import share_result
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.moves import ladders
from analysis.statistics.shares import proportion

FIELDS = ["label", "measure", "pupil_group", "numerator", "denominator", "location"]
#: Numbers of pupils that DfE does not publish; a report to a public committee does not either.
TOO_FEW = range(1, 6)


def cohorts_file(area, year: int) -> Path:
    """Where the cohorts added for a local authority (``analysis.catalogue.area_names.Area``) and year are looked for."""
    return paths.raw() / "cohorts" / f"{area.slug}-{year}.csv"


def read_cohorts(file: Path) -> pd.DataFrame:
    """The cohorts of a file.

    Parameters
    ----------
    file : Path
        A UTF-8 CSV table with the columns ``FIELDS``: a measure of the catalogue in per cent and a pupil group, how
        many pupils reached the standard, of how many, and where the numbers are from. An empty label is the
        measure's title.

    Returns
    -------
    DataFrame
        ``FIELDS``, the numbers as Int64, in the order of the file.

    Raises
    ------
    InputError
        On the first cell that breaks a rule, naming row and column.
    """
    table = read_table(file, FIELDS).map(str.strip)
    table = table[(table != "").any(axis=1)]  # a spreadsheet leaves empty rows behind
    measures = load_measures()
    for place, row in zip(table.index, table.itertuples(index=False), strict=True):
        for column, holds, expected in _rules(row, measures):
            if not holds:
                raise InputError(
                    f"'{getattr(row, column)}' is not what the column may hold.",
                    file=paths.shown(file),
                    row=place,
                    column=column,
                    expected=expected,
                    remedy="Correct the cell, or leave the row out."
                    + (" Several years added together make larger numbers." if "or" in column else ""),
                )
    titles = [title(row.measure, row.pupil_group) for row in table.itertuples()]
    labels = table["label"].where(table["label"] != "", pd.Series(titles, index=table.index, dtype=str))
    counts = {name: pd.to_numeric(table[name]).astype("Int64") for name in ("numerator", "denominator")}
    return table.assign(label=labels, **counts).reset_index(drop=True)


def _rules(row, measures: pd.DataFrame):
    """Column, whether its cell holds, and what it may hold; in the order in which they are asked."""
    percentages = measures.index[measures["unit"] == "percent"]
    near = get_close_matches(row.measure, list(percentages), n=3)
    hint = f"; the nearest: {', '.join(near)}" if near else ""
    yield "measure", row.measure in percentages, f"a measure in per cent of measures.csv{hint}"
    yield "pupil_group", row.pupil_group in PUPIL_GROUPS, f"a pupil group: {', '.join(PUPIL_GROUPS)}"
    for column in ("denominator", "numerator"):
        count = getattr(row, column)
        whole = count.isascii() and count.isdigit()
        yield column, whole, "a whole number of pupils"
        few = f"no number from {TOO_FEW[0]} to {TOO_FEW[-1]}: so few pupils are not named in a public report"
        yield column, int(count) not in TOO_FEW, few
    yield "denominator", int(row.denominator) > 0, "at least one pupil"
    yield (
        "numerator",
        int(row.numerator) <= int(row.denominator),
        f"at most the {row.denominator} of the group",
    )
    missed = int(row.denominator) - int(row.numerator)
    few = f"a number that leaves none, or at least {TOO_FEW[-1] + 1}, who did not reach the standard: {missed} would be known"
    yield "numerator", missed not in TOO_FEW, few
    yield "location", row.location, "where the numbers are from"


def in_catalogue(row) -> bool:
    """Whether a cohort is a group of the catalogue: not one with a name of its own, filed under all pupils."""
    return row.pupil_group != "all" or row.label == title(row.measure)


def added_cohorts(report: RankingsChapter) -> pd.DataFrame:
    """What the cohorts added for the LA and year can show; empty if there are none.

    Parameters
    ----------
    report : RankingsChapter

    Returns
    -------
    DataFrame
        ``FIELDS``, ``year``, the columns of `analysis.report.cohorts.results.NOTHING`, ``england, england_decimals`` and the
        file as ``source``, its row as ``locator``.
        The LA's rank, and the ranks with a pupil moved, are those that the figure would have among the published
        figures of the other LAs; a group that is not in the catalogue has none.
    """
    file = cohorts_file(report.area, report.year)
    if not file.exists():
        return pd.DataFrame(columns=FIELDS)
    table = read_cohorts(file).assign(year=report.year)
    theirs = select(report.figures, area=ENGLAND, year=report.year).set_index(KEY[:2])[["value", "decimals"]]
    table = table.join(theirs.set_axis(["england", "england_decimals"], axis=1), on=KEY[:2])
    keys = list(table[KEY[:2]].drop_duplicates().itertuples(index=False, name=None))
    found = ladders(report, report.year, keys)
    results = []
    for row in table.itertuples():
        decimals = 0 if pd.isna(row.england_decimals) else int(row.england_decimals)
        share = proportion(int(row.numerator), int(row.denominator))
        known = in_catalogue(row)
        ladder = found.get((row.measure, row.pupil_group)) if known else None
        result = share_result(share, row.england, decimals, ladder)
        whom = "" if known or not result["statement"] else " of all pupils"
        results.append(result | {"statement": f"{result['statement']}{whom}"})
    origin = {"source": paths.shown(file), "locator": [f"row {place + 2}" for place in range(len(table))]}
    return table.join(pd.DataFrame(results, index=table.index)).assign(**origin)
