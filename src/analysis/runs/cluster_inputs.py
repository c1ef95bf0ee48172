"""What the warm parent of a cluster's worker makes sure of: the same raw files, code and packages as the batch is of."""

from contextlib import suppress
from pathlib import Path

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.runs import freshness
from analysis.runs.record import inputs as inputs_here
from analysis.sources.download import fetch


def fetch_inputs(inputs: list[str], folders: list[str]) -> None:
    """Have the raw files, found or fetched by their hashes."""
    for source in load_manifest().values():
        if not source.committed and f"data/raw/{source.path}" in inputs:
            _have(source.id, folders)


def require_same(expected: dict, as_at: str = "") -> None:
    """Refuse to make reports of anything else than the batch is of."""
    found = {"inputs": inputs_here(as_at), "code": freshness.code_hash(), "packages": freshness.packages()}
    if differing := [name for name in expected if found[name] != expected[name]]:
        raise InputError(
            f"The worker has other {' and '.join(differing)} than the machine that runs the batch.",
            remedy="Install the same version of this package and of what requirements.lock names on every worker.",
        )


def _have(source_id: str, folders: list[str]) -> None:
    """Bring a raw file into data/raw: copied from the first folder that has the right one, else downloaded."""
    for folder in folders:
        if Path(folder).is_dir():
            with suppress(InputError):
                fetch([source_id], Path(folder), progress=False)
                return
    fetch([source_id], progress=False)
