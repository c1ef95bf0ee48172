"""``standards revisions``: folder, page, data file, record; the check and the list; days that cannot be."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.runs.check import check_record, check_reports
from analysis.runs.index import find_reports
from lait_made import GLD, make_release

FROM, TO = "2030-01-20", "2030-02-20"
DAYS = ("--from", FROM, "--to", TO)
AREAS = ("Barnet", "Camden", "Kent", "Leeds", "Hillingdon", "Ealing", "London", "England")
BEFORE = (60, 61, 62, 63, 64, 65, 61, 62)
#: Barnet is above all now, Camden's change cannot be seen in what is printed.
AFTER = (70, 61, 62, 63, 64, 65, 61, 62)


@pytest.fixture
def made(home):
    for month, figures, camden in ((1, BEFORE, "61.04"), (2, AFTER, "61.02")):
        rows = [
            (GLD, str(year), area, camden if area == "Camden" and year == 2025 else str(figure))
            for year, own in ((2024, BEFORE), (2025, figures))
            for area, figure in zip(AREAS, own, strict=True)
        ]
        make_release(home, f"2030-0{month}-05T10:00:00+00:00", rows)
    return home


def told(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_of_all_local_authorities(made):
    said = told("revisions", *DAYS)
    name = f"revisions-{FROM}-{TO}"
    assert f"Revisions: reports/{name}/index.html" in said
    assert "2 figures of local authorities have changed: 1 of them as printed, 1 only beyond" in said
    folder = made / "reports" / name
    table = pd.read_csv(folder / "data" / "revisions.csv").set_index("area_name")
    assert ",".join(pd.read_csv(folder / "data" / "revisions.csv").columns).startswith(
        "measure,title,pupil_group,year,area,area_name,value_before,value_after,release_before,release_after,"
        "rank_before,rank_after,n_before,n_after,band_before,band_after"
    )
    assert set(table["year"]) == {2025} and len(table) == 6
    assert table["change"].to_dict() == {
        **dict.fromkeys(("Kent", "Leeds", "Hillingdon", "Ealing"), "none"),
        **{"Barnet": "printed", "Camden": "stored"},
    }
    assert table.loc["Barnet", ["rank_before", "rank_after", "places_moved"]].tolist() == [6, 1, 5]
    assert table["release_before"].str.startswith("2030-01-05_").all()
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"released_from": FROM, "released_to": TO}
    assert record["releases"]["after"].startswith("2030-02-05_") and check_record(record) == []
    assert [source["id"] for source in record["sources"]] == ["lait-2030-01-05", "lait-2030-02-05"]
    assert check_reports() == []
    assert f"Up to date: reports/{name}/index.html" in told("revisions", *DAYS)
    assert find_reports(made / "reports") == ([], [])
    index = (made / "reports" / "index.html").read_text(encoding="utf-8")
    assert (
        f'<a href="{name}/index.html">All local authorities: 20 January 2030 to 20 February 2030</a>' in index
    )
    (made / "reports" / name).rename(made / "reports" / "revisions-other")
    (finding,) = check_reports()
    assert f"holds the revisions from {FROM} to {TO} of all local authorities" in finding


def test_of_one_local_authority(made):
    said = told("revisions", *DAYS, "--area", "Barnet")
    name = f"revisions-{FROM}-{TO}-barnet"
    assert f"reports/{name}/index.html" in said and "Of 1 headline figure of 2024/25, 1 has changed" in said
    page = (made / "reports" / name / "index.html").read_text(encoding="utf-8")
    assert "What of the earlier summary is no longer true?" in page
    assert "Sentences of the earlier summary that do not hold now" in page
    assert "No targets are set for this authority and year." in page
    assert "No statements of a committee report" in page and "observations.csv" not in page
    # a section that would be empty has no heading: one line says so of all
    assert "What has not changed?" in page and "Which ranks moved beyond ties?" in page
    assert "Are targets still met?" not in page and "Which claims have another verdict?" not in page
    assert "Which figures appeared or went?" not in page
    assert "1 rank of Barnet, of any year, moved" in page and "Of 1 rank of 2024/25 that moved" in page
    assert page.count("the places before and after overlap") == 1
    record = json.loads((made / "reports" / name / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"] == {"released_from": FROM, "released_to": TO, "area": "Barnet", "year": 2025}
    assert check_record(record) == [] and check_reports() == []
    assert f"Up to date: reports/{name}" in told("revisions", *DAYS, "--area", "Barnet")
    # of a year that is as it was
    still = told("revisions", *DAYS, "--area", "Barnet", "--year", "2024")
    assert "Of 1 headline figure of 2023/24, none has changed, nor has its rank" in still


def test_days_that_cannot_be(made):
    assert f"{FROM} is not later than {TO}" in told("revisions", "--from", TO, "--to", FROM, code=1)
    assert f"{FROM} is not later than {FROM}" in told("revisions", "--from", FROM, "--to", FROM, code=1)
    same = told("revisions", "--from", FROM, "--to", "2030-01-25", code=1)
    assert "is the same: 2030-01-05_" in same and "a release between them" in same
    away = told("revisions", "--from", "2026-01-01", "--to", TO, code=1)
    assert "2025-12-22_1f369c8, which is not at hand" in away
    assert "'October' is not a day" in told("revisions", "--from", "October", "--to", TO, code=1)
    assert "give --area too" in told("revisions", *DAYS, "--year", "2025", code=2)
    assert "Barnett" in told("revisions", *DAYS, "--area", "Barnett", code=1)
    assert not list((made / "reports").glob("revisions-*"))


def test_a_line_leads_to_the_figure_before_and_after(made):
    told("revisions", *DAYS)
    name = f"revisions-{FROM}-{TO}"
    table = pd.read_csv(made / "reports" / name / "data" / "revisions.csv")
    line = int(table.index[table["area_name"] == "Barnet"][0]) + 2
    said = told("explain", f"revisions.csv:{line}")
    before, after = said.partition("• before, as at 20 January 2030:")[2].split(
        "• after, as at 20 February 2030:"
    )
    for part, value, rank, day in ((before, 60, 6, "2030-01-05"), (after, 70, 1, "2030-02-05")):
        assert f"observation: {value}.0 for Barnet, 2024/25" in part
        assert f"rank: {rank} of 6" in part and f"release: {day}_" in part
        assert "address: https://raw.githubusercontent.com/" in part
        assert (
            f"'LA and Regions': 'Barnet', 'Values': '{value}'" in part
            and "cell: row 8, counted from 0" in part
        )
    assert told("explain", f"{name}/revisions.csv:{line}") == said
    assert "There is no line '99'" in told("explain", "revisions.csv:99", code=1)
    assert "There are no revisions revisions-2030" in told(
        "explain", "revisions-2030/revisions.csv:2", code=1
    )
    told("revisions", *DAYS, "--area", "Barnet")
    assert "2 revisions were made." in told("explain", "revisions.csv:2", code=1)
    assert "before, as at" in told("explain", f"reports/{name}-barnet/data/revisions.csv:2")


def test_a_figure_that_appeared_leads_to_one_file(made):
    make_release(made, "2030-03-05T10:00:00+00:00", [(GLD, "2026", area, "70") for area in AREAS])
    days = (TO, "2030-03-20")
    told("revisions", "--from", days[0], "--to", days[1])
    table = pd.read_csv(made / "reports" / f"revisions-{days[0]}-{days[1]}" / "data" / "revisions.csv")
    for change, side in (("appeared", "before"), ("went", "after")):
        line = int(table.index[table["change"] == change][0]) + 2
        part = told("explain", f"revisions.csv:{line}").partition(f"• {side}, as at")[2].splitlines()
        assert part[1] == "• no figure was published"
