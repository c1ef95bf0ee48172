"""Word and PDF files that stand are made again with the report, one by one and in batches."""

import pytest

from analysis.basics.errors import InputError
from analysis.runs import freshness, report
from analysis.runs.command_line import Formats
from analysis.runs.plan import plan
from analysis.runs.record import inputs


@pytest.fixture
def written(quick, monkeypatch):
    """What is written as Word or PDF, and when; a report of one page, made in this process."""
    written = []

    def writer(name):
        def write(folder):
            written.append(name)
            (folder / f"report.{name}").write_text(f"{name} {len(written)}", encoding="utf-8")

        return write

    monkeypatch.setattr(report, "WRITERS", {name: writer(name) for name in ("docx", "pdf")})
    monkeypatch.setattr(report, "PAGES", report.PAGES[:1])
    return written


def made(formats=None, force=True):
    return report.write_report("Camden", 2024, formats, force=force)


def test_a_report_keeps_its_formats_until_told_otherwise(quick, written):
    folder = quick / "reports" / "camden-2024"
    assert made()["outcome"] == "made" and written == []
    made(["docx", "pdf"])
    made()
    assert written == ["docx", "pdf"] * 2
    assert (folder / "report.pdf").read_text(encoding="utf-8") == "pdf 4"  # made again, not carried over
    assert "report.docx" in freshness.read_record(folder)["files"]
    assert made(force=False)["outcome"] == "current"
    made(["pdf"])
    assert freshness.formats_there(folder) == ["pdf"]
    made([])
    assert freshness.formats_there(folder) == []


def test_a_batch_writes_what_was_asked_for_or_what_is_there(quick, written):
    runs = [{"areas": ["Camden", "Brent"], "years": [2024]}]
    made(["docx"])
    brent, camden = plan(runs, force=False)
    assert (brent["formats"], camden["formats"]) == ([], ["docx"])
    assert "outcome" not in brent and camden["outcome"] == "current"
    wanted = plan(runs, force=False, formats=["pdf"])
    assert not any("outcome" in record for record in wanted)
    assert [record["formats"] for record in wanted] == [["pdf"]] * 2
    assert all(record["formats"] == [] for record in plan(runs, force=False, formats=[]))
    folder = quick / "reports" / "camden-2024"
    assert freshness.stale_because(folder, inputs(), formats=["pdf"]) == "a format is not there"


def test_a_format_that_can_no_longer_be_written_is_said_with_the_way_out(quick, written, monkeypatch):
    def refuse(folder):
        raise InputError("pandoc is not installed.", remedy="Install it.")

    made(["docx"])
    before = (quick / "reports" / "camden-2024" / "report.docx").read_bytes()
    monkeypatch.setitem(report.WRITERS, "docx", refuse)
    with pytest.raises(InputError, match=r"(?s)pandoc.*Install it.*has a report\.docx.*--format html"):
        made()
    assert (quick / "reports" / "camden-2024" / "report.docx").read_bytes() == before
    with pytest.raises(InputError) as told:
        made(["docx"])
    assert "--format html" not in str(told.value)


def test_formats_are_read_or_refused():
    assert Formats().convert("html, pdf,docx,pdf", None, None) == ["pdf", "docx"]
    assert Formats().convert("html", None, None) == []
    with pytest.raises(InputError, match="odt"):
        Formats().convert("html,odt", None, None)
