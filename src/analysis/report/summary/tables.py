"""The tables of the summary: the rules by which findings are picked, and the phases at a glance."""

import pandas as pd

from analysis.catalogue.measures import PHASES
from analysis.data.ranking import BANDS
from analysis.output.table import Figure, Table
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.rankings.band_counts import counted
from analysis.report.rankings.band_sentences import GROUPS_NOT_COUNTED, ONCE, few_pupils
from analysis.report.rankings.cells import is_provisional, provisional
from analysis.report.rankings.nameable import showable
from analysis.report.rankings.sentences import (
    best_first,
    left_out,
    of_ranked,
)
from analysis.report.summary.findings import RULES


def phase_table(rows: pd.DataFrame, report: IndicatorsChapter) -> Table:
    """How many measures of all pupils rank in each band, by phase, and the best rank that may be named."""
    rows = counted(rows, report)
    named = best_first(showable(rows, report))
    body = []
    for phase in [phase for phase in PHASES if phase in set(rows["phase"])]:
        own = rows[rows["phase"] == phase]
        certain = own["band_hangs_on"] == ""
        counts = {
            f"{name[0].upper()}{name[1:]}": int(((own["band"] == name) & certain).sum()) for name in BANDS
        }
        best = next(named[named["phase"] == phase].itertuples(), None)
        body.append(
            {
                "Phase": PHASES[phase],
                "Ranked": len(own),
                **counts,
                "Open": int((~certain).sum()),
                "Best rank": None if best is None else _best(best),
                "Of": None if best is None else f"{best.short_title}{provisional(best)}",
            }
        )
    notes = (
        "In the order of the phases of education. "
        "Each measure of all pupils is counted once, in the narrowest band it lies in. “Open” counts those that a shared "
        f"place, or figures that are not published, leave between two bands. {ONCE} {GROUPS_NOT_COUNTED}",
        few_pupils(report),
        f"The best rank is the best of those left with {left_out()} left out. A shared place counts as the last of those that share it.",
    )
    return Table(
        "Ranked measures of each phase, by band",
        pd.DataFrame(body, dtype=object),
        tuple(filter(None, notes)),
        empty="none",
        stacked=True,
    )


def _best(row) -> Figure:
    return Figure(float(row.rank), of_ranked(row), 0, rests_on_provisional=is_provisional(row))


def rules_table() -> Table:
    """The rules by which the summary picks what it names."""
    frame = pd.DataFrame(list(RULES.items()), columns=["Word", "Rule"])
    return Table("How strengths, results to watch and movements are picked", frame)
