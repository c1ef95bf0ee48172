"""What a reader sees first: the finding as the title, the headline results side by side, and three sentences."""

import pandas as pd

from analysis.basics.numbers import as_printed, format_value, ordinal
from analysis.basics.phrases import counted
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import PHASES
from analysis.output.charts.sparkline import Sparkline
from analysis.output.first_screen import FirstScreen
from analysis.output.table import Figure, Table
from analysis.report.rankings.cells import is_provisional
from analysis.report.rankings.headline_results import RESULTS, headline_results, places, title
from analysis.report.rankings.movement_sentences import UNKNOWN_NUMBER
from analysis.report.rankings.rankings import rank_history
from analysis.report.rankings.sentences import STATE_FUNDED
from analysis.report.summary.chapter import SummaryChapter
from analysis.report.summary.findings import Finding
from analysis.report.summary.gaps_in_short import gaps_in_short

NOTHING = {
    "best": "No result is sure to be among the best tenth of local authorities and likely to stay there.",
    "watch": "No result is sure to be in the lower half and likely to stay there, and no rank has fallen and stayed down.",
}


def first_screen(report: SummaryChapter) -> FirstScreen:
    """The title, the three sentences and the table of headline results."""
    return FirstScreen(title(report), three(report), results_table(report))


def three(report: SummaryChapter) -> dict[str, str]:
    """The best result, one to watch, and disadvantaged pupils: each a sentence of the page below."""
    found = report.findings
    # a fall of a group whose number is not published is told below, and does not lead the page
    falls = [
        finding
        for finding in found["movements"]
        if ": down " in finding.text and UNKNOWN_NUMBER not in finding.text
    ]
    return {
        "Best": _first(found["strengths"], "best"),
        "To watch": _first(falls or found["development"], "watch"),
        "Disadvantaged pupils": gaps_in_short(report)[0],
    }


def _first(found: list[Finding], kind: str) -> str:
    return f"{found[0].text}." if found else NOTHING[kind]


def results_table(report: SummaryChapter) -> Table:
    """Each headline result with England's, the region's and the neighbours', the places of its rank, and its years."""
    body = [_result(row, report) for row in headline_results(report).itertuples()]
    frame = pd.DataFrame(body, dtype=object).dropna(axis="columns", how="all")
    desk = (report.question.region_name, "Neighbours", "Years")
    notes = (f"{BY_AGE} {which_sets(report)}",)
    return Table(f"Headline results, {report.question.academic_year}", frame, notes, desk=desk)


#: How the rows of headline results and measures are sorted.
BY_AGE = "In the order of age, youngest first."


def which_sets(report: SummaryChapter) -> str:
    """How many headline results there are, and how many headline measures with those that are not of attainment."""
    results, others = len(headline_results(report)), len(_others(report))
    if not others:
        return "These are the headline results."
    every = counted(results + others, "headline measure")
    return f"These are the {counted(results, 'headline result')}. With {counted(others, 'other')}, such as absence, they are the {every}."


def _others(report: SummaryChapter) -> pd.DataFrame:
    """The rows of rankings.csv that are headline measures of all pupils and no headline results."""
    rows = report.rankings
    rows = rows[rows["headline"] & (rows["pupil_group"] == "all") & rows["value"].notna()]
    return rows[~rows["measure"].isin(RESULTS)]


def others_table(report: SummaryChapter) -> Table | None:
    """The same of the other headline measures of all pupils, attendance among them; None if none has a figure."""
    rows = _others(report)
    if rows.empty:
        return None
    body = [_result(row, report) for row in rows.itertuples()]
    frame = pd.DataFrame(body, dtype=object).dropna(axis="columns", how="all")
    desk = (report.question.region_name, "Neighbours", "Years")
    notes: tuple[str, ...] = ("Absence first, then in the order of age, youngest first.",)
    notes += (STATE_FUNDED,) if report.england.is_ranked and set(rows["phase"]) & {"ks4", "ks5"} else ()
    return Table(f"Other headline measures, {report.question.academic_year}", frame, notes, desk=desk)


def _result(row, report: SummaryChapter) -> dict:
    beside = {
        "England": ("england", ENGLAND),
        report.question.region_name: ("region", report.area.region),
        "Neighbours": ("neighbours", report.question.neighbour_average),
    }
    return {
        "Result": RESULTS.get(row.measure) or _named(row),
        report.area.name: _with_unit(row, row.value, report.cited(row.measure, row.pupil_group)),
        **{
            name: _with_unit(row, getattr(row, column), report.cited(row.measure, row.pupil_group, area))
            for name, (column, area) in beside.items()
        },
        "Place": rank_places(row),
        "Years": _years(row, report),
    }


def _named(row) -> str:
    """The short name, with its key stage, as several have tests of the same subject, and what is good where that is low."""
    stage = f"{PHASES[row.phase]}: " if row.phase.startswith("ks") else ""
    return f"{stage}{row.short_title}{' (low is good)' if row.polarity == 'low' else ''}"


def _with_unit(row, value, reference: str) -> Figure | None:
    if pd.isna(value):
        return None
    text = format_value(value, row.unit, row.decimals, with_unit=row.unit == "percent", true_minus=True)
    return Figure(float(as_printed(value, row.decimals)), text, int(row.decimals), reference)


def rank_places(row) -> Figure | None:
    """A rank as the places that it may stand for: "9th–16th of 151", the number ranked never parted from its "of"."""
    if pd.isna(row.rank):
        return None
    first, last = places(row)
    text = ordinal(first) if first == last else f"{ordinal(first)}–{ordinal(last)}"
    return Figure(
        float(row.rank), f"{text} of\u00a0{row.n_ranked}", 0, rests_on_provisional=is_provisional(row)
    )


def _years(row, report: SummaryChapter) -> Sparkline | None:
    known = rank_history(report, report.ranks, row.measure)
    if len(known) < 2:
        return None
    texts = (
        format_value(value, row.unit, row.decimals, with_unit=row.unit == "percent", true_minus=True)
        for value in known["value"]
    )
    return Sparkline(tuple(known["year"]), tuple(known["value"]), tuple(texts), tuple(known["segment"]))
