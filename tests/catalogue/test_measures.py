"""The catalogue of measures, and how its figures are named, printed and joined into trends."""

from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.basics import paths
from analysis.basics.errors import InputError
from analysis.basics.numbers import UNITS, format_value
from analysis.catalogue.measures import (
    PHASES,
    PUPIL_GROUPS,
    group_title,
    load_measures,
    title,
    trend_segments,
)

#: What the transcribed report of 2016/17 measures.
REPORTED = [
    "schools_good_primary", "schools_good_secondary", "absence_primary", "absence_secondary",
    "attendance_primary", "eyfs_gld", "eyfs_average_points", "phonics_year1_expected",
    *(f"ks1_{subject}_expected" for subject in ("reading", "writing", "maths", "science")),
    *(f"ks1_{subject}_higher" for subject in ("reading", "writing", "maths")),
    *(f"ks2_{subject}_expected" for subject in ("gps", "maths", "reading", "writing", "science", "rwm")),
    *(f"ks2_{subject}_higher" for subject in ("gps", "maths", "reading", "writing", "rwm")),
    *(f"ks2_{subject}_progress" for subject in ("maths", "reading", "writing")),
    *(f"ks2_{subject}_scaled_score" for subject in ("gps", "maths", "reading")),
    "ks4_attainment8", "ks4_progress8", "ks4_english_maths_95", "ks4_english_maths_94", "ks4_ebacc",
    "ks5_three_a_grades", "ks5_aab", "ks5_aab_facilitating", "ks5_aps_alevel", "ks5_aps_tech",
    "ks5_aps_applied_general",
]  # fmt: skip


@pytest.fixture
def catalogue(tmp_path):
    """A copy of the first rows of measures.csv that a test may spoil: (file, rows as lists of cells)."""
    rows = pd.read_csv(paths.raw() / "measures.csv", dtype=str, keep_default_na=False).head(5)

    def write(row: int | None = None, column: str = "", cell: str = "", drop: str = "", encoding="utf-8"):
        table = rows.copy()
        if row:
            table.loc[row - 2, column] = cell
        file = tmp_path / f"measures_{row}_{column}_{len(list(tmp_path.iterdir()))}.csv"
        table.drop(columns=drop or []).to_csv(file, index=False, encoding=encoding)
        return file

    return write


def test_every_measure_of_the_report_is_in_the_catalogue():
    assert set(REPORTED) <= set(load_measures().index)


def test_the_catalogue_is_in_the_order_of_the_phases():
    measures = load_measures()
    assert measures["phase"].unique().tolist() == list(PHASES)
    assert measures["order"].is_monotonic_increasing
    assert measures["order"].is_unique


def test_titles_are_words_for_a_councillor():
    measures = load_measures()
    for short in ("GPS", "RWM", "FSM", "KS2", "KS4", "EYFS", "GLD", "APS", "NEET", "CLA", "%"):
        assert not measures["title"].str.contains(rf"\b{short}\b").any(), short
    assert (measures["short_title"].str.len() <= measures["title"].str.len()).all()
    assert (measures["short_title"].str.len() <= 40).all()
    # a sentence puts a colon after a title, and some one before it: a title brings none of its own
    assert not measures[["title", "short_title"]].apply(lambda names: names.str.contains(":")).any(axis=None)
    assert not any(":" in name for name in PUPIL_GROUPS.values())
    assert not measures.duplicated(["phase", "short_title"]).any()


def test_a_title_names_the_group_unless_it_is_all_pupils():
    assert title("phonics_year1_expected") == "Phonics check in year 1 (expected standard)"
    assert title("ks4_progress8", "fsm").endswith(" score, pupils eligible for free school meals")
    assert title("ks4_progress8", "chinese").endswith(", Chinese pupils")
    assert len({title("ks4_progress8", group) for group in PUPIL_GROUPS}) == len(PUPIL_GROUPS)


def test_an_unknown_measure_or_group_lists_what_is_near():
    with pytest.raises(InputError, match=r"'ks2_rwm_expcted' is not a measure.*ks2_rwm_expected"):
        title("ks2_rwm_expcted")
    with pytest.raises(InputError, match=r"'disadvantage' is not a pupil group.*disadvantaged"):
        group_title("disadvantage")
    with pytest.raises(InputError, match="'pct' is not a unit"):
        format_value(1, "pct", 0)


def test_changing_the_returned_catalogue_changes_nothing_else():
    measures = load_measures()
    measures["title"] = "spoilt"
    assert load_measures()["title"].iloc[0] != "spoilt"


@pytest.mark.parametrize(
    ("row", "column", "cell", "expected"),
    [
        (3, "unit", "per cent", "percent"),
        (4, "phase", "primary", "attendance"),
        (2, "polarity", "High", "high, low or nothing"),
        (5, "decimals", "1.0", "whole number"),
        (2, "quartiles", "N", "yes or no"),
        (3, "quartiles", "", "yes or no"),
        (2, "definition", "no capital or full stop", "sentence"),
        (6, "first_year", "2016/17", "a year such as 2017"),
        (6, "last_year", "2001", "no earlier than first_year"),
        (4, "break_after", "2019,2021", "years with spaces"),
        (4, "break_after", "2021 2019", "rise"),
        (4, "break_after", "2019 2019", "rise"),
        (3, "measure", "schools_good_primary", "one row for each measure"),
        (3, "measure", "Schools good", "small letters"),
        (3, "title", " Good schools", "words"),
        (2, "polarity", "", "no polarity"),
        (3, "order", "1", "a number of its own"),
        (2, "order", "999", "earlier phase"),
    ],
)
def test_a_bad_cell_is_named_by_file_row_and_column(catalogue, row, column, cell, expected):
    file = catalogue(row, column, cell)
    with pytest.raises(InputError) as caught:
        load_measures(file)
    message = str(caught.value)
    assert file.name in message
    assert expected in message
    if column == "measure" and "one row" in expected:
        assert "row 2 and 3" in message
    elif (column, cell) not in [("polarity", ""), ("order", "999")]:  # found in a cell that depends on it
        assert f"row {row}" in message
        assert column in message


