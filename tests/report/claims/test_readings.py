"""Readings: a vague or ambiguous claim says in how many it holds, by hand-computed cases and at its own point."""

import re
from collections import Counter
from time import process_time

import pandas as pd
import pytest

from analysis.catalogue.areas import ENGLAND, find_area
from analysis.data.store import prepared_england
from analysis.report.claims import check
from analysis.report.claims.check import check_claims
from analysis.report.claims.kinds import COLUMNS
from analysis.report.claims.readings import in_words, specifications
from analysis.report.contents import open_report
from claims_made import BOROUGHS, one, ranked, world
from places import REPO

RWM = {"measure": "ks2_rwm_expected", "year": "2024"}
VALUES = {
    "Camden": 60,
    "Islington": 50,
    "Hackney": 50,
    "Westminster": 52,
    "Brent": 70,
    "Ealing": 86,
    "Leeds": 40,
}
AVERAGES = {"England": 57, "London": 62, "Inner London": 54}


def capital(barnet, *more, measure="ks2_rwm_expected", year=2024, **changed):
    """Six boroughs, Camden among them, and Leeds; averages of the areas that are none of their members' mean."""
    rows = [(measure, "all", 2024, name, value) for name, value in (VALUES | AVERAGES | changed).items()]
    return world(barnet, [*rows, *more], year=year)


def seen(monkeypatch, data, claims) -> list[tuple]:
    """The row of every claim that can be checked, the verdict on it, and all its readings."""
    found = []

    def spy(row, meanings, verdict, *figures):
        if verdict != "not_checkable":
            found.append((row, verdict, specifications(row, meanings, *figures)))
        return ""

    with monkeypatch.context() as patched:
        patched.setattr(check, "in_readings", spy)
        check_claims(data, claims, dated=False)
    return found


def together(verdicts: list[str]) -> str:
    """The one verdict of the readings that the engine itself takes: ambiguous where they contradict one another."""
    if len({*verdicts}) > 1 and "contradicted" in verdicts:
        return "ambiguous"
    order = ("contradicted", "ambiguous", "holds", "not_supported_statistically")
    return next(verdict for verdict in order if verdict in verdicts)


# at the claim's own point


def wrong_at_their_own_point(found) -> list[tuple]:
    return [
        (row.claim, verdict, Counter(one.verdict for one in every if one.own))
        for row, verdict, every in found
        if together([one.verdict for one in every if one.own]) != verdict
    ]


def test_a_transcribed_claim_has_its_verdict_at_its_own_point_without_national_data(
    barnet, claims, monkeypatch
):
    found = seen(monkeypatch, barnet, claims)
    assert len(found) > 400
    assert wrong_at_their_own_point(found) == []


def test_a_transcribed_claim_has_its_verdict_at_its_own_point(national_home, claims, monkeypatch):
    found = seen(monkeypatch, open_report("Barnet", 2017), claims)
    assert len(found) > 490
    assert wrong_at_their_own_point(found) == []
    # and there are others than its own
    assert sum(not one.own for _, _, every in found for one in every) > 200


MADE = [
    {"kind": "comparison", "comparator": "England", "word": word, "sentence": sentence}
    for word in ("above", "well above", "in line with", "below", "at least in line with")
    for sentence in ("above average", "above the national average in 2024", "it compares")
] + [
    {"kind": "rank_band", "band": band, "word": word}
    for band in ("top 10%", "top quartile", "bottom half")
    for word in ("", "just outside", "well outside", "strength")
    if word != "strength" or band == "top 10%"
] + [
    {"kind": "superlative", "word": word, "against": against}
    for word in ("best", "worst") for against in ("region", "Inner London", "Ealing; Brent")
] + [{"kind": "rank_value", "value": f"{rank}th"} for rank in range(2, 6)] + [
    {"kind": "change", "year2": "2023", "word": word} for word in ("slightly improved", "markedly improved")
]  # fmt: skip


