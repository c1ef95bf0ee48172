"""What every rule starts from: the printed figures, what they are of, and how exactly they are printed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import pandas as pd

from analysis.basics.numbers import format_value, stored
from analysis.catalogue.areas import find_area
from analysis.catalogue.measures import group_phrase

AREA_KEY = ["measure", "pupil_group", "year", "area"]
LEVELS, DIFFERENCES, RANKS = ("value",), ("gap",), ("rank", "gap_rank")
#: The table of indicators, whose cells are crowded: several areas on one line.
ANNEX = "annex-a"
#: Of so many figures in a row that all end in .0, the nought is a spreadsheet's format and not a digit.
FORMATTED = 3


class Printed(Protocol):
    """A row of the figures, as ``itertuples`` gives it."""

    measure: str
    pupil_group: str
    year: int
    area: str
    table: str
    line: int
    printed: str
    value: float
    decimals: int
    half: float
    short_title: str


@dataclass(frozen=True)
class Papers:
    """The figures of a report with the ``unit``, ``phase``, ``polarity``, ``short_title`` and ``break_after`` of their measure.

    ``half`` is half of the last digit that a figure really has; ``cuts`` are national cut-points, or none;
    ``area`` is the local authority, the one that ranks are printed of.
    """

    figures: pd.DataFrame
    cuts: pd.DataFrame
    area: str

    @cached_property
    def levels(self) -> pd.DataFrame:
        """The first printing of every level."""
        rows = self.figures[self.figures["kind"].isin(LEVELS) & self.figures["value"].notna()]
        return rows.drop_duplicates(AREA_KEY)

    @cached_property
    def level(self) -> dict[tuple[str, str, int, str], Printed]:
        """The first printing of a level by measure, pupil group, year and area."""
        return {(row.measure, row.pupil_group, row.year, row.area): row for row in self.levels.itertuples()}

    def printings(self, measure: str, pupil_group: str, year: int, area: str) -> pd.DataFrame:
        """Every printing of a level."""
        rows = self.figures[self.figures["kind"].isin(LEVELS) & self.figures["value"].notna()]
        same = (rows["measure"] == measure) & (rows["pupil_group"] == pupil_group)
        return rows[same & (rows["year"] == year) & (rows["area"] == area)]


def read_papers(edition, measures: pd.DataFrame, cuts: pd.DataFrame) -> Papers:
    """The figures of a transcribed report, made ready for the rules."""
    about = measures[["unit", "phase", "polarity", "short_title", "break_after"]]
    figures = edition.figures.merge(about, left_on="measure", right_index=True, how="left", sort=False)
    figures = figures.sort_values("row", kind="stable")
    figures["half"] = 0.5 * 10.0 ** -_precision(figures)
    return Papers(figures, cuts, _authority(figures))


def _authority(figures: pd.DataFrame) -> str:
    """The local authority that a report is on: the one that is ranked, or without ranks the first there is."""
    ranked = figures.loc[figures["kind"].isin(RANKS), "area"]
    areas = [*ranked, *figures["area"]]
    return next(
        (
            area
            for area in dict.fromkeys(areas)
            if not area.startswith("neighbours:") and find_area(area).area_type == "la"
        ),
        "",
    )


def _precision(figures: pd.DataFrame) -> pd.Series:
    """Decimals that carry information: 43.00 32.00 17.00 in one row are whole numbers."""
    text = figures["printed"].str.removesuffix("%").str.strip()
    given = figures["decimals"].astype(float).fillna(0.0)
    needed = text.str.partition(".")[2].str.rstrip("0").str.len().where(given > 0, 0).astype(float)
    rows = needed.groupby([figures[column] for column in ("table", "line", "area", "kind")])
    return rows.transform("max").where(rows.transform("size") >= FORMATTED, given)


def finding(rule: str, row, consistent: str, reason: str, **other) -> dict:
    """One finding on a printed figure; ``other`` replaces what the row says of itself."""
    about = {
        column: getattr(row, column) for column in ("measure", "pupil_group", "year", "area", "table", "line")
    }
    return (
        {"rule": rule}
        | about
        | {"printed": row.printed}
        | other
        | {"consistent": consistent, "reason": reason, "kind": row.kind}
    )


def place_name(area: str) -> str:
    """An area within a sentence."""
    return "statistical neighbours" if area.startswith("neighbours:") else find_area(area).name


def of_whom(row) -> str:
    """Whom a figure is about: "disadvantaged pupils, London, 2017"."""
    group = "" if row.pupil_group == "all" else f"{group_phrase(row.pupil_group)}, "
    return f"{group}{place_name(row.area)}, {row.year}"


def on_lines(lines) -> str:
    """Lines within a sentence: "line 1282", "lines 1115 and 1126"."""
    texts = [str(line) for line in dict.fromkeys(lines)]
    return f"line {texts[0]}" if len(texts) == 1 else f"lines {', '.join(texts[:-1])} and {texts[-1]}"


def number(value: float, decimals: int) -> str:
    """A number as a page prints it."""
    return format_value(stored(value), "score", int(decimals), true_minus=True)


def shown(text: str) -> str:
    """Printed text with a true minus."""
    return text.replace("-", "−")
