"""What vouches for data/processed: ``prepared.json``, which is written last, and when a part of it changes."""

import json

from analysis.basics import paths
from analysis.catalogue.releases_held import Held
from analysis.data.store import RECORD, read_record


def write_record(record: dict) -> None:
    """Write the record aside and then in place."""
    file = paths.processed() / RECORD
    paths.aside(file).unlink(missing_ok=True)
    paths.aside(file).write_text(json.dumps(record, indent=1), encoding="utf-8")
    paths.aside(file).replace(file)


def forget(releases: list[Held]) -> None:
    """Let the record not vouch for releases while their files change."""
    record = read_record(paths.processed())
    if [held for held in releases if record["releases"].pop(held.id, None)]:
        write_record(record)


def vouch(held: Held, entry: dict) -> None:
    """Let the record vouch for a release by ``entry``, which says what its files are and what they were made of."""
    record = read_record(paths.processed())
    record["releases"][held.id] = entry
    write_record(record)
