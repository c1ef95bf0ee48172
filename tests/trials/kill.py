"""Kill -9 at random moments of `prepare`, `report` and `batch`: is what was there before, or what is new, always whole?

    python tests/trials/kill.py                  # 120 trials, on notebooks that take a moment
    python tests/trials/kill.py --trials 12 --seed 3

Each trial starts a command in a project folder of its own, kills one of its processes (the command itself, the warm
parent or a child, drawn by chance) at a moment drawn by chance, and asks: is every report whole, byte for byte one
that an uninterrupted run makes; does `standards check` say nothing of reports and data; is no process left; does the
same command then complete, and leave nothing behind? Prints a line for each kind of command; exit status 1 if any
answer was no. Needs Linux; with STANDARDS_RAW, the national data are read too.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil

REPO = Path(__file__).parents[2]
COMMANDS = {
    "prepare": ["prepare"],
    "report": ["report", "--force"],
    "batch": ["batch", "--areas", "Barnet", "--years", "2017", "--force"],
}
MARK = "STANDARDS_TRIAL"
#: Seconds within which no process of a killed command may be left.
PATIENCE = 15


def make_home(folder: Path) -> dict[str, str]:
    """A project folder whose notebooks take a moment; the environment that names it."""
    ignore = shutil.ignore_patterns("lait", "ees")
    shutil.copytree(REPO / "data" / "raw", folder / "data" / "raw", ignore=ignore)
    (folder / "notebooks").mkdir()
    for file in (REPO / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(file, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        show = "from analysis.output.table import say\nfrom analysis.report.contents import open_report\nsay(open_report(area, year).area.name)"
        code[1].source = show
        notebook.cells = [notebook.cells[0], *code[:2]]
        nbformat.write(notebook, folder / "notebooks" / file.name)
    place = {"STANDARDS_HOME": str(folder), "STANDARDS_OFFLINE": "1", MARK: str(folder)}
    return {**os.environ, "PYTHONPATH": str(REPO / "src"), **place}


def run(arguments: list[str], env: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "analysis", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def completed(arguments: list[str], env: dict[str, str]) -> str:
    """Run a command to its end: what it said if it failed."""
    process = run(arguments, env)
    said, _ = process.communicate(timeout=600)
    return said if process.returncode else ""


def contents(home: Path) -> dict[str, bytes]:
    """Every file of prepared data and reports, but for what tells the time."""
    folders = [home / "data" / "processed", home / "reports" / "barnet-2017"]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {str(file.relative_to(home)): file.read_bytes() for file in files if file.name != "run.json"}


def processes(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def trial(
    name: str, home: Path, env: dict[str, str], whole: dict[str, bytes], longest: float, chance
) -> list[str]:
    """One kill; what is not as it should be afterwards."""
    process = run(COMMANDS[name], env)
    time.sleep(chance.uniform(0, longest))
    victims = processes(env[MARK])
    finished = process.poll() is not None or not victims
    if not finished:
        victim = process.pid if chance.random() < 0.5 else chance.choice(victims).pid
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            finished = True
    process.communicate(timeout=600)
    end = time.monotonic() + PATIENCE
    while (left := processes(env[MARK])) and time.monotonic() < end:
        time.sleep(0.05)
    faults = [f"a process is left: {process.pid}" for process in left]
    now = contents(home)
    report = {name: text for name, text in now.items() if name.startswith("reports")}
    if report != {name: text for name, text in whole.items() if name.startswith("reports")}:
        faults.append("the report is not whole")
    if name != "prepare" and now != whole:
        faults.append("the prepared data have changed")
    if name != "prepare" and (said := completed(["check"], env)):
        faults.append(f"check: {said}")
    if said := completed(COMMANDS[name], env):
        faults.append(f"the same command does not complete: {said}")
    if contents(home) != whole:
        faults.append("the same command gives other bytes")
    if hidden := [file.name for file in (home / "reports").glob(".*")]:
        faults.append(f"left behind: {hidden}")
    if said := completed(["check"], env):
        faults.append(f"check after all: {said}")
    return [*faults, *(["finished"] if finished else [])]


def trials(number: int, seed: int, say=print) -> int:
    """Run the trials, a third of each command; how many went wrong."""
    chance, wrong = random.Random(seed), 0  # noqa: S311 (when to kill is no secret)
    with tempfile.TemporaryDirectory(prefix="standards-trials-") as folder:
        home = Path(folder) / "home"
        env = make_home(home)
        longest = {}
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            if said := completed(arguments, env):
                raise SystemExit(said)
            longest[name] = 1.05 * (time.perf_counter() - start)
        whole = contents(home)
        for name in COMMANDS:
            count = number // 3
            results = [trial(name, home, env, whole, longest[name], chance) for _ in range(count)]
            finished = sum("finished" in faults for faults in results)
            faults = [fault for found in results for fault in found if fault != "finished"]
            wrong += len(faults)
            say(
                f"{name}: {count} trials, {count - finished} killed, {finished} ended before; {len(faults)} faults"
            )
            for fault in faults:
                say(f"  {fault}")
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    sys.exit(1 if trials(given.trials, given.seed) else 0)