@pytest.mark.parametrize("camden", [40, 50, 56, 57, 58, 60, 62, 80])
def test_a_made_claim_has_its_verdict_at_its_own_point(barnet, camden, monkeypatch):
    before = [("ks2_rwm_expected", "all", 2023, name, value) for name, value in VALUES.items()]
    data = capital(barnet, *before, Camden=camden)
    rows = [dict.fromkeys([*COLUMNS, "sentence"], "") | {"id": str(n), "location": "p. 1", "claim": "A claim"}
            | RWM | cells for n, cells in enumerate(MADE)]  # fmt: skip
    found = seen(monkeypatch, data, pd.DataFrame(rows))
    # a tenth of seven authorities has no place, so that nothing can be said of it
    assert len(found) == sum(cells.get("band") != "top 10%" for cells in MADE)
    assert wrong_at_their_own_point(found) == []


# whom the words compare with


def test_above_average_is_read_with_every_average_that_it_may_mean(barnet):
    """Well above is 5 points. Of England 57, its LAs 408 / 7 = 58.3 and 52; of London 62, 368 / 6 = 61.3 and 56; of Inner London 54, 53 and 51."""
    about = {"kind": "comparison", "word": "well above", "comparator": "England"} | RWM
    found = one(capital(barnet), claim="Well above average", **about)
    assert (found["verdict"], found["recomputed"]) == ("contradicted", "60 against 57")
    # the means of England and of London have more digits than are printed, that of Inner London has none
    assert found["readings"] == (
        "holds in 4 of 11 readings: holds against the median of England's local authorities (60 against 52.0), against Inner "
        "London's own figure (60 against 54), against the mean of Inner London's local authorities (60 against 53.0) and "
        "against the median of Inner London's local authorities (60 against 51.0); does not hold against England's own figure "
        "(60 against 57), against the mean of England's local authorities, against London's own figure (60 against 62), "
        "against the mean of London's local authorities and in 1 more"
    )


def test_an_area_that_is_named_is_not_open(barnet):
    about = {"kind": "comparison", "word": "well above", "comparator": "England"} | RWM
    found = one(capital(barnet), claim="Well above the national average", **about)["readings"]
    assert found.startswith("holds in 1 of 4 readings: holds against the median of England's local authorities (60 against 52.0); ")  # fmt: skip
    assert "London" not in found
    # without the word "average" it is England's own figure, and nothing is open
    assert one(capital(barnet), claim="Well above England", **about)["readings"] == ""
    assert one(capital(barnet), claim="Well above", sentence="We are well above England.", **about)["readings"] == ""  # fmt: skip
    # the draft's words come before those of the row
    assert one(capital(barnet), claim="Above England", sentence="Well above average", **about)["readings"]


def test_an_average_score_is_a_measure_and_no_average(barnet):
    about = {"kind": "comparison", "word": "well above", "comparator": "England"} | RWM
    found = one(capital(barnet), claim="The average total point score is well above England's", **about)
    assert found["readings"] == ""


def test_a_word_that_leaves_nothing_to_a_rule_is_not_vague(barnet):
    data = capital(barnet)
    above = {"kind": "comparison", "word": "above", "comparator": "England", "claim": "Above England"} | RWM
    assert one(data, **above)["readings"] == ""
    assert one(data, kind="value", value="60", **RWM)["readings"] == ""
    assert one(data, kind="rank_value", value="3", **RWM)["readings"] == ""


def test_other_pupils_may_be_the_nations_or_the_authoritys_own(barnet):
    pupils = [("ks2_rwm_expected", group, 2024, name, value) for group, name, value in (
        ("disadvantaged", "Camden", 60), ("not_disadvantaged", "Camden", 70), ("not_disadvantaged", "England", 63))]  # fmt: skip
    about = {"kind": "comparison", "word": "well below", "pupil_group": "disadvantaged", "comparison_group": "not_disadvantaged"}  # fmt: skip
    data = capital(barnet, *pupils)
    found = one(data, claim="Well below other pupils", **about, **RWM)
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds against those pupils in Camden (60 against 70); "
        "does not hold against those pupils in England (60 against 63)"
    )
    assert one(data, claim="Well below others nationally", **about, **RWM)["readings"] == ""


