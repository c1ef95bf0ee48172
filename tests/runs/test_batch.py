"""Many reports: planned, made side by side, whole or not there, whatever happens on the way."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner
from folder_contents import hashes, hidden

from analysis.basics.errors import InputError
from analysis.cli import main
from analysis.runs import swap
from analysis.runs.batch import run_batch
from analysis.runs.plan import plan
from analysis.runs.runs_file import parse_years, read_runs
from analysis.runs.warm import warm
from quick import CELL, write_notebook

AREAS, YEAR = ["Barnet", "Camden", "Brent"], 2024


def runs(*areas):
    return [{"areas": list(areas), "years": [YEAR]}]


def start(*arguments):
    """A command in a process of its own, in a group of its own."""
    command = [sys.executable, "-m", "analysis", *arguments]
    # a shell lets what it runs in the background ignore Ctrl-C, and that is inherited
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
    finally:
        signal.signal(signal.SIGINT, before)


def wait_for(there, process, seconds=120):
    end = time.monotonic() + seconds
    while not there():
        assert process.poll() is None and time.monotonic() < end, process.communicate(timeout=10)
        time.sleep(0.02)


def test_one_job_and_two_make_the_same_bytes_and_a_second_run_makes_nothing(quick):
    assert [r["outcome"] for r in run_batch(runs(*AREAS[:2]), jobs=1).records] == ["made"] * 2
    first = hashes(quick / "reports")
    again = run_batch(runs(*AREAS[:2]), jobs=2)
    assert [r["outcome"] for r in again.records] == ["current"] * 2
    assert len(run_batch(runs(*AREAS[:2]), jobs=2, force=True).of("made")) == 2
    assert hashes(quick / "reports") == first and not hidden(quick)


def test_what_fails_is_told_and_the_others_are_made(quick):
    write_notebook(quick / "notebooks" / "10_rankings.ipynb", CELL, 'assert area != "Camden", "no such luck"')
    names = ", ".join(AREAS)
    result = CliRunner().invoke(main, ["batch", "--areas", names, "--years", str(YEAR), "--jobs", "2"])
    assert result.exit_code == 1
    assert "2 made, 0 up to date, 0 skipped, 1 failed" in result.output
    for part in (
        "Camden",
        "'Rankings'",
        "cell 5 of 10_rankings.ipynb",
        "year = 2024",
        "no such luck",
        "assert area",
    ):
        assert part in result.output
    assert "Traceback" not in result.output and len(result.output.splitlines()) < 40
    there = {folder.name for folder in (quick / "reports").iterdir() if folder.is_dir()}
    assert there == {"barnet-2024", "brent-2024", "camden-2024-failed"}
    kept = {file.name for file in (quick / "reports" / "camden-2024-failed").iterdir()}
    assert {"10_rankings.ipynb", "index.html", "attainment-gaps.html"} <= kept and "rankings.html" not in kept
    record = json.loads((quick / "reports" / "batch.json").read_text(encoding="utf-8"))
    assert (record["made"], record["failed"]) == (2, 1)
    write_notebook(quick / "notebooks" / "10_rankings.ipynb", CELL)
    assert len(run_batch(runs("Camden")).of("made")) == 1
    assert not (quick / "reports" / "camden-2024-failed").exists()


def test_a_region_and_a_year_without_data(quick):
    found = plan([{"areas": ["Inner London", "Barnet"], "years": [2024, 2031]}], force=False)
    assert len(found) == 30 and {r["outcome"] for r in found if r["year"] == 2031} == {"skipped"}
    assert all("no data" in r["reason"] for r in found if r["year"] == 2031)
    with pytest.raises(InputError, match="Barnett"):
        plan([{"areas": ["Barnett"], "years": [2024]}], force=False)


def wait_file(file):
    """A cell that waits until there is a file, for every local authority but Barnet."""
    return f"""
import pathlib, time
end = time.monotonic() + 120
while area != "Barnet" and not pathlib.Path({str(file)!r}).exists() and time.monotonic() < end:
    time.sleep(0.05)
