"""DfE's other files at hand: read whole, their numbers of pupils, and their cells beside the interactive tool's, read plainly."""

import pandas as pd
import pytest

from analysis.catalogue.areas import find_area
from analysis.sources.ees import read_data_set

#: File: mapping, observations with those as printed, percentages of LAs, which the numbers of pupils must all give.
FILES = {
    "ks4_la": ("looked-after-ks4", 30_996, 3_309),
    "absence_la": ("looked-after-absence", 96_432, 14_206),
    "early_years_2022": ("early-years-2024", 9_900, 3_632),
    "care_leavers_activity": ("care-leavers", 5_010, 1_862),
    "neet_2023": ("neet", 800, 0),
}
#: File, rows, column; code of the interactive tool, year of it for a year of the file.
CELLS = [
    ("early_years_2022", {"characteristic": "Total", "gender": "Total"}, "gld_percentage", "FSP_NEW_GOODDEV", 0, 164),
    ("early_years_2022", {"characteristic_type": "EHC plan", "gender": "Total"}, "gld_percentage", "FSP_Gooddev_With_SENSTATE", 0, 163),
    ("care_leavers_activity", {"care_leaver_age": "19 to 21 years", "breakdown": "Total in education, employment or training"}, "care_leaver_percent", "CareLeaverEET", 0, 816),
    ("neet_2023", {}, "NEET_percent", "16-17 NEET", 0, 160),
    ("neet_2023", {}, "September_guarantee_Offer_made_percent", "Sept_Guarantee", -1, 160),
    ("ks4_la", {"social_care_group": "CINO at 31 March"}, "avg_att8", "CIN_Avg_Attain8_KS4", 0, 1113),
    ("absence_la", {"social_care_group": "CLA 12 months at 31 March", "phase_type_grouping": "Total"}, "pt_pupils_pa_10_exact", "LAC_Pers_Abs", 0, 961),
]  # fmt: skip


@pytest.fixture(scope="module")
def plain(national):
    """The rows of a file, as text."""
    return lambda name: pd.read_csv(
        national(f"ees/{name}.csv"), dtype=str, encoding="utf-8-sig", keep_default_na=False
    )


@pytest.mark.national
@pytest.mark.parametrize("name", FILES)
def test_the_whole_file_is_read(name, national, plain):
    mapping, observations, percentages = FILES[name]
    reading = read_data_set(national(f"ees/{name}.csv"), source="real")
    assert (reading.mapping, len(reading.observations)) == (mapping, observations)
    assert reading.account["rows"].sum() == len(plain(name))
    la = reading.counts[reading.counts["area_type"] == "la"]
    assert (la["percentages"].sum(), la["agree"].sum()) == (percentages, percentages)


@pytest.mark.national
@pytest.mark.parametrize(("name", "rows", "column", "code", "later", "times"), CELLS)
def test_a_column_is_the_interactive_tools(name, rows, column, code, later, times, national, plain):
    table = plain(name)
    for filter_name, value in rows.items():
        table = table[table[filter_name] == value]
    table = table[table["geographic_level"].isin(["National", "Regional", "Local authority"])]
    names = table["new_la_code"].where(table["new_la_code"] != "", table["region_code"])
    names = names.where(names != "", table["country_code"])
    year = table["time_period"].str[:4].astype(int) + (table["time_period"].str.len() == 6) + later
    cells = pd.Series(
        pd.to_numeric(table[column], errors="coerce").to_numpy(),
        [names.map(lambda n: find_area(n).code), year],
    )
    tool = pd.read_parquet(national("lait/bds_long_0.parquet"))
    tool = tool[tool["Short Desc"] == code]
    areas = tool["LA and Regions"].map(
        {name: find_area(name).code for name in tool["LA and Regions"].unique()}
    )
    theirs = pd.Series(
        pd.to_numeric(tool["Values"], errors="coerce").to_numpy(), [areas, tool["Years"].str[:4].astype(int)]
    )
    theirs = theirs.dropna().groupby(level=[0, 1]).first()
    both = pd.concat([cells.dropna(), theirs], axis=1, join="inner")
    assert len(both) == times and (both[0] - both[1]).abs().max() < 0.0501


@pytest.mark.national
def test_one_area_above_100_does_not_lose_the_others(national):
    found = read_data_set(national("ees/neet_2023.csv"), source="real").observations
    offers = found[found["measure"] == "september_guarantee"].set_index("area")["value"]
    assert offers["E06000034"] == 100.2 and len(offers) == 160 and offers.notna().all()
