"""A browser that is on this machine, and the reports it looks at. Nothing is downloaded."""

from pathlib import Path

import pytest

from analysis.formats.chromium import find_browser

#: Local authority and year of the reports with national data: the one transcribed, a recent one, and one with
#: hardly any pupils, where much is missing.
NATIONAL = {
    "barnet-2017": ("Barnet", 2017),
    "barnet-2025": ("Barnet", 2025),
    "isles-of-scilly-2018": ("Isles of Scilly", 2018),
}
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


@pytest.fixture(scope="session", params=["offline", *NATIONAL])
def report(request):
    """The folder of a report: as a fresh checkout makes it, and with the national data where they are at hand."""
    if request.param == "offline":
        return request.getfixturevalue("offline_report")
    home = request.getfixturevalue("national_home")
    from analysis.run import make_report

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_HOME", str(home))
        monkeypatch.setenv("STANDARDS_OFFLINE", "1")
        monkeypatch.setenv("STANDARDS_RAW", str(request.getfixturevalue("national")("lait").resolve().parent))
        return make_report(*NATIONAL[request.param])


@pytest.fixture
def pages(report):
    """The pages of the report, the summary first."""
    return sorted(report.glob("*.html"), key=lambda file: (file.name != "index.html", file.name))
