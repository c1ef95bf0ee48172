"""The results of attainment that a committee asks for first, and what their ranks say in one line."""

import pandas as pd

from analysis.basics.patterns import NUMBER
from analysis.basics.phrases import counted
from analysis.data.open_places import lies_in
from analysis.report.rankings.band_counts import small_authority
from analysis.report.rankings.chapter import RankingsChapter
from analysis.report.rankings.nameable import too_few_pupils

#: One or two of each age, and what they are called here.
RESULTS = {
    "eyfs_gld": "Good level of development, age 5",
    "phonics_year1_expected": "Phonics, year 1",
    "ks2_rwm_expected": "Key stage 2 reading, writing and maths",
    "ks2_rwm_higher": "Key stage 2, higher standard",
    "ks4_attainment8": "GCSEs: Attainment 8 (score)",
    "ks4_progress8": "GCSEs: Progress 8 (score)",
    "ks4_english_maths_95": "GCSEs: English and maths, grade 5+",
    "ks5_aps_alevel": "A levels: points per entry",
}
#: The parts of the ranking, in per cent, of which the title says in how many results they are reached.
BEST, LOWER = (0, 10), (50, 100)
#: What the title counts.
BEST_OF = rf"among the best tenth in (?P<best>{NUMBER}) of (?P<all>{NUMBER}) headline results?"
LOWER_IN = rf"in the lower half in (?P<low>{NUMBER})(?: of (?P<all>{NUMBER}) headline results?, among the best tenth in none)?"


def headline_results(report: RankingsChapter) -> pd.DataFrame:
    """The rows of rankings.csv that are headline results of attainment, those with a figure, in the order of age."""
    rows = report.rankings
    rows = rows[rows["measure"].isin(RESULTS) & (rows["pupil_group"] == "all") & rows["value"].notna()]
    return rows.sort_values("measure", key=lambda names: names.map(list(RESULTS).index), kind="stable")


def title(report: RankingsChapter) -> str:
    """The finding in one line: how many headline results are among the best tenth, or in the lower half, whatever ties and gaps in the data leave open."""
    who = f"{report.area.name} {report.question.academic_year}"
    rows = headline_results(report)
    ranked = rows[rows["rank"].notna()]
    if ranked.empty:
        return f"{who}: no headline result is ranked"
    if too_few_pupils(report):
        return f"{who}: too few pupils for a rank to say much"
    if small_authority(report):
        return f"{who}: a small authority, where a few pupils decide a rank"
    best, low = (sum(in_part(row, *part) for row in ranked.itertuples()) for part in (BEST, LOWER))
    among = counted(len(ranked), "headline result")
    if best:
        return f"{who}: among the best tenth in {best} of {among}" + (
            f", in the lower half in {low}" if low else ""
        )
    if low:
        return f"{who}: in the lower half in {low} of {among}, among the best tenth in none"
    return f"{who}: no headline result is sure to be among the best tenth or in the lower half"


def in_part(row, start: int, end: int) -> bool:
    """Whether every place that ties and authorities without a figure leave open lies in a part of the ranking, in per cent."""
    first, last = places(row)
    missing = 0 if pd.isna(row.not_published) else int(row.not_published)
    return lies_in(first, last, int(row.band_n), start, end, int(row.band_n) + missing)


def surely_in_tenth(row) -> bool:
    """Whether every place that is open lies in the best tenth."""
    return in_part(row, *BEST)


def places(row) -> tuple[int, int]:
    """The first and the last place that a rank may stand for; of a printed one that alone is known."""
    if pd.isna(row.open_first):
        return int(row.rank), int(row.rank)
    return int(row.open_first), int(row.open_last)
