"""How many pupils short of the next band, as a table."""

import pandas as pd

from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import BAND_STYLES, figure, is_provisional, measure_label, rank_of
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.next_band import ABOUT, NOTE


def next_bands_table(report: RankingsChapter) -> Table | None:
    """How many pupils each headline figure is short of the next band; None if that can be said of none."""
    found = report.next_bands
    if not found:
        return None
    body = [
        {
            "Measure": measure_label(each.row),
            "Pupils short of it": Figure(None, each.told, rests_on_provisional=is_provisional(each.row)),
            "Next band": each.band,
            "Figure": figure(
                each.row.value,
                each.row.unit,
                each.row.decimals,
                rests_on_provisional=is_provisional(each.row),
            ),
            "Figure at its last place": figure(
                each.edge, each.row.unit, each.row.decimals, rests_on_provisional=is_provisional(each.row)
            ),
            "Rank": rank_of(each.row),
        }
        for each in found
    ]
    notes = (NOTE,) if all(each.exact for each in found) else (NOTE, ABOUT)
    return Table(
        "How many pupils short of the next band?",
        pd.DataFrame(body, dtype=object),
        notes,
        classes=BAND_STYLES,
    )
