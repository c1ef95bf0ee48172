"""DfE's files beside its interactive tool: how many figures are the same, and what is said of those that are not."""

import pandas as pd
import pytest

from analysis.catalogue.observations import make_observations
from analysis.data.england import England
from analysis.data.store import prepared_england
from analysis.report.checks.other_files import NOT_KNOWN, WHY, compared
from analysis.report.checks.tables import other_files_found, other_files_table

AREAS = [f"E0900000{i}" for i in range(1, 9)]


def made(source: str, measure: str, group: str, values: list[float], **more) -> pd.DataFrame:
    return pd.DataFrame(
        {"source": source, "measure": measure, "pupil_group": group, "year": 2022, "area": AREAS, "area_type": "la",
         "value": values, "decimals": 1, "locator": [f"row {i}" for i in range(2, 10)]}
    ).assign(**more)  # fmt: skip


@pytest.fixture
def england():
    """Two measures that two files have: one the same, one of whose groups differs."""
    values = [50.0 + i for i in range(8)]
    parts = [
        made("lait", "eyfs_gld", "all", values),
        made("ees-early-years-2022", "eyfs_gld", "all", values, denominator=100),
        made("lait", "eyfs_gld", "not_fsm", [v + 1.5 for v in values]),
        made("ees-early-years-2022", "eyfs_gld", "not_fsm", [*values[1:], 58.5], denominator=100),
        made("lait", "eyfs_gld", "white", values),
        made("ees-early-years-2022", "eyfs_gld", "white", [v + 0.3 for v in values], denominator=100),
        made("lait", "neet_16_17", "all", [v / 10 + 0.04 for v in values]),
        made("ees-neet", "neet_16_17", "all", [v / 10 for v in values]),
    ]
    observations = make_observations(pd.concat(parts, ignore_index=True), "made")
    return England(observations, pd.DataFrame(), pd.DataFrame(), {}, {})


def test_each_source_and_measure_has_a_row(england):
    early, neet = compared(england)
    assert (early.source, early.measure, early.figures, early.same, early.differing) == (
        *("ees-early-years-2022", "eyfs_gld"),
        *(24, 9, 15),
    )
    assert early.largest == pytest.approx(0.5) and (early.series, early.taken) == (3, 1)
    assert (
        f"Pupils not eligible for free school meals, 7 of 8: {WHY[early.source, early.measure, 'not_fsm']}"
        in early.why
    )
    assert f"White pupils, 8 of 8: {NOT_KNOWN}" in early.why
    assert (neet.figures, neet.same, neet.taken) == (8, 8, 0)
    assert neet.why == "8 are equal when rounded alike: one of the two files has more digits."


def test_the_table_and_the_sentence_say_so(england):
    found = compared(england)
    table = other_files_table(found).frame
    assert list(table)[2:6] == ["Figures compared", "Equal as printed", "Differing", "Largest difference"]
    assert table["Rankings use this file"].tolist() == ["1 of 3 years and groups", "0 of 1 year and group"]
    assert other_files_found(found).startswith(
        "2 other national files print 32 figures that DfE's interactive tool has too. 17 are equal as printed, 15 differ."
    )


def test_without_another_file_there_is_nothing_to_show(england):
    alone = england.observations[england.observations["source"] == "lait"]
    found = compared(England(alone, pd.DataFrame(), pd.DataFrame(), {}, {}))
    assert found == [] and "nothing to show" in other_files_table(found).to_html()
    assert "No figure" in other_files_found(found)


@pytest.mark.national
def test_the_national_files_beside_the_tool(national_home, national):
    for file in ("early_years_2022", "care_leavers_activity", "neet_2023", "ks4_la", "absence_la"):
        national(f"ees/{file}.csv")
    found = {(one.source, one.measure): one for one in compared(prepared_england())}
    assert sum(one.figures for one in found.values()) == 30_726
    differing = {key: one.differing for key, one in found.items() if one.differing}
    assert differing == {("ees-early-years-2022", "eyfs_gld"): 163}
    assert NOT_KNOWN not in " ".join(one.why for one in found.values())
    unused = {measure for (_, measure), one in found.items() if one.taken < one.series}
    assert unused >= {"eyfs_gld", "participation_16_17", "september_guarantee", "absence_overall"}


@pytest.mark.national
def test_a_file_that_takes_the_tools_place_changes_no_figure_but_its_digits(national_home):
    observations = prepared_england().national
    tool = prepared_england().observations.query("source == 'lait' and area_type == 'la'")
    key = ["measure", "pupil_group", "year", "area"]
    both = observations[observations["source"].str.startswith("ees-")].merge(
        tool, on=key, suffixes=("", "_tool")
    )
    both = both[both["value"].notna() & both["value_tool"].notna()]
    half = 0.5 * 10.0 ** -both["decimals_tool"].astype("float64")
    assert len(both) > 20_000 and ((both["value"] - both["value_tool"]).abs() <= 1.02 * half + 1e-9).all()


@pytest.mark.national
def test_children_of_unknown_eligibility_are_in_the_files_group(national_home, national):
    """What is said of the difference: with those eligible the file's group makes up all children, in every area."""
    national("ees/early_years_2022.csv")
    rows = prepared_england().observations.query("source == 'ees-early-years-2022' and measure == 'eyfs_gld'")
    pupils = rows.pivot(index="area", columns="pupil_group", values="denominator")
    assert (pupils["fsm"] + pupils["not_fsm"] == pupils["all"]).sum() >= 163
    tool = prepared_england().observations.query(
        "source == 'lait' and measure == 'eyfs_gld' and year == 2022 and pupil_group == 'not_fsm'"
    )
    shares = rows[rows["pupil_group"] == "not_fsm"].set_index("area")["value"]
    assert (tool.set_index("area")["value"] - shares).dropna().min() > -0.051
