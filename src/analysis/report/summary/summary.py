"""Every sentence of the summary, by section: what the page prints is what is checked."""

import pandas as pd

from analysis.basics.phrases import counted
from analysis.report.cohorts.change_sentences import change_headline
from analysis.report.cohorts.sentences import NO_COHORT, cohorts_in_words, shown_to_differ, verdict_sentence
from analysis.report.indicators.chapter import IndicatorsChapter
from analysis.report.indicators.sentences import target_sentences
from analysis.report.rankings.band_sentences import band_sentence
from analysis.report.rankings.headline_sentences import (
    compared_sentences,
    lowest_sentence,
    provisional_sentences,
)
from analysis.report.rankings.movement_sentences import few_years
from analysis.report.rankings.nameable import too_few_pupils
from analysis.report.summary.findings import Finding, caution_of
from analysis.report.summary.gaps_in_short import gaps_in_short

#: What a section says where nothing meets its rule.
NONE = {
    "strengths": "No result is called a strength. A strength is in the best tenth, better than England's figure, and likely to stay there.",
    "development": "No result is named as one to watch. Such a result is in the lower half, worse than England's figure, and likely to stay there.",
    "movements": "No rank has moved further than is usual and stayed there for two years. A move of one year is not named, as most go back.",
}
#: The same where there is not enough to go by.
TOO_FEW_YEARS = "No rise or fall can be named. That takes three years of national figures without a break."
TOO_FEW_PUPILS = {
    "strengths": "No result is called a strength, as a place may rest on one child.",
    "development": "No result is named as one to watch, as a place may rest on one child.",
    "movements": "No rise or fall is named, as a place may rest on one child.",
}
MOST_COHORTS = 2


def summary(report: IndicatorsChapter, findings: dict[str, list[Finding]]) -> dict[str, list[str]]:
    """The sentences of the summary, by section, in the order of the page."""
    found = {
        kind: [text for text in [*map(str, own), caution_of(own)] if text] for kind, own in findings.items()
    }
    return {
        "overall": [
            band_sentence(report.rankings, report, brief=True),
            *(
                f"{text} [Performance indicators](performance-indicators.html)"
                for text in target_sentences(report)
            ),
        ],
        **{kind: found[kind] or [text] for kind, text in _none(report).items()},
        "lowest": [lowest_sentence(report)],
        "gaps": gaps_in_short(report),
        "compared": compared_sentences(report),
        "provisional": provisional_sentences(report),
        "cautions": [text for text in _cautions(report) if text],
    }


def _none(report: IndicatorsChapter) -> dict[str, str]:
    """What each section says if nothing is named."""
    if too_few_pupils(report):
        return TOO_FEW_PUPILS
    if not few_years(report):
        return NONE
    return NONE | {"movements": TOO_FEW_YEARS}


def _cautions(report: IndicatorsChapter) -> list[str]:
    cohorts = report.cohorts
    # what is shown to differ from England is no caution
    doubtful = cohorts[~shown_to_differ(cohorts)]
    different = doubtful[~doubtful["pupil_group"].where(doubtful["lower"].notna()).duplicated()]
    told = cohorts_in_words(different)[:MOST_COHORTS]
    return [
        change_headline(report.largest_change),
        verdict_sentence(cohorts),
        *(told if told or cohorts_in_words(cohorts) else [NO_COHORT]),
    ]


def how_checked(checked: pd.DataFrame) -> str:
    """How many statements the summary makes, and that none of them is contradicted, or which are."""
    wrong = checked[checked["verdict"] == "contradicted"]
    text = (
        f"The sentences on this page make {counted(len(checked), 'statement')} about figures and ranks. Each is read back from its text "
        f"and checked against the figures. Of all of them, {len(wrong) or 'none'} {'are' if len(wrong) != 1 else 'is'} contradicted"
    )
    return text + ("." if wrong.empty else ": " + "; ".join(wrong["claim"].unique()) + ".")
