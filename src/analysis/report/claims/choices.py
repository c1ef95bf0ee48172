"""The defensible choices that a vague or ambiguous statement leaves: each is a way to read it that another reader may take."""

from analysis.report.claims.choice import Choice, Setup
from analysis.report.claims.comparator_choices import comparators, digits, years
from analysis.report.claims.national import National
from analysis.report.claims.rank_choices import places, ranking
from analysis.report.claims.settling_choices import amount, doubt, left_open, printings, settled
from analysis.report.claims.verdicts import Finding


def choices(row, setup: Setup, finding: Finding, national: National | None) -> list[list[Choice]]:
    """The questions that a statement leaves open, each with at least two answers; the engine's own first.

    Parameters
    ----------
    row : namedtuple
        The claim as it was read.
    setup : Setup
        Of one meaning of it, as the engine reads it.
    finding : Finding
        What the engine makes of that meaning: its basis says whose figures decide.
    national : National or None
    """
    case = setup.case
    in_doubt = doubt(row, setup, finding, national)
    asked = [printings(row, setup, finding), in_doubt]
    if finding.verdict == "ambiguous" and left_open(row, setup, national):
        # only those that do settle it: what is open for another reason stays so
        both = [settled(case), amount(case)]
        asked += [some for some in both if some and not left_open(row, some[0].apply(setup), national)]
    if national is not None:
        compared = comparators(row, case) if case.kind in ("comparison", "arithmetic") else []
        asked += [compared, years(row, case)]
        # the places that a doubtful rank may stand for are not known
        asked.append([] if in_doubt else places(row, setup, finding, national))
        if finding.basis == "national":
            asked += [digits(setup, compared, national), *ranking(case, national)]
    return [answers for answers in asked if len(answers) > 1]
