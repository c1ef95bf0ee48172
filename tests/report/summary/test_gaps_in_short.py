"""The summary says how far disadvantaged pupils are behind England's other pupils, and behind those of the LA."""

import re

import pytest

from analysis.catalogue.areas import ENGLAND
from analysis.report.claims.check_sentences import check_sentences
from analysis.report.contents import open_report
from analysis.report.summary.brief import brief
from analysis.report.summary.gaps_in_short import gaps_in_short

pytestmark = pytest.mark.national

MEASURES = {
    "Key stage 2 reading, writing and maths (expected standard)": "ks2_rwm_expected",
    "Average Attainment 8 score": "ks4_attainment8",
}


def level(report, measure: str, group: str, area: str) -> tuple[float, int]:
    rows = report.figures
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == group) & (rows["area"] == area)]
    (row,) = rows[rows["year"] == report.year].itertuples()
    return row.value, int(row.decimals)


@pytest.mark.parametrize(("area", "year"), [("Barnet", 2017), ("Barnet", 2025), ("Rutland", 2024)])
def test_both_gaps_are_said_and_named(national_home, area, year):
    report = open_report(area, year)
    said = gaps_in_short(report)
    assert len(said) == 2 and all(text in brief(report)["gaps"] for text in said)
    for text in said:
        measure = MEASURES[text.partition(": ")[0]]
        own, decimals = level(report, measure, "disadvantaged", report.area.code)
        others, _ = level(report, measure, "not_disadvantaged", report.area.code)
        in_england, _ = level(report, measure, "not_disadvantaged", ENGLAND)
        within = re.search(
            rf"The gap within {area}, to its own other pupils, is ([\d.]+) (?:percentage )?points?\.", text
        )
        outside = re.search(r": ([\d.]+) (?:percentage )?points? behind other pupils in England", text)
        slack = 1e-6 + 0.5 * 10.0**-decimals
        assert float(within[1]) == pytest.approx(others - own, abs=slack)
        assert float(outside[1]) == pytest.approx(in_england - own, abs=slack)
    assert set(check_sentences(report, [(text, "") for text in said])["verdict"]) == {"holds"}
    wrong = re.sub(r"(other pupils, is )\d+", r"\g<1>99", said[0])
    assert "contradicted" in set(check_sentences(report, [(wrong, "")])["verdict"])
