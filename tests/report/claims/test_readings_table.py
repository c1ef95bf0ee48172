"""The readings on the page: for the claims that have them, those that hold in some only first."""

import pandas as pd

from analysis.report.claims.readings_table import readings_said, readings_table, with_readings

ROWS = pd.DataFrame(
    [
        ("p. 1", "In line", "holds", "holds in all 2 readings"),
        ("p. 2", "Above England", "holds", ""),
        ("p. 3", "Well above average", "contradicted", "holds in 1 of 2 readings: holds in 2024; does not hold in 2023"),
        ("p. 4", "In line", "holds", "holds in all 2 readings"),
        ("p. 5", "A strength", "contradicted", "holds in none of 3 readings: does not hold in any"),
    ],
    columns=["location", "claim", "verdict", "readings"],
)  # fmt: skip


def test_only_claims_with_readings_are_shown_and_those_of_some_come_first():
    body = readings_table(ROWS).frame
    # what a phone shows first is the claim and its readings
    assert body.columns.tolist() == ["Claim", "Readings", "Verdict", "Where"]
    assert body.values.tolist() == [
        ["Well above average", "Holds in 1 of 2 readings: holds in 2024; does not hold in 2023.", "contradicted", "p. 3"],
        ["In line", "Holds in all 2 readings.", "holds", "p. 1; p. 4"],
        ["A strength", "Holds in none of 3 readings: does not hold in any.", "contradicted", "p. 5"],
    ]  # fmt: skip


def test_the_sentence_counts_them():
    said = readings_said(ROWS)
    assert "4 vague or ambiguous claims have more than one reading" in said
    assert "judge. 2 of them hold in all, 1 in some and 1 in none." in said
    one = readings_said(ROWS.iloc[2:3])
    assert "1 vague or ambiguous claim has more than one reading" in one
    assert "None of them hold in all, 1 in some and none in none." in one


def test_without_any_there_is_nothing_to_show():
    assert with_readings(ROWS.iloc[1:2]).empty
