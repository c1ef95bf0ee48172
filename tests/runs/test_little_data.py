"""A report on hardly any data: one measure, one year, a local authority without papers. Every page is made."""

import json

from analysis.report.contents import PAGES
from analysis.runs.ask import make_report
from analysis.runs.check import check_reports
from lait_made import GLD, make_release

AREAS = ("Barnet", "Camden", "Kent", "Leeds", "London", "England")


def test_one_measure_of_one_year(home):
    rows = [(GLD, "2025 (prov)", area, str(60 + place)) for place, area in enumerate(AREAS)]
    make_release(home, "2030-01-05T10:00:00+00:00", rows)
    folder = make_report("Camden", 2025)
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    made = [page.file for page in PAGES if record["pages"][page.file] == "made"]
    assert {page.file for page in PAGES if not page.needs} <= {*made}
    page = (folder / "rankings.html").read_text(encoding="utf-8")
    assert "3rd of 4" in page and "How far may these figures still move?" in page
    assert "1 figure of this year is provisional. No earlier year of all pupils is known" in page
    assert check_reports() == []
