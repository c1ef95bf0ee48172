"""docs/next-year.md, followed to the letter with a made release of 2026."""

import re
import shlex
from datetime import date

import pytest

from analysis.catalogue.releases_held import release_in_use
from analysis.report.contents import PAGES
from analysis.runs import update_which
from analysis.sources import lait_repository
from lait_made import DICTIONARY, GLD, make_release, write_list, write_parquet
from places import REPO
from quick import CELL, write_notebook
from servers import reply, run

GUIDE = (REPO / "docs" / "next-year.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", GUIDE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]


def rows(year: str, *figures):
    areas = ("Barnet", "Camden", "Brent", "London", "England")
    return [(GLD, year, area, str(figure)) for area, figure in zip(areas, figures, strict=True)]


@pytest.fixture
def autumn(home, server, tmp_path, monkeypatch):
    """A project that has the release of April 2026, and beside one the files of October; no newer one is in DfE's repository."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(lait_repository, "API", server.url)
    monkeypatch.setattr(update_which, "today", lambda: date(2026, 11, 27))
    server.answers["/commits"] = reply(body=b"[]")
    write_list(home / "data" / "raw", [])
    make_release(home, "2026-04-08T10:23:40+00:00", rows("2025", 70, 71, 72, 73, 74))
    for page in PAGES:
        write_notebook(home / "notebooks" / page.notebook, CELL)
    made = [*rows("2025", 72, 71, 70, 73, 74), *rows("2026 (prov)", 75, 76, 77, 78, 79)]
    write_parquet(tmp_path / "bds_long_0.parquet", [*made, (GLD, "2026 (prov)", "New Unitary", "80")])
    (tmp_path / "lait_data_dictionary.csv").write_text(DICTIONARY, encoding="latin-1")
    monkeypatch.chdir(tmp_path)
    return home


def test_the_steps_in_their_order(autumn):
    told = {}
    for command in COMMANDS:
        name, *arguments = shlex.split(command)
        assert name == "standards"
        if re.search(r"\b[A-Z_]{4,}\b", command):  # for the reader to fill in: step 5
            continue
        code, told[command] = run(*arguments)
        assert code == 0, f"{command}\n{told[command]}"
    assert len(told) == len(COMMANDS) - 2 >= 10
    taken = next(output for command, output in told.items() if "--from" in command)
    assert "New year: 2026" in taken and "2 figures changed in place" in taken and "area New Unitary" in taken
    assert "no release newer than 2026-04-08" in told["standards update"]
    assert release_in_use().release.date == date(2026, 10, 15)
    assert re.search(r"2026-10-15 .* in use", told["standards releases"])
    assert "New Unitary" in told["standards prepare"]
    reports = {folder.name for folder in (autumn / "reports").iterdir() if folder.is_dir()}
    assert {"barnet-2026", "barnet-2025", "barnet-2025-as-at-2026-04-08"} <= reports
    days = "revisions-2026-04-08-2026-10-15"
    assert {days, f"{days}-barnet"} <= reports
    assert "2026-10-15" in told["standards explain eyfs_gld,all --area Barnet --year 2026"]
