"""Barnet without national data; Barnet and Kent with them."""

import pytest

from analysis.report.contents import open_report


@pytest.fixture
def offline(home):
    from analysis.data.prepare import prepare

    prepare()
    return open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def barnet(national_home):
    return open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def kent(national_home):
    return open_report("Kent", 2023)
