"""The standard errors of an area's figures, as claims ask for them."""

from analysis.data.england import England
from analysis.data.figure_errors import figure_errors


def errors_of(england: England, measure: str, pupil_group: str, area: str) -> dict:
    """The standard errors of a figure of an area: year to row of ``figure_errors``."""
    rows = england.once(figure_errors)
    own = rows[(rows["measure"] == measure) & (rows["pupil_group"] == pupil_group) & (rows["area"] == area)]
    return {row.year: row for row in own.itertuples()}
