"""Strengths, areas for development and movements of one local authority, picked by stated rules.

The rules stand in ``RULES`` and on the page. A finding is a row of results with a sentence made from it, so that it
cannot disagree with the table it links to. Nothing is called a strength, or a weakness, on a cohort that cannot show
it: groups that are small everywhere count only where their size is known and their interval excludes England's value.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.citations import slug
from analysis.data import Data
from analysis.measures import PHASES, format_value
from analysis.narrative import name, placed, side
from analysis.ranking import last_place
from analysis.rankings import rankings
from analysis.showable import showable

#: Phases that say how pupils did, in which a rank is a judgement of schools; the others are context.
JUDGED = ("attendance", "exclusions", "early_years", "phonics", "ks1", "ks2", "ks4", "ks5", "age_19")
STRENGTH_SHARE, PLACES_MOVED, MOST, PER_PHASE = 10, 15, 6, 2
RULES = {
    "Strength": f"all places of the rank's tie lie in the top {STRENGTH_SHARE}% of those ranked, and the figure is better than England's",
    "Area for development": "the rank lies in the bottom half, the figure is worse than England's, and the furthest down come first",
    "Movement": f"a rank {PLACES_MOVED} places or more from the year before's and another value, with no break in the series between",
    "Left out": "groups of whom many authorities have few pupils, unless their number is published and their interval excludes England's figure; special schools and permanent exclusions, which rest on few pupils; City of London and Isles of Scilly, which have few pupils altogether",
    "First": "headline measures before others, then the ranks nearest the end",
    "At most": f"{MOST} of each, and {PER_PHASE} of a phase, so that no phase crowds out the others",
}


@dataclass(frozen=True)
class Finding:
    """One finding: its kind, the result behind it and the sentence that says it."""

    kind: str
    measure: str
    pupil_group: str
    text: str
    link: str
    table: str

    def __str__(self) -> str:
        return f"{self.text}. [{self.table}]({self.link})"


def assessment(data: Data) -> dict[str, list[Finding]]:
    """The findings of each kind, most telling first: ``strengths``, ``development``, ``movements``."""
    table = rankings(data)
    rows = table[table["rank"].notna() & table["england"].notna() & table["phase"].isin(JUDGED)]
    rows = showable(rows, data)
    if rows.empty:
        return {"strengths": [], "development": [], "movements": []}
    share = rows["tie_last"].fillna(rows["rank"]).astype(float) / rows["n_ranked"].astype(float)
    main = rows["headline"] & (rows["pupil_group"] == "all")
    rows = rows.assign(share=share, better=_better(rows), headline=main)
    last = [last_place(STRENGTH_SHARE, int(n)) for n in rows["band_n"]]
    strong = rows[(rows["tie_last"].fillna(rows["rank"]) <= last) & (rows["better"] > 0)].sort_values(
        "share", kind="stable"
    )
    weak = rows[(rows["band"] == "bottom half") & (rows["better"] < 0)]
    weak = weak.assign(share=weak["rank"].astype(float) / weak["n_ranked"].astype(float))
    weak = weak.sort_values(["headline", "share"], ascending=[False, False], kind="stable")
    moved = rows[rows["previous_rank"].notna()]
    moved = moved[
        pd.Series([_shown_change(row) for row in moved.itertuples()], index=moved.index, dtype=bool)
    ]
    moved = moved.assign(places=(moved["previous_rank"] - moved["rank"]).astype(int))
    moved = moved.assign(size=moved["places"].abs())
    moved = moved[moved["size"] >= PLACES_MOVED]
    moved = moved.sort_values(["headline", "size"], ascending=[False, False], kind="stable")
    return {
        "strengths": [_finding("strength", row, _level_text(row)) for row in _spread(strong)],
        "development": [_finding("development", row, _level_text(row)) for row in _spread(weak)],
        "movements": [_finding("movement", row, _movement_text(row, data)) for row in _spread(moved)],
    }


def _better(rows: pd.DataFrame) -> pd.Series:
    """1 where the figure, as it is shown, is better than England's, -1 where it is worse, 0 where they are the same."""
    shown = [
        (
            float(format_value(row.value, row.unit, row.decimals).replace(",", "")),
            float(format_value(row.england, row.unit, row.decimals).replace(",", "")),
        )
        for row in rows.itertuples()
    ]
    sign = rows["polarity"].map({"high": 1, "low": -1})
    return (
        pd.Series([(own > other) - (own < other) for own, other in shown], index=rows.index, dtype=int) * sign
    )


def _shown_change(row) -> bool:
    """Whether the value changed, as it is shown: a rank that moved past others on the same value is no movement."""
    now, before = (format_value(value, row.unit, row.decimals) for value in (row.value, row.previous_value))
    return now != before


def _spread(rows: pd.DataFrame) -> list:
    """The first few rows, no phase more than twice, and no measure twice."""
    chosen: list = []
    for row in rows.itertuples():
        phase = sum(other.phase == row.phase for other in chosen)
        if phase < PER_PHASE and row.measure not in [other.measure for other in chosen]:
            chosen.append(row)
        if len(chosen) == MOST:
            break
    return chosen


def _finding(kind: str, row, text: str) -> Finding:
    phase = PHASES[row.phase]
    return Finding(
        kind, row.measure, row.pupil_group, text, f"rankings.html#{slug(phase)}", f"{phase} tables"
    )


def _level_text(row) -> str:
    value = format_value(row.value, row.unit, row.decimals, with_unit=row.unit == "percent")
    england = format_value(row.england, row.unit, row.decimals, with_unit=row.unit == "percent")
    return f"{name(row)}: {value}, {side(row.value, row.england)} England ({england}); {placed(row)} of {row.n_ranked}"


def _movement_text(row, data: Data) -> str:
    way = "up" if row.places > 0 else "down"
    before = format_value(row.previous_value, row.unit, row.decimals, with_unit=row.unit == "percent")
    value = format_value(row.value, row.unit, row.decimals, with_unit=row.unit == "percent")
    return f"{name(row)}: {way} {abs(row.places)} places, from {row.previous_rank} to {row.rank} ({before} in {data.year - 1}, {value} in {data.year})"
