"""How many pupils short of the next band and of the top 10%, as a table and in words."""

import pandas as pd

from analysis.catalogue.areas import ENGLAND
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import (
    BAND_STYLES,
    figure,
    in_percent,
    is_provisional,
    labelled,
    or_absent,
    provisional,
    rank_of,
)
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.headline_results import RESULTS, surely_in_tenth
from analysis.report.rankings.next_band import ABOUT, NOTE, TOO_FEW_TO_SAY, NextBand, worth_of_one

NO_NEXT_BAND = "No number can be given: no headline result outside the top 5% counts pupils whose number is known or can be said."


def next_bands_table(report: RankingsChapter) -> Table | None:
    """How many pupils each headline figure is short of the next band and of the top 10%; None if that can be said of none."""
    found = report.next_bands
    if not found:
        return None
    body = pd.DataFrame([_row(each, report) for each in found], dtype=object)
    notes = {
        "In the order of age, youngest first.": True,
        NOTE: True,
        ABOUT: not all(each.exact for each in found),
        TOO_FEW_TO_SAY: any("fewer than" in str(cell) for cell in body.to_numpy().ravel()),
    }
    return Table(
        "More pupils needed for the next band and for the top 10%",
        body,
        tuple(note for note, needed in notes.items() if needed),
        classes=BAND_STYLES,
        stacked=True,
    )


def _row(each: NextBand, report: RankingsChapter) -> dict:
    row = each.row
    return {
        "Measure": labelled(row),
        report.area.name: _value(row, row.value, report.cited(row.measure, row.pupil_group)),
        "England": _value(row, row.england, report.cited(row.measure, row.pupil_group, ENGLAND)),
        "Rank": rank_of(row),
        "Pupils to the top 10%": Absent("reached" if surely_in_tenth(row) else "may be reached")
        if each.short_of_tenth is None
        else _words(row, each.in_words(each.short_of_tenth)),
        "Next band": each.band,
        "Pupils to the next band": _words(row, each.told),
        "Figure needed": figure(
            each.edge,
            row.unit,
            row.decimals,
            rests_on_provisional=is_provisional(row),
            with_unit=in_percent(row),
        ),
        "One pupil is worth": worth_of_one(each.pupils),
    }


def _value(row, value, cited: str) -> Figure | Absent:
    return or_absent(figure(value, row.unit, row.decimals, cited, with_unit=in_percent(row)))


def _words(row, text: str) -> Figure:
    return Figure(None, text, rests_on_provisional=is_provisional(row))


#: The result that is named first.
MAIN = "ks2_rwm_expected"


def to_the_top_tenth(report: RankingsChapter) -> str:
    """How many pupils a result of attainment was short of the top 10%; empty if all are in it, or of none it can be said.

    It is the result that committees ask for most, unless that is there, else the first by age.
    """
    order = [MAIN, *RESULTS]
    found = {
        each.row.measure: (each.row, each.in_words(each.short_of_tenth), each.in_words(each.pupils))
        for each in report.next_bands
        if each.short_of_tenth is not None
    }
    measure = next((measure for measure in order if measure in found), None)
    if measure is None:
        return ""
    row, needed, pupils = found[measure]
    return (
        f"To reach the top 10% in “{RESULTS[measure]}”{provisional(row)}, {report.area.name} needed {needed} more pupils at the standard. "
        f"It had {pupils}."
    )
