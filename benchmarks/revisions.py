"""`standards revisions` between releases that are prepared: time and CPU of the whole command.

    python benchmarks/revisions.py      # needs releases of the interactive tool (STANDARDS_RAW)

The first release at hand with the last, then the last two: the most and the least that two releases change. The data file
of the first pair is also written by pandas' own `to_csv`, from the same rows in one process. Writes benchmarks/results/revisions.md.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "revisions.md"
COMMAND = [sys.executable, "-c", "from analysis.cli import main; main()"]
#: Runs in a process of its own: the days at hand, as JSON.
DAYS = """
import json
from analysis.catalogue.releases_held import at_hand
print(json.dumps(sorted({held.release.date.isoformat() for held in at_hand()})))
"""
#: The same rows as text by either way, CPU seconds of each, the better of two.
TEXTS = """
import json, sys, time
from analysis.data.store import prepared_england
from analysis.output.csv_text import csv_text
from analysis.report.revisions.revisions import compared
rows = compared(*[prepared_england(day) for day in reversed(sys.argv[1:])]).revised
def timed(way):
    begun = time.process_time()
    text = way()
    return time.process_time() - begun, text
ours, theirs = ([timed(way) for _ in range(2)] for way in (lambda: csv_text(rows), lambda: rows.to_csv(index=False)))
assert ours[0][1] == theirs[0][1]
print(json.dumps([len(rows), len(ours[0][1]), min(t for t, _ in ours), min(t for t, _ in theirs)]))
"""


def asked(code: str, *arguments: str):
    """What a piece of Python in a process of its own prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds that a command takes, and CPU seconds of it and all that it starts."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([*COMMAND, *arguments], check=True, capture_output=True)
    seconds, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    days = asked(DAYS)
    pairs = {"first and last": (days[0], days[-1]), "last two": (days[-2], days[-1])}
    lines = []
    for name, (first, last) in pairs.items():
        between = ["revisions", "--from", first, "--to", last, "--force"]
        timed(between)  # prepares what is not, and compiles
        load = os.getloadavg()[0]
        runs = [timed(between) for _ in range(2)]
        seconds, cpu = min(runs)
        lines.append(f"| {name} | {first} | {last} | {seconds:.1f} s | {cpu:.1f} s | {load:.1f} |")
    rows, size, ours, theirs = asked(TEXTS, *pairs["first and last"])
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    RESULTS.write_text(
        "# Revisions between two releases\n\n"
        f"Written by `benchmarks/revisions.py`. {machine}, pandas {version('pandas')}, pyarrow {version('pyarrow')}. Both "
        "releases prepared; the whole command with its page, the quicker of two runs. Load is that of the minute before: "
        "what others do lengthens the time, the CPU time hardly.\n\n"
        "| pair | from | to | time | CPU | load |\n| --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(lines)
        + f"\n\nThe data file of the first pair, {rows:,} rows and {size / 1e6:.0f} MB, as text: {ours:.1f} s CPU, "
        f"{theirs:.1f} s by pandas' `to_csv`, the same bytes.\n",
        encoding="utf-8",
    )
    print(RESULTS.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
