"""Claims: every kind by its rule, the claims of 2016/17 as reviewed by hand, and a user's own."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from test_papers import has_token, papers, plain  # noqa: F401 (papers is a fixture)

from analysis.basics.errors import InputError
from analysis.basics.numbers import Number
from analysis.catalogue.areas import find_area
from analysis.catalogue.measures import PUPIL_GROUPS, load_measures
from analysis.catalogue.observations import make_observations
from analysis.catalogue.vague_words import RULES as WORD_RULES
from analysis.catalogue.vague_words import find_word, load_words, word_holds
from analysis.data.question import ENGLAND, load
from analysis.data.ranking import rank_areas
from analysis.report.claims.bands import (
    band_holds,
    cohort_holds,
    parse_band,
    quantity_holds,
    target_holds,
    target_status,
)
from analysis.report.claims.check import COLUMNS as RESULT
from analysis.report.claims.check import RULES, VERDICTS, check_claims, read_claims
from analysis.report.claims.kinds import COLUMNS, KINDS
from places import REPO, make_home

FILE = REPO / "data" / "raw" / "barnet-2017" / "claims.csv"
CONTRACT = ["id", "location", "claim", "kind", "verdict", "printed", "recomputed", "reason"]


# --- the data that claims are checked against -------------------------------------------------------


@pytest.fixture(scope="module")
def barnet(tmp_path_factory):
    """The report on Barnet 2016/17 without national data."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_home(tmp_path_factory.mktemp("claims") / "home", monkeypatch)
        from analysis.data.prepare import prepare

        prepare()
        return load("Barnet", 2017)


@pytest.fixture(scope="module")
def claims():
    return read_claims(FILE)


@pytest.fixture(scope="module")
def checked(barnet, claims):
    return check_claims(barnet, claims)


@pytest.fixture(scope="module")
def checked_nationally(national_home, claims):
    return check_claims(load("Barnet", 2017), claims)


def one(data, **cells) -> dict:
    """The verdict on one claim."""
    row = dict.fromkeys(COLUMNS, "") | {"id": "k1", "location": "p. 1", "claim": "A claim"} | cells
    return check_claims(data, pd.DataFrame([row], index=[2])).iloc[0].to_dict()


def with_figure(data, new: str, /, **where):
    """The report with one printed figure changed."""
    figures = data.edition.figures.copy()
    chosen = (figures[list(where)] == pd.Series(where)).all(axis=1)
    assert chosen.sum() == 1, (where, int(chosen.sum()))
    figures.loc[chosen, "printed"] = new
    figures.loc[chosen, "value"] = Number(new).value
    return replace(data, edition=replace(data.edition, figures=figures))


def world(barnet, rows: list[tuple], *, area="Camden", year=2024):
    """National data of a few rows (measure, group, year, area name, value[, numerator, denominator]), no report."""
    table = pd.DataFrame(
        [
            {
                **{"measure": measure, "pupil_group": group, "year": when, "value": float(value)},
                "area": ENGLAND if name == "England" else find_area(name).code,
                "area_type": "country" if name == "England" else find_area(name).area_type,
                **{"numerator": counts[0], "denominator": counts[1]},
            }
            for measure, group, when, name, value, *counts in (
                (*row, None, None) if len(row) == 5 else row for row in rows
            )
        ]
    ).assign(source="made", locator="row 1")
    table["decimals"] = table["measure"].map(load_measures()["decimals"]).astype("Int8")
    observations = make_observations(table, "made.csv")
    return replace(
        barnet, area=find_area(area), year=year, observations=observations, ranks=rank_areas(observations),
        edition=None, edition_source="",
    )  # fmt: skip


BOROUGHS = [
    "Camden",
    "Islington",
    "Hackney",
    "Westminster",
    "Brent",
    "Ealing",
    "Harrow",
    "Hounslow",
    "Bexley",
    "Bromley",
]


def ranked(barnet, values: list[float], measure="ks2_rwm_expected", year=2024, more: tuple = ()):
    """Ten boroughs, Camden first, with these values."""
    return world(
        barnet, [(measure, "all", year, name, v) for name, v in zip(BOROUGHS, values, strict=False)] + [*more]
    )


# --- words ------------------------------------------------------------------------------------------


def test_every_rule_of_a_word_is_known_and_used():
    words = load_words()
    assert {word.rule for word in words.values()} == set(WORD_RULES)
    names = [name.casefold() for word in words.values() for name in (word.word, *word.also)]
    assert len(names) == len(set(names)), "a wording stands for two words"


