"""Eight reports and the hash of everything in them, to see that a change of the code's form changes no figure or word.

    python tests/same_bytes.py before.json                  # makes them, writes the hashes
    python tests/same_bytes.py after.json before.json       # and says what is not as before; exit status 1 if anything is

Needs DfE's files in STANDARDS_RAW. Of run.json all but the code's hash counts; of a workbook each part.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

REPO = Path(__file__).parents[1]
DOCS = REPO / "docs"
#: Name, area, year and what is the report's own; the first is made where there are no national files.
REPORTS = (
    ("barnet-2017-offline", "Barnet", 2017, ""),
    ("barnet-2017", "Barnet", 2017, ""),
    ("barnet-2025", "Barnet", 2025, ""),
    ("camden-2024", "Camden", 2024, ""),
    ("city-of-london-2024", "City of London", 2024, ""),
    ("isles-of-scilly-2024", "Isles of Scilly", 2024, ""),
    ("cumberland-2024", "Cumberland", 2024, ""),
    ("camden-2024-own", "Camden", 2024, "own"),
)
OWN = {"targets": "targets-example.csv", "cohorts": "cohorts-example.csv"}
#: What run.json says of the code that made the report, and the hashes that follow from it.
OF_THE_CODE = ("code", "run", "made", "seconds")


def make_home(folder: Path) -> Path:
    shutil.copytree(
        REPO / "data" / "raw",
        folder / "data" / "raw",
        ignore=shutil.ignore_patterns("lait", "lait_releases", "ees"),
    )
    shutil.copytree(REPO / "notebooks", folder / "notebooks")
    return folder


def make(home: Path, area: str, year: int, own: str) -> Path:
    """The folder of the report, made by the command line as a user would."""
    env = {**os.environ, "STANDARDS_HOME": str(home), "STANDARDS_OFFLINE": "1"}
    if home.name == "offline":
        env.pop("STANDARDS_RAW", None)
    command = [sys.executable, "-m", "analysis", "report", "--area", area, "--year", str(year), "--force"]
    if own:
        for folder, example in OWN.items():
            place = home / "data" / "raw" / folder / f"{area.lower()}-{year}.csv"
            place.parent.mkdir(exist_ok=True)
            shutil.copy(DOCS / example, place)
        command += ["--claims", str(DOCS / "claims-example.csv")]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{area} {year}: {done.stderr}")
    line = next(line for line in done.stdout.splitlines() if line.startswith("Report: "))
    return home / Path(line.removeprefix("Report: ")).parent


def hashes(folder: Path) -> dict[str, str]:
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as parts:
                found |= {f"{name}/{part}": digest(parts.read(part)) for part in parts.namelist()}
        elif file.name == "run.json":
            record = {
                key: value for key, value in json.loads(file.read_bytes()).items() if key not in OF_THE_CODE
            }
            found[name] = digest(json.dumps(record, sort_keys=True).encode())
        else:
            found[name] = digest(file.read_bytes())
    return found


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(target: str, before: str = "") -> int:
    found = {}
    kept = Path(target).with_suffix("")
    with tempfile.TemporaryDirectory() as temporary:
        for name, area, year, own in REPORTS:
            home = Path(temporary) / ("offline" if name.endswith("offline") else "own" if own else "national")
            folder = make(home if home.exists() else make_home(home), area, year, own)
            found[name] = hashes(folder)
            shutil.copytree(folder, kept / name, dirs_exist_ok=True)  # to look at what differs
            print(name, len(found[name]), flush=True)
    Path(target).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if not before:
        return 0
    expected = json.loads(Path(before).read_text(encoding="utf-8"))
    different = [
        f"{report}/{name}"
        for report in found
        for name in sorted(found[report].keys() | expected[report].keys())
        if found[report].get(name) != expected[report].get(name)
    ]
    print("\n".join(different) or "all as before")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
