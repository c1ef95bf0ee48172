"""The ten statistical neighbours by name: value and place of each headline result, with the LA, its region and England."""

import pandas as pd

from analysis.basics.numbers import as_printed, format_value
from analysis.catalogue.areas import ENGLAND, area_name
from analysis.catalogue.observations import select
from analysis.data.publication_status import PROVISIONAL
from analysis.output.absent import Absent
from analysis.output.citations import PROVISIONAL as MARK
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import rank_figure
from analysis.report.rankings.headline_results import headline_results
from analysis.report.summary.chapter import SummaryChapter

#: Headline results in the head of a narrow column.
HEADS = {
    "eyfs_gld": "Good level of development",
    "phonics_year1_expected": "Phonics",
    "ks2_rwm_expected": "KS2 reading, writing, maths",
    "ks2_rwm_higher": "KS2 higher standard",
    "ks4_attainment8": "Attainment 8",
    "ks4_progress8": "Progress 8",
    "ks4_english_maths_95": "English, maths grade 5+",
    "ks5_aps_alevel": "A level points",
}
#: The same before a figure on a phone, where each authority is a block of lines.
LINES = HEADS | {
    "eyfs_gld": "Good level, age 5",
    "ks2_rwm_expected": "KS2 expected",
    "ks2_rwm_higher": "KS2 higher",
    "ks4_english_maths_95": "GCSE grade 5+",
}
VALUE, PLACE = "figure", "place"


class AuthoritiesTable(Table):
    """A table of figures and places, two columns a result, that on a phone has both on one line."""

    def to_html(self) -> str:
        html = super().to_html()
        for measure, head in HEADS.items():
            html = html.replace(f'data-label="{head}: {VALUE}"', f'data-label="{LINES[measure]}"')
            html = html.replace(f'data-label="{head}: {PLACE}"></td>', 'data-label=""></td>')
            html = html.replace(f'data-label="{head}: {PLACE}"', f'data-label="{PLACE}"')
        return html


def neighbours_table(report: SummaryChapter) -> Table | None:
    """A row each for the LA, its neighbours from the nearest, their average, the region and England; None without neighbours."""
    question = report.question
    if not question.neighbours or not report.england.is_ranked:
        return None
    results = [row for row in headline_results(report).itertuples() if pd.notna(row.rank)]
    if not results:
        return None
    names = {code: area_name(code) for code in (report.area.code, *question.neighbours)}
    names |= {question.neighbour_average: "Average of the ten", report.area.region: question.region_name}
    names[ENGLAND] = "England"
    cells = {(row.measure, code): _cells(row, code, report) for row in results for code in names}
    body = [
        {"Local authority": name}
        | {
            f"{HEADS[row.measure]} | {part}": cell
            for row in results
            for part, cell in zip((VALUE, PLACE), cells[row.measure, code], strict=True)
        }
        for code, name in names.items()
    ]
    notes = (
        f"The neighbours are the ten most similar local authorities by DfE's model of {question.neighbour_vintage}, the most "
        "similar first. The place is among all local authorities in England. Averages have no place.",
    )
    caption = f"Headline results of the statistical neighbours, {question.academic_year}"
    return AuthoritiesTable(caption, pd.DataFrame(body, dtype=object), notes, stacked=True, empty="")


def _cells(row, code: str, report: SummaryChapter) -> tuple[Figure | Absent, Figure | None]:
    """The value and the place of one area in one result, of the year."""
    about = {"measure": row.measure, "pupil_group": row.pupil_group, "year": report.year}
    of_area = report.figures if code == report.question.neighbour_average else report.observations
    found = select(of_area, area=code, **about)
    if found.empty or pd.isna(found["value"].iloc[0]):
        return Absent("none"), None
    status = _status(found, report)
    (figure,) = found.itertuples()
    reference = f"{figure.source} {figure.locator}{MARK if status == PROVISIONAL else ''}"
    text = format_value(
        figure.value, row.unit, row.decimals, with_unit=row.unit == "percent", true_minus=True
    )
    value = Figure(float(as_printed(figure.value, row.decimals)), text, int(row.decimals), reference)
    ranks = select(report.england.ranks_in(report.year), area=code, **about)
    for rank in ranks.itertuples():
        return value, rank_figure(rank.rank, rank.tie_last > rank.tie_first, status)
    return value, None


def _status(found: pd.DataFrame, report: SummaryChapter) -> str:
    if "publication_status" in found:
        return found["publication_status"].iloc[0]
    return report.england.publication_of(found)["publication_status"].iloc[0]
