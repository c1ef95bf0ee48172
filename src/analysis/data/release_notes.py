"""DfE's notes on releases of its interactive tool: which series a note calls provisional."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.catalogue.measures import PHASES, load_measures

#: How a note says of what phase its figures are.
NOTED = re.compile(r"provisional (?P<phase>.+?) figures", re.IGNORECASE)
Series = tuple[str, str, int]


@dataclass(frozen=True)
class Noted:
    """A note on a release: of provisional figures of which series."""

    release: str
    series: frozenset[Series]


def noted(release: str, note: str, series: Iterable[Series]) -> Noted | None:
    """What a note on a release says is provisional: the newest year of a phase among the release's ``series``; or None."""
    match = NOTED.search(note)
    named = {title.casefold(): phase for phase, title in PHASES.items()}
    phase = named.get(match["phase"].casefold()) if match else None
    if phase is None:
        return None
    own = [each for each in series if load_measures()["phase"].get(each[0]) == phase]
    newest = max((year for _, _, year in own), default=0)
    return Noted(release, frozenset(each for each in own if each[2] == newest))
