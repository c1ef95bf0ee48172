"""The summary's sentences: picked by their rules, true to the table, and nothing named that cannot be shown."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.basics.numbers import ordinal
from analysis.basics.phrases import joined
from analysis.catalogue.families import family
from analysis.catalogue.measures import PHASES, is_group_gap, title, titled
from analysis.data.question import load
from analysis.data.ranking import CITY_AND_SCILLY, last_place
from analysis.report.claims.sentences import check_sentences, claims_in
from analysis.report.rankings.cells import measure_label
from analysis.report.rankings.charts import rank_profile, strips, value_trends
from analysis.report.rankings.local import rankings
from analysis.report.rankings.nameable import (
    LEFT_OUT,
    SMALL,
    differs_from_england,
    share_of,
    showable,
    too_few_pupils,
)
from analysis.report.rankings.sentences import (
    NOT_NAMED,
    against,
    against_england,
    band_counts,
    better,
    extremes,
    moved,
    name,
    side,
)
from analysis.report.rankings.tables import headline_table, ranking_table
from analysis.report.summary.findings import (
    MOST,
    MOST_UNKNOWN,
    PER_PHASE,
    PLACES_MOVED,
    STRENGTH_SHARE,
    UNCOUNTED,
    UNKNOWN_NUMBER,
    Ranks,
    assessment,
    caution_of,
)
from analysis.report.summary.headlines import headlines
from analysis.report.summary.summary import summary
from analysis.report.summary.tables import phase_table

CASES = [
    *[("Barnet", 2017), ("Blackpool", 2023), ("Rutland", 2024), ("Newham", 2016)],
    *[("Kingston upon Hull, City of", 2021), ("City of London", 2019)],
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def report(request, national_home):
    data = load(*request.param)
    return data, rankings(data), assessment(data)


def numbers(text: str) -> list[str]:
    return re.findall(r"[-−]?\d+(?:,\d{3})*(?:\.\d+)?", text)


def least_of(finding) -> int:
    return int(re.search(r"(?:up|down) (?:at least )?(\d+) places?,", finding.text)[1])


def picked(found) -> list[tuple[list, int]]:
    """The findings that are picked together, with how many there may be: groups of unknown number are picked apart."""
    unknown = [finding for finding in found["movements"] if UNKNOWN_NUMBER in finding.text]
    moved = [finding for finding in found["movements"] if finding not in unknown]
    return [(found["strengths"], MOST), (found["development"], MOST), (moved, MOST), (unknown, MOST_UNKNOWN)]


@pytest.mark.national
def test_findings_follow_their_rules(report):
    _, table, found = report
    rows = table.set_index(["measure", "pupil_group"])
    for finding in found["strengths"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["tie_last"] <= last_place(STRENGTH_SHARE, int(row["band_n"]))
        better = row["value"] > row["england"] if row["polarity"] == "high" else row["value"] < row["england"]
        assert better
    for finding in found["development"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert row["band"] == "bottom half"
        assert row["value"] < row["england"] if row["polarity"] == "high" else row["value"] > row["england"]
    for finding in found["movements"]:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        assert least_of(finding) >= PLACES_MOVED
        assert least_of(finding) <= abs(row["rank"] - row["previous_rank"])


@pytest.mark.national
def test_nothing_is_said_twice_and_no_phase_crowds_out_the_others(report):
    _, table, found = report
    for findings, most in picked(found):
        measures = [finding.measure for finding in findings]
        phases = [table.set_index("measure")["phase"].loc[[m]].iloc[0] for m in measures]
        assert len(measures) == len(set(measures)) <= most
        assert all(phases.count(phase) <= PER_PHASE for phase in phases)
        families = [family(finding.measure) for finding in findings]
        assert len(families) == len(set(families))
    strong = {(f.measure, f.pupil_group) for f in found["strengths"]}
    assert not strong & {(f.measure, f.pupil_group) for f in found["development"]}


@pytest.mark.national
def test_nothing_is_named_on_a_cohort_that_cannot_show_it(report):
    data, table, found = report
    named = [finding for kind in found.values() for finding in kind]
    if data.area.code in CITY_AND_SCILLY:
        assert not named and too_few_pupils(data) in summary(data)["overall"][0]
        assert too_few_pupils(data) in headlines(data)
    assert all(finding.pupil_group == "all" for finding in found["strengths"] + found["development"])
    rows = table.set_index(["measure", "pupil_group"])
    for finding in named:
        row = rows.loc[(finding.measure, finding.pupil_group)]
        whole = finding.pupil_group == "all" and not is_group_gap(finding.measure)
        unknown = not whole and pd.isna(row["numerator"])
        assert finding.uncounted == (whole and pd.isna(row["numerator"]))
        assert unknown == (UNKNOWN_NUMBER in finding.text)
        measure = finding.measure.removesuffix("_with_special")  # special schools among others
        assert not any(part in measure for parts in LEFT_OUT.values() for part in parts)


@pytest.mark.national
def test_the_ends_of_the_ranking_come_first(report):
    """Each list runs from what meets its rule most clearly; nothing headline-like goes before it."""
    _, table, found = report
    rows = table.set_index(["measure", "pupil_group"])

    def of(findings, column):
        return [rows.loc[(finding.measure, finding.pupil_group), column] for finding in findings]

    # a shared place counts as the last of those that share it among the best, and as the first among the lowest
    assert of(found["strengths"], "tie_last") == sorted(of(found["strengths"], "tie_last"))
    assert of(found["development"], "rank") == sorted(of(found["development"], "rank"), reverse=True)
    moves = [least_of(finding) for finding in found["movements"]]
    assert moves == sorted(moves, reverse=True)


@pytest.mark.national
def test_what_is_furthest_down_is_a_weakness_whatever_its_phase(national_home):
    found = [str(finding) for finding in assessment(load("Barnet", 2017))["development"]]
    assert "125th of 152" in found[0] and found[0].startswith("Offers of a place in education or training")
    assert "109th (shared by 5) of 152" in found[1] and "special educational needs tribunal" in found[1]
    assert not any("college" in text or "Apprenticeship" in text for text in found)


@pytest.mark.national
def test_falls_are_named_like_rises_and_unknown_numbers_with_their_caution(national_home):
    found = [finding.text for finding in assessment(load("Barnet", 2025))["movements"]]
    assert found[0].startswith(
        "Good level of development (early years), children in need: down at least 84 places, from 12th to 105th"
    )
    assert re.search(r"looked-after children: down at least \d+ places, from 21st to 100th", found[1])
    assert UNKNOWN_NUMBER in found[0] and UNKNOWN_NUMBER in found[1]
    # chance makes so large a difference too often, which leaves it a borderline case, as the cautions say
    assert not any(
        text.startswith("Science: expected standard (key stage 2), children in need") for text in found
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "measure", "places", "least"),
    [
        # 61st to 112th share 105, 118th to 146th share 104
        ("Kent", 2025, "ks2_gps_scaled_score", 57, 6),
        # 131st to 142nd share 5%, 101st to 129th share 6%
        ("Cumberland", 2024, "ks2_rwm_higher", 30, 2),
        ("Barnet", 2025, "ks2_multiplication_full_marks", 15, 4),
        ("Birmingham", 2019, "ks2_gps_expected", 32, 10),
    ],
)
def test_a_movement_counts_the_fewest_places_that_its_ranks_allow(
    national_home, area, year, measure, places, least
):
    data = load(area, year)
    (row,) = rankings(data).query("measure == @measure and pupil_group == 'all'").itertuples()
    assert row.places_moved == places and Ranks(data).least_moved(row) == least < PLACES_MOVED
    said = moved(row, year, least)
    assert re.match(rf"(up|down) at least {least} places, from ", said)
    assert measure not in {finding.measure for finding in assessment(data)["movements"]}
    # the check of sentences counts the places again
    for places_said, verdict in ((least, "holds"), (least + 3, "contradicted")):
        text = f"{name(row)}: {said.replace(f'least {least} ', f'least {places_said} ')}"
        checked = check_sentences(data, [(text, "movements")])
        assert set(checked.loc[checked["kind"] == "change", "verdict"]) & {"holds", "contradicted"} >= {
            verdict
        }
    assert "at least" not in moved(row, year, places)


@pytest.mark.national
def test_less_than_one_child_is_no_weakness(national_home):
    """29 of Rutland's eligible two-year-olds are 74.4%: one child more is above England's 74.8%."""
    data = load("Rutland", 2024)
    (row,) = rankings(data).query("measure == 'early_education_take_up_age_2'").itertuples()
    assert (row.numerator, row.value, row.england) == (29, 74.4, 74.8) and pd.isna(row.denominator)
    assert share_of(row).denominator == 39 and not differs_from_england(row)
    named = [text for kind in assessment(data).values() for text in map(str, kind)]
    assert not any("two-year-olds" in text.casefold() and "take-up" in text.casefold() for text in named)
    assert not any("Take-up" in text for text in extremes(rankings(data), data))
    # 495 children, and 14 points: not chance
    assert "Take-up of funded early education: two-year-olds" in str(
        assessment(load("Barnet", 2025))["development"][0]
    )


def test_a_share_above_100_shows_nothing():
    over = result(104.0, 93.0, numerator=300, denominator=pd.NA)
    assert share_of(over) is None and not differs_from_england(over)
    assert differs_from_england(result(94.0, 93.0, numerator=pd.NA, denominator=pd.NA))
    assert differs_from_england(result(80.0, 93.0, numerator=800, denominator=1000))


@pytest.mark.national
def test_the_counts_of_bands_are_those_of_the_table(report):
    _, table, _ = report
    ranked = table[table["rank"].notna() & (table["pupil_group"] == "all")]
    said = band_counts(table)
    assert said.startswith(f"Of {len(ranked)} ranked measures of all pupils, ")
    assert ("Groups of pupils are not counted" in said) == bool(
        table.loc[table["pupil_group"] != "all", "rank"].notna().any()
    )
    assert (ranked["band"] == "bottom half").sum() == int(
        (re.search(r"and (\d+|none) in the bottom", said)[1]).replace("none", "0")
    )


@pytest.mark.national
def test_the_extremes_are_the_ends_of_the_ranking(report):
    """Every all-pupil rank beyond the ones named is of what the sentence says is left out, or nearly the same measure."""
    data, table, _ = report
    said = extremes(table, data)
    if data.area.code in CITY_AND_SCILLY:
        assert said == []
        return
    ranked = table[table["rank"].notna() & (table["pupil_group"] == "all")]
    listed = re.search(r"left out: (.*)\.$", said[1])[1].split("; ")
    named = ranked[
        [any(part.endswith(f" for {name(row)}") for part in listed) for row in ranked.itertuples()]
    ]
    assert len(named) == len(listed) == 3
    for row in ranked[ranked["rank"] > named["rank"].min()].itertuples():
        left = any(part in row.measure for parts in LEFT_OUT.values() for part in parts)
        small = pd.notna(row.numerator) and 100 * row.numerator / row.value < SMALL
        same = family(row.measure) in set(named["measure"].map(family))
        assert left or small or same, row.measure
    assert all(words in said[0] and words in said[1] for words in ("groups of pupils", *LEFT_OUT))


@pytest.mark.national
def test_the_lowest_ranks_are_those_that_there_are(national_home):
    """Barnet 2025: 136th is named, and what is passed over, 127th and 123rd, is what the words say."""
    data = load("Barnet", 2025)
    _, lowest = extremes(rankings(data), data)
    assert re.findall(r"(\d+th)", lowest.partition("left out: ")[2]) == ["145th", "136th", "100th"]


@pytest.mark.national
def test_a_take_up_above_100_per_cent_is_of_no_small_cohort(national_home):
    """Cumberland 2024: 5,108 three- and four-year-olds are 100.4%, 17th of 153."""
    data = load("Cumberland", 2024)
    table = rankings(data)
    (row,) = table.query("measure == 'early_education_take_up_age_3_4'").itertuples()
    assert (row.value, row.numerator, row.rank) == (100.4, 5108, 17) and share_of(row) is None
    assert "17th for Take-up of funded early education: three- and four-year-olds" in extremes(table, data)[0]
    (early,) = phase_table(table, data).frame.query("Phase == 'Early years'").to_dict("records")
    assert str(early["Best rank"]) == "17th of 153"
    assert "Funded places, age 3 and 4, 17th of 153" in strips(table, data, "early_years").title
    few = table[table["measure"] == row.measure].assign(numerator=120)
    assert showable(few, data).empty and len(showable(few.assign(numerator=200), data)) == 1


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year", "phase", "best", "of"),
    [
        ("Rutland", 2024, "participation", "2nd of 153", "Not in education or work, 16 and 17"),
        ("Barnet", 2017, "ks4", "4th of 149", "English and maths, grade 5+"),
        ("Hounslow", 2025, "ks2", "3rd (shared by 4) of 151", "Grammar and spelling, higher"),
    ],
)
def test_one_rule_for_a_shared_place(national_home, area, year, phase, best, of):
    """The summary's table, the chart's title and the strengths choose alike, and print a rank alike."""
    data = load(area, year)
    table = rankings(data)
    row = phase_table(table, data).frame.query("Phase == @PHASES[@phase]").iloc[0]
    assert (str(row["Best rank"]), row["Of"]) == (best, of)
    chart = strips(table[table["rank"].notna()], data, phase)
    assert chart.title == f"{PHASES[phase]}: nearest the top is {of}, {best}"
    strong = [finding for finding in assessment(data)["strengths"] if PHASES[phase] in finding.table]
    short = table.set_index("measure")["short_title"]
    assert short.loc[[strong[0].measure]].iloc[0] == of and f"; {best}" in strong[0].text
    tied = table[(table["phase"] == phase) & (table["shared_by"] > 1) & (table["pupil_group"] == "all")]
    for other in tied.itertuples():
        assert f"{ordinal(other.rank)} (shared by {other.shared_by}) of {other.n_ranked}" in chart.alt


@pytest.mark.national
def test_the_lowest_ranks_count_a_shared_place_as_the_first_and_say_so(national_home):
    """Cumberland 2024: 129th to 151st share a scaled score of reading; 148th comes before it."""
    data = load("Cumberland", 2024)
    table = rankings(data)
    (row,) = table.query("measure == 'ks2_reading_scaled_score' and pupil_group == 'all'").itertuples()
    assert (row.tie_first, row.tie_last) == (129, 151)
    ranks = [int(rank) for rank in re.findall(r"[:;] (\d+)\w\w", extremes(table, data)[1])]
    assert ranks == sorted(ranks, reverse=True) and min(ranks) >= 129
    assert "among the lowest as the first" in NOT_NAMED


@pytest.mark.national
def test_the_text_of_a_chart_says_where_england_has_no_figure(national_home):
    for area, year, phase in (("Newham", 2017, "ks2"), ("Barnet", 2017, "ks2"), ("Barnet", 2017, "ks4")):
        data = load(area, year)
        alt = strips(rankings(data), data, phase).alt
        assert not re.search(r"England\s*[.,]", alt)
        if area == "Newham":
            assert "Reading, progress: 1.5, 11th" in alt and alt.count("England not published.") == 3


@pytest.mark.national
def test_no_best_rank_rests_on_few_pupils(national_home):
    """Hounslow 2025: 17 of 27 children in need, and Chinese pupils of unknown number, are not its best ranks."""
    data = load("Hounslow", 2025)
    table = rankings(data)
    assert "children in need" not in " ".join([*extremes(table, data), *headlines(data)[:2]])
    shown = phase_table(table, data)
    (ks2,) = shown.frame[shown.frame["Phase"] == "Key stage 2"].to_dict("records")
    assert str(ks2["Best rank"]) == "3rd (shared by 4) of 151" and "pupils" not in ks2["Of"]
    assert (
        ks2["Ranked"]
        == ((table["phase"] == "ks2") & (table["pupil_group"] == "all") & table["rank"].notna()).sum()
    )


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Newham", 2017), ("Bournemouth, Christchurch and Poole", 2024), ("Barnsley", 2018)]
)
def test_a_gap_of_a_group_is_no_measure_of_all_pupils(national_home, area, year):
    data = load(area, year)
    table = rankings(data)
    gaps = table[table["measure"].isin(["age19_level2_fsm_gap", "age19_level3_fsm_gap"])]
    assert len(gaps) == 2 and (gaps["pupil_group"] == "all").all() and gaps["rank"].notna().all()
    every = table[table["rank"].notna() & (table["pupil_group"] == "all")]
    assert band_counts(table).startswith(f"Of {len(every) - 2} ranked measures of all pupils, ")
    assert rank_profile(table, data).title.partition(" measures")[0].endswith(f"of {len(every) - 2}")
    frame = phase_table(table, data).frame
    assert frame["Ranked"].sum() == len(every) - 2
    assert showable(gaps, data).empty
    found = assessment(data)
    assert not {finding.measure for finding in found["strengths"] + found["development"]} & set(
        gaps["measure"]
    )
    for finding in found["movements"]:
        if finding.measure in set(gaps["measure"]):
            assert UNKNOWN_NUMBER in finding.text and " percentage points in " in finding.text
    for row in gaps.itertuples():
        assert re.search(
            r"[\d.]+ percentage points, .*England's [\d.]+ percentage points", against_england(row)
        )


@pytest.mark.national
def test_a_measure_about_a_group_does_not_say_it_again(national_home):
    data = load("Barnsley", 2018)
    table = rankings(data)
    own = table[(table["phase"] == "looked_after") & table["value"].notna()]
    assert len(own) and (own["pupil_group"] == "looked_after").all()
    for row in own.itertuples():
        assert name(row) == row.title and measure_label(row) == row.short_title
        assert title(row.measure, row.pupil_group) == row.title
        # the check of sentences reads the name alone as the figure of that group
        claims = claims_in(against_england(row), data).claims
        assert {(claim["measure"], claim["pupil_group"]) for claim in claims} == {
            (row.measure, "looked_after")
        }
    said = " ".join(finding.text for finding in assessment(data)["movements"])
    assert "Care leavers aged 19 to 21 in education, employment or training: up at least 104 places" in said
    assert "how many pupils" not in said
    assert titled("ks2_rwm_expected", "Reading", "looked_after") == "Reading, looked-after children"


def test_of_a_whole_and_its_part_one_is_named():
    for part, whole in (
        ("activity_not_known_16_17", "neet_or_not_known_16_17"),
        ("neet_16_17", "neet_or_not_known_16_17"),
        ("absence_unauthorised_primary", "absence_primary"),
        ("attendance_primary", "absence_primary"),
        ("severe_absence_secondary", "persistent_absence_secondary"),
        ("destinations_ks4_not_sustained", "destinations_ks4_sustained"),
        ("ks4_english_maths_95", "ks4_english_maths_94"),
    ):
        assert family(part) == family(whole), part
    assert family("ks2_rwm_expected") != family("ks2_rwm_higher")
    assert family("persistent_absence") != family("absence_overall")


@pytest.mark.national
@pytest.mark.parametrize(
    ("area", "year"), [("Kent", 2025), ("Birmingham", 2019), ("Bournemouth, Christchurch and Poole", 2024)]
)
def test_activity_not_known_is_named_once(national_home, area, year):
    for findings in assessment(load(area, year)).values():
        assert sum("not_known" in finding.measure or "neet" in finding.measure for finding in findings) <= 1


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Rutland", 2024), ("Barnet", 2025), ("Hounslow", 2025)])
def test_a_list_says_once_that_numbers_are_not_published(national_home, area, year):
    data = load(area, year)
    for kind, findings in assessment(data).items():
        cautions = [text for text in summary(data)[kind] if UNCOUNTED in text]
        assert len(cautions) == any(finding.uncounted for finding in findings)
        if cautions:
            some = "some of these" in cautions[0]
            assert some == (not all(finding.uncounted for finding in findings))
            assert summary(data)[kind][-1] == cautions[0]
    assert any(finding.uncounted for finding in assessment(data)["movements"])


def test_the_caution_of_a_list_follows_its_figures():
    one, counted = SimpleNamespace(uncounted=True), SimpleNamespace(uncounted=False)
    assert caution_of([]) == caution_of([counted]) == ""
    assert caution_of([one]).startswith("How many are counted in this figure ")
    assert caution_of([one, one]).startswith("How many are counted in these figures ")
    assert caution_of([one, counted]).startswith("How many are counted in some of these figures ")


def result(value, england, **more):
    row = {
        "measure": "",
        "value": value,
        "england": england,
        "unit": "percent",
        "decimals": 0,
        "polarity": "high",
    } | more
    return SimpleNamespace(**row)


def test_words_follow_the_figures_as_they_are_shown():
    sides = [side(result(*pair)) for pair in ((2, 1), (1, 2), (1, 1), (72.4, 71.6))]
    assert sides == ["above", "below", "the same as", "the same as"]
    assert against(result(4, 5, polarity="low")) == "below England's 5%, and low is good"
    assert better(result(4, 5, polarity="low")) == 1 and better(result(4, 5)) == -1
    assert better(result(72.4, 71.6)) == better(result(72.4, 71.6, polarity="low")) == 0
    assert joined(["a"]) == "a" and joined(["a", "b", "c"]) == "a, b and c"


@pytest.mark.national
def test_chart_and_sentence_compare_with_england_alike(national_home):
    """Kent's 24.28 and England's 24.256 are both printed as 24.3: the chart counts what the sentences say."""
    data = load("Kent", 2025)
    table = rankings(data)
    (row,) = table.query("measure == 'ks5_aab' and pupil_group == 'all'").itertuples()
    assert row.value > row.england and side(row) == "the same as" and better(row) == 0
    assert value_trends(table[table["rank"].notna()], data).title.startswith("Better than England on 3 of 6")


@pytest.mark.national
@pytest.mark.parametrize(("area", "year"), [("Barnet", 2017), ("Kent", 2017), ("Barnet", 2025)])
def test_a_band_is_counted_among_those_ranked(national_home, area, year):
    table = rankings(load(area, year))
    ranked = table[table["rank"].notna() & (table["basis"] == "recomputed")]
    assert (ranked["band_n"] == ranked["n_ranked"]).all()
    upper, lower = (ranked[ranked["band"] == f"{half} half"] for half in ("top", "bottom"))
    assert len(upper) and (upper["rank"] * 2 <= upper["n_ranked"]).all()
    assert len(lower) and (lower["rank"] * 2 > lower["n_ranked"] - 1).all()


@pytest.mark.national
def test_a_page_has_one_set_of_bands_and_no_distance_of_0_outside_the_best_tenth(national_home):
    seen = 0
    for area, year in (("Barnet", 2017), ("Hounslow", 2020), ("Hammersmith and Fulham", 2023)):
        data = load(area, year)
        table = rankings(data)
        shown = ranking_table(table, data, "All")
        assert "Quartile" not in shown.frame.columns
        for row, cell in zip(table.itertuples(), shown.frame["To top 10%"], strict=True):
            if cell is not None and row.band not in ("top 5%", "top 10%", ""):
                assert not re.fullmatch(r"0(\.0*)?", str(cell)), row
                seen += str(cell).startswith("under ")
    assert seen


@pytest.mark.national
def test_provisional_figures_and_state_funded_schools_are_marked(national_home):
    data = load("Hounslow", 2025)
    table = rankings(data)
    assert set(table.loc[table["release"] == "provisional", "phase"]) == {"phonics"}
    assert list(table.columns)[-1] == "release"
    html = ranking_table(table[table["phase"] == "phonics"], data, "Phonics").to_html()
    assert "% (p)</td>" in html or " (p)</td>" in html
    assert "(p) provisional" in html
    assert "(p)" not in ranking_table(table[table["phase"] == "ks1"], data, "KS1").to_html()
    assert "state-funded" in ranking_table(table[table["phase"] == "ks4"], data, "KS4").to_html()
    assert "state-funded" not in ranking_table(table[table["phase"] == "ks2"], data, "KS2").to_html()
    phases = set(headline_table(table, data).frame["Phase"])
    assert "Key stage 4 (England: state-funded)" in phases and "Key stage 2" in phases
    (phonics,) = table.query("measure == 'phonics_year1_expected' and pupil_group == 'all'").itertuples()
    assert "(provisional)" in against_england(phonics)
