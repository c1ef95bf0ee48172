"""Strengths, areas for development and movements of one local authority, picked by stated rules.

The rules stand in ``RULES`` and on the page. A finding is a row of results with a sentence made from it, so that it
cannot disagree with the table it links to. Nothing is called a strength, or a weakness, on a cohort that cannot show
it (``analysis.showable``), nor on a rank that ties or missing figures leave open.
"""

from dataclasses import dataclass

from analysis.citations import slug
from analysis.claims.cohorts import places_open
from analysis.claims.evidence import Key
from analysis.claims.national import National
from analysis.data import Data
from analysis.families import family
from analysis.kept import once
from analysis.measures import PHASES
from analysis.narrative import against, moved, name, of_ranked, shown
from analysis.ranking import last_place
from analysis.rankings import rankings
from analysis.showable import change_can_show, showable

#: Phases that say how pupils did, in which a rank is a judgement of schools; the others are context.
JUDGED = ("attendance", "exclusions", "early_years", "phonics", "ks1", "ks2", "ks4", "ks5", "age_19")
STRENGTH_SHARE, PLACES_MOVED, MOST, PER_PHASE = 10, 15, 6, 2
RULES = {
    "Strength": f"every place that the rank may stand for, ties and authorities without a published figure included, lies in the top {STRENGTH_SHARE}%, and the figure is better than England's",
    "Area for development": "every such place lies in the bottom half, the figure is worse than England's, and the furthest down come first",
    "Movement": f"a rank {PLACES_MOVED} places or more from the year before's and another value, with no break in the series between, where the places that the two ranks may stand for do not overlap",
    "Left out": "groups of pupils, unless their number is published and its interval excludes England's figure (for a movement: no change); special schools, permanent exclusions, technical and applied general qualifications, which rest on few pupils in many places; figures of 0, which can stand for a group without pupils; authorised absence, which is also low where absence is not authorised; City of London and Isles of Scilly, which have few pupils altogether",
    "First": "headline measures before others, then the ranks nearest the end",
    "At most": f"{MOST} of each, {PER_PHASE} of a phase, so that no phase crowds out the others, and one of measures that say nearly the same",
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


@once
def assessment(data: Data) -> dict[str, list[Finding]]:
    """The findings of each kind, most telling first: ``strengths``, ``development``, ``movements``."""
    table = rankings(data)
    rows = table[table["rank"].notna() & table["england"].notna() & table["phase"].isin(JUDGED)]
    rows = showable(rows, data)
    if rows.empty:
        return {"strengths": [], "development": [], "movements": []}
    main = rows["headline"] & (rows["pupil_group"] == "all")
    rows = rows.assign(
        better=[_better(row) for row in rows.itertuples()],
        headline=main,
        share=rows["rank"].astype(float) / rows["n_ranked"].astype(float),
    )
    ranks = _Ranks(data)
    strong = rows[rows["better"] > 0].sort_values(
        ["headline", "share"], ascending=[False, True], kind="stable"
    )
    strong = [row for row in strong.itertuples() if _among_the_best(row, ranks)]
    weak = rows[(rows["band"] == "bottom half") & (rows["better"] < 0)]
    weak = weak.sort_values(["headline", "share"], ascending=[False, False], kind="stable")
    weak = [row for row in weak.itertuples() if _in_the_lower_half(row, ranks)]
    ways = rows[rows["previous_rank"].notna()]
    ways = ways.assign(size=(ways["previous_rank"] - ways["rank"]).abs().astype(int))
    ways = ways[ways["size"] >= PLACES_MOVED]
    ways = ways.sort_values(["headline", "size"], ascending=[False, False], kind="stable")
    ways = [row for row in ways.itertuples() if _has_moved(row, ranks)]
    return {
        "strengths": [_finding("strength", row, _level_text(row)) for row in _spread(strong)],
        "development": [_finding("development", row, _level_text(row)) for row in _spread(weak)],
        "movements": [_finding("movement", row, _movement_text(row, data)) for row in _spread(ways)],
    }


def _better(row) -> int:
    """1 where the figure, as it is shown, is better than England's, -1 where it is worse, 0 where they are the same."""
    own, other = (shown(row, value) for value in (row.value, row.england))
    if own == other:
        return 0
    return 1 if (row.value > row.england) == (row.polarity == "high") else -1


class _Ranks:
    """The places that a rank may stand for; a rank that is only printed stands for itself."""

    def __init__(self, data: Data):
        self.data, self.national = data, National(data)

    def open(self, row, year: int, rank) -> tuple[int, int]:
        key = Key("rank", row.measure, row.pupil_group, year, self.data.area.code)
        today = self.national.find(key) if row.basis == "recomputed" else None
        return (int(rank), int(rank)) if today is None else places_open(today, int(rank))[:2]


def _among_the_best(row, ranks: _Ranks) -> bool:
    _, worst = ranks.open(row, ranks.data.year, row.rank)
    return worst <= last_place(STRENGTH_SHARE, int(row.band_n))


def _in_the_lower_half(row, ranks: _Ranks) -> bool:
    best, _ = ranks.open(row, ranks.data.year, row.rank)
    return best > last_place(50, int(row.band_n))


def _has_moved(row, ranks: _Ranks) -> bool:
    """Whether the value changed as it is shown, ties leave no doubt about the rank, and chance none about the change."""
    if shown(row, row.value) == shown(row, row.previous_value):
        return False
    now = ranks.open(row, ranks.data.year, row.rank)
    before = ranks.open(row, ranks.data.year - 1, row.previous_rank)
    return max(now[0], before[0]) > min(now[1], before[1]) and change_can_show(row, ranks.data)


def _spread(rows) -> list:
    """The first few rows, no phase more than twice, and none that says nearly the same as one before."""
    chosen: list = []
    for row in rows:
        phase = sum(other.phase == row.phase for other in chosen)
        if phase < PER_PHASE and family(row.measure) not in {family(other.measure) for other in chosen}:
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
    return f"{name(row)}: {shown(row, row.value)}, {against(row)}; {of_ranked(row)}"


def _movement_text(row, data: Data) -> str:
    return f"{name(row)}: {moved(row, data.year)}"
