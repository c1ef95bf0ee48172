"""The first screen: its title says what the ranks say, its table what the files say, and no more than is known."""

import re

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.contents import open_report
from analysis.report.rankings.headline_results import RESULTS
from analysis.report.rankings.movement_sentences import UNKNOWN_NUMBER
from analysis.report.summary.first_screen import first_screen

pytestmark = pytest.mark.national

ASKED = [
    ("Barnet", 2017),
    ("Barnet", 2025),
    ("Hounslow", 2025),
    ("Kent", 2024),
    ("Cumberland", 2024),
    ("Bournemouth, Christchurch and Poole", 2023),
]


def results(report) -> pd.DataFrame:
    rows = report.rankings
    rows = rows[rows["measure"].isin(RESULTS) & (rows["pupil_group"] == "all") & rows["value"].notna()]
    return rows.set_index("measure")


@pytest.mark.parametrize(("area", "year"), ASKED)
def test_the_title_counts_what_every_open_place_bears_out(national_home, area, year):
    report = open_report(area, year)
    said = first_screen(report).title
    rows = results(report)
    n = len(rows["rank"].dropna())
    # of 152 the 15th is the last of the best tenth; the lower half begins after the 76th, or later if all had a figure
    best = low = 0
    for row in rows[rows["rank"].notna()].itertuples():
        best += row.open_last <= row.band_n // 10
        low += row.open_first > (row.band_n + row.not_published) // 2
    assert said.startswith(f"{area} {report.question.academic_year}: ")
    found = re.search(r"among the best tenth in (\w+) of (\d+) headline results", said)
    if best:
        assert found and (int(found[1]), int(found[2])) == (best, n)
    else:
        assert not found
    assert ("lower half in" in said) == bool(low)
    if low:
        assert int(re.search(r"lower half in (\d+)", said)[1]) == low


@pytest.mark.parametrize(("area", "year"), ASKED)
def test_the_table_is_what_the_files_say(national_home, area, year):
    report = open_report(area, year)
    frame, rows = first_screen(report).table.frame, results(report)
    assert list(frame["Result"]) == [RESULTS[measure] for measure in RESULTS if measure in rows.index]
    for cells in frame.to_dict("records"):
        row = rows.loc[next(measure for measure, name in RESULTS.items() if name == cells["Result"])]
        assert float(re.sub("[%]", "", cells[area].text.replace("−", "-"))) == pytest.approx(
            row["value"], abs=0.5 * 10.0 ** -row["decimals"] + 1e-9
        )
        first, last = row["open_first"], row["open_last"]
        places = ordinal(first) if first == last else f"{ordinal(first)}–{ordinal(last)}"
        assert cells["Place"].text == f"{places} of\u00a0{row['n_ranked']}"
        line = cells["Years"]
        assert line.years[-1] == year and line.values[-1] == row["value"]
        assert list(line.years) == sorted(set(line.years))


@pytest.mark.parametrize(
    ("area", "year"), [("Rutland", 2024), ("City of London", 2024), ("Isles of Scilly", 2023)]
)
def test_of_few_pupils_no_band_is_counted_in_the_title(national_home, area, year):
    said = first_screen(open_report(area, year)).title
    assert "best tenth" not in said and "lower half" not in said
    assert "few pupils" in said or "no headline result" in said


@pytest.mark.parametrize(("area", "year"), [*ASKED, ("Rutland", 2024), ("City of London", 2024)])
def test_its_sentences_stand_on_the_page_below(national_home, area, year):
    report = open_report(area, year)
    said = first_screen(report).sentences
    assert list(said) == ["Best", "To watch", "Disadvantaged pupils"]
    below = [text for texts in report.summary.values() for text in texts]
    for label in ("Best", "To watch"):
        nothing = said[label].startswith("No ")
        assert nothing or any(text.startswith(said[label].removesuffix(".")) for text in below)
        # what is said first is of a group whose number is known: Rutland's page led with about 30 children
        assert UNKNOWN_NUMBER not in said[label]
    if area == "Rutland":
        assert any(UNKNOWN_NUMBER in text for text in below), "it is told below"


@pytest.mark.parametrize(("area", "year"), ASKED)
def test_a_title_that_counts_wrongly_is_found(national_home, area, year):
    report = open_report(area, year)
    said = first_screen(report).title
    assert set(check_sentences(report, [(said, "")])["verdict"]) <= {"holds"}
    numbers = list(re.finditer(r"(?<= in )\d+| of (\d+) headline", said))
    for match in numbers:
        start, end = match.span(1) if match[1] else match.span()
        wrong = f"{said[:start]}{int(said[start:end]) + 1}{said[end:]}"
        assert "contradicted" in set(check_sentences(report, [(wrong, "")])["verdict"]), wrong
