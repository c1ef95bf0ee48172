"""The report in five lines, as the command prints it when the pages are made."""

from analysis.data.question import Data
from analysis.report.cohorts.change import largest_change
from analysis.report.cohorts.change_sentences import change_headline
from analysis.report.cohorts.sentences import cohort_sentences
from analysis.report.cohorts.small import small_cohorts
from analysis.report.gaps.gaps import attainment_gaps
from analysis.report.gaps.sentences import gap_sentence
from analysis.report.indicators.sentences import target_sentences
from analysis.report.rankings.local import rankings
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.rankings.sentences import against_england, band_counts, extremes
from analysis.statistics.verdicts import SMALL

MOST = 5


def headlines(data: Data) -> list[str]:
    """Five lines at most: ranks and targets overall, the best ranks, key stage 2, its gap, and a caution."""
    table = rankings(data)
    main = table[(table["measure"] == "ks2_rwm_expected") & (table["pupil_group"] == "all")]
    gaps = attainment_gaps(data)
    behind = gaps[(gaps["comparator"] == "national_other") & (gaps["pupil_group"] == "disadvantaged")]
    behind = behind[(behind["measure"] == "ks2_rwm_expected") & behind["gap"].notna()]
    change = change_headline(largest_change(data, SMALL))
    found = [
        " ".join([band_counts(table), *target_sentences(data)]),
        *([few] if (few := too_few_pupils(data)) else extremes(table, data)[:1]),
        *(against_england(row) for row in main.itertuples()),
        *(f"Disadvantaged pupils: {gap_sentence(row)}" for row in behind.itertuples()),
        *([change] if change else cohort_sentences(small_cohorts(data))[:1]),
    ]
    return found[:MOST]
