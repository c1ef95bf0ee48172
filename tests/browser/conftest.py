"""A browser that is on this machine, and the reports it looks at. Nothing is downloaded."""

from pathlib import Path

import pytest

from analysis.output.formats.chromium import find_browser
from places import REPO

#: The published reports, one transcribed and one recent, and one that is made afresh: of an LA with hardly any
#: pupils, where much is missing. Each takes a minute to make, so no more of them are.
PUBLISHED = ("barnet-2017", "barnet-2025")
MUCH_MISSING = ("Isles of Scilly", 2018)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, Chrome or Edge; skips where there is none, or no playwright."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs playwright: pip install '.[dev]' of this project"
    )
    found = find_browser()
    if found is None:
        pytest.skip("needs Chromium, Chrome or Edge on this machine")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, as a package brings it."""
    package = pytest.importorskip("axe_playwright_python", reason="needs axe-playwright-python")
    (source,) = Path(package.__file__).parent.rglob("axe.min.js")
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def report_with_much_missing(national, prepared_nationally):
    from analysis.runs.ask import make_report

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_HOME", str(prepared_nationally))
        monkeypatch.setenv("STANDARDS_OFFLINE", "1")
        monkeypatch.setenv("STANDARDS_RAW", str(national("lait").resolve().parent))
        return make_report(*MUCH_MISSING)


@pytest.fixture(scope="session", params=["offline", *PUBLISHED, "much missing"])
def report(request):
    """The folder of a report: as a fresh checkout makes it, as published, and where much is missing."""
    if request.param in PUBLISHED:
        return REPO / "reports" / request.param
    made = {"offline": "offline_report", "much missing": "report_with_much_missing"}
    return request.getfixturevalue(made[request.param])


@pytest.fixture
def pages(report):
    """The pages of the report, the summary first."""
    return sorted(report.glob("*.html"), key=lambda file: (file.name != "index.html", file.name))
