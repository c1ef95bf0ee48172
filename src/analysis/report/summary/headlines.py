"""The report in five lines, as the command prints it when the pages are made."""

from analysis.cohorts.change import largest_change
from analysis.cohorts.change_narrative import change_headline
from analysis.cohorts.narrative import cohort_sentences
from analysis.cohorts.small import SMALL, small_cohorts
from analysis.data import Data
from analysis.gaps import attainment_gaps
from analysis.gaps.narrative import gap_sentence
from analysis.indicators.narrative import target_sentences
from analysis.narrative import against_england, band_counts, extremes
from analysis.rankings import rankings
from analysis.showable import too_few_pupils

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
