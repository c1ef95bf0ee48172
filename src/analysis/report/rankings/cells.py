"""How a figure, a rank and a measure look in every table."""

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.catalogue.measures import is_group_gap, titled
from analysis.data.open_places import TIE, UNPUBLISHED
from analysis.data.publication_status import PROVISIONAL
from analysis.output.absent import Absent
from analysis.output.table import Figure

#: What is said after a provisional figure.
WORD = f" ({PROVISIONAL})"
#: What follows a band that the rank may be out of, by what it hangs on.
HANGS = {TIE: ", shared", UNPUBLISHED: ", not all published"}
#: How bands look; the word is always there, so that colour is never the only sign. One that hangs on something is plain text.
BAND_STYLES = {
    "top 5%": "band best",
    "top 10%": "band best",
    "top 20%": "band good",
    "top half": "band",
    "bottom half": "band low",
}
#: Units that are said with the name of a measure; the sign of a percentage stands with its figures.
UNIT_WORDS = {"score": "score", "points": "points", "rate": "per 100 pupils", "count": "number"}
LOW_IS_GOOD = "low is good"


def band_words(row) -> str:
    """The band of a row of rankings.csv, and what it hangs on: "top 10%, shared"; "not ranked" without one."""
    return f"{row.band}{HANGS.get(row.band_hangs_on, '')}" if row.band else "not ranked"


def measure_label(row) -> str:
    return titled(row.measure, row.short_title, row.pupil_group, ": ")


def labelled(row, say_low: bool = True) -> str:
    """A measure with its unit, unless that is per cent, and whether low is good: "Suspensions, primary (per 100 pupils, low is good)"."""
    label = measure_label(row)
    unit = "percentage points" if is_group_gap(row.measure) else UNIT_WORDS.get(row.unit, "")
    low = LOW_IS_GOOD if say_low and row.polarity == "low" else ""
    more = ", ".join(part for part in (unit, low) if part and part not in label.lower())
    return f"{label} ({more})" if more else label


def in_percent(row) -> bool:
    """Whether a figure of the row stands with the sign of a percentage; a gap between two of them is of points."""
    return row.unit == "percent" and not is_group_gap(row.measure)


def figure(
    value,
    unit: str,
    decimals,
    reference: str = "",
    status: str = "ok",
    rests_on_provisional: bool = False,
    with_unit: bool = False,
) -> Figure | None:
    """A value as a table cell; a published symbol stands in square brackets."""
    if pd.isna(value):
        return None if status == "ok" else Figure(None, f"[{status}]", None, reference)
    places = 0 if pd.isna(decimals) else int(decimals)
    text = format_value(value, unit, places, with_unit=with_unit, true_minus=True)
    return Figure(float(value), text, places, reference, rests_on_provisional)


def or_absent(cell: Figure | None, why: str = "not published") -> Figure | Absent:
    """A cell, or why there is nothing in it."""
    return Absent(why) if cell is None else cell


def number(row, value) -> str:
    """A value of a row's measure as it is printed."""
    return format_value(value, row.unit, row.decimals)


def rank_figure(rank, tied: bool = False, status: str = "") -> Figure | None:
    """A place alone; ``status`` is the publication status of the figure that is ranked."""
    if pd.isna(rank):
        return None
    return Figure(float(rank), ordinal(rank, tied), 0, rests_on_provisional=status == PROVISIONAL)


def rank_of(row) -> Figure | None:
    """A rank as the places that it may stand for, and the number ranked: "14th–16th of 150".

    The places are those that share the figure and, in rows that know it, those that LAs without a figure leave open. "No
    order" stands in their place where the year's figures do not order LAs.
    """
    if pd.isna(row.rank):
        return None
    if unordered(row):
        return Figure(None, NO_ORDER)
    first, last = places_of(row)
    text = ordinal(first) if first == last else f"{ordinal(first)}–{ordinal(last)}"
    return Figure(float(row.rank), f"{text} of {row.n_ranked}", 0, rests_on_provisional=is_provisional(row))


def places_of(row) -> tuple[int, int]:
    """The first and the last place that a rank may stand for; of a printed one that alone is known."""
    for ends in (("open_first", "open_last"), ("tie_first", "tie_last")):
        first, last = (getattr(row, end, pd.NA) for end in ends)
        if pd.notna(first) and pd.notna(last):
            return int(first), int(last)
    return int(row.rank), int(row.rank)


def lies_beyond(row) -> bool:
    """Whether a place that a rank may stand for lies beyond the number ranked: LAs without a figure may stand before it."""
    return pd.notna(row.rank) and not unordered(row) and places_of(row)[1] > int(row.n_ranked)


#: What is said under a table that has such a place.
BEYOND = "“Of” names how many have a published figure. A last place beyond it counts those without one, as they might stand before it."


def unordered(row) -> bool:
    """Whether a place among LAs says nothing, as this year's figures differ no more than chance makes them."""
    return row.orders == "no"


#: What stands where a place would, if figures do not order LAs.
NO_ORDER = "no order"


def within(rank, n, status: str = "") -> Figure | None:
    """A rank among few: "2 of 11"; ``status`` as of ``rank_figure``."""
    if pd.isna(rank):
        return None
    return Figure(None, f"{rank} of {n}", rests_on_provisional=status == PROVISIONAL)


def is_provisional(row) -> bool:
    """Whether the figure of a row of results, or one that it is worked out from, is provisional."""
    return row.publication_status == PROVISIONAL


def provisional(row) -> str:
    """What follows in a sentence a figure, or what is worked out from one, that its publisher may still change."""
    return WORD if is_provisional(row) else ""


def so_far(rows: pd.DataFrame) -> str:
    """What follows the title of a chart if any of the results drawn is provisional: all of them, or how many."""
    n = int((rows["publication_status"] == PROVISIONAL).sum())
    return "" if not n else WORD if n == len(rows) else f" ({n} of the {len(rows)} drawn {PROVISIONAL})"


def provisional_among(rows: pd.DataFrame) -> str:
    """How many of the rows are provisional, in brackets: " (3 of them provisional)"; nothing for none."""
    count = int(rows["publication_status"].eq(PROVISIONAL).sum())
    return f" ({count} of them provisional)" if count else ""


def provisional_before(row) -> str:
    """The same after what a row says of the year before."""
    return WORD if row.previous_publication_status == PROVISIONAL else ""
