"""What looks wrong in a release of DfE's interactive tool, as it stands and beside the release before it.

Looked for once in a release that is used, and written beside its observations as ``lait/<id>.faults.json``. A report rests
on one release, so that the others need not be looked at.
"""

import json

import pandas as pd

from analysis.basics.errors import InputError
from analysis.catalogue.areas import load_areas
from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.releases_held import Held, at_hand, verified
from analysis.data.prepared_releases import FAULTS, names_of, write_beside
from analysis.data.source_faults.rules import find_source_faults
from analysis.data.source_faults.summary import as_records, label_faults
from analysis.sources.lait import read_lait
from analysis.sources.lait_labels import labels_without_year


def before(held: Held) -> Held | None:
    """The release at hand that came before; one whose files are not those of the list is passed over."""
    earlier = [each for each in at_hand() if each.release.committed < held.release.committed]
    return next((each for each in reversed(earlier) if is_whole(each)), None)


def is_whole(held: Held) -> bool:
    """Whether the files of a release are those of the list."""
    try:
        verified(held)
    except InputError:
        return False
    return True


def looked_at(record: dict, held: Held) -> bool:
    """Whether a release that is prepared was looked at beside the one that is before it now."""
    earlier = before(held)
    return record["releases"].get(held.id, {}).get("beside") == (earlier.id if earlier else "")


def look_at(held: Held, entry: dict) -> dict:
    """Look for faults and write what was found; ``entry`` is what the record says of the release, and is given back with it."""
    earlier = before(held)
    raw = {each.id: _as_it_stands(each) for each in (earlier, held) if each}
    labels = label_faults(labels_without_year(held.data), held.id)
    found = as_records(pd.concat([find_source_faults(raw), labels], ignore_index=True))
    outputs = entry["outputs"] | write_beside(held.id, FAULTS, json.dumps(found, indent=1))
    return entry | {"outputs": outputs, "beside": earlier.id if earlier else ""}


def _as_it_stands(held: Held) -> pd.DataFrame:
    """The observations of a release before anything of it is corrected."""
    return read_lait(held.data, held.dictionary, load_codes(), names_of(load_areas()), faults=())[0]
