"""Reports as at a day: what was public then, in a folder of their own, and every command that knows of them."""

import json
import re

import pytest
from click.testing import CliRunner

from analysis.catalogue.releases_held import SOURCE
from analysis.cli import main
from analysis.report.contents import PAGES
from analysis.runs.batch import run_batch
from analysis.runs.check import check_record, check_reports
from analysis.runs.index import find_reports
from lait_made import GLD, make_release
from quick import CELL, write_notebook

NAME = "barnet-2025-as-at-2030-01-20"
AREAS = ("Barnet", "Camden", "Kent", "Leeds", "London", "England")


@pytest.fixture
def made(home):
    """A project with two made releases, and pages that take a moment."""
    for month, figure in ((1, 60), (2, 70)):
        rows = [
            (code, str(year), area, str(figure + place))
            for code in (GLD, "KS2RWM_Expected_STD", "DAP_NEW_KS2_RWM")
            for year in (2024, 2025)
            for place, area in enumerate(AREAS)
        ]
        make_release(home, f"2030-0{month}-05T10:00:00+00:00", rows)
    for page in PAGES:
        write_notebook(home / "notebooks" / page.notebook, CELL)
    return home


def told(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


AS_AT = ("--area", "Barnet", "--year", "2025", "--as-at", "2030-01-20")


def test_a_report_as_at_a_day(made):
    assert f"Report: reports/{NAME}/index.html" in told("report", *AS_AT)
    assert f"Up to date: reports/{NAME}/index.html" in told("report", *AS_AT)
    folder = made / "reports" / NAME
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"area": "Barnet", "year": 2025, "as_at": "2030-01-20"}
    assert re.fullmatch(r"2030-01-05_[0-9a-f]{7}", record["release"]) and check_record(record) == []
    (source,) = [source for source in record["sources"] if source["id"] == SOURCE]
    assert source["path"] == f"lait_releases/{record['release']}/bds_long_0.parquet"
    assert record["inputs"][f"data/raw/{source['path']}"] == source["sha256"]
    page = (folder / "rankings.html").read_text(encoding="utf-8")
    assert "As at 20 January 2030: no figure published later is in it" in page
    assert "released on 5 January 2030" in page
    # beside the one of now, which is another report
    assert "Report: reports/barnet-2025/index.html" in told("report", *AS_AT[:4])
    now = json.loads((made / "reports" / "barnet-2025" / "run.json").read_text(encoding="utf-8"))
    assert now["parameters"] == {"area": "Barnet", "year": 2025} and now["release"].startswith("2030-02-05")
    assert now["hash"] != record["hash"] and check_reports() == []
    listed, _ = find_reports(made / "reports")
    assert {(report.folder, report.as_at) for report in listed} == {
        (NAME, "20 January 2030"),
        ("barnet-2025", ""),
    }
    assert "(as at 20 January 2030)" in (made / "reports" / "index.html").read_text(encoding="utf-8")
    make_release(made, "2030-03-05T10:00:00+00:00", [(GLD, "2025", "Barnet", "80")])
    assert f"Up to date: reports/{NAME}" in told("report", *AS_AT)  # a newer release is nothing to it


def test_a_report_in_the_folder_of_another_day_is_found(made):
    told("report", *AS_AT)
    (made / "reports" / NAME).rename(made / "reports" / NAME.replace("01-20", "01-21"))
    (finding,) = check_reports()
    assert "holds the report on Barnet, 2025, as at 2030-01-20" in finding


def test_explain_cites_the_release_of_a_figure(made):
    then = told("explain", "eyfs_gld,all", *AS_AT)  # prepares what it needs
    assert "observation: 60.0 for Barnet" in then and "rank: 4 of 4" in then
    assert "• release: 2030-01-05_" in then and "published on 5 January 2030, commit " in then
    assert re.search(r"data/processed/lait/2030-01-05_\w{7}\.parquet", then)
    assert "'Values': '60'" in then
    told("prepare")
    now = told("explain", "eyfs_gld,all", *AS_AT[:4])
    assert "observation: 70.0 for Barnet" in now and "release: 2030-02-05_" in now


def test_a_batch_as_at_a_day(made):
    runs = [{"areas": ["Barnet", "Leeds"], "years": [2025]}]
    first = run_batch(runs, as_at="2030-01-20", jobs=1)
    assert not [record["reason"] for record in first.of("failed")]
    assert [(record["outcome"], record["folder"]) for record in first.records] == [
        ("made", NAME),
        ("made", NAME.replace("barnet", "leeds")),
    ]
    assert [record["outcome"] for record in run_batch(runs, as_at="2030-01-20").records] == ["current"] * 2


def test_days_that_cannot_be(made):
    assert "known that was public on 2020-01-01" in told("report", "--as-at", "2020-01-01", code=1)
    assert "'October' is not a day" in told("report", "--as-at", "October", code=1)
    assert "2025-12-22_1f369c8, which is not at hand" in told(
        "batch", "--areas", "Barnet", "--years", "2025", "--as-at", "2026-01-01", code=1
    )
    assert not (made / "reports" / "barnet-2017").exists()


def test_the_list_of_releases(made):
    lines = told("releases").splitlines()
    assert lines[0].split() == ["released", "commit", "state", "newest", "year", "note"]
    assert [line.split()[0] for line in lines[1:3]] == ["2030-02-05", "2030-01-05"]
    assert "in use" in lines[1] and "at hand" in lines[2] and "2025-12-22  1f369c8  known" in lines[7 + 4]
    assert "37 known, 2 at hand" in lines[-2] and "standards update" in lines[-1]
    told("prepare")
    assert told("releases").splitlines()[1].split()[-1] == "2025"
    (made / "data" / "raw" / "lait_releases" / "2031-01-01_abcdef0").mkdir()
    assert "Not used, as the list does not know it: data/raw/lait_releases/2031-01-01_abcdef0" in told(
        "releases"
    )


def test_prepare_tells_what_was_not_understood(made):
    make_release(
        made, "2030-03-05T10:00:00+00:00", [(GLD, "2025", "Barnet", "80"), (GLD, "2025", "Atlantis", "1")]
    )
    said = told("prepare")
    assert "lait: release 2030-03-05_" in said
    assert (
        f"lait: area Atlantis, 1 row (row 1: {GLD}, 2025, Atlantis: 1): left out: add it to areas.csv" in said
    )
