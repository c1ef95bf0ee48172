"""Where the tests find the repository and, if they are at hand, DfE's files."""

import os
import shutil
from pathlib import Path

REPO = Path(__file__).parents[1]
NATIONAL = Path(os.environ.get("STANDARDS_RAW") or REPO.parent / "shared" / "data").resolve()


def make_home(folder: Path, monkeypatch) -> Path:
    (folder / "data").mkdir(parents=True)
    ignore = shutil.ignore_patterns("lait", "lait_releases", "ees", ".ipynb_checkpoints")
    shutil.copytree(REPO / "data" / "raw", folder / "data" / "raw", ignore=ignore)
    shutil.copytree(REPO / "notebooks", folder / "notebooks", ignore=ignore)
    monkeypatch.setenv("STANDARDS_HOME", str(folder))
    monkeypatch.setenv("STANDARDS_OFFLINE", "1")
    monkeypatch.delenv("STANDARDS_RAW", raising=False)
    return folder