# of which year it speaks


def test_the_year_is_open_where_the_draft_names_none(barnet):
    """5 points more in 2024, 3 in 2023 and 6 in 2025."""
    more = [("ks2_rwm_expected", "all", year, name, value) for year, name, value in
            ((2023, "Camden", 60), (2023, "England", 57), (2025, "Camden", 66), (2025, "England", 60))]  # fmt: skip
    about = {"kind": "comparison", "word": "well above", "comparator": "England", "claim": "k"} | RWM
    data = capital(barnet, *more, Camden=62)
    found = one(data, sentence="We are well above England.", **about | {"year": "2023"})["readings"]
    assert found == (
        "holds in 2 of 3 readings: holds in 2024 (62 against 57) and in 2025 (66 against 60); does not hold in 2023 (60 against 57)"
    )
    for named in ("in 2023", "in 2022/23", "this year", "since last year"):
        sentence = f"We are well above England {named}."
        assert one(data, sentence=sentence, **about | {"year": "2023"})["readings"] == "", named
    # in a row of one's own words the year is the statement's
    assert one(data, **about | {"year": "2023"})["readings"] == ""


# which place a rank stands for, and among whom


def test_a_shared_place_and_the_number_counted(barnet):
    """1st to 2nd of 10: the top 10% is 1 place, and 15 of the 153 authorities of 2024."""
    about = {"kind": "rank_band", "word": "strength", "claim": "A strength"} | RWM
    found = one(ranked(barnet, [70, 70, *range(60, 52, -1)]), **about)
    assert found["verdict"] == "not_supported_statistically"
    assert found["readings"] == (
        "holds in 4 of 6 readings: holds at every place that it may stand for, among all 153 local authorities (1st= of 10), "
        "at the best place, among the 10 with a figure (1st), at the best place, among all 153 local authorities (1st) and at "
        "the worst place, among all 153 local authorities (2nd); is not shown at every place that it may stand for, among "
        "the 10 with a figure (1st= of 10); does not hold at the worst place, among the 10 with a figure (2nd)"
    )


def test_city_of_london_is_counted_or_not(barnet):
    """11 with City of London, of which 1 is a tenth: Camden is 2nd; without it 1st of 10."""
    city = ("ks2_rwm_expected", "all", 2024, "City of London", 90)
    about = {"kind": "rank_band", "word": "strength", "claim": "A strength"} | RWM
    found = one(ranked(barnet, [70, *range(60, 51, -1)], more=(city,)), **about)
    assert (found["verdict"], found["recomputed"]) == ("contradicted", "2nd of 11")
    assert found["readings"] == (
        "holds in 2 of 3 readings: holds among all 153 local authorities (2nd of 11) and among 10, without City of London and "
        "Isles of Scilly (1st of 10); does not hold among the 11 with a figure (2nd of 11)"
    )


def test_a_rank_by_printed_figures_ties_more(barnet):
    """60.4 and 60.2 print as 60: 1st of 10, or 1st to 2nd."""
    about = {"kind": "rank_band", "claim": "k"} | RWM
    data = ranked(barnet, [60.4, 60.2, *range(59, 51, -1)])
    found = one(data, word="strength", **about)
    assert (found["verdict"], found["recomputed"]) == ("holds", "1st of 10")
    assert found["readings"] == (
        "holds in 3 of 4 readings: holds among the 10 with a figure, ranked unrounded (1st of 10), among all 153 local authorities, "
        "ranked unrounded (1st of 10) and among all 153 local authorities, ranked by the figures as printed (1st= of 10); is "
        "not shown among the 10 with a figure, ranked by the figures as printed (1st= of 10)"
    )
    # "outside" leaves no amount to a rule
    assert one(data, word="outside", band="top 10%", **about)["readings"] == ""


