"""What stands in a cell where there is no figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Absent:
    """Why there is no figure in a cell, in a word or two: "not published", "new test", "suppressed"."""

    why: str

    def __str__(self) -> str:
        return self.why
