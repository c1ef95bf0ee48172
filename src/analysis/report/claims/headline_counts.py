"""Counts of the headline results of attainment, as the report's title has them."""

from analysis.basics.phrases import counted
from analysis.report.checks.evidence import View
from analysis.report.claims.bands import certainly_in
from analysis.report.claims.cases import Case, Outcome
from analysis.report.rankings.headline_results import RESULTS


def of_headlines(case: Case, view: View) -> Outcome | None:
    """How many headline results of attainment are ranked, or lie in a band for certain."""
    keys = (case.key(kind="rank", measure=measure, pupil_group="all") for measure in RESULTS)
    ranks = [reading for key in keys if (reading := view.find(key)) is not None]
    if case.against == "headline ranks":
        return Outcome(len(ranks) == case.the_number.value, counted(len(ranks), "headline result"))
    certain = sum(certainly_in(case.the_band, view, rank) for rank in ranks)
    return Outcome(certain == case.the_number.value, f"{certain} of {counted(len(ranks), 'headline result')}")
