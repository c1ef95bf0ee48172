"""Barnet without national data; Barnet and Kent with them."""

import pytest

from analysis.data.question import load


@pytest.fixture
def offline(home):
    from analysis.data.prepare import prepare

    prepare()
    return load("Barnet", 2017)


@pytest.fixture(scope="module")
def barnet(national_home):
    return load("Barnet", 2017)


@pytest.fixture(scope="module")
def kent(national_home):
    return load("Kent", 2023)
