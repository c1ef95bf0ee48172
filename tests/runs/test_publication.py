"""What is provisional and what is due next, on pages, in records and lists; of made releases."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from analysis.catalogue.releases_held import release_in_use
from analysis.cli import main
from analysis.data.inputs import inputs
from analysis.data.prepare import is_current, prepare
from analysis.data.store import prepared_england
from analysis.report.contents import PAGES
from analysis.runs.check import check_record, check_reports
from analysis.runs.releases import due_lines
from lait_made import GLD, listed, make_release, write_list
from quick import CELL, write_notebook

AREAS = ("Barnet", "Camden", "Kent", "Leeds", "London", "England")
NAME = "barnet-2025-as-at-2030-01-20"
AS_AT = ("--area", "Barnet", "--year", "2025", "--as-at", "2030-01-20")
#: 47528 is 14 February 2030, 47543 is 1 March 2030.
DICTIONARY = (
    "Measure_short,Polarity,dps,Year_Type,No_Quartile,Last Update,Next Update\n"
    "FSP_NEW_GOODDEV,High,1,Academic Year,NA,47119,47528\n"
    "KS2RWM_Expected_STD,High,0,Academic Year,NA,47119,47543\n"
    "TotPermEx,Low,2,Academic Year,NA,47119,TBC\n"
)


def rows(figure: int):
    return [
        (code, str(year), area, str((figure if year == 2025 else 50) + place))
        for code in (GLD, "KS2RWM_Expected_STD")
        for year in (2024, 2025)
        for place, area in enumerate(AREAS)
    ]


@pytest.fixture
def made(home):
    """A project with one made release, and pages that take a moment."""
    make_release(home, "2030-01-05T10:00:00+00:00", rows(60), DICTIONARY)
    for page in PAGES:
        write_notebook(home / "notebooks" / page.notebook, CELL)
    return home


def told(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def page(home) -> str:
    return (home / "reports" / NAME / "rankings.html").read_text(encoding="utf-8")


def test_a_later_release_makes_an_earlier_report_say_provisional(made):
    said = told("report", *AS_AT)
    assert "Whether any of the 2 is provisional is not stated" in said and "(p)" not in page(made)
    before = inputs("2030-01-20")
    make_release(made, "2030-02-05T10:00:00+00:00", rows(70), DICTIONARY)
    assert not is_current("2030-01-20")
    told("prepare")
    assert inputs("2030-01-20") != before  # what the later release says is an input
    said = told("report", *AS_AT)
    assert "Figures as published on 5 January 2030. 2 of 2 provisional, marked (p)." in said
    assert '<p class="status">Figures as published on 5 January 2030. 2 of 2 provisional' in page(made)
    record = json.loads((made / "reports" / NAME / "run.json").read_text(encoding="utf-8"))
    assert record["publication"] == {"figures": 2, "provisional": 2}
    assert check_record(record) == [] and check_reports() == []
    index = (made / "reports" / "index.html").read_text(encoding="utf-8")
    assert "(2 of 2 provisional)" in index
    # the release that came later has them revised, and none provisional
    assert "None of 2 is known to be provisional; 2 revised." in told("report", *AS_AT[:4])
    index = (made / "reports" / "index.html").read_text(encoding="utf-8")
    assert index.count("provisional)") == 1


def test_a_release_without_changes_leaves_statuses_and_reports_as_they_are(made):
    told("report", *AS_AT)
    before = inputs("2030-01-20")
    make_release(made, "2030-02-05T10:00:00+00:00", rows(60), DICTIONARY)
    told("prepare")
    assert inputs("2030-01-20") == before and "Up to date" in told("report", *AS_AT)


def test_a_damaged_release_beside_is_passed_over(made):
    name = make_release(made, "2030-02-05T10:00:00+00:00", rows(70), DICTIONARY)
    file = made / "data" / "raw" / "lait_releases" / name / "bds_long_0.parquet"
    file.write_bytes(file.read_bytes()[:-1])
    prepare("2030-01-20")
    assert prepared_england("2030-01-20").statuses.series == {}


def test_a_note_is_read_from_the_list(made):
    raw = made / "data" / "raw"
    released = listed(raw)
    released[-1]["note"] = "DfE's note on the release: provisional key stage 2 figures"
    write_list(raw, released)
    prepare()
    series = prepared_england().statuses.series
    assert series == {("ks2_rwm_expected", "all", 2025): ("provisional", "note of 2030-01-05")}


def test_what_is_due_next_is_listed(made):
    lines = due_lines(release_in_use(), date(2030, 2, 14))
    assert lines[0] == "Due next, by DfE's dictionary of 5 January 2030:"
    assert lines[1:3] == [
        "  on 14 February 2030: 1 series (Early years 1)",
        "  in March 2030: 1 series (Key stage 2 1)",
    ]
    late = due_lines(release_in_use(), date(2030, 3, 31))  # the first of March stands for March
    assert late[1].startswith("  in March 2030") and late[3].startswith("  on 14 February 2030")
    assert late[2].startswith("Were due") and "1 series (TBC)" in late[4]
    past = due_lines(release_in_use(), date(2030, 4, 1))
    assert past[0].startswith("Were due") and not any("Due next" in line for line in past)
    assert "Due next, by DfE's dictionary" in told("releases")


def test_the_page_says_when_new_figures_are_due_by_its_own_day(made):
    told("report", *AS_AT)
    assert (
        " The first new figures are due on 14 February 2030, by DfE" in page(made).partition("</header>")[0]
    )
