"""The report on Barnet 2016/17, its claims as reviewed by hand, and their verdicts."""

import pytest

from analysis.report.claims.check import check_claims, read_claims
from analysis.report.contents import open_report
from places import REPO, make_home

FILE = REPO / "data" / "raw" / "barnet-2017" / "claims.csv"


@pytest.fixture(scope="session")
def barnet(tmp_path_factory):
    """The report on Barnet 2016/17 without national data."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("claims") / "home", monkeypatch)
        from analysis.data.prepare import prepare

        prepare()
        return open_report("Barnet", 2017)


@pytest.fixture(scope="session")
def claims():
    return read_claims(FILE)


@pytest.fixture(scope="session")
def checked(barnet, claims):
    return check_claims(barnet, claims)


@pytest.fixture(scope="module")
def checked_nationally(national_home, claims):
    return check_claims(open_report("Barnet", 2017), claims)