@pytest.mark.parametrize(
    ("word", "value", "comparator", "unit", "options", "holds"),
    [
        ("above", 62, 56, "percent", {}, True),
        ("above", 8, 8, "percent", {}, False),
        ("below", 8, 8, "percent", {}, False),
        ("above", 79, 79.3, "percent", {"printed": (0, 1)}, None),
        ("above", 79, 79.6, "percent", {"printed": (0, 1)}, False),
        ("better than", 3.9, 4.0, "percent", {"polarity": "low"}, True),
        ("better than", 3.9, 4.0, "percent", {"polarity": "high"}, False),
        ("better than", 16, 44, "rank", {}, True),
        ("worse than", 60, 7, "rank", {}, True),
        ("well above", 74, 69, "percent", {}, True),
        ("well above", 73, 69, "percent", {}, False),
        ("in line with", 79, 79.3, "percent", {}, True),
        ("in line with", 70, 71, "percent", {}, True),
        ("in line with", 70, 71.4, "percent", {}, None),
        ("in line with", 70, 72, "percent", {}, False),
        ("in line with", 0.4, 0.46, "score", {"decimals": 2}, True),
        ("in line with", 46.0, 46.9, "score", {"decimals": 1}, False),
        ("roughly in line with", 70, 72, "percent", {}, True),
        ("at least in line with", 95, 80, "percent", {}, True),
        ("at least in line with", 79, 80, "percent", {}, True),
        ("at least in line with", 70, 80, "percent", {}, False),
        ("significantly better than", 1.7, 0, "score", {"label": "Above average"}, True),
        ("significantly better than", 0.4, 0, "score", {"label": "Average"}, False),
        ("significantly better than", 0.4, 0, "score", {"interval": (0.1, 0.7)}, True),
        ("significantly better than", 0.4, 0, "score", {"interval": (-0.1, 0.9)}, False),
        ("significantly better than", 3, 4, "percent", {"interval": (2, 3.5), "polarity": "low"}, True),
        ("significantly better than", 1.7, 0, "score", {}, None),
        ("increased", 73.2, 68.9, "percent", {}, True),
        ("improved", 3.9, 4.1, "percent", {"polarity": "low"}, True),
        ("improved", 50, 98, "rank", {}, True),
        ("slightly declined", 8, 10, "percent", {}, True),
        ("slightly declined", 6, 10, "percent", {}, False),
        ("markedly improved", 10, 30, "rank", {}, True),
        ("markedly improved", 20, 30, "rank", {}, False),
        ("narrowed", -13, -15, "points", {}, True),
        ("narrowed", 2, -3, "points", {}, False),
        *[(word, 5, -1, "points", {}, False) for word in ("narrowed", "widened")],
        ("widened", 3, 0, "points", {}, True),
        ("widened", -13, -15, "points", {}, False),
        ("unchanged", 4.1, 4.1, "percent", {}, True),
    ],
)
def test_a_word_holds_by_its_rule(word, value, comparator, unit, options, holds):
    assert word_holds(word, value, comparator, unit, **options).holds is holds


def test_a_word_about_a_unit_without_an_amount_says_what_is_missing():
    assert "data/raw/vague_words.csv" in word_holds("in line with", 3, 4, "count").needs


@pytest.mark.parametrize(
    ("word", "rank", "band", "holds"),
    [
        *[("in", rank, "top 10%", rank <= 15) for rank in (1, 15, 16)],
        *[("in", rank, "second quartile", 39 <= rank <= 76) for rank in (38, 39, 76, 77)],
        *[("in", rank, "bottom half", rank > 76) for rank in (76, 77)],
        ("just outside", 15, "top 10%", False),
        ("just outside", 16, "top 10%", True),
        ("just outside", 20, "top 10%", True),
        ("just outside", 21, "top 10%", None),
        ("just outside", 26, "top 10%", False),
        ("outside", 16, "top 10%", True),
        ("well outside", 20, "top 10%", False),
        ("well outside", 21, "top 10%", None),
        ("well outside", 26, "top 10%", True),
        ("strength", 15, "", True),
        ("strength", 16, "", False),
    ],
)
def test_a_word_about_a_band_holds_by_its_rule(word, rank, band, holds):
    assert band_holds(word, rank, parse_band(band) if band else None, 152).holds is holds


