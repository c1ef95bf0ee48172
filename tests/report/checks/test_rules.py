"""Slips in printed tables: every rule fires on a made slip and not beside it, and says what it found."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.basics.read_csv import decimals
from analysis.catalogue.areas import ENGLAND
from analysis.catalogue.measures import load_measures
from analysis.data.cut_points import COLUMNS as CUT_COLUMNS
from analysis.report.checks.columns import Findings
from analysis.report.checks.rules import RULES, findings
from analysis.report.checks.slips.papers import ANNEX

LA, LONDON, NEIGHBOURS = "E09000003", "E12000007", "neighbours:E09000003"
AREAS = {"Barnet": LA, "London": LONDON, "Neighbours": NEIGHBOURS, "England": ENGLAND}
MEASURES = load_measures()
RWM, GPS, READING, MATHS = (f"ks2_{name}_expected" for name in ("rwm", "gps", "reading", "maths"))


def edition(*rows: tuple) -> SimpleNamespace:
    """A made report: (table, line, area, measure, pupil group, year, printed, and anything else by name)."""
    table = []
    for place, (name, line, area, measure, group, year, printed, *other) in enumerate(rows, start=2):
        row = {"comparison_group": "", "kind": "value", "bracketed": "no", "row_label": area, "row": place}
        row |= {"column_label": f"{measure} {year}", "table": name, "line": line, "area": AREAS[area]}
        row |= {"measure": measure, "pupil_group": group, "year": year, "printed": printed}
        table.append(row | (other[0] if other else {}))
    figures = pd.DataFrame(table)
    numbers = figures["printed"].str.extract(r"^(-?\d+(?:\.\d+)?)")[0].astype(float)
    return SimpleNamespace(
        figures=figures.assign(value=numbers, decimals=figures["printed"].map(decimals).astype("Int8"))
    )


RANK, GAP = {"kind": "rank"}, {"kind": "gap", "comparison_group": "not_disadvantaged"}
GAP_RANK = {"kind": "gap_rank", "comparison_group": "not_disadvantaged"}
BRACKET = {"bracketed": "yes"}


def annex(reference: str, line: int, area: str, measure: str, printed: str, **other) -> tuple:
    return (ANNEX, line, area, measure, "all", 2017, printed, {"row_label": reference, **other})


def grid(table: str, line: int, columns: list[tuple[str, str, int]], **rows: list[str]) -> list[tuple]:
    """A table of areas by columns."""
    return [
        (table, line + place, area, measure, group, year, printed)
        for place, (area, cells) in enumerate(rows.items())
        for (measure, group, year), printed in zip(columns, cells, strict=True)
    ]


def cuts(measure: str, group: str = "all", **values: float) -> pd.DataFrame:
    """National cut-points of one measure, evenly spread from 90 at the top down to 40."""
    table = dict.fromkeys(CUT_COLUMNS, np.nan) | {
        "measure": measure,
        "pupil_group": group,
        "year": 2017,
        "n": 150,
    }
    for place in (1, 7, 8, 15, 16, 30, 31, 38, 76, 114):
        table[f"rank_{place}"] = 90 - place / 3
    return pd.DataFrame([table | {"last": 40.0} | values])


SUBJECTS = [
    (name, "all", 2017) for name in (READING, GPS, MATHS, "ks2_writing_expected", "ks2_science_expected")
]
ROWS = {
    "Barnet": ["78", "85", "82", "71", "85"],
    "London": ["75", "83", "81", "81", "85"],
    "Neighbours": ["76", "83", "81", "79", "85"],
    "England": ["72", "77", "75", "76", "82"],
}
RISING = {"Barnet": ["60", "65"], "London": ["58", "62"], "Neighbours": ["57", "61"], "England": ["55", "59"]}
YEARS = [(RWM, "all", 2016), (RWM, "all", 2017)]


def parts(
    table: str,
    line: int,
    area: str,
    measure: str,
    whole: str,
    part: str,
    rest: str,
    groups=("disadvantaged", "not_disadvantaged"),
) -> list[tuple]:
    """All pupils, a group and the others, on a line."""
    return [
        (table, line, area, measure, "all", 2017, whole),
        (table, line, area, measure, groups[0], 2017, part),
        (table, line, area, measure, groups[1], 2017, rest, BRACKET),
    ]


#: Rule -> made figures that break it, and the same figures mended. A third entry holds national cut-points.
CASES = {
    "printed_twice": (
        [("t01", 10, "London", RWM, "all", 2017, "67"), ("t02", 20, "London", RWM, "all", 2017, "68")],
        [("t01", 10, "London", RWM, "all", 2017, "67"), ("t02", 20, "London", RWM, "all", 2017, "66.6")],
    ),
    "shortened": (
        [("t01", 10, "London", RWM, "all", 2017, "52.6"), ("t02", 20, "London", RWM, "all", 2017, "52")],
        [("t01", 10, "London", RWM, "all", 2017, "52.6"), ("t02", 20, "London", RWM, "all", 2017, "53")],
    ),
    "difference": (
        [("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "55"), ("t01", 10, "England", RWM, "not_disadvantaged", 2017, "68"),
         ("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "-14", GAP)],
        [("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "55"), ("t01", 10, "England", RWM, "not_disadvantaged", 2017, "68"),
         ("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "-13", GAP)],
    ),
    "sign": (
        [row for place, (area, part) in enumerate({"Barnet": "84", "London": "68", "England": "60"}.items())
         for row in parts("t01", 10 + place, area, READING, "75", part, "80")[1:]],
        [row for place, (area, part) in enumerate({"Barnet": "74", "London": "68", "England": "60"}.items())
         for row in parts("t01", 10 + place, area, READING, "75", part, "80")[1:]],
    ),
    "total": (parts("t01", 10, "London", READING, "86", "68", "84"), parts("t01", 10, "London", READING, "84", "68", "84")),
    "implied_share": (
        [*parts("t01", 10, "London", "ks4_attainment8", "48.9", "42.8", "55.4"), *parts("t01", 11, "London", "ks4_progress8", "0.22", "-0.01", "0.37")],
        [*parts("t01", 10, "London", "ks4_attainment8", "48.9", "42.8", "52.8"), *parts("t01", 11, "London", "ks4_progress8", "0.22", "-0.01", "0.37")],
    ),
    "within": (
        [("t01", 10, "London", RWM, "all", 2017, "77"), ("t01", 10, "London", READING, "all", 2017, "75")],
        [("t01", 10, "London", RWM, "all", 2017, "75"), ("t01", 10, "London", READING, "all", 2017, "75")],
    ),
    "complement": (
        [("t01", 10, "England", "absence_primary", "all", 2017, "4.0"), annex("S1", 50, "England", "attendance_primary", "93%")],
        [("t01", 10, "England", "absence_primary", "all", 2017, "4.0"), annex("S1", 50, "England", "attendance_primary", "96%")],
    ),
    "impossible": (
        [("t01", 10, "Barnet", RWM, "all", 2017, "101"), ("t01", 11, "Barnet", RWM, "all", 2017, "160th", RANK)],
        [("t01", 10, "Barnet", RWM, "all", 2017, "100"), ("t01", 11, "Barnet", RWM, "all", 2017, "153rd", RANK)],
    ),
    "out_of_line": (
        grid("t01", 10, SUBJECTS, **(ROWS | {"London": ["75", "63", "81", "81", "85"]})),
        # the local authority itself may stand out
        grid("t01", 10, SUBJECTS, **(ROWS | {"Barnet": ["78", "62", "82", "71", "85"]})),
    ),
    "still": (
        grid("t01", 10, YEARS, **(RISING | {"Neighbours": ["57", "57"]})),
        grid("t01", 10, YEARS, **(RISING | {"Barnet": ["60", "60"]})),
    ),
    "copied": (
        [annex(reference, line, area, measure, printed)
         for reference, line, measure in (("S1", 50, "schools_good_primary"), ("S3", 51, "schools_good_secondary"))
         for area, printed in (("London", "94.3"), ("England", "89.7"))],
        [annex(reference, line, area, measure, printed)
         for reference, line, measure, last in (("S1", 50, "schools_good_primary", "89.7"), ("S3", 51, "schools_good_secondary", "79.1"))
         for area, printed in (("London", "94.3"), ("England", last))],
    ),
    "copied_ranks": (
        [(table, at, "Barnet", measure, group, 2017, cell, *other)
         for table, line, group, shift in (("t18", 10, "sen_support", 4), ("t20", 20, "ehc_plan", 0))
         for measure, rank in (("ks2_maths_progress", "11th"), ("ks2_reading_progress", "9th"), ("ks2_writing_progress", "36th"))
         for at, cell, *other in ((line, str(shift), {}), (line + 1, rank, RANK))],
        [(table, at, "Barnet", measure, group, 2017, cell, *other)
         for table, line, group, shift, last in (("t18", 10, "sen_support", 4, "36th"), ("t20", 20, "ehc_plan", 0, "37th"))
         for measure, rank in (("ks2_maths_progress", "11th"), ("ks2_reading_progress", "9th"), ("ks2_writing_progress", last))
         for at, cell, *other in ((line, str(shift), {}), (line + 1, rank, RANK))],
    ),
    "one_rank": (
        [("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "20th", RANK), ("t02", 20, "Barnet", RWM, "disadvantaged", 2017, "21st", GAP_RANK)],
        [("t01", 10, "Barnet", RWM, "disadvantaged", 2017, "20th", RANK), ("t02", 20, "Barnet", RWM, "disadvantaged", 2017, "20th", GAP_RANK)],
    ),
    "wrong_side": (
        [("t01", 10, "Barnet", "absence_primary", "all", 2017, "4.2"), ("t01", 11, "England", "absence_primary", "all", 2017, "4.0"),
         ("t01", 12, "Barnet", "absence_primary", "all", 2017, "9th", RANK)],
        [("t01", 10, "Barnet", "absence_primary", "all", 2017, "3.2"), ("t01", 11, "England", "absence_primary", "all", 2017, "4.0"),
         ("t01", 12, "Barnet", "absence_primary", "all", 2017, "9th", RANK)],
    ),
    "unlikely_place": (
        [("t01", 10, "Barnet", RWM, "all", 2017, "82"), ("t01", 11, "Barnet", RWM, "all", 2017, "9th", RANK)],
        [("t01", 10, "Barnet", RWM, "all", 2017, "82"), ("t01", 11, "Barnet", RWM, "all", 2017, "24th", RANK)],
        cuts(RWM),
    ),
    "ordinal": (
        [("t01", 10, "Barnet", RWM, "all", 2017, "91th", RANK)],
        [("t01", 10, "Barnet", RWM, "all", 2017, "91st", RANK)],
    ),
    "form": (
        grid("t07", 10, [(RWM, "all", year) for year in (2015, 2016, 2017)], Barnet=["80.0", "81.0", "85"]),
        grid("t07", 10, [(RWM, "all", year) for year in (2015, 2016, 2017)], Barnet=["80.0", "81.0", "85.0"]),
    ),
}  # fmt: skip


def rules_broken(rows: list[tuple], national: pd.DataFrame | None = None) -> set[str]:
    return set(findings(edition(*rows), MEASURES, national)["rule"])


def test_every_rule_has_a_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_it_looks_for_and_nothing_else(rule):
    broken, mended, *national = CASES[rule]
    assert rules_broken(broken, *national) == {rule}
    assert rules_broken(mended, *national) == set()


def only(rows: list[tuple], national: pd.DataFrame | None = None) -> pd.Series:
    table = findings(edition(*rows), MEASURES, national)
    assert list(table.columns) == Findings.names() and len(table) == 1
    return table.iloc[0]


def test_the_value_printed_most_often_is_taken_for_the_right_one():
    figures = [("t01", 10, "London", RWM, "all", 2017, "68"), ("t02", 20, "London", RWM, "all", 2017, "58"),
               ("t03", 30, "London", RWM, "all", 2017, "58.0")]  # fmt: skip
    found = only(figures)
    assert (found["line"], found["printed"], found["consistent"]) == (10, "68", "58")
    assert "lines 20 and 30" in found["reason"]


def test_a_stray_figure_is_told_whose_it_is():
    figures = [
        ("t01", 10, "Barnet", "ks4_attainment8", "disadvantaged", 2016, "47.2"),
        ("t02", 20, "Barnet", "ks4_attainment8", "disadvantaged", 2016, "59.3"),
        ("t01", 11, "Barnet", "ks4_attainment8", "not_disadvantaged", 2017, "59.3", BRACKET),
    ]
    assert (
        "59.3 is the figure of pupils who are not disadvantaged, Barnet, 2017 (line 11)"
        in only(figures)["reason"]
    )


def test_a_lost_sign_is_named():
    figures = [("t01", 10, "Barnet", "ks4_progress8", "all", 2017, "-0.25"), ("t02", 20, "Barnet", "ks4_progress8", "all", 2017, "0.25")]  # fmt: skip
    assert "only the sign differs" in only(figures)["reason"]


def test_a_difference_says_what_it_would_need():
    found = only(CASES["difference"][0])
    assert (found["printed"], found["consistent"]) == ("-14", "−13")
    assert "69 in place of 68, or 54 in place of 55" in found["reason"]


def test_a_difference_that_another_printing_gives_is_not_reported_again():
    levels = [
        ("t01", 10, "London", RWM, "disadvantaged", 2017, "58"),
        (ANNEX, 50, "London", RWM, "disadvantaged", 2017, "68%", BRACKET),
        (ANNEX, 50, "England", RWM, "not_disadvantaged", 2017, "68%", BRACKET),
        (ANNEX, 50, "London", RWM, "disadvantaged", 2017, "-10%", GAP),
    ]
    assert rules_broken(levels) == {"printed_twice"}


def test_whole_numbers_in_a_spreadsheets_format_are_rounded_like_whole_numbers():
    """43.00, 32.00 and 17.00 are whole numbers: a total may be half a point off on either side."""
    exact = [*parts("t01", 10, "London", READING, "84.4", "68.2", "84.1")]
    assert rules_broken(exact) == {"total"}
    row = [
        ("t01", 10, "London", name, "all", 2017, printed)
        for name, printed in ((READING, "85.0"), (GPS, "86.0"), (MATHS, "87.0"))
    ]
    rest = parts("t02", 20, "London", READING, "85.0", "68", "84")[1:]
    assert rules_broken([*row, *rest]) == set()


def test_the_copy_is_the_row_whose_values_do_not_fit():
    broken = CASES["copied_ranks"][0]
    levels = cuts(
        "ks2_maths_progress", "sen_support", **{f"rank_{place}": 4 - place for place in (1, 7, 8, 15)}
    )
    found = findings(edition(*broken), MEASURES, levels)
    (copy,) = found[found["rule"] == "copied_ranks"].itertuples()
    assert copy.pupil_group == "sen_support" and "pupils with an EHC plan" in copy.reason


def test_no_cut_points_no_places():
    assert rules_broken(CASES["unlikely_place"][0]) == set()
