"""What is said beside an indicator's status: what is missing, what would change it, what its cohort can show."""

from dataclasses import replace

import pandas as pd

from analysis.basics.numbers import format_value, ordinal
from analysis.basics.read_csv import decimals
from analysis.data.ranking import last_place
from analysis.report.checks.chapter import ChecksChapter
from analysis.report.checks.evidence import Reading
from analysis.report.checks.slips.papers import place_name
from analysis.report.indicators.figures import Figures
from analysis.report.indicators.judging import Case, status
from analysis.statistics.possible_counts import possible_counts
from analysis.statistics.shares import Proportion, proportion

#: What is said where the places that a rank may stand for are of two statuses.
OPEN = "the target is"
#: Why there is no change, though both years have a figure.
COARSER = "the figure of the year before has fewer decimals than the result, so no change is worked out"
#: Counts of pupils that DfE suppresses: one that is not printed is not worked out either.
SUPPRESSED = range(1, 6)


def figure_text(value: float, about: dict, set_by_hand: bool = True) -> str:
    """A figure with its unit: as many decimals as it was set with, or as the result has and one if it is not whole."""
    least = decimals(f"{value:g}") if set_by_hand else int(round(value % 1, 9) not in (0, 1))
    return format_value(value, about["unit"], max(about["decimals"], least), with_unit=True, true_minus=True)


def why_not(target, case: Case, figures: Figures) -> str:
    """What is missing, where a target cannot be judged."""
    if pd.isna(case.result):
        return figures.why_no_figure(target)
    if target.target_kind == "top_share":
        return "there is a figure, but no rank is printed and none can be worked out"
    return f"there is no figure of {place_name(target.target_comparator)} to compare with"


def other_count(target, case: Case, n_ranked) -> str:
    """The status if the share were counted among the authorities that were ranked, where that is another one."""
    if target.target_kind != "top_share" or pd.isna(n_ranked) or case.rank is None:
        return ""
    last = int(last_place(target.target_value, int(n_ranked)))
    other = replace(case, last=last, n=int(n_ranked))
    if status(other) == status(case):
        return ""
    return f"among the {other.n} that were ranked the last place is the {ordinal(last)}: {status(other)}"


def today_note(case: Case, published: dict, verdict: str, printed: bool) -> str:
    """What the national data of today give where that is another status than by the printed figure."""
    if published["basis"] != "recomputed" or not printed or status(case) in ("cannot be judged", verdict):
        return ""
    now = (
        ordinal(case.rank, tied=published["tie_last"] > case.rank)
        if case.rule.kind == "top_share" and case.rank is not None
        else figure_text(case.result, {"unit": case.unit, "decimals": case.decimals})
    )
    return f"today's national data give {now}: {status(case)}"


def places_note(case: Case, today: Reading | None) -> str:
    """Why a place leaves the target open: those that the rank may stand for are of two statuses."""
    if case.rule.kind != "top_share" or case.rank is None or case.last is None or today is None:
        return ""
    first, last, why = today.open_places(case.rank)
    best, worst = (status(replace(case, rank=place, worst=None)) for place in (first, last))
    if best == worst:
        return ""
    why = why.replace("; ", " and ")
    return f"{why}: by the {ordinal(first)} place {OPEN} {best}, by the {ordinal(last)} {worst}"


def pupils(target, report: ChecksChapter, published: dict, printed: bool) -> Proportion | None:
    """The pupils behind a percentage, where their number is published, or printed and the count follows from it."""
    if target.comparison_group:
        return None
    if not printed:
        part, whole = published["numerator"], published["denominator"]
        return None if pd.isna(part) or pd.isna(whole) else proportion(int(part), int(whole))
    rows = report.printed.cohorts
    same = (rows["measure"] == target.measure) & (rows["pupil_group"] == target.pupil_group)
    rows = rows[same & (rows["year"] == report.year) & rows["denominator"].notna() & rows["percent"].notna()]
    for row in rows.itertuples():
        counts = possible_counts(row.percentage, int(row.decimals), int(row.denominator))
        if len(counts) == 1 and counts[0] not in SUPPRESSED:
            return proportion(counts[0], int(row.denominator))
    return None