def test_targets_and_quantities_have_their_limits():
    assert [target_status(places=n) for n in (0, 1, 5, 6)] == ["met", "nearly met", "nearly met", "not met"]
    assert [target_status(shortfall=n) for n in (-1, 0.1, 0.5, 0.6)] == [
        "met",
        "nearly met",
        "nearly met",
        "not met",
    ]
    assert target_holds("met or nearly met", "nearly met") and not target_holds("G", "nearly met")
    assert [quantity_holds("most", n, 88).holds for n in (44, 45)] == [False, True]
    assert [quantity_holds("several", n, 9).holds for n in (2, 3)] == [False, True]


def test_targets_have_the_status_that_the_page_of_indicators_gives_them(barnet):
    from analysis.report.indicators.indicators import indicators

    table = indicators(barnet)
    assert len(table) == 20 and {"met", "nearly met", "not met"} <= set(table["status"])
    for row in table.itertuples():
        cells = {"kind": "target_met", "against": row.reference, "year": "2017"}
        assert one(barnet, word=row.status, **cells)["verdict"] == "holds", row.reference


def test_an_unknown_word_names_what_is_near():
    with pytest.raises(InputError, match="significantly better"):
        find_word("significantly beter than")


# --- the kinds, on figures made for the purpose -----------------------------------------------------


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
    data = replace(data, observations=hidden, ranks=data.ranks)
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


# --- the claims of 2016/17 --------------------------------------------------------------------------

#: Line of the papers and kind of every claim that its figures contradict, read against the papers by hand.
CONTRADICTED = {
    (737, "rank_value"): 1, (755, "rank_value"): 1,  # 50th; the table has 55th
    (746, "comparison"): 1, (947, "comparison"): 1,  # writing is labelled "Average"
    (759, "comparison"): 1, (766, "comparison"): 1, (989, "comparison"): 1, (1561, "comparison"): 1,  # 8 and 8
    (759, "rank_band"): 1, (989, "rank_band"): 2,  # 38th is inside the top quartile, 71st in the second
    (764, "target_met"): 1, (1557, "target_met"): 1,  # CES/S27-2 is 26th
    (894, "rank_band"): 1, (1444, "rank_band"): 1,  # 26th is in the first quartile
    (981, "superlative"): 1,  # science, 47th, is lower
    (1139, "rank_band"): 1,  # science is 19th
    (1366, "arithmetic"): 1,  # 47.2 less 59.8
    (1566, "mark"): 1, (1567, "mark"): 1,  # below their targets
    (1566, "same_figure"): 2, (1567, "same_figure"): 2, (1568, "same_figure"): 2,  # benchmarks
    (1570, "same_figure"): 1, (1576, "same_figure"): 2, (1580, "same_figure"): 1, (1586, "same_figure"): 1,
}  # fmt: skip


def contradicted(rows: pd.DataFrame) -> dict:
    own = rows[rows["verdict"] == "contradicted"]
    return own.groupby([own["line"].astype(int), "kind"]).size().to_dict()


def test_the_contradictions_are_those_found_by_hand(checked):
    assert contradicted(checked) == CONTRADICTED


def test_national_data_do_not_change_what_the_papers_contradict(checked_nationally):
    assert contradicted(checked_nationally) == CONTRADICTED


def test_the_result_keeps_its_contract(checked, claims):
    assert list(checked.columns) == RESULT and RESULT[: len(CONTRACT)] == CONTRACT
    assert len(checked) == len(claims) and set(checked["verdict"]) <= set(VERDICTS)
    assert list(dict.fromkeys(checked["verdict"])) == [
        verdict for verdict in VERDICTS if verdict in set(checked["verdict"])
    ]
    doubtful = checked[checked["verdict"] != "holds"]
    assert (doubtful["reason"] != "").sum() >= len(doubtful) - (doubtful["recomputed"] != "").sum()
    assert not doubtful[(doubtful["reason"] == "") & (doubtful["recomputed"] == "")].size


def test_other_verdicts_are_where_the_papers_call_for_them(checked):
    found = {(row.line, row.kind, row.measure, row.pupil_group): row for row in checked.itertuples()}
    period = checked[(checked["line"] == 973) & (checked["value"] == "50th")].iloc[0]
    maths = next(row for key, row in found.items() if key[0] == 744 and "maths" in key[2])
    assert [row.verdict for row in (maths, found[1047, "change", "eyfs_gld", ""])] == ["ambiguous"] * 2
    assert period["verdict"] == "ambiguous" and "whole year" in period["reason"]
    assert found[1209, "change", "ks2_rwm_expected", "ehc_plan"].verdict == "not_supported_statistically"
    assert found[1484, "change", "ks2_rwm_expected", "looked_after"].verdict == "not_supported_statistically"
    assert found[1019, "superlative", "absence_primary", ""].verdict == "not_checkable"
    assert found[1360, "change", "ks4_attainment8", "disadvantaged"].verdict == "not_checkable"


