"""Where tests find what is not in the repository, and the reason they skip when it is not there."""

import os
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
NATIONAL = Path(os.environ.get("STANDARDS_RAW") or REPO.parent / "shared" / "data").resolve()


@pytest.fixture(scope="session")
def national():
    """The path of one of DfE's files, ``national("lait/bds_long_0.parquet")``; skips if it is not at hand."""

    def find(file: str) -> Path:
        path = NATIONAL / file
        if not path.exists():
            pytest.skip(f"needs DfE's {file}: set STANDARDS_RAW to a folder that holds it")
        return path

    return find
