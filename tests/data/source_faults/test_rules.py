"""Each rule on made data: it finds its fault where it was put, and nothing in figures that are as they should be."""

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue.areas import ENGLAND, load_areas
from analysis.catalogue.existing import standing
from analysis.data.source_faults.absent import years_without
from analysis.data.source_faults.chance import equal_block, needed
from analysis.data.source_faults.found import SourceFaults
from analysis.data.source_faults.rules import RULES, find_source_faults

AREAS = load_areas()
LAS = standing(AREAS, 2024)[["code", "region"]].iloc[:150]
YEARS = range(2016, 2020)
MEASURES = ["ks4_attainment8", "ks5_aps_alevel", "ks2_rwm_expected"]


def made(seed=1, measures=MEASURES, years=YEARS):
    """Figures of 150 authorities that keep to a level of their own, and the means of regions and England."""
    rng, parts = np.random.default_rng(seed), []
    for measure in measures:
        level = rng.normal(50, 8, len(LAS))
        for year in years:
            figures = (level + year - 2016 + rng.normal(0, 1.5, len(LAS))).round(1)
            la = pd.DataFrame({"area": LAS["code"], "area_type": "la", "value": figures})
            means = la["value"].groupby(LAS["region"]).mean().round(1)
            regions = pd.DataFrame({"area": means.index, "area_type": "region", "value": means.to_numpy()})
            england = pd.DataFrame(
                {"area": [ENGLAND], "area_type": "country", "value": [figures.mean().round(1)]}
            )
            parts.append(pd.concat([la, england, regions]).assign(measure=measure, year=year))
    table = pd.concat(parts, ignore_index=True)
    lines = "row " + table.index.astype(str)
    return table.assign(
        pupil_group="all", status="ok", release="published", source="lait", locator=lines, decimals=1
    )


@pytest.fixture
def now():
    return made()


def at(table, measure="ks4_attainment8", year=2018, area_type="la"):
    return (table["measure"] == measure) & (table["year"] == year) & (table["area_type"] == area_type)


def find(now, before=None):
    earlier = {} if before is None else {"2025-01-01_aaaaaaa": before}
    return find_source_faults({**earlier, "2025-02-01_bbbbbbb": now})


def places(findings):
    return findings[["rule", "measure", "year"]].drop_duplicates().values.tolist()


def test_right_figures_are_left_alone(now):
    for before in (None, now):
        findings = find(now, before)
        assert findings.empty
        assert list(findings.columns) == SourceFaults.names()


def test_columns_are_typed(now):
    now.loc[at(now), "value"] = now.loc[at(now, year=2017), "value"].to_numpy()
    findings = find(now)
    SourceFaults.to_schema().validate(findings)
    assert findings["release"].tolist() == ["2025-02-01_bbbbbbb"]


@pytest.mark.parametrize("known", [True, False])
def test_a_column_copied_from_the_year_before(now, known):
    before = now.copy() if known else None
    now.loc[at(now), "value"] = now.loc[at(now, year=2017), "value"].to_numpy()
    findings = find(now, before)
    assert places(findings) == [["copied_column", "ks4_attainment8", 2018]]
    assert findings["why"][0] == "Every one of 150 local authorities has the same figures as 2017."
    assert findings[["areas", "n_areas", "ranks"]].values.tolist() == [["", 150, 150]]


def test_half_a_column_copied_from_another_measure(now):
    before = now.copy()
    rows, source = now.index[at(now)][40:115], now.index[at(now, "ks5_aps_alevel")][40:115]
    now.loc[rows, "value"] = now.loc[source, "value"].to_numpy()
    findings = find(now, before)
    assert ["copied_column", "ks4_attainment8", 2018] in places(findings)
    copied = findings[findings["rule"] == "copied_column"]
    assert set(copied["areas"].iloc[0].split()) >= set(now.loc[rows, "area"])
    assert copied["n_areas"].iloc[0] < 85


@pytest.mark.parametrize("areas", ["all", "London"])
def test_england_copied(now, areas):
    london = now["area"].isin(LAS.loc[LAS["region"] == "E12000007", "code"])
    england = now.loc[at(now, area_type="country"), "value"].iloc[0]
    now.loc[at(now) & (london | (areas == "all")), "value"] = england
    copied = find(now).query("rule == 'copied_england'")
    assert places(copied) == [["copied_england", "ks4_attainment8", 2018]]
    assert copied["n_areas"].iloc[0] >= (150 if areas == "all" else london[at(now)].sum())


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("step", [1, -1])
def test_a_column_slipped_by_a_row(now, known, step):
    before = now.copy() if known else None
    now.loc[at(now), "value"] = np.roll(now.loc[at(now), "value"], step)
    findings = find(now, before)
    assert places(findings) == [["neighbours_row", "ks4_attainment8", 2018]]
    assert ("above" if step == 1 else "below") in findings["why"][0]


