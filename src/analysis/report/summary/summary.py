"""Every sentence of the summary, by section: what the page prints is what is checked."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.data.kept import once
from analysis.data.question import Data
from analysis.report.claims.sentences import check_sentences
from analysis.report.cohorts.change import largest_change
from analysis.report.cohorts.change_sentences import change_headline
from analysis.report.cohorts.sentences import NO_COHORT, cohorts_in_words, shown_to_differ, verdict_sentence
from analysis.report.cohorts.small import small_cohorts
from analysis.report.gaps.gaps import attainment_gaps
from analysis.report.gaps.sentences import headline_gaps
from analysis.report.indicators.sentences import target_sentences
from analysis.report.rankings.local import rankings
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.rankings.sentences import band_counts
from analysis.report.summary.findings import assessment, caution_of
from analysis.statistics.verdicts import SMALL

#: What a section says where nothing meets its rule.
NONE = {
    "strengths": "No figure meets the rule for a strength.",
    "development": "No figure meets the rule for an area for development.",
    "movements": "No rank moved far enough, and clearly enough, to be named.",
}
MOST_COHORTS = 2


@once
def summary(data: Data) -> dict[str, list[str]]:
    """The sentences of the summary: ``overall``, ``strengths``, ``development``, ``movements``, ``gaps``, ``cautions``."""
    found = {
        kind: [text for text in [*map(str, findings), caution_of(findings)] if text]
        for kind, findings in assessment(data).items()
    }
    return {
        "overall": [
            " ".join(filter(None, [band_counts(rankings(data)), too_few_pupils(data)])),
            *(
                f"{text} [Performance indicators](performance-indicators.html)"
                for text in target_sentences(data)
            ),
        ],
        **{kind: found[kind] or [text] for kind, text in NONE.items()},
        "gaps": headline_gaps(attainment_gaps(data)),
        "cautions": [text for text in _cautions(data) if text],
    }


def _cautions(data: Data) -> list[str]:
    cohorts = small_cohorts(data)
    # what is shown to differ from England is no caution
    doubtful = cohorts[~shown_to_differ(cohorts)]
    different = doubtful[~doubtful["pupil_group"].where(doubtful["lower"].notna()).duplicated()]
    told = cohorts_in_words(different)[:MOST_COHORTS]
    return [
        change_headline(largest_change(data, SMALL)),
        verdict_sentence(cohorts),
        *(told if told or cohorts_in_words(cohorts) else [NO_COHORT]),
    ]


def checked_summary(data: Data) -> pd.DataFrame:
    """The verdict on every claim that the summary makes, by the rules of the claims page (sentences.csv)."""
    return check_sentences(data, [(text, kind) for kind, texts in summary(data).items() for text in texts])


def how_checked(checked: pd.DataFrame) -> str:
    """How many statements the summary makes, and that none of them is contradicted, or which are."""
    wrong = checked[checked["verdict"] == "contradicted"]
    text = (
        f"The sentences above make {counted(len(checked), 'statement')} about figures and ranks. Read back from their text and "
        f"checked against the figures by rule, {len(wrong) or 'none'} {'are' if len(wrong) != 1 else 'is'} contradicted by the figures"
    )
    return text + ("." if wrong.empty else ": " + "; ".join(wrong["claim"].unique()) + ".")
