"""Reports whose summaries are looked at: large and small, of the top and the bottom, reorganised."""

import pytest

from analysis.report.contents import open_report

CASES = [
    *[("Barnet", 2017), ("Blackpool", 2023), ("Rutland", 2024), ("Newham", 2016)],
    *[("Kingston upon Hull, City of", 2021), ("City of London", 2019)],
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def report(request, national_home):
    data = open_report(*request.param)
    return data, data.rankings, data.findings
