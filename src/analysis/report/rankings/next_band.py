"""How many more pupils would have taken the authority into the next band, on the headline measures that count pupils."""

from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from analysis.basics.numbers import STORED_DECIMALS, format_value
from analysis.catalogue.observations import KEY, select
from analysis.data.cohort_sizes import FEW, about, cohort_sizes
from analysis.data.local_figures import LocalFigures
from analysis.data.ranking import BANDS, last_place
from analysis.report.rankings.moves import ladders

#: What begins so is a share of sessions, or of events by pupils: no pupil is one of them.
NOT_OF_PUPILS = ("absence", "attendance", "permanent_exclusions", "suspensions")
NOTE = (
    "With so many more pupils at the standard, the figure would have reached the last place in the band. That is if no other "
    "authority's figure had changed. This says how near the band was. It does not say what is needed next year, as others will move."
)
ABOUT = (
    "“About”: the percentages are published rounded, or the number of pupils is not published with them. It is then worked out "
    "from numbers of other years and measures."
)
#: What is said where so few pupils are short that their number cannot be said.
TOO_FEW_TO_SAY = (
    f"“Fewer than about {FEW}”: numbers of pupils are not known closely enough to say how many fewer. What one pupil is worth stands "
    "beside."
)


@dataclass(frozen=True)
class NextBand:
    """The next better band of a figure: ``edge``, the value at its last place, and how many of how many ``pupils`` short it is.

    ``row`` is that of rankings.csv; ``exact`` says whether pupils are counted and no value is rounded. ``short_of_tenth`` is
    how many pupils it is short of the top 10%; None in it.
    """

    row: Any
    band: str
    edge: float
    short: int
    pupils: float
    exact: bool
    short_of_tenth: int | None

    @property
    def told(self) -> str:
        """How many pupils short of the next band, of how many: "about 70 of about 2,900"."""
        return f"{self.in_words(self.short)} of {self.in_words(self.pupils)}"

    def in_words(self, pupils: float) -> str:
        """A number of pupils, "about" so many unless all are counted."""
        return f"{int(pupils):,}" if self.exact else about(pupils)


def better_band(band: str) -> str:
    """The band before; empty of the best.

    Examples
    --------
    >>> better_band("bottom half"), better_band("top 10%"), better_band("top 5%")
    ('top half', 'top 5%', '')
    """
    names = ["", *BANDS]
    return names[names.index(band) - 1]


def pupils_short(value: float, edge: float, pupils: float) -> int:
    """How many more of so many pupils make a percentage the other, in whole pupils.

    Examples
    --------
    >>> pupils_short(60.0, 67.0, 100), pupils_short(60.0, 60.5, 290)
    (7, 2)
    """
    # rounded first: 7 points of 100 pupils are 7 pupils, though 0.07 x 100 is a little more
    return ceil(round((edge - value) / 100 * pupils, STORED_DECIMALS))


def worth_of_one(pupils: float) -> str:
    """What one of so many pupils is worth in a percentage: "about 0.23 points".

    Examples
    --------
    >>> worth_of_one(430), worth_of_one(36), worth_of_one(4123)
    ('about 0.23 points', 'about 2.8 points', 'about 0.02 points')
    """
    worth = 100 / pupils
    return f"about {format_value(worth, 'points', 1 if worth >= 1 else 2)} points"


def next_bands(report: LocalFigures, rows: pd.DataFrame) -> list[NextBand]:
    """The next band of each headline measure of pupils that is outside the best, where the cohort's size is known or can be said.

    ``rows`` are those of rankings.csv.
    """
    rows = select(
        rows[rows["headline"]], pupil_group="all", unit="percent", polarity="high", basis="recomputed"
    )
    rows = rows[~rows["measure"].str.startswith(NOT_OF_PUPILS)]
    if rows.empty:
        return []
    sizes = select(report.england.once(cohort_sizes), year=report.year, area=report.area.code)
    rows = rows.merge(sizes.loc[sizes["pupils"] >= FEW, [*KEY, "pupils", "counted"]], on=KEY)
    found = ladders(report, report.year, [*zip(rows["measure"], rows["pupil_group"], strict=True)])
    return [
        _next(row, found[row.measure, row.pupil_group])
        for row in rows.itertuples()
        if better_band(row.band) and (row.measure, row.pupil_group) in found
    ]


def _next(row, ladder) -> NextBand:
    name = better_band(row.band)
    edge, tenth = (
        float(ladder.values[last_place(share, ladder.n) - 1]) for share in (BANDS[name], BANDS["top 10%"])
    )
    return NextBand(
        row,
        name,
        edge,
        pupils_short(row.value, edge, row.pupils),
        row.pupils,
        bool(row.counted) and ladder.decimals is None,
        None if row.band == "top 10%" else pupils_short(row.value, tenth, row.pupils),
    )
