"""The way of a number back to its raw cell, and what stands in the way of a wrong request."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.basics.errors import InputError
from analysis.catalogue.manifest import load_manifest
from analysis.runs import explain as explaining
from analysis.runs.explain import explain


@pytest.fixture
def prepared(home):
    from analysis.data.prepare import prepare

    prepare()
    return home


def test_a_transcribed_figure_leads_to_its_row_and_line(prepared):
    steps = explain("ks2_rwm_expected")
    assert "observation: 69.0 for Barnet" in steps[1]
    assert steps[-1].endswith(
        "t11,1144,Barnet %,% EXS+ RWM,ks2_rwm_expected,all,,2017,E09000003,value,no,69.0"
    )
    assert any("SHA-256" in step and "verified" in step for step in steps)


@pytest.mark.national
def test_a_national_figure_leads_to_the_row_of_the_file(national_home):
    steps = explain("ks2_rwm_expected,disadvantaged")
    assert "'Short Desc': 'DAP_NEW_KS2_RWM'" in steps[-1] and "'Values': '55'" in steps[-1]
    assert any(
        step.startswith("rank: 20 of 150, because 19 authorities have a better value") for step in steps
    )


@pytest.mark.national
def test_a_percentage_from_counts_leads_to_the_counts(national_home):
    steps = explain("ks2_rwm_expected,looked_after", "Kent", 2024)
    assert "CLA 12 months at 31 March" in steps[-1] and ",58,16,28," in steps[-1]


@pytest.mark.national
def test_an_address_is_given_for_the_file_it_is_of(national_home, monkeypatch):
    def address(measure: str) -> str:
        (found,) = [step for step in explain(measure) if step.startswith("address: ")]
        return found

    sources = load_manifest()
    assert address("ks2_rwm_expected") == f"address: {sources['lait'].url} (as recorded)"
    assert address("schools_good_primary").endswith("(what it was made from)")
    unknown = replace(sources["lait"], url="", retrieved="2027-01-31")
    monkeypatch.setattr(explaining, "described", lambda _: sources | {"lait": unknown})
    assert address("ks2_rwm_expected") == "address: not known for this file; described on 2027-01-31"


def test_a_line_of_a_data_file(prepared):
    folder = prepared / "reports" / "barnet-2017" / "data"
    folder.mkdir(parents=True)
    pd.DataFrame({"measure": ["ks2_rwm_expected"], "pupil_group": ["all"], "value": [69.0]}).to_csv(
        folder / "rankings.csv", index=False
    )
    assert "line 2" in explain("rankings.csv:2")[0]
    for line in ("1", "3", "x"):
        with pytest.raises(InputError, match="no line"):
            explain(f"rankings.csv:{line}")


def gap_line(home, row: dict) -> str:
    """A line of a report's gaps.csv, as the report would write it."""
    folder = home / "reports" / "barnet-2017" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame([row]).to_csv(folder / "gaps.csv", index=False)
    return "gaps.csv:2"


def test_a_gap_leads_to_both_of_its_figures(prepared):
    from analysis.report.contents import open_report

    gaps = open_report("Barnet", 2017).gaps
    own = gaps[(gaps["measure"] == "eyfs_gld") & (gaps["comparator"] == "national_other")].iloc[0]
    steps = explain(gap_line(prepared, own.to_dict()))
    found = [float(step.split()[1]) for step in steps if step.startswith("observation: ")]
    assert found[0] - found[1] == own["gap"]
    places = [step for step in steps if step.startswith("observation: ")]
    assert "for Barnet" in places[0] and "for England" in places[1]
    cells = [step for step in steps if step.startswith("cell: ")]
    assert len(cells) == 2 and all("eyfs_gld" in cell for cell in cells)


def test_a_line_of_another_year_leads_to_that_year(prepared):
    row = {"measure": "eyfs_gld", "pupil_group": "fsm", "comparison_group": "not_fsm", "comparator": "own_other",
           "year": 2016, "area": "E09000003", "gap": -16.0}  # fmt: skip
    steps = explain(gap_line(prepared, row))
    assert all("2015/16" in step for step in steps if step.startswith("observation: "))


@pytest.mark.parametrize("where", ["nonsense", "ks2_rwm_expected,nobody", "gaps.csv:2"])
def test_what_is_not_there_is_said_so(prepared, where):
    with pytest.raises(InputError):
        explain(where)


def test_what_is_near_is_named(prepared):
    with pytest.raises(InputError, match="phonics_year1_expected"):
        explain("phonics_y1_expected,all")
    with pytest.raises(InputError, match="disadvantaged"):
        explain("ks2_rwm_expected,nobody")
