"""The report as far as the checks of its paper: what later pages may ask of them."""

from functools import cached_property

from analysis.report.checks.rules import doubtful
from analysis.report.gaps.chapter import GapsChapter


class ChecksChapter(GapsChapter):
    """With what the transcribed paper's own figures say of each other."""

    @cached_property
    def doubtful(self) -> dict[tuple, str]:
        """The printed figures that a check calls wrong, with the reason: nothing is worked out from them."""
        return doubtful(self)
