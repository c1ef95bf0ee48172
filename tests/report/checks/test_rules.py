"""Slips in printed tables: every rule fires on a made slip and not beside it, and hardly ever on clean tables."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.basics.numbers import format_value, ordinal
from analysis.basics.read_csv import decimals
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.data.cut_points import COLUMNS as CUT_COLUMNS
from analysis.data.cut_points import cut_points, load_cut_points
from analysis.data.prepare import prepare
from analysis.data.question import ENGLAND, load
from analysis.report.checks import tables as views
from analysis.report.checks.columns import Findings
from analysis.report.checks.rules import RULES, findings
from analysis.report.checks.slips.papers import ANNEX
from analysis.sources.papers import TYPES, Edition, read_edition
from places import REPO, make_home

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


# --- what a finding says -------------------------------------------------------------------------


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


# --- the report of 2016/17 -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def barnet() -> Edition:
    return read_edition(REPO / "data" / "raw" / "barnet-2017", list(MEASURES.index), list(PUPIL_GROUPS))


@pytest.fixture(scope="module")
def found(barnet):
    return findings(
        barnet, MEASURES, load_cut_points(REPO / "data" / "raw" / "barnet-2017" / "cut_points.csv")
    )


#: Each was judged against the papers; what the national file of 2026 says of it stands behind.
JUDGED = {
    ("printed_twice", 1566, LONDON), ("printed_twice", 1566, ENGLAND), ("printed_twice", 1570, LONDON),
    ("printed_twice", 1576, LA), ("printed_twice", 1576, LONDON), ("printed_twice", 1580, LA),
    ("printed_twice", 1586, LA),  # 47.2 there
    *(("shortened", line, NEIGHBOURS) for line in (1570, 1571, 1572, 1573, 1580)),
    ("difference", 1366, LA),  # 53.5 for the 59.8
    ("difference", 1576, LA), ("difference", 1588, LA),
    ("total", 1116, NEIGHBOURS), ("total", 1284, ENGLAND),  # 46.5: 44.6 is of all schools, independent ones too
    ("implied_share", 1282, LONDON),  # 52.6 for the 55.4
    ("implied_share", 1579, ENGLAND),  # 46.5, and -0.03 for the 0.00
    ("complement", 1568, ENGLAND), ("complement", 1568, LONDON),
    ("out_of_line", 1126, LONDON), ("out_of_line", 1158, LONDON),  # 40 for the 29, 27 for the 21
    ("still", 1216, NEIGHBOURS),  # about 25
    ("copied", 1567, ""), ("copied_ranks", 1245, LA), ("unlikely_place", 1245, LA),
    ("ordinal", 1161, LA), ("ordinal", 1245, LA),
}  # fmt: skip


def test_the_findings_are_those_that_the_papers_bear_out(found):
    figures = found[found["rule"] != "form"]
    assert set(zip(figures["rule"], figures["line"], figures["area"], strict=True)) == JUDGED
    assert len(figures) == 31  # two each on lines 1158 (GPS and reading) and 1245 (mathematics and reading)
    irregular = found.loc[found["rule"] == "form", "table"].tolist()
    assert irregular == [
        "t07",
        "t08",
        "t10",
        "t12",
        "t13",
        "t16",
        "t26",
        "t33",
        "t34",
        "t44",
        "t45",
        "t47",
        "t48",
    ]


def test_every_finding_stands_where_it_says(found, barnet):
    figures = barnet.figures.set_index(["table", "line"])["printed"]
    for row in found.itertuples():
        printed = set(figures.loc[[(row.table, row.line)]])
        assert row.reason and row.consistent != row.printed
        assert row.printed in printed or any(text.replace("-", "−") in row.printed for text in printed)


def test_expected_figures_come_near_those_of_the_national_file(found):
    """What the pattern expects, beside what LAIT has today: 40 and 27 (London), 25 (neighbours)."""
    about = found[found["rule"].isin(["out_of_line", "still"])].set_index(["line", "measure"])["consistent"]
    assert about[1158, "ks2_gps_higher"] == "about 40" and about[1216, RWM] == "about 25"
    assert about[1158, "ks2_reading_higher"] in {f"about {value}" for value in (26, 27, 28, 29)}


def test_the_tables_on_the_page(found):
    data = SimpleNamespace(measures=MEASURES)
    figures, prints = views.of_figures(found), views.of_print(found)
    assert len(figures) + len(prints) == len(found)
    html = views.findings_table(figures, data).to_html()
    assert "Out of line with every comparator" in html and "<td></td>" not in html
    assert views.rules_table(found).frame["Found"].sum() == len(found)
    assert len(views.in_annex(found)) == (found["table"] == ANNEX).sum() > 0
    assert views.found(found).startswith("18 rules were applied")
    assert "nothing" in views.found(found.iloc[:0])


# --- planted slips -------------------------------------------------------------------------------


def mutated(text: str, place: int, digit: str) -> str:
    """The text with another digit in one of its places."""
    digits = [i for i, letter in enumerate(text) if letter.isdigit()]
    at = digits[place % len(digits)]
    return text[:at] + digit + text[at + 1 :]


def planted(barnet: Edition, index: int, printed: str) -> Edition:
    figures = barnet.figures.copy()
    figures.loc[index, "printed"] = printed
    figures.loc[index, "value"] = float(printed.rstrip("%stndrh"))
    return replace(barnet, figures=figures)


FIGURE = ["measure", "pupil_group", "comparison_group", "year", "area", "kind"]


@pytest.fixture(scope="module")
def redundant(barnet):
    """Figures that are printed twice alike, and so can show a slip in one of them."""
    figures = barnet.figures
    values = figures[figures["kind"].isin(["value", "gap", "rank"]) & figures["value"].notna()]
    groups = values.groupby(FIGURE)["value"]
    return values[(groups.transform("size") > 1) & (groups.transform("nunique") == 1)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_wrong_digit_in_a_figure_printed_twice_is_found(barnet, redundant, data):
    index = data.draw(st.sampled_from(redundant.index.tolist()))
    row = redundant.loc[index]
    printed = mutated(row["printed"], data.draw(st.integers(0, 3)), data.draw(st.sampled_from("0123456789")))
    # beyond what rounding to a whole number could hide
    assume(abs(float(printed.rstrip("%stndrh")) - row["value"]) > 0.5)
    slip = planted(barnet, index, printed)
    slip.figures["keep"] = (slip.figures["measure"] == row["measure"]) & (slip.figures["year"] == row["year"])
    table = findings(replace(slip, figures=slip.figures[slip.figures["keep"]]), MEASURES)
    twice = table[table["rule"].isin(["printed_twice", "shortened"])]
    same = (
        twice[["measure", "pupil_group", "year", "area"]] == row[["measure", "pupil_group", "year", "area"]]
    ).all(axis=1)
    assert same.any()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_wrong_digit_in_a_difference_is_found(barnet, data):
    figures = barnet.figures
    gaps = figures[
        (figures["kind"] == "gap")
        & figures["table"].isin(["t15", "t31", "t32", "t33"])
        & (figures["year"] == 2017)
    ]
    index = data.draw(st.sampled_from(gaps.index.tolist()))
    row = gaps.loc[index]
    printed = mutated(row["printed"], data.draw(st.integers(0, 3)), data.draw(st.sampled_from("0123456789")))
    assume(float(printed.rstrip("%")) != row["value"])
    slip = planted(barnet, index, printed)
    table = findings(replace(slip, figures=slip.figures[slip.figures["measure"] == row["measure"]]), MEASURES)
    assert ((table["rule"] == "difference") & (table["line"] == row["line"])).any()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_total_that_leaves_its_parts_is_found(barnet, data):
    figures = barnet.figures
    totals = figures[
        (figures["table"] == "t11")
        & (figures["kind"] == "value")
        & (figures["measure"] != "ks2_science_expected")
    ]
    index = data.draw(st.sampled_from(totals.index.tolist()))
    row = totals.loc[index]
    printed = mutated(row["printed"], 0, data.draw(st.sampled_from("1239")))
    slip = planted(barnet, index, printed)
    table = findings(replace(slip, figures=slip.figures[slip.figures["measure"] == row["measure"]]), MEASURES)
    assert "total" in set(
        table.loc[(table["measure"] == row["measure"]) & (table["area"] == row["area"]), "rule"]
    )


# --- clean tables --------------------------------------------------------------------------------


def clean(area: str, year: int, barnet: Edition):
    """The tables of the report of 2016/17 as the national file fills them for another authority and year."""
    data = load(area, year)
    codes = {LA: data.area.code, LONDON: data.area.region, ENGLAND: ENGLAND, NEIGHBOURS: data.neighbours}
    figures = barnet.figures[barnet.figures["kind"].isin(["value", "gap", "rank", "gap_rank"])]
    figures = figures.assign(area=figures["area"].map(codes), year=figures["year"] + year - 2017)
    national = data.observations[
        ~data.observations["source"].str.startswith("barnet") & data.observations["value"].notna()
    ]
    national = national[national["area"].isin(codes.values())]
    texts = {
        (row.measure, row.pupil_group, row.year, row.area): format_value(
            row.value,
            "score",
            max(int(row.decimals) if pd.notna(row.decimals) else 1, int(row.area_type == "neighbours")),
        )
        for row in national.itertuples()
    }
    own = data.ranks[data.ranks["area"] == data.area.code]
    ranks = {(row.measure, row.pupil_group, row.year): ordinal(row.rank) for row in own.itertuples()}

    def printed(row) -> str | None:
        if row.kind in ("rank", "gap_rank"):
            return ranks.get((row.measure, row.pupil_group, row.year))
        level = texts.get((row.measure, row.pupil_group, row.year, row.area))
        if row.kind == "value":
            return level
        other = texts.get((row.measure, row.comparison_group, row.year, ENGLAND))
        if level is None or other is None:
            return None
        return format_value(
            round(float(level) - float(other), 9), "score", max(decimals(level), decimals(other))
        )

    figures = figures.assign(printed=[printed(row) for row in figures.itertuples()]).dropna(subset="printed")
    figures = figures.assign(
        value=figures["printed"].str.rstrip("stndrh").astype(float),
        decimals=figures["printed"].map(decimals).astype("Int8"),
        row=range(2, len(figures) + 2),
    )
    return replace(barnet, figures=figures), cut_points(data.ranks, figures, year)


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"),
    [
        ("Barnet", 2017),
        ("Leeds", 2019),
        ("Kent", 2022),
        ("Camden", 2018),
        ("Southwark", 2022),
        ("Cornwall", 2017),
    ],
)
def test_clean_tables_give_no_findings(national_home, monkeypatch, barnet, area, year):
    monkeypatch.setenv("STANDARDS_HOME", str(national_home))
    tables, national = clean(area, year, barnet)
    assert len(tables.figures) > 500
    table = findings(tables, MEASURES, national)
    assert table.loc[table["rule"] != "form"].to_dict("records") == []


def test_the_page_of_findings_needs_only_the_report(tmp_path, monkeypatch):
    make_home(tmp_path / "home", monkeypatch)
    prepare()
    data = load("Barnet", 2017)
    assert not data.national
    assert len(findings(data.edition, data.measures, load_cut_points())) == 44
    assert set(TYPES) == {LA, LONDON, ENGLAND, NEIGHBOURS}
