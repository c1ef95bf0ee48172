"""What small cohorts and their ranks can show, in a few sentences: the top of the page."""

from analysis.report.cohorts.change_sentences import change_headline
from analysis.report.cohorts.chapter import CohortsChapter
from analysis.report.cohorts.rank_set_sentences import rank_set_sentences
from analysis.report.cohorts.sentences import differing, selection_sentence


def answer(report: CohortsChapter) -> list[str]:
    """What differs from England's figures, what the largest change comes to, and whether a rank can be among the best."""
    return [
        " ".join(differing(report.cohorts)) or selection_sentence(report.cohorts),
        change_headline(report.largest_change),
        rank_set_sentences(report.rank_sets, report)[0],
    ]
