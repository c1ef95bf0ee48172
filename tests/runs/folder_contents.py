"""What is in a folder of reports, for tests that compare runs."""

import hashlib
from pathlib import Path

#: What tells the time.
DATED = ("run.json", "batch.json")


def hashes(folder: Path, but: tuple[str, ...] = DATED) -> dict[str, str]:
    files = [file for file in folder.rglob("*") if file.is_file() and file.name not in but]
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def hidden(home: Path) -> list[str]:
    """What a run leaves in the reports folder that is no report."""
    return [file.name for file in (home / "reports").glob(".*")]
