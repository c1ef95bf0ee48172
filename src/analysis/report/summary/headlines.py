"""The report in six lines, as the command prints it when the pages are made."""

from analysis.report.cohorts.change_sentences import change_headline
from analysis.report.cohorts.sentences import cohort_sentences
from analysis.report.gaps.sentences import gap_sentence
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.indicators.sentences import target_sentences
from analysis.report.rankings.band_sentences import band_sentence
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.rankings.publication_sentences import published_sentence
from analysis.report.rankings.sentences import against_england, extremes

MOST = 5


def headlines(report: IndicatorsChapter) -> list[str]:
    """Six lines at most: ranks and targets overall, the best ranks, key stage 2, its gap, a caution, and what is provisional."""
    table = report.rankings
    main = table[(table["measure"] == "ks2_rwm_expected") & (table["pupil_group"] == "all")]
    gaps = report.gaps
    behind = gaps[(gaps["comparator"] == "national_other") & (gaps["pupil_group"] == "disadvantaged")]
    behind = behind[(behind["measure"] == "ks2_rwm_expected") & behind["gap"].notna()]
    change = change_headline(report.largest_change)
    found = [
        " ".join([band_sentence(table, report, brief=True), *target_sentences(report)]),
        *([] if too_few_pupils(report) else extremes(table, report)[:1]),
        *(against_england(row) for row in main.itertuples()),
        *(f"Disadvantaged pupils: {gap_sentence(row)}" for row in behind.itertuples()),
        *([change] if change else cohort_sentences(report.cohorts)[:1]),
    ]
    return [*found[:MOST], published_sentence(report)]
