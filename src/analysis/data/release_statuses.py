"""What the releases at hand say of the figures of one of them: worked out when data are prepared, written, and read back.

``lait/<id>.statuses.json`` beside the observations of a release has the statuses of its figures that do not stand in
their labels (``analysis.data.publication_status``). They rest on every release at hand, and are worked out anew when
others are.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from analysis.basics import paths
from analysis.basics.processes import in_processes
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.manifest import sha256
from analysis.catalogue.observations import KEY
from analysis.catalogue.releases_held import Held, at_hand
from analysis.data.inputs import STATUSES
from analysis.data.prepared_releases import TABLES, names_of, write_beside
from analysis.data.publication_status import Changes, Statuses, changes_between, statuses_in
from analysis.data.readers import LAIT_READERS, readers
from analysis.data.release_faults import is_whole
from analysis.data.release_notes import Noted, noted
from analysis.sources.lait import read_figures

#: What releases changed, by the ids of the one before and of the release.
Known = Mapping[tuple[str, str], Changes]
#: The modules that decide what is found, besides those that read the files.
RULES = ("data/publication_status.py", "data/release_statuses.py", "data/source_faults/*.py")


def compared(record: dict, held: Held) -> bool:
    """Whether a release that is prepared was compared with those that are at hand now, by the rules of now."""
    return record["releases"].get(held.id, {}).get("compared") == _compared_with()


def compare(held: Held, known: Known, entry: dict) -> dict:
    """Work the statuses out and write them; ``entry`` is what the record says of the release, and is given back with it.

    ``known`` is what ``changes_of`` has of all releases at hand.
    """
    written = write_beside(held.id, STATUSES, json.dumps(_as_rows(statuses_of(held, known))))
    return entry | {"outputs": entry["outputs"] | written, "compared": _compared_with()}


def changes_of(releases: Sequence[Held]) -> Known:
    """What each release has otherwise than the one before it; one whose files are not those of the list is passed over."""
    by = _tables_and_rules()
    pairs = [*pairwise(each for each in releases if is_whole(each))]
    found = in_processes(_changes, [(*pair, by) for pair in pairs], neighbours=True)
    return {(before.id, after.id): changes for (before, after), changes in zip(pairs, found, strict=True)}


def statuses_of(held: Held, known: Known) -> Statuses:
    """The statuses of a release by all that are at hand, those of ``known`` and what has to be compared beside it."""
    by = _tables_and_rules()
    whole = [each for each in at_hand() if each.id == held.id or is_whole(each)]
    changes = [
        known.get((before.id, after.id)) or _changes(before, after, by) for before, after in pairwise(whole)
    ]
    notes = [found for each in whole if each.release.note and (found := _noted(each, by))]
    return statuses_in(held.id, [each.id for each in whole], changes, notes)


def read_statuses(release: str) -> Statuses:
    """What was written of a release; without such a file nothing is known beyond the labels."""
    file = paths.release_file(release, STATUSES)
    if not file.exists():
        return Statuses()
    rows = json.loads(file.read_text(encoding="utf-8"))
    series = {
        (measure, group, year): (status, basis) for measure, group, year, status, basis in rows["series"]
    }
    figures: dict = {}
    for measure, group, year, area, status, basis in rows["figures"]:
        figures.setdefault((measure, group, year), {})[area] = (status, basis)
    return Statuses(series, figures)


def _as_rows(statuses: Statuses) -> dict[str, list]:
    series = [[*each, *told] for each, told in statuses.series.items()]
    figures = [[*each, area, *told] for each, own in statuses.figures.items() for area, told in own.items()]
    return {"series": sorted(series), "figures": sorted(figures)}


def _compared_with() -> str:
    """One hash of the releases at hand, of what DfE says of them, and of the tables and rules."""
    releases = [(each.id, each.release.sha256, each.release.note) for each in at_hand()]
    return hashlib.sha256(repr([releases, _tables_and_rules()]).encode()).hexdigest()


def _tables_and_rules() -> str:
    tables = [sha256(paths.raw() / name) for name in TABLES]
    return hashlib.sha256(repr([tables, sorted(_rules().items())]).encode()).hexdigest()


@lru_cache(maxsize=1)
def _rules() -> dict[str, str]:
    return readers((*LAIT_READERS, *RULES))


def _changes(before: Held, after: Held, by: str) -> Changes:
    return changes_between(before.id, _figures(before, by), after.id, _figures(after, by))


@lru_cache(maxsize=8)
def _noted(held: Held, by: str) -> Noted | None:
    series = _figures(held, by)[KEY].drop_duplicates().itertuples(index=False, name=None)
    return noted(held.id, held.release.note, series)


@lru_cache(maxsize=2)
def _figures(held: Held, by: str) -> pd.DataFrame:
    return read_figures(held.data, held.dictionary, load_codes(), names_of(load_areas()))
