"""What an analyst adds is not published by a ``git add .``: only the explanations of its places are."""

import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["targets", "cohorts", "claims"])
def test_git_leaves_an_analysts_own_files_alone(folder):
    names = [f"data/raw/{folder}/{name}" for name in ("camden-2024.csv", "draft.xlsx", "old/camden-2023.csv")]
    asked = [*names, f"data/raw/{folder}/README.md", "data/raw/measures.csv"]
    found = subprocess.run(
        ["git", "check-ignore", "--no-index", *asked], cwd=REPO, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == names
    known = subprocess.run(
        ["git", "ls-files", f"data/raw/{folder}"], cwd=REPO, capture_output=True, text=True, check=True
    )
    assert known.stdout.split() == [f"data/raw/{folder}/README.md"]