def test_a_year_that_follows_no_other_has_not_slipped(now):
    now.loc[at(now), "value"] = np.random.default_rng(5).permutation(now.loc[at(now), "value"])
    assert "neighbours_row" not in set(find(now)["rule"])


@pytest.mark.parametrize("area_type", ["region", "country"])
def test_a_region_beyond_its_areas(now, area_type):
    row = now.index[at(now, area_type=area_type)][0]
    now.loc[row, "value"] = now.loc[at(now), "value"].max() + 1
    findings = find(now)
    assert places(findings) == [["outside_its_areas", "ks4_attainment8", 2018]]
    assert findings["areas"][0] == now["area"][row]
    assert findings["ranks"][0] == 0


def test_a_region_of_which_few_areas_have_figures_may_lie_outside_them(now):
    london = at(now) & now["area"].isin(LAS.loc[LAS["region"] == "E12000007", "code"])
    now.loc[now.index[london][6:], "value"] = np.nan
    now.loc[at(now, area_type="region") & (now["area"] == "E12000007"), "value"] = 99.0
    assert find(now).empty


def test_a_year_without_tests(now):
    extra = now[at(now, "ks2_rwm_expected", 2019)].assign(year=2020)
    extra["value"] = (extra["value"] + np.random.default_rng(2).normal(0, 3, len(extra))).round(1)
    findings = find(pd.concat([now, extra], ignore_index=True))
    assert places(findings) == [["year_without_tests", "ks2_rwm_expected", 2020]]
    assert findings["ranks"][0] == 150


@pytest.mark.parametrize(
    ("measure", "year", "none"),
    [
        ("ks2_rwm_expected", 2021, True),
        ("ks2_rwm_expected", 2024, False),
        ("ks2_maths_progress", 2024, True),
        ("ks4_attainment8", 2020, False),
        ("ks4_progress8", 2020, True),
        ("eyfs_gld", 2021, True),
        ("absence_special", 2020, True),
        ("absence_special", 2021, False),
    ],
)
def test_the_calendar_of_tests(measure, year, none):
    assert (year in years_without(measure)) == none


@pytest.mark.parametrize("late", [1, -1])
def test_a_series_that_stands_a_year_out(late):
    before = made(measures=MEASURES[:2])
    now = before.copy()
    series = now["measure"] == "ks4_attainment8"
    now.loc[series, "year"] += late
    other = made(
        3, ["ks4_ebacc_points", "ks4_english_maths_94", "ks4_ebacc"]
    )  # its phase, for what years there are
    findings = find(pd.concat([now, other], ignore_index=True), pd.concat([before, other], ignore_index=True))
    assert set(findings["rule"]) == {"a_year_out"}
    assert findings["year"].tolist() == [year + late for year in YEARS]
    assert set(findings["mended_in"]) == {""}
    assert ("earlier" if late == 1 else "later") in findings["why"][0]


def test_a_series_that_was_put_right_is_a_fault_of_the_release_before():
    other = made(3, ["ks4_ebacc_points", "ks4_english_maths_94", "ks4_ebacc"])
    now = pd.concat([made(measures=MEASURES[:2]), other], ignore_index=True)
    before = now.assign(year=now["year"] + (now["measure"] == "ks4_attainment8"))
    findings = find(now, before)
    assert findings[["rule", "release", "mended_in"]].drop_duplicates().values.tolist() == [
        ["a_year_out", "2025-01-01_aaaaaaa", "2025-02-01_bbbbbbb"]
    ]
    assert findings["year"].tolist() == [year + 1 for year in YEARS]


@pytest.mark.parametrize("factor", [0.01, 0.1, 10, 100])
def test_a_year_in_another_scale(now, factor):
    now.loc[at(now), "value"] *= factor
    assert ["change_of_scale", "ks4_attainment8", 2018] in places(find(now))


