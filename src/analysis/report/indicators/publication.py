"""Whether the result of an indicator is provisional, revised or final."""

from analysis.catalogue.areas import ENGLAND
from analysis.data.publication_status import NOT_STATED, of_both
from analysis.report.indicators.figures import Figures


def publication(target, figures: Figures, shown: dict, national: bool) -> tuple[str, str]:
    """The publication status of a result and its basis; of a gap by both its figures, and empty without a result.

    Of a figure that is taken from a committee report it is not stated: what its publisher called it is not transcribed.

    Parameters
    ----------
    target
        A row of the targets.
    figures : Figures
    shown : dict
        What is shown of the indicator: ``basis`` and ``result`` are used.
    national : bool
        As ``Figures.published`` takes it.
    """
    if shown["result"] != shown["result"]:  # no result
        return "", ""
    if shown["basis"] == "printed":
        return NOT_STATED, ""
    sides = [(target.pupil_group, figures.report.area.code)]
    sides += [(target.comparison_group, ENGLAND)] if target.comparison_group else []
    rows = [
        figures.row_of(target.measure, group, figures.report.year, area, national)[0] for group, area in sides
    ]
    first, *other = [(row.publication_status, row.publication_basis) for row in rows]
    return of_both(first, *other) if other else first