def test_national_data_add_ties_and_years_that_the_papers_lack(checked_nationally):
    rows = {(row.line, row.kind, row.measure): row for row in checked_nationally.itertuples()}
    phonics = rows[739, "rank_band", "phonics_year1_expected"]
    assert phonics.verdict == "not_supported_statistically" and "10th to 17th" in phonics.reason
    assert rows[985, "rank_value", "ks2_writing_expected"].basis in ("national", "papers")
    before = checked_nationally[
        (checked_nationally["line"] == 738) & (checked_nationally["value"] == "87th")
    ].iloc[0]
    assert (before["verdict"], before["basis"]) == ("holds", "national")
    copied = checked_nationally[
        (checked_nationally["pupil_group"] == "ehc_plan") & (checked_nationally["line"] == 748)
    ]
    # they hold as printed, by ranks that are those of another row
    assert set(copied["verdict"]) == {"ambiguous"} and set(copied["national"]) == {"contradicted"}
    assert copied["reason"].str.contains("rests on a figure that the data checks call wrong").all()


@pytest.mark.parametrize(
    ("line", "kind", "text", "printed", "where", "verdict"),
    [
        (759, "rank_band", "Asian", "39th", {"table": "t16", "pupil_group": "asian", "kind": "rank"}, "holds"),
        (746, "comparison", "writing", "Above average", {"table": "t22", "kind": "label", "measure": "ks2_writing_progress"}, "holds"),
        (981, "superlative", "Mathematics", "40th", {"table": "t09", "kind": "rank", "measure": "ks1_science_expected"}, "holds"),
        (1366, "arithmetic", "Difference", "53.5", {"table": "t31", "printed": "59.8"}, "holds"),
        (764, "target_met", "All targets", "18th", {"table": "t41", "kind": "rank"}, "holds"),
        (766, "comparison", "EHC", "9", {"table": "t19", "kind": "value", "year": 2017, "area": "E09000003"}, "not_supported_statistically"),
        (1444, "rank_band", "Progress 8", "40th", {"table": "t41", "kind": "rank"}, "ambiguous"),  # a place that its value does not have
        (737, "rank_value", "50th", "50th", {"table": "t02", "kind": "rank"}, "holds"),
        (1139, "rank_band", "science, expected standard: one", "16th", {"table": "t11", "kind": "rank", "measure": "ks2_science_expected"}, "holds"),
        (1047, "change", "rose by", "72.2", {"table": "t04", "printed": "73.2"}, "contradicted"),
        (1047, "superlative", "most", "75.9", {"table": "t04", "printed": "73.0", "area": "E12000007"}, "contradicted"),
        (1058, "comparison", "London", "35.1", {"table": "t05", "printed": "34.8", "area": "E12000007", "year": 2017}, "contradicted"),
        (749, "rank_band", "Progress 8", "8th", {"table": "t24", "kind": "rank", "pupil_group": "all"}, "contradicted"),
        (1186, "arithmetic", "13 points", "57", {"table": "t13", "printed": "55"}, "ambiguous"),  # t15 has 55 still
        (1186, "change", "narrowed", "-16", {"table": "t15", "printed": "-13"}, "contradicted"),
        (1141, "comparison", "in line", "82.0", {"table": "t11", "printed": "79.3"}, "contradicted"),
        (1289, "rank_value", "3rd", "4th", {"table": "t24", "kind": "rank", "pupil_group": "all"}, "contradicted"),
        (1573, "same_figure", "London", "59", {"table": "t13", "printed": "58"}, "contradicted"),
        (1580, "mark", "green", "16th", {"table": "t26", "kind": "rank"}, "contradicted"),
    ],
)  # fmt: skip
def test_a_changed_figure_turns_the_claims_about_it(
    barnet, claims, line, kind, text, printed, where, verdict
):
    row = claims[
        claims["location"].str.endswith(f"L{line}") & (claims["kind"] == kind) & claims["claim"].str.contains(text, regex=False)
    ].iloc[[0]]  # fmt: skip
    before = check_claims(barnet, row)["verdict"].item()
    after = check_claims(with_figure(barnet, printed, **where), row)["verdict"].item()
    assert before != after and after == verdict, (before, after)


