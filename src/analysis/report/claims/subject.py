"""What a sentence of ours is about, and the cells of a claim about that."""

from dataclasses import dataclass

from analysis.report.gaps.levels import PAIRS
from analysis.report.indicators.chapter import IndicatorsChapter


@dataclass(frozen=True)
class Subject:
    """What a sentence is about, in which report, and in which section of it."""

    report: IndicatorsChapter
    measure: str = ""
    pupil_group: str = "all"
    section: str = ""

    def cells(self, kind: str, **more) -> dict[str, str]:
        """A claim about the subject's figure."""
        about = {"measure": self.measure, "pupil_group": self.pupil_group, "year": str(self.report.year)}
        return {"kind": kind, **about, **more}

    def gap(self, kind: str, **more) -> dict[str, str]:
        """A claim about the subject's gap to other pupils: of disadvantaged ones, unless a group is named."""
        group = self.group_of_gap
        return self.cells(kind, **{"pupil_group": group, "comparison_group": PAIRS[group], **more})

    @property
    def group_of_gap(self) -> str:
        return "disadvantaged" if self.pupil_group == "all" else self.pupil_group

    @property
    def before(self) -> str:
        return str(self.report.year - 1)


def provisional(match, own: Subject, against: str) -> list[dict]:
    """How many are said to be provisional, or to rest on what is."""
    n = match["provisional"]
    return [{"kind": "count", "against": against, "value": n, "year": str(own.report.year)}] if n else []