"""


def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(quick):
    write_notebook(quick / "notebooks" / "10_rankings.ipynb", CELL, wait_file(quick / "go"))
    arguments = ["batch", "--areas", ",".join(AREAS), "--years", str(YEAR), "--jobs", "1"]
    process = start(*arguments)
    wait_for(lambda: (quick / "reports" / "barnet-2024").exists(), process)
    os.kill(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130 and "Stopped" in output and "Traceback" not in output
    assert not hidden(quick)
    (quick / "go").touch()
    after = run_batch(runs(*AREAS))
    assert [r["outcome"] for r in after.records if r["area"] == "Barnet"] == ["current"]
    assert len(after.of("made")) == 2 and not after.of("failed")


def test_two_runs_on_one_authority_wait_for_each_other(quick):
    begin = f"import pathlib; pathlib.Path({str(quick / 'begun')!r}).touch()"
    write_notebook(quick / "notebooks" / "10_rankings.ipynb", CELL, begin, wait_file(quick / "go"))
    arguments = ["report", "--area", "Camden", "--year", str(YEAR)]
    first = start(*arguments)
    wait_for((quick / "begun").exists, first)
    second = start(*arguments)
    assert any("another run is making reports/camden-2024" in line for line in second.stdout)
    (quick / "go").touch()
    said = first.communicate(timeout=120)[0] + second.communicate(timeout=120)[0]
    assert first.returncode == second.returncode == 0, said
    assert not hidden(quick)


@pytest.mark.skipif(not warm.available(), reason="processes are forked on Linux only")
def test_a_killed_page_is_a_failure_not_the_end(quick):
    kill = 'import os, signal; area != "Camden" or os.kill(os.getpid(), signal.SIGKILL)'
    write_notebook(quick / "notebooks" / "10_rankings.ipynb", CELL, kill)
    summary = run_batch(runs("Camden", "Brent"))
    (failed,) = summary.of("failed")
    assert failed["area"] == "Camden" and "killed" in failed["reason"] and len(summary.of("made")) == 1


def test_the_place_of_a_folder_is_taken_whole(tmp_path):
    target = tmp_path / "report"
    for text in ("first", "second"):
        with swap.locked(target), swap.scratch(target) as place:
            (place / "report").mkdir()
            (place / "report" / "page").write_text(text)
            swap.put(place / "report", target)
        assert (target / "page").read_text() == text
    assert [file.name for file in tmp_path.iterdir()] == ["report"]


def test_where_folders_cannot_change_places_the_previous_one_comes_back(tmp_path, monkeypatch):
    monkeypatch.delattr(swap.ctypes, "CDLL")
    target, new = tmp_path / "report", tmp_path / "new"
    for folder in (target, new):
        folder.mkdir()
        (folder / "page").write_text(folder.name)
    target.rename(tmp_path / ".report.previous")  # as far as a killed run came
    swap.clear(target)
    assert (target / "page").read_text() == "report"
    swap.put(new, target)
    assert (target / "page").read_text() == "new" and len(list(tmp_path.iterdir())) == 1


def test_years_and_lists_of_runs_are_read_or_refused(tmp_path):
    assert parse_years("2025, 2016-2018") == [2016, 2017, 2018, 2025]
    with pytest.raises(InputError, match="not a year"):
        parse_years("last")
    file = tmp_path / "runs.toml"
    file.write_text('[[run]]\nareas = ["Barnet"]\nyears = [2017]\n')
    assert read_runs(file) == [{"areas": ["Barnet"], "years": [2017]}]
    for wrong in ("[[run]]\nareas = 'Barnet'\nyears = [2017]", "[[run]]\nareas = ['x']", "x", "[run]\n"):
        file.write_text(wrong)
        with pytest.raises(InputError, match=r"runs\.toml"):
            read_runs(file)


def test_a_cluster_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("analysis.runs.cluster", "analysis.runs.cluster_worker"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    wanted = ["batch", "--areas", "Barnet", "--years", "2017", "--scheduler", "tcp://nowhere:1"]
    result = CliRunner().invoke(main, wanted)
    assert result.exit_code == 1 and re.search(r"-m pip install distributed==[\d.]+$", result.output.strip())


def test_help_and_what_is_up_to_date_import_nothing_heavy():
    code = "import sys; from analysis.runs import ask, batch, freshness; from analysis import cli; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("pandas", "numpy", "matplotlib", "papermill", "jupyter_client", "bs4", "distributed")
    assert not [name for name in heavy if f"'{name}'" in done.stdout]
