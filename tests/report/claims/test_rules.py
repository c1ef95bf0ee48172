"""Every kind of claim by its rule, on figures made for the purpose."""

from dataclasses import replace

import pytest

from analysis.catalogue.measures import load_measures
from analysis.report.claims.check import RULES
from analysis.report.claims.kinds import COLUMNS, KINDS
from analysis.report.contents import open_report
from analysis.statistics.differences import difference
from analysis.statistics.shares import proportion
from claims_made import one, ranked, world
from places import REPO


def test_every_kind_has_a_rule_and_is_documented():
    assert set(RULES) == set(KINDS)
    text = (REPO / "docs" / "claims.md").read_text(encoding="utf-8")
    assert all(f"| `{kind}` |" in text for kind in KINDS)
    assert all(f"`{column}`" in text for column in COLUMNS)


RWM = {"measure": "ks2_rwm_expected", "year": "2024"}


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({"kind": "value", "value": "70%", **RWM}, "holds"),
        ({"kind": "value", "value": "71%", **RWM}, "contradicted"),
        ({"kind": "value", "value": "70%", **RWM, "year": "2019"}, "not_checkable"),
        ({"kind": "rank_value", "value": "3rd", **RWM}, "holds"),
        ({"kind": "rank_value", "value": "4th", **RWM}, "contradicted"),
        ({"kind": "rank_band", "band": "top 30%", **RWM}, "holds"),
        ({"kind": "rank_band", "band": "top 20%", **RWM}, "contradicted"),
        ({"kind": "rank_band", "band": "top 20%", "word": "just outside", "value": "1", **RWM}, "holds"),
        (
            {"kind": "rank_band", "band": "top 20%", "word": "just outside", "value": "2", **RWM},
            "contradicted",
        ),
        ({"kind": "rank_band", "word": "among the top performing", **RWM}, "not_checkable"),
        ({"kind": "comparison", "comparator": "Islington", "word": "above", **RWM}, "contradicted"),
        ({"kind": "comparison", "comparator": "Brent", "word": "above", **RWM}, "holds"),
        ({"kind": "comparison", "comparator": "Barnet", "word": "above", **RWM}, "not_checkable"),
        ({"kind": "comparison", "value": "69", "word": "above", **RWM}, "holds"),
        (
            {"kind": "comparison", "figure": "rank", "comparator": "Brent", "word": "better than", **RWM},
            "holds",
        ),
        ({"kind": "superlative", "word": "best", "against": "Brent; Ealing", **RWM}, "holds"),
        ({"kind": "superlative", "word": "best", "against": "Brent; Islington", **RWM}, "contradicted"),
        ({"kind": "superlative", "word": "lowest", "against": "Islington; Hackney; Camden", **RWM}, "holds"),
        ({"kind": "superlative", "word": "best", "against": "Brent; Barnet", **RWM}, "not_checkable"),
        ({"kind": "count", "against": "local authorities", "value": "153", "year": "2024"}, "holds"),
        ({"kind": "count", "against": "ranks", "band": "top 50%", "word": "all", "year": "2024"}, "holds"),
        ({"kind": "arithmetic", "comparator": "Brent", "value": "5", **RWM}, "holds"),
        ({"kind": "arithmetic", "comparator": "Islington", "value": "-2", **RWM}, "holds"),
        ({"kind": "arithmetic", "comparator": "Islington", "value": "+2", **RWM}, "contradicted"),
        ({"kind": "arithmetic", "value": "1/3", "cohort": "9 of 27"}, "holds"),
        ({"kind": "arithmetic", "value": "1/3", "cohort": "8 of 27"}, "contradicted"),
        ({"kind": "cohort_size", "word": "very small cohort", "cohort": "135"}, "holds"),
        ({"kind": "cohort_size", "word": "very small cohort", "cohort": "151"}, "contradicted"),
        ({"kind": "sensitivity", "word": "a handful of pupils alters it", "cohort": "135"}, "holds"),
        ({"kind": "sensitivity", "word": "a handful of pupils alters it", "cohort": "200"}, "contradicted"),
        ({"kind": "target_met", "against": "CES/S9", "word": "met"}, "not_checkable"),
    ],
)
def test_a_claim_is_judged_by_national_data_where_there_is_no_report(barnet, cells, verdict):
    found = one(ranked(barnet, [70, 72, 74, 66, 65, 64, 63, 62, 61, 60]), **cells)
    assert found["verdict"] == verdict, found
    assert found["basis"] in ("national", "")