def test_a_change_of_places_at_the_best_and_the_worst_of_both_years(barnet):
    """9th to 10th, then 4th: 5 or 6 places up; a slight improvement is at most 5, and 7 are doubtful."""
    before = [("ks2_rwm_expected", "all", 2023, name, value)
              for name, value in zip(BOROUGHS, [50, 50, *range(70, 62, -1)], strict=True)]  # fmt: skip
    data = ranked(barnet, [66, 60, 70, 69, 68, *range(59, 54, -1)], more=before)
    about = {
        "kind": "change",
        "figure": "rank",
        "year2": "2023",
        "word": "slightly improved",
        "claim": "k",
    } | RWM
    found = one(data, **about)
    assert found["recomputed"] == "9th= of 10 to 4th of 10"
    assert found["readings"] == (
        "holds in 2 of 3 readings: holds at every place that it may stand for (9th= of 10 to 4th of 10) and at the best place "
        "of both years (9th to 4th); is left open at the worst place of both years (10th to 4th)"
    )


def test_ranks_in_a_band_at_their_best_and_worst(barnet):
    """Of two ranks one is 5th to 6th of 10: two of two in the top half, or one, and most is more than half."""
    values = [60, 60, 70, 69, 68, 67, *range(50, 46, -1)]
    data = ranked(barnet, values, more=[("ks2_reading_expected", "all", 2024, name, 90 - n) for n, name in enumerate(BOROUGHS)])  # fmt: skip
    found = one(data, kind="count", against="ranks", word="most", band="top half", year="2024")
    assert found["readings"].startswith(
        "holds in none of 2 readings: is not shown with each rank at its best place"
    )
    assert "does not hold with each rank at its worst place (1 of 2 ranks" in found["readings"]


# printed or unrounded


def test_as_printed_or_unrounded(barnet):
    """62.4 against 57.6 prints as 62 against 58: 4 points, and unrounded 4.8; 62.6 against 57.6 is 63 against 58, and 5.0."""
    about = {
        "kind": "comparison",
        "word": "well above",
        "comparator": "England",
        "claim": "Above England",
    } | RWM
    found = one(capital(barnet, Camden=62.4, England=57.6), **about)
    assert found["readings"] == "holds in none of 2 readings: does not hold in any"
    found = one(capital(barnet, Camden=62.5, England=57.6), **about)
    assert (found["verdict"], found["recomputed"]) == ("holds", "63 against 58")
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds as printed (63 against 58); does not hold unrounded (62.50 against 57.60)"
    )


# what makes a claim ambiguous


def test_a_number_cut_off_or_rounded(barnet):
    about = {"kind": "value", "measure": "ks4_attainment8", "year": "2024"}
    data = world(barnet, [("ks4_attainment8", "all", 2024, "Camden", 47.9)])
    found = one(data, value="47", **about)
    assert found["verdict"] == "ambiguous"
    assert found["readings"] == "holds in 1 of 2 readings: holds with digits cut off (47.9); does not hold rounded (47.9)"  # fmt: skip
    assert one(data, value="48", **about)["readings"] == ""


def test_points_or_per_cent(barnet):
    """50 to 55 is 5 points, and a tenth more."""
    rows = [("ks2_rwm_expected", "all", year, "Camden", value) for year, value in ((2023, 50), (2024, 55))]
    found = one(world(barnet, rows), kind="change", word="increased", year2="2023", value="5%", **RWM)
    assert found["verdict"] == "ambiguous"
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds as percentage points (50 to 55); does not hold as a percentage (50 to 55)"
    )


def test_the_amount_of_a_word_and_half_as_much_again(barnet):
    """In line is half a point of a score, and three quarters are doubtful: 47.9 against 48.6 is 0.7."""
    rows = [("ks4_attainment8", "all", 2024, name, value) for name, value in (("Camden", 47.9), ("England", 48.6))]  # fmt: skip
    about = {
        "kind": "comparison",
        "comparator": "England",
        "claim": "As England",
        "measure": "ks4_attainment8",
    }
    found = one(world(barnet, rows), word="in line with", year="2024", **about)
    assert found["verdict"] == "ambiguous"
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds allowing half as much again (47.9 against 48.6); "
        "does not hold by the rule's own amount for “in line with” (47.9 against 48.6)"
    )


