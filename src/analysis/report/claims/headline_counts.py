"""Counts of the headline results of attainment, as the report's title and its summary have them."""

from analysis.basics.numbers import as_printed
from analysis.basics.phrases import counted
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.catalogue.observations import select
from analysis.report.checks.evidence import View
from analysis.report.claims.bands import certainly_in
from analysis.report.claims.cases import Case, Outcome
from analysis.report.claims.national import National
from analysis.report.rankings.headline_results import RESULTS

#: With whom headline results are compared, and what a count of those that are better is called; then how many there are.
WHOM = ("England", "region", "neighbours")
BETTER = {f"headline results better than {whom}": whom for whom in WHOM}
COMPARED = {f"headline results beside {whom}": whom for whom in WHOM}


def of_headlines(case: Case, view: View) -> Outcome | None:
    """How many headline results of attainment are ranked, or lie in a band for certain."""
    keys = (case.key(kind="rank", measure=measure, pupil_group="all") for measure in RESULTS)
    ranks = [reading for key in keys if (reading := view.find(key)) is not None]
    if case.against == "headline ranks":
        return Outcome(len(ranks) == case.the_number.value, counted(len(ranks), "headline result"))
    certain = sum(certainly_in(case.the_band, view, rank) for rank in ranks)
    return Outcome(certain == case.the_number.value, f"{certain} of {counted(len(ranks), 'headline result')}")


def of_better(case: Case, view: View) -> Outcome | None:
    """How many headline results are better than another area's, as both are printed, or can be compared with it."""
    report = view.report if isinstance(view, National) else case.report
    whom = {
        "England": ENGLAND,
        "region": report.area.region,
        "neighbours": report.question.neighbour_average,
    }[(BETTER | COMPARED)[case.against]]
    rows = select(report.figures, measure=list(RESULTS), pupil_group="all", year=report.year)
    own, theirs = (
        select(rows, area=code).dropna(subset="value").set_index("measure")
        for code in (report.area.code, whom)
    )
    polarity = load_measures()["polarity"]
    differences = [
        (as_printed(row.value, row.decimals) - as_printed(theirs.loc[row.Index, "value"], row.decimals))
        * (1 if polarity[row.Index] == "high" else -1)
        for row in own[own.index.isin(theirs.index)].itertuples()
    ]
    better = sum(difference > 0 for difference in differences)
    n = len(differences) if case.against in COMPARED else better
    return Outcome(n == case.the_number.value, f"{better} of {counted(len(differences), 'headline result')}")
