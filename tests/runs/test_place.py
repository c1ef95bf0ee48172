"""A report that rests on fewer sources than the one that stands goes beside it, and says so."""

import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner
from folder_contents import hashes

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.cli import main
from analysis.runs import place
from analysis.runs.ask import make_report
from analysis.runs.batch import run_batch
from analysis.runs.check import check_reports
from analysis.runs.explain import explain
from analysis.runs.index import find_reports
from places import NATIONAL, REPO

BESIDE = "barnet-2017-on-fewer-sources"


def write_record(home, name, inputs):
    folder = home / "reports" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps({"inputs": dict.fromkeys(inputs, "0")}), encoding="utf-8")
    return folder


@pytest.fixture
def poorer(quick, monkeypatch):
    """The project with its report of national data, which are no longer at hand."""
    own = make_report("Barnet", 2017)
    monkeypatch.delenv("STANDARDS_RAW")
    shutil.move(quick / "data" / "processed", quick / "kept")
    assert own.name == "barnet-2017" and place.lacking(own)
    return own


def test_the_better_report_is_left_as_it_is(poorer):
    before = hashes(poorer, but=())
    told = CliRunner().invoke(main, ["report"], catch_exceptions=False).output
    assert f"Report: reports/{BESIDE}/index.html" in told
    assert "It rests on fewer sources than reports/barnet-2017, which is left as it is." in told
    assert "Not at hand: lait, lait-dictionary" in told
    assert hashes(poorer, but=()) == before
    beside = poorer.with_name(BESIDE)
    absent = sum(not source.committed for source in load_manifest().values())
    for page in beside.glob("*.html"):
        assert (
            f"fewer sources than the one in the folder barnet-2017: {absent} of its files are not at hand"
            in page.read_text(encoding="utf-8")
        )
    index = (beside / "index.html").read_text(encoding="utf-8")
    assert "Not at hand, though another edition of this report rests on them" in index
    again = CliRunner().invoke(main, ["report"], catch_exceptions=False).output
    assert f"Up to date: reports/{BESIDE}/index.html" in again and "fewer sources" in again
    assert [(record["outcome"], record["folder"]) for record in run_batch_of_barnet()] == [
        ("current", BESIDE)
    ]
    assert not [finding for finding in check_reports() if BESIDE in finding]
    with pytest.raises(InputError, match=f"{BESIDE}/data/rankings.csv"):
        explain("rankings.csv:2")  # the quick pages have no data files


def run_batch_of_barnet() -> list[dict]:
    return run_batch([{"areas": ["Barnet"], "years": [2017]}]).records


def test_what_is_beside_goes_when_the_sources_are_at_hand_again(poorer, quick, monkeypatch):
    make_report("Barnet", 2017)
    before = hashes(poorer, but=())
    assert [report.fewer for report in find_reports(quick / "reports")[0]] == [False, True]
    shutil.rmtree(quick / "data" / "processed")
    shutil.move(quick / "kept", quick / "data" / "processed")
    monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
    assert any(f"{BESIDE} is not needed" in finding for finding in check_reports())
    told = CliRunner().invoke(main, ["report"], catch_exceptions=False).output
    assert "reports/barnet-2017/index.html" in told and "fewer" not in told
    assert hashes(poorer, but=()) == before
    assert not poorer.with_name(BESIDE).exists()
    assert "fewer" not in (quick / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_report_without_national_data_has_its_own_folder_if_none_stands_there(home):
    assert place.folder_of("barnet-2017") == home / "reports" / "barnet-2017"
    write_record(home, "barnet-2017", ["data/raw/areas.csv", "data/raw/barnet-2017/figures.csv"])
    assert place.folder_of("barnet-2017") == home / "reports" / "barnet-2017"


@pytest.mark.parametrize("name", ["lait/bds_long_0.parquet", "data/raw/lait/bds_long_0.parquet"])
def test_a_file_is_the_same_wherever_it_lay(home, name):
    own = write_record(home, "barnet-2017", ["data/raw/areas.csv", name])
    assert [source.id for source in place.lacking(own)] == ["lait"]
    assert place.folder_of("barnet-2017").name == BESIDE
    (home / "data" / "raw" / "lait").mkdir()
    (home / "data" / "raw" / "lait" / "bds_long_0.parquet").touch()
    assert place.folder_of("barnet-2017") == own


def test_a_file_that_the_manifest_has_no_longer_is_not_waited_for(home):
    own = write_record(home, "barnet-2017", ["data/raw/lait/of_an_earlier_year.parquet"])
    assert place.lacking(own) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs": 3}', '{"inputs": null}'])
def test_a_record_that_cannot_be_read_holds_nothing_up(home, text):
    own = write_record(home, "barnet-2017", [])
    (own / "run.json").write_text(text, encoding="utf-8")
    assert place.folder_of("barnet-2017") == own


def test_the_published_report_gives_way_to_none_that_rests_on_less(home):
    """As in a fresh clone: what `make report` writes there is nothing that git would see."""
    shutil.copytree(REPO / "reports" / "barnet-2017", home / "reports" / "barnet-2017")
    target = place.folder_of("barnet-2017")
    assert target.name == BESIDE
    ignored = subprocess.run(
        ["git", "check-ignore", "-q", f"reports/{target.name}/index.html"], cwd=REPO, check=False
    )
    assert ignored.returncode == 0 or not (REPO / ".git").exists()


def test_inputs_are_named_alike_in_both_folders_of_raw_files(home, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("STANDARDS_RAW", str(elsewhere))
    name = "data/raw/lait/bds_long_0.parquet"
    assert paths.recorded(elsewhere / "lait" / "bds_long_0.parquet") == name
    assert paths.recorded(home / name) == name
