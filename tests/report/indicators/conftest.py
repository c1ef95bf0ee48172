"""Barnet 2016/17 without national data, its indicators."""

import pytest

from analysis.data.prepare import prepare
from analysis.data.question import load
from analysis.report.indicators.indicators import indicators
from places import make_home


@pytest.fixture(scope="module")
def barnet(tmp_path_factory):
    """Barnet 2016/17 as a fresh checkout without national data has it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("indicators") / "home", monkeypatch)
        prepare()
        yield load("Barnet", 2017)


@pytest.fixture(scope="module")
def table(barnet):
    return indicators(barnet).set_index("reference", drop=False)
