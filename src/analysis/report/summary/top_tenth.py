"""How far each headline result is from the best tenth, in pupils where they are counted, or else in points."""

import pandas as pd

from analysis.basics.numbers import format_value
from analysis.catalogue.observations import KEY, select
from analysis.data.cohort_sizes import FEW, about, cohort_sizes
from analysis.output.absent import Absent
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import is_provisional
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.headline_results import BEST, RESULTS, headline_results, in_part
from analysis.report.rankings.moves import ladders
from analysis.report.rankings.next_band import ABOUT, TOO_FEW_TO_SAY, pupils_short, worth_of_one

BAND = "top 10%"
SHORT = "Short of it by"
NOTE = (
    "With so many more pupils, the figure would have reached the last place of the top 10%. That is if no other figure had changed. "
    "It says how near that was this year, not what next year takes."
)
ORDER = "In the order of age, youngest first."
#: What is said of a result that is in the best tenth, for sure or by one of its places.
IN_IT, OPEN = "in the top 10%", "may be in it"
OPEN_NOTE = f"“{OPEN[0].upper()}{OPEN[1:]}”: a shared place, or authorities without a published figure, leave it open."


def top_tenth_table(report: RankingsChapter) -> Table | None:
    """How far each headline result is from the best tenth; None without national ranks."""
    rows = headline_results(report)
    rows = rows[rows["rank"].notna() & rows["to_top_10"].notna()]
    if rows.empty or not report.england.is_ranked:
        return None
    sizes = select(report.england.once(cohort_sizes), year=report.year, area=report.area.code)
    rows = rows.merge(sizes.loc[sizes["pupils"] >= FEW, [*KEY, "pupils", "counted"]], on=KEY, how="left")
    found = ladders(report, report.year, [*zip(rows["measure"], rows["pupil_group"], strict=True)])
    body = [_distance(row, found.get((row.measure, row.pupil_group))) for row in rows.itertuples()]
    told = [str(cells[SHORT]) for cells in body]
    notes = {
        ORDER: True,
        NOTE: any("pupils" in text for text in told),
        ABOUT: any("about" in text for text in told),
        TOO_FEW_TO_SAY: any("fewer than" in text for text in told),
        OPEN_NOTE: OPEN in told,
    }
    caption = f"How far from the {BAND}, {report.question.academic_year}"
    said = tuple(note for note, needed in notes.items() if needed)
    return Table(caption, pd.DataFrame(body, dtype=object), said, empty="", stacked=True)


def _distance(row, ladder) -> dict:
    edge = row.value + row.to_top_10 if row.polarity == "high" else row.value - row.to_top_10
    return {
        "Result": RESULTS[row.measure],
        SHORT: _short(row, edge, ladder),
        "Figure": _figure(row, row.value),
        f"Figure at the last place of the {BAND}": _figure(row, edge) if row.to_top_10 else None,
        "One pupil is worth": worth_of_one(row.pupils)
        if row.to_top_10 and row.unit == "percent" and pd.notna(row.pupils)
        else None,
    }


def _figure(row, value: float) -> Figure:
    text = format_value(value, row.unit, row.decimals, with_unit=row.unit == "percent", true_minus=True)
    return Figure(float(value), text, int(row.decimals), rests_on_provisional=is_provisional(row))


def _short(row, edge: float, ladder) -> Figure | Absent:
    """In pupils, or in the measure's own points."""
    if in_part(row, *BEST):
        return Absent(IN_IT)
    if row.to_top_10 == 0:
        return Absent(OPEN)
    if row.unit != "percent" or pd.isna(row.pupils) or ladder is None:
        points = format_value(row.to_top_10, row.unit, row.decimals)
        return Figure(None, f"{points} points", rests_on_provisional=is_provisional(row))
    short = pupils_short(row.value, edge, row.pupils)
    if row.counted and ladder.decimals is None:
        told = f"{short:,} of {int(row.pupils):,}"
    else:
        told = f"{about(short)} of {about(row.pupils)}"
    return Figure(None, f"{told} pupils", rests_on_provisional=is_provisional(row))
