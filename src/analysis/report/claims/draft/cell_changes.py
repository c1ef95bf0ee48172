"""What a cell of a draft's table states, and cells under a head such as "change"."""

import re
from dataclasses import dataclass, replace

from analysis.report.claims.draft.about import Facets

_CHANGE = re.compile(r"\bchange\b|\+/-|^(?:improvement|trend|movement)\b|\bdirection of travel\b")


@dataclass(frozen=True)
class CellClaim:
    """What a cell states: the cells of a claim, what it is about, the pupils, and the reference of an indicator."""

    cells: dict[str, str]
    about: Facets
    group: str
    reference: str = ""
    notes: tuple[str, ...] = ()


def is_of_changes(column: str, head: str) -> bool:
    """Whether a plain head of a column or a row says that its figures are changes."""
    return bool(_CHANGE.search(column) or _CHANGE.search(head))


def of_a_change(claim: CellClaim) -> CellClaim:
    """A figure under "change" as one; since when, the table may say elsewhere."""
    if claim.cells["kind"] != "value":
        return claim
    value, year = claim.cells["value"], int(claim.cells["year"])
    said = {"kind": "change", "word": "decreased" if value.startswith("-") else "increased"}
    if not value.strip("+-0.%"):
        said["word"], value = "unchanged", ""
    cells = claim.cells | said | {"value": value.lstrip("+-"), "year2": str(year - 1)}
    return replace(claim, cells=cells, notes=("since which year",))