def test_no_other_number_would_have_held(barnet, claims, checked):
    """Every number that a claim states, made wrong, no longer holds."""
    stated = checked[
        (checked["verdict"] == "holds") & checked["kind"].isin(["value", "same_figure", "rank_value"])
    ]
    rows = claims[claims["id"].isin(stated["id"])].copy()
    rows["value"] = [_other_number(text) for text in rows["value"]]
    after = check_claims(barnet, rows)
    assert len(after) > 100 and not (after["verdict"] == "holds").any()


def _other_number(text: str) -> str:
    number = Number(text)
    return f"{number.value + 3:.{number.decimals}f}" + ("%" if number.percent else "")


OPPOSITE = {"above": "below", "below": "above", "better than": "worse than", "increased": "decreased"}
OPPOSITE |= {"improved": "declined", "narrowed": "widened", "declined": "improved"}


def test_no_opposite_would_have_held(barnet, claims, checked):
    held = checked[(checked["verdict"] == "holds") & checked["word"].isin(list(OPPOSITE))]
    rows = claims[claims["id"].isin(held["id"])].copy()
    rows["word"] = rows["word"].map(OPPOSITE)
    after = check_claims(barnet, rows)
    assert len(after) > 60 and (after["verdict"] != "holds").all()
    assert ((after["verdict"] == "contradicted") | (after["period"] != "")).all()


#: For each word what would be false if it holds: another word of the same rule, or of the same kind of claim.
FALSE_WORD = {
    **OPPOSITE, "worse than": "better than", "in line with": "well above", "roughly in line with": "well above",
    "at least in line with": "well below", "significantly better than": "significantly worse than",
    "slightly declined": "improved", "decreased": "increased", "lowest": "highest", "best": "worst",
    "largest increase": "smallest increase", "met": "not met", "not met": "met", "met or nearly met": "not met",
    "outside": "in", "well outside": "in", "just outside": "in", "G": "R", "most": "few", "several": "few",
}  # fmt: skip
#: For each band one that has no place in common with it.
FALSE_BAND = {
    **dict.fromkeys(("top 5%", "top 10%", "top 20%", "top quartile"), "bottom half"),
    **dict.fromkeys(("second quartile", "third quartile"), "fourth quartile"),
    **dict.fromkeys(("bottom 50%", "bottom half"), "top quartile"),
}


def mutants(row) -> list[dict]:
    """Changes of one cell that make a claim that holds false: its number, its word, its band, its cohort, its target."""
    found = []
    if row.value and "/" not in row.value and row.against != "local authorities":
        number = Number(row.value)
        # places shared by many, and authorities without a figure, leave a rank some room
        size = 40 if row.kind == "rank_value" else 3
        for step in (size, -size):
            ending = "%" if number.percent else ""
            found.append({"value": f"{number.value + step:.{number.decimals}f}{ending}"})
    if row.value == "1/3":
        found.append({"value": "1/2"})
    if row.against == "local authorities":
        found.append({"value": "151"})
    if row.word in FALSE_WORD:
        found.append({"word": FALSE_WORD[row.word]})
    elif row.word == "strength":
        found.append({"word": "outside", "band": "top 10%"})
    if row.kind == "rank_band" and not row.word:
        found.append({"band": FALSE_BAND[row.band]})
        found.append({"word": "outside"})
    if row.kind == "target_is":
        found.append({"band": "top 20%"})
    if row.kind in ("cohort_size", "sensitivity") and row.cohort:
        found.append({"cohort": "5000"})
    if row.kind == "sensitivity" and not row.cohort:
        # far from the crowd a small change moves the rank little
        found.append({"measure": "ks4_progress8", "pupil_group": "", "area": "Knowsley"})
    return found


def survivors(data, claims, checked) -> tuple[int, list, list]:
    """How many mutants of the claims that hold were tried, those that still hold, and the claims without any."""
    held = claims[claims["id"].isin(checked.loc[checked["verdict"] == "holds", "id"])]
    tried = [row._asdict() | change for row in held.itertuples(index=False) for change in mutants(row)]
    without = [row.id for row in held.itertuples() if not mutants(row)]
    table = pd.DataFrame(tried, columns=COLUMNS).assign(claim=lambda rows: rows["id"])
    table["id"] = [f"m{n}" for n in range(len(table))]
    after = check_claims(data, table)
    alive = after[after["verdict"] == "holds"]
    return len(table), alive[["claim", "location", "kind", "printed", "recomputed"]].values.tolist(), without