def test_a_shared_first_place(barnet):
    found = one(capital(barnet, Islington=60), kind="superlative", word="best", against="Inner London", **RWM)
    assert found["verdict"] == "ambiguous"
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds if a shared first place counts (60; best of 4 (Inner London)); "
        "does not hold if it is to be alone in it (60; best of 4 (Inner London))"
    )


def test_several_meanings_are_readings_too(barnet):
    more = [
        ("ks2_reading_expected", "all", 2024, name, value)
        for name, value in (("Camden", 50), ("England", 57))
    ]
    about = {"kind": "comparison", "word": "above", "comparator": "England", "claim": "Above England"} | RWM
    found = one(capital(barnet, *more), **about | {"measure": "ks2_rwm_expected | ks2_reading_expected"})
    assert found["verdict"] == "ambiguous"
    assert found["readings"].startswith("holds in 1 of 2 readings: holds for Key stage 2 reading, writing and maths (")  # fmt: skip


def test_what_only_one_reading_can_judge_says_nothing():
    assert in_words([]) == ""


def test_two_readings_of_a_printed_figure_that_is_in_doubt(national_home, claims):
    """The papers print London 29, which the checks doubt; the national data have 40."""
    own = claims[claims["claim"].str.contains("spelling, high standard: above London")]
    found = check_claims(open_report("Barnet", 2017), own, dated=False).iloc[0]
    assert found["readings"] == (
        "holds in 1 of 2 readings: holds by the national data of today (43 against 40); "
        "is left open by the figure printed, which is in doubt (43.00 against 29.00)"
    )


# real figures, by an independent computation


@pytest.mark.parametrize("area", ["Camden", "Leeds", "Cornwall"])
@pytest.mark.parametrize(
    ("measure", "least"), [("ks2_rwm_expected", 5), ("phonics_year1_expected", 5), ("ks4_attainment8", 3)]
)
def test_readings_of_above_average_are_those_of_plain_pandas(
    national_home, area, measure, least, monkeypatch
):
    report = open_report(area, 2024)
    row = dict.fromkeys(COLUMNS, "") | {"id": "k", "location": "p. 1", "claim": "Well above average", "year": "2024",
        "kind": "comparison", "measure": measure, "comparator": "England", "word": "well above"}  # fmt: skip
    ((_, _, every),) = seen(monkeypatch, report, pd.DataFrame([row]))
    rows = prepared_england().national
    rows = rows[(rows["measure"] == measure) & (rows["pupil_group"] == "all") & (rows["year"] == 2024)]
    rows = rows[rows["value"].notna()].set_index("area")
    digits = 1 if measure == "ks4_attainment8" else 0
    printed = (rows["value"] + 1e-9).round(digits)
    las = printed[rows["area_type"] == "la"]
    neighbours = las[las.index.isin(report.question.neighbours)]
    areas = {name: printed[find_area(name).code] for name in (report.question.region_name,)}
    expected = {
        "against England's own figure": printed[ENGLAND],
        "against the mean of England's local authorities": las.mean().round(digits + 1),
        "against the median of England's local authorities": las.median(),
        "against the median of the statistical neighbours": neighbours.median(),
        **{f"against {name}'s own figure": value for name, value in areas.items()},
    }
    own = printed[report.area.code]
    found = {
        one.answers["with"]: one for one in every if one.answers.get("digits", "as printed") == "as printed"
    }
    assert expected.keys() <= found.keys()
    for words, other in expected.items():
        holds = own - other >= least - 1e-9
        assert (found[words].verdict != "contradicted") == holds, (words, own, other)
        shown = float(found[words].recomputed.partition(" against ")[2])
        assert shown == pytest.approx(other, abs=0.051), words


