"""What a report depends on besides code: raw files, catalogues and an analyst's own files, by their hashes."""

import re
from collections.abc import Iterable
from pathlib import Path

from analysis.basics import paths
from analysis.catalogue.manifest import find, load_manifest, sha256

#: What shapes a report besides the files of the manifest, below data/raw: catalogues, rules and mappings, which also
#: shape data/processed, and an analyst's own targets and cohorts, which do not.
CATALOGUE = ("manifest.toml", "*.csv", "ees_mappings/*.toml")


OWN = ("targets/*.csv", "cohorts/*.csv")


def inputs() -> dict[str, str]:
    """SHA-256 of every raw file that is at hand, and of the files of ``CATALOGUE`` and ``OWN``, by path."""
    return prepared_inputs() | own_inputs()


def prepared_inputs() -> dict[str, str]:
    """Those that data/processed is made from: what ``prepare`` records."""
    files = [path for path in map(find, load_manifest().values()) if path]
    return _hashed([*files, *_below_raw(CATALOGUE)])


def own_inputs() -> dict[str, str]:
    """Those that an analyst adds, for any report."""
    return _hashed(_below_raw(OWN))


def of_report(found: dict[str, str], report: str) -> dict[str, str]:
    """Of all inputs those of one report, ``barnet-2017``: without the targets, cohorts and papers of others."""
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