def test_no_claim_that_holds_would_hold_if_it_said_something_false(barnet, claims, checked):
    tried, alive, without = survivors(barnet, claims, checked)
    assert (alive, without) == ([], []) and tried > 400


@pytest.mark.national
def test_nor_by_national_data(national_home, claims, checked_nationally):
    tried, alive, without = survivors(load("Barnet", 2017), claims, checked_nationally)
    assert (alive, without) == ([], []) and tried > 500


# --- the file of claims -----------------------------------------------------------------------------


def test_claims_are_numbered_and_in_the_order_of_the_papers(claims):
    assert list(claims["id"]) == [f"k{n:03d}" for n in range(1, len(claims) + 1)]
    lines = claims["location"].str.extract(r"L(\d+)$")[0].astype(int)
    assert ((lines >= 722) & (lines <= 1589)).all()
    assert lines.is_monotonic_increasing


def test_claims_are_about_figures_that_exist(claims, barnet):
    figures = barnet.edition.figures
    keys = set(zip(figures["measure"], figures["pupil_group"], strict=True))
    for row in claims[(claims["measure"] != "") & (claims["needs"] == "")].itertuples():
        for measure in re.split(r" ?\| ?", row.measure):
            turned = "absence_primary" if measure == "attendance_primary" else measure
            assert (turned, row.pupil_group or "all") in keys or row.pupil_group == "looked_after", row.id
    assert set(claims["pupil_group"]) <= {"", *PUPIL_GROUPS}


def test_every_figure_of_annex_a_is_a_claim(claims, barnet):
    annex = barnet.edition.figures.query("table == 'annex-a'")
    assert len(annex) > 130
    for row in annex.itertuples():
        own = claims[claims["location"].str.endswith(f"L{row.line}")]
        if row.kind == "target":
            assert (own["kind"] == "target_is").sum() == 1, row
            continue
        assert (own["value"] == row.printed).any() or (
            row.kind == "mark" and (own["word"] == row.printed).any()
        ), row


def test_no_verdict_is_entered_by_hand(claims):
    assert not {"verdict", "recomputed"} & set(claims.columns)


NUMBER_WORDS = {"1/3": "third", "1": "one", "100%": "All"}


def test_the_line_of_a_claim_holds_its_numbers(claims, papers):  # noqa: F811
    missing = []
    for row in claims[claims["value"] != ""].itertuples():
        line = plain(papers["002"][int(row.location.rpartition("L")[2])])
        line = line.replace("100<", "100 <")
        if not (has_token(row.value, line) or NUMBER_WORDS.get(row.value, "\0").lower() in line.lower()):
            missing.append((row.id, row.location, row.value))
    assert missing == []


def test_claims_are_in_words_of_our_own(claims, papers):  # noqa: F811
    def runs(text: str) -> set[tuple]:
        words = re.findall(r"[a-z0-9']+", plain(text).lower())
        return {tuple(words[i : i + 14]) for i in range(len(words) - 13)}

    printed = set().union(*(runs(line) for paper in papers.values() for line in paper))
    assert [row.id for row in claims.itertuples() if runs(row.claim) & printed] == []


# --- a user's own claims ----------------------------------------------------------------------------

GOOD = {
    **{"location": "p. 2", "claim": "Above England", "kind": "comparison", "measure": "ks2_rwm_expected"},
    **{
        "pupil_group": "",
        "year": "2023/24",
        "comparator": "England",
        "word": "above",
        "value": "",
        "band": "",
    },
}


A_CHANGE = {"kind": "change", "comparator": "", "year2": "2022/23"}


