"""When figures are due, as DfE's dictionary has it."""

import pandas as pd
import pytest

from analysis.catalogue.lait_codes import load_codes
from analysis.catalogue.lait_updates import day_of, read_updates

HEADER = "Measure_short,Polarity,dps,Year_Type,No_Quartile,Topic,Last Update,Next Update"
ROW = "{},High,1,Academic Year,NA,{},{},{}"


def updates(tmp_path, *rows) -> dict:
    file = tmp_path / "dictionary.csv"
    file.write_text("\n".join([HEADER, *(ROW.format(*row) for row in rows)]) + "\n", encoding="latin-1")
    table = read_updates(file, load_codes())
    return {(row.measure, row.pupil_group): (row.last_update, row.next_update) for row in table.itertuples()}


def test_days_are_counted_as_spreadsheets_count_them(tmp_path):
    """Excel shows 46204 as 1 July 2026 and 45962 as 1 November 2025."""
    found = updates(tmp_path, ("FSP_NEW_GOODDEV", "Early years", "45962", "46204"))
    assert found == {("eyfs_gld", "all"): ("2025-11-01", "2026-07-01")}


def test_words_stay_words_and_are_no_days(tmp_path):
    found = updates(
        tmp_path, ("FSP_NEW_GOODDEV", "Early years", "New Data", "TBC"), ("NotOurs", "x", "1", "2")
    )
    assert found == {("eyfs_gld", "all"): ("New Data", "TBC")} and day_of("TBC") is None


def test_of_two_topics_the_later_day_counts(tmp_path):
    rows = [
        ("FSP_NEW_GOODDEV", topic, "45962", day)
        for topic, day in (("A", "46204"), ("B", "46300"), ("C", "NA"))
    ]
    assert updates(tmp_path, *rows)[("eyfs_gld", "all")][1] == "2026-10-05"


def test_a_dictionary_without_the_columns_says_nothing(tmp_path):
    file = tmp_path / "dictionary.csv"
    file.write_text("Measure_short,Polarity\nFSP_NEW_GOODDEV,High\n", encoding="latin-1")
    assert set(read_updates(file, load_codes())["next_update"]) == {""}


@pytest.mark.national
def test_as_plain_pandas_reads_the_newest_dictionary(national):
    file = national("lait/lait_data_dictionary.csv")
    cells = pd.read_csv(file, encoding="latin-1", dtype=str, keep_default_na=False)
    codes = load_codes().query("measure != ''")
    cells = cells[cells["Measure_short"].str.strip().isin(codes.index)]
    number = pd.to_numeric(cells["Next Update"], errors="coerce")
    days = pd.to_datetime(number, unit="D", origin="1899-12-30").dt.strftime("%Y-%m-%d")
    expected = days.groupby(cells["Measure_short"].str.strip()).max().dropna()
    found = read_updates(file, load_codes()).set_index(["measure", "pupil_group"])["next_update"]
    assert len(expected) > 200
    for code, day in expected.items():
        assert found[codes.loc[code, "measure"], codes.loc[code, "pupil_group"]] == day, code
