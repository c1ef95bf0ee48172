"""What a report depends on besides code: raw files, catalogues and an analyst's own files, by their hashes."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from analysis.basics import paths
from analysis.catalogue.manifest import Source, find, load_manifest, sha256
from analysis.catalogue.releases_held import DICTIONARY_SOURCE, SOURCE, in_use

#: What shapes a report besides the files of the manifest, below data/raw: catalogues, rules and mappings, which also
#: shape data/processed, and an analyst's own targets and cohorts, which do not.
CATALOGUE = ("manifest.toml", "*.csv", "ees_mappings/*.toml")
#: Tables that shape no figure: a release that becomes known leaves every report as it is.
LISTS = ("lait_releases.csv",)
#: How the name of the file ends that says which figures of a release are provisional or revised.
STATUSES = ".statuses.json"
#: And of the file that says how far ranks moved until it (``analysis.data.rank_movements``).
MOVES = ".moves.json"
#: How the name of a report as at a day ends.
AS_AT = re.compile(r"-as-at-(\d{4}-\d\d-\d\d)$")

OWN = ("targets/*.csv", "cohorts/*.csv")


def inputs(as_at: str = "") -> dict[str, str]:
    """SHA-256 of every raw file that is used at a day, or now, and of the files of ``CATALOGUE`` and ``OWN``, by path."""
    return prepared_inputs(as_at) | own_inputs()


def prepared_inputs(as_at: str = "") -> dict[str, str]:
    """Those that the prepared data rest on as at a day such as 2025-10-01, or now: sources, catalogues, one release.

    Raises
    ------
    InputError
        If the release of the day is not at hand (``analysis.catalogue.releases_held.release_as_at``).
    """
    held = in_use(as_at)
    of_release = held.inputs() | found_inputs(held.id, _prepared_outputs(held.id)) if held else {}
    return public_inputs(base_inputs(), as_at) | of_release


def found_inputs(release: str, outputs: dict[str, str]) -> dict[str, str]:
    """Of what was prepared of a release what was found in other releases too: no raw file has it, but a report rests on it."""
    names = [f"lait/{release}{suffix}" for suffix in (STATUSES, MOVES)]
    return {f"data/processed/{name}": outputs[name] for name in names if name in outputs}


def _prepared_outputs(release: str) -> dict[str, str]:
    """What the record of the prepared data says was written of a release; nothing if it cannot be read."""
    try:
        record = json.loads((paths.processed() / "prepared.json").read_text(encoding="utf-8"))
        return dict(record["releases"][release]["outputs"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def base_inputs() -> dict[str, str]:
    """Those of all that is prepared but for the releases of the interactive tool, at hand now."""
    files = [find(source) for source in load_manifest().values() if not is_of_lait(source)]
    catalogue = [file for file in _below_raw(CATALOGUE) if file.name not in LISTS]
    return _hashed([*filter(None, files), *catalogue])


def is_of_lait(source: Source) -> bool:
    """Whether a file of the manifest is of a release of the interactive tool."""
    return source.reader == SOURCE or source.id == DICTIONARY_SOURCE


def public_inputs(found: dict[str, str], as_at: str) -> dict[str, str]:
    """Of inputs by path those that a report as at a day may use."""
    later = {f"data/raw/{source.path}" for source in load_manifest().values() if not source.public_by(as_at)}
    return {name: hashed for name, hashed in found.items() if name not in later}


def own_inputs() -> dict[str, str]:
    """Those that an analyst adds, for any report."""
    return _hashed(_below_raw(OWN))


def of_report(found: dict[str, str], report: str) -> dict[str, str]:
    """Of all inputs those of one report, ``barnet-2017``: without the targets, cohorts and papers of others.

    A report as at a day (``barnet-2017-as-at-2025-10-01``) goes by those of the same area and year.
    """
    report = AS_AT.sub("", report)
    folders, area = {Path(pattern).parent.name for pattern in OWN}, report.rpartition("-")[0]

    def own(name: str) -> bool:
        folder = Path(name).parent.name
        if folder in folders:
            return Path(name).stem == report
        papers = re.fullmatch(r"(.+)-20\d\d", folder)
        return papers is None or papers[1] == area

    return {name: hashed for name, hashed in found.items() if own(name)}


def _below_raw(patterns: Iterable[str]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(paths.raw().glob(pattern))]


def _hashed(files: Iterable[Path]) -> dict[str, str]:
    return {paths.recorded(path): sha256(path) for path in files if path.is_file()}