def test_polarity_decides_what_is_better(barnet):
    low = ranked(barnet, [4.0, 5.0], "absence_primary")
    cells = {"measure": "absence_primary", "year": "2024", "comparator": "Islington"}
    assert one(low, kind="comparison", word="better than", **cells)["verdict"] == "holds"
    assert one(low, kind="comparison", word="above", **cells)["verdict"] == "contradicted"
    cells["against"] = cells.pop("comparator")
    assert one(low, kind="superlative", word="best", **cells)["verdict"] == "holds"
    assert one(low, kind="superlative", word="highest", **cells)["verdict"] == "contradicted"


def test_attendance_is_100_less_absence(barnet):
    low = ranked(barnet, [4.0, 5.0], "absence_primary")
    cells = {"measure": "attendance_primary", "year": "2024"}
    assert one(low, kind="value", value="96.0%", **cells)["verdict"] == "holds"
    assert one(low, kind="rank_value", value="1st", **cells)["verdict"] == "holds"


def test_a_change_across_a_break_is_not_checkable(barnet):
    assert 2016 in load_measures().loc["ks4_ebacc", "break_after"]
    rows = [("ks4_ebacc", "all", 2016, "Camden", 40), ("ks4_ebacc", "all", 2017, "Camden", 30)]
    cells = {"kind": "change", "measure": "ks4_ebacc", "year": "2017", "year2": "2016", "word": "decreased"}
    found = one(world(barnet, rows, year=2017), **cells)
    assert found["verdict"] == "not_checkable" and "breaks after 2016" in found["reason"]


def test_the_size_of_a_change_and_its_percent_sign(barnet):
    rows = [("ks2_rwm_expected", "all", 2023, "Camden", 50), ("ks2_rwm_expected", "all", 2024, "Camden", 55)]
    data, cells = world(barnet, rows), {"kind": "change", "word": "increased", "year2": "2023", **RWM}
    assert one(data, value="5", **cells)["verdict"] == "holds"
    assert (
        one(data, value="6", **cells)["verdict"] == "ambiguous"
    )  # whole percentages: 54.6 less 49.4 is above 5
    assert one(data, value="8", **cells)["verdict"] == "contradicted"
    found = one(data, value="5%", **cells)
    assert found["verdict"] == "ambiguous" and "10.0%" in found["reason"]


def test_a_gap_is_to_other_pupils_in_england(barnet):
    rows = [
        ("ks2_rwm_expected", "disadvantaged", 2024, "Camden", 55),
        ("ks2_rwm_expected", "not_disadvantaged", 2024, "Camden", 75),
        ("ks2_rwm_expected", "not_disadvantaged", 2024, "England", 68),
    ]
    cells = {
        "kind": "arithmetic",
        "pupil_group": "disadvantaged",
        "comparison_group": "not_disadvantaged",
        **RWM,
    }
    data = world(barnet, rows)
    assert one(data, value="13", **cells)["verdict"] == "holds"
    assert one(data, value="20", **cells)["verdict"] == "contradicted"
    assert one(data, value="20", area="Camden", comparator="Camden", **cells)["verdict"] == "holds"
    london = ("ks2_rwm_expected", "disadvantaged", 2024, "London", 58)
    cells |= {"kind": "comparison", "figure": "gap", "comparator": "London", "word": "below"}
    assert one(world(barnet, [*rows, london]), **cells)["recomputed"] == "-13 against -10"


def test_what_is_published_in_the_place_of_a_figure_is_said(barnet):
    data = world(barnet, [("ks2_rwm_expected", "looked_after", 2024, "Camden", 40)])
    hidden = data.observations.assign(value=float("nan"), status="c")
    data = replace(data, observations=hidden, england=replace(data.england, observations=hidden))
    found = one(data, kind="value", value="40%", pupil_group="looked_after", **RWM)
    assert found["verdict"] == "not_checkable" and "suppressed" in found["reason"]


