"""Where tests find what is not in the repository, and the reason they skip when it is not there."""

from pathlib import Path

import pytest
from hypothesis import settings

from committee_papers import papers  # noqa: F401 (a fixture)
from ees_made import own_mapping, read_own  # noqa: F401 (fixtures, for the tests of `analysis.sources.ees`)
from places import NATIONAL, make_home
from quick import quick  # noqa: F401 (a fixture)
from servers import raw, running, server, source  # noqa: F401 (fixtures, for the tests of fetching)

#: Groups of tests that take a minute and more, the longest first.
LONGEST = (
    "reports",
    "runs/test_batch",
    "runs/test_kill",
    "runs/test_cluster",
    "runs/test_place",
    "runs/test_working_folder",
    "report/cohorts",
    "report/claims",
    "report/checks",
    "report/gaps",
    "test_fuzz_tables",
)

# other work may share the machine: a slow example is no failure
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


@pytest.fixture(scope="session")
def national():
    """The path of one of DfE's files, ``national("lait/bds_long_0.parquet")``; skips if it is not at hand."""

    def find(file: str) -> Path:
        path = NATIONAL / file
        if not path.exists():
            pytest.skip(f"needs DfE's {file}: set STANDARDS_RAW to a folder that holds it")
        return path

    return find


@pytest.fixture(scope="session")
def prepared_nationally(tmp_path_factory, national):
    """A project folder with DfE's national files, prepared once for the session."""
    national("lait/bds_long_0.parquet")
    with pytest.MonkeyPatch.context() as monkeypatch:
        folder = make_home(tmp_path_factory.mktemp("national") / "home", monkeypatch)
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        from analysis.data.prepare import prepare

        prepare()
    return folder


@pytest.fixture(scope="module")
def national_home(prepared_nationally):
    """That folder, as the one that is worked in until the tests of a module are done."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_HOME", str(prepared_nationally))
        monkeypatch.setenv("STANDARDS_OFFLINE", "1")
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        yield prepared_nationally


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A project folder of its own: raw files and notebooks as committed, no national data, nothing processed."""
    return make_home(tmp_path / "home", monkeypatch)


@pytest.fixture(scope="session")
def offline_report(tmp_path_factory):
    """The Barnet 2016/17 report as a fresh checkout without national data makes it."""
    from analysis.runs.ask import make_report

    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("offline") / "home", monkeypatch)
        report = make_report("Barnet", 2017)
    return report


@pytest.fixture
def forget():
    """``forget(module)``: its functions no longer know what they have read, so that a test may change it."""

    def clear(module):
        for function in vars(module).values():
            if hasattr(function, "cache_clear"):
                function.cache_clear()

    return clear


def group_of(item) -> str:
    """``runs/test_batch``; of a page of the report all its tests, ``report/claims``; of all that need one, ``reports``."""
    file = item.path.relative_to(Path(__file__).parent).with_suffix("")
    if "offline_report" in item.fixturenames or file.parts[0] == "browser":
        return "reports"
    return (file.parent if file.parts[0] == "report" else file).as_posix()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """Tests of a group go to one worker, so that what they share is made once.

    What takes long goes first, so that no worker is left alone with it at the end.
    """
    groups = {}
    for item in items:
        groups[item] = group_of(item)
        item.add_marker(pytest.mark.xdist_group(groups[item]))
    items.sort(key=lambda item: LONGEST.index(groups[item]) if groups[item] in LONGEST else len(LONGEST))