def test_a_missing_column_file_or_encoding_is_explained(catalogue, tmp_path):
    with pytest.raises(InputError, match="Column polarity is missing"):
        load_measures(catalogue(drop="polarity"))
    with pytest.raises(InputError, match="missing"):
        load_measures(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="not UTF-8"):
        load_measures(catalogue(2, "title", "Écoles", encoding="latin-1"))


def test_rows_may_stand_in_any_order(catalogue, tmp_path):
    shuffled = tmp_path / "shuffled.csv"
    pd.read_csv(catalogue(), dtype=str, keep_default_na=False).iloc[::-1].to_csv(shuffled, index=False)
    assert load_measures(shuffled).equals(load_measures(catalogue()))


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (69.5, 0, "70"), (68.5, 0, "69"), (-0.045, 2, "-0.05"), (0.045, 2, "0.05"), (1.005, 2, "1.01"),
        (2.675, 2, "2.68"), (69, 1, "69.0"), (-0.004, 2, "0.00"), (-0.0, 0, "0"), (0.1 + 0.2, 1, "0.3"),
        (1e-7, 2, "0.00"), (9.995, 2, "10.00"), (69.99999999999999, 1, "70.0"), (104.5, 0, "105"),
        (0.70000000000000007, 2, "0.70"),
    ],
)  # fmt: skip
def test_rounding_is_half_away_from_zero(value, decimals, printed):
    assert format_value(value, "score", decimals) == printed


def test_units_and_signs():
    assert format_value(39.1, "percent", 1, with_unit=True) == "39.1%"
    assert format_value(31.3, "points", 2, with_unit=True) == "31.30 points"
    assert format_value(12.345, "rate", 1, with_unit=True) == "12.3 per 100 pupils"
    assert format_value(1234567, "count", 0) == "1,234,567"
    assert format_value(1234.5, "score", 1) == "1234.5"
    assert format_value(-0.2, "score", 1, true_minus=True) == "−0.2"
    for missing in (None, float("nan"), pd.NA, float("inf")):
        assert format_value(missing, "percent", 1, with_unit=True) == ""


finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9)


@given(finite, st.integers(0, 6))
@example(0.5, 0)
@example(-2.5, 0)
def test_a_printed_value_is_within_half_a_unit_of_the_last_place(value, decimals):
    printed, exact = Decimal(format_value(value, "score", decimals)), Decimal(repr(value))
    half = Decimal(5).scaleb(-decimals - 1)
    assert abs(printed - exact) <= half
    if abs(printed - exact) == half:  # a tie
        assert abs(printed) > abs(exact)
    assert max(0, -printed.as_tuple().exponent) == decimals


@given(finite, st.integers(0, 6), st.sampled_from(sorted(UNITS)))
def test_printing_is_symmetric_about_zero_and_never_prints_a_signed_zero(value, decimals, unit):
    positive, negative = (format_value(number, unit, decimals) for number in (abs(value), -abs(value)))
    assert negative == (positive if not positive.strip("0.,") else f"-{positive}")
    assert format_value(value, unit, decimals, true_minus=True).replace("−", "-") == format_value(
        value, unit, decimals
    )


@given(finite, finite, st.integers(0, 3))
def test_printing_keeps_the_order_of_values(one, other, decimals):
    low, high = sorted((one, other))
    assert Decimal(format_value(low, "score", decimals)) <= Decimal(format_value(high, "score", decimals))


@given(st.lists(st.integers(2010, 2030)), st.sets(st.integers(2010, 2030)).map(sorted))
def test_segments_hold_every_year_and_never_cross_a_break(years, breaks):
    segments = trend_segments(years, breaks)
    assert [year for segment in segments for year in segment] == sorted(set(years))
    for segment in segments:
        assert not any(segment[0] <= last < segment[-1] for last in breaks)
    for before, after in pairwise(segments):
        assert any(before[-1] <= last < after[0] for last in breaks)


def test_a_gap_is_not_a_break_and_the_breaks_of_gcses_and_early_years_are_there():
    breaks = load_measures()["break_after"]
    assert trend_segments([2018, 2019, 2022], breaks["ks2_reading_expected"]) == [[2018, 2019, 2022]]
    assert trend_segments([2016, 2017], breaks["ks4_ebacc"]) == [[2016], [2017]]
    assert trend_segments([2019, 2020, 2021, 2022], breaks["ks4_english_maths_95"]) == [
        [2019],
        [2020, 2021],
        [2022],
    ]
    assert trend_segments([2019, 2022], breaks["eyfs_gld"]) == [[2019], [2022]]
    assert trend_segments([2016, 2017, 2018], breaks["ks2_rwm_expected"]) == [[2016, 2017], [2018]]
    assert trend_segments([], breaks["eyfs_gld"]) == []
