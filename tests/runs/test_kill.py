"""A few of the trials of tests/trials/kill.py: kill -9 leaves whole reports, no process, and a command that goes on."""

import sys

import pytest

from trials.kill import trials


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes by their environment")
def test_a_killed_command_leaves_whole_reports_and_can_be_repeated(monkeypatch):
    monkeypatch.delenv(
        "STANDARDS_RAW", raising=False
    )  # more data take more time and are written the same way
    said = []
    assert trials(3, seed=5, say=said.append) == 0, said