def test_a_whole_series_in_another_scale_shows_against_the_release_before(now):
    before = now.copy()
    now.loc[now["measure"] == "ks4_attainment8", "value"] /= 100
    findings = find(now, before).query("rule == 'change_of_scale'")
    assert places(findings) == [["change_of_scale", "ks4_attainment8", year] for year in YEARS]


def test_a_single_lost_decimal_point(now):
    level = now["value"].where(
        now["area_type"] != "la", now["value"].groupby([now["measure"], now["area"]]).transform("median")
    )
    now["value"] = level
    row = now.index[at(now)][7]
    now.loc[row, "value"] /= 10
    findings = find(now).query("rule == 'change_of_scale'")
    assert findings[["areas", "year"]].values.tolist() == [[now["area"][row], 2018]]


def test_a_zero_for_an_authority_that_had_closed(now):
    row = now[at(now, year=2019)].iloc[[0]].assign(area="E06000028", value=0.0, year=2022)
    closed = pd.concat([now, row, now[at(now)].assign(year=2022)], ignore_index=True)
    findings = find(closed).query("rule == 'zero_for_none'")
    assert findings[["areas", "year"]].values.tolist() == [["E06000028", 2022]]
    elsewhere = closed.copy()  # a true zero of another authority: zeros may be figures of this series
    elsewhere.loc[elsewhere.index[at(elsewhere)][3], "value"] = 0.0
    assert "zero_for_none" not in set(find(elsewhere)["rule"])


@pytest.mark.parametrize(("label", "found"), [("published", True), ("revised", True), ("provisional", False)])
def test_figures_changed_in_place(now, label, found):
    before = now.assign(release=label)
    rows = now.index[at(now)][:30:2]
    now.loc[rows, "value"] += 1.3
    findings = find(now, before)
    assert places(findings) == ([["unlabelled_provisional", "ks4_attainment8", 2018]] if found else [])
    if found:
        assert findings["n_areas"][0] == 15
        assert findings["ranks"][0] == _ranks_that_move(now[at(now)], before[at(before)])
        assert (findings["release"][0], findings["mended_in"][0]) == (
            "2025-01-01_aaaaaaa",
            "2025-02-01_bbbbbbb",
        )


def _ranks_that_move(now, before):
    """With pandas, not as the package counts."""
    ranks = [
        table.set_index("area")["value"].round(6).rank(method="min", ascending=False)
        for table in (now, before)
    ]
    return (ranks[0] != ranks[1]).sum()


def test_more_digits_are_no_other_figures(now):
    before = now.copy()
    now["value"] += np.random.default_rng(4).uniform(-0.049, 0.049, len(now))
    assert find(now, before).empty


def test_a_fault_is_named_once_with_the_releases_that_have_it(now):
    bad = now.copy()
    bad.loc[at(bad), "value"] = bad.loc[at(bad, area_type="country"), "value"].iloc[0]
    releases = {"2025-01-01_a": now, "2025-02-01_b": bad, "2025-03-01_c": bad, "2025-04-01_d": now}
    findings = find_source_faults(releases, every_release=True).query("rule == 'copied_england'")
    assert findings[["release", "mended_in"]].values.tolist() == [["2025-02-01_b", "2025-04-01_d"]]


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4])
def test_runs_of_equal_figures_are_not_made_by_chance(share):
    rng, groups = np.random.default_rng(6), np.zeros((0, 150), dtype=bool)
    usable = np.ones(150, dtype=bool)
    hits = [equal_block(rng.random(150) < share, usable, groups, 1e4) is not None for _ in range(2000)]
    assert sum(hits) == 0
    length = needed(share, 1e4)
    equal = rng.random(150) < share
    equal[20 : 20 + length + 5] = True
    assert equal_block(equal, usable, groups, 1e4)[20 : 20 + length].all()


def test_every_rule_says_what_it_looks_for():
    assert all(rule.title and rule.looks_for.endswith(".") for rule in RULES.values())


def test_a_file_of_one_year_or_without_regions_is_looked_at():
    whole = made(measures=MEASURES[:1])
    later = made(seed=2, measures=MEASURES[:1])
    for part in ("year == 2017", "area_type == 'la'"):
        before, now = (table.query(part).reset_index(drop=True) for table in (whole, later))
        found = find_source_faults({"2030-01-05_before": before, "2030-02-05_now": now})
        # the figures were drawn anew, so that nearly all have changed in place
        assert {*found["rule"]} == {"unlabelled_provisional"}, part