@pytest.mark.parametrize(
    ("change", "column", "said"),
    [
        ({"kind": "comparsion"}, "kind", "The nearest: comparison"),
        ({"kind": ""}, "kind", "one of value"),
        ({"claim": ""}, "claim", "empty"),
        ({"measure": "ks2_rwm_expectd"}, "measure", "ks2_rwm_expected"),
        ({"pupil_group": "disadvantage"}, "pupil_group", "disadvantaged"),
        ({"year": "17"}, "year", "a year such as 2017"),
        ({"year": "2016/18"}, "year", "not a year"),
        ({"comparator": "Islingtn"}, "comparator", "Islington"),
        ({"word": "abov"}, "word", "above"),
        ({"word": "nearly met"}, "word", "rule side"),
        ({"word": ""}, "word", "needs 'word'"),
        ({"comparator": ""}, "comparator", "needs comparator or comparison_group or value"),
        ({"figure": "gap", "pupil_group": "disadvantaged"}, "comparison_group", "not_disadvantaged"),
        ({"band": "top 10%"}, "band", "does not use 'band'"),
        ({"kind": "rank_band", "comparator": "", "word": "in", "band": "best tenth"}, "band", "top 10%"),
        ({"kind": "value", "comparator": "", "word": "", "value": "sixteenth"}, "value", "98th"),
        (A_CHANGE | {"word": "widened"}, "figure", "'widened' is said of a gap"),
        (A_CHANGE | {"word": "rose", "comparison_group": "not_disadvantaged"}, "figure", "of their gap"),
        (
            {"band": "just outside top 10%", "kind": "rank_band", "comparator": "", "word": ""},
            "band",
            "under word",
        ),
    ],
)
def test_a_cell_that_is_not_understood_is_named(tmp_path, change, column, said):
    rows = pd.DataFrame([GOOD, GOOD, GOOD | change])
    rows.to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError) as error:
        read_claims(tmp_path / "mine.csv")
    assert f"mine.csv, row 4, column {column}" in str(error.value) and said in str(error.value), error.value


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_file_without_commas_is_told_how_to_be_saved_and_nothing_else(tmp_path, mark, name, quoted):
    from analysis.report.cohorts.own_file import read_cohorts
    from analysis.report.indicators.targets import load_targets

    file, quote = tmp_path / "mine.csv", '"' if quoted else ""
    for header, read in [
        ("claim kind value", read_claims),
        ("reference title measure target_kind", lambda file: load_targets("Camden", 2024, file)),
        ("measure pupil_group label numerator denominator source", read_cohorts),
    ]:
        cells = [
            mark.join(f"{quote}{cell}{quote}" for cell in row) for row in (header.split(), ["a", "b, c", "3"])
        ]
        file.write_text("\n".join(cells) + "\n")
        with pytest.raises(InputError) as error:
            read(file)
        assert error.value.problem == f"The cells are parted by {name}, not by commas."
        assert "commas between the cells" in str(error.value) and "missing" not in str(error.value)


def test_an_unknown_or_missing_column_is_named(tmp_path):
    pd.DataFrame([GOOD]).rename(columns={"comparator": "comparison"}).to_csv(
        tmp_path / "mine.csv", index=False
    )
    with pytest.raises(InputError, match="comparator"):
        read_claims(tmp_path / "mine.csv")
    pd.DataFrame([GOOD]).drop(columns="kind").to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="kind"):
        read_claims(tmp_path / "mine.csv")
    with pytest.raises(InputError, match="missing"):
        read_claims(tmp_path / "none.csv")


def test_two_claims_may_not_have_one_id(tmp_path):
    pd.DataFrame([GOOD | {"id": "a"}, GOOD | {"id": "a"}]).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="used twice"):
        read_claims(tmp_path / "mine.csv")


def test_a_claim_that_the_data_give_no_meaning_to_is_named(barnet):
    with pytest.raises(InputError, match="Claim k1 cannot be checked"):
        one(barnet, kind="cohort_size", word="small cohort", cohort="c999")
    with pytest.raises(InputError, match="CES/S99"):
        one(barnet, kind="mark", word="G", against="CES/S99")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"kind": "rank_band", "measure": "ks2_rwm_expected", "word": "just outside"}, "band"),
        # such a claim is read, because it says what it needs; but the figure is there
        ({"kind": "value", "measure": "ks2_rwm_expected", "needs": "the number"}, "value"),
        ({"kind": "change", "measure": "ks2_rwm_expected", "year2": "2016", "needs": "a word"}, "word"),
    ],
)
def test_a_claim_that_says_too_little_to_be_checked_is_named(barnet, tmp_path, cells, column):
    pd.DataFrame([{"claim": "A claim", "year": "2017"} | cells]).to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(InputError, match="Claim row 2 cannot be checked") as error:
        check_claims(barnet, read_claims(tmp_path / "mine.csv"))
    assert (error.value.row, error.value.column) == (2, column)


