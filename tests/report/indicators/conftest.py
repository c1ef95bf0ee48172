"""Barnet 2016/17 without national data, its indicators."""

import pytest

from analysis.data.prepare import prepare
from analysis.report.contents import open_report
from places import make_home


@pytest.fixture(scope="module")
def barnet(tmp_path_factory):
    """Barnet 2016/17 as a fresh checkout without national data has it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("indicators") / "home", monkeypatch)
        prepare()
        yield open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def table(barnet):
    return barnet.indicators.set_index("reference", drop=False)
