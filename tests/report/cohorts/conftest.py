"""Barnet without national data, any local authority with them, and DfE's own file of small groups."""

from functools import lru_cache

import pandas as pd
import pytest

from analysis.data.prepare import prepare
from analysis.report.contents import Report, open_report
from places import NATIONAL

GROUPS = {
    "CLA 12 months at 31 March": "looked_after",
    "CINO at 31 March": "in_need",
    "CPPO at 31 March": "protection_plan",
}


@pytest.fixture(scope="module")
def there(national_home):
    """The national folder, whatever other tests have made the current one."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("STANDARDS_HOME", str(national_home))
        monkeypatch.setenv("STANDARDS_RAW", str(NATIONAL))
        yield lru_cache(maxsize=3)(lambda area, year: open_report(area, year))


@pytest.fixture
def offline(home) -> Report:
    """Barnet 2016/17 as a checkout without national data has it."""
    prepare()
    return open_report("Barnet", 2017)


@pytest.fixture(scope="module")
def file(national) -> pd.DataFrame:
    """DfE's file as text, LA rows only."""
    table = pd.read_csv(national("ees/ks2_la.csv"), dtype=str, encoding="utf-8-sig")
    table = table[table["geographic_level"] == "Local authority"]
    year = table["time_period"].str[:4].astype(int) + 1
    return table.assign(year=year, group=table["social_care_group"].map(GROUPS))