def test_a_tie_across_the_end_of_a_band_leaves_the_rank_open(barnet):
    cells = {"kind": "rank_band", "band": "top 30%", **RWM}
    apart = one(ranked(barnet, [70, 72, 74, 66, 65, 64, 63, 62, 61, 60]), **cells)
    tied = one(ranked(barnet, [70, 72, 74, 70, 65, 64, 63, 62, 61, 60]), **cells)
    assert (apart["verdict"], tied["verdict"]) == ("holds", "not_supported_statistically")
    assert "3rd to 4th share one published value" in tied["reason"]


def test_an_area_without_a_figure_counts_only_if_it_has_had_one(barnet):
    values, cells = [70, 72, 74, 66, 65, 64, 63, 62, 61, 60], {"kind": "rank_band", "band": "top 30%", **RWM}
    before = ("ks2_rwm_expected", "all", 2023, "Barnet", 66)
    found = one(ranked(barnet, values, more=(before,)), **cells)
    assert found["verdict"] == "not_supported_statistically" and "(Barnet)" in found["reason"]


def test_a_cohort_decides_whether_a_comparison_can_be_shown(barnet):
    rows = [
        ("ks2_rwm_expected", "ehc_plan", 2024, "Camden", 12),
        ("ks2_rwm_expected", "ehc_plan", 2024, "England", 8),
    ]
    data = world(barnet, rows)
    cells = {"kind": "comparison", "pupil_group": "ehc_plan", "comparator": "England", "word": "above", **RWM}
    assert one(data, **cells)["verdict"] == "holds"
    assert one(data, cohort="14 of 120", **cells)["verdict"] == "not_supported_statistically"
    assert one(data, cohort="1200", **cells)["verdict"] == "holds"
    assert "not the figure" in one(data, cohort="30 of 120", **cells)["reason"]
    counted = world(barnet, [(*rows[0], 14, 120), rows[1]])
    assert one(counted, **cells)["verdict"] == "not_supported_statistically"


def test_a_cohort_decides_whether_a_change_can_be_shown(barnet):
    rows = [
        ("ks2_rwm_expected", "ehc_plan", year, "Camden", value) for year, value in ((2023, 10), (2024, 8))
    ]
    cells = {"kind": "change", "pupil_group": "ehc_plan", "year2": "2023", "word": "slightly declined", **RWM}
    found = one(world(barnet, rows), cohort="135", **cells)
    assert found["verdict"] == "not_supported_statistically" and "as many" in found["reason"]
    assert one(world(barnet, rows), cohort="8000; 8000", **cells)["verdict"] == "holds"


def test_the_first_time_can_only_be_contradicted(barnet):
    def absence(year, own, england):
        return [
            ("absence_primary", "all", year, "Camden", own),
            ("absence_primary", "all", year, "England", england),
        ]

    cells = {
        "kind": "superlative",
        "measure": "absence_primary",
        "word": "first time",
        "comparator": "England",
    }
    cells |= {"year": "2024", "against": "2022; 2023"}
    never = world(barnet, absence(2024, 3.9, 4.0) + absence(2023, 4.1, 4.0) + absence(2022, 4.1, 4.0))
    once = world(barnet, absence(2024, 3.9, 4.0) + absence(2023, 4.1, 4.0) + absence(2022, 3.9, 4.0))
    assert one(never, **cells)["verdict"] == "not_checkable"
    found = one(once, **cells)
    assert found["verdict"] == "contradicted" and "2022" in found["reason"]


def test_several_meanings_are_ambiguous_where_one_is_contradicted(barnet):
    rows = [(m, "all", 2024, name, v) for m, own in (("ks2_maths_expected", 70), ("ks2_maths_higher", 20))
            for name, v in (("Camden", own), ("England", 50))]  # fmt: skip
    cells = {"kind": "comparison", "year": "2024", "comparator": "England", "word": "above"}
    found = one(world(barnet, rows), measure="ks2_maths_expected | ks2_maths_higher", **cells)
    assert found["verdict"] == "ambiguous" and "higher standard" in found["reason"]


