"""The committed national cut-points, computed again from the national file."""

from pathlib import Path

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.data.cut_points import cut_points
from analysis.report.contents import open_report
from analysis.sources.manifest_edit import describe


def renew() -> Path:
    """Write ``barnet-2017/cut_points.csv`` anew and record its hash.

    Raises
    ------
    InputError
        If the national file is not at hand.
    """
    report = open_report("Barnet", 2017)
    if not report.england.is_ranked:
        raise InputError(
            "The cut-points need the national file.", remedy="standards fetch, then standards prepare"
        )
    file = paths.raw() / "barnet-2017" / "cut_points.csv"
    table = cut_points(report.england.ranks, report.printed.figures, report.year)
    table.to_csv(file, index=False, lineterminator="\n")
    describe("barnet-2017-cut-points")
    return file
