"""A user's own file of claims goes from the command to the page as an argument, and its path no further."""

import shutil

from analysis.data.inputs import inputs
from analysis.runs import freshness
from analysis.runs.ask import make_report
from places import REPO


def test_the_file_is_checked_on_its_page_and_named_without_its_path(quick, tmp_path, monkeypatch):
    shutil.copy(REPO / "notebooks" / "50_claims.ipynb", quick / "notebooks")
    (tmp_path / "drafts").mkdir()
    shutil.copy(REPO / "docs" / "claims-example.csv", tmp_path / "drafts" / "mine.csv")
    monkeypatch.chdir(tmp_path)
    report = make_report("Camden", 2024, claims="drafts/mine.csv")
    assert "We are well above London" in (report / "claims.html").read_text(encoding="utf-8")
    record = freshness.read_record(report)
    assert record["claims"]["file"] == "mine.csv" and "claims" not in record["parameters"]
    for file in report.rglob("*"):
        assert file.is_dir() or str(tmp_path).encode() not in file.read_bytes(), file
    assert freshness.stale_because(report, inputs(), "drafts/mine.csv") == ""
    assert freshness.stale_because(report, inputs()) == "the claims have changed"
    assert make_report("Camden", 2024) == report
    assert not (report / "claims.html").exists()