def test_the_same_figure_in_two_places(barnet):
    cells = {
        "kind": "same_figure",
        "measure": "ks2_rwm_expected",
        "year": "2017",
        "pupil_group": "disadvantaged",
    }
    cells |= {"area": "neighbours", "location": "Annex A L1573"}
    assert one(barnet, value="52.6%", **cells)["verdict"] == "holds"
    assert one(barnet, value="53%", **cells)["verdict"] == "holds"
    found = one(barnet, value="52%", **cells)
    assert found["verdict"] == "ambiguous" and "cut off" in found["reason"]
    assert one(barnet, value="58%", **cells)["verdict"] == "contradicted"


def test_a_figure_is_no_evidence_for_itself(barnet):
    cells = {"kind": "value", "measure": "ks4_english_maths_95", "year": "2016", "value": "72.5%"}
    assert one(barnet, location="Annex A L1581", **cells)["verdict"] == "not_checkable"
    assert one(barnet, location="elsewhere", **cells)["verdict"] == "holds"


def test_a_total_can_be_refuted_but_not_shown(barnet):
    cells = {"kind": "total", "against": "schools_good_primary; schools_good_secondary", "year": "2018"}
    assert one(barnet, value="97%", **cells)["verdict"] == "contradicted"
    assert one(barnet, value="95.4%", **cells)["verdict"] == "not_checkable"


def test_the_remainder_of_a_percentage_is_a_whole_number(barnet):
    cells = {"kind": "count", "against": "remainder", "measure": "schools_good_primary", "year": "2017"}
    assert one(barnet, value="4", **cells)["verdict"] == "not_checkable"
    assert one(barnet, value="1", measure="schools_good_primary", **{k: v for k, v in cells.items() if k != "measure"})[
        "verdict"
    ] == "contradicted"  # fmt: skip


@pytest.mark.national
@pytest.mark.parametrize(
    ("measure", "verdicts"),
    [
        # 32 and 31 points, of four whole percentages: the pages say that rounding alone can do that
        ("ks2_rwm_expected", ("ambiguous", "ambiguous", "ambiguous")),
        # 17.1 and 16.3 points, of four figures with a decimal: smaller as published, and chance can do that
        ("ks4_attainment8", ("not_supported_statistically", "contradicted", "contradicted")),
    ],
)
def test_a_change_of_a_gap_that_rounding_can_make_is_told_by_no_claim(national_home, measure, verdicts):
    norfolk = open_report("Norfolk", 2025)
    about = {"measure": measure, "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}
    about |= {"kind": "change", "figure": "gap", "year": "2025", "year2": "2024"}
    for word, verdict in zip(("narrowed", "widened", "unchanged"), verdicts, strict=True):
        assert one(norfolk, word=word, **about)["verdict"] == verdict
    softer = one(norfolk, word="smaller as published", **about)["verdict"]
    assert softer == ("ambiguous" if verdicts[0] == "ambiguous" else "holds")


def test_the_published_numbers_of_both_years_decide_over_the_size_that_a_sentence_names(barnet):
    """Hounslow 2025: 10 of 25 and 14 of 27 pupils; the page has -14.4 to +35.9 points."""
    rows = [
        ("ks2_rwm_expected", "in_need", 2023, "Camden", 40, 10, 25),
        ("ks2_rwm_expected", "in_need", 2024, "Camden", 52, 14, 27),
    ]
    cells = {"kind": "change", "pupil_group": "in_need", "year2": "2023", "word": "improved", **RWM}
    found = one(world(barnet, rows), cohort="27", **cells)
    true = difference(proportion(14, 27), proportion(10, 25)).interval.percent
    assert (round(true.low, 1), round(true.high, 1)) == (-14.4, 35.9)
    assert found["reason"].endswith("from −14 to +36 points") and "as many" not in found["reason"]
    assert "as many" in one(world(barnet, rows), cohort="30", **cells)["reason"]


@pytest.mark.national
def test_claims_and_the_page_of_cohorts_have_one_number_for_the_places_that_chance_leaves(national_home):
    """Barnet 2017, pupils with an EHC plan: 4.6% to 14.0% of published whole percentages are places 13 to 114, not 125."""
    data = open_report("Barnet", 2017)
    change = data.largest_change
    case = {"kind": "rank_band", "measure": "ks2_rwm_expected", "pupil_group": "ehc_plan", "year": "2017"}
    claim = one(replace(data, paper=None), cohort="11 of 135", band="top 75%", **case)
    assert change.places == (13, 114)
    assert "which would rank 13th to 114th" in claim["reason"]
