"""What only today's figures contradict is ambiguous; England's figure on another basis is recognised."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.catalogue.england_bases import ALL_SCHOOLS, STATE_FUNDED, all_schools_less_state_funded
from analysis.catalogue.measures import load_measures
from analysis.catalogue.revision_sizes import OF_ALL, revised_by
from analysis.data.publication_status import Statuses
from claims_made import BOROUGHS, one, world
from places import NATIONAL, REPO
from releases_read import read_release

RWM = {"measure": "ks2_rwm_expected", "year": "2022"}
VALUES = [70, 72, 74, 66, 65, 64, 63, 62, 61, 60]


def made(barnet, last: int = 2024, statuses: Statuses | None = None):
    """Ten boroughs in 2022, Camden third with 70, England at 68; figures up to another year."""
    rows = [("ks2_rwm_expected", "all", 2022, name, v) for name, v in zip(BOROUGHS, VALUES, strict=True)]
    rows += [("ks2_rwm_expected", "all", last, name, 60) for name in BOROUGHS if last > 2022]
    rows += [("ks2_rwm_expected", "all", 2022, "England", 71)]
    data = world(barnet, rows, year=2022)
    england = replace(data.england, release="2026-04-08_fbff3bc", statuses=statuses or Statuses())
    return replace(data, england=england)


NEAR = [
    {"kind": "value", "value": "71%"},
    {"kind": "value", "value": "67%"},
    {"kind": "rank_value", "value": "2nd"},
    {"kind": "rank_band", "band": "top 20%"},
    {"kind": "comparison", "comparator": "England", "word": "above"},
    {"kind": "comparison", "comparator": "Islington", "word": "better than"},
    {"kind": "superlative", "word": "best", "against": "Islington"},
]
FAR = [
    {"kind": "value", "value": "80%"},
    {"kind": "rank_value", "value": "9th"},
    {"kind": "rank_band", "band": "bottom 20%"},
    {"kind": "comparison", "comparator": "England", "word": "well above"},
    {"kind": "superlative", "word": "worst", "against": "Islington; Bromley"},
]


@pytest.mark.parametrize("cells", NEAR + FAR)
def test_an_earlier_season_without_a_day_is_contradicted_only_beyond_the_reach_of_revisions(barnet, cells):
    data = made(barnet)
    assert one(data, **cells, **RWM)["verdict"] == "contradicted"
    found = one(data, dated=True, **cells, **RWM)
    assert found["verdict"] == ("ambiguous" if cells in NEAR else "contradicted"), found
    if cells in NEAR:
        assert "as revised since" in found["reason"] and "it would hold by" in found["reason"]
        assert "key stage 2 figures are provisional until December" in found["reason"]


@pytest.mark.parametrize("cells", NEAR + FAR)
def test_a_paper_from_before_the_newest_release_is_never_plainly_contradicted(barnet, cells):
    found = one(made(barnet), **cells, **RWM, written="2022-10-01")
    assert (found["verdict"], found["date"]) == ("ambiguous", "2022-10-01")
    assert "what was public on 1 October 2022 is not at hand" in found["reason"]
    assert "on that day the figures were provisional" in found["reason"]
    assert ("it would hold by" in found["reason"]) == (cells in NEAR)


def test_what_holds_and_what_is_newest_is_judged_as_ever(barnet):
    newest = made(barnet, last=2022)
    for cells in NEAR + FAR:
        assert one(newest, dated=True, **cells, **RWM)["verdict"] == "contradicted"
    for data in (newest, made(barnet)):
        for written in ("", "2022-10-01"):
            about = RWM | {"written": written}
            assert one(data, dated=True, kind="value", value="70%", **about)["verdict"] == "holds"
            assert one(data, dated=True, kind="rank_value", value="3rd", **about)["verdict"] == "holds"


def test_a_figure_that_a_release_revised_may_have_been_another(barnet):
    told = Statuses({("ks2_rwm_expected", "all", 2022): ("revised", "earlier release of 2025-12-22")})
    data = made(barnet, last=2022, statuses=told)
    # only of the tool's own figures is that known
    rows = data.observations.assign(source="lait")
    data = replace(data, observations=rows, england=replace(data.england, observations=rows))
    found = one(data, dated=True, kind="value", value="71%", **RWM)
    assert found["verdict"] == "ambiguous" and "the figures were revised by the release of 22 December 2025" in found["reason"]  # fmt: skip
    assert one(data, dated=True, kind="value", value="75%", **RWM)["verdict"] == "contradicted"


# --- England on another basis -------------------------------------------------------------------------------


def test_bases_are_those_of_the_paper_and_of_the_tool():
    printed = pd.read_csv(REPO / "data" / "raw" / "barnet-2017" / "figures.csv", dtype=str)
    england = printed[
        (printed["area"] == "E92000001") & (printed["pupil_group"] == "all") & (printed["kind"] == "value")
    ]
    for measure, years in ALL_SCHOOLS.items():
        rows = england[(england["measure"] == measure) & (england["year"] == "2017")]
        if len(rows):
            assert years[2017] in rows["printed"].str.removesuffix("%").astype(float).tolist(), measure
        assert years.keys() == STATE_FUNDED[measure].keys()
        low, high = all_schools_less_state_funded(measure, 2018)
        assert low <= high and all_schools_less_state_funded(measure, 2017)[0] == pytest.approx(
            years[2017] - STATE_FUNDED[measure][2017]
        )


@pytest.mark.national
def test_state_funded_is_what_the_tool_has(national_home):
    rows = read_release(NATIONAL / "lait").query("area == 'E92000001' and pupil_group == 'all'")
    found = rows.set_index(["measure", "year"])["value"]
    for measure, years in STATE_FUNDED.items():
        for year, value in years.items():
            assert found[measure, year] == pytest.approx(value, abs=0.051), (measure, year)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"kind": "value", "area": "England", "value": "44.5"}, "ambiguous"),
        ({"kind": "value", "area": "England", "value": "46.6"}, "holds"),
        ({"kind": "value", "area": "England", "value": "42.5"}, "contradicted"),
        ({"kind": "value", "area": "England", "value": "48.7"}, "contradicted"),
        ({"kind": "comparison", "comparator": "England", "word": "above"}, "ambiguous"),
        ({"kind": "comparison", "comparator": "England", "word": "below"}, "holds"),
        ({"kind": "comparison", "comparator": "England", "word": "well above"}, "contradicted"),
    ],
)
def test_a_comparison_with_all_schools_is_recognised(barnet, cells, verdict, dated):
    rows = [
        ("ks4_attainment8", "all", 2018, "Camden", 45.2),
        ("ks4_attainment8", "all", 2018, "England", 46.6),
    ]
    data = world(barnet, rows, year=2018)
    found = one(data, dated=dated, measure="ks4_attainment8", year="2018", **cells)
    assert found["verdict"] == (verdict if dated or verdict != "ambiguous" else "contradicted")
    assert ("that of all schools lies about 2.1 below it" in found["reason"]) == (
        found["verdict"] == "ambiguous"
    )


# --- how far revisions go, counted anew ---------------------------------------------------------------------


@pytest.mark.national
def test_revisions_go_as_far_as_is_said(national):
    """Key stages 2 and 4 between two releases, by the files: most are within the reach, and it is not many times what they need."""
    for phase, unit, before, after in (
        ("ks2", "percent", "2025-12-01_18449c3", "2025-12-22_1f369c8"),
        ("ks4", "score", "2025-12-22_1f369c8", "2026-02-12_3ce468b"),
    ):
        measures = load_measures().query("phase == @phase and unit == @unit").index
        sides = []
        for folder in (before, after):
            national(f"lait_releases/{folder}/bds_long_0.parquet")
            rows = read_release(NATIONAL / "lait_releases" / folder)
            rows = rows[(rows["area_type"] == "la") & (rows["pupil_group"] == "all")]
            sides.append(rows[rows["measure"].isin(measures) & rows["value"].notna()])
        both = sides[0].merge(sides[1], on=["measure", "year", "area"])
        moved = (both["value_x"] - both["value_y"]).abs()
        half = 0.5 * 10.0 ** -both[["decimals_x", "decimals_y"]].min(axis=1)
        moved = moved[moved > half + 1e-9]
        assert len(moved) > 50, (phase, len(moved))
        assert (moved <= revised_by(phase, unit) + 1e-9).mean() >= 0.9
        assert moved.quantile(0.95) >= OF_ALL[phase, unit] / 3