def test_neighbours_one_by_one(national_home, monkeypatch):
    """'Above our neighbours' holds against each of them only if it holds against the best of them."""
    rows = prepared_england().national
    rows = rows[
        (rows["measure"] == "ks2_rwm_expected") & (rows["pupil_group"] == "all") & (rows["year"] == 2024)
    ]
    values = rows[rows["value"].notna()].set_index("area")["value"].round(0)
    for area in ("Camden", "Richmond upon Thames", "Leeds"):
        report = open_report(area, 2024)
        row = dict.fromkeys(COLUMNS, "") | {"id": "k", "location": "p. 1", "claim": "Above neighbours", "word": "above",
            "kind": "comparison", "comparator": "neighbours", **RWM}  # fmt: skip
        ((_, _, every),) = seen(monkeypatch, report, pd.DataFrame([row]))
        found = {one.answers["with"]: one.verdict for one in every}
        others = values[values.index.isin(report.question.neighbours)]
        above = bool(values[report.area.code] > others.max())
        assert (found["against each of the statistical neighbours"] != "contradicted") == above


def test_readings_of_a_claim_cost_less_than_a_fifth_of_a_second(national_home, monkeypatch):
    report = open_report("Camden", 2024)
    row = dict.fromkeys([*COLUMNS, "sentence"], "") | {"id": "k", "location": "p. 1", "claim": "k", "kind": "comparison",
        "sentence": "We are well above average.", "comparator": "England", "word": "well above", **RWM | {"year": "2023"}}  # fmt: skip
    table = pd.DataFrame([row])
    ((_, _, every),) = seen(monkeypatch, report, table)
    # 3 years, and England, London and Inner London by 3 figures each and the neighbours by 2: as many as any statement has
    as_printed = [one for one in every if one.answers["digits"] == "as printed"]
    assert len(as_printed) == 3 * (3 * 3 + 2)
    begun = process_time()
    check_claims(report, table, dated=False)
    assert process_time() - begun < 0.4  # twice as much for a slow machine


def test_the_documented_example(national_home):
    text = (REPO / "docs" / "claims.md").read_text(encoding="utf-8").partition("## Readings")[2]
    quoted = " ".join(re.search(r"(?:^> .*\n)+", text, re.M)[0].replace("> ", "").split()).removesuffix(
        " ..."
    )
    sentence = re.search(r"draft's sentence \"(.*?)\"", text)[1]
    about = {"kind": "comparison", "word": "well above", "comparator": "England"} | RWM
    assert one(open_report("Camden", 2024), sentence=sentence, **about)["readings"].startswith(quoted)


def test_what_the_documentation_measures(checked_nationally):
    text = " ".join(
        (REPO / "docs" / "claims.md").read_text(encoding="utf-8").partition("**Measured.**")[2].split()
    )
    with_some = checked_nationally[checked_nationally["readings"] != ""]
    part = with_some["readings"].str.extract(r"^holds in (all|none)?")[0].fillna("some")
    counts, by = Counter(part), Counter(zip(with_some["verdict"], part, strict=True))
    assert text.startswith(
        f"Of the {len(checked_nationally)} claims of 2016/17, by DfE's file of April 2026, {len(with_some)} have more than "
        f"one reading: {counts['all']} hold in all, {counts['some']} in some and {counts['none']} in none. "
        f"Of the {by['holds', 'all'] + by['holds', 'some']} among them that hold, {by['holds', 'some']} do so in some readings "
        f"only; of {sum(n for (verdict, _), n in by.items() if verdict == 'ambiguous')} ambiguous ones "
        f"{by['ambiguous', 'some']} hold in some and {by['ambiguous', 'none']} in none."
    )
    ambiguous = checked_nationally[checked_nationally["verdict"] == "ambiguous"]
    assert f"{int((ambiguous['readings'] == '').sum())} ambiguous claims have one reading only." in text
    assert by["holds", "none"] == 0
