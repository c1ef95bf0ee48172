"""Two indicators of one result are counted once; two targets that come to different statuses are two."""

import pandas as pd
import pytest

from analysis.report.indicators.judging import Case, status
from analysis.report.indicators.one_result import SAME_FIGURE, SAME_ORDER, counted_with, of_results, reason
from analysis.report.indicators.targets import load_rules


def indicators(*rows) -> pd.DataFrame:
    columns = ["measure", "pupil_group", "comparison_group", "status"]
    table = pd.DataFrame(rows, columns=columns).assign(year=2017)
    return table.assign(reference=[f"S{n}" for n in range(1, len(table) + 1)])


LEVEL = ("ks2_rwm_expected", "disadvantaged", "", "not met")
GAP = ("ks2_rwm_expected", "disadvantaged", "not_disadvantaged", "not met")


@pytest.mark.parametrize(
    ("second", "one"),
    [
        (GAP, True),
        (LEVEL, True),
        ((*GAP[:3], "met"), False),
        (("ks2_rwm_expected", "ehc_plan", "", "not met"), False),
        (("ks2_rwm_higher", "disadvantaged", "", "not met"), False),
    ],
)
def test_a_gap_and_its_level_are_one_result_where_they_come_to_one_status(second, one):
    rows = indicators(LEVEL, second)
    assert counted_with(rows) == ["", "S1" if one else ""]
    rows = rows.assign(counted_with=counted_with(rows))
    assert len(of_results(rows)) == 2 - one
    said = [reason(row, rows) for row in rows.itertuples()]
    assert said == ["", "" if not one else SAME_ORDER if second == GAP else SAME_FIGURE]


def test_a_measure_and_its_complement_are_one_result():
    rows = indicators(("absence_primary", "all", "", "met"), ("attendance_primary", "all", "", "met"))
    assert counted_with(rows) == ["", "S1"]


def test_the_real_annex_has_three_results_twice(table):
    twice = table.loc[table["counted_with"] != "", ["reference", "counted_with"]]
    assert dict(twice.itertuples(index=False, name=None)) == {
        "CES/S11-2": "CES/S11-1",
        "CES/S30": "CES/S29",
        "CES/S31": "CES/S28",
    }
    for row in table[table["counted_with"] != ""].itertuples():
        first = table[table["reference"] == row.counted_with].iloc[0]
        assert (first["rank"], first["status"], first["measure"]) == (row.rank, row.status, row.measure)
        assert f"one result with {row.counted_with}" in row.reason


@pytest.mark.parametrize(
    ("rank", "worst", "said"),
    [(14, 15, "met"), (14, 16, "may be met"), (15, None, "met"), (16, 18, "nearly met"), (21, 30, "not met")],
)
def test_a_target_is_met_only_if_every_open_place_meets_it(rank, worst, said):
    rule = load_rules()["top_share"]
    assert status(Case(rule, "high", "percent", 0, 69, 69, "", rank, 15, 152, worst)) == said


def test_a_figure_is_not_judged_by_places():
    rule = load_rules()["number"]
    assert status(Case(rule, "high", "percent", 0, 69, 60, "", 14, 15, 152, 30)) == "met"
