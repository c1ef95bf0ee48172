"""Locks: one holder at a time, free once the holder is gone however it went, and no file left that git would show."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from analysis.runs import swap

REPO = Path(__file__).parents[2]
HOLD = """
import os, sys, time
from pathlib import Path
from analysis.runs import swap
with swap.locked(Path(sys.argv[1])) as held:
    begun, begins = os.pipe()
    child = os.fork() if len(sys.argv) > 2 else os.write(begins, b".")
    if child:
        os.read(begun, 1)  # nothing is said before the child lives on by itself
        print(held, child, flush=True)
    else:
        os.write(begins, b".")
    time.sleep(60)
"""
ASK = """
import sys
from pathlib import Path
from analysis.runs import swap
with swap.locked(Path(sys.argv[1]), wait=False) as held:
    print(held)
"""


@pytest.fixture
def hold():
    """A process that holds a lock, and what it said: a holder that is killed with the test."""
    begun = []

    def start(target: Path, *arguments: str) -> tuple[subprocess.Popen, list[str]]:
        command = [sys.executable, "-c", HOLD, str(target), *arguments]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return begun[-1], begun[-1].stdout.readline().split()

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def taken(target: Path) -> bool:
    with swap.locked(target, wait=False) as held:
        return not held


def test_another_process_has_the_lock_until_it_is_killed(tmp_path, hold):
    process, said = hold(tmp_path / "report")
    assert said[0] == "True" and taken(tmp_path / "report") and not taken(tmp_path / "report-2")
    process.kill()
    process.wait()
    assert not taken(tmp_path / "report")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_child_that_lives_on_does_not_keep_the_lock(tmp_path, hold):
    process, (held, child) = hold(tmp_path / "report", "fork")
    try:
        assert held == "True" and taken(tmp_path / "report")
        process.kill()
        process.wait()
        os.kill(int(child), 0)  # it lives
        assert not taken(tmp_path / "report")
    finally:
        os.kill(int(child), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_child_that_ends_leaves_the_lock_to_its_parent(tmp_path):
    with swap.locked(tmp_path / "report"):
        if not (child := os.fork()):
            os._exit(0)
        os.waitpid(child, 0)
        done = subprocess.run(
            [sys.executable, "-c", ASK, str(tmp_path / "report")], capture_output=True, text=True, check=True
        )
    assert done.stdout.split() == ["False"]


def test_who_waits_says_so_once_and_gets_the_lock_in_turn(tmp_path):
    inside, said, most = [], [], []

    def work():
        with swap.locked(tmp_path / "report", waiting=lambda: said.append(1)) as held:
            inside.append(held)
            most.append(len(inside))
            time.sleep(0.05)
            inside.remove(held)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4 and 1 <= len(said) <= 3
    assert not list(tmp_path.iterdir())


def test_what_killed_runs_left_goes_and_what_is_being_made_stays(tmp_path, hold):
    made = [".barnet-2017.lock", ".barnet-2017.making-abc/report", ".st-helens-2025.making-abc/report"]
    made += [".hull-2024-failed.lock", ".prepare.lock"]
    for name in made:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    hold(tmp_path / "st-helens-2025")
    swap.clear_all(tmp_path)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".st-helens-2025.lock", ".st-helens-2025.making-abc"]


def test_git_shows_no_lock_or_scratch_of_a_report():
    names = [f"reports/.{name}{end}" for name in ("prepare", "barnet-2017", "barnet-2025-failed")
             for end in (swap.LOCK, f"{swap.MARK}abc", swap.PREVIOUS)]  # fmt: skip
    found = subprocess.run(
        ["git", "check-ignore", *names], cwd=REPO, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == names