def test_a_word_whose_rule_lacks_its_number_is_named():
    with pytest.raises(InputError, match="The word 'most' has no 'least', which its rule 'share' needs"):
        quantity_holds(replace(find_word("most"), least=None), 51, 88)
    with pytest.raises(InputError, match="has no 'most'"):
        cohort_holds(replace(find_word("small cohort"), most=None), 51)


def test_empty_rows_are_passed_over_and_the_rest_is_numbered_by_its_row(tmp_path):
    pd.DataFrame([GOOD, dict.fromkeys(GOOD, ""), GOOD]).to_csv(tmp_path / "mine.csv", index=False)
    assert list(read_claims(tmp_path / "mine.csv")["id"]) == ["row 2", "row 4"]


def test_the_documented_example_gives_what_is_documented(national_home):
    text = (REPO / "docs" / "claims.md").read_text(encoding="utf-8")
    file = REPO / "docs" / "claims-example.csv"
    assert re.search(r"```csv\n(.*?)```", text, re.DOTALL)[1] == file.read_text(encoding="utf-8")
    found = check_claims(load("Camden", 2024), read_claims(file))
    shown = re.findall(
        r"^\| (.+?) \| (\w+) \| (.+?) \| (.+?) \|$",
        text.partition("For Camden")[2].partition("\n\n## ")[0],
        re.M,
    )
    assert found[["claim", "verdict", "printed", "recomputed"]].values.tolist() == [
        list(row) for row in shown[1:]
    ]


def test_a_file_that_is_named_is_checked_instead_of_the_transcribed_one(barnet, tmp_path):
    from analysis.report.claims.check import claims_file, claims_of

    assert claims_file(barnet).name == "claims.csv"
    pd.DataFrame([GOOD | {"year": "2017"}]).to_csv(tmp_path / "mine.csv", index=False)
    assert claims_of(barnet, str(tmp_path / "mine.csv"))["verdict"].tolist() == ["holds"]
    assert claims_of(replace(barnet, area=find_area("Camden"))).empty


# --- the page ---------------------------------------------------------------------------------------


def test_tables_list_every_claim_within_the_size_of_a_page(checked, barnet):
    from analysis.report.claims.tables import (
        basis,
        changed_since,
        counted,
        counts_table,
        today_table,
        verdict_table,
        words_table,
    )

    tables = [verdict_table(checked, verdict) for verdict in VERDICTS]
    places = [place for table in tables for cell in table.frame["Where"] for place in cell.split("; ")]
    assert set(places) == set(checked["location"])
    assert sum(len(table.frame) for table in tables) >= checked["claim"].nunique()
    html = [
        table.to_html() for table in (*tables, counts_table(checked), words_table(), today_table(checked))
    ]
    assert sum(len(text.encode()) for text in html) < 250_000
    said = counted(checked)
    assert (
        said.startswith(f"Of {len(checked)} claims checked, ")
        and "; 31 are contradicted by the figures, " in said
    )
    assert today_table(changed_since(checked)).frame.empty and "tables" in " ".join(basis(barnet))


@pytest.mark.parametrize(
    ("against", "n"),
    [("targets", 20), ("targets met", 12), ("targets nearly met", 5), ("targets not met", 3)],
)
def test_targets_are_counted_as_their_page_counts_them(barnet, against, n):
    assert one(barnet, kind="count", against=against, value=str(n))["verdict"] == "holds"
    assert one(barnet, kind="count", against=against, value=str(n + 1))["verdict"] == "contradicted"
    # a year whose targets are not at hand
    assert one(barnet, kind="count", against=against, value=str(n), year="2016")["verdict"] == "not_checkable"


@pytest.mark.national
@pytest.mark.parametrize(
    ("measure", "verdicts"),
    [
        # 32 and 31 points, of four whole percentages: the pages say that rounding alone can do that
        ("ks2_rwm_expected", ("ambiguous", "ambiguous", "ambiguous")),
        # 17.1 and 16.3 points, of four figures with a decimal
        ("ks4_attainment8", ("holds", "contradicted", "contradicted")),
    ],
)
def test_a_change_of_a_gap_that_rounding_can_make_is_told_by_no_claim(national_home, measure, verdicts):
    norfolk = load("Norfolk", 2025)
    about = {"measure": measure, "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}
    about |= {"kind": "change", "figure": "gap", "year": "2025", "year2": "2024"}
    for word, verdict in zip(("narrowed", "widened", "unchanged"), verdicts, strict=True):
        assert one(norfolk, word=word, **about)["verdict"] == verdict
